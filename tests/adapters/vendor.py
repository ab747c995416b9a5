"""Requests and answers, held against what the vendors publish about their interfaces."""

import json
import os
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

SPECS = Path(os.environ.get("FLANEUR_SHARED", Path(__file__).parents[3] / "shared")) / "specs"
needs_specs = pytest.mark.skipif(not SPECS.exists(), reason="FLANEUR_SHARED names no folder with specs")


class Description:
    """A vendor's OpenAPI document. `origin` stands for whatever address a request went to."""

    def __init__(self, document: dict[str, Any], origin: str) -> None:
        # Vendors' documents do not pass the judge of documents; they do well enough as judges of requests. Who asks
        # is judged by the stand-ins: the library knows none of the vendors' ways to sign in.
        _walk(document, lambda node: node.pop("security", None))
        read = {"application/problem+json": json.loads}
        self._api = OpenAPI.from_dict(
            document, config=Config(spec_validator_cls=None, extra_media_type_deserializers=read)
        )
        self._origin = origin

    def check(self, request: httpx.Request, answer: httpx.Response | None = None) -> None:
        """Raises AssertionError naming what differs; the answer too when there is one."""
        asked = _Asked(request, self._origin)
        try:
            self._api.validate_request(asked)
            if answer is not None:
                self._api.validate_response(asked, _Answered(answer))
        except OpenAPIError as wrong:
            told = "; ".join(f"{place}: {reason}" for place, reason in _reasons(wrong))
            raise AssertionError(f"{request.method} {request.url.path}: {told}") from wrong

    def differences(self, request: httpx.Request, answer: httpx.Response) -> set[str]:
        """What an answer is not, without its places."""
        try:
            self._api.validate_response(_Asked(request, self._origin), _Answered(answer))
        except OpenAPIError as wrong:
            return {reason for _place, reason in _reasons(wrong)}
        return set()

    def accepts(self, request: httpx.Request) -> bool:
        try:
            self.check(request)
        except AssertionError:
            return False
        return True


class _Asked:
    def __init__(self, request: httpx.Request, origin: str) -> None:
        self.host_url = origin
        self.path = request.url.path
        self.method = request.method.lower()
        self.body = request.content or None
        self.content_type = request.headers.get("content-type", "")
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(_without_brackets(request.url.params.multi_items())),
            header=Headers(list(request.headers.items())),
        )


class _Answered:
    def __init__(self, answer: httpx.Response) -> None:
        self.data = answer.content
        self.status_code = answer.status_code
        self.headers = Headers(list(answer.headers.items()))
        self.content_type = answer.headers.get("content-type", "")


def _without_brackets(items: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """`types[]=mention` is the parameter `types`: brackets are how Rails and others write a list."""
    return [(name.removesuffix("[]"), value) for name, value in items]


def _reasons(wrong: BaseException) -> list[tuple[str, str]]:
    """Where, and what is wrong there: at the bottom of it, without the whole body above."""
    while wrong.__cause__ is not None:
        wrong = wrong.__cause__
    beneath = getattr(wrong, "schema_errors", ())
    return [("/".join(map(str, each.absolute_path)), each.message[:300]) for each in beneath] or [("", f"{wrong}")]


def _load(path: str) -> dict[str, Any]:
    return json.loads((SPECS / path).read_text(encoding="utf-8"))


def _walk(node: Any, mend: Callable[[dict[str, Any]], object]) -> None:
    if isinstance(node, dict):
        mend(node)
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _walk(child, mend)


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

    _walk(document, mend)
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
