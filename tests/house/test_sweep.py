"""Every address of the house, asked by everybody it is not for: nothing of a city shows, nothing of it changes."""

from collections.abc import Iterator
from itertools import product

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.serializers import serialize
from django.test import Client
from django.urls import URLPattern, get_resolver

from flaneur.core.find import FindState
from flaneur.core.place import Discretion, Place
from flaneur.core.roles import Role
from flaneur.models import Channel, Find, Guest, Photo, User
from flaneur.services.agreements import agree
from flaneur.services.choices import Motive, keep_choice
from flaneur.services.media import keep_content
from flaneur.services.people import make_link
from flaneur.services.proposals import propose
from flaneur.services.review import return_find
from flaneur.services.silences import press_silence
from tests.makers import (
    NOW,
    make_answers,
    make_block,
    make_channel,
    make_city,
    make_editor,
    make_find,
    make_guest,
    make_photo,
    make_reply,
    make_residency,
    make_user,
)

CLOSED = ("desk:", "guest:")
"""Doors behind which everything belongs to somebody; the others may answer anybody, with nothing that is private."""

TURNED_AWAY = (404, 405)
"""Not here, or not that way: neither says whether the row exists."""

LOGIN = "/account/login/"
SECRET = "Confidentiel"
"""It stands in everything of Paris that the public has not been given."""


@pytest.fixture(autouse=True)
def _this_moment():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def paris(db):
    """A city with something private in every noun, and one find that is public."""
    city = make_city()
    guest = make_guest(city, email=f"{SECRET}@paris.example")
    residency = make_residency(guest)
    agree(residency, make_answers(interests=f"{SECRET} : sa boutique"), by=guest.user, now=NOW)
    hidden = make_find(guest, words=f"{SECRET} : une cour.", place=Place(f"{SECRET} Damoye", 2.35, 48.85))
    make_photo(hidden, alt=f"{SECRET} : une porte rouge")
    returned = make_find(guest, words=f"{SECRET} : un banc.")
    editor = make_editor(city)
    return_find(returned, by=editor, now=NOW, remark=f"{SECRET} : où est-ce ?")
    keep_choice(residency, Motive(reasons=f"{SECRET} : pourquoi elle"), by=editor, now=NOW)
    propose(city, email="asked@paris.example", by=editor, now=NOW)
    channel = make_channel(city, name=f"{SECRET} Bluesky", password=SECRET)
    own, offered = (f"paris/portraits/{name}.jpg" for name in ("own", "offered"))
    for name in (own, offered):
        keep_content(ContentFile(f"{SECRET} : un visage".encode()), name)
    Channel.objects.filter(pk=channel.pk).update(trouble=f"{SECRET} : jeton périmé", picture=own)
    Guest.objects.filter(pk=guest.pk).update(portrait_offered=offered)
    reply = make_reply(channel, text=f"{SECRET} : une inconnue", author=f"{SECRET}@ailleurs.example")
    make_block(reply, why=f"{SECRET} : des injures", by=editor)
    public = make_find(guest, state=FindState.PUBLISHED, words="Levez la tête.", discretion=Discretion.SECRET)
    Find.objects.filter(pk=public.pk).update(place_name=f"{SECRET} : chez moi")
    press_silence(city, by=editor, now=NOW, why=f"{SECRET} : une alerte")
    return city


@pytest.fixture
def nantes(db):
    return make_city("nantes")


@pytest.fixture
def visitors(paris, nantes) -> dict[str, User | None]:
    """Everybody Paris is not for."""
    writer = make_guest(nantes, slug="anouk")
    make_residency(writer)
    return {
        "nobody": None,
        "a stranger": make_user("stranger@example.org"),
        "a guest of another city": writer.user,
        "a chief of another city": make_editor(nantes, Role.CHIEF),
    }


def patterns(urlconf: str) -> Iterator[tuple[str, URLPattern, str]]:
    """Each pattern with its full name and route, in French."""

    def walk(nodes, door, route):
        for node in nodes:
            here = route + str(node.pattern)
            if isinstance(node, URLPattern):
                yield f"{door}{node.name}", node, here
            else:
                yield from walk(node.url_patterns, f"{node.namespace}:" if node.namespace else door, here)

    return walk(get_resolver(urlconf).url_patterns, "", "/")


def addresses(urlconf: str, samples: dict[str, list[object]]) -> list[tuple[str, str]]:
    """Every pattern filled in with every sample of its parameters. KeyError names a parameter without one."""
    filled = []
    for name, pattern, route in patterns(urlconf):
        wanted = list(pattern.pattern.converters)
        for values in product(*(samples[parameter] for parameter in wanted)):
            address = route
            for parameter, value in zip(wanted, values, strict=True):
                kind = type(pattern.pattern.converters[parameter]).__name__.removesuffix("Converter").lower()
                address = address.replace(f"<{kind.replace('string', 'str')}:{parameter}>", str(value))
            filled.append((name, address))
    return filled


