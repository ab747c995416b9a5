"""A photo and its renditions."""

import hashlib
import subprocess
import sys

import pytest
from PIL import Image, ImageCms

from flaneur.darkroom import DarkroomFailure, Rendition, develop, develop_avif
from flaneur.darkroom.door import environment
from tests.darkroom.pictures import (
    BLUE,
    GREEN,
    RED,
    SHARED,
    YELLOW,
    are_close,
    corners,
    encoded,
    four_corners,
    jpeg_markers,
    lying,
    needs_shared_photos,
    png,
    sizes,
    talkative_heic,
    talkative_jpeg,
    talkative_png,
    talkative_webp,
)

# JFIF, tables, progressive frame, scans, and nothing a camera or an editor could have written.
CLEAN_MARKERS = {0xE0, 0xDB, 0xC2, 0xC4, 0xDA}


def opened(album, rendition):
    with Image.open(album / rendition.name) as picture:
        picture.load()
    return picture


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1200, 1600), (1200, 1500)),
        ((900, 1600), (900, 1125)),
        ((1601, 801), (1529, 801)),
        ((1000, 1250), None),
        ((1200, 900), None),
        ((2, 600), (2, 2)),
    ],
)
def test_a_picture_too_narrow_or_too_wide_is_also_cut_to_its_middle(upload, album, size, expected):
    *renditions, last = develop(upload(encoded(four_corners(size), "PNG")), album, shape=(0.8, 1.91)).renditions
    if expected is None:
        assert not [each for each in (*renditions, last) if each.name.endswith(".jpeg")]
    else:
        assert (last.width, last.height, last.name) == (*expected, f"{expected[0]}-trimmed.jpeg")
        assert 0.8 <= last.width / last.height <= 1.91
        assert opened(album, last).size == expected
        assert min(size) < 4 or are_close(corners(opened(album, last)), [RED, GREEN, BLUE, YELLOW])


def test_a_photo_is_printed_in_four_widths_and_kept_in_shape(upload, album):
    developed = develop(upload(encoded(four_corners((4032, 3024)), "JPEG")), album)

    assert (developed.width, developed.height) == (4032, 3024)
    assert sizes(developed.renditions) == [
        (2016, 1512),
        (1080, 810),
        (640, 480),
        (320, 240),
    ]
    assert sorted(path.name for path in album.iterdir()) == ["1080.jpg", "2016.jpg", "320.jpg", "640.jpg"]
    for rendition in developed.renditions:
        picture = opened(album, rendition)
        assert picture.format == "JPEG"
        assert picture.info["progressive"]
        assert picture.size == (rendition.width, rendition.height)
        assert rendition.size == (album / rendition.name).stat().st_size
        assert are_close(corners(picture), [RED, GREEN, BLUE, YELLOW])


def test_a_portrait_is_at_most_2048_pixels_tall(upload, album):
    developed = develop(upload(encoded(four_corners((2400, 3200)), "PNG")), album)

    assert sizes(developed.renditions) == [
        (1536, 2048),
        (1080, 1440),
        (640, 853),
        (320, 427),
    ]


def test_a_small_photo_is_never_enlarged(upload, album):
    developed = develop(upload(encoded(four_corners((500, 400)), "JPEG")), album)

    assert [one.name for one in developed.renditions] == ["500.jpg", "320.jpg"]


def test_a_photo_of_one_pixel_is_a_photo(upload, album):
    developed = develop(upload(encoded(Image.new("RGB", (1, 1), RED), "PNG")), album)

    assert sizes(developed.renditions) == [(1, 1)]


def test_a_panorama_keeps_at_least_one_row(upload, album):
    developed = develop(upload(encoded(Image.new("RGB", (9000, 2), RED), "PNG")), album)

    assert sizes(developed.renditions) == [(2048, 1), (1080, 1), (640, 1), (320, 1)]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_camera_was_held(orientation, upload, album):
    developed = develop(upload(lying(orientation)), album)

    assert developed.metadata == {"orientation": orientation}
    assert (developed.width, developed.height) == (480, 320)
    picture = opened(album, developed.renditions[0])
    assert picture.size == (480, 320)
    assert are_close(corners(picture), [RED, GREEN, BLUE, YELLOW])


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_impossible_orientation_is_ignored(orientation, upload, album):
    developed = develop(upload(lying(orientation)), album)

    assert developed.metadata == {}
    assert are_close(corners(opened(album, developed.renditions[0])), [RED, GREEN, BLUE, YELLOW])


