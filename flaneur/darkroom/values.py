"""What goes into the darkroom's door and what comes out of it."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypedDict

from flaneur.core.errors import Unfit
from flaneur.core.words import gettext_noop as _

MOST_BYTES = 50_000_000
# JPEG decodes scaled down. 48 million is what an iPhone's HEIC holds at most. PNG and WebP cost up to 23 bytes a pixel.
MOST_PIXELS = MappingProxyType({"JPEG": 100_000_000, "HEIF": 50_000_000, "PNG": 40_000_000, "WEBP": 40_000_000})


class Reason(StrEnum):
    """Why a file is not developed."""

    EMPTY = "empty"
    NOT_A_PHOTO = "not a photo"
    TRUNCATED = "truncated"
    TOO_LARGE = "too large"
    TOO_MANY_PIXELS = "too many pixels"
    TOO_COSTLY = "too costly"


SENTENCES = MappingProxyType(
    {
        Reason.EMPTY: _("The photo arrived empty. Please choose it again."),
        Reason.NOT_A_PHOTO: _("This file is not a photo we can read. Please choose a JPEG, PNG, WebP or HEIC picture."),
        Reason.TRUNCATED: _("This photo is damaged or did not arrive whole. Please send it again."),
        Reason.TOO_LARGE: _("This photo is too heavy: %(megabytes)d MB at most."),
        Reason.TOO_MANY_PIXELS: _(
            "This photo has too many pixels: at most %(jpeg)d million in JPEG, %(heic)d in HEIC, %(other)d otherwise."
        ),
        Reason.TOO_COSTLY: _("This photo takes too long to open. Please choose another one, or a smaller copy of it."),
    }
)
VALUES = MappingProxyType(
    {
        "megabytes": MOST_BYTES // 1_000_000,
        "jpeg": MOST_PIXELS["JPEG"] // 1_000_000,
        "heic": MOST_PIXELS["HEIF"] // 1_000_000,
        "other": MOST_PIXELS["PNG"] // 1_000_000,
    }
)


class Undevelopable(Unfit):
    """The file cannot become a photo of ours; `reason` for the program, `sentence` and `values` for the guest."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(SENTENCES[reason], **VALUES)
        self.reason = reason


class DarkroomFailure(Exception):
    """The darkroom itself broke down (a full disk, a broken install): not the photo's fault."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one photo may cost."""

    cpu_seconds: int = 20
    wall_seconds: float = 30.0
    memory_bytes: int = 1 << 30


class Metadata(TypedDict, total=False):
    """What the camera wrote, as JSON; private. `taken_at` is ISO 8601, without offset when the camera kept none."""

    taken_at: str
    latitude: float
    longitude: float
    make: str
    model: str
    orientation: int


@dataclass(frozen=True, slots=True)
class Rendition:
    """One picture on disk: `<width>.jpg`, `<width>.avif`, or `<width>-trimmed.jpeg` cut to a shape; `size` in bytes."""

    width: int
    height: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Developed:
    """A photo and its renditions, widest first; `width` and `height` are the original's, upright; `colour` #rrggbb."""

    width: int
    height: int
    colour: str
    renditions: tuple[Rendition, ...]
    metadata: Metadata
