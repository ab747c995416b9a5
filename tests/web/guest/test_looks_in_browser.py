"""What every page of the guest owes its reader: no sideways scroll, targets for a thumb, nothing axe objects to."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from flaneur.core.find import FindState
from flaneur.models import Channel
from flaneur.services.people import make_link
from flaneur.services.portraits import offer_portrait
from flaneur.services.replies import mute_author
from flaneur.services.review import return_find
from tests.browser import axe_violations, sideways_scroll, small_targets
from tests.makers import jpeg, make_channel, make_editor, make_find, make_photo, make_reply

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MODULES = ("capture", "charter", "outbox", "photos", "place", "store", "text")
THUMB = 44
PLATE, LABEL = "<span>I found something</span>", '<text class="label"'
"""White on the enamel's gloss, and numbers on the map's plain land: axe cannot see through either, people can."""
SHEET = ('class="tracing"', 'class="mark', '<textarea class="words"')
"""The sheet of marks over the field: its letters have no colour, those seen are the field's own, in ink as anywhere."""


@pytest.fixture
def pages(writer, city):
    """The address of each page a guest meets, with something on it."""
    now = datetime.now(UTC)
    sent, returned = (make_find(writer, now=now, captured_at=now, words="Un chat #parisjetaime") for _ in range(2))
    make_photo(sent)
    make_photo(returned, colour=(1, 60, 120))
    return_find(returned, by=make_editor(city), now=now, remark="Quelle porte ?")
    channel = make_channel(city, name="Panneau")
    told = make_find(writer, state=FindState.PUBLISHED, now=now, captured_at=now, words="Un banc.")
    make_reply(channel, told, text=f"Merci ! https://exemple.example/{'a' * 120}", author="x" * 120, language="fr")
    mute_author(make_reply(channel, told, author="voisine"), by=writer.user, now=now)
    account = make_channel(city, "mastodon", "x" * 80)
    wishes = {"shows_portrait_since": now, "picture": "paris/portraits/own.jpg"}
    Channel.objects.filter(pk=account.pk).update(hands_over_since=now - timedelta(days=9), **wishes)
    offer_portrait(writer, jpeg(), is_lent=True, by=writer.user, now=now)
    home = "/paris/en/guest/"
    return {
        "answered": f"{home}find/{told.pk}/",
        "home": home,
        "capture": f"{home}capture/",
        "agreement": f"{home}agreement/",
        "lost": f"{home}lost/",
        "portrait": f"{home}portrait/",
        "sent": f"{home}find/{sent.pk}/",
        "returned": f"{home}find/{returned.pk}/",
        "passkeys": "/paris/en/account/passkeys/",
        "logout": "/paris/en/account/logout/",
        "link": f"/paris/account/link/{make_link(writer.user, leads_to=home, now=now)}",
    }


def flaws(page, addresses):
    found = []
    for address in addresses:
        page.goto(address)
        found += [f"{address} {line}" for line in axe_violations(page, judged_by_eye=(PLATE, LABEL, *SHEET))]
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_at_320_pixels_nothing_scrolls_sideways_and_every_target_fits_a_thumb(phone, writer, pages, language):
    page = phone(writer.user, viewport={"width": 320, "height": 640})
    found = {}
    for name, address in pages.items():
        page.goto(address.replace("/en/", f"/{language}/"))
        found[name] = (sideways_scroll(page), small_targets(page, THUMB))
    assert found == {name: (0, []) for name in pages}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_phone(phone, writer, pages, scheme):
    page = phone(writer.user, color_scheme=scheme)
    assert flaws(page, pages.values()) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_wide_screen(desktop, writer, pages, scheme):
    page = desktop(writer.user, color_scheme=scheme)
    assert flaws(page, [pages["home"], pages["capture"], pages["returned"]]) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_the_door(phone, city, scheme):
    page = phone(color_scheme=scheme)
    page.goto("/paris/en/account/login/")
    assert axe_violations(page) == []
    page.get_by_label("Your e-mail address").fill("nobody@paris.example")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("The code from the message").fill("WRONG")
    page.get_by_role("button", name="Come in").click()
    page.get_by_text("Incorrect code.").wait_for()
    assert axe_violations(page) == []


def test_the_capture_page_brings_little_over_the_network(client, writer):
    client.force_login(writer.user)
    page = client.get("/paris/en/guest/capture/").content
    scripts = [Path(finders.find(f"js/{module}.js")).read_bytes() for module in MODULES]
    assert len(gzip.compress(page)) < 20_000
    assert sum(len(gzip.compress(script)) for script in scripts) < 15_000
