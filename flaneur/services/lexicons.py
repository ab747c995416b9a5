"""Lists of words kept as data in flaneur/lexicons: loaded once, the same files the phone is given."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from flaneur.core.charter import Lists
from flaneur.core.charter.check import ANY_LANGUAGE

FOLDER = Path(__file__).resolve().parent.parent / "lexicons"
CHARTER_LANGUAGES = ("fr", "en")
CHARTER_PARTS = ("charter", "people")
"""The files of a language that charter rules read, beside the one common to all."""


def lexicon(name: str) -> dict[str, Any]:
    """The lexicon in `<name>.json`, anew from its file."""
    return dict(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


@cache
def charter_lists() -> Mapping[str, Lists]:
    """What the charter's rules look for, by language; other languages have what is common to all."""
    common = lexicon("charter")
    known = {code: [lexicon(f"{name}_{code}") for name in CHARTER_PARTS] for code in CHARTER_LANGUAGES}
    return {ANY_LANGUAGE: _joined(common), **{code: _joined(common, *parts) for code, parts in known.items()}}


def _joined(*parts: Mapping[str, Any]) -> Lists:
    lists = {name: entries for part in parts for name, entries in part["lists"].items()}
    return Lists(lists, {kind: lines for part in parts for kind, lines in part.get("words", {}).items()})
