"""Files for the darkroom, good and hostile, all made here.

Only `turned.heic` lies ready, since nothing we install can write HEIC: `four_corners()` with `talkative_exif()`, held
as orientation 6 says, written once by pillow-heif 1.8.1.
"""

import os
import random
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

SHARED = Path(os.environ.get("FLANEUR_SHARED", Path(__file__).parents[3] / "shared")) / "data" / "photos"
needs_shared_photos = pytest.mark.skipif(not SHARED.exists(), reason="FLANEUR_SHARED names no folder with data/photos")
RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 160, 60), (30, 60, 200), (230, 210, 40)
# What must be done to an upright picture so that the camera's orientation tag turns it back (EXIF 2.32, tag 274).
LAID = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
START_OF_SCAN = b"\xff\xda"


def four_corners(size=(480, 320)):
    """Red, green / blue, yellow: every way of lying shows."""
    picture = Image.new("RGB", size)
    width, height = size
    middle = width // 2, height // 2
    picture.paste(RED, (0, 0, *middle))
    picture.paste(GREEN, (middle[0], 0, width, middle[1]))
    picture.paste(BLUE, (0, middle[1], middle[0], height))
    picture.paste(YELLOW, (*middle, width, height))
    return picture


def corners(picture):
    """Return the colours in reading order, each taken well inside its quarter."""
    across, down = picture.width // 4, picture.height // 4
    return [picture.getpixel((x, y)) for y in (down, 3 * down) for x in (across, 3 * across)]


def are_close(seen, wanted, *, tolerance=12):
    return all(
        abs(one - other) <= tolerance
        for colours in zip(seen, wanted, strict=True)
        for one, other in zip(*colours, strict=True)
    )


def sizes(renditions):
    return [(one.width, one.height) for one in renditions]


def encoded(picture, name, **settings):
    file = BytesIO()
    picture.save(file, name, **settings)
    return file.getvalue()


def lying(orientation):
    """Return a JPEG as a camera held that way writes it."""
    picture = four_corners()
    if orientation in LAID:
        picture = picture.transpose(LAID[orientation])
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return encoded(picture, "JPEG", quality=95, exif=exif)


def talkative_exif():
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "LEAKY Cameras\0"
    exif[ExifTags.Base.Model] = "LEAKY 3"
    exif[ExifTags.Base.Orientation] = 1
    exif[ExifTags.IFD.Exif] = {
        ExifTags.Base.DateTimeOriginal: "2026:06:01 18:30:05",
        ExifTags.Base.OffsetTimeOriginal: "+02:00",
    }
    exif[ExifTags.IFD.GPSInfo] = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: (48.0, 51.0, 23.76),
        ExifTags.GPS.GPSLongitudeRef: "W",
        ExifTags.GPS.GPSLongitude: (2.0, 21.0, 7.92),
    }
    return exif


def talkative_jpeg():
    """Return a JPEG that tells all a JPEG can: EXIF, XMP, a colour profile, a comment, IPTC."""
    jpeg = encoded(
        four_corners(),
        "JPEG",
        exif=talkative_exif(),
        xmp=b"<x:xmpmeta>LEAKY xmp</x:xmpmeta>",
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
        comment=b"LEAKY comment",
    )
    iptc = b"Photoshop 3.0\x00LEAKY iptc"
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + jpeg[2:]


def talkative_webp():
    return encoded(four_corners(), "WEBP", exif=talkative_exif(), xmp=b"LEAKY xmp")


def talkative_png():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "LEAKY comment")
    return encoded(four_corners(), "PNG", exif=talkative_exif(), pnginfo=text)


def talkative_heic():
    return Path(__file__).with_name("turned.heic").read_bytes()


def jpeg_markers(jpeg):
    """Return the names of the segments before each scan, by walking the file."""
    markers, position = [], 2
    while position < len(jpeg):
        marker = jpeg[position + 1]
        if jpeg[position] != 0xFF or marker == 0xD9:
            break
        markers.append(marker)
        position += 2 + int.from_bytes(jpeg[position + 2 : position + 4], "big")
        if marker == 0xDA:
            while jpeg[position] != 0xFF or jpeg[position + 1] == 0:
                position += 1
    return markers


def png(width, height, *, rows, depth=8, colour=0, before=b""):
    """Write a PNG by hand; `rows` is what the pixels decompress to, `before` whole chunks ahead of them."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    pixels = zlib.compress(rows, 9)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return start + before + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of_900_megapixels():
    side = 30_000
    return png(side, side, rows=bytes((side // 8 + 1) * side), depth=1)


def png_with_a_long_story(name):
    """Return a small PNG whose text or profile unpacks to 200 MB."""
    story = b"story\0\0" + zlib.compress(bytes(200_000_000), 9)
    return png(1, 1, rows=b"\0\0", before=chunk(name, story))


def jpeg_claiming(width, height):
    """Return a small JPEG whose header lies about its size."""
    jpeg = encoded(Image.new("RGB", (16, 16)), "JPEG")
    frame = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:frame] + struct.pack(">HH", height, width) + jpeg[frame + 4 :]


def jpeg_of_many_scans(scans):
    """Return a progressive JPEG that repeats its last scan: small, valid enough, and slow to decode."""
    jpeg = encoded(Image.new("L", (3000, 3000), 90), "JPEG", progressive=True)
    starts = [at for at in range(len(jpeg)) if jpeg.startswith(START_OF_SCAN, at)]
    last = jpeg[starts[-1] : -2]
    return jpeg[:-2] + last * scans + jpeg[-2:]


def flipped(original, *, seed, flips=12):
    """Return the file with some bits turned over, the first bytes spared so that it is still taken for a photo."""
    dice = random.Random(seed)
    broken = bytearray(original)
    for _ in range(flips):
        broken[dice.randrange(32, len(broken))] ^= 1 << dice.randrange(8)
    return bytes(broken)
