"""The console command itself."""

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
