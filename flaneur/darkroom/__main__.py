"""The child process: limits itself, develops one photo, answers one JSON object."""

import json
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flaneur.darkroom.negative import read
from flaneur.darkroom.prints import AVIF, JPEG, dominant_colour, print_all, print_portrait, print_trimmed
from flaneur.darkroom.values import Reason, Undevelopable

if sys.platform != "win32":
    import resource


def main() -> None:
    task, source, scratch, cpu_seconds, memory_bytes, *shape = sys.argv[1:]
    restrict(cpu_seconds=int(cpu_seconds), memory_bytes=int(memory_bytes))
    try:
        answer = TASKS[task](Path(source), Path(scratch), *map(float, shape))
    except Undevelopable as refusal:
        answer = {"refused": refusal.reason}
    except MemoryError:
        answer = {"refused": Reason.TOO_COSTLY}
    json.dump(answer, sys.stdout)


def restrict(*, cpu_seconds: int, memory_bytes: int) -> None:
    """Give up CPU, memory and core dumps (they would hold the photo); a system without a limit goes without it."""
    if sys.platform != "win32":
        wanted = {
            resource.RLIMIT_CPU: cpu_seconds,
            resource.RLIMIT_AS: memory_bytes,
            resource.RLIMIT_CORE: 0,
        }
        for limit, value in wanted.items():
            with suppress(ValueError, OSError):
                resource.setrlimit(limit, (value, value))


def develop_jpeg(source: Path, scratch: Path, *shape: float) -> dict[str, Any]:
    negative = read(source)
    renditions = print_all(negative.picture, scratch, JPEG)
    if shape:
        renditions += print_trimmed(negative.picture, scratch, *shape)
    return {
        "width": negative.width,
        "height": negative.height,
        "colour": dominant_colour(negative.picture),
        "renditions": [asdict(rendition) for rendition in renditions],
        "metadata": negative.metadata,
    }


def develop_avif(source: Path, scratch: Path) -> dict[str, Any]:
    renditions = print_all(read(source).picture, scratch, AVIF)
    return {"renditions": [asdict(rendition) for rendition in renditions]}


def develop_portrait(source: Path, scratch: Path) -> dict[str, Any]:
    return {"renditions": [asdict(print_portrait(read(source).picture, scratch))]}


TASKS = {"jpeg": develop_jpeg, "avif": develop_avif, "portrait": develop_portrait}

if __name__ == "__main__":
    main()
