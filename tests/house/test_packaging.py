"""What is shipped: the lock files, the typefaces and the translations."""

import gettext
import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from flaneur import fonts, messages

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-dev.lock", ROOT / "requirements-scale.lock"]


def pins(lock):
    """Name and version of each package of a lock file, with the number of its hashes."""
    entries = re.split(r"^(?=\S)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    heads = (re.match(r"([\w.-]+)==(\S+)", entry) for entry in entries)
    return {
        head[1]: (head[2], entry.count("--hash=sha256:")) for head, entry in zip(heads, entries, strict=True) if head
    }


def names(requirements):
    return {re.match(r"[\w.-]+", each)[0].lower().replace("_", "-") for each in requirements}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_file_names_hashes_and_no_address(lock):
    assert not re.search(r"https?://|--index|--find|--extra|git\+", lock.read_text(encoding="utf-8"))
    assert all(hashes > 0 for _, hashes in pins(lock).values())


def test_the_lock_files_hold_every_declared_dependency():
    groups, project = PROJECT["dependency-groups"], PROJECT["project"]
    needed = names(chain(project["dependencies"], groups["build"]))
    assert needed <= pins(LOCKS[0]).keys()
    extras = names(chain(*project["optional-dependencies"].values()))
    assert needed | extras | names(groups["dev"]) <= pins(LOCKS[1]).keys()
    assert needed | extras <= pins(LOCKS[2]).keys()


def test_developers_use_the_very_versions_that_are_shipped():
    assert pins(LOCKS[0]).items() <= pins(LOCKS[2]).items() <= pins(LOCKS[1]).items()


@pytest.fixture(scope="module")
def typefaces(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fonts")
    assert len(fonts.make_fonts(folder)) == 3
    assert fonts.make_fonts(folder) == []
    return {path.stem: path for path in folder.iterdir()}


def test_three_typefaces_weigh_less_than_150_kilobytes(typefaces):
    assert sorted(typefaces) == ["bricolage", "fraunces", "fraunces-italic"]
    assert sum(path.stat().st_size for path in typefaces.values()) <= 150_000


@pytest.mark.parametrize(
    ("name", "axes"),
    [
        ("bricolage", {"wdth": (75, 100), "wght": (400, 700)}),
        ("fraunces", {"wght": (300, 700)}),
        ("fraunces-italic", {}),
    ],
)
def test_a_typeface_keeps_the_axes_the_pages_use(typefaces, name, axes):
    font = TTFont(typefaces[name])
    kept = {axis.axisTag: (axis.minValue, axis.maxValue) for axis in font["fvar"].axes} if "fvar" in font else {}
    assert kept == axes


@pytest.mark.parametrize("name", ["bricolage", "fraunces", "fraunces-italic"])
def test_a_typeface_writes_french_and_its_neighbours(typefaces, name):
    letters = TTFont(typefaces[name]).getBestCmap()
    assert [letter for letter in "Œœçéàùï«»’…–€ŁłŠñß" if ord(letter) not in letters] == []


def test_a_typeface_carries_its_licence(typefaces):
    for path in typefaces.values():
        assert "SIL Open Font License" in TTFont(path)["name"].getDebugName(13)


def test_a_catalogue_becomes_readable_and_leaves_doubtful_entries_out(tmp_path, monkeypatch):
    source = tmp_path / "locale/fr/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Send"\nmsgstr "Envoyer"\n\n#, fuzzy\nmsgid "Silence"\nmsgstr "Peut-être"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(messages, "CATALOGUES", tmp_path / "locale")
    written = messages.compile_messages(tmp_path / "home")
    french = gettext.translation("django", tmp_path / "home", ["fr"])
    assert written == [tmp_path / "home/fr/LC_MESSAGES/django.mo"]
    assert (french.gettext("Send"), french.gettext("Silence")) == ("Envoyer", "Silence")
