"""Finds on the guest's side: captured, handed in, withdrawn."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.db import IntegrityError, transaction

from flaneur.core.charter import check_guest, unanswered
from flaneur.core.charter.places import Pin
from flaneur.core.errors import AlreadyHandedIn, NotAllowed, TooLate, Unfit
from flaneur.core.find import FIND_MOVES, OPEN_TO_THE_GUEST, Audience, Consideration, FindMove, FindState, Likeness
from flaneur.core.geo import district_at
from flaneur.core.later import Later, earliest
from flaneur.core.place import Discretion, Place
from flaneur.core.text import LONGEST_WORDS, legible
from flaneur.core.words import gettext_noop as _
from flaneur.models import City, Find, Guest, User
from flaneur.services.cities import lock_city
from flaneur.services.journal import record
from flaneur.services.moves import lock_find, move
from flaneur.services.photos import attach_photo, describe_photo, remove_photo, was_worded_for
from flaneur.services.remarks import as_kept, remarks_under
from flaneur.services.residencies import residency_for, was_cut_short

HAD_LEFT = _("This find had already left. What you changed is still here: send it as a new one, or tell the desk.")
NOWHERE = Place()
UNDECIDED = (FindState.DRAFT, FindState.SUBMITTED, FindState.RETURNED)
MOST_DRAFTS = 100
"""Finds of one guest that have begun and never left: many more than a week of bad network, fewer than a disk holds."""


@dataclass(frozen=True, slots=True)
class Capture:
    """What the phone hands over. `id` was made by the phone; `place.district` is found here, from the point.

    `is_lent` is the guest's yes to this find being shown; `reasons` what they say to a rule's question, by its key;
    `later` how long they ask it to wait.
    `answers` is when the find had been handed in that the desk gave back and this capture changes.
    """

    id: UUID
    words: str
    language: str
    captured_at: datetime
    pillar: str = ""
    audience: Audience = Audience.BOTH
    place: Place = NOWHERE
    discretion: Discretion = Discretion.STREET
    consideration: Consideration = Consideration.UNSAID
    likeness: Likeness = Likeness.UNSAID
    is_lent: bool = False
    reasons: Mapping[str, str] = field(default_factory=dict)
    later: Later = Later.NOW
    answers: datetime | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A photo of a capture, with what the guest says it shows.

    Without a `file` it came, or will come, in a request of its own; `digest` (SHA-256 in hex) names it then.
    """

    file: BinaryIO | None
    alt: str = ""
    digest: str = ""


def hand_in(guest: Guest, capture: Capture, uploads: Iterable[Upload], *, by: User, now: datetime) -> Find:
    """A capture with exactly these photos, ready for review. The same capture twice is one find.

    The words are kept as a draft before a photo is looked at: an `Unfit` photo loses nothing. While a photo is only
    named, the find waits for it (`missing_photos`). Raises `AlreadyHandedIn` when it has left otherwise than told.
    """
    find = capture_find(guest, capture, by=by, now=now)
    named = {upload.digest or _digest(upload): upload for upload in uploads}
    try:
        if _is_open(find, capture):
            _gather_photos(find, named, by=by, now=now)
            if not missing_photos(find, named):
                submit_find(find, by=by, now=now)
    except TooLate:  # the same capture, sent twice at once: the other one was quicker
        find.refresh_from_db()
        if _is_open(find, capture):
            raise
    find.refresh_from_db()
    if not _is_open(find, capture):
        _compare(find, capture, named)
        _reword(find, named, by=by, now=now)
    return find


def _is_open(find: Find, capture: Capture) -> bool:
    """Whether a capture may change a find. A late repeat of what the desk has given back since would undo that."""
    return find.state in OPEN_TO_THE_GUEST and find.submitted_at in {None, capture.answers}


def missing_photos(find: Find, named: Iterable[str]) -> list[str]:
    """Of the digests a capture names, those whose photos have not come."""
    return sorted(set(named) - set(find.photos.values_list("digest", flat=True)))


