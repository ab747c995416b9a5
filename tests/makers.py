"""Plain functions that make nouns for tests; keywords override, nothing is hidden."""

import uuid
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from flaneur.core.charter import Book
from flaneur.core.find import Consideration, FindState, Likeness
from flaneur.core.guest import Age, Standing
from flaneur.core.place import Place
from flaneur.core.roles import Role
from flaneur.models import Block, Channel, City, Find, Guest, Photo, Publication, Reply, Residency, User
from flaneur.services.agreements import Answers, agree
from flaneur.services.blocks import block_author
from flaneur.services.channels import seal
from flaneur.services.cities import add_city
from flaneur.services.finds import Capture, capture_find, submit_find
from flaneur.services.people import give_place, welcome_guest
from flaneur.services.photos import attach_photo
from flaneur.services.planning import plan_find
from flaneur.services.residencies import plan_residency
from flaneur.services.review import approve_find
from tests.ground import two_districts

NOW = datetime(2026, 5, 14, 10, 0, tzinfo=UTC)
PILLARS = [
    {"key": "hidden", "name": {"fr": "Coins cachés", "en": "Hidden corners"}},
    {"key": "icons", "name": {"fr": "L’icône autrement", "en": "Icons, otherwise"}},
]


def make_city(slug: str = "paris", **fields: Any) -> City:
    name = fields.pop("name", slug.capitalize())
    fields.setdefault("brand_tag", f"#{name}JeTaime")
    fields.setdefault("districts", two_districts())
    fields.setdefault("charter", Book(pillars=PILLARS, text={"fr": {"intro": "La voix d’une amie."}}))
    return add_city(name=name, slug=slug, now=NOW, **fields)


def make_user(email: str = "somebody@example.org", **fields: Any) -> User:
    return User.objects.filter(email=email).first() or User.objects.create_user(email, **fields)


def make_editor(city: City, role: Role = Role.EDITOR, email: str = "") -> User:
    place = give_place(city, email=email or f"{role}@{city.slug}.example", role=role, now=NOW, name=f"{role} {city}")
    return place.user


def make_guest(city: City, *, name: str = "Léa", email: str = "", slug: str = "lea", **fields: Any) -> Guest:
    return welcome_guest(city, email=email or f"{slug}@{city.slug}.example", name=name, slug=slug, now=NOW, **fields)


def make_residency(guest: Guest, starts_at: datetime | None = None, ends_at: datetime | None = None) -> Residency:
    """A stay whose guest has said yes to the charter, unless it was over before anybody could."""
    starts_at = starts_at or NOW - timedelta(days=3)
    ends_at = ends_at or starts_at + timedelta(days=7)
    residency = plan_residency(guest, starts_at=starts_at, ends_at=ends_at, now=starts_at)
    agree(residency, make_answers(), by=guest.user, now=starts_at)
    return residency


def make_answers(**fields: Any) -> Answers:
    return Answers(**{"age": Age.ADULT, "standing": Standing.NO, "has_lock": True, **fields})


def make_capture(**fields: Any) -> Capture:
    fields.setdefault("id", uuid.uuid4())
    fields.setdefault("words", "Trois marches, une porte rouge, un chat. Le reste, je vous le laisse.")
    fields.setdefault("language", "fr")
    fields.setdefault("captured_at", NOW - timedelta(minutes=10))
    fields.setdefault("pillar", "hidden")
    fields.setdefault("place", Place("Cour Damoye", 2.35, 48.85))
    fields.setdefault("consideration", Consideration.NOTHING)
    fields.setdefault("likeness", Likeness.NOBODY)
    fields.setdefault("is_lent", True)
    fields.setdefault("reasons", {"brand_tag": "voulu", "french_present": "voulu"})
    return Capture(**fields)


def make_find(
    guest: Guest, *, state: str = FindState.SUBMITTED, now: datetime = NOW, at: datetime | None = None, **fields: Any
) -> Find:
    """A find brought to a state by the verbs themselves; `published` means its page is up, without any network."""
    if not guest.residencies.exists():
        make_residency(guest)
    find = capture_find(guest, make_capture(**fields), by=guest.user, now=now)
    state = FindState(state)
    if state is FindState.DRAFT:
        return find
    submit_find(find, by=guest.user, now=now)
    if state in {FindState.APPROVED, FindState.PUBLISHED}:
        approve_find(find, by=make_editor(guest.city), now=now, at=at)
    if state is FindState.PUBLISHED:
        publish(find, at=now)
    return find


def publish(find: Find, *, at: datetime) -> None:
    """Put the find's page up as the worker would have: directly, so that tests of pages need no worker."""
    home = find.publications.get(channel__is_home=True)
    Publication.objects.filter(pk=home.pk).update(state="sent", sent_at=at, wake_at=None)
    Find.objects.filter(pk=find.pk).update(state=FindState.PUBLISHED, published_at=at)
    find.refresh_from_db()


def jpeg(width: int = 640, height: int = 480, colour: tuple[int, int, int] = (200, 80, 40)) -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "JPEG")
    file.seek(0)
    return file


def make_photo(find: Find, *, alt: str = "Une porte rouge au fond d’une cour", **size: Any) -> Photo:
    """A photo of a find in any state; the verb itself takes one only while the find is its guest's."""
    state, same = find.state, Find.objects.filter(pk=find.pk)
    same.update(state=FindState.DRAFT)
    photo = attach_photo(find, jpeg(**size), alt=alt, by=find.guest.user, now=NOW)
    same.update(state=state)
    find.state = state
    return photo


def make_channel(city: City, kind: str = "paper", name: str = "", **credentials: str) -> Channel:
    return Channel.objects.create(city=city, kind=kind, name=name or kind.title(), credentials=seal(credentials))


def make_publication(find: Find, channel: Channel | None = None) -> Publication:
    """The publication of an approved find on a channel (the home's by default), planned now if it was not yet."""
    plan_find(find, by=None, now=NOW)
    wanted = {"channel": channel} if channel else {"channel__is_home": True}
    return find.publications.get(**wanted)


def make_reply(channel: Channel, find: Find | None = None, **fields: Any) -> Reply:
    """Somebody's words as the worker keeps them; an answer to a find that is on this channel, else a mention."""
    fields.setdefault("reference", uuid.uuid4().hex)
    fields.setdefault("author", "passante")
    fields.setdefault("text", "Quelle belle porte !")
    fields.setdefault("url", f"https://network.example/{fields['reference']}")
    fields.setdefault("posted_at", NOW)
    fields.setdefault("heard_at", NOW)
    publication = find and find.publications.get(channel=channel)
    return Reply.objects.create(city=channel.city, channel=channel, publication=publication, **fields)


def make_block(reply: Reply, **fields: Any) -> Block:
    """Whoever said it is blocked on the network, as somebody at the desk noted."""
    fields.setdefault("by", make_editor(reply.city))
    fields.setdefault("why", "Une suite d’injures.")
    fields.setdefault("now", NOW)
    return block_author(reply, **fields)
