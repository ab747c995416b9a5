"""The notice board on disk: for the demonstration, for rehearsals and for tests."""

import errno
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from flaneur.adapters.base import Adapter, TryLater, picture_bytes
from flaneur.core.dispatch import Abilities, Account, Post, Receipt
from flaneur.core.text import LIMITS
from flaneur.core.words import gettext_noop as _
from flaneur.disk import settle

_TAKEN = {errno.EEXIST, errno.ENOTEMPTY}


class Paper(Adapter):
    """Each publication is a folder of the channel: `notice.md` and its pictures, there as a whole or not at all.

    A second send under the same key leaves the notice alone and is kept beside it as `repeat-1`, `repeat-2`, …,
    so that whoever counts what arrived also sees what arrived twice.
    """

    kind = "paper"
    name = _("Notice board")
    limits = LIMITS["paper"]
    abilities = Abilities(look_up=True)

    def check(self) -> Account:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise TryLater(_("The notice board cannot be written.")) from None
        return Account(handle=self.folder.name[:8], url="")

    def publish(self, post: Post) -> Receipt:
        pictures = [picture for part in post.parts for picture in part.pictures]
        names = [f"{number}{picture.path.suffix}" for number, picture in enumerate(pictures, start=1)]
        files = {name: picture_bytes(picture, self.limits) for name, picture in zip(names, pictures, strict=True)}
        images = [f"![{_escaped(picture.alt)}]({name})" for name, picture in zip(names, pictures, strict=True)]
        notice = "\n\n".join([_heading(post), *(part.text for part in post.parts), *images])
        files["notice.md"] = f"{notice}\n".encode()
        try:
            self._pin(files, self._place(post.key))
        except OSError:
            raise TryLater(_("The notice board cannot be written.")) from None
        return self._receipt(post.key)

    def look_up(self, post: Post) -> Receipt | None:
        return self._receipt(post.key) if self._place(post.key).exists() else None

    def retract(self, receipt: Receipt, post_key: str) -> None:
        try:
            with suppress(FileNotFoundError):
                shutil.rmtree(self._place(post_key))
        except OSError:
            raise TryLater(_("The notice board cannot be written.")) from None

    def _receipt(self, key: str) -> Receipt:
        """A notice has no address on the web; its folder's name is its reference."""
        return Receipt(url="", references=(self._place(key).name,))

    def _place(self, key: str) -> Path:
        return self.folder / f"notice-{quote(key, safe='')}"

    def _pin(self, files: Mapping[str, bytes], place: Path) -> None:
        """Lay the whole notice out in a tray first; one rename then puts it on the board."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".tray-", dir=self.folder) as tray:
            sheet = Path(tray) / "sheet"
            sheet.mkdir()
            for name, content in files.items():
                (sheet / name).write_bytes(content)
                settle(sheet / name, within=sheet)
            settle(next(spot for spot in _spots(place) if _is_first(sheet, spot)), within=self.folder)


def _spots(place: Path) -> Iterator[Path]:
    yield place
    yield from (place / f"repeat-{number}" for number in count(1))


def _is_first(sheet: Path, spot: Path) -> bool:
    """Renaming a folder onto one that holds something fails: the rename itself decides who was first."""
    try:
        sheet.rename(spot)
    except OSError as taken:
        if taken.errno in _TAKEN:
            return False
        raise
    return True


def _heading(post: Post) -> str:
    return f"---\nkey: {post.key}\nlanguage: {post.language}\ncreated_at: {post.created_at.isoformat()}\n---"


def _escaped(alt: str) -> str:
    return " ".join(alt.replace("[", r"\[").replace("]", r"\]").split())
