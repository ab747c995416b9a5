"""Translations: the catalogues people edit (.po) compiled to what gettext reads (.mo), without GNU gettext."""

from pathlib import Path

import polib

CATALOGUES = Path(__file__).parent / "locale"


def compile_messages(folder: Path) -> list[Path]:
    """Compile every catalogue into the same place under `folder`, and name the files written."""
    written = []
    for source in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po")):
        target = (folder / source.relative_to(CATALOGUES)).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        polib.pofile(str(source)).save_as_mofile(str(target))
        written.append(target)
    return written
