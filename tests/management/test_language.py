"""Commands speak French unless told otherwise: `LANGUAGE_CODE` is the language of an install."""

import ast
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from flaneur.core.charter.written import Misprint, read_book
from flaneur.management.json_lines import answer_lines
from flaneur.web.templatetags.flaneur import translated
from tests.core.test_written_charter import FILE, MISTAKES

MANAGEMENT = Path(__file__).resolve().parents[2] / "flaneur/management"
NARROW = "\u202f"


@pytest.fixture(autouse=True)
def _in_nobodys_language(_in_english):
    """As a shell starts them: no language is chosen."""
    with translation.override(None):
        translation.deactivate()
        yield


def test_a_new_city_is_told_in_french(db, capsys):
    call_command("city", "add", "Lille", "--tag", "#LilleJeTaime", "--chief", "chef@lille.example")
    assert f"La régie, une fois, pour chef@lille.example{NARROW}: http" in capsys.readouterr().out


def test_what_nobody_can_do_is_told_in_french(db):
    with pytest.raises(CommandError, match=r"Personne ici ne s’appelle x@y\.example"):
        call_command("silence", "press", "--by", "x@y.example")


def test_a_bad_line_is_told_in_french():
    complaints = io.StringIO()
    answer_lines(io.BytesIO(b"nope\n"), dict, answers=io.StringIO(), complaints=complaints)
    assert complaints.getvalue() == f"ligne 1{NARROW}: pas du JSON à partir du caractère 1\n"


@pytest.mark.parametrize(("good", "bad"), [case[:2] for case in MISTAKES.values()], ids=MISTAKES)
def test_a_mistake_in_a_charter_is_told_in_french(good, bad, city, tmp_path):
    file = tmp_path / "paris.yaml"
    file.write_text(FILE.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(Misprint) as misprint:
        read_book(file.read_text(encoding="utf-8"))
    with pytest.raises(CommandError) as told:
        call_command("charter", "import", str(file), "--city", "paris")
    found, expected = misprint.value.found, misprint.value.expected
    said = f"{translated(found)}{NARROW}; attendu{NARROW}: {translated(expected)}"
    assert str(told.value) == f"{file}:{misprint.value.line}: {said}"
    assert not {"the", "of", "nothing", "text", "table"} & set(said.replace(str(file), "").split())


def test_no_command_says_anything_that_is_not_translated():
    bare = []
    for path in sorted(MANAGEMENT.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(call, "func", None) and getattr(call.func, "attr", getattr(call.func, "id", ""))
            if isinstance(call, ast.Call) and name in {"CommandError", "Unclear", "write"} and call.args:
                bare += [(path.name, text) for text in _letters(call.args[0])]
    assert bare == []


def _letters(said):
    """Words that stand there by themselves, outside any call."""
    match said:
        case ast.Constant(value=str(words)):
            return [words] if any(map(str.isalpha, words)) else []
        case ast.BinOp(left=left):
            return _letters(left)
        case ast.JoinedStr(values=parts):
            return [words for part in parts for words in _letters(part)]
        case ast.IfExp(body=one, orelse=other):
            return _letters(one) + _letters(other)
    return []
