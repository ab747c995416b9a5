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


def lexicon(name: str) -> dict[str, Any]:
    """The lexicon in `<name>.json`, anew from its file."""
    return dict(json.loads((FOLDER / f"{name}.json").read_text()))


@cache
def charter_lists() -> Mapping[str, Lists]:
    """What the charter's rules look for, by language; other languages have what is common to all."""
    common = lexicon("charter")["lists"]
    known = {code: Lists({**common, **lexicon(f"charter_{code}")["lists"]}) for code in CHARTER_LANGUAGES}
    return {ANY_LANGUAGE: Lists(common), **known}
