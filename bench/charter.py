"""The whole charter with the tone over the demonstration's finds, beside peers that check prose, on the same texts.

proselint (Python, by pip) and alex (JavaScript, where there is node and npm) are installed into var/bench the first
time; one that cannot be had is left out, with a sentence. They check other things than we do, and only in English:
what is compared is the cost of one look at one text, the best of five, in seconds of the processor, so that a busy
machine is fair to all. Every look is one at a text seen before, for us and for them.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flaneur.settings")

import django

django.setup()

from flaneur.adapters import ADAPTERS
from flaneur.core.charter import RULES, Draft, check
from flaneur.core.find import Consideration, Likeness
from flaneur.core.reading import read
from flaneur.core.tone import needles
from flaneur.demo.towns import TOWNS
from flaneur.services.lexicons import charter_lists
from flaneur.services.tones import tone_lexicon

PEERS = Path(__file__).resolve().parent.parent / "var/bench"
ROUNDS = 5
LONG = 5000
"""Characters of the long text."""
CHECKS = {
    "flaneur": f"{len(RULES)} rules on words, hashtags, photos, places, money, law and access, and the tone; FR and EN",
    "charter": "the rules alone, without the tone",
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
def look():
    began = time.process_time()
    for text in texts:
        LintFile("find", text).lint(DEFAULT)
    return time.process_time() - began
print(min(look() for _again in range(6)))
"""
ALEX = """
import { text as look } from "alex";
let said = ""; for await (const piece of process.stdin) said += piece;
const texts = JSON.parse(said);
const seconds = () => {
  const began = process.cpuUsage(); texts.map((text) => look(text));
  const spent = process.cpuUsage(began); return (spent.user + spent.system) / 1e6;
};
console.log(Math.min(...Array.from({ length: 6 }, seconds)));
"""


def main() -> None:
    finds = [(entry.words, entry.language) for town in TOWNS for entry in town.entries]
    runs = {"flaneur": ours, "charter": charter, "proselint": proselint, "alex": alex}
    rates: dict[str, list[float]] = {name: [] for name in runs}
    for _round in range(ROUNDS):
        for name, run in runs.items():
            if seconds := run(finds):
                rates[name].append(len(finds) / seconds)
    middle = {name: statistics.median(each) for name, each in rates.items() if each}
    for name, each in middle.items():
        print(f"{name:10} {each:9,.0f} drafts a second: {CHECKS[name]}")
    best = max((each for name, each in middle.items() if name in {"proselint", "alex"}), default=None)
    short, long = (ours([(_words(finds, size), "fr")]) * 1000 for size in (280, LONG))
    print(f"charter and tone of 280 characters: {short:.3f} ms; of {LONG:,}: {long:.2f} ms")
    if best:
        print(
            f"× {middle['flaneur'] / best:.0f} the best of the peers; the rules alone × {middle['charter'] / best:.0f}"
        )
    print(json.dumps({"bench": "charter", "per_second": {n: round(each) for n, each in middle.items()}, "ms_280": short,
                      "ms_5000": long, "x_best_peer": best and round(middle["flaneur"] / best, 1)}))  # fmt: skip


Find = tuple[str, str]
"""Its words and their language."""


def _words(finds: list[Find], size: int) -> str:
    return (" ".join(words for words, _language in finds) * (1 + size // 1000))[:size]


def ours(finds: list[Find]) -> float:
    """Seconds of the processor for one look at each text with charter and tone, the best of five."""
    articles, lists, drafts = TOWNS[0].charter.articles, charter_lists(), _drafts(finds)

    def look() -> None:
        for draft in drafts:
            reading = read(draft.words)
            check(draft, articles, lists, reading=reading)
            needles(reading, tone_lexicon(draft.language))

    return _best(look)


def charter(finds: list[Find]) -> float:
    articles, lists, drafts = TOWNS[0].charter.articles, charter_lists(), _drafts(finds)

    def look() -> None:
        for draft in drafts:
            check(draft, articles, lists)

    return _best(look)


def _best(look: Callable[[], None]) -> float:
    times = []
    for _again in range(6):
        began = time.process_time()
        look()
        times.append(time.process_time() - began)
    return min(times[1:])


def _drafts(finds: list[Find]) -> list[Draft]:
    rooms = {kind: adapter.limits for kind, adapter in ADAPTERS.items()}
    return [
        Draft(
            words,
            "#ParisJeTaime",
            ["Une porte verte au fond d’une cour"],
            rooms=rooms,
            language=language,
            consideration=Consideration.NOTHING,
            likeness=Likeness.NOBODY,
            is_lent=True,
            seen_at="2026-11-25T10:00",
        )
        for words, language in finds
    ]


def proselint(finds: list[Find]) -> float | None:
    folder = PEERS / "proselint"
    if not folder.exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), "proselint==0.16.0"]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            shutil.rmtree(folder, ignore_errors=True)
            print("proselint is left out: pip could not install it.")
            return None
    return _measured([sys.executable, "-c", PROSELINT], finds, {"PYTHONPATH": str(folder)})


def alex(finds: list[Find]) -> float | None:
    folder, npm = PEERS / "alex", shutil.which("npm")
    if npm is None:
        print("alex is left out: there is no npm.")
        return None
    if not (folder / "node_modules/alex").exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--silent", "--prefix", str(folder), "alex@11.0.1"]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            print("alex is left out: npm could not install it.")
            return None
    (folder / "look.mjs").write_text(ALEX, encoding="utf-8")
    return _measured(["node", str(folder / "look.mjs")], finds, {})


def _measured(command: list[str], finds: list[Find], more: dict[str, str]) -> float | None:
    """What a peer measured of itself, its start and its first look left out; None when it does not run."""
    texts = json.dumps([words for words, _language in finds])
    run = subprocess.run(command, input=texts, text=True, capture_output=True, check=False, env={**os.environ, **more})
    if run.returncode:
        print(f"not measured: {command[0]}: {run.stderr.strip().splitlines()[-1] if run.stderr else run.returncode}")
        return None
    return float(run.stdout)


if __name__ == "__main__":
    main()
