"""Illustrated scenes, drawn by our own code: the photos of a demonstration that borrows nobody's."""

import io
from collections.abc import Callable

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from flaneur.demo.scenes import garden, lane, river, roofs, shore, street, yard
from flaneur.demo.scenes.canvas import Canvas
from flaneur.demo.scenes.light import LIGHTS, Hour

Size = tuple[int, int]
Place = tuple[float, float]

MOTIFS: dict[str, Callable[[Canvas], None]] = {
    "arcade": lane.arcade,
    "bicycle": garden.bicycle,
    "bookstalls": street.bookstalls,
    "bridge": river.bridge,
    "cafe": street.cafe,
    "cat": roofs.cat,
    "cathedral": river.cathedral,
    "courtyard": yard.courtyard,
    "crane": shore.crane,
    "glasshouse": garden.glasshouse,
    "lane": lane.lane,
    "lock": river.lock,
    "market": street.market,
    "metro": street.metro,
    "mirror": shore.mirror,
    "park": garden.park,
    "passage": lane.passage,
    "quays": shore.quays,
    "roofs": roofs.roofs,
    "spiral": garden.spiral,
    "stairs": lane.stairs,
    "tower": roofs.tower,
    "tram": garden.tram,
    "vines": garden.vines,
    "willow": shore.willow,
}

UPRIGHT, TURNED = 1, 6  # EXIF orientations: as stored; turn a quarter clockwise to look at it


def paint(motif: str, *, seed: int, light: Hour, size: Size) -> Image.Image:
    """The scene as an image; the same arguments always give the same pixels."""
    canvas = Canvas(size, light=LIGHTS[light], seed=seed)
    MOTIFS[motif](canvas)
    return canvas.finish()


def draw(motif: str, *, seed: int, light: Hour, size: Size, at: Place | None = None) -> bytes:
    """The scene as a phone would hand it over: JPEG, upright shots lying on their side, the place (lon, lat) inside."""
    picture, orientation = paint(motif, seed=seed, light=light, size=size), UPRIGHT
    if picture.height > picture.width:
        picture, orientation = picture.transpose(Image.Transpose.ROTATE_90), TURNED
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, exif=_exif(orientation, at))
    return out.getvalue()


def _exif(orientation: int, at: Place | None) -> Image.Exif:
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Make], exif[Base.Model] = "Flaneur", "Sketchbook"
    if at:
        exif.get_ifd(IFD.GPSInfo).update(_position(*at))
    return exif


def _position(longitude: float, latitude: float) -> dict[int, str | tuple[float, float, float]]:
    return {
        GPS.GPSLatitudeRef: "N" if latitude >= 0 else "S",
        GPS.GPSLatitude: _degrees(abs(latitude)),
        GPS.GPSLongitudeRef: "E" if longitude >= 0 else "W",
        GPS.GPSLongitude: _degrees(abs(longitude)),
    }


def _degrees(value: float) -> tuple[float, float, float]:
    """Degrees, minutes and seconds."""
    minutes = value % 1 * 60
    return float(int(value)), float(int(minutes)), round(minutes % 1 * 60, 2)
