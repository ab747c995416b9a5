"""The desk in Chromium: silence under the thumb, keys for whoever reviews all day, what a page owes its reader."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from flaneur.core.find import FindState
from flaneur.core.roles import Role
from flaneur.models import Block, City, Count, Find, Publication
from flaneur.services.portraits import keep_picture, offer_portrait
from tests.browser import axe_violations, sideways_scroll, small_targets
from tests.makers import (
    jpeg,
    make_block,
    make_channel,
    make_editor,
    make_find,
    make_guest,
    make_photo,
    make_reply,
    make_residency,
)
from tests.web.desk.conftest import DESK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LABEL = '<text class="label'
"""Numbers on the map's plain land: axe cannot see through the shapes beneath them, people can."""


@pytest.fixture
def moment():
    return datetime.now(UTC)


@pytest.fixture
def waiting(city, moment):
    """Two finds of a guest who holds the pen by the real clock, the older one first."""
    guest = make_guest(city)
    make_residency(guest, moment - timedelta(days=2), moment + timedelta(days=2))
    ages = (timedelta(hours=3), timedelta(minutes=10))
    return [make_find(guest, now=moment - age, captured_at=moment - age, words=f"Il y a {age}.") for age in ages]


@pytest.fixture
def pages(city, waiting, moment):
    """The address of each page of the desk, with something on it."""
    account, guest = make_channel(city, "bluesky", "Bluesky de Paris"), waiting[0].guest
    keep_picture(account, jpeg(), by=make_editor(city, Role.CHIEF), now=moment)
    offer_portrait(guest, jpeg(), is_lent=True, by=guest.user, now=moment)
    make_photo(waiting[0])
    told = make_find(waiting[0].guest, state=FindState.PUBLISHED, now=moment, captured_at=moment)
    home, post = told.publications.order_by("-channel__is_home")
    Publication.objects.filter(pk=post.pk).update(state="unsure", wake_at=None, reason="Nothing came back.")
    for hours in (1, 6):
        Count.objects.create(publication=post, hours=hours, counted_at=moment, views=123_456, likes=7, shares=1)
    for is_harsh in (False, True):
        words = f"Quelle porte ! https://exemple.example/{'a' * 120} {'mot ' * 60}"
        make_reply(post.channel, told, text=words, author="x" * 120, language="fr", is_harsh=is_harsh)
    blocked = make_block(
        make_reply(post.channel, author="y" * 120, url=f"https://x.example/{'y' * 120}/status/1"), now=moment
    )
    Block.objects.filter(pk=blocked.pk).update(residency=None, until=moment - timedelta(hours=1), why="mot " * 60)
    fresh = post.channel.replies.first()
    names = {"queue": "", "calendar": "calendar/", "channels": "channels/", "people": "people/", "journal": "journal/"}
    return {name: f"{DESK}{rest}" for name, rest in names.items()} | {
        "stay": f"{DESK}people/residency/{waiting[0].residency_id}/",
        "review": f"{DESK}find/{waiting[0].pk}/",
        "told": f"{DESK}find/{told.pk}/",
        "unsure": f"{DESK}publication/{post.pk}/",
        "home": f"{DESK}publication/{home.pk}/",
        "silence": f"{DESK}silence/",
        "connect": f"{DESK}channels/connect/bluesky/",
        "charter": f"{DESK}charter/",
        "replies": f"{DESK}replies/",
        "decisions": f"{DESK}decisions/",
        "block": f"{DESK}replies/{fresh.pk}/block/",
        "blocks": f"{DESK}replies/blocks/",
        "keep": f"{DESK}replies/blocks/{blocked.pk}/keep/",
        "rhythm": f"{DESK}channels/{account.pk}/rhythm/",
    }


def test_silence_is_two_taps_away_on_a_phone_without_javascript(phone, city):
    page = phone(make_editor(city, Role.ON_CALL), java_script_enabled=False)
    page.goto(f"{DESK}journal/")
    page.get_by_role("link", name="Silence").tap()
    button = page.get_by_role("button", name="Silence Paris now")
    expect(button).to_be_in_viewport(ratio=1)
    button.tap()
    expect(page.get_by_role("heading", name="Silence is on")).to_be_visible()
    assert City.objects.get().is_silent


def test_keys_walk_the_queue_and_open_a_find(desktop, city, waiting):
    page = desktop(make_editor(city))
    page.goto(DESK)
    first, last = (page.get_by_role("link", name=find.words) for find in waiting)
    for key, reached in (("j", first), ("j", last), ("j", last), ("k", first)):
        page.keyboard.press(key)
        expect(reached).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/find/{waiting[0].pk}/")
    page.keyboard.press("j")
    page.wait_for_url(f"**/desk/find/{waiting[1].pk}/")


def test_a_key_leads_to_a_decision_and_only_enter_takes_it(desktop, city, waiting):
    page = desktop(make_editor(city))
    page.goto(f"{DESK}find/{waiting[0].pk}/")
    page.keyboard.press("r")
    expect(page.get_by_label("What would make it right?")).to_be_focused()
    page.keyboard.type("Encore un mot, j’aimerais savoir.")
    expect(page.get_by_label("What would make it right?")).to_have_value("Encore un mot, j’aimerais savoir.")
    page.get_by_role("heading", name="Your decision").click()
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Approve")).to_be_focused()
    assert Find.objects.get(pk=waiting[0].pk).state == "submitted"
    page.keyboard.press("Enter")
    expect(page.get_by_text("Approved. Its guest is told by mail.")).to_be_visible()
    assert Find.objects.get(pk=waiting[0].pk).state == "approved"


def test_keys_can_be_switched_off_for_good(desktop, city, waiting):
    page = desktop(make_editor(city))
    page.goto(DESK)
    page.get_by_label("Keys").uncheck()
    page.reload()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Il y a 3:00:00.")).not_to_be_focused()
    expect(page.get_by_label("Keys")).not_to_be_checked()


def test_the_field_for_a_time_appears_when_it_is_wanted(phone, city, waiting):
    page = phone(make_editor(city), java_script_enabled=False)
    page.goto(f"{DESK}find/{waiting[0].pk}/")
    expect(page.get_by_label("Day and time")).to_be_hidden()
    page.get_by_text("at a time of your choice").tap()
    expect(page.get_by_label("Day and time")).to_be_visible()


def test_at_320_pixels_nothing_scrolls_sideways_and_every_target_is_large_enough(phone, city, pages):
    page = phone(make_editor(city, Role.CHIEF), viewport={"width": 320, "height": 640})
    found = {}
    for name, address in pages.items():
        page.goto(address)
        found[name] = (sideways_scroll(page), small_targets(page))
    assert found == dict.fromkeys(pages, (0, []))


@pytest.mark.parametrize(("device", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_axe_finds_nothing(request, city, pages, device, scheme):
    page = request.getfixturevalue(device)(make_editor(city, Role.CHIEF), color_scheme=scheme)
    found = {}
    for name, address in pages.items():
        page.goto(address)
        found[name] = axe_violations(page, judged_by_eye=(LABEL,))
    assert found == {name: [] for name in pages}
