"""`flaneur serve`: the web server and the worker as one tree of processes, which lives and ends as one."""

import signal
import subprocess
import sys
import threading
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

LOOK_EVERY = 0.2
PATIENCE = 20
THREADS = 8


class Command(BaseCommand):
    help = "Run the web server and the worker until told to stop (Ctrl-C or SIGTERM)."
    requires_system_checks: list[str] = []  # each child makes its own checks

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
        parser.add_argument("--port", default=8000, type=port_number, help="port to listen on")
        parser.add_argument("--web-only", action="store_true", help="leave the worker to another process or machine")

    def handle(self, *, host: str, port: int, web_only: bool, **options: object) -> None:
        programs = {_("web server"): web_server(host, port)}
        if not web_only:
            programs[_("worker")] = [sys.executable, "-m", "flaneur", "worker"]
        stop = threading.Event()
        for name in {"SIGINT", "SIGTERM", "SIGHUP"} & signal.Signals.__members__.keys():
            signal.signal(signal.Signals[name], lambda *_: stop.set())
        run_together(programs, stop=stop)


def port_number(word: str) -> int:
    """Raises ArgumentTypeError, which argparse tells, for what is no port."""
    if not word.isdecimal() or not 0 < int(word) < 2**16:
        raise ArgumentTypeError(_("%(word)s is no port; expected a number from 1 to 65535.") % {"word": word})
    return int(word)


def web_server(host: str, port: int) -> list[str]:
    """Two processes; no access log, for query strings are private.

    A thread waits for a body for as long as its sender takes. With one each, three slow phones would be the end: with
    eight it takes seventeen, and a proxy that keeps bodies until they are whole (docs/how-to/install.md) lets none.
    They cost 25 MB a process and nothing that could be measured in time (wrk, 16 connections, 2026-11-25).
    """
    options = f"--interface wsgi --host {host} --port {port} --workers 2 --blocking-threads {THREADS} --no-ws"
    manners = "--log-level error --respawn-failed-workers --workers-kill-timeout 10"
    return [sys.executable, "-m", "granian", *options.split(), *manners.split(), "flaneur.wsgi:application"]


def run_together(programs: dict[str, list[str]], *, stop: threading.Event) -> None:
    """Run all programs until `stop` is set. Raises CommandError when one ends by itself, after ending the others."""
    children = {name: subprocess.Popen(words) for name, words in programs.items()}
    try:
        while not (fallen := ended(children)) and not stop.wait(LOOK_EVERY):
            pass
    finally:
        end(list(children.values()))
    if fallen and not stop.is_set():
        fate = {"program": fallen, "code": children[fallen].returncode}
        raise CommandError(_("The %(program)s ended by itself (code %(code)d); all was stopped.") % fate)


def ended(children: dict[str, subprocess.Popen[bytes]]) -> str | None:
    return next((name for name, child in children.items() if child.poll() is not None), None)


def end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask every child to stop, wait for them, and insist with those that do not."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
