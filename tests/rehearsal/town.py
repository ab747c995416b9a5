"""A city that lives a week on the five stand-ins: who sits there, how time passes, and what each network displays."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.test import Client

from flaneur.models import Channel, City, Find, Guest, Publication, User
from flaneur.rehearsal.display import Shown, about, displayed, say
from flaneur.rehearsal.faults import Faults
from flaneur.rehearsal.served import Served
from flaneur.services.channels import Grant, Way, ask_consent, redeem_consent
from flaneur.services.claiming import next_wake
from flaneur.services.review import approve_find
from flaneur.services.working import Worker
from tests.makers import make_find, make_photo

ALT = "Une porte rouge au fond d’une cour"
ACCOUNTS = {"paris", "paris_test"}
CALLBACK = "http://localhost:8000/paris/fr/desk/channels/consent/"
LEAST = timedelta(seconds=20)
"""Between two looks of the worker: the clock stands still while it works."""


@dataclass
class Town:
    """`cast` are the stand-ins by kind; `chief` and `editor` sit at the desk, `on_call` has the telephone."""

    city: City
    cast: dict[str, Served]
    clock: "Clock"
    lea: Guest
    max: Guest
    chief: User
    editor: User
    on_call: User
    worker: Worker = field(init=False)

    def __post_init__(self) -> None:
        self.worker = Worker(owner="a worker", clock=self.clock)

    # The office.

    def connect(self, kind: str) -> Channel:
        """A channel by the network's own yes, as the desk's page and a browser would."""
        network = self.cast[kind]
        answers = {name: value for name, value in network.typed.items() if name != "token"}
        consent = ask_consent(self.city, kind=kind, answers=answers, way=Way(CALLBACK, "our-state"), now=self.clock.now)
        back = httpx.URL(httpx.get(consent.url, trust_env=False).headers["location"])
        code = back.params["code"].removesuffix("#_")
        grant = Grant(code, CALLBACK, {**answers, **consent.credentials})
        name = network.stage.name
        return redeem_consent(self.city, kind=kind, name=name, grant=grant, now=self.clock.now, by=self.chief)

    def approve(self, words: str, *, of: Guest | None = None, in_minutes: int = 0, photo: bool = True) -> Find:
        """A find that somebody writes now and an editor approves, to leave so many minutes later."""
        now = self.clock.now
        find = make_find(of or self.max, words=words, now=now, captured_at=now)
        if photo:
            make_photo(find, alt=ALT)
        approve_find(find, by=self.editor, now=now, at=now + timedelta(minutes=in_minutes))
        return find

    def channel(self, kind: str) -> Channel:
        return Channel.objects.get(city=self.city, kind=kind)

    def desk(self, rest: str = "", by: User | None = None) -> str:
        """A page of the desk, in English."""
        client = Client()
        client.force_login(by or self.editor)
        answer = client.get(f"/{self.city.slug}/en/desk/{rest}")
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    # Time.

    def live(self, *, minutes: float = 0, until: datetime | None = None) -> None:
        """Let time pass and the worker work, from one thing it has to do to the next."""
        end = until or self.clock.now + timedelta(minutes=minutes)
        while True:
            self.worker.look_around()
            if self.clock.now >= end:
                return
            due = max(next_wake() or end, self.clock.now + LEAST)
            self.clock.now = min(due, end)

    def live_until(self, condition, *, hours: int = 6) -> None:
        end = self.clock.now + timedelta(hours=hours)
        while not condition():
            assert self.clock.now < end, "it never came to that"
            self.clock.now += LEAST
            self.worker.look_around()

    def listen(self, *, minutes: int = 31) -> None:
        self.live(minutes=minutes)
        self.worker.listen()

    # The networks.

    def faults(self, kind: str) -> Faults:
        return self.cast[kind].stage.network.faults

    def shown(self, kind: str) -> list[Shown]:
        return displayed(self.cast[kind].stage.network)

    @property
    def says_of_itself(self) -> str:
        """The account's own words on Mastodon, the one stand-in where a program may change them."""
        return about(self.cast["mastodon"].stage.network)

    def ours(self, words: str) -> dict[str, list[Shown]]:
        """Posts of the city's with these words, on every network."""
        return {kind: [post for post in self.shown(kind) if self.is_ours(post, words)] for kind in self.cast}

    @staticmethod
    def is_ours(post: Shown, words: str = "") -> bool:
        return post.author in ACCOUNTS and words in post.text

    def where(self, words: str) -> set[str]:
        """Networks on which these words stand once; twice is an error anywhere, at any time."""
        standing = {kind: len(posts) for kind, posts in self.ours(words).items()}
        assert max(standing.values()) <= 1, f"doubled: {standing}"
        return {kind for kind, number in standing.items() if number}

    def speak(self, kind: str, words: str, *, under: str) -> None:
        """A passer-by answers the city's post with the words `under`."""
        (post,) = self.ours(under)[kind]
        say(self.cast[kind].stage.network, words, post.reference)

    def row(self, find: Find, kind: str) -> Publication:
        return find.publications.select_related("channel").get(channel__kind=kind)

    def states(self, find: Find) -> dict[str, str]:
        """By network; the city's own page is `site`."""
        return dict(find.publications.values_list("channel__kind", "state"))


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def lying_in_the_house(address: str) -> bytes:
    """What the city's own service would answer a network that comes for a picture."""
    *_rest, photo, name = urlsplit(address).path.split("/")
    return next(Path(settings.MEDIA_ROOT).rglob(f"{photo}/{name}")).read_bytes()