def _digest(upload: Upload) -> str:
    if upload.file is None:
        raise ValueError("a photo comes as a file, or is named by its digest")
    digest = hashlib.sha256()
    while piece := upload.file.read(2**18):
        digest.update(piece)
    upload.file.seek(0)
    return digest.hexdigest()


def _gather_photos(find: Find, named: Mapping[str, Upload], *, by: User, now: datetime) -> None:
    """Attach what came, describe what is here, remove what the guest no longer names."""
    here = {photo.digest: photo for photo in find.photos.all()}
    for digest, photo in here.items():
        if digest not in named:
            remove_photo(photo, by=by, now=now)
    for digest, upload in named.items():
        if digest in here:
            describe_photo(here[digest], upload.alt, by=by, now=now)
        elif upload.file is not None:
            attach_photo(find, upload.file, alt=upload.alt, by=by, now=now)


def _compare(find: Find, capture: Capture, named: Iterable[str]) -> None:
    """Raises `AlreadyHandedIn` unless a find that has left is what this capture tells; see `_reword` for the rest."""
    if find.state == FindState.WITHDRAWN:
        raise AlreadyHandedIn(_("You had taken this find back. What you wrote is still here: send it as a new one."))
    told = _fields(find.city, capture)
    has_same_photos = set(named) == set(find.photos.values_list("digest", flat=True))
    if not has_same_photos or told != {name: getattr(find, name) for name in told}:
        raise AlreadyHandedIn(HAD_LEFT)


@transaction.atomic
def _reword(find: Find, named: Mapping[str, Upload], *, by: User, now: datetime) -> None:
    """Descriptions the guest has changed since a find left are taken while the desk reads it, and refused after.

    What the desk has worded itself stands: nobody can tell such a change from a late repeat.
    """
    told = [(photo, legible(named[photo.digest].alt)) for photo in find.photos.all()]
    changed = [(photo, alt) for photo, alt in told if alt not in {"", photo.alt} and not was_worded_for(photo, by)]
    if not changed:
        return
    lock_city(find.city)  # as `touch` will: before the find, or it waits for an approval that waits for it
    if lock_find(find) is not FindState.SUBMITTED:
        raise AlreadyHandedIn(HAD_LEFT)
    for photo, alt in changed:
        describe_photo(photo, alt, by=by, now=now)


@transaction.atomic
def capture_find(guest: Guest, capture: Capture, *, by: User, now: datetime) -> Find:
    """Keep a capture as a draft, or bring an open draft up to date.

    Raises `NotAllowed` outside the residency, `Unfit` for words too long to keep and for one draft too many.
    """
    if len(capture.words) > LONGEST_WORDS:
        raise Unfit(
            _("%(size)d characters; a find has room for %(most)d."), size=len(capture.words), most=LONGEST_WORDS
        )
    known = Find.objects.filter(pk=capture.id).first()
    if known is not None:
        return _recaptured(known, guest, capture, now=now)
    if guest.finds.filter(state=FindState.DRAFT).count() >= MOST_DRAFTS:
        raise Unfit(
            _("%(most)d of your finds wait to be sent: send some of them, or take them back."), most=MOST_DRAFTS
        )
    captured_at = min(capture.captured_at, now)
    find = Find(
        id=capture.id,
        city=guest.city,
        guest=guest,
        residency=residency_for(guest, captured_at=captured_at, now=now),
        captured_at=captured_at,
        received_at=now,
        lent_at=now if capture.is_lent else None,
        may_show_at=_may_show_at(guest.city, capture, captured_at),
        **_fields(guest.city, capture),
    )
    try:
        with transaction.atomic():
            find.save(force_insert=True)
    except IntegrityError:  # the same capture, sent twice at once
        return _recaptured(Find.objects.get(pk=capture.id), guest, capture, now=now)
    record("capture_find", city=guest.city, by=by, now=now, subject=find)
    return find


