"""The needles under the words: they follow, explain, repair with one tap, and never stand in the way."""

import re

import pytest
from playwright.sync_api import expect

from flaneur.core.charter import Book
from flaneur.models import Find
from flaneur.services.cities import publish_charter
from tests.browser import axe_violations, sideways_scroll, small_targets
from tests.makers import NOW
from tests.web.guest.test_looks_in_browser import LABEL, PLATE, SHEET

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CAPTURE = "/paris/en/guest/capture/"
FRIEND = "Ce matin, je suis tombée sur un lavoir caché derrière la halle. Ça sent le savon."
OFFICE = "Dans le cadre de la saison, une visite guidée est organisée par le service culturel."
LINES = """() => {
    const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
    const light = (colour) => {
        brush.fillStyle = colour;
        brush.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...brush.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
            .map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b + .05;
    };
    const field = light(getComputedStyle(document.getElementById("words")).backgroundColor);
    return [...document.querySelectorAll(".tracing .mark")].map((mark) => {
        const line = light(getComputedStyle(mark).textDecorationColor);
        return [mark.className.split("mark-").at(-1), Math.max(line, field) / Math.min(line, field)];
    });
}"""
"""Each mark's last kind, and the contrast of its line with the field."""


@pytest.fixture
def page(phone, writer):
    page = phone(writer.user)
    page.goto(CAPTURE)
    page.locator("html[data-ready]").wait_for()
    return page


def write(page, words):
    page.get_by_label("What did you see?").fill(words)
    return page.locator("#tone")


def test_the_needles_follow_the_words(page):
    panel = write(page, FRIEND)
    expect(panel.get_by_role("status")).to_have_text("It sounds like somebody telling a friend.")
    expect(panel.locator(".needle")).to_have_text(
        [re.compile("friend much"), re.compile("office hardly"), re.compile("brochure hardly")]
    )
    write(page, OFFICE)
    expect(panel.get_by_role("status")).to_have_text("It sounds a little like an office speaking.")


def test_each_sign_is_shown_with_its_reason_and_one_tap_repairs_it(page):
    panel = write(page, "👩‍🎨 " + OFFICE)
    panel.get_by_text("Why?").tap()
    expect(panel.get_by_text("“est organisée”: who does it? Begin with them.")).to_be_visible()
    panel.get_by_role("button", name="Write pour").tap()
    expect(page.get_by_label("What did you see?")).to_have_value("👩‍🎨 Pour" + OFFICE.removeprefix("Dans le cadre de"))


def test_it_abstains_kindly_and_stays_away_from_an_empty_page(page):
    expect(page.locator("#tone")).to_be_hidden()
    panel = write(page, "La place, la rue, le pont.")
    expect(panel.get_by_role("status")).to_have_text("Too little to hear a tone by, and that is fine.")
    expect(panel.locator(".needle").first).to_be_hidden()


def test_the_language_follows_the_words_until_somebody_chooses(page):
    page.get_by_text("Theme, readers, language").tap()
    language = page.get_by_label("My words are in")
    write(page, "We missed the bus so we walked along the canal.")
    expect(language).to_have_value("en")
    write(page, FRIEND)
    expect(language).to_have_value("fr")
    language.select_option("en")
    write(page, FRIEND + " Je suis là.")
    expect(language).to_have_value("en")


def test_a_word_the_city_does_without_is_told(phone, writer):
    book = Book(text={"tone": {"avoid": ["spot*"], "address": "tu"}})
    publish_charter(writer.city, book, by=None, now=NOW)
    page = phone(writer.user)
    page.goto(CAPTURE)
    panel = write(page, "Un spot à voir, je vous jure.")
    panel.get_by_text("Why?").tap()
    expect(panel.get_by_text("“spot”: a word this city does without.")).to_be_visible()
    expect(panel.get_by_text("“vous”: this city says “tu” to people.")).to_be_visible()


def test_nothing_is_scored_while_the_city_keeps_silence(phone, writer):
    type(writer.city).objects.filter(pk=writer.city.pk).update(silenced_at=NOW)
    page = phone(writer.user)
    page.goto(CAPTURE)
    page.locator("html[data-ready]").wait_for()
    expect(write(page, OFFICE)).to_be_hidden()


def test_without_the_lexicon_a_find_still_leaves(phone, writer):
    page = phone(writer.user)
    page.route("**/lexicons/**", lambda route: route.abort())
    page.goto(CAPTURE)
    page.locator("html[data-ready]").wait_for()
    expect(write(page, OFFICE)).to_be_hidden()
    page.get_by_role("button", name="Send to the desk").click()
    expect(page.locator("#outbox [role=status]", has_text="It has arrived")).to_be_visible(timeout=15_000)
    assert Find.objects.get().words == OFFICE


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_panel_fits_thumbs_eyes_and_readers(phone, writer, scheme):
    page = phone(writer.user, color_scheme=scheme, viewport={"width": 320, "height": 640})
    page.goto(CAPTURE)
    panel = write(page, OFFICE + " " + FRIEND)
    panel.get_by_text("Why?").tap()
    expect(panel.get_by_role("button", name="Write pour")).to_be_visible()
    assert (sideways_scroll(page), small_targets(page)) == (0, [])
    assert axe_violations(page, judged_by_eye=(PLATE, LABEL, *SHEET)) == []
    lines = page.evaluate(LINES)
    assert {kind for kind, _contrast in lines} >= {"friend", "institution", "nudge"}
    assert [(kind, contrast) for kind, contrast in lines if contrast < 3] == []
