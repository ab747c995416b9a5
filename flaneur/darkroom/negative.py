"""From a file nobody vouches for to an upright sRGB picture of a bounded size."""

import re
import warnings
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

import pi_heif
from PIL import Image, ImageCms, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from flaneur.darkroom.boxes import is_whole
from flaneur.darkroom.exif import read_exif
from flaneur.darkroom.values import MOST_BYTES, MOST_PIXELS, Metadata, Reason, Undevelopable

# Registers the formats we read; HEIF registers itself below. Pillow would otherwise load all sixty of its plugins.
READERS = (JpegImagePlugin, PngImagePlugin, WebPImagePlugin)
BOX = 2048
# libjpeg decodes at half the size for a fraction of the work: a 4032 px photo is content with 2016 px instead of 2048.
SLACK = 0.95
PAPER_WHITE = (255, 255, 255)
SRGB = ImageCms.createProfile("sRGB")
SIGNATURES = MappingProxyType(
    {
        "JPEG": re.compile(rb"\xff\xd8\xff"),
        "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
        "WEBP": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
        "HEIF": re.compile(rb".{4}ftyp(heic|heix|heim|heis|hevc|hevx|hevm|hevs|mif1|msf1)", re.DOTALL),
    }
)
TURNS = MappingProxyType(
    {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
)

warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
pi_heif.register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """An upright sRGB picture at most `BOX` pixels long; `width` and `height` are the upload's, upright."""

    picture: Image.Image
    width: int
    height: int
    metadata: Metadata


def read(source: Path) -> Negative:
    """Read a photo; raise Undevelopable."""
    image, size = _decoded(source, format_of(source))
    metadata = read_exif(image)
    picture = _in_srgb(_flat(_shrunk(_plain(image))), image.info.get("icc_profile"))
    orientation = metadata.get("orientation", 1)
    width, height = size if orientation < 5 else size[::-1]
    return Negative(_turned(picture, orientation), width, height, metadata)


def format_of(source: Path) -> str:
    """Tell a photo's format by its first bytes, whatever its name says; raise Undevelopable."""
    size = source.stat().st_size
    if size == 0:
        raise Undevelopable(Reason.EMPTY)
    if size > MOST_BYTES:
        raise Undevelopable(Reason.TOO_LARGE)
    with source.open("rb") as file:
        start = file.read(16)
    for name, signature in SIGNATURES.items():
        if signature.match(start):
            return name
    raise Undevelopable(Reason.NOT_A_PHOTO)


def _decoded(source: Path, name: str) -> tuple[Image.Image, tuple[int, int]]:
    """Return the picture, scaled down where its decoder can, and its size before that."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS[name]
    if name == "HEIF" and not is_whole(source):
        raise Undevelopable(Reason.TRUNCATED)
    try:
        image = Image.open(source, formats=(name,))
        size = image.size
        image.draft(None, _box(size, SLACK * BOX))
        image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Undevelopable(Reason.TOO_MANY_PIXELS) from bomb
    except MemoryError:
        raise
    except Exception as damage:  # decoders raise whatever they like on broken files
        raise Undevelopable(Reason.TRUNCATED) from damage
    return image, size


def _box(size: tuple[int, int], longest: float) -> tuple[int, int]:
    """Return the size of the same shape whose longer side is at most `longest`."""
    scale = min(1.0, longest / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _plain(image: Image.Image) -> Image.Image:
    """Return the picture in a mode that can be scaled: palettes, bits and 16-bit greys cannot."""
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode.startswith("I;16"):
        return image.point(lambda grey: grey / 257).convert("L")
    return image if image.mode in ("RGB", "L", "CMYK") else image.convert("RGB")


def _shrunk(image: Image.Image) -> Image.Image:
    return image.resize(_box(image.size, BOX), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _flat(image: Image.Image) -> Image.Image:
    """Lay a transparent picture on white paper."""
    if image.mode != "RGBA":
        return image
    sheet = Image.new("RGB", image.size, PAPER_WHITE)
    sheet.paste(image, mask=image.getchannel("A"))
    return sheet


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Translate the colours by the photo's own profile; a profile that does not fit is as good as none."""
    if profile:
        with suppress(ImageCms.PyCMSError, OSError):
            return ImageCms.profileToProfile(image, BytesIO(profile), SRGB, outputMode="RGB") or image
    return image.convert("RGB")


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    """Return the picture upright, with nothing attached to it."""
    upright = image.transpose(TURNS[orientation]) if orientation in TURNS else image.copy()
    upright.info = {}
    return upright
