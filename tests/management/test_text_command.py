"""`flaneur text measure`, as a shell starts it: without a database, whatever the terminal speaks."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(arguments, written, tmp_path):
    nowhere = {"FLANEUR_HOME": str(tmp_path), "FLANEUR_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    return subprocess.run(
        [sys.executable, "-m", "flaneur", "text", "measure", *arguments],
        input=written,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **nowhere, "PYTHONIOENCODING": "utf-8"},
        timeout=60,
    )


def test_json_lines_are_measured_and_bad_ones_named(tmp_path):
    written = '{"text": "Levez la tête #Lune https://exemple.org/a @ParisOTC 👋🏽"}\nnope\n{"text": ""}\n'
    ran = run(["--network", "x", "--json"], written.encode(), tmp_path)
    first, second = map(json.loads, ran.stdout.splitlines())
    assert first == {
        "length": 56,
        "limit": 280,
        "fits": True,
        "hashtags": ["Lune"],
        "mentions": ["ParisOTC"],
        "links": ["https://exemple.org/a"],
        "pieces": ["Levez la tête #Lune https://exemple.org/a @ParisOTC 👋🏽"],
    }
    assert (second["length"], second["fits"], second["pieces"]) == (0, True, [""])
    assert ran.stderr.decode().splitlines() == ["ligne 2\u202f: pas du JSON à partir du caractère 1"]
    assert ran.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "text", "expected"),
    [
        (["mastodon"], {"text": "a" * 400, "spoiler": "b" * 101}, (501, 500, False)),
        (["mastodon", "--limit", "5000", "--link", "25"], {"text": "https://exemple.org/abcdef"}, (25, 5000, True)),
        (["instagram", "--hashtags", "3"], {"text": "#a #b #c #d"}, (11, 2200, False)),
        (["pinterest", "--field", "title"], {"text": "a" * 101}, (101, 100, False)),
        (["pinterest", "--field", "alt"], {"text": "a" * 500}, (500, 500, True)),
    ],
)
def test_an_instance_a_city_and_a_field_have_limits_of_their_own(tmp_path, arguments, text, expected):
    ran = run(["--json", "--network", *arguments], json.dumps(text).encode(), tmp_path)
    told = json.loads(ran.stdout)
    assert (told["length"], told["limit"], told["fits"]) == expected
    assert (ran.stderr, ran.returncode) == (b"", 0)


def test_a_person_reads_it_in_words(tmp_path):
    ran = run(["--network", "bluesky"], f"Voir #Lune {'mot ' * 80}".encode(), tmp_path)
    assert ran.stdout.decode().splitlines() == [
        "330 sur 300\u202f: cela ne tient pas\u202f; il faudrait 2 posts",
        "#Lune",
    ]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--network", "fax"], "invalid choice: 'fax'"),
        (["--network", "x", "--field", "title"], "x n’indique pas de limite pour"),
        (["--network", "x", "--limit", "-1"], "-1\u202f» n’est pas un nombre à partir de 0"),
        (["--network", "x", "--hashtags", "trois"], "trois\u202f» n’est pas un nombre à partir de 0"),
        ([], "the following arguments are required: --network"),
    ],
)
def test_what_no_network_has_is_refused(tmp_path, arguments, complaint):
    ran = run(arguments, b"", tmp_path)
    assert complaint in ran.stderr.decode()
    assert (ran.stdout, ran.returncode != 0) == (b"", True)


def test_one_text_that_is_none_is_said_in_a_line(tmp_path):
    ran = run(["--network", "x"], b"caf\xe9", tmp_path)
    assert (ran.stderr.decode(), ran.returncode) == ("CommandError: pas de l’UTF-8\u202f: octet 4\n", 1)


def test_whoever_has_read_enough_ends_it_quietly(tmp_path):
    asking = f"{sys.executable} -m flaneur text measure --network x --json"
    ran = subprocess.run(
        ["bash", "-c", f'yes \'{{"text": "Un chat."}}\' | head -20000 | {asking} | head -1; echo ${{PIPESTATUS[2]}}'],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "FLANEUR_HOME": str(tmp_path)},
        timeout=60,
    )
    first, status = ran.stdout.decode().splitlines()
    assert (json.loads(first)["length"], status, ran.stderr) == (8, "141", b"")
