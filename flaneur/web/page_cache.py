"""Public pages kept as bytes for as long as nothing in their city has changed.

A page is valid while its city's revision stands (one small query), and for a minute at most: it speaks of today.
Being the first middleware, a kept page costs no session, no template and no compression.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import blake2s
from threading import Lock
from time import monotonic
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from flaneur.services.cities import revision_for
from flaneur.web.requests import host_of

LONGEST_LIFE = 60.0
MOST_PAGES = 512
Key = tuple[str, str, str]
Revision = tuple[int, int]
Kind = TypeVar("Kind", bound=HttpRequest)
Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[Kind, Arguments], HttpResponse]


def kept(*parameters: str) -> Callable[[View[Kind, Arguments]], View[Kind, Arguments]]:
    """Mark a view whose page is the same for everybody; with other query parameters than these it is not kept."""

    def mark(view: View[Kind, Arguments]) -> View[Kind, Arguments]:
        @wraps(view)
        def marked(request: Kind, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            is_known = request.GET.keys() <= set(parameters)
            response.is_same_for_all = is_known  # type: ignore[attr-defined]  # a mark for PageCache, read there only
            return response

        return marked

    return mark


@dataclass(frozen=True, slots=True)
class Page:
    """One kept page, plain and packed."""

    revision: Revision
    kept_at: float
    headers: dict[str, str]
    plain: bytes
    packed: bytes
    tag: str


class PageCache:
    """Answers from memory what was asked before; every process keeps its own pages, the revision keeps them right."""

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponse], clock: Callable[[], float] = monotonic
    ) -> None:
        self.get_response = get_response
        self.clock = clock
        self.pages: OrderedDict[Key, Page] = OrderedDict()
        self.lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_anybody(request):
            return self.get_response(request)
        key = (request.scheme or "", request.get_host(), request.get_full_path())
        page = self._fresh(key, request)
        if page is None:
            response = self.get_response(request)
            page = _page(request, response, now=self.clock())
            if page is None:
                return response
            self._keep(key, page)
        return _answer(page, request)

    def _fresh(self, key: Key, request: HttpRequest) -> Page | None:
        page = self.pages.get(key)
        if page is None or self.clock() - page.kept_at > LONGEST_LIFE:
            return None
        slug = request.path_info.lstrip("/").partition("/")[0]
        if revision_for(host_of(request), slug) != page.revision:
            return None
        self._keep(key, page)
        return page

    def _keep(self, key: Key, page: Page) -> None:
        """As the last one read; those read longest ago make room."""
        with self.lock:
            self.pages[key] = page
            self.pages.move_to_end(key)
            while len(self.pages) > MOST_PAGES:
                self.pages.popitem(last=False)


def _is_anybody(request: HttpRequest) -> bool:
    """Whether nothing in the request tells this reader from another."""
    personal = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
    return request.method == "GET" and personal.isdisjoint(request.COOKIES)


def _page(request: Any, response: HttpResponse, *, now: float) -> Page | None:
    """The page to keep, or None. Its revision was read before its content, so it can only be too old, never too new."""
    is_own = response.cookies or "Cache-Control" in response.headers
    if response.status_code != 200 or is_own or not getattr(response, "is_same_for_all", False):
        return None
    patch_vary_headers(response, ["Accept-Encoding"])
    response.headers["Cache-Control"] = "public, no-cache"
    return Page(
        revision=(request.city.pk, request.city.revision),
        kept_at=now,
        headers=dict(response.items()),
        plain=response.content,
        packed=gzip.compress(response.content, 6, mtime=0),
        tag=blake2s(response.content, digest_size=12).hexdigest(),
    )


def _answer(page: Page, request: HttpRequest) -> HttpResponse:
    is_packed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    tag = f'"{page.tag}{"-gz" if is_packed else ""}"'
    if tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response: HttpResponse = HttpResponseNotModified()
        for name in ("Cache-Control", "Vary"):
            response.headers[name] = page.headers[name]
    else:
        response = HttpResponse(page.packed if is_packed else page.plain, headers=page.headers)
        if is_packed:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.content))
    response.headers["ETag"] = tag
    return response
