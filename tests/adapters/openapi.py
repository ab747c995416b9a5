"""A judge of requests and answers, made from a vendor's OpenAPI document. Slow to load: only who has documents does."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import httpx
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict


class Description:
    """A vendor's OpenAPI document. `origin` stands for whatever address a request went to."""

    def __init__(self, document: dict[str, Any], origin: str) -> None:
        # Vendors' documents do not pass the judge of documents; they do well enough as judges of requests. Who asks
        # is judged by the stand-ins: the library knows none of the vendors' ways to sign in.
        walk(document, lambda node: node.pop("security", None))
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


def walk(node: Any, mend: Callable[[dict[str, Any]], object]) -> None:
    if isinstance(node, dict):
        mend(node)
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        walk(child, mend)
