"""The whole charter over the demonstration's finds, beside peers that check prose, on the same texts in the same run.

proselint (Python) and alex (JavaScript, where there is node and npm) are installed in var/bench, by hand and for this
alone. They check other things than we do, and only in English: what is compared is the cost of one look at one text,
in seconds of the processor, so that a busy machine is fair to all.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flaneur.settings")

import django

django.setup()

from flaneur.adapters import ADAPTERS
from flaneur.core.charter import RULES, Draft, check
from flaneur.core.find import Consideration, Likeness
from flaneur.demo.towns import TOWNS
from flaneur.services.lexicons import charter_lists

PEERS = Path(__file__).resolve().parent.parent / "var/bench"
ROUNDS = 5
LONG = 5000
"""Characters of the long text."""
CHECKS = {
    "flaneur": f"{len(RULES)} rules on words, hashtags, photos, places, money, law and access, in French and English",
    "proselint": "some 25 groups of English usage: clichés, redundancy, typography, spelling",
    "alex": "English words that hurt or leave people out",
}
PROSELINT = """
import json, sys, time
from proselint.checks import __register__
from proselint.config import DEFAULT
from proselint.registry import CheckRegistry
from proselint.tools import LintFile
CheckRegistry().register_many(__register__)
texts = json.load(sys.stdin)
look = lambda: [LintFile("find", text).lint(DEFAULT) for text in texts]
look(); began = time.process_time(); look(); print(time.process_time() - began)
"""
ALEX = """
import { text as look } from "alex";
let said = ""; for await (const piece of process.stdin) said += piece;
const texts = JSON.parse(said);
texts.map(look); const began = process.cpuUsage(); texts.map(look);
const spent = process.cpuUsage(began); console.log((spent.user + spent.system) / 1e6);
"""


def main() -> None:
    texts = [entry.words for town in TOWNS for entry in town.entries]
    runs = {"flaneur": ours, "proselint": proselint, "alex": alex}
    rates: dict[str, list[float]] = {name: [] for name in runs}
    for _round in range(ROUNDS):
        for name, run in runs.items():
            seconds = run(texts)
            if seconds:
                rates[name].append(len(texts) / seconds)
    middle = {name: statistics.median(each) for name, each in rates.items() if each}
    for name, each in middle.items():
        print(f"{name:10} {each:9,.0f} drafts a second: {CHECKS[name]}")
    best = max((each for name, each in middle.items() if name != "flaneur"), default=None)
    short, long = (ours([words]) * 1000 for words in (_words(texts, 280), _words(texts, LONG)))
    print(f"one draft of 280 characters: {short:.3f} ms; of {LONG:,}: {long:.2f} ms")
    if best:
        print(f"× {middle['flaneur'] / best:.0f} the best of the peers")
    print(json.dumps({"bench": "charter", "per_second": {n: round(each) for n, each in middle.items()}, "ms_280": short,
                      "ms_5000": long, "x_best_peer": best and round(middle["flaneur"] / best, 1)}))  # fmt: skip


def _words(texts: list[str], size: int) -> str:
    return (" ".join(texts) * (1 + size // 1000))[:size]


def ours(texts: list[str]) -> float:
    """Seconds of the processor for one look at each text, the best of five."""
    rooms = {kind: adapter.limits for kind, adapter in ADAPTERS.items()}
    drafts = [_draft(words, rooms) for words in texts]
    articles, lists = TOWNS[0].charter.articles, charter_lists()
    times = []
    for _again in range(5):
        began = time.process_time()
        for draft in drafts:
            check(draft, articles, lists)
        times.append(time.process_time() - began)
    return min(times)


def _draft(words: str, rooms: object) -> Draft:
    return Draft(
        words,
        "#ParisJeTaime",
        ["Une porte verte au fond d’une cour"],
        rooms=rooms,  # type: ignore[arg-type]  # made a line above
        consideration=Consideration.NOTHING,
        likeness=Likeness.NOBODY,
        is_lent=True,
        seen_at="2026-11-25T10:00",
    )


def proselint(texts: list[str]) -> float | None:
    folder = PEERS / "proselint"
    if not folder.exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), "proselint==0.16.0"]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            shutil.rmtree(folder, ignore_errors=True)
            return None
    return _measured([sys.executable, "-c", PROSELINT], texts, {"PYTHONPATH": str(folder)})


def alex(texts: list[str]) -> float | None:
    folder, npm = PEERS / "alex", shutil.which("npm")
    if npm is None:
        return None
    if not (folder / "node_modules").exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--silent", "--prefix", str(folder), "alex@11.0.1"]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return None
    (folder / "look.mjs").write_text(ALEX)
    return _measured(["node", str(folder / "look.mjs")], texts, {})


def _measured(command: list[str], texts: list[str], more: dict[str, str]) -> float | None:
    """What a peer measured of itself, its start and its first look left out; None when it does not run."""
    run = subprocess.run(
        command, input=json.dumps(texts), text=True, capture_output=True, check=False, env={**os.environ, **more}
    )
    if run.returncode:
        print(f"not measured: {command[0]}: {run.stderr.strip().splitlines()[-1] if run.stderr else run.returncode}")
        return None
    return float(run.stdout)


if __name__ == "__main__":
    main()
