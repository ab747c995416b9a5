"""Checks a record against Bluesky's own lexicons, as far as a post needs them."""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import regex

SHARED = Path(os.environ.get("FLANEUR_SHARED", Path(__file__).parents[3] / "shared")) / "specs/bluesky/lexicons"
needs_lexicons = pytest.mark.skipif(not SHARED.exists(), reason="FLANEUR_SHARED names no folder with specs/bluesky")
_FORMATS = {
    "datetime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",
    "uri": r"https?://[^\s]+",
    "did": r"did:[a-z]+:[a-zA-Z0-9._:%-]+",
    "at-uri": r"at://did:[a-z]+:[a-zA-Z0-9._:%-]+/[a-zA-Z.]+/[a-zA-Z0-9._:~-]+",
    "cid": r"b[a-z2-7]{58}",
    "language": r"[a-z]{2,3}(-[A-Za-z0-9]+)*",
}


def check_record(record: dict) -> None:
    _check(record, _definition(record["$type"], "main")["record"], record["$type"])


@cache
def _definition(lexicon: str, name: str) -> Any:
    path = SHARED.joinpath(*lexicon.split(".")).with_suffix(".json")
    return json.loads(path.read_text(encoding="utf-8"))["defs"][name]


def _check(value: Any, rule: dict, lexicon: str) -> None:
    _CHECKS[rule["type"]](value, rule, lexicon)


def _union(value: dict, rule: dict, lexicon: str) -> None:
    kinds = {_absolute(reference, lexicon) for reference in rule["refs"]}
    assert _absolute(value["$type"], lexicon) in kinds, value
    _follow(value, value["$type"], lexicon)


def _object(value: dict, rule: dict, lexicon: str) -> None:
    keys = value.keys() - {"$type"}
    assert set(rule.get("required", ())) <= keys <= rule["properties"].keys(), value
    for key in keys:
        _check(value[key], rule["properties"][key], lexicon)


def _array(value: list, rule: dict, lexicon: str) -> None:
    assert len(value) <= rule.get("maxLength", len(value)), value
    for item in value:
        _check(item, rule["items"], lexicon)


def _string(value: str, rule: dict, _lexicon: str) -> None:
    assert len(value.encode()) <= rule.get("maxLength", 10**9), value
    assert len(regex.findall(r"\X", value)) <= rule.get("maxGraphemes", 10**9), value
    assert re.fullmatch(_FORMATS.get(rule.get("format"), r"(?s:.*)"), value), value


def _integer(value: int, rule: dict, _lexicon: str) -> None:
    assert rule.get("minimum", value) <= value, value


def _blob(value: dict, rule: dict, _lexicon: str) -> None:
    assert value["$type"] == "blob"
    assert value["size"] <= rule["maxSize"]


_CHECKS = {
    "ref": lambda value, rule, lexicon: _follow(value, rule["ref"], lexicon),
    "union": _union,
    "object": _object,
    "array": _array,
    "string": _string,
    "integer": _integer,
    "blob": _blob,
}


def _follow(value: Any, reference: str, lexicon: str) -> None:
    target, name = _absolute(reference, lexicon).split("#")
    _check(value, _definition(target, name), target)


def _absolute(reference: str, lexicon: str) -> str:
    target, _sign, name = reference.partition("#")
    return f"{target or lexicon}#{name or 'main'}"
