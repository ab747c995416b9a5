"""However often a worker dies, nothing is lost and nothing is doubled."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("FLANEUR_KILLS", "200"))
"""Fewer where time is short: `.ci/run` asks for some on each database."""


@pytest.mark.crash
def test_two_hundred_kills_lose_nothing_and_double_nothing(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "tests.crash.kills", str(KILLS)],
        cwd=CHECKOUT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.crash.settings", "FLANEUR_CRASH_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    verdict = json.loads(run.stdout.splitlines()[-1])
    print(json.dumps(verdict, indent=2))  # noqa: T201 - the counts are what `make crash-test` is for
    assert verdict["kills"] >= KILLS
    assert len(verdict["killed"]) == 5
    assert verdict["looked_up"] > 0
    assert (verdict["lost"], verdict["doubled"], verdict["open"]) == (0, 0, 0)
