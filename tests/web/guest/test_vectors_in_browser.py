"""The rules in the phone's own JavaScript give what the rules in Python give, vector by vector."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from django.utils import translation

from flaneur.core.charter import RULES, check
from flaneur.core.reading import read
from flaneur.core.text import emoji
from flaneur.core.text.tlds import TOP_LEVEL_DOMAINS
from flaneur.core.tone import Lexicon, guess_language, needles
from flaneur.services.lexicons import CHARTER_LANGUAGES, CHARTER_PARTS, charter_lists, lexicon
from flaneur.web.guest.brief import phone_book
from tests.core.charter_vectors import articles_of, draft_of, told

pytestmark = pytest.mark.browser

TESTS = Path(__file__).resolve().parents[2]
SCRIPTS = TESTS.parent / "flaneur/web/static/js"
COUNTING = json.loads((TESTS / "vectors/text_counting.json").read_text(encoding="utf-8"))["cases"]
READING = json.loads((TESTS / "vectors/reading.json").read_text(encoding="utf-8"))
NETWORKS = json.loads((TESTS / "vectors/text_networks.json").read_text(encoding="utf-8"))
CHARTER = json.loads((TESTS / "vectors/charter.json").read_text(encoding="utf-8"))["cases"]
TONE = json.loads((TESTS / "vectors/tone.json").read_text(encoding="utf-8"))
SMALL_WORDS = json.loads((SCRIPTS.parents[2] / "lexicons/languages.json").read_text(encoding="utf-8"))["small_words"]
LEXICONS = {
    name: json.loads((SCRIPTS.parents[2] / f"lexicons/tone_{name}.json").read_text(encoding="utf-8"))
    for name in ("fr", "en")
}


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
    script = (SCRIPTS / "emoji.js").read_text(encoding="utf-8")
    assert [pattern for pattern in emoji.SEQUENCES if f"`{pattern}`" not in script] == []
    assert [row for row in emoji.REGIONS.split() if row not in script] == []
    assert emoji.PAIRED in script


CHECK = """async ([draft, book, parts]) => {
    const { check, lexicon } = await import("/charter.js");
    const nothing = {alts: [], rooms: {}, language: "fr", pillar: null, place: null, discretion: null,
        consideration: null, likeness: null, is_lent: null, seen_at: null, brand_tag: "#ParisJeTaime"};
    return check({...nothing, ...draft}, book, lexicon(...parts));
}"""


CHECK_ALL = """async ([texts, language, book, parts]) => {
    const { check, lexicon } = await import("/charter.js");
    const known = lexicon(...parts);
    const nothing = {alts: [], rooms: {}, pillar: null, place: null, discretion: null, consideration: null,
        likeness: null, is_lent: null, seen_at: null, brand_tag: "#ParisJeTaime"};
    return texts.map((words) => check({...nothing, words, language}, book, known));
}"""


def lexicon_parts(language):
    names = [f"{part}_{language}" for part in CHARTER_PARTS] if language in CHARTER_LANGUAGES else []
    return [lexicon(name) for name in ("charter", *names)]


@pytest.mark.parametrize("case", CHARTER, ids=lambda case: case["name"])
def test_the_browser_remarks_like_the_server(page, case):
    with translation.override(None):
        book = phone_book(articles_of(case["rules"]), version=3)
    parts = lexicon_parts(case["draft"].get("language", "fr"))
    assert page.evaluate(CHECK, [case["draft"], book, parts]) == case["remarks"]


@pytest.mark.parametrize("language", CHARTER_LANGUAGES)
def test_the_browser_hears_of_people_what_the_server_hears(page, language):
    """Every sentence of tests/people and of tests/tone, by all rules of the theme at once."""
    paths = [TESTS / f"people/{language}.jsonl", TESTS / f"tone/{language}.jsonl"]
    texts = [json.loads(line)["text"] for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    articles = articles_of([rule.key for rule in RULES.values() if rule.theme == "people"])
    with translation.override(None):
        book = phone_book(articles, version=3)
    heard = page.evaluate(CHECK_ALL, [texts, language, book, lexicon_parts(language)])
    drafts = [draft_of({"words": text, "language": language}) for text in texts]
    expected = [[told(each) for each in check(draft, articles, charter_lists(), version=3)] for draft in drafts]
    assert heard == expected
    assert sum(map(bool, expected)) > 50


def test_every_rule_of_the_phone_has_its_twin_or_only_looks_for_its_lists(page):
    twins = page.evaluate("""async () => Object.keys((await import("/rules.js")).RULES)""")
    on_phone = {key: rule for key, rule in RULES.items() if rule.about.on_phone}
    assert set(twins) <= set(on_phone)
    without = [rule for key, rule in on_phone.items() if key not in twins]
    assert [rule.key for rule in without if set(rule.about.says) != set(rule.about.lists)] == []


@pytest.mark.parametrize("case", TONE["cases"], ids=lambda case: case["name"])
def test_the_needles_stand_in_the_browser_as_on_the_server(page, case):
    tone = page.evaluate(
        """async ([told, {text, profile}]) => {
            const { lexicon, needles } = await import("/tone.js");
            const { read } = await import("/reading.js");
            return needles(read(text), lexicon(told), profile);
        }""",
        [TONE["lexicon"], case],
    )
    assert_alike(tone, case["tone"])


def assert_alike(tone, wanted):
    assert tone["leaning"] == pytest.approx(wanted["leaning"], abs=1e-9)
    assert [hit.pop("pull") for hit in tone["hits"]] == pytest.approx([hit["pull"] for hit in wanted["hits"]], abs=1e-9)
    assert tone["hits"] == [{name: each for name, each in hit.items() if name != "pull"} for hit in wanted["hits"]]
    assert tone["verdict"] == wanted["verdict"]


@pytest.mark.parametrize("language", LEXICONS)
def test_the_browser_hears_all_our_sentences_as_the_server_does(page, language):
    texts = [
        json.loads(line)["text"] for line in (TESTS / f"tone/{language}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    ready = Lexicon.made_from(LEXICONS[language])
    heard = page.evaluate(
        """async ([told, smallWords, texts]) => {
            const { guessLanguage, lexicon, needles } = await import("/tone.js");
            const { read } = await import("/reading.js");
            const [ready, known] = [lexicon(told), Object.fromEntries(
                Object.entries(smallWords).map(([code, words]) => [code, new Set(words)]))];
            return texts.map((text) => [needles(read(text), ready), guessLanguage(read(text), known)]);
        }""",
        [LEXICONS[language], SMALL_WORDS, texts],
    )
    for text, (tone, guessed) in zip(texts, heard, strict=True):
        wanted = needles(read(text), ready)
        assert guessed == guess_language(read(text), {code: set(words) for code, words in SMALL_WORDS.items()})
        hits = [{name: each for name, each in hit._asdict().items() if name != "reason"} for hit in wanted.hits]
        assert_alike(tone, asdict(wanted) | {"hits": hits})


def test_a_repair_replaces_code_points_not_halves_of_them(page):
    repaired = page.evaluate(
        """async () => (await import("/charter.js"))
            .repair("👩‍🎨 𝓟 #Parisjetaime le soir", {start: 6, end: 19, replacement: "#ParisJeTaime"})"""
    )
    assert repaired == "👩‍🎨 𝓟 #ParisJeTaime le soir"
