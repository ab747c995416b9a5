"""The console command itself."""

import os
import subprocess
import sys

import pytest

from flaneur.__main__ import main
from scripts.docs import command_names


def test_without_a_word_it_says_what_it_can_do(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["flaneur"])
    main()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines if line.startswith("flaneur ") and "COMMAND" not in line] == sorted(
        command_names()
    )


def test_an_unknown_word_is_refused(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["flaneur", "paint"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    assert "paint" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("FLANEUR_DEBUG", "maybe", "FLANEUR_DEBUG is 'maybe'; expected yes or no."),
        ("FLANEUR_MAIL_PORT", "smtp", "FLANEUR_MAIL_PORT is 'smtp'; expected a number from 0 to 65535."),
        ("FLANEUR_PROXIES", "inf", "FLANEUR_PROXIES is 'inf'; expected a number from 0 to 65535."),
        ("FLANEUR_DATABASE_URL", "postgre://u:secret@h/d", "FLANEUR_DATABASE_URL is no address of a database"),
        ("FLANEUR_ALLOWED_NETWORKS", "10.0.0.1/8", "FLANEUR_ALLOWED_NETWORKS: 10.0.0.1/8 has host bits set."),
        ("FLANEUR_SECRET_KEY_FILE", "nowhere", "FLANEUR_SECRET_KEY_FILE names 'nowhere', which cannot be read"),
        ("FLANEUR_HOME", __file__, f"FLANEUR_HOME is {__file__!r}, which cannot be used"),
    ],
)
def test_a_setting_nobody_can_work_with_is_one_sentence_that_names_it(tmp_path, name, value, told):
    clean = {key: text for key, text in os.environ.items() if not key.startswith(("DJANGO_", "FLANEUR_"))}
    environment = {**clean, "FLANEUR_HOME": str(tmp_path), name: value}
    ended = subprocess.run(
        [sys.executable, "-m", "flaneur", "doctor"], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "secret@" not in ended.stderr
