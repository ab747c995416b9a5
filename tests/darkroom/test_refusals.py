"""Files that are not developed, and why."""

import struct
import sys

import pytest
from PIL import Image

from flaneur.core.errors import Unfit
from flaneur.darkroom import Limits, Reason, Undevelopable, develop, develop_avif
from flaneur.darkroom.values import MOST_BYTES, SENTENCES
from tests.darkroom.pictures import (
    RED,
    encoded,
    flipped,
    four_corners,
    jpeg_claiming,
    jpeg_of_many_scans,
    png_of_900_megapixels,
    png_with_a_long_story,
    talkative_heic,
    talkative_jpeg,
    talkative_webp,
)

SVG = b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"/>'


def test_an_empty_file_is_called_empty(refusal):
    assert refusal(b"") == Reason.EMPTY


@pytest.mark.parametrize(
    "content",
    [
        b"Ceci n'est pas une photo.",
        b"<!doctype html><title>photo.jpg</title>",
        SVG,
        bytes(4096),
        encoded(four_corners(), "GIF"),
        encoded(four_corners(), "BMP"),
        encoded(four_corners(), "TIFF"),
        encoded(four_corners(), "AVIF"),
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"\xff\xd8",
    ],
    ids=["text", "html", "svg", "zeros", "gif", "bmp", "tiff", "avif", "eps", "two bytes"],
)
def test_what_is_no_photo_is_refused_whatever_its_name(content, refusal):
    assert refusal(content) == Reason.NOT_A_PHOTO


@pytest.mark.parametrize("content", [b"\xff\xd8\xff" + bytes(500), b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8 "])
def test_the_first_bytes_of_a_photo_are_not_a_photo(content, refusal):
    assert refusal(content) == Reason.TRUNCATED


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_photo_cut_short_is_refused(name, kept, refusal):
    whole = encoded(Image.effect_noise((300, 200), 80), name)

    assert refusal(whole[: int(len(whole) * kept)]) == Reason.TRUNCATED


def test_a_progressive_photo_cut_short_is_refused(refusal):
    whole = encoded(Image.effect_noise((300, 200), 80), "JPEG", progressive=True)

    assert refusal(whole[: len(whole) // 2]) == Reason.TRUNCATED


@pytest.mark.parametrize("missing", [1, 100, 1000, 1900])
def test_a_heic_cut_short_is_refused(missing, refusal):
    assert refusal(talkative_heic()[:-missing]) == Reason.TRUNCATED


def test_a_heavy_file_is_refused_before_it_is_opened(upload, album):
    heavy = upload(talkative_jpeg())
    with heavy.open("ab") as file:
        file.truncate(MOST_BYTES + 1)

    with pytest.raises(Undevelopable) as refused:
        develop(heavy, album)
    assert refused.value.reason == Reason.TOO_LARGE


def claiming_webp():
    """Return a WebP whose extended header claims the largest canvas there is, 268 million pixels."""
    webp = talkative_webp()
    size = webp.index(b"VP8X") + 12
    return webp[:size] + b"\xff\x3f\x00\xff\x3f\x00" + webp[size + 6 :]


def claiming_heic():
    """Return a HEIC whose image spatial extents (`ispe`) claim 56 million pixels."""
    heic = talkative_heic()
    size = heic.index(b"ispe") + 8
    return heic[:size] + struct.pack(">II", 8000, 7000) + heic[size + 8 :]


@pytest.mark.parametrize(
    "bomb",
    [
        png_of_900_megapixels,
        lambda: jpeg_claiming(65_500, 65_500),
        lambda: jpeg_claiming(10_001, 10_000),
        lambda: encoded(Image.new("1", (8001, 5000)), "PNG"),
        claiming_webp,
        claiming_heic,
    ],
    ids=["png 900 MP", "jpeg 4290 MP", "jpeg 100.01 MP", "png 40.005 MP", "webp 268 MP", "heic 56 MP"],
)
def test_a_bomb_is_known_by_its_size_and_never_decoded(bomb, refusal):
    assert refusal(bomb(), limits=Limits(memory_bytes=100 << 20, wall_seconds=10)) == Reason.TOO_MANY_PIXELS


@pytest.mark.parametrize("name", [b"zTXt", b"iCCP"])
def test_a_long_story_in_a_small_png_is_not_unpacked(name, refusal):
    assert refusal(png_with_a_long_story(name), limits=Limits(memory_bytes=150 << 20)) == Reason.TRUNCATED


def test_a_photo_that_takes_too_long_is_refused_and_leaves_nothing(refusal):
    assert refusal(talkative_jpeg(), limits=Limits(wall_seconds=0.01)) == Reason.TOO_COSTLY


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on CPU time")
def test_a_photo_that_takes_too_much_work_is_stopped(refusal):
    assert refusal(jpeg_of_many_scans(1000), limits=Limits(cpu_seconds=1)) == Reason.TOO_COSTLY


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space of a process")
def test_a_photo_that_takes_too_much_memory_is_refused(refusal):
    large = encoded(Image.new("RGB", (6000, 6000), RED), "PNG")

    assert refusal(large, limits=Limits(memory_bytes=200 << 20)) == Reason.TOO_COSTLY


def test_avif_refuses_what_jpeg_refuses(upload, album):
    with pytest.raises(Undevelopable) as refused:
        develop_avif(upload(b"no photo"), album)
    assert refused.value.reason == Reason.NOT_A_PHOTO


@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_is_a_sentence_for_the_guest(reason):
    refusal = Undevelopable(reason)

    assert isinstance(refusal, Unfit)
    assert refusal.sentence == SENTENCES[reason]
    assert str(refusal) == SENTENCES[reason] % refusal.values
    assert str(refusal).endswith(".")


def test_the_limits_are_told_in_numbers():
    assert str(Undevelopable(Reason.TOO_LARGE)) == "This photo is too heavy: 50 MB at most."
    assert "100 million in JPEG, 50 in HEIC, 40 otherwise" in str(Undevelopable(Reason.TOO_MANY_PIXELS))


def samples():
    noise = Image.effect_noise((96, 64), 80).convert("RGB")
    formats = {
        "jpeg": talkative_jpeg(),
        "webp": talkative_webp(),
        "png": encoded(noise, "PNG"),
        "heic": talkative_heic(),
    }
    return [pytest.param(content, seed, id=f"{name}-{seed}") for name, content in formats.items() for seed in range(10)]


def outcome(source, album):
    try:
        return develop(source, album)
    except Undevelopable as refusal:
        return refusal


@pytest.mark.parametrize(("content", "seed"), samples())
def test_a_damaged_file_is_developed_or_refused_and_nothing_else(content, seed, upload, album):
    came_of_it = outcome(upload(flipped(content, seed=seed)), album)

    if isinstance(came_of_it, Undevelopable):
        assert came_of_it.reason in {Reason.TRUNCATED, Reason.TOO_MANY_PIXELS, Reason.NOT_A_PHOTO}
        assert list(album.iterdir()) == []
    else:
        for rendition in came_of_it.renditions:
            with Image.open(album / rendition.name) as picture:
                picture.load()
                assert picture.size == (rendition.width, rendition.height)
