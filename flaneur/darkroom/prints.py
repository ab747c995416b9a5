"""From an upright picture to its renditions on disk."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import AvifImagePlugin, Image, ImageOps, JpegImagePlugin

from flaneur.darkroom.negative import BOX
from flaneur.darkroom.values import Rendition

# Registers the formats we write.
WRITERS = (AvifImagePlugin, JpegImagePlugin)


@dataclass(frozen=True, slots=True)
class Paper:
    """A file format with its settings, and the widths printed on it."""

    format: str
    suffix: str
    widths: tuple[int, ...]
    settings: Mapping[str, int | bool]


JPEG = Paper("JPEG", "jpg", (BOX, 1080, 640, 320), {"quality": 82, "progressive": True})
AVIF = Paper("AVIF", "avif", (1080, 640, 320), {"quality": 60, "speed": 9, "max_threads": 1})

PORTRAIT = 640
"""Pixels of its sides; networks show less, and take no more than a megabyte."""


def print_all(picture: Image.Image, folder: Path, paper: Paper) -> list[Rendition]:
    shrinking = _shrinking(picture, paper.widths)
    return [_print(smaller, folder / f"{smaller.width}.{paper.suffix}", paper) for smaller in shrinking]


def print_trimmed(picture: Image.Image, folder: Path, narrowest: float, widest: float) -> list[Rendition]:
    """The middle of a picture too narrow or too wide for some network; nothing of one that is neither.

    Its other ending keeps it apart from the renditions pages choose among by their width.
    """
    width = min(picture.width, max(1, int(picture.height * widest)))
    height = min(picture.height, max(1, int(picture.width / narrowest)))
    if (width, height) == picture.size:
        return []
    left, top = (picture.width - width) // 2, (picture.height - height) // 2
    middle = picture.crop((left, top, left + width, top + height))
    return [_print(middle, folder / f"{width}-trimmed.jpeg", JPEG)]


def print_portrait(picture: Image.Image, folder: Path) -> Rendition:
    """A square, from above the middle of a tall picture: there the face is."""
    side = min(PORTRAIT, *picture.size)
    square = ImageOps.fit(picture, (side, side), Image.Resampling.LANCZOS, centering=(0.5, 0.3))
    return _print(square, folder / "portrait.jpg", JPEG)


def dominant_colour(picture: Image.Image) -> str:
    """Return the picture's mean, to stand in its place while it loads."""
    red, green, blue = picture.resize((1, 1), Image.Resampling.BOX).tobytes()
    return f"#{red:02x}{green:02x}{blue:02x}"


def _shrinking(picture: Image.Image, widths: tuple[int, ...]) -> Iterator[Image.Image]:
    """Yield the picture at each width it can fill (its own, when that is below the widest), each made from the last."""
    own = min(picture.width, widths[0])
    full = picture.size
    for width in (own, *(width for width in widths if width < own)):
        height = max(1, round(full[1] * width / full[0]))
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
        yield picture


def _print(picture: Image.Image, target: Path, paper: Paper) -> Rendition:
    picture.save(target, paper.format, **paper.settings)
    return Rendition(*picture.size, name=target.name, size=target.stat().st_size)
