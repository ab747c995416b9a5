#!/usr/bin/env python3
"""Flâneur on a fresh machine: `python3 start.py` runs it with its demonstration, `python3 start.py test` tests it.

Standard library only, and readable by any Python since 3.7, so that an old one can be told it is too old.
What is made here lies in .venv/ and var/; deleting both leaves a clean checkout.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple, NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
HOME = Path(os.environ.get("FLANEUR_HOME") or ROOT / "var")
TESTS_HOME = ROOT / "var/tests"
FLANEUR = [str(PYTHON), "-m", "flaneur"]
LOCK = ROOT / "requirements.lock"
DEVELOPERS_LOCK = ROOT / "requirements-dev.lock"  # a superset of the other
CODE = ROOT / "flaneur"
PATIENCE = 30  # a little more than `flaneur serve` grants its own children


class Step(NamedTuple):
    """A command of Flâneur that is needed once, and again when what it reads has changed."""

    stamp: str
    words: list[str]
    sentence: str
    sources: list[Path]


PREPARE = Step(
    "prepared",
    ["prepare"],
    "Making fonts, translations and static files …",
    [
        LOCK,
        CODE / "fonts.py",
        CODE / "locale",
        CODE / "lexicons",
        CODE / "web/static",
        CODE / "web/static_storage.py",
    ],
)
MIGRATE = Step(
    "migrated", ["migrate", "--verbosity", "0"], "Bringing the database up to date …", [LOCK, CODE / "migrations"]
)
SEED = Step("seeded", ["demo"], "Drawing the demonstration: Paris, Nantes and Bordeaux …", [])


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - an old Python is exactly who this speaks to
        sys.exit("Flâneur needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info))
    options, rest = read_words()
    os.chdir(ROOT)
    keep_bytecode()
    if options.what == "test":
        return test(rest)
    if options.what == "install":
        install_for_developers()
        return 0
    refuse_busy_port(options.host, options.port)
    base = name_address(options.host, options.port)
    install(LOCK)
    prepare_home()
    return serve(options.host, options.port, base)


def read_words() -> tuple[argparse.Namespace, list[str]]:
    reader = argparse.ArgumentParser(description="Run Flâneur with its demonstration, or test it.", allow_abbrev=False)
    reader.add_argument(
        "what",
        nargs="?",
        default="run",
        choices=("run", "test", "install"),
        help="run (the default); test, with any options of pytest after it; install only, for developers",
    )
    reader.add_argument("--host", default="127.0.0.1", help="address to listen on; for a phone, this machine's own")
    reader.add_argument("--port", default=8000, type=port_number, help="port to listen on (default: 8000)")
    options, rest = reader.parse_known_args()
    if rest and options.what != "test":
        reader.error("unknown: " + " ".join(rest))
    return options, rest


def port_number(word: str) -> int:
    """Raises ArgumentTypeError, which argparse tells, for what is no port."""
    if not word.isdecimal() or not 0 < int(word) < 2**16:
        raise argparse.ArgumentTypeError(f"{word} is no port; expected a number from 1 to 65535")
    return int(word)


def keep_bytecode() -> None:
    """Share what is compiled among the programs started here, each of a thousand modules; slim images forbid it."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(VENV / "bytecode")


def refuse_busy_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        if os.name != "nt":  # there the option would allow two servers on one port
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as trouble:
            sys.exit(
                f"Port {port} of {host} cannot be used ({trouble.strerror}), perhaps another Flâneur has it. "
                f"Choose another: python3 start.py --port {port + 1}"
            )


def name_address(host: str, port: int) -> str:
    """Where people and the program itself find this install, unless its owner has said otherwise."""
    name = f"[{host}]" if ":" in host else host
    base = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0', '::1', '::') else name}:{port}"
    os.environ.setdefault("FLANEUR_BASE_URL", base)
    os.environ.setdefault("FLANEUR_HOSTS", f"localhost,127.0.0.1,[::1],{name}")
    return base