@pytest.mark.parametrize("talk", [talkative_jpeg, talkative_png, talkative_webp, talkative_heic])
def test_what_the_camera_wrote_is_kept_privately_and_leaves_in_no_rendition(talk, upload, album):
    source = upload(talk())
    assert source.read_bytes().count(b"LEAKY") >= 2

    developed = develop(source, album)
    in_avif = develop_avif(source, album)

    assert developed.metadata == {
        "make": "LEAKY Cameras",
        "model": "LEAKY 3",
        "orientation": 1,
        "taken_at": "2026-06-01T18:30:05+02:00",
        "latitude": 48.8566,
        "longitude": -2.3522,
    }
    for rendition in developed.renditions:
        assert set(jpeg_markers((album / rendition.name).read_bytes())) == CLEAN_MARKERS
    for rendition in (*developed.renditions, *in_avif):
        content = (album / rendition.name).read_bytes()
        assert not [word for word in (b"LEAKY", b"Exif", b"xmp", b"ICC_PROFILE", b"prof", b"mime") if word in content]
        picture = opened(album, rendition)
        assert dict(picture.getexif()) == {}
        assert "icc_profile" not in picture.info


def test_the_original_is_left_as_it_came(upload, album):
    source = upload(talkative_jpeg())
    before = source.read_bytes()

    develop(source, album)

    assert source.read_bytes() == before


def test_the_same_photo_gives_the_same_renditions(upload, album):
    source = upload(lying(6))

    first = develop(source, album), [hashlib.sha256(path.read_bytes()).digest() for path in sorted(album.iterdir())]
    again = develop(source, album), [hashlib.sha256(path.read_bytes()).digest() for path in sorted(album.iterdir())]

    assert first == again
    assert {path.name for path in album.iterdir()} == {one.name for one in again[0].renditions}


def test_a_transparent_picture_lies_on_white_paper(upload, album):
    picture = four_corners().convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 240, 160))
    developed = develop(upload(encoded(picture, "PNG")), album)

    assert are_close(corners(opened(album, developed.renditions[0])), [(255, 255, 255), GREEN, BLUE, YELLOW])


def test_a_palette_with_a_transparent_colour_lies_on_white_paper(upload, album):
    picture = four_corners().quantize(4)
    developed = develop(upload(encoded(picture, "PNG", transparency=picture.getpixel((5, 5)))), album)

    assert are_close(corners(opened(album, developed.renditions[0])), [(255, 255, 255), GREEN, BLUE, YELLOW])


def test_greys_of_sixteen_bits_keep_their_middle(upload, album):
    rows = b"\0" + b"\x80\x00" * 40
    developed = develop(upload(png(40, 40, rows=rows * 40, depth=16)), album)

    assert developed.colour == "#7f7f7f"


def test_black_and_white_is_a_photo_too(upload, album):
    developed = develop(upload(encoded(Image.new("1", (40, 40), 1), "PNG")), album)

    assert developed.colour == "#ffffff"


def test_printers_inks_become_colours_of_light(upload, album):
    developed = develop(upload(encoded(four_corners().convert("CMYK"), "JPEG", quality=95)), album)

    picture = opened(album, developed.renditions[0])
    assert picture.mode == "RGB"
    assert are_close(corners(picture), [RED, GREEN, BLUE, YELLOW])


def test_colours_are_translated_by_the_photos_own_profile(upload, album):
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red_is_blue = srgb.replace(b"rXYZ", b"....").replace(b"bXYZ", b"rXYZ").replace(b"....", b"bXYZ")
    photo = Image.new("RGB", (40, 40), RED)

    assert develop(upload(encoded(photo, "PNG")), album).colour == "#dc1e1e"
    assert develop(upload(encoded(photo, "PNG", icc_profile=srgb)), album).colour == "#dc1e1e"
    assert develop(upload(encoded(photo, "PNG", icc_profile=red_is_blue)), album).colour == "#1e1edc"


