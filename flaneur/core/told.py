"""What a stranger's JSON says, and nothing it does not: each gives the empty value for anything of another kind."""

from collections.abc import Mapping
from typing import Any


def text(body: Mapping[str, Any], name: str) -> str:
    held = body.get(name)
    return held if isinstance(held, str) else ""


def number(body: Mapping[str, Any], name: str) -> int:
    held = body.get(name)
    return held if isinstance(held, int) and not isinstance(held, bool) else 0


def row(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    held = body.get(name)
    return held if isinstance(held, dict) else {}


def rows(body: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The objects of a list; what else is in it is left out."""
    held = body.get(name)
    return [each for each in held if isinstance(each, dict)] if isinstance(held, list) else []
