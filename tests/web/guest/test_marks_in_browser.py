"""What the charter and the tone have to say is marked in the field itself, under the very words, while one types."""

import re

import pytest
from playwright.sync_api import expect

from flaneur.web.marks import pieces
from tests.browser import sideways_scroll, small_targets

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CAPTURE = "/paris/en/guest/capture/"
WORDS = "\n 👩‍🎨 Dans le cadre de la saison, merde, une visite guidée est organisée par le service culturel 𝓟 #fff."
CHOSEN = "words => words.value.slice(words.selectionStart, words.selectionEnd)"
SHAPES = """() => [document.getElementById("words"), document.querySelector(".tracing")].map(
    ({clientWidth, clientHeight, scrollHeight, scrollTop}) => ({clientWidth, clientHeight, scrollHeight, scrollTop}))"""


def open_capture(page, words=WORDS):
    page.goto(CAPTURE)
    page.locator("html[data-ready]").wait_for()
    field = page.get_by_label("What did you see?")
    field.fill(words)
    expect(page.locator(".mark-institution").first).to_be_attached()
    return field


def test_marks_stand_under_the_words_and_a_remark_leads_to_its_own(phone, writer):
    page = phone(writer.user)
    field = open_capture(page)
    sheet = page.locator(".tracing")
    assert sheet.evaluate("sheet => sheet.textContent") == WORDS + "\u200b"
    assert sheet.get_attribute("aria-hidden") == "true"
    expect(sheet.locator(".mark-institution").first).to_have_text("Dans le cadre de")
    expect(sheet.locator(".mark-ask")).to_have_text(["👩‍🎨", "merde", "𝓟"])
    remark = page.get_by_role("button", name="“merde” is rude: is it needed?")
    remark.focus()
    expect(sheet.locator(".mark-here")).to_have_text("merde")
    expect(field).not_to_be_focused()
    remark.tap()
    expect(field).to_be_focused()
    assert field.evaluate(CHOSEN) == "merde"
    page.get_by_role("button", name="“𝓟”").first.tap()
    assert field.evaluate(CHOSEN) == "𝓟"
    expect(sheet.locator(".mark-here")).to_have_count(0)


def test_the_sheet_keeps_the_shape_of_its_field(phone, writer):
    page = phone(writer.user, viewport={"width": 320, "height": 640}, forced_colors="active")
    field = open_capture(page, f"{WORDS}\n" * 9)
    under, over = page.evaluate(SHAPES)
    assert under == over
    field.evaluate("words => { words.style.height = '100px'; words.style.minHeight = 0; words.scrollTop = 70; }")
    expect(page.locator(".tracing")).to_have_js_property("scrollTop", 70)
    under, over = page.evaluate(SHAPES)
    assert under == over
    assert sideways_scroll(page) == 0
    assert small_targets(page, least=44) == []


def test_a_letter_does_not_tell_the_sheet_its_language_again(phone, writer):
    page = phone(writer.user)
    field = open_capture(page)
    page.evaluate("""() => {
        window.told = [];
        new MutationObserver((seen) => window.told.push(...seen.map((one) => one.attributeName)))
            .observe(document.querySelector(".tracing"), { attributes: true });
    }""")
    field.press_sequentially("z")
    expect(page.locator(".tracing")).to_have_text(re.compile("z"))
    assert page.evaluate("window.told") == []


def test_the_page_cuts_words_as_the_field_does(phone, writer):
    page = phone(writer.user)
    page.goto(CAPTURE)
    marks = [(2, 5, "ask"), (4, 7, "friend"), (4, 4, "nudge"), (7, 8, "avoid")]
    told = page.evaluate(
        """async ([text, marks]) => {
            const { inUnits, pieces } = await import("/static/js/marks.js");
            return [...pieces(text, inUnits(text, marks.map(([start, end, kind]) => ({ start, end, kind }))))];
        }""",
        ["a𝓟b👩‍🎨cd", marks],
    )
    assert told == [[piece, list(kinds)] for piece, kinds in pieces("a𝓟b👩‍🎨cd", marks)]
