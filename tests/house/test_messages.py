"""French is complete: nothing untranslated, nothing unsure, every placeholder kept."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2] / "flaneur"
FRENCH = PACKAGE / "locale/fr/LC_MESSAGES/django.po"
MARKS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}
STRING = re.compile(r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
CALL = re.compile(rf"\b(?:_|n?gettext)\((?:{STRING.pattern}[, ]*)+")
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


def in_code():
    """What the code marks: the first argument of each such call, and the plural of those that have one."""
    for path in PACKAGE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
            if name in MARKS:
                told = call.args[: MARKS[name]]
                yield from (part.value for part in told if isinstance(part, ast.Constant))


def in_templates():
    """What `translate`, `blocktranslate` and `_("…")` say, by Django's own reading of its templates."""
    for path in PACKAGE.rglob("templates/**/*.*"):
        for call in CALL.finditer(templatize(path.read_text(encoding="utf-8"))):
            yield from map(ast.literal_eval, STRING.findall(call[0]))


@pytest.mark.parametrize("found", [in_code, in_templates])
def test_every_message_is_in_the_catalogue(found):
    """Without GNU gettext, which not everybody has; it is the next test that knows all of its rules."""
    known = {text for entry in entries() for text in (entry.msgid, entry.msgid_plural)}
    messages = set(found())
    assert len(messages) > 300
    assert sorted(messages - known - {""}) == []


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="GNU gettext is missing; on Debian: apt install gettext")
def test_the_catalogue_knows_every_message_of_the_code(tmp_path):
    copy = tmp_path / "flaneur"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "django", "makemessages", "--locale=fr", "--no-location", "--no-wrap"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True, timeout=120)
    found = polib.pofile(str(copy / "locale/fr/LC_MESSAGES/django.po"))
    missing = [entry for entry in found if entry.fuzzy or not all(translations(entry))]  # fuzzy: a guess of gettext's
    assert [entry.msgid for entry in missing if not entry.obsolete] == []
