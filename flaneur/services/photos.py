"""Photos: kept private as they came, developed in a separate process, shown as renditions without metadata."""

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime
from math import inf
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction
from django_tasks import task

from flaneur import darkroom
from flaneur.adapters import ADAPTERS
from flaneur.core.dispatch import Limits, Picture
from flaneur.core.errors import NotNow, TooLate, Unfit
from flaneur.core.find import OPEN_TO_THE_GUEST
from flaneur.core.text import legible, short_alt
from flaneur.core.words import gettext_noop as _
from flaneur.models import Find, Journal, Photo, User
from flaneur.services import media
from flaneur.services.addresses import photo_address
from flaneur.services.cities import touch
from flaneur.services.journal import record
from flaneur.services.moves import lock_find

logger = logging.getLogger(__name__)

MOST_PHOTOS = 4


def attach_photo(find: Find, upload: BinaryIO, *, alt: str, by: User, now: datetime) -> Photo:
    """Keep a photo of a find and develop it. The same picture twice is one photo; only its description is new.

    Raises `Unfit` with a sentence for the guest when it cannot be developed, `TooLate` when its find has left, `NotNow`
    when this machine has no room for it.
    """
    photo = Photo(find=find, alt=legible(alt))
    broken: tuple[type[Exception], ...] = (*media.troubles(), darkroom.DarkroomFailure)
    try:
        with media.workshop() as bench:
            return _attach(photo, upload, bench / "original", alt=alt, by=by, now=now)
    except broken as trouble:
        logger.exception("a photo cannot be kept: is the disk full?")
        raise NotNow(_("This machine has no room for photos right now. Please send it again later.")) from trouble


def _attach(photo: Photo, upload: BinaryIO, original: Path, *, alt: str, by: User, now: datetime) -> Photo:
    find = photo.find
    digest = _copy(upload, original)
    known = find.photos.filter(digest=digest).first()
    if known is not None:
        describe_photo(known, alt, by=by, now=now)
        return known
    _develop(photo, original)
    kept = None
    try:
        _keep(photo, original)
        kept = _enter(photo, digest, by=by, now=now)
    finally:
        if kept is not photo:
            _erase(find, photo.pk)
    return kept


def _copy(upload: BinaryIO, original: Path) -> str:
    """Write the upload down and give its SHA-256."""
    digest = hashlib.sha256()
    with original.open("xb") as copy:
        while piece := upload.read(2**18):
            digest.update(piece)
            copy.write(piece)
    return digest.hexdigest()


def _develop(photo: Photo, original: Path) -> None:
    """The renditions lie beside the original until they are kept."""
    developed = darkroom.develop(original, original.parent, shape=_shape())
    photo.width, photo.height, photo.colour = developed.width, developed.height, developed.colour
    photo.metadata = dict(developed.metadata)
    photo.renditions = [_entry(rendition) for rendition in developed.renditions]


def _keep(photo: Photo, original: Path) -> None:
    photo.original = _name(photo.find, photo.pk, "originals")
    media.keep(original, photo.original)
    _keep_renditions(photo, original.parent, (str(entry["name"]) for entry in photo.renditions))


def _keep_renditions(photo: Photo, folder: Path, names: Iterable[str]) -> None:
    for name in names:
        media.keep(folder / name, f"{renditions_folder(photo)}/{name}")


@transaction.atomic
def _enter(photo: Photo, digest: str, *, by: User, now: datetime) -> Photo:
    """The photo, now part of its find; or its twin, when the same picture was quicker on another way."""
    find = photo.find
    if lock_find(find) not in OPEN_TO_THE_GUEST:
        raise TooLate(_("This find has left: nothing can be added to it."))
    twin = find.photos.filter(digest=digest).first()
    if twin is not None:
        return twin
    last = find.photos.last()
    if find.photos.count() >= MOST_PHOTOS:
        raise Unfit(_("A find has room for %(most)d photos."), most=MOST_PHOTOS)
    photo.position, photo.digest = last.position + 1 if last else 0, digest
    photo.save(force_insert=True)
    record("attach_photo", city=find.city, by=by, now=now, subject=photo, details={"find": str(find.pk)})
    develop_avif.enqueue(str(photo.pk))
    return photo


@transaction.atomic
def describe_photo(photo: Photo, alt: str, *, by: User, now: datetime) -> None:
    """Say what a photo shows; an empty description changes nothing."""
    alt = legible(alt)
    if alt and alt != photo.alt:
        photo.alt = alt
        photo.save(update_fields=["alt"])
        touch(photo.find.city)
        record("describe_photo", city=photo.find.city, by=by, now=now, subject=photo)


