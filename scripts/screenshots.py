"""Take the pictures of docs/screenshots anew, from the demonstration in a home of its own: `make screenshots`."""

import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scripts.demonstration import demonstration

CHECKOUT = Path(__file__).resolve().parent.parent
PICTURES = CHECKOUT / "docs/screenshots"
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 860}}
QUALITY = 82
WORDS = "Ce matin, square du Temple, un héron pêchait entre deux poussettes. #parisjetaime"


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Chromium is missing; on Debian: apt install chromium")
    with demonstration() as (address, links), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        public(browser, address)
        guest(browser, links["guest"], f"{address}/paris/fr/guest/capture/")
        desk(browser, links["editor"])
        browser.close()


def public(browser: Browser, address: str) -> None:
    for name, device in (("wall", DESK), ("wall-phone", PHONE), ("wall-dark", {**DESK, "color_scheme": "dark"})):
        page = opened(browser, device)
        page.goto(f"{address}/paris/fr/")
        take(page, name)
    page.goto(f"{address}/paris/fr/")
    page.locator("main article a").first.click()
    for name, device in (("find", DESK), ("find-phone", PHONE)):
        shown = opened(browser, device)
        shown.goto(page.url)
        take(shown, name)


def guest(browser: Browser, link: str, capture: str) -> None:
    page = come_in(opened(browser, PHONE), link)
    page.goto(capture)
    page.get_by_label("Qu’avez-vous vu").fill(WORDS)
    page.wait_for_timeout(800)
    take(page, "capture-phone")


def desk(browser: Browser, link: str) -> None:
    context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", **DESK)
    page = come_in(context.new_page(), link)
    take(page, "queue")
    page.locator("main article a, main li a").first.click()
    take(page, "review")
    phone = on_a_phone(browser, context)
    phone.goto(page.url)
    phone.locator("a.hush").click()
    take(phone, "silence-phone")


def on_a_phone(browser: Browser, context: BrowserContext) -> Page:
    same = browser.new_context(locale="fr-FR", storage_state=context.storage_state(), **PHONE)
    return same.new_page()


def opened(browser: Browser, device: dict[str, object]) -> Page:
    return browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", **device).new_page()


def come_in(page: Page, link: str) -> Page:
    page.goto(link)
    page.locator("main form button").click()
    page.wait_for_load_state()
    return page


def take(page: Page, name: str) -> None:
    """A JPEG of the first screen, light enough for a README."""
    page.wait_for_load_state("networkidle")
    shot = PICTURES / f"{name}.png"
    page.screenshot(path=shot)
    Image.open(shot).convert("RGB").save(PICTURES / f"{name}.jpg", quality=QUALITY, optimize=True)
    shot.unlink()


if __name__ == "__main__":
    main()
