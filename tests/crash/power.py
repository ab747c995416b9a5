"""Cut the power again and again while workers work, on SQLite, then count what the networks show.

The home lies on a disk of its own, an image in a file. What the image holds when the workers are stopped is what a
disk would hold: everything that was only written, and not settled, is gone. Run by test_power.py in a process of its
own, because it forks and mounts: python -m tests.crash.power CUTS IMAGE
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import django
from django.db import connections
from django.test.utils import get_runner

django.setup()

from flaneur.models import Photo
from flaneur.services import media
from flaneur.services.photos import renditions_folder
from tests.crash.counting import count
from tests.crash.hurry import hurry
from tests.crash.kills import Scene, live, work

CREW = 3
WAITS = (0.05, 0.6)
"""Seconds until the power is cut, between these."""


def play(cuts: int, disk: Path, place: Path) -> dict[str, object]:
    with ExitStack() as stack:
        scene = Scene(stack)
        for number in range(cuts):
            scene.keep_busy()
            pids = [bear() for _each in range(CREW)]
            time.sleep(scene.dice.uniform(*WAITS))
            disk = cut(pids, disk, disk.with_name(f"{number}.img"), place)
        scene.finish(CREW)
        return {"networks": count(scene.towns), "photos": Photo.objects.count(), "unread": unread()}


def bear() -> int:
    pid = os.fork()
    if not pid:
        live(work)
    return pid


def cut(pids: list[int], disk: Path, next_disk: Path, place: Path) -> Path:
    """Everybody stands still, the disk is as it is, and nobody ever goes on. Gives the disk that is mounted now."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
        os.waitpid(pid, os.WUNTRACED)
    subprocess.run(["cp", "--sparse=always", str(disk), str(next_disk)], check=True)
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    subprocess.run(["umount", str(place)], check=True)
    disk.unlink()
    subprocess.run(["mount", "-o", "loop", str(next_disk), str(place)], check=True)
    return next_disk


def unread() -> int:
    """Photos somebody was told are kept, and are not."""
    return sum(not _is_whole(photo) for photo in Photo.objects.all())


def _is_whole(photo: Photo) -> bool:
    (entry,) = photo.renditions
    file = media.opened(f"{renditions_folder(photo)}/{entry['name']}")
    return file is not None and file.size == entry["size"]


def main(cuts: int, disk: Path) -> None:
    hurry()
    runner = get_runner(django.conf.settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        print(json.dumps(play(cuts, disk, Path(os.environ["FLANEUR_CRASH_HOME"]))))  # noqa: T201 - its answer
    finally:
        connections.close_all()
        runner.teardown_databases(databases)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
