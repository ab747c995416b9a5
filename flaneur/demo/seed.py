"""Three cities brought to life through the services, as if their weeks had been lived up to this moment."""

import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from flaneur.core.find import Consideration, FindState, Likeness
from flaneur.core.guest import Age, Speaker, Standing
from flaneur.core.place import Discretion, Place
from flaneur.core.roles import Role
from flaneur.demo.portraits import portrait
from flaneur.demo.scenes import Size, draw
from flaneur.demo.story import Entry, Host, Shot, Spot, Stay, Town
from flaneur.demo.towns import TOWNS
from flaneur.models import City, Find, Guest, User
from flaneur.services.agreements import Answers, agree
from flaneur.services.channels import connect_channel
from flaneur.services.choices import Motive
from flaneur.services.cities import add_city, all_cities
from flaneur.services.finds import Capture, capture_find, submit_find
from flaneur.services.media import keep_content
from flaneur.services.people import give_place, welcome_guest
from flaneur.services.photos import attach_photo
from flaneur.services.proposals import propose
from flaneur.services.publishing import retract_find
from flaneur.services.residencies import plan_residency, turn_over_residencies
from flaneur.services.review import approve_find, decline_find, return_find
from flaneur.services.sending import publish_due

SIZE: Size = (1280, 960)
OWNER = "demonstration"
BOARD = "Le panneau de la place"
FOUNDED = timedelta(days=60)
SENT_AFTER = timedelta(minutes=3)
READ_AFTER = timedelta(minutes=25)
SHOWN_AFTER = timedelta(minutes=70)
"""Later than an exact place has to wait."""
AGREED_BEFORE = timedelta(days=1)
ASKED_BEFORE = timedelta(days=2)
TAKEN_BACK_AFTER = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Telling:
    """A find and how it is told."""

    find: Find
    entry: Entry

    def after(self, pause: timedelta) -> datetime:
        return self.find.received_at + pause


Spread = Callable[[Callable[[Telling], None], Iterable[Telling]], Iterable[None]]


def seed(*, now: datetime, spread: Spread = map) -> list[City]:
    """Make the towns this install does not have yet, or not wholly. Gives those it worked on.

    `spread` runs the drawing and developing of the photos, which takes the longest; a pool's `map` shares it out.
    """
    return [city for town in TOWNS if (city := _begin(town, now=now)) and _finish(city, town, spread, now=now)]


@transaction.atomic
def _begin(town: Town, *, now: datetime) -> City:
    """The town with its people, its calendar and its finds as drafts, as a whole or not at all."""
    known = next((city for city in all_cities() if city.slug == town.slug), None)
    if known is not None:
        return known
    founded = now - FOUNDED
    city = _found(town, now=founded)
    for role, (email, name) in town.desk.items():
        give_place(city, email=email, role=role, name=name, now=founded)
    connect_channel(city, kind="paper", name=BOARD, answers={}, now=founded)
    editor = city.memberships.get(role=Role.EDITOR).user
    guests = [_invite(city, stay, by=editor, now=now) for stay in town.stays]
    for email in town.asked:
        propose(city, email=email, by=editor, now=now - ASKED_BEFORE)
    for guest, stay in zip(guests, town.stays, strict=True):
        _spend(guest, stay, now=now)
    return city


def _finish(city: City, town: Town, spread: Spread, *, now: datetime) -> bool:
    """Photos for the drafts, then every find on its way; False when they have left, or when the city is not ours."""
    finds = city.finds.select_related("city", "guest__user").in_bulk()
    told = [Telling(finds[key], entry) for entry in town.entries if (key := entry.id_in(town.slug)) in finds]
    if len(told) < len(town.entries):
        return False
    editor = city.memberships.get(role=Role.EDITOR).user
    if all(telling.find.state == FindState.DRAFT for telling in told):
        for _done in spread(_illustrate, told):
            pass
        _decide(told, editor, now=now)
    waiting = [telling for telling in told if telling.find.state in _WAITING.get(telling.entry.becomes, ())]
    for telling in waiting:
        _show(telling, editor)
    return bool(waiting)


@transaction.atomic
def _decide(told: list[Telling], editor: User, *, now: datetime) -> None:
    """What the desk did with every find, as a whole or not at all."""
    for telling in told:
        _VERDICTS[telling.entry.becomes](telling, editor, now)


def _show(told: Telling, editor: User) -> None:
    """Publish a find in the moment it was approved for, and take it back when its story says so."""
    publish_due(owner=OWNER, clock=lambda: told.after(SHOWN_AFTER), find=told.find)
    told.find.refresh_from_db()
    if told.entry.becomes == FindState.RETRACTED and told.find.state == FindState.PUBLISHED:
        taken_back_at = told.after(TAKEN_BACK_AFTER)
        retract_find(told.find, by=editor, now=taken_back_at, why=told.entry.verdict)
        publish_due(owner=OWNER, clock=lambda: taken_back_at, find=told.find)


