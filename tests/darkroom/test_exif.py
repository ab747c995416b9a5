"""What the camera wrote, read with distrust."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from flaneur.darkroom.exif import read_exif
from tests.darkroom.pictures import talkative_exif

PARIS = {
    ExifTags.GPS.GPSLatitudeRef: "N",
    ExifTags.GPS.GPSLatitude: (48.0, 51.0, 23.76),
    ExifTags.GPS.GPSLongitudeRef: "E",
    ExifTags.GPS.GPSLongitude: (2.0, 21.0, 7.92),
}
# Pillow warns of garbage before it gives up on it; the child leaves those warnings alone.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


def noted(exif):
    picture = Image.new("RGB", (1, 1))
    picture.info["exif"] = exif if isinstance(exif, bytes) else exif.tobytes()
    return read_exif(picture)


def position(**changes):
    exif = Image.Exif()
    tags = {ExifTags.GPS[name]: value for name, value in changes.items()}
    exif[ExifTags.IFD.GPSInfo] = {tag: value for tag, value in (PARIS | tags).items() if value is not None}
    return noted(exif)


def moment(original, **changes):
    exif = Image.Exif()
    tags = {ExifTags.Base[name]: value for name, value in changes.items()}
    exif[ExifTags.IFD.Exif] = {ExifTags.Base.DateTimeOriginal: original} | tags
    return noted(exif)


def test_a_picture_without_notes_has_none():
    assert read_exif(Image.new("RGB", (1, 1))) == {}


def test_a_position_is_told_in_degrees():
    assert position() == {"latitude": 48.8566, "longitude": 2.3522}


@pytest.mark.parametrize(("north", "east"), [("N", "E"), ("N", "W"), ("S", "E"), ("S", "W")])
def test_south_and_west_are_below_zero(north, east):
    assert position(GPSLatitudeRef=north, GPSLongitudeRef=east) == {
        "latitude": 48.8566 if north == "N" else -48.8566,
        "longitude": 2.3522 if east == "E" else -2.3522,
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"GPSLatitudeRef": None},
        {"GPSLatitudeRef": "Q"},
        {"GPSLongitude": None},
        {"GPSLongitude": (2.0, 21.0)},
        {"GPSLatitude": (91.0, 0.0, 0.0)},
        {"GPSLongitude": (180.0, 0.0, 1.0)},
        {"GPSLatitude": (IFDRational(0, 0), IFDRational(0, 0), IFDRational(0, 0))},
        {"GPSLatitude": (0.0, 0.0, 0.0), "GPSLongitude": (0.0, 0.0, 0.0)},
    ],
)
def test_a_position_that_makes_no_sense_is_none(changes):
    assert position(**changes) == {}


def test_a_moment_with_its_offset_is_exact():
    assert moment("2026:06:01 18:30:05", OffsetTimeOriginal="+02:00") == {"taken_at": "2026-06-01T18:30:05+02:00"}


@pytest.mark.parametrize("offset", ["", "   :  ", "Paris"])
def test_a_moment_without_a_sensible_offset_is_local(offset):
    assert moment("2026:06:01 18:30:05", OffsetTimeOriginal=offset) == {"taken_at": "2026-06-01T18:30:05"}


@pytest.mark.parametrize(
    "original", ["", "0000:00:00 00:00:00", "    :  :     :  :  ", "2026:13:01 18:30:05", "yesterday"]
)
def test_a_moment_that_makes_no_sense_is_none(original):
    assert moment(original) == {}


def test_a_camera_is_named_in_printable_letters():
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = " Fla\x07neur\0\0"
    exif[ExifTags.Base.Model] = "x" * 500

    assert noted(exif) == {"make": "Flaneur", "model": "x" * 80}


def test_one_senseless_note_does_not_spoil_the_others():
    exif = talkative_exif()
    exif[ExifTags.IFD.GPSInfo] = {ExifTags.GPS.GPSLatitude: (48.0,)}

    assert noted(exif) == {
        "make": "LEAKY Cameras",
        "model": "LEAKY 3",
        "orientation": 1,
        "taken_at": "2026-06-01T18:30:05+02:00",
    }


@given(st.binary(max_size=200), st.integers(0, 400))
def test_garbage_notes_never_stop_a_photo(garbage, at):
    notes = talkative_exif().tobytes()
    keys = {"make", "model", "orientation", "taken_at", "latitude", "longitude"}

    assert noted(garbage).keys() <= keys
    assert noted(notes[:at] + garbage + notes[at + len(garbage) :]).keys() <= keys