def _recaptured(find: Find, guest: Guest, capture: Capture, *, now: datetime) -> Find:
    if find.guest_id != guest.pk:
        raise NotAllowed(_("This find belongs to somebody else."))
    if was_cut_short(find.residency):
        raise NotAllowed(_("The pen is not in your hands right now. What you wrote stays on this phone."))
    if _is_open(find, capture):
        fresh = {
            "lent_at": now if capture.is_lent else None,
            "may_show_at": _may_show_at(guest.city, capture, find.captured_at),
        }
        Find.objects.filter(pk=find.pk, state=find.state).update(**fresh, **_fields(guest.city, capture))
        find.refresh_from_db()
    return find


def _fields(city: City, capture: Capture) -> dict[str, object]:
    place = capture.place
    district = None
    if place.lon is not None and place.lat is not None:
        district = district_at(city.districts, place.lon, place.lat)
    language = capture.language if capture.language in city.languages else city.languages[0]
    return {
        "words": as_kept(city, legible(capture.words), language),
        "language": language,
        "pillar": capture.pillar,
        "audience": capture.audience,
        "place_name": legible(place.name),
        "lon": place.lon,
        "lat": place.lat,
        "district": district.code if district else place.district,
        "discretion": capture.discretion,
        "consideration": capture.consideration,
        "likeness": capture.likeness,
        "later": capture.later,
        "reasons": {rule: said.strip() for rule, said in capture.reasons.items() if said.strip()},
    }


def _may_show_at(city: City, capture: Capture, captured_at: datetime) -> datetime | None:
    """From when it may be shown: as its guest asks, and an exact place never before the charter lets it."""
    shown_at = earliest(capture.later, captured_at, zone=city.zone)
    if capture.discretion is Discretion.EXACT and capture.place != NOWHERE:
        shown_at = max(shown_at, captured_at + least_wait(city))
    return shown_at if shown_at > captured_at else None


def least_wait(city: City) -> timedelta:
    """How long a city's charter has an exact place wait, whatever its guest asks."""
    remarks = check_guest(Pin(Discretion.EXACT), city.charters.current().articles)
    return timedelta(minutes=max((cast(int, remark.values["minutes"]) for remark in remarks), default=0))


@transaction.atomic
def leave_place(find: Find, *, by: User, now: datetime) -> None:
    """Its guest has left: from now it may be shown. What was planned for later meanwhile stays where it is.

    Raises `TooLate` for a find that waits for something else, or that the desk has decided on.
    """
    waiting = Find.objects.filter(pk=find.pk, later=Later.LEFT, may_show_at__gt=now, state__in=UNDECIDED)
    if not waiting.update(may_show_at=now):
        raise TooLate(_("This find does not wait for you to leave any more."))
    find.may_show_at = now
    record("leave_place", city=find.city, by=by, now=now, subject=find)


@transaction.atomic
def submit_find(find: Find, *, by: User, now: datetime) -> None:
    """Hand a draft, or what the desk returned, to the review queue.

    Raises `Unfit` when it is empty, and while a question of the charter has no answer.
    """
    if not find.words and not find.photos.exists():
        raise Unfit(_("A find needs a line or a photo."))
    charter = find.city.charters.current()
    if unanswered(remarks_under(charter, find), find.reasons):
        raise Unfit(_("The charter has a question for you: answer it, and send again."))
    fresh: dict[str, Any] = {"remark": "", "vouched_by": None, "vouched_at": None}
    move(find, FIND_MOVES, FindMove.SUBMIT, submitted_at=now, charter=charter, **fresh)
    record("submit_find", city=find.city, by=by, now=now, subject=find, details={"charter": charter.version})


@transaction.atomic
def withdraw_find(find: Find, *, by: User, now: datetime) -> None:
    """The guest takes a find back before it was approved."""
    move(find, FIND_MOVES, FindMove.WITHDRAW)
    record("withdraw_find", city=find.city, by=by, now=now, subject=find)