def install(lock: Path) -> None:
    """Fill .venv with what the lock file names, checked by hash, and with the project itself."""
    stamp = VENV / "installed"
    python = f"{sys.version} {ROOT}"
    contents = {each: digest([each, ROOT / "pyproject.toml"], python) for each in (LOCK, DEVELOPERS_LOCK)}
    done = stamp.read_text(encoding="utf-8") if PYTHON.exists() and stamp.exists() else ""
    if done in (contents[lock], contents[DEVELOPERS_LOCK]):
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = "python{}.{}-venv".format(*sys.version_info)
        sys.exit(f"This Python cannot make virtual environments. On Debian or Ubuntu: apt install {package}")
    say(f"Installing the packages of {lock.name} into .venv …")
    call(
        [sys.executable, "-m", "venv", *([] if PYTHON.exists() else ["--clear"]), str(VENV)], "No .venv could be made."
    )
    missing = "The packages could not be installed; the lines above say why. Is the network reachable?"
    call([*installer(), "--require-hashes", "--no-deps", "-r", str(lock)], missing)
    call([*installer(), "--no-deps", "--no-build-isolation", "-e", str(ROOT)], missing)
    stamp.write_text(contents[lock], encoding="utf-8")


def installer() -> list[str]:
    """Uv when it is there, else pip, which leaves compiling to the first import: a third of the time."""
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    return [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-compile"]


def prepare_home() -> None:
    """Make what an install needs beside its code."""
    database = os.environ.get("FLANEUR_DATABASE_URL") or str(HOME / "flaneur.sqlite3")
    is_new = "://" not in database and not Path(database).exists()
    take(PREPARE, HOME)
    take(MIGRATE, HOME, key=database, again=is_new)
    take(SEED, HOME, key=database, again=is_new)


def take(step: Step, home: Path, *, key: str = "", again: bool = False) -> None:
    """Take a step in a home, unless its stamp there says that it was taken with these very sources and this key."""
    stamp, wanted = home / step.stamp, digest(step.sources, key)
    if not again and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    say(step.sentence)
    call([*FLANEUR, *step.words], f"“flaneur {step.words[0]}” failed; the lines above say why.", home)
    home.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted, encoding="utf-8")


def serve(host: str, port: int, base: str) -> int:
    """Run web server and worker until Ctrl-C, SIGTERM or a closed terminal, then end the whole tree."""
    for sign in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, sign):
            signal.signal(getattr(signal, sign), interrupt)
    tree = subprocess.Popen([*FLANEUR, "serve", "--host", host, "--port", str(port)], start_new_session=True)
    try:
        if answers(tree, base):
            say(f"\nFlâneur is at {base} (Ctrl-C ends it). Sign in as one of its people:\n")
            subprocess.call([*FLANEUR, "demo", "--links", "--base-url", base])
        return tree.wait()
    except KeyboardInterrupt:
        say("\nEnding …")
        return end(tree)


def interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def answers(tree: subprocess.Popen[bytes], base: str) -> bool:
    """Wait for the first answer; no when the server ended before."""
    while tree.poll() is None:
        door = http.client.HTTPConnection(base.split("//")[1], timeout=10)
        try:
            door.request("GET", "/health")
            door.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return True
        finally:
            door.close()
    return False


def end(tree: subprocess.Popen[bytes]) -> int:
    """Let the tree end in order; at a second Ctrl-C, or when it takes too long, end it by force."""
    tree.terminate()
    try:
        return tree.wait(PATIENCE)
    except (KeyboardInterrupt, subprocess.TimeoutExpired):
        if os.name == "nt":
            tree.kill()
        else:
            os.killpg(tree.pid, signal.SIGKILL)
        return tree.wait()


def install_for_developers() -> None:
    install(DEVELOPERS_LOCK)
    take(PREPARE, TESTS_HOME)


def test(words: list[str]) -> int:
    install_for_developers()
    offer_chromium()
    return subprocess.call([str(PYTHON), "-m", "pytest", "-n", "2", "--dist", "worksteal", "-rfEs", *words])


def offer_chromium() -> None:
    """The browser tests need Chromium: install it where that is our right, else say that they are skipped."""
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        say("Installing Chromium for the browser tests …")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.call(["apt-get", "-qq", *words], env=environment, stdout=subprocess.DEVNULL)
    if not shutil.which("chromium"):
        say("Chromium is not installed: the browser tests are skipped. On Debian: apt install chromium")


def digest(sources: list[Path], *words: str) -> str:
    files = [file for source in sources for file in ([source] if source.is_file() else sorted(source.rglob("*.*")))]
    sums = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.suffix != ".pyc"]
    return hashlib.sha256("\n".join([*map(str, files), *sums, *words]).encode()).hexdigest()


def call(words: list[str], otherwise: str, home: Path = HOME) -> None:
    if subprocess.call(words, env={**os.environ, "FLANEUR_HOME": str(home)}) != 0:
        sys.exit(otherwise)


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("\nStopped. What was begun is finished at the next start.")
