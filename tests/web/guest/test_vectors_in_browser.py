"""The rules in the phone's own JavaScript give what the rules in Python give, vector by vector."""

import json
from pathlib import Path

import pytest

from flaneur.core.charter import RULES
from flaneur.core.text import emoji
from flaneur.core.text.tlds import TOP_LEVEL_DOMAINS

pytestmark = pytest.mark.browser

TESTS = Path(__file__).resolve().parents[2]
SCRIPTS = TESTS.parent / "flaneur/web/static/js"
COUNTING = json.loads((TESTS / "vectors/text_counting.json").read_text())["cases"]
READING = json.loads((TESTS / "vectors/reading.json").read_text())
NETWORKS = json.loads((TESTS / "vectors/text_networks.json").read_text())
CHARTER = json.loads((TESTS / "vectors/charter.json").read_text())["cases"]


@pytest.fixture(scope="module")
def page(chromium):
    """An empty page on which our modules can be imported as they lie on disk."""
    page = chromium.new_page()
    page.route("**/*", lambda route: route.fulfill(path=SCRIPTS / Path(route.request.url).name))
    page.route("**/empty", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    page.goto("http://flaneur.test/empty")
    yield page
    page.close()


@pytest.mark.parametrize("case", COUNTING, ids=lambda case: case["text"][:30])
def test_the_browser_counts_like_the_server(page, case):
    counted = page.evaluate(
        """async text => {
            const { codePoints, graphemes, bytes, hashtags } = await import("/text.js");
            return {text, code_points: codePoints(text), graphemes: graphemes(text), bytes: bytes(text),
                hashtags: hashtags(text)};
        }""",
        case["text"],
    )
    assert counted == case


@pytest.mark.parametrize("case", READING["cases"], ids=lambda case: case["text"][:30])
def test_the_browser_reads_like_the_server(page, case):
    told = page.evaluate(
        """async ([text, entries]) => {
            const { phrases, read } = await import("/reading.js");
            const reading = read(text);
            const words = reading.words.map(({ start, end, lower, folded }) => ({ start, end, lower, folded }));
            return { text, words, sentences: reading.sentences, hits: phrases(entries)(reading) };
        }""",
        [case["text"], READING["entries"]],
    )
    assert told == case


@pytest.mark.parametrize("case", NETWORKS["cases"], ids=lambda case: case["text"][:30])
def test_the_browser_measures_like_the_server_on_every_network(page, case):
    measured = page.evaluate(
        """async ({text, rooms}) => {
            const { counted, isFitting, signs } = await import("/text.js");
            const told = (spans) => spans.map(({text, start, end}) => [text, start, end]);
            return Object.fromEntries(Object.entries(rooms).map(([name, room]) => {
                const { hashtags, mentions, links } = signs(text, room.dialect);
                return [name, {length: counted(text, room), fits: isFitting(text, room),
                    hashtags: told(hashtags), mentions: told(mentions), links: told(links)}];
            }));
        }""",
        {"text": case["text"], "rooms": NETWORKS["rooms"]},
    )
    assert measured == case["networks"]


def test_the_browser_knows_the_same_top_level_domains(page):
    known = page.evaluate("""async () => [...(await import("/tlds.js")).TOP_LEVEL_DOMAINS]""")
    assert set(known) == TOP_LEVEL_DOMAINS


def test_the_browser_knows_the_same_emoji():
    script = (SCRIPTS / "emoji.js").read_text()
    assert [pattern for pattern in emoji.SEQUENCES if f"`{pattern}`" not in script] == []
    assert [row for row in emoji.REGIONS.split() if row not in script] == []
    assert emoji.PAIRED in script


@pytest.mark.parametrize("case", CHARTER, ids=lambda case: case["name"])
def test_the_browser_remarks_like_the_server(page, case):
    remarks = page.evaluate(
        """async ({draft, rules}) => (await import("/charter.js")).check(draft, rules)""",
        {"draft": case["draft"], "rules": case["rules"]},
    )
    assert remarks == case["remarks"]


def test_every_rule_of_the_house_is_known_to_the_browser(page):
    known = page.evaluate(
        """async keys => {
            const { check } = await import("/charter.js");
            const draft = {words: "#parisjetaime #a #b #unlonghashtagdurue " + "a".repeat(20), alts: [""],
                brand_tag: "#ParisJeTaime", rooms: {Carte: {length: 20, unit: "graphemes", bytes: null}}};
            return keys.filter(key => check(draft, [{key, effect: "ask", parameters: {}}]).length);
        }""",
        list(RULES),
    )
    assert known == list(RULES)


def test_a_repair_replaces_code_points_not_halves_of_them(page):
    repaired = page.evaluate(
        """async () => (await import("/charter.js"))
            .repair("👩‍🎨 𝓟 #Parisjetaime le soir", {start: 6, end: 19, replacement: "#ParisJeTaime"})"""
    )
    assert repaired == "👩‍🎨 𝓟 #ParisJeTaime le soir"
