"""A find's whole way as people walk it: the guest's phone, the desk, the city's site, its networks, and back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from flaneur.core.roles import Role
from flaneur.models import Channel, City, Find, Guest, Residency, User
from flaneur.services.people import make_link
from flaneur.services.working import Worker
from tests.makers import jpeg, make_channel, make_city, make_editor, make_guest, make_residency

WORDS = (
    "Derrière la porte verte de la rue de Lappe, il y a une cour pavée que personne ne traverse. "
    "Trois marches, une porte rouge, un chat. "
    "Le matin, ça sent le bois scié et le café, et quelqu’un siffle au deuxième. "
    "J’y suis entrée en me trompant de numéro : je me suis assise sur la margelle du puits, et j’y ai passé l’heure. "
    "Poussez, elle n’est jamais fermée ; dites bonjour, on vous répondra."
)


@dataclass(frozen=True)
class Town:
    """A city in the middle of a residency, with a notice board on the wall."""

    city: City
    guest: Guest
    editor: User
    on_call: User
    board: Channel

    def key_for(self, user: User, door: str) -> str:
        """The address of a one-time link, within this city."""
        secret = make_link(user, leads_to=f"/{self.city.slug}/en/{door}", now=timezone.now(), city=self.city)
        return f"/{self.city.slug}/account/link/{secret}"

    def notices(self) -> list[Path]:
        return sorted((Path(settings.HOME) / "channels" / str(self.board.pk)).glob("notice-*/notice.md"))


def make_town() -> Town:
    city = make_city()
    guest = make_guest(city)
    residency = make_residency(guest, timezone.now() - timedelta(days=1))
    Residency.objects.filter(pk=residency.pk).update(undo_minutes=0)
    on_call = make_editor(city, Role.ON_CALL)
    return Town(city, guest, make_editor(city), on_call, make_channel(city, "paper", name="Notice board"))


@contextmanager
def a_worker() -> Iterator[None]:
    """A worker in a thread of its own, as `flaneur serve` keeps one in a process of its own."""
    worker = Worker(owner="a worker", clock=timezone.now, pause=0.2)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join(timeout=60)


def come_in(page: Page, address: str) -> Page:
    page.goto(address)
    page.get_by_role("button", name="Come in").click()
    return page


def capture(page: Page, words: str, *, photos: int = 0) -> Find:
    """Photograph, describe, write, tap the map, send; gives the find once the desk has it."""
    page.locator("html[data-ready='1']").wait_for(state="attached")
    before = set(Find.objects.values_list("pk", flat=True))
    shades = [(200, 80, 40), (30, 90, 160), (60, 140, 70)][:photos]
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": jpeg(1600, 1200, shade).read()}
             for n, shade in enumerate(shades)]  # fmt: skip
    if files:
        page.locator("#shutter input[multiple]").set_input_files(files)
        for number in range(photos):
            page.locator("#photos [data-alt]").nth(number).fill(f"Une porte rouge au fond d’une cour, vue {number + 1}")
    page.get_by_label("What did you see?").fill(words)
    page.get_by_label("The place, as you would tell a friend").fill("Cour Damoye")
    page.get_by_label("District", exact=True).select_option("2e")
    page.get_by_text("Theme, readers, language").click()
    page.get_by_label("My words are in").select_option("fr")
    page.get_by_role("button", name="Send to the desk").click()
    expect(page.get_by_text("arrived").first).to_be_visible(timeout=20_000)
    return Find.objects.exclude(pk__in=before).get()


def approve_now(page: Page, town: Town, find: Find) -> None:
    page.goto(f"/{town.city.slug}/en/desk/find/{find.pk}/")
    page.locator("input[name=when][value=now]").check()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("heading", name="Where it goes")).to_be_visible()


def take_back(page: Page, town: Town, find: Find, why: str) -> None:
    page.goto(f"/{town.city.slug}/en/desk/find/{find.pk}/")
    retract = page.get_by_role("region", name="Take it back everywhere")
    retract.get_by_role("textbox").fill(why)
    retract.get_by_role("button", name="Take it back everywhere").click()
    expect(page.get_by_role("region", name="What happened to it")).to_contain_text(why)
