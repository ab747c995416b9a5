"""The only way into the darkroom: a child process with limits, an empty environment and a scratch folder."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from flaneur.darkroom.values import DarkroomFailure, Developed, Limits, Reason, Rendition, Undevelopable

LIMITS = Limits()
HOME = Path(__file__).resolve().parents[2]
# What an interpreter may need to start at all; everything else (keys, passwords) stays outside.
KEPT = ("LD_LIBRARY_PATH", "SYSTEMROOT")


def develop(
    source: Path, into: Path, *, shape: tuple[float, float] | None = None, limits: Limits = LIMITS
) -> Developed:
    """Write the JPEG renditions of `source` into the folder `into`, made when missing; raise Undevelopable.

    A picture whose width over height lies outside `shape` is also printed cut to it, last.
    """
    answer = _develop("jpeg", source, into, limits, *(shape or ()))
    return Developed(**{**answer, "renditions": _renditions(answer)})


def develop_avif(source: Path, into: Path, *, limits: Limits = LIMITS) -> tuple[Rendition, ...]:
    """Write the AVIF renditions of `source` into `into`; cheapest from the widest JPEG rendition."""
    return _renditions(_develop("avif", source, into, limits))


def develop_portrait(source: Path, into: Path, *, limits: Limits = LIMITS) -> Rendition:
    """Write a square JPEG of `source` into `into`; raise Undevelopable."""
    return _renditions(_develop("portrait", source, into, limits))[0]


def _renditions(answer: dict[str, Any]) -> tuple[Rendition, ...]:
    return tuple(Rendition(**rendition) for rendition in answer["renditions"])


def _develop(task: str, source: Path, into: Path, limits: Limits, *shape: float) -> dict[str, Any]:
    """Let the child work in a scratch folder inside `into`: a kill leaves no half rendition, only litter there."""
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".developing-", dir=into) as scratch:
        answer = _answer(task, source, Path(scratch), limits, *shape)
        for rendition in answer["renditions"]:
            Path(scratch, rendition["name"]).replace(into / rendition["name"])
    return answer


def _answer(task: str, source: Path, scratch: Path, limits: Limits, *shape: float) -> dict[str, Any]:
    order = (task, source.resolve(), scratch.resolve(), limits.cpu_seconds, limits.memory_bytes, *shape)
    child = _run([str(word) for word in order], timeout=limits.wall_seconds)
    if child.returncode < 0 and -child.returncode != signal.SIGTERM:
        raise Undevelopable(Reason.TOO_COSTLY)
    if child.returncode != 0:
        raise DarkroomFailure(child.stderr[-2000:].decode(errors="replace"))
    answer: dict[str, Any] = json.loads(child.stdout)
    if "refused" in answer:
        raise Undevelopable(Reason(answer["refused"]))
    return answer


def _run(order: list[str], *, timeout: float) -> subprocess.CompletedProcess[bytes]:
    """Run the child in a session of its own: a Ctrl-C lets it finish instead of blaming the photo."""
    try:
        return subprocess.run(
            [sys.executable, "-P", "-m", "flaneur.darkroom", *order],
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Undevelopable(Reason.TOO_COSTLY) from late


def environment() -> dict[str, str]:
    """The child's whole environment."""
    return {"PYTHONPATH": str(HOME)} | {name: os.environ[name] for name in KEPT if name in os.environ}
