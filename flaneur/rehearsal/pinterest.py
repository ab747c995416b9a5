"""A stand-in for Pinterest: API v5 as the vendor describes it, one account with its boards and pins."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

import httpx

from flaneur.rehearsal.faults import Faults, StandIn, told

CODE_LIFETIME = timedelta(minutes=10)
ACCESS_LIFETIME = timedelta(days=30)
REFRESH_LIFETIME = timedelta(days=60)
TITLE, DESCRIPTION, ALT = 100, 800, 500
ON_TRIAL = "Apps with Trial access may not create Pins in production."


@dataclass
class Pin:
    """As it stands; `pictures` are the files as they came."""

    reference: str
    board: str
    created_at: datetime
    words: dict[str, str | None]
    pictures: list[bytes] = field(default_factory=list)
    metrics: dict[str, int] | None = None


class PinterestNetwork(StandIn):
    """`account` is an id and a name; `boards` names by id; `app` a client id and its secret.

    `is_trial`: the app may not create pins. `keeps_fragments`: a link stands as it was given, to its end.
    Nothing is digested and nothing is refused for standing already, so `stuck` and `duplicate` change nothing here.
    """

    def __init__(self, clock: Callable[[], datetime], faults: Faults | None = None) -> None:
        super().__init__(clock, faults)
        self.account = ("2783136121146311751", "paris_test")
        self.app = ("client-of-paris", "secret-of-paris")
        self.boards = {"549755885175": "Trouvailles", "549755885176": "Portes"}
        self.pins: dict[str, Pin] = {}
        self.is_trial = False
        self.keeps_fragments = True
        self.access: dict[str, datetime] = {}
        self.refresh: dict[str, datetime] = {}
        self._codes: dict[str, tuple[datetime, str]] = {}
        self._last = 813_744_226_420_795_000

    def let_in(self, access: str, refresh: str) -> None:
        """Tokens as though they had just been granted."""
        self.access[access] = self.clock() + ACCESS_LIFETIME
        self.refresh[refresh] = self.clock() + REFRESH_LIFETIME

    def respond(self, request: httpx.Request) -> httpx.Response:
        for method, pattern, answer in _ROUTES:
            found = re.fullmatch(pattern, request.url.path)
            if found and method == request.method:
                refusal = None if "oauth" in pattern else self._barrier(request)
                return self._dated(refusal or answer(self, request, *found.groups()))
        return self._dated(_refused(404, 0, "No such place."))

    def busy(self) -> httpx.Response:
        answer = self._dated(_refused(429, 8, "This request exceeded a rate limit."))
        answer.headers.update(
            {"x-ratelimit-limit": "1000, 1000;w=86400", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "900"}
        )
        return answer

    def broken(self) -> httpx.Response:
        return self._dated(_refused(500, 11, "Something went wrong on our side."))

    def _barrier(self, request: httpx.Request) -> httpx.Response | None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self.faults.expired or self.access.get(token, self.clock()) <= self.clock():
            return _refused(401, 2, "Authentication failed.")
        return None

    # Letting an app in: OAuth 2, with a secret and without PKCE.

    def _authorize(self, request: httpx.Request) -> httpx.Response:
        asked = request.url.params
        if asked["client_id"] != self.app[0] or asked["response_type"] != "code":
            return _refused(400, 1, "The app is not known.")
        code = f"code-{self._next()}"
        self._codes[code] = (self.clock() + CODE_LIFETIME, asked["redirect_uri"])
        back = urlencode({"state": asked["state"], "code": code})
        return httpx.Response(302, headers={"location": f"{asked['redirect_uri']}?{back}"})

    def _token(self, request: httpx.Request) -> httpx.Response:
        form = {name: f"{value}" for name, value in told(request).items()}
        proof = base64.b64encode(":".join(self.app).encode()).decode()
        if request.headers.get("authorization") != f"Basic {proof}":
            return _refused(401, 2, "Authentication failed.")
        kind = form.get("grant_type", "")
        if self.faults.expired or not (self._is_good_code(form) if "code" in form else self._is_good_refresh(form)):
            return _refused(400, 283, "Invalid request body.")
        access, refresh = f"access-{self._next()}", f"refresh-{self._next()}"
        self.let_in(access, refresh)
        granted: dict[str, Any] = {"access_token": access, "refresh_token": refresh, "response_type": kind}
        granted |= {"token_type": "bearer", "scope": form.get("scope", "boards:read pins:read")}
        granted |= {"expires_in": int(ACCESS_LIFETIME.total_seconds())}
        granted |= {"refresh_token_expires_in": int(REFRESH_LIFETIME.total_seconds())}
        granted |= {"refresh_token_expires_at": int((self.clock() + REFRESH_LIFETIME).timestamp())}
        return httpx.Response(200, json=granted)

    def _is_good_code(self, form: dict[str, str]) -> bool:
        until, callback = self._codes.pop(form["code"], (self.clock(), ""))
        is_ours = form.get("redirect_uri") == callback and form.get("continuous_refresh") == "true"
        return form["grant_type"] == "authorization_code" and until > self.clock() and is_ours

    def _is_good_refresh(self, form: dict[str, str]) -> bool:
        until = self.refresh.pop(form.get("refresh_token", ""), self.clock())
        return form.get("grant_type") == "refresh_token" and until > self.clock()

    # The account, its boards and its pins.

    def _me(self, _request: httpx.Request) -> httpx.Response:
        reference, name = self.account
        return httpx.Response(200, json={"id": reference, "username": name, "account_type": "BUSINESS"})

    def _boards(self, request: httpx.Request) -> httpx.Response:
        return _page(request, [self._board(*each) for each in self.boards.items()])

    def _board(self, reference: str, name: str) -> dict[str, Any]:
        owner = {"username": self.account[1]}
        return {"id": reference, "name": name, "owner": owner, "privacy": "PUBLIC", "is_ads_only": False}

    def _pins(self, request: httpx.Request) -> httpx.Response:
        return _page(request, [self._shown(pin) for pin in reversed(self.pins.values())])

    def _create(self, request: httpx.Request) -> httpx.Response:
        asked: dict[str, Any] = dict(told(request))
        if self.is_trial:
            return _refused(403, 29, ON_TRIAL)
        if asked.get("board_id") not in self.boards:
            return _refused(404, 40, "Board not found.")
        media = asked.get("media_source", {})
        pictures = [base64.b64decode(item["data"]) for item in media.get("items", [media]) if "data" in item]
        is_several = media.get("source_type") == "multiple_image_base64"
        if not (2 <= len(pictures) <= 5 if is_several else len(pictures) == 1) or not _is_fitting(asked):
            return _refused(400, 1, "Invalid Pin parameters.")
        reference = self._next()
        words = {name: asked.get(name) for name in ("title", "description", "alt_text", "link")}
        self.pins[reference] = Pin(reference, asked["board_id"], self.clock(), self._kept(words), pictures)
        return httpx.Response(201, json=self._shown(self.pins[reference]))

    def _read(self, request: httpx.Request, reference: str) -> httpx.Response:
        if reference not in self.pins:
            return _no_pin()
        shown = self._shown(self.pins[reference])
        if request.url.params.get("pin_metrics") == "true":
            metrics = self.pins[reference].metrics
            shown["pin_metrics"] = None if metrics is None else {"90d": metrics, "lifetime_metrics": metrics}
        return httpx.Response(200, json=shown)

    def _change(self, request: httpx.Request, reference: str) -> httpx.Response:
        asked: dict[str, Any] = dict(told(request))
        if reference not in self.pins:
            return _no_pin()
        if not _is_fitting(asked):
            return _refused(400, 1, "Invalid Pin parameters.")
        self.pins[reference].words |= self._kept(asked)
        return httpx.Response(200, json=self._shown(self.pins[reference]))

    def _delete(self, _request: httpx.Request, reference: str) -> httpx.Response:
        if reference not in self.pins:
            return _no_pin()
        del self.pins[reference]
        return httpx.Response(204)

    def _kept(self, words: dict[str, Any]) -> dict[str, Any]:
        link = words.get("link")
        return words | ({} if self.keeps_fragments or not link else {"link": link.partition("#")[0]})

    def _shown(self, pin: Pin) -> dict[str, Any]:
        several = {"media_type": "multiple_images", "items": [{"item_type": "image"} for _each in pin.pictures]}
        return {
            "id": pin.reference,
            "created_at": pin.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "board_id": pin.board,
            "board_owner": {"username": self.account[1]},
            "is_owner": True,
            "media": several if len(pin.pictures) > 1 else {"media_type": "image", "images": {}},
            **pin.words,
        }

    def _dated(self, answer: httpx.Response) -> httpx.Response:
        answer.headers["date"] = format_datetime(self.clock().astimezone(UTC), usegmt=True)
        return answer

    def _next(self) -> str:
        self._last += 4_096
        return f"{self._last}"


def _is_fitting(asked: dict[str, Any]) -> bool:
    most = {"title": TITLE, "description": DESCRIPTION, "alt_text": ALT, "link": 2048}
    return all(len(asked.get(name) or "") <= length for name, length in most.items())


def _page(request: httpx.Request, rows: list[dict[str, Any]]) -> httpx.Response:
    start = int(request.url.params.get("bookmark", "b0").removeprefix("b"))
    end = start + int(request.url.params.get("page_size", "25"))
    return httpx.Response(200, json={"items": rows[start:end], "bookmark": f"b{end}" if rows[end:] else None})


def _no_pin() -> httpx.Response:
    return _refused(404, 50, "Pin not found.")


def _refused(status: int, code: int, sentence: str) -> httpx.Response:
    return httpx.Response(status, json={"code": code, "message": sentence})


_ID = r"(\d+)"
_ROUTES: tuple[tuple[str, str, Callable[..., httpx.Response]], ...] = (
    ("GET", "/oauth/", PinterestNetwork._authorize),
    ("POST", "/v5/oauth/token", PinterestNetwork._token),
    ("GET", "/v5/user_account", PinterestNetwork._me),
    ("GET", "/v5/boards", PinterestNetwork._boards),
    ("GET", "/v5/pins", PinterestNetwork._pins),
    ("POST", "/v5/pins", PinterestNetwork._create),
    ("GET", f"/v5/pins/{_ID}", PinterestNetwork._read),
    ("PATCH", f"/v5/pins/{_ID}", PinterestNetwork._change),
    ("DELETE", f"/v5/pins/{_ID}", PinterestNetwork._delete),
)
