"""HEIC files are boxes in boxes; a missing end shows in their sizes, while the decoder may not notice it."""

import struct
from pathlib import Path
from typing import BinaryIO

NEEDED = (b"ftyp", b"meta", b"mdat")


def is_whole(source: Path) -> bool:
    """Tell whether no outermost box that a picture needs runs past the end of the file (ISO/IEC 14496-12, 4.2)."""
    end = source.stat().st_size
    position = 0
    with source.open("rb") as file:
        while position < end:
            name, size = _box(file, position, end)
            if position + size > end:
                return name not in NEEDED
            position += size
    return True


def _box(file: BinaryIO, position: int, end: int) -> tuple[bytes, int]:
    """Return a box's name and size: 32 bits, 1 for "64 bits after the name", 0 for "to the end of the file"."""
    file.seek(position)
    header = file.read(16).ljust(16, b"\0")
    size, name, large = struct.unpack(">I4sQ", header)
    if size == 1:
        size = large
    return name, size if size >= 8 else end - position