@pytest.mark.parametrize("profile", [b"no profile at all", bytes(200)])
def test_a_senseless_profile_is_as_good_as_none(profile, upload, album):
    photo = encoded(Image.new("RGB", (40, 40), RED), "PNG", icc_profile=profile)

    assert develop(upload(photo), album).colour == "#dc1e1e"


def test_a_moving_picture_shows_its_first_moment(upload, album):
    moments = [Image.new("RGB", (40, 40), colour) for colour in (RED, BLUE, GREEN)]
    film = encoded(moments[0], "WEBP", save_all=True, append_images=moments[1:], lossless=True)

    assert develop(upload(film), album).colour == "#dc1e1e"


def test_two_pictures_in_one_jpeg_show_the_first(upload, album):
    pair = encoded(four_corners(), "MPO", save_all=True, append_images=[Image.new("RGB", (480, 320), RED)])

    developed = develop(upload(pair), album)

    assert are_close(corners(opened(album, developed.renditions[0])), [RED, GREEN, BLUE, YELLOW])


def test_a_heic_is_turned_once_and_not_twice(upload, album):
    developed = develop(upload(talkative_heic()), album)

    assert (developed.width, developed.height) == (480, 320)
    assert are_close(corners(opened(album, developed.renditions[0])), [RED, GREEN, BLUE, YELLOW])


@needs_shared_photos
def test_every_shared_photo_is_developed_as_its_baseline_says(album):
    for line in (SHARED / "BASELINE.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        name, format, size, orientation, gps, _result = line.split("\t")
        if format == "AVIF":
            continue
        developed = develop(SHARED / name, album / name)
        size = size.split("x")
        turned = orientation in ("5", "6", "7", "8")
        assert [str(developed.width), str(developed.height)] == (size[::-1] if turned else size)
        assert str(developed.metadata.get("orientation", "")) == orientation
        assert ("latitude" in developed.metadata) == (gps == "gps")


def test_avif_is_printed_up_to_1080_pixels_wide(upload, album):
    developed = develop(upload(encoded(four_corners((2400, 1600)), "JPEG")), album)
    widest = developed.renditions[0]

    in_avif = develop_avif(album / widest.name, album)

    assert [(one.name, one.height) for one in in_avif] == [("1080.avif", 720), ("640.avif", 427), ("320.avif", 213)]
    assert sorted(path.name for path in album.iterdir()) == sorted(
        one.name for one in (*developed.renditions, *in_avif)
    )
    for rendition in in_avif:
        picture = opened(album, rendition)
        assert picture.format == "AVIF"
        assert rendition == Rendition(*picture.size, name=rendition.name, size=(album / rendition.name).stat().st_size)
        assert are_close(corners(picture), [RED, GREEN, BLUE, YELLOW])


def test_avif_is_lighter_than_jpeg(upload, album):
    photo = Image.effect_noise((900, 900), 60).resize((1200, 1200))
    developed = develop(upload(encoded(photo, "JPEG")), album)
    in_avif = develop_avif(album / "1200.jpg", album)

    assert sum(one.size for one in in_avif) < sum(one.size for one in developed.renditions[1:])


def test_the_child_inherits_no_secret(monkeypatch):
    monkeypatch.setenv("FLANEUR_SECRET_KEY", "between us")

    assert set(environment()) <= {"PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT"}


def test_the_child_loads_no_web_framework():
    names = subprocess.run(
        [sys.executable, "-P", "-c", "import sys, flaneur.darkroom.__main__; print(*sys.modules)"],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert "PIL.Image" in names
    assert not {"django", "httpx", "sqlite3", "socket"} & set(names)


def test_a_missing_upload_is_the_darkrooms_failure_and_not_the_photos(tmp_path, album):
    with pytest.raises(DarkroomFailure, match="FileNotFoundError"):
        develop(tmp_path / "never came", album)
