"""What a machine types at a phone costs it as much a letter as what a guest does."""

import json

import pytest
from django.utils import translation

from flaneur.core.charter import RULES
from flaneur.core.text import LIMITS
from flaneur.web.guest.brief import phone_book, room_of
from tests.core.charter_vectors import articles_of
from tests.core.test_hostile import HOSTILE
from tests.web.guest.test_vectors_in_browser import LEXICONS, SCRIPTS, lexicon_parts

pytestmark = [pytest.mark.browser, pytest.mark.hostile]

SMALL, LARGE = 12_500, 100_000
PREPARE = """async ({ book, parts, words, rooms }) => {
    const [charter, tone, reading, text] = await Promise.all(
        ["charter", "tone", "reading", "text"].map((name) => import(`/${name}.js`)));
    const [lists, ready] = [charter.lexicon(...parts), tone.lexicon(words)];
    const draft = { alts: [], rooms, language: "fr", pillar: "", place: { name: "", district: "", lon: null },
        discretion: "street", consideration: "nothing", likeness: "nobody", is_lent: true,
        seen_at: "2026-11-25T10:00", brand_tag: "#ParisJeTaime" };
    const works = {
        charter: (words) => charter.check({ ...draft, words }, book, lists),
        tone: (words) => tone.needles(reading.read(words), ready),
        rooms: (words) => Object.values(rooms).forEach((room) => text.isFitting(words, room)),
    };
    window.spent = (work, text) => {
        const since = performance.now();
        works[work](text);
        return performance.now() - since;
    };
}"""


@pytest.fixture(scope="module")
def page(chromium):
    page = chromium.new_page()
    page.route("**/*", lambda route: route.fulfill(path=SCRIPTS / route.request.url.rpartition("/")[2]))
    page.route("**/empty", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    page.goto("http://flaneur.test/empty")
    with translation.override(None):
        book = phone_book(articles_of(list(RULES)), version=3)
    rooms = {name: room_of(limits) for name, limits in LIMITS.items()}
    page.evaluate(PREPARE, {"book": book, "parts": lexicon_parts("fr"), "words": LEXICONS["fr"], "rooms": rooms})
    yield page
    page.close()


@pytest.mark.parametrize("work", ["charter", "tone", "rooms"])
@pytest.mark.parametrize("pump", HOSTILE, ids=json.dumps)
def test_reading_a_hundred_thousand_letters_grows_with_them_and_no_faster(page, work, pump):
    """Half of what the square would cost is too much; asked twice, for the machine may have been busy."""
    most = (LARGE / SMALL) ** 2 / 2
    short, long = ((pump * size)[:size] for size in (SMALL, LARGE))

    def ask():
        before, after = (page.evaluate("([work, text]) => spent(work, text)", [work, text]) for text in (short, long))
        return after > most * max(before, 10)

    assert not (ask() and ask())
