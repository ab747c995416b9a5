"""What typing costs: the whole charter, the tone and every network's length, on a phone's processor; what memory does.

`python -m bench.live` opens the demonstration's own capture page in Chromium and types; a phone's times are multiples.
`python -m bench.live --memory 1000000` judges as many drafts in this Python instead, and says what memory does.
"""

import argparse
import gc
import json
import os
import shutil
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flaneur.settings")

import django

django.setup()

from playwright.sync_api import CDPSession, Page, sync_playwright

from flaneur.core.charter import Draft, check
from flaneur.core.find import Consideration, Likeness
from flaneur.core.reading import read
from flaneur.core.text import LIMITS
from flaneur.core.tone import HOUSE, needles
from flaneur.demo.towns import TOWNS
from flaneur.services.lexicons import charter_lists
from flaneur.services.tones import tone_lexicon
from flaneur.web.guest.brief import room_of
from scripts.demonstration import demonstration

LETTERS = 280
FRAME, BUDGET = 16.7, 4.0
"""Milliseconds: a picture of the screen, and what the rules may take of it."""
DRAFTS, TYPED = 300, 60
"""Drafts judged one by one, and the letters at the end of one that are typed one by one."""
SETTLES, RESTS = 3000, 150
"""Milliseconds the page gets before the first letter, and after each."""
STEPS = 10
FACTS: dict[str, Any] = {
    "brand_tag": "#ParisJeTaime",
    "alts": ["Une porte verte au fond d’une cour"],
    "consideration": Consideration.NOTHING,
    "likeness": Likeness.NOBODY,
    "is_lent": True,
    "seen_at": "2026-11-25T10:00",
}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "locale": "fr-FR"}
PREPARE = """async (rooms) => {
  const known = performance.getEntriesByType("resource").map(({ name }) => name);
  const load = (module) => import(known.find((name) => new RegExp(`/js/${module}(\\.[0-9a-f]+)?\\.js$`).test(name)));
  const [charter, reading, tone, text] = await Promise.all(["charter", "reading", "tone", "text"].map(load));
  const brief = JSON.parse(document.getElementById("capture-brief").textContent);
  const fetched = (address) => fetch(address).then((answer) => answer.json());
  const lists = charter.lexicon(...(await Promise.all(brief.lexicons.fr.map(fetched))));
  const ready = tone.lexicon(await fetched(brief.tone.lexicons.fr));
  const facts = {
    alts: ["Une porte verte au fond d’une cour"], brand_tag: brief.brand_tag, rooms, language: "fr", pillar: "",
    place: { name: "", district: "", lon: null }, discretion: "street", consideration: "nothing", likeness: "nobody",
    is_lent: true, seen_at: "2026-11-25T10:00",
  };
  window.judgeNext = () => window.judge(window.texts.shift());
  window.judge = (words) => {
    charter.check({ ...facts, words }, brief.book, lists);
    tone.needles(reading.read(words), ready, brief.tone.profile);
    for (const room of Object.values(rooms)) text.counted(words, room);
  };
}"""
"""The page's own modules, its own charter and lexicons, and the limits of every network we know."""
JUDGE_ALL = "([texts, rounds]) => { for (let round = 0; round < rounds; round += 1) texts.forEach(window.judge); }"


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--slower", type=float, default=4, help="How much slower than this machine the phone is.")
    wanted.add_argument("--drafts", type=int, default=100_000, help="Drafts judged in the browser for its memory.")
    wanted.add_argument("--memory", type=int, help="Drafts judged in Python for its memory, and nothing else.")
    wanted.add_argument("--at", nargs=2, metavar=("ADDRESS", "LINK"), help="A demonstration that runs already.")
    asked = wanted.parse_args()
    if asked.memory:
        report("python", in_python(asked.memory))
    elif chromium := shutil.which("chromium") or shutil.which("google-chrome"):
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
            page = browser.new_context(**PHONE).new_page()
            if asked.at:
                in_browser(page, *asked.at, slower=asked.slower, drafts=asked.drafts)
            else:
                with demonstration() as (address, links):
                    in_browser(page, address, links["guest"], slower=asked.slower, drafts=asked.drafts)
            browser.close()
    else:
        print("not measured: no Chromium on this machine")


def in_browser(page: Page, address: str, link: str, *, slower: float, drafts: int) -> None:
    page.goto(link)
    page.locator("main form button").first.click()
    page.goto(f"{address}/paris/fr/guest/capture/")
    page.locator("html[data-ready]").wait_for()
    phone = Phone(page, slower)
    page.evaluate(PREPARE, {name: room_of(limits) for name, limits in LIMITS.items()})
    page.evaluate(JUDGE_ALL, [list(texts(200)), 1])
    page.evaluate("(texts) => { window.texts = texts; }", list(texts(DRAFTS, since=1)))
    nothing = statistics.median(phone.spent("void 0") for _again in range(50))
    judged = [phone.spent("judgeNext()") - nothing for _draft in range(DRAFTS)]
    report("rules", {"slower": slower, "budget_ms": BUDGET, **spread(judged)})
    shown, remarked = zip(*(each[:2] for each in pictures(letters(page), slower) if len(each) > 2), strict=True)
    report("a letter on the screen", {"slower": slower, "frame_ms": FRAME, **spread(list(shown))})
    report("what is said of it", {"slower": slower, "frame_ms": FRAME, **spread(list(remarked))})
    report("browser memory", heap(page, phone, drafts))


