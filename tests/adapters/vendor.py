"""Requests and answers, held against what the vendors publish about their interfaces."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest

from flaneur.rehearsal.faults import told

SPECS = Path(os.environ.get("FLANEUR_SHARED", Path(__file__).parents[3] / "shared")) / "specs"
needs_specs = pytest.mark.skipif(not SPECS.exists(), reason="FLANEUR_SHARED names no folder with specs")
if SPECS.exists():
    from tests.adapters.openapi import Description, walk


def _load(path: str) -> dict[str, Any]:
    return json.loads((SPECS / path).read_text(encoding="utf-8"))


@cache
def mastodon() -> Description:
    """The description made from Mastodon's own documentation (4.7.0), with what it gets wrong put right:

    a header is a text; text with media fits two of its alternatives; files are no texts; “null” is no default; and the
    profile goes as a form, of many parts with a picture, as the words of the same document say.
    """
    document = _load("mastodon/openapi.schema.json")
    statuses = document["paths"]["/api/v1/statuses"]["post"]
    for parameter in statuses["parameters"]:
        parameter["schema"] = {"type": "string"}
    schema = statuses["requestBody"]["content"]["application/json"]["schema"]
    schema["anyOf"] = schema.pop("oneOf")
    profile = document["paths"]["/api/v1/accounts/update_credentials"]["patch"]["requestBody"]["content"]
    form = {"type": "object", "properties": {"avatar": {"format": "binary"}, "note": {"type": "string"}}}
    for kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        profile[kind] = {"schema": form}

    def mend(node: dict[str, Any]) -> None:
        if node.get("format") == "binary":
            node.pop("type", None)
        if node.get("default") == "null":
            del node["default"]

    walk(document, mend)
    return Description(document, "https://mastodon.example")


@cache
def x(edition: str) -> Description:
    """X's own description, in the edition named; a form of many parts can hold no number, only its digits."""
    document = _load(f"x/openapi.{edition}.json")
    form = document["paths"]["/2/media/upload/{id}/append"]["post"]["requestBody"]["content"]["multipart/form-data"]
    digits = {"type": "string", "pattern": "^[0-9]{1,3}$"}
    form["schema"] = {
        "type": "object",
        "required": ["media", "segment_index"],
        "properties": {"media": {"format": "binary"}, "segment_index": digits},
    }
    return Description(document, "https://api.x.com")


@cache
def pinterest() -> Description:
    """Pinterest's own description (5.23.0). It forgets that a pin has to have a board and something to show."""
    document = _load("pinterest/openapi.v5.23.0.json")
    document["components"]["schemas"]["PinCreate"]["required"] = ["board_id", "media_source"]
    return Description(document, "https://api.pinterest.com")


_READING = {"fields", "limit", "after"}
"""What any of Meta's nodes and edges takes beside its own parameters."""
_DOORS = {True: ("IGUser", "IGMedia"), False: ("IGUserForIGOnlyAPI", "IGMediaForIGOnlyAPI")}
_EDGES = {
    "media": ("user", "media"),
    "media_publish": ("user", "id"),
    "content_publishing_limit": ("user", "ContentPublishingLimitResponse"),
    "comments": ("media", "IGComment"),
    "insights": ("media", "InstagramInsightsResult"),
}
_TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "int": lambda value: isinstance(value, int),
    "unsigned int": lambda value: f"{value}".isdecimal(),
    "bool": lambda value: value in {True, False, "true", "false"},
    "datetime": lambda value: bool(datetime.fromisoformat(value)),
    "Object": lambda value: isinstance(value, dict),
}


def instagram(request: httpx.Request, answer: httpx.Response, *, by_facebook: bool) -> None:
    """Holds both against Meta's own lists of fields. Raises AssertionError naming what differs.

    Its users' lists spell one edge “mediapublish” behind the door of Instagram; its pages do not, nor do we.
    """
    user, media = _DOORS[by_facebook]
    path, asked = request.url.path.removeprefix("/v25.0/").strip("/"), {**request.url.params, **told(request)}
    owner, _slash, edge = path.partition("/")
    if path in {"access_token", "refresh_access_token"}:
        node = "IGAccessTokenForIGOnlyAPI" if path == "access_token" else "IGRefreshAccessTokenForIGOnlyAPI"
        endpoint, shown = None, node
    elif edge:
        role, shown = _EDGES[edge]
        node, shown = {"user": user, "media": media}[role], media if shown == "media" else shown
        endpoint = "mediapublish" if edge == "media_publish" and not by_facebook else edge
    else:
        is_container = "status_code" in asked.get("fields", "")
        is_user = owner == "me" or "username" in asked.get("fields", "") or owner.startswith("17841")
        node = shown = "ShadowIGMediaBuilder" if is_container else user if is_user else media
        endpoint = None
    _is_listed(node, request.method, endpoint, asked)
    _are_fields(shown if request.method == "GET" else "", str(asked.get("fields", "")), answer)


