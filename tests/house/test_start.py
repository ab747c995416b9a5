"""`python3 start.py`, the one command of a fresh machine."""

import ast
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest

import start


def test_an_old_python_can_read_it(monkeypatch):
    ast.parse(Path(start.__file__).read_text(encoding="utf-8"), feature_version=(3, 7))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"needs Python 3.11 or newer; this is Python 3\.9\."):
        start.main()


def test_a_busy_port_is_one_sentence_that_names_another():
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} of .* cannot be used .*--port {port + 1}"):
            start.refuse_busy_port("127.0.0.1", port)


@pytest.mark.parametrize("port", ["99999", "0", "-1", "http"])
def test_what_is_no_port_is_one_sentence(monkeypatch, capsys, port):
    monkeypatch.setattr(sys, "argv", ["start.py", f"--port={port}"])
    with pytest.raises(SystemExit):
        start.read_words()
    assert f"{port} is no port; expected a number from 1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "base", "name"),
    [
        ("127.0.0.1", "http://localhost:8000", "127.0.0.1"),
        ("192.0.2.7", "http://192.0.2.7:8000", "192.0.2.7"),
        ("::", "http://localhost:8000", "[::]"),
        ("2001:db8::7", "http://[2001:db8::7]:8000", "[2001:db8::7]"),
    ],
)
def test_every_host_has_an_address_the_program_answers_to(monkeypatch, host, base, name):
    for setting in ("FLANEUR_BASE_URL", "FLANEUR_HOSTS"):
        monkeypatch.setenv(setting, "")
        monkeypatch.delenv(setting)
    assert start.name_address(host, 8000) == base
    assert os.environ["FLANEUR_HOSTS"].split(",")[-1] == name


def test_the_suite_says_what_it_skipped_and_why(monkeypatch):
    called = []
    for step in ("install_for_developers", "offer_chromium"):
        monkeypatch.setattr(start, step, lambda: None)
    monkeypatch.setattr(start.subprocess, "call", lambda words: called.append(words) or 0)
    assert start.test(["-k", "silence"]) == 0
    assert called == [[str(start.PYTHON), "-m", "pytest", "-n", "2", "--dist", "worksteal", "-rfEs", "-k", "silence"]]


def test_a_python_without_venv_names_the_package_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(start, "VENV", tmp_path)
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(SystemExit, match=rf"apt install python3\.{sys.version_info.minor}-venv"):
        start.install(start.LOCK)


@pytest.fixture
def step(tmp_path, monkeypatch):
    """A step that leaves a line in `taken`, in its home, and reads one source."""
    monkeypatch.setattr(start, "FLANEUR", [sys.executable, "-c"])
    source = tmp_path / "source"
    source.write_text("one", encoding="utf-8")
    leave = "import os, pathlib; (pathlib.Path(os.environ['FLANEUR_HOME']) / 'taken').open('a').write('x')"
    return start.Step("stamp", [leave], "Leaving a line …", [source])


def test_a_step_is_taken_again_only_for_new_sources_another_key_or_a_new_database(tmp_path, step):
    def taken(**options):
        start.take(step, tmp_path, **options)
        return len((tmp_path / "taken").read_text(encoding="utf-8"))

    assert (taken(key="a"), taken(key="a")) == (1, 1)
    assert (taken(key="b"), taken(key="b")) == (2, 2)
    assert (taken(key="b", again=True), taken(key="b")) == (3, 3)
    step.sources[0].write_text("two", encoding="utf-8")
    assert (taken(key="b"), taken(key="b")) == (4, 4)


def test_a_failed_step_says_so_and_is_taken_again(tmp_path, step):
    failing = step._replace(words=["raise SystemExit(1)"])
    for _ in range(2):
        with pytest.raises(SystemExit, match=r"failed; the lines above say why\."):
            start.take(failing, tmp_path)


def test_options_of_pytest_reach_pytest_and_others_are_refused(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["start.py", "test", "-k", "silence", "--lf", "tests/core"])
    assert start.read_words()[1] == ["-k", "silence", "--lf", "tests/core"]
    monkeypatch.setattr(sys, "argv", ["start.py", "--porte", "80"])
    with pytest.raises(SystemExit):
        start.read_words()


class Start:
    """The program started as a newcomer starts it, with a home of its own and what it says kept in a file."""

    def __init__(self, home):
        self.home, self.said = home, home.with_suffix(".txt")
        with socket.create_server(("127.0.0.1", 0)) as trial:
            self.base = f"http://localhost:{trial.getsockname()[1]}"

    def __enter__(self):
        words = [sys.executable, start.__file__, "--port", self.base.rpartition(":")[2]]
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "FLANEUR_"))}
        with self.said.open("wb") as said:
            self.tree = subprocess.Popen(words, env={**ours, "FLANEUR_HOME": str(self.home)}, stdout=said, stderr=said)
        self.until(lambda: len(self.links()) >= 3)
        return self

    def __exit__(self, *_trouble):
        self.tree.send_signal(signal.SIGINT)
        self.tree.wait(start.PATIENCE + 10)

    def until(self, wish, seconds=120):
        limit = time.monotonic() + seconds
        while not wish():
            assert self.tree.poll() is None, self.said.read_text(encoding="utf-8")
            assert time.monotonic() < limit, self.said.read_text(encoding="utf-8")
            time.sleep(0.1)

    def links(self):
        return re.findall(rf"{self.base}/\S+", self.said.read_text(encoding="utf-8"))

    def finds(self):
        with closing(sqlite3.connect(self.home / "flaneur.sqlite3")) as database:
            return database.execute("SELECT id, captured_at FROM flaneur_find ORDER BY id").fetchall()


def processes_of(home):
    """Linux tells which processes were started with this home in their environment."""
    mark = f"FLANEUR_HOME={home}".encode()
    return [path.parent.name for path in Path("/proc").glob("[0-9]*/environ") if mark in readable(path)]


def readable(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.mark.skipif(
    Path(sys.prefix) != start.VENV, reason="starts the .venv that start.py made; the tests run in another"
)
def test_it_starts_with_three_links_ends_whole_and_keeps_its_data(tmp_path):
    home = tmp_path / "home"
    shutil.copytree(start.TESTS_HOME / "fonts", home / "fonts")
    with Start(home) as first:
        assert [urlopen(link).status for link in first.links()] == [200, 200, 200]
        assert len(processes_of(home)) >= 4 or not Path("/proc").exists()
        finds = first.finds()
    assert (first.tree.returncode, processes_of(home)) == (0, [])

    with Start(home) as second:
        assert "…" not in second.said.read_text(encoding="utf-8").partition("Flâneur is at")[0]
        assert second.finds() == finds != []
