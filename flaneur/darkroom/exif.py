"""What the camera wrote beside the picture, read with distrust."""

import struct
from contextlib import suppress
from datetime import datetime
from types import MappingProxyType
from typing import Any

from PIL import ExifTags, Image

from flaneur.darkroom.values import Metadata

# What Pillow's reader may raise on garbage, and our own arithmetic on its answers.
GARBLED = (ArithmeticError, AttributeError, LookupError, OSError, SyntaxError, TypeError, ValueError, struct.error)
LONGEST_NAME = 80
SIGNS = MappingProxyType({"N": 1, "S": -1, "E": 1, "W": -1})


def read_exif(image: Image.Image) -> Metadata:
    """Return what is there and makes sense; garbage counts as absent."""
    metadata = Metadata()
    for part in (_camera, _moment, _position):
        with suppress(*GARBLED):
            metadata.update(part(image.getexif()))
    return metadata


def _camera(exif: Image.Exif) -> Metadata:
    camera = Metadata()
    if make := _name(exif.get(ExifTags.Base.Make)):
        camera["make"] = make
    if model := _name(exif.get(ExifTags.Base.Model)):
        camera["model"] = model
    orientation = exif.get(ExifTags.Base.Orientation)
    if isinstance(orientation, int) and 1 <= orientation <= 8:
        camera["orientation"] = orientation
    return camera


def _name(text: object) -> str:
    if not isinstance(text, str):
        return ""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:LONGEST_NAME]


def _moment(exif: Image.Exif) -> Metadata:
    """EXIF writes `2026:06:01 18:30:00`, and the offset from UTC (since version 2.31) apart."""
    tags = exif.get_ifd(ExifTags.IFD.Exif)
    day, time = str(tags[ExifTags.Base.DateTimeOriginal]).strip("\0 ").split(" ")
    moment = f"{day.replace(':', '-')}T{time}"
    offset = str(tags.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\0 ")
    with suppress(ValueError):
        return {"taken_at": datetime.fromisoformat(moment + offset).isoformat()}
    return {"taken_at": datetime.fromisoformat(moment).isoformat()}


def _position(exif: Image.Exif) -> Metadata:
    tags = exif.get_ifd(ExifTags.IFD.GPSInfo)
    latitude = _degrees(tags[ExifTags.GPS.GPSLatitude], tags[ExifTags.GPS.GPSLatitudeRef], most=90)
    longitude = _degrees(tags[ExifTags.GPS.GPSLongitude], tags[ExifTags.GPS.GPSLongitudeRef], most=180)
    # Cameras without a fix write zeros.
    return {"latitude": latitude, "longitude": longitude} if latitude or longitude else {}


def _degrees(angle: Any, reference: str, *, most: int) -> float:
    """Turn degrees, minutes, seconds and a point of the compass into degrees; raise ValueError, KeyError."""
    degrees, minutes, seconds = (float(part) for part in angle)
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 <= value <= most:  # not-a-number fails this too
        raise ValueError(angle)
    return round(SIGNS[reference.strip("\0 ").upper()] * value, 6)
