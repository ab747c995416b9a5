"""Holds records, requests and answers against Bluesky's own lexicons."""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
import regex

SHARED = Path(os.environ.get("FLANEUR_SHARED", Path(__file__).parents[3] / "shared")) / "specs/bluesky/lexicons"
needs_lexicons = pytest.mark.skipif(not SHARED.exists(), reason="FLANEUR_SHARED names no folder with specs/bluesky")
_DID = r"did:[a-z]+:[a-zA-Z0-9._:%-]+"
_HANDLE = r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?"
_FORMATS = {
    "datetime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
    "uri": r"https?://[^\s]+",
    "did": _DID,
    "handle": _HANDLE,
    "at-identifier": rf"{_DID}|{_HANDLE}",
    "at-uri": rf"at://{_DID}/[a-zA-Z.]+/[a-zA-Z0-9._:~-]+",
    "nsid": r"[a-z]+(\.[a-zA-Z0-9-]+){2,}",
    "record-key": r"[a-zA-Z0-9._:~-]{1,512}",
    "tid": r"[234567a-j][234567a-z]{12}",
    "cid": r"b[a-z2-7]{58}",
    "language": r"[a-z]{2,3}(-[A-Za-z0-9]+)*",
}


def check_record(record: dict) -> None:
    _check(record, _definition(record["$type"], "main")["record"], record["$type"])


def check_request(request: httpx.Request) -> None:
    """The method, what it is asked with or given, and the records in it."""
    name = request.url.path.removeprefix("/xrpc/")
    method = _definition(name, "main")
    assert request.method == {"query": "GET", "procedure": "POST"}[method["type"]], name
    _params(request.url.params, method.get("parameters", {"properties": {}}), name)
    takes = method.get("input", {})
    if schema := takes.get("schema"):
        body = json.loads(request.content)
        _check(body, schema, name)
        for record in [body.get("record"), *(write.get("value") for write in body.get("writes", ()))]:
            if record is not None:
                check_record(record)
    elif takes:
        assert request.headers["content-type"]
    else:
        assert not request.content, name


def check_answer(name: str, answer: httpx.Response) -> None:
    """A good answer's body; a bad one says in a word what went wrong."""
    body = answer.json()
    if not answer.is_success:
        assert isinstance(body["error"], str), body
        return
    output = _definition(name, "main").get("output", {})
    if schema := output.get("schema"):
        _check(body, schema, name)


def _params(asked: httpx.QueryParams, rule: dict, lexicon: str) -> None:
    assert set(rule.get("required", ())) <= set(asked) <= rule["properties"].keys(), (lexicon, asked)
    for name, each in rule["properties"].items():
        found = asked.get_list(name)
        if each["type"] == "array":
            _check([_typed(value, each["items"]) for value in found], each, lexicon)
        else:
            assert len(found) <= 1, (lexicon, name)
            for value in found:
                _check(_typed(value, each), each, lexicon)


def _typed(value: str, rule: dict) -> Any:
    if rule["type"] == "boolean":
        return {"true": True, "false": False}[value]
    return int(value) if rule["type"] == "integer" else value


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
    assert set(rule.get("required", ())) <= keys <= rule.get("properties", {}).keys(), value
    for key in keys:
        if value[key] is not None or key not in rule.get("nullable", ()):
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
    assert rule.get("minimum", value) <= value <= rule.get("maximum", value), value


def _boolean(value: bool, _rule: dict, _lexicon: str) -> None:
    assert isinstance(value, bool), value


def _unknown(value: dict, _rule: dict, _lexicon: str) -> None:
    assert isinstance(value, dict), value


def _blob(value: dict, rule: dict, _lexicon: str) -> None:
    assert value["$type"] == "blob"
    assert value["size"] <= rule.get("maxSize", value["size"])


_CHECKS = {
    "ref": lambda value, rule, lexicon: _follow(value, rule["ref"], lexicon),
    "union": _union,
    "object": _object,
    "array": _array,
    "string": _string,
    "integer": _integer,
    "boolean": _boolean,
    "unknown": _unknown,
    "blob": _blob,
}


def _follow(value: Any, reference: str, lexicon: str) -> None:
    target, name = _absolute(reference, lexicon).split("#")
    _check(value, _definition(target, name), target)


def _absolute(reference: str, lexicon: str) -> str:
    target, _sign, name = reference.partition("#")
    return f"{target or lexicon}#{name or 'main'}"
