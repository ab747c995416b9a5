"""What is acknowledged outlives a power cut: not only written, but on the disk itself."""

import os
from pathlib import Path


def settle(path: Path, *, within: Path) -> None:
    """Wait until a file or folder is on the disk, and its name and those of the folders above, up to `within`."""
    above = path.parents[: path.parents.index(within) + 1] if path != within else ()
    for each in (path, *above):
        _settle(each)


def _settle(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # Windows keeps names by itself, and opens no folder
        return
    opened = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
