"""The rules in the phone's own JavaScript give what the rules in Python give, vector by vector."""

import json
from pathlib import Path

import pytest
from django.utils import translation

from flaneur.core.charter import RULES
from flaneur.services.lexicons import CHARTER_LANGUAGES, lexicon
from flaneur.web.guest.brief import phone_book
from tests.core.charter_vectors import articles_of

pytestmark = pytest.mark.browser

TESTS = Path(__file__).resolve().parents[2]
SCRIPTS = TESTS.parent / "flaneur/web/static/js"
COUNTING = json.loads((TESTS / "vectors/text_counting.json").read_text())["cases"]
READING = json.loads((TESTS / "vectors/reading.json").read_text())
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


CHECK = """async ([draft, book, parts]) => {
    const { check, lexicon } = await import("/charter.js");
    const nothing = {alts: [], rooms: {}, language: "fr", pillar: null, place: null, discretion: null,
        consideration: null, likeness: null, is_lent: null, seen_at: null, brand_tag: "#ParisJeTaime"};
    return check({...nothing, ...draft}, book, lexicon(...parts));
}"""


def lexicon_parts(language):
    names = ["charter", *([f"charter_{language}"] if language in CHARTER_LANGUAGES else [])]
    return [lexicon(name) for name in names]


@pytest.mark.parametrize("case", CHARTER, ids=lambda case: case["name"])
def test_the_browser_remarks_like_the_server(page, case):
    with translation.override(None):
        book = phone_book(articles_of(case["rules"]), version=3)
    parts = lexicon_parts(case["draft"].get("language", "fr"))
    assert page.evaluate(CHECK, [case["draft"], book, parts]) == case["remarks"]


def test_every_rule_of_the_phone_has_its_twin_or_only_looks_for_its_lists(page):
    twins = page.evaluate("""async () => Object.keys((await import("/rules.js")).RULES)""")
    on_phone = {key: rule for key, rule in RULES.items() if rule.about.on_phone}
    assert set(twins) <= set(on_phone)
    without = [rule for key, rule in on_phone.items() if key not in twins]
    assert [rule.key for rule in without if set(rule.about.says) != set(rule.about.lists)] == []


def test_a_repair_replaces_code_points_not_halves_of_them(page):
    repaired = page.evaluate(
        """async () => (await import("/charter.js"))
            .repair("👩‍🎨 𝓟 #Parisjetaime le soir", {start: 6, end: 19, replacement: "#ParisJeTaime"})"""
    )
    assert repaired == "👩‍🎨 𝓟 #ParisJeTaime le soir"
