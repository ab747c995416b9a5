"""Photos: kept private as they came, developed in a separate process, shown as renditions without metadata."""

import hashlib
import logging
import shutil
from datetime import datetime
from math import inf
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
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
    original = _folder("originals", find) / str(photo.pk)
    kept = None
    try:
        digest = _keep(upload, original)
        kept = find.photos.filter(digest=digest).first()
        if kept is not None:
            describe_photo(kept, alt, by=by, now=now)
        else:
            _develop(photo, original)
            kept = _enter(photo, digest, original, by=by, now=now)
    except (OSError, darkroom.DarkroomFailure) as trouble:
        logger.exception("a photo cannot be kept: is the disk full?")
        raise NotNow(_("This machine has no room for photos right now. Please send it again later.")) from trouble
    finally:
        if kept is not photo:
            _erase(original, renditions_folder(photo))
    return kept


def _keep(upload: BinaryIO, original: Path) -> str:
    """Copy the upload to its private place and give its SHA-256."""
    original.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with original.open("xb") as kept:
        while piece := upload.read(2**18):
            digest.update(piece)
            kept.write(piece)
    return digest.hexdigest()


def _develop(photo: Photo, original: Path) -> None:
    developed = darkroom.develop(original, renditions_folder(photo), shape=_shape())
    photo.width, photo.height, photo.colour = developed.width, developed.height, developed.colour
    photo.metadata = dict(developed.metadata)
    photo.renditions = [_entry(rendition) for rendition in developed.renditions]


@transaction.atomic
def _enter(photo: Photo, digest: str, original: Path, *, by: User, now: datetime) -> Photo:
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
    photo.original = str(original.relative_to(settings.MEDIA_ROOT))
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
    original, renditions = Path(settings.MEDIA_ROOT) / photo.original, renditions_folder(photo)
    record("remove_photo", city=find.city, by=by, now=now, subject=photo, details={"find": str(find.pk)})
    photo.delete()
    transaction.on_commit(lambda: _erase(original, renditions))


def _erase(original: Path, renditions: Path) -> None:
    original.unlink(missing_ok=True)
    shutil.rmtree(renditions, ignore_errors=True)


@task()
def develop_avif(photo_id: str) -> None:
    """In the background: the lighter AVIF beside each JPEG, a third fewer bytes for the phones that read it."""
    photo = Photo.objects.select_related("find__city").filter(pk=photo_id).first()
    if photo is None:
        return
    kept = [entry for entry in photo.renditions if not entry["name"].endswith(".avif")]
    # Already upright and clean: cheaper than the original.
    widest = max((entry for entry in kept if entry["name"].endswith(".jpg")), key=lambda entry: entry["width"])
    made = darkroom.develop_avif(renditions_folder(photo) / widest["name"], renditions_folder(photo))
    with transaction.atomic():
        Photo.objects.filter(pk=photo.pk).update(renditions=[*kept, *(_entry(rendition) for rendition in made)])
        touch(photo.find.city)


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
            path, address = renditions_folder(photo) / entry["name"], photo_address(photo, entry["name"])
            return Picture(path, short_alt(photo.alt, limits), entry["width"], entry["height"], address=address)
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


def renditions_folder(photo: Photo) -> Path:
    return _folder("renditions", photo.find) / str(photo.pk)


def rendition_path(photo: Photo, name: str) -> Path | None:
    """The file of a rendition this photo really has, or None."""
    known = {entry["name"] for entry in photo.renditions}
    return renditions_folder(photo) / name if name in known else None


def _folder(kind: str, find: Find) -> Path:
    return Path(settings.MEDIA_ROOT) / find.city.slug / kind


def _entry(rendition: darkroom.Rendition) -> dict[str, object]:
    return {"width": rendition.width, "height": rendition.height, "name": rendition.name, "size": rendition.size}
