"""French is complete: nothing untranslated, nothing unsure, every placeholder kept."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "flaneur"
FRENCH = PACKAGE / "locale/fr/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


def entries():
    return [entry for entry in polib.pofile(str(FRENCH)) if not entry.obsolete]


def translations(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_message_has_its_french():
    assert [entry.msgid for entry in entries() if not all(translations(entry)) or entry.fuzzy] == []


def test_no_translation_loses_or_invents_a_placeholder():
    """A singular may spell its number out: what it may use is what either form of the message names."""
    for entry in entries():
        known = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        for text in translations(entry):
            assert set(PLACEHOLDER.findall(text)) <= known, entry.msgid
        assert set(PLACEHOLDER.findall(translations(entry)[-1])) == known, entry.msgid


def test_french_punctuation_keeps_its_narrow_space():
    wrong = re.compile(r"(?<![\s\u202f\u00a0:/])[;!?](?=\s|$)|\w :(?!\S)|« | »")
    assert [text for entry in entries() for text in translations(entry) if wrong.search(text)] == []


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="GNU gettext is missing; on Debian: apt install gettext")
def test_the_catalogue_knows_every_message_of_the_code(tmp_path):
    copy = tmp_path / "flaneur"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "django", "makemessages", "--locale=fr", "--no-location", "--no-wrap"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True, timeout=120)
    found = polib.pofile(str(copy / "locale/fr/LC_MESSAGES/django.po"))
    assert [entry.msgid for entry in found if not entry.obsolete and not all(translations(entry))] == []