def was_worded_for(photo: Photo, user: User) -> bool:
    """Whether somebody else has said what a photo of this user's find shows."""
    lines = Journal.objects.about(photo).filter(verb="describe_photo")
    return lines.exclude(by=user).exists()


@transaction.atomic
def remove_photo(photo: Photo, *, by: User, now: datetime) -> None:
    """Take a photo out of an open find, its files with it. Raises `TooLate` when its find has left."""
    find = photo.find
    if lock_find(find) not in OPEN_TO_THE_GUEST:
        raise TooLate(_("This find has left: nothing can be taken out of it."))
    record("remove_photo", city=find.city, by=by, now=now, subject=photo, details={"find": str(find.pk)})
    key = photo.pk
    photo.delete()
    transaction.on_commit(lambda: _erase(find, key))


def _erase(find: Find, key: UUID) -> None:
    for kind in ("originals", "renditions"):
        media.erase(_name(find, key, kind))


@task()
def develop_avif(photo_id: str) -> None:
    """In the background: the lighter AVIF beside each JPEG, a third fewer bytes for the phones that read it."""
    photo = Photo.objects.select_related("find__city").filter(pk=photo_id).first()
    if photo is None:
        return
    kept = [entry for entry in photo.renditions if not entry["name"].endswith(".avif")]
    # Already upright and clean: cheaper than the original.
    widest = max((entry for entry in kept if entry["name"].endswith(".jpg")), key=lambda entry: entry["width"])
    with media.workshop() as bench:
        made = darkroom.develop_avif(media.fetch(f"{renditions_folder(photo)}/{widest['name']}", bench), bench)
        _keep_renditions(photo, bench, (rendition.name for rendition in made))
    with transaction.atomic():
        entries = [*kept, *(_entry(rendition) for rendition in made)]
        is_still_there = Photo.objects.filter(pk=photo.pk).update(renditions=entries)
        touch(photo.find.city)
    if not is_still_there:
        _erase(photo.find, photo.pk)


def pictures(find: Find, limits: Limits) -> tuple[Picture, ...]:
    """The photos of a find as a network takes them: upright JPEG without metadata, small enough, few enough."""
    chosen = (_picture(photo, limits) for photo in find.photos.all())
    return tuple(picture for picture in chosen if picture)[: limits.pictures]


def _picture(photo: Photo, limits: Limits) -> Picture | None:
    """The best rendition within the limit, whole where its shape is taken; None when not even the smallest is."""

    def worth(entry: dict[str, Any]) -> tuple[bool, bool, int]:
        shape = entry["width"] / entry["height"]
        is_taken = (limits.narrowest or 0) <= shape <= (limits.widest or inf)
        return is_taken, entry["name"].endswith(".jpg"), entry["width"]

    prints = [entry for entry in photo.renditions if entry["name"].endswith((".jpg", ".jpeg"))]
    for entry in sorted(prints, key=worth, reverse=True):
        if limits.picture_bytes is None or entry["size"] <= limits.picture_bytes:
            file = media.Stored(renditions_folder(photo), entry["name"])
            address = media.signed_address(str(file)) or photo_address(photo, entry["name"])
            return Picture(file, short_alt(photo.alt, limits), entry["width"], entry["height"], address=address)
    return None


def _shape() -> tuple[float, float] | None:
    """The shapes every network takes that does not take all; a photo outside is also kept cut to them."""
    limits = [adapter.limits for adapter in ADAPTERS.values()]
    bounds = [(each.narrowest, each.widest) for each in limits if each.narrowest and each.widest]
    return (
        (max(narrowest for narrowest, _widest in bounds), min(widest for _narrowest, widest in bounds))
        if bounds
        else None
    )


def renditions_folder(photo: Photo) -> str:
    return _name(photo.find, photo.pk, "renditions")


def rendition_name(photo: Photo, name: str) -> str | None:
    """Under which name a rendition this photo really has is kept, or None."""
    known = {entry["name"] for entry in photo.renditions}
    return f"{renditions_folder(photo)}/{name}" if name in known else None


def _name(find: Find, key: UUID, kind: str) -> str:
    return f"{find.city.slug}/{kind}/{key}"


def _entry(rendition: darkroom.Rendition) -> dict[str, object]:
    return {"width": rendition.width, "height": rendition.height, "name": rendition.name, "size": rendition.size}
