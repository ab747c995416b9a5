"""`flaneur serve`: its programs live and end as one."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from flaneur.management.commands import serve

ROOT = Path(serve.__file__).resolve().parents[3]


def sleeper(sign, first=""):
    """A program that signs with its process id that it has begun, and sleeps."""
    signing = f"pathlib.Path({str(sign)!r}).write_text(str(os.getpid()))"
    return [sys.executable, "-c", f"import os, pathlib, signal, time\n{first}\n{signing}\ntime.sleep(60)"]


def faller(sign):
    """A program that waits for another's sign and exits with code 3."""
    code = f"import pathlib, sys, time\nwhile not pathlib.Path({str(sign)!r}).exists(): time.sleep(.02)\nsys.exit(3)"
    return [sys.executable, "-c", code]


def stop_after(*signs):
    """A stop that is given once every sign is there."""
    stop = threading.Event()

    def wait():
        while not all(sign.exists() and sign.read_text(encoding="utf-8") for sign in signs):
            time.sleep(0.02)
        stop.set()

    threading.Thread(target=wait, daemon=True).start()
    return stop


def is_running(sign):
    try:
        os.kill(int(sign.read_text(encoding="utf-8")), 0)
    except ProcessLookupError:
        return False
    return True


def test_one_program_ending_by_itself_ends_the_other(tmp_path):
    server = tmp_path / "server"
    sentence = r"The worker ended by itself \(code 3\); all was stopped\."
    with translation.override("en"), pytest.raises(CommandError, match=sentence):
        serve.run_together({"web server": sleeper(server), "worker": faller(server)}, stop=threading.Event())
    assert not is_running(server)


def test_a_stop_ends_every_program_without_complaint(tmp_path):
    server, worker = tmp_path / "server", tmp_path / "worker"
    serve.run_together({"web server": sleeper(server), "worker": sleeper(worker)}, stop=stop_after(server, worker))
    assert not is_running(server)
    assert not is_running(worker)


def test_a_program_deaf_to_the_signal_is_ended_by_force(tmp_path, monkeypatch):
    monkeypatch.setattr(serve, "PATIENCE", 0.2)
    deaf = tmp_path / "deaf"
    ignore = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    serve.run_together({"worker": sleeper(deaf, first=ignore)}, stop=stop_after(deaf))
    assert not is_running(deaf)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The port of a real `flaneur serve`, without a city."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    place = {"cwd": ROOT, "env": {**os.environ, "FLANEUR_HOME": str(tmp_path_factory.mktemp("home"))}}
    flaneur = [sys.executable, "-m", "flaneur"]
    subprocess.run([*flaneur, "migrate", "--verbosity=0"], check=True, **place)
    serving = subprocess.Popen([*flaneur, "serve", "--web-only", "--port", str(port)], **place)
    try:
        wait_for(lambda: health(port) == b"ok\n")
        yield port
    finally:
        serving.terminate()
        serving.wait(30)


def health(port, within=2):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=within) as answer:
            return answer.read()
    except OSError:
        return b""


def wait_for(question, seconds=60):
    end = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < end
        time.sleep(0.1)


def begin_to_post(port, length, begun=b"a"):
    """A form that is on its way and never arrives."""
    head = f"POST /language HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken={'a' * 32}\r\nContent-Length: {length}\r\n"
    kind = "Content-Type: application/x-www-form-urlencoded\r\nAccept: application/json\r\n\r\n"
    phone = socket.create_connection(("127.0.0.1", port))
    phone.sendall(head.encode() + kind.encode() + begun)
    return phone


def test_slow_bodies_do_not_take_the_house_down(served):
    with ExitStack() as phones:
        for _ in range(6):
            phones.enter_context(begin_to_post(served, 100_000))
        time.sleep(0.5)
        assert [health(served) for _ in range(5)] == [b"ok\n"] * 5


def test_a_body_that_is_too_long_is_answered_before_it_has_come(served):
    with begin_to_post(served, 400_000_000) as phone:
        phone.settimeout(5)
        assert phone.recv(100).startswith(b"HTTP/1.1 413 ")


def test_the_web_server_writes_no_query_string_to_a_log():
    assert "--access-log" not in serve.web_server("127.0.0.1", 8000)


@pytest.mark.parametrize("port", ["99999", "0", "http"])
def test_what_is_no_port_is_one_sentence(port):
    with translation.override("en"), pytest.raises(CommandError, match=f"{port} is no port"):
        call_command("serve", f"--port={port}")
