"""A passkey: added after a first sign-in, used instead of a code, removed again."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.makers import make_residency

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(phone, guest):
    """The phone of a signed-in guest, with a finger on it."""
    make_residency(guest, datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=1))
    page = phone(guest.user)
    finger = page.context.new_cdp_session(page)
    finger.send("WebAuthn.enable", {"enableUI": False})
    finger.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
    return page


def add_passkey(page):
    page.goto("/paris/en/account/passkeys/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Its name").fill("My phone")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("My phone")).to_be_visible()


def test_a_passkey_lets_its_owner_in_without_a_code(page):
    add_passkey(page)
    page.context.clear_cookies(name="sessionid")
    page.goto("/paris/en/account/login/")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", name="Hello Léa")).to_be_visible()


def test_a_passkey_is_removed_by_who_holds_it(page):
    add_passkey(page)
    page.get_by_role("link", name="Remove My phone").click()
    expect(page.get_by_role("heading", name="Is it still you?")).to_be_visible()
    page.get_by_role("button", name="Use my passkey").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("The passkey is gone.")).to_be_visible()
    expect(page.get_by_text("My phone")).to_have_count(0)