class Phone:
    """The time a page's main thread works, as many times over as a phone is slower; other programs' work left out.

    Chromium's own way to slow a page down keeps its thread busy while it rests, and that would count as work.
    """

    def __init__(self, page: Page, slower: float) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Performance.enable")
        self.slower = slower

    def worked(self) -> float:
        """Milliseconds the main thread of such a phone would have worked since it began."""
        told = self.session.send("Performance.getMetrics")["metrics"]
        seconds = float(next(each["value"] for each in told if each["name"] == "ThreadTime"))
        return seconds * 1000 * self.slower

    def spent(self, script: str) -> float:
        began = self.worked()
        self.session.send("Runtime.evaluate", {"expression": script})
        return self.worked() - began


def letters(page: Page) -> list[dict[str, Any]]:
    """What the page's main thread did, as Chromium traces it, while the end of a draft was typed letter by letter."""
    words = next(texts(1))
    page.locator("#words").fill(words[:-TYPED])
    page.wait_for_timeout(SETTLES)
    browser = page.context.browser
    assert browser  # noqa: S101 - a page of a browser started here
    browser.start_tracing(page=page, categories=["devtools.timeline", "toplevel"])
    for letter in words[-TYPED:]:
        page.keyboard.insert_text(letter)
        page.wait_for_timeout(RESTS)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    threads = {
        (event["pid"], event["tid"]) for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }  # fmt: skip
    ours = [event for event in events if event.get("ph") == "X" and (event["pid"], event["tid"]) in threads]
    return sorted(ours, key=lambda event: float(event["ts"]))


def pictures(events: list[dict[str, Any]], slower: float) -> list[list[float]]:
    """Milliseconds of work before each picture of the screen that follows a letter, and after the last of them."""
    letters, drawn = moments(events, "EventDispatch", "input"), moments(events, "Layerize")
    work: list[list[float]] = []
    for task in events:
        if task["name"] != "ThreadControllerImpl::RunTask":
            continue
        if any(task["ts"] <= moment <= task["ts"] + task["dur"] for moment in letters):
            work.append([0.0])
        if work:
            work[-1][-1] += task["tdur"] / 1000 * slower
            if any(task["ts"] <= moment <= task["ts"] + task["dur"] for moment in drawn):
                work[-1].append(0.0)
    return work


def moments(events: list[dict[str, Any]], name: str, kind: str = "") -> list[float]:
    return [
        event["ts"] for event in events
        if event["name"] == name and kind in ("", event["args"].get("data", {}).get("type"))
    ]  # fmt: skip


def heap(page: Page, phone: Phone, drafts: int) -> dict[str, Any]:
    """Megabytes in use after the rubbish was taken out, before and after each tenth."""
    used = []
    for step in range(STEPS + 1):
        if step:
            page.evaluate(JUDGE_ALL, [list(texts(drafts // STEPS, since=step)), 1])
        phone.session.send("HeapProfiler.collectGarbage")
        used.append(round(phone.session.send("Runtime.getHeapUsage")["usedSize"] / 1e6, 2))
    return {"drafts": drafts, "megabytes": used}


def in_python(drafts: int) -> dict[str, Any]:
    """Megabytes resident before and after each tenth; every draft is another text."""
    articles, lists, lexicon = TOWNS[0].charter.articles, charter_lists(), tone_lexicon("fr")
    resident = []
    for step in range(STEPS + 1):
        for words in texts(drafts // STEPS, since=step) if step else ():
            check(Draft(words, rooms=LIMITS, **FACTS), articles, lists)
            needles(read(words), lexicon, HOUSE)
        gc.collect()
        resident.append(megabytes())
        print(f"{step * drafts // STEPS:>9,} drafts: {resident[-1]:.1f} MB", file=sys.stderr, flush=True)
    return {"drafts": drafts, "megabytes": resident}


def megabytes() -> float:
    """What this process holds of the machine's memory now, not at its height."""
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


def texts(number: int, *, since: int = 0) -> Iterator[str]:
    """Drafts of 280 letters from the demonstration's finds, each another cut and with a word of its own."""
    all_words = " ".join(entry.words for town in TOWNS for entry in town.entries if entry.language == "fr")
    for each in range(number):
        at = (each * 37 + since) % (len(all_words) - LETTERS)
        yield f"{since}n{each} {all_words[at : at + LETTERS]}"[:LETTERS]


def spread(spent: list[float]) -> dict[str, float]:
    told = sorted(spent)
    return {
        "median_ms": round(statistics.median(told), 2),
        "p95_ms": round(told[int(len(told) * 0.95)], 2),
        "times": len(told),
    }


def report(name: str, told: dict[str, Any]) -> None:
    print(f"{name}: {', '.join(f'{key} {value}' for key, value in told.items())}")
    print(json.dumps({"bench": "live", "of": name, **told}))


if __name__ == "__main__":
    main()
