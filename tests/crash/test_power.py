"""The power is cut while photos are kept and posts leave: what was acknowledged is there, and nothing leaves twice."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.crash.test_kills import CHECKOUT, KILLS

pytestmark = [pytest.mark.crash, pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite only")]

CUTS = max(3, KILLS // 40)


@pytest.fixture
def disk(tmp_path):
    """An image and where it is mounted. Needs the right to mount one."""
    image, place = tmp_path / "disk.img", tmp_path / "disk"
    place.mkdir()
    with image.open("wb") as file:
        file.truncate(256 * 2**20)
    for command in (["mkfs.ext4", "-q", str(image)], ["mount", "-o", "loop", str(image), str(place)]):
        try:
            subprocess.run(command, capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("this user may not mount a disk")
    yield image, place
    subprocess.run(["umount", str(place)], check=True)


def test_power_cuts_lose_nothing_and_double_nothing(disk):
    image, place = disk
    run = subprocess.run(
        [sys.executable, "-m", "tests.crash.power", str(CUTS), str(image)],
        cwd=CHECKOUT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.crash.settings", "FLANEUR_CRASH_HOME": str(place)},
        capture_output=True,
        text=True,
        timeout=1500,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    verdict = json.loads(run.stdout.splitlines()[-1])
    names = ("publications", "sent", "unsure", "desk", "lost", "doubled", "stray", "open")
    total = {name: sum(each[name] for each in verdict["networks"].values()) for name in names}
    print(f"\n{CUTS} power cuts, {verdict['photos']} photos, {total}")  # noqa: T201 - the counts are what this is for
    assert verdict["photos"] > 0
    assert verdict["unread"] == 0
    assert (total["lost"], total["doubled"], total["stray"], total["open"]) == (0, 0, 0, 0)
