"""The pages of tests/browser.py, for every door."""

from tests.browser import chromium, desktop, phone, playwright

__all__ = ["chromium", "desktop", "phone", "playwright"]
