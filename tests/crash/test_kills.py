"""However often a worker dies, and wherever, nothing is lost and nothing is doubled."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("FLANEUR_KILLS", "1000"))
"""Fewer where time is short: `.ci/run` asks for some on each database."""
STEPS = 9
NETWORKS = 8
COLUMNS = ("kills", "publications", "sent", "taken_back", "unsure", "looked_up", "desk", "lost", "doubled", "stray")


@pytest.mark.crash
def test_kills_at_every_step_of_every_adapter_lose_nothing_and_double_nothing(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "tests.crash.kills", str(KILLS)],
        cwd=CHECKOUT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.crash.settings", "FLANEUR_CRASH_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=1500,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    verdict = json.loads(run.stdout.splitlines()[-1])
    networks = verdict["networks"]
    total = {name: sum(each[name] for each in networks.values()) for name in (*COLUMNS, "open")}
    print(table(verdict, total))  # noqa: T201 - the counts are what `make crash-test` is for
    assert verdict["kills"] >= KILLS // 2 * 2
    assert len(verdict["steps"]) == STEPS
    assert [kind for kind, each in networks.items() if not each["kills"]] == []
    assert len(networks) == NETWORKS
    assert total["looked_up"] > 0
    assert {name: total[name] for name in ("lost", "doubled", "stray", "open")} == {
        "lost": 0,
        "doubled": 0,
        "stray": 0,
        "open": 0,
    }


def table(verdict, total):
    """For people."""
    rows = [(kind, [each[name] for name in COLUMNS]) for kind, each in verdict["networks"].items()]
    rows.append(("all", [total[name] for name in COLUMNS]))
    lines = [f"{'':>10}" + "".join(f"{name.replace('_', ' '):>13}" for name in COLUMNS)]
    lines += [f"{kind:>10}" + "".join(f"{value:>13}" for value in values) for kind, values in rows]
    rate = total["unsure"] / total["publications"]
    share = total["looked_up"] / max(1, total["unsure"])
    steps = ", ".join(f"{count} {step}" for step, count in sorted(verdict["steps"].items()))
    return "\n".join(
        [
            f"\n{verdict['kills']} kills in {verdict['killing']:.0f} s, settled after {verdict['seconds']:.0f} s",
            f"{steps}; {verdict['places']} places where one can die",
            *lines,
            f"unsure {rate:.0%}, of which {share:.1%} resolved by look-up",
            *(f"left to the desk: {each}" for each in verdict["left"]),
        ]
    )
