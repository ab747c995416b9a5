"""Pages in Chromium for the tests of every door: a phone, a desktop, and what to demand of a page."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from flaneur.models import User

PageMaker = Callable[..., Page]

PARIS = {"locale": "fr-FR", "timezone_id": "Europe/Paris"}
CHROMIUMS_OWN = ("Transition was aborted", "Transition was skipped")
"""Chromium reports the end of a transition between two pages as an error, even where scripts are off."""
DESKTOP = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is missing; on Debian: apt install chromium")
    browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
    yield browser
    browser.close()


@pytest.fixture
def phone(chromium: Browser, playwright: Playwright, live_server) -> Iterator[PageMaker]:
    """`phone(user, **options)` gives a page of a Pixel 7 in Paris, signed in when there is a user."""
    yield from _pages(chromium, live_server.url, {**playwright.devices["Pixel 7"], **PARIS})


@pytest.fixture
def desktop(chromium: Browser, live_server) -> Iterator[PageMaker]:
    """`desktop(user, **options)` gives a page of 1280 pixels, signed in when there is a user."""
    yield from _pages(chromium, live_server.url, {**DESKTOP, **PARIS})


def _pages(browser: Browser, base_url: str, device: dict) -> Iterator[PageMaker]:
    """Opens pages, and at the end fails for every error a script left uncaught and every breach of the CSP."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def page(user: User | None = None, **options: object) -> Page:
        context = browser.new_context(**{**device, "base_url": base_url, **options})
        contexts.append(context)
        if user is not None:
            sign_in(context, user, base_url)
        opened = context.new_page()
        opened.on(
            "pageerror",
            lambda error: None if any(own in f"{error}" for own in CHROMIUMS_OWN) else troubles.append(f"{error}"),
        )
        opened.on(
            "console", lambda line: troubles.append(line.text) if "Content Security Policy" in line.text else None
        )
        return opened

    yield page
    for context in contexts:
        context.close()
    assert troubles == [], troubles


def sign_in(context: BrowserContext, user: User, base_url: str) -> None:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base_url, "httpOnly": True}])


def sideways_scroll(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def small_targets(page: Page, least: int = 24) -> list[str]:
    """What can be pressed but is smaller than `least` pixels in a direction; links within a sentence may be."""
    return page.evaluate(
        """least => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
            .map(target => target.matches("input[type=radio], input[type=checkbox], input[type=file]")
                ? target.closest("label") ?? target : target)
            .filter(target => target.checkVisibility({visibilityProperty: true, opacityProperty: true}))
            .filter(target => getComputedStyle(target).display !== "inline")
            .filter(target => {
                const box = target.getBoundingClientRect();
                return box.width && box.bottom > 0 && (box.width < least || box.height < least);
            })
            .map(target => target.outerHTML.slice(0, 120))""",
        least,
    )


def axe_violations(page: Page, *, judged_by_eye: tuple[str, ...] = ()) -> list[str]:
    """What axe finds wrong, one line each; text it could not judge counts as wrong too, unless a person did."""
    found = Axe().run(page, options={"resultTypes": ["violations", "incomplete"]}).response
    unsure = [finding for finding in found["incomplete"] if finding["id"] == "color-contrast"]
    lines = [f"{finding['id']}: {node['html'][:160]}" for finding in found["violations"] for node in finding["nodes"]]
    doubts = [f"unsure: {node['html'][:160]}" for finding in unsure for node in finding["nodes"]]
    return lines + [doubt for doubt in doubts if not any(known in doubt for known in judged_by_eye)]