def _is_listed(node: str, method: str, endpoint: str | None, asked: dict[str, Any]) -> None:
    found = [api for api in _load(f"meta-instagram/{node}.json")["apis"] if api["method"] == method]
    api = next((api for api in found if api.get("endpoint") == endpoint), None)
    assert api is not None, f"{node} has no {method} {endpoint or ''}"
    listed = {each["name"]: each for each in api["params"]}
    assert asked.keys() - _READING <= listed.keys(), f"{endpoint}: {asked.keys() - listed.keys()}"
    assert {name for name, each in listed.items() if each["required"]} <= asked.keys(), f"{endpoint}: {asked.keys()}"
    for name in asked.keys() & listed.keys():
        kind = listed[name]["type"]
        if kind.startswith("list<"):
            inner = kind.removeprefix("list<").removesuffix(">")
            assert all(_fits(inner, each) for each in asked[name].split(",")), f"{name}: {asked[name]}"
        else:
            assert _fits(kind, asked[name]), f"{name}: {asked[name]}"


def _fits(kind: str, value: Any) -> bool:
    if kind.endswith("_enum_param"):
        return any(value in each["values"] for each in _load("meta-instagram/enum_types.json") if each["name"] == kind)
    return _TYPES[kind](value)


def _are_fields(node: str, asked: str, answer: httpx.Response) -> None:
    listed = {each["name"]: each["type"] for each in _load(f"meta-instagram/{node}.json")["fields"]} if node else {}
    assert {*filter(None, asked.split(","))} <= listed.keys(), f"{node}: {asked}"
    body = answer.json()
    for row in body.get("data", [body] if node else []):
        for name, value in row.items():
            assert name in listed, f"{node} has no {name}"
            assert listed[name].startswith("list<") or _TYPES[listed[name]](value), f"{node}: {name} is {value!r}"


def threads(request: httpx.Request, answer: httpx.Response) -> None:
    """Holds both against Meta's own collection. Raises AssertionError naming what differs.

    What a field holds is known from recorded answers, and for many fields there is none: then only its name is.
    """
    path = [*filter(None, request.url.path.removeprefix("/v1.0").split("/"))]
    found = [each for each in _collected() if each["method"] == request.method and _is_path(each["path"], path)]
    assert found, f"{request.method} {'/'.join(path)}"
    asked = {**request.url.params, **told(request)}
    names = {name for each in found for name in each["query"]}
    assert asked.keys() <= names | _READING | {"access_token"}, asked.keys()
    fields = {name for each in found for name in each["query"].get("fields", "").split(",")}
    assert {*filter(None, asked.get("fields", "").split(","))} <= fields, asked.get("fields")
    metrics = {name for each in found for name in each["query"].get("metric", "").split(",")}
    assert {*filter(None, asked.get("metric", "").split(","))} <= metrics, asked.get("metric")
    keys = fields | {key for each in found for key in each["keys"]}
    if keys - {""}:
        body = answer.json()
        said = {key for row in body.get("data", [body]) for key in row}
        assert said <= keys, said - keys


@cache
def _collected() -> list[dict[str, Any]]:
    collection = _load("meta-threads/threads-api.postman_collection.json")
    known = {each["key"]: each.get("value", "") for each in collection["variable"]}
    found: list[dict[str, Any]] = []

    def note(node: dict[str, Any]) -> None:
        if isinstance(asked := node.get("request"), dict):
            query = {each["key"]: each["value"] or "" for each in asked["url"].get("query", ())}
            filled = {
                key: re.sub(r"{{(\w+)}}", lambda name: known.get(name[1], ""), value) for key, value in query.items()
            }
            bodies = " ".join(each.get("body") or "" for each in node.get("response", ()))
            path = [*filter(None, asked["url"]["path"])]
            keys = set(re.findall(r'"(\w+)":', bodies))
            found.append({"method": asked["method"], "path": path, "query": filled, "keys": keys})

    walk(collection["item"], note)
    return found


def _is_path(template: list[str], path: list[str]) -> bool:
    return len(template) == len(path) and all(
        part == given or (part.startswith("{{") and given.isdecimal())
        for part, given in zip(template, path, strict=True)
    )