def samples_of(city) -> dict[str, list[object]]:
    photo = Photo.of_city(city).get()
    return {
        "find_id": list(city.finds.values_list("pk", flat=True)),
        "publication_id": list(city.publications.values_list("pk", flat=True)),
        "residency_id": list(city.residencies.values_list("pk", flat=True)),
        "photo_id": [photo.pk],
        "number": [1],
        "name": [photo.renditions[0]["name"], "release", "cancel", "confirm", "see", "aside"],
        "slug": list(city.guests.values_list("slug", flat=True)),
        "kind": ["paper", "bluesky"],
        "token": ["spent-long-ago"],
        "guest_id": list(city.guests.values_list("pk", flat=True)),
        "proposal_id": list(city.proposals.values_list("pk", flat=True)),
        "channel_id": list(city.channels.values_list("pk", flat=True)),
        "reply_id": list(city.replies.values_list("pk", flat=True)),
        "block_id": list(city.blocks.values_list("pk", flat=True)),
        "silence_id": list(city.silences.values_list("pk", flat=True)),
        "membership_id": list(city.memberships.values_list("pk", flat=True)),
        "pk": [1],
    }


def typed_against(city) -> dict[str, object]:
    """A form that names Paris's own rows, whatever it is sent to."""
    return {
        "guest": city.guests.get().pk,
        "channel": city.channels.get(is_home=False).pk,
        "state": "dormant",
        "when": "now",
        "remark": "Non.",
        "why": "Non.",
        "url": "https://example.org/",
        "starts_at": "2026-06-01T10:00",
        "ends_at": "2026-06-02T10:00",
        "email": "stranger@example.org",
        "role": "chief",
        "speaker": "person",
        "reasons": "Non.",
        "profile": "Non.",
        "charter": "on",
        "replies": 3,
        "minutes": 30,
        "alone": "on",
        "until": "2026-06-01",
        "age": "adult",
        "seen": city.guests.get().portrait_offered,
        "is_lent": "on",
    }


def photograph(city) -> str:
    """All a city's rows, as text."""
    nouns = (
        city.finds,
        city.publications,
        city.channels,
        city.guests,
        city.residencies,
        city.memberships,
        city.proposals,
        city.replies,
        city.blocks,
        city.charters,
        city.journal,
    )
    return serialize("json", [*city._meta.model.objects.filter(pk=city.pk), *(row for of in nouns for row in of.all())])


CLIENT = Client()
"""One for all: a new one would read every static file before its first request."""


def ask(user: User | None, method: str, address: str, typed: dict[str, object]):
    """One request with a fresh session: an address may sign its visitor out."""
    CLIENT.cookies.clear()
    if user is not None:
        CLIENT.force_login(user)
    return CLIENT.get(address) if method == "GET" else CLIENT.post(address, typed)


def text_of(answer) -> str:
    return b"".join(answer).decode(errors="replace") if answer.streaming else answer.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_of_elsewhere_gets_behind_a_door(paris, visitors, method):
    before, typed, leaks = photograph(paris), typed_against(paris), []
    for name, address in addresses("flaneur.web.urls", samples_of(paris)):
        for who, user in visitors.items():
            answer = ask(user, method, f"/paris{address}", typed)
            is_asked_in = answer.status_code == 401 or LOGIN in answer.headers.get("Location", "")
            is_turned_away = answer.status_code in TURNED_AWAY or (user is None and is_asked_in)
            if SECRET in text_of(answer) or (name.startswith(CLOSED) and not is_turned_away):
                leaks.append((who, method, address, answer.status_code))
    assert leaks == []
    assert photograph(paris) == before


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_reaches_a_city_through_another_ones_door(paris, nantes, visitors, method):
    before, typed, leaks = photograph(paris), typed_against(paris), []
    for name, address in addresses("flaneur.web.urls", samples_of(paris)):
        answer = ask(visitors["a chief of another city"], method, f"/nantes{address}", typed)
        names_a_row = any(str(key) in address for key in samples_of(paris)["find_id"])
        if SECRET in text_of(answer) or (names_a_row and answer.status_code not in TURNED_AWAY):
            leaks.append((name, address, answer.status_code))
    assert leaks == []
    assert photograph(paris) == before


def test_the_install_itself_tells_nothing_of_a_city(paris, visitors):
    for _name, address in addresses("flaneur.urls", samples_of(paris)):
        for user in visitors.values():
            answer = ask(user, "GET", address, {})
            assert SECRET not in text_of(answer)


def test_a_link_of_one_city_does_not_open_another_ones_desk(paris, nantes, visitors):
    secret = make_link(visitors["a chief of another city"], leads_to="/paris/fr/desk/", now=NOW, city=nantes)
    client = Client()
    answer = client.post(f"/paris/account/link/{secret}", follow=True)
    assert answer.status_code == 404
    assert SECRET not in answer.text


def test_the_sweep_would_see_a_leak(paris):
    """The secrets are where somebody of Paris reads them: their absence elsewhere means something."""
    client = Client()
    client.force_login(make_editor(paris, Role.CHIEF))
    stay = f"people/residency/{paris.residencies.get().pk}/"
    pages = (
        "",
        "journal/",
        "channels/",
        "replies/",
        "replies/blocks/",
        "silence/",
        "people/",
        stay,
        *(f"find/{find.pk}/" for find in paris.finds.all()),
    )
    pictures = (
        f"channels/{paris.channels.get(is_home=False).pk}/picture.jpg",
        f"people/guest/{paris.guests.get().pk}/portrait.jpg",
    )
    assert [page for page in (*pages, *pictures) if SECRET not in text_of(client.get(f"/paris/fr/desk/{page}"))] == []