def _illustrate(telling: Telling) -> None:
    find = telling.find
    for shot in telling.entry.shots:
        upload = io.BytesIO(_paint(shot, telling.entry.spot))
        attach_photo(find, upload, alt=shot.alt, by=find.guest.user, now=find.received_at)


def _paint(shot: Shot, spot: Spot | None) -> bytes:
    size = (SIZE[1], SIZE[0]) if shot.is_upright else SIZE
    return draw(shot.motif, seed=shot.seed, light=shot.hour, size=size, at=(spot.lon, spot.lat) if spot else None)


def _found(town: Town, *, now: datetime) -> City:
    return add_city(
        name=town.name,
        slug=town.slug,
        brand_tag=town.tag,
        now=now,
        tagline=dict(town.tagline),
        colours={token: list(pair) for token, pair in town.colours.items()},
        districts=basemap(town),
        charter=town.charter,
    )


def basemap(town: Town) -> dict[str, Any]:
    """The town's real districts and water (source, licence and date inside)."""
    return dict(json.loads((Path(__file__).parent / f"{town.slug}.geojson").read_text(encoding="utf-8")))


def _invite(city: City, stay: Stay, *, by: User, now: datetime) -> Guest:
    starts_at, ends_at = stay.window(now, city.zone)
    asked_at = now - FOUNDED / 2
    guest = _welcome(city, stay.host, now=asked_at)
    motive = Motive(Speaker.PERSON, stay.why, stay.profile)
    residency = plan_residency(guest, starts_at=starts_at, ends_at=ends_at, now=asked_at, motive=motive, by=by)
    if stay.has_agreed:
        answers = Answers(Age.ADULT, Standing.NO, has_lock=True, interests=stay.interests)
        agree(residency, answers, by=guest.user, now=min(starts_at, now) - AGREED_BEFORE)
    return guest


def _welcome(city: City, host: Host, *, now: datetime) -> Guest:
    picture = f"{city.slug}/portraits/{host.slug}.jpg"
    keep_content(ContentFile(portrait(host.portrait)), picture)
    return welcome_guest(
        city,
        email=f"{host.slug}@{city.slug}.example",
        name=host.name,
        slug=host.slug,
        now=now,
        trade=dict(host.trade),
        about=dict(host.about),
        district=host.district,
        portrait=picture,
    )


def _spend(guest: Guest, stay: Stay, *, now: datetime) -> None:
    """A stay from its first morning to its last evening, or to this moment."""
    starts_at, ends_at = stay.window(now, guest.city.zone)
    turn_over_residencies(now=min(starts_at, now))
    for entry in stay.entries:
        _capture(guest, entry, now=now)
    turn_over_residencies(now=min(ends_at, now))


def _capture(guest: Guest, entry: Entry, *, now: datetime) -> None:
    taken_at, spot = entry.when.instant(now, guest.city.zone), entry.spot
    capture = Capture(
        id=entry.id_in(guest.city.slug),
        words=entry.words,
        language=entry.language,
        captured_at=taken_at,
        pillar=entry.pillar,
        audience=entry.audience,
        place=Place(spot.name, spot.lon, spot.lat) if spot else Place(),
        discretion=spot.discretion if spot else Discretion.STREET,
        consideration=Consideration.NOTHING,
        likeness=Likeness.NOBODY,
        is_lent=True,
        reasons=entry.reasons,
    )
    capture_find(guest, capture, by=guest.user, now=taken_at + SENT_AFTER)


def _submit(told: Telling, _editor: User, _now: datetime) -> None:
    submit_find(told.find, by=told.find.guest.user, now=told.find.received_at)


def _return(told: Telling, editor: User, now: datetime) -> None:
    _submit(told, editor, now)
    return_find(told.find, by=editor, now=told.after(READ_AFTER), remark=told.entry.verdict)


def _decline(told: Telling, editor: User, now: datetime) -> None:
    _submit(told, editor, now)
    decline_find(told.find, by=editor, now=told.after(READ_AFTER), remark=told.entry.verdict)


def _approve(told: Telling, editor: User, now: datetime) -> None:
    """Approved only now, so that its slot lies ahead."""
    _submit(told, editor, now)
    approve_find(told.find, by=editor, now=now)


def _approve_for_its_day(told: Telling, editor: User, now: datetime) -> None:
    _submit(told, editor, now)
    approve_find(told.find, by=editor, now=told.after(READ_AFTER), at=told.after(SHOWN_AFTER))


_VERDICTS: Mapping[FindState, Callable[[Telling, User, datetime], None]] = {
    FindState.DRAFT: lambda _told, _editor, _now: None,
    FindState.SUBMITTED: _submit,
    FindState.RETURNED: _return,
    FindState.DECLINED: _decline,
    FindState.APPROVED: _approve,
    FindState.PUBLISHED: _approve_for_its_day,
    FindState.RETRACTED: _approve_for_its_day,
}

_WAITING: Mapping[FindState, tuple[FindState, ...]] = {
    FindState.PUBLISHED: (FindState.APPROVED,),
    FindState.RETRACTED: (FindState.APPROVED, FindState.PUBLISHED),
}
"""Where a find stands while it still has to be shown: nobody at the desk brings it back there."""
