"""`flaneur charter`: a charter out to a file and in from one, and texts held against it, line by line."""

import io
import json
import sys
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from flaneur.models import Charter
from flaneur.services.judging import judge


@pytest.fixture
def check(capsys, monkeypatch):
    """Hand lines to `charter check`: its answers, its complaints and how it ended."""

    def asked(*lines, options=("--json",)):
        written = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(written), read=written.decode))
        ended = 0
        try:
            call_command("charter", "check", "--city", "paris", "--language", "en", *options)
        except SystemExit as end:
            ended = end.code
        told = capsys.readouterr()
        return told.out, told.err.splitlines(), ended

    return asked


def test_a_line_gets_its_remarks_with_span_reason_and_repair(city, check):
    out, complaints, ended = check({"text": "Un soir #parisjetaime", "photos": [{"alt": "Une porte rouge"}]})
    told = json.loads(out)
    assert (told["version"], complaints, ended) == (1, [], 0)
    assert told["remarks"] == [
        {
            "rule": "brand_tag",
            "effect": "ask",
            "span": [8, 21],
            "sentence": "The city's tag is written #ParisJeTaime.",
            "reason": "The city has one tag, in one spelling: that is how people find us.",
            "repair": {"start": 8, "end": 21, "replacement": "#ParisJeTaime"},
        }
    ]


def test_a_line_gets_its_needles_or_hears_that_they_abstain(city, check):
    office = {"text": "Les usagers sont invités à consulter le règlement en vigueur, dans le cadre de la saison."}
    out, _complaints, _ended = check(office, {"text": "Bien."}, {"text": "Ein Satz.", "lang": "de"})
    told, thin, german = (json.loads(line)["needles"] for line in out.splitlines())
    assert told["institution"] > max(told["friend"], told["brochure"])
    assert all(set(hit) == {"family", "axis", "span", "reason", "repair"} for hit in told["hits"])
    for silent in (thin, german):
        assert [silent[name] for name in ("friend", "institution", "brochure")] == ["abstains"] * 3
    assert german["hits"] == []


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        ({}, []),
        ({"consideration": "none"}, []),
        ({"consideration": "kind"}, ["labelled"]),
        ({"consideration": "money"}, ["paid", "labelled"]),
        ({"consideration": None, "lang": None, "pillar": None, "photos": None}, []),
        ({"photos": [{}]}, ["alt_text"]),
        ({"lang": "de"}, []),
    ],
)
def test_only_what_is_said_of_a_text_is_judged(city, check, facts, rules):
    out, _complaints, _ended = check({"text": "Un chat sur un mur.", **facts})
    assert [remark["rule"] for remark in json.loads(out)["remarks"]] == rules


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"nope", "not JSON"),
        (b'{"text": "\xff"}', "not UTF-8"),
        (b'{"text": "\\ud800"}', "lone surrogate"),
        (b'{"text": "' + b"a" * 10_000_000 + b'"}', "longer than"),
        (b"[]", "not a JSON object"),
        ({"words": "a"}, '"text" is missing'),
        ({"text": 3}, '"text" is not a text'),
        ({"text": "a", "photos": ["a"]}, '"photos" is not a list of objects'),
        ({"text": "a", "consideration": "a lot"}, '"consideration" is one of'),
        ({"text": "a", "lang": 3}, '"lang" is not a text'),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_line_that_is_wrong_is_named_and_the_rest_is_judged(city, check, line, complaint):
    out, complaints, ended = check({"text": "a"}, line, {"text": "b"})
    assert len(out.splitlines()) == 2
    assert [said.partition(": ")[0] for said in complaints] == ["line 2"]
    assert complaint in complaints[0]
    assert ended == 1


def test_one_text_for_people(city, check):
    out, _complaints, _ended = check(b"Putain, quelle vue.", options=())
    assert out == "ask   swearing: \u201cPutain\u201d is rude: is it needed?\n"


def test_a_charter_goes_out_and_comes_in_to_the_letter(city, tmp_path, capsys):
    file = tmp_path / "paris.yaml"
    call_command("charter", "export", str(file), "--city", "paris")
    call_command("charter", "export", "--city", "paris")
    assert capsys.readouterr().out == file.read_text(encoding="utf-8")
    call_command("charter", "import", str(file), "--city", "paris")
    assert Charter.objects.count() == 1
    file.write_text(file.read_text(encoding="utf-8").replace("swearing: ask", "swearing: nudge"), encoding="utf-8")
    call_command("charter", "import", str(file), "--city", "paris")
    assert "Paris: version 2 is in force." in capsys.readouterr().out
    assert judge(city).charter.version == 2


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        (b"rules:\n  swearing: shout\n", r"bad.yaml:2: .shout.; expected nudge \| ask \| hold"),
        (b"rules:\n  swearing: \xff\n", r"bad.yaml:2: byte \d+ is no UTF-8"),
        (None, "No such file"),
    ],
)
def test_a_file_that_is_wrong_publishes_nothing(city, tmp_path, written, complaint):
    file = tmp_path / "bad.yaml"
    if written is not None:
        file.write_bytes(written)
    with pytest.raises(CommandError, match=complaint):
        call_command("charter", "import", str(file), "--city", "paris")
    assert Charter.objects.count() == 1


def test_a_city_nobody_knows_is_named(city):
    with pytest.raises(CommandError, match="atlantis"):
        call_command("charter", "export", "--city", "atlantis")
