"""The outermost boxes of a HEIC."""

import struct

import pytest

from flaneur.darkroom.boxes import is_whole


def box(name, body, *, claimed=None):
    return struct.pack(">I4s", len(body) + 8 if claimed is None else claimed, name) + body


def large_box(name, body, *, claimed=None):
    return struct.pack(">I4sQ", 1, name, len(body) + 16 if claimed is None else claimed) + body


START = box(b"ftyp", b"heic\0\0\0\0") + box(b"meta", bytes(40))


@pytest.mark.parametrize(
    "end",
    [
        box(b"mdat", bytes(100)),
        large_box(b"mdat", bytes(100)),
        box(b"mdat", bytes(100), claimed=0),
        box(b"mdat", bytes(100)) + bytes(5),
        box(b"mdat", bytes(100)) + b"a maker's own trailer, in no box",
    ],
    ids=["small", "large", "to the end", "padding", "trailer"],
)
def test_a_file_with_all_its_boxes_is_whole(end, tmp_path):
    file = tmp_path / "photo.heic"
    file.write_bytes(START + end)

    assert is_whole(file)


@pytest.mark.parametrize(
    "end",
    [
        box(b"mdat", bytes(100), claimed=109),
        large_box(b"mdat", bytes(100), claimed=117),
        large_box(b"mdat", bytes(100), claimed=1 << 63),
    ],
    ids=["small", "large", "enormous"],
)
def test_a_file_that_ends_inside_its_pictures_is_not_whole(end, tmp_path):
    file = tmp_path / "photo.heic"
    file.write_bytes(START + end)

    assert not is_whole(file)
