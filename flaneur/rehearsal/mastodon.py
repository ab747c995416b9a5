"""A Mastodon server with one city on it, and whoever speaks to the city: memory, no sockets."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from flaneur.core.text import LIMITS, counted
from flaneur.rehearsal.faults import Faults, StandIn, told
from flaneur.rehearsal.instance import AUTHORIZATION, INSTANCE, ORIGIN
from flaneur.rehearsal.markup import markup

REMEMBERED = timedelta(hours=1)
"""How long an idempotency key is: documentation of POST /api/v1/statuses, read 2026-11-25."""
WINDOW = timedelta(minutes=30)
MOST_DELETES = MOST_UPLOADS = 30
"""In half an hour: Mastodon's documentation on rate limits, read 2026-11-25."""
MOST_MEDIA = 4
CALLS = timedelta(minutes=5)

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
_NAME = re.compile(r"@([a-z]+)\b(?!@)")


@dataclass
class App:
    secret: str
    callbacks: list[str]
    scopes: str


@dataclass
class Media:
    """`ready_at` is when it has been digested; `status` the id of what it hangs on; `content` the file as it came."""

    description: str
    ready_at: datetime
    status: str = ""
    content: bytes = b""


@dataclass
class Code:
    client: str
    callback: str
    challenge: str


@dataclass
class Memory:
    """What the server knows. `posts` are all statuses by id, as JSON without their account."""

    tokens: set[str]
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    mentions: list[dict[str, Any]] = field(default_factory=list)
    apps: dict[str, App] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    keys: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    deleted: list[datetime] = field(default_factory=list)
    uploaded: list[datetime] = field(default_factory=list)
    note: str = "La voix de la ville."
    avatar: bytes = b""
    avatars: int = 0
    ids: int = 0


class MastodonStandIn(StandIn):
    """The city is `paris`. `proves` says whether the server asks for PKCE, `digestion` how long pictures take it."""

    site = ORIGIN

    def __init__(
        self,
        clock: Callable[[], datetime],
        faults: Faults | None = None,
        *,
        token: str,
        proves: bool = True,
        digestion: timedelta = timedelta(),
    ) -> None:
        super().__init__(clock, faults)
        self.memory = Memory({token})
        self.proves = proves
        self.digestion = digestion
        self.filtered: set[str] = set()

    def respond(self, request: httpx.Request) -> httpx.Response:
        for verb, pattern, respond, is_open in self._routes():
            found = re.fullmatch(pattern, request.url.path)
            if found and verb == request.method:
                if not is_open and not self._knows(request):
                    return self._say(401, {"error": "The access token is invalid"})
                return respond(request, *found.groups())
        return self._error(404, "Not Found")

    def busy(self) -> httpx.Response:
        return self._say(429, {"error": "Too many requests"}, left=0)

    def broken(self) -> httpx.Response:
        return httpx.Response(500, html="<h1>We're sorry, but something went wrong</h1>")

    def allow(self, url: str) -> str:
        """A person says yes on the page a consent leads to. Gives where they are sent back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        app = self.memory.apps[asked["client_id"]]
        is_proven = not self.proves or asked.get("code_challenge_method") == "S256"
        if asked["redirect_uri"] not in app.callbacks or asked["scope"] != app.scopes or not is_proven:
            raise ValueError("a request for consent that Mastodon would refuse")
        code = self._id()
        challenge = asked.get("code_challenge", "")
        self.memory.codes[code] = Code(asked["client_id"], asked["redirect_uri"], challenge)
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def _consent(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"location": self.allow(f"{request.url}")})

    def speak(self, author: str, text: str, *, answers: str = "", quotes: str = "", visibility: str = "public") -> str:
        """Somebody else says something; the city hears of it when it is named or quoted. Gives the status's id."""
        status = self._keep(author, {"status": text, "visibility": visibility, "in_reply_to_id": answers or None})
        if quotes:
            self.memory.posts[status]["quotes"] = quotes
            self._tell("quote", status)
        if "paris" in _NAME.findall(text):
            self._tell("mention", status)
        return status

    def _tell(self, kind: str, status: str) -> None:
        told = {"id": self._id(), "type": kind, "created_at": self._now(), "group_key": f"ungrouped-{status}"}
        self.memory.mentions.append(told | {"status": status})

    def applaud(self, status: str, *, likes: int = 0, shares: int = 0) -> None:
        self.memory.posts[status]["favourites_count"] += likes
        self.memory.posts[status]["reblogs_count"] += shares

    def own(self) -> Iterator[dict[str, Any]]:
        """The city's statuses, the newest first."""
        return (post for post in reversed(self.memory.posts.values()) if post["account"] == "paris")

    def _routes(self) -> Iterator[tuple[str, str, Callable[..., httpx.Response], bool]]:
        statuses = "/api/v1/statuses"
        yield "POST", "/api/v1/apps", self._register, True
        yield "GET", "/oauth/authorize", self._consent, True
        yield "POST", "/oauth/token", self._grant, True
        yield "GET", "/.well-known/oauth-authorization-server", self._describe, True
        yield "GET", "/api/v2/instance", self._instance, True
        yield "GET", "/api/v1/accounts/verify_credentials", self._me, False
        yield "PATCH", "/api/v1/accounts/update_credentials", self._rewrite, False
        yield "GET", "/api/v1/accounts/([^/]+)/statuses", self._list, False
        yield "POST", "/api/v2/media", self._upload, False
        yield "GET", "/api/v1/media/([^/]+)", self._digest, False
        yield "GET", "/api/v1/notifications", self._notify, False
        yield "POST", statuses, self._publish, False
        yield "GET", f"{statuses}/([^/]+)", self._show, False
        yield "GET", f"{statuses}/([^/]+)/context", self._context, False
        yield "PUT", f"{statuses}/([^/]+)", self._edit, False
        yield "DELETE", f"{statuses}/([^/]+)", self._delete, False

    def _knows(self, request: httpx.Request) -> bool:
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        return bearer in self.memory.tokens and not self.faults.expired

    def _register(self, request: httpx.Request) -> httpx.Response:
        asked = told(request)
        callbacks = asked.get("redirect_uris")
        if not asked.get("client_name") or not isinstance(callbacks, list):
            return self._error(422, "Validation failed: Redirect URI can't be blank")
        client, secret = self._id(), self._id()
        scopes = str(asked.get("scopes", "read"))
        self.memory.apps[client] = App(secret, callbacks, scopes)
        app = {"id": "7", "name": asked["client_name"], "redirect_uri": "\n".join(callbacks), "vapid_key": ""}
        app |= {"redirect_uris": callbacks, "scopes": scopes.split(), "website": None}
        return self._say(200, app | {"client_id": client, "client_secret": secret, "client_secret_expires_at": 0})

    def _grant(self, request: httpx.Request) -> httpx.Response:
        asked = {name: str(value) for name, value in told(request).items()}
        app = self.memory.apps.get(asked.get("client_id", ""))
        if app is None or app.secret != asked.get("client_secret"):
            return self._error(401, "invalid_client")
        code = self.memory.codes.pop(asked.get("code", ""), None)
        digest = base64.urlsafe_b64encode(hashlib.sha256(asked.get("code_verifier", "").encode()).digest())
        is_proven = code is not None and code.challenge in {"", digest.decode().rstrip("=")}
        if code is None or not is_proven or code.callback != asked.get("redirect_uri"):
            return self._error(400, "invalid_grant")
        token = self._id()
        self.memory.tokens.add(token)
        moment = int(self.clock().timestamp())
        return self._say(
            200, {"access_token": token, "token_type": "Bearer", "scope": app.scopes, "created_at": moment}
        )

    def _describe(self, _request: httpx.Request) -> httpx.Response:
        return self._say(200, AUTHORIZATION) if self.proves else self._error(404, "Not Found")

    def _instance(self, _request: httpx.Request) -> httpx.Response:
        return self._say(200, INSTANCE)

    def _me(self, _request: httpx.Request) -> httpx.Response:
        own = {"note": self.memory.note, "privacy": "public", "sensitive": True, "language": "", "fields": []}
        role = {"id": "-99", "name": "", "permissions": "0", "color": "", "highlighted": False}
        own |= {"follow_requests_count": 0, "indexable": False}
        return self._say(200, self._account("paris") | {"source": own, "role": role})

    def _rewrite(self, request: httpx.Request) -> httpx.Response:
        asked = told(request)
        self.memory.note = str(asked.get("note", self.memory.note))
        if isinstance(avatar := asked.get("avatar"), bytes):
            self.memory.avatar, self.memory.avatars = avatar, self.memory.avatars + 1
        return self._me(request)

    def _upload(self, request: httpx.Request) -> httpx.Response:
        asked = told(request)
        content = asked.get("file")
        if not isinstance(content, bytes) or not content:
            return self._error(422, "Validation failed: File can't be blank")
        if self._spent(self.memory.uploaded, MOST_UPLOADS):
            return self.busy()
        id = self._id()
        ready_at = self.clock() + self.digestion
        self.memory.media[id] = Media(str(asked.get("description", "")), ready_at, content=content)
        return self._say(202 if self._is_raw(id) else 200, self._attachment(id))

    def _digest(self, _request: httpx.Request, id: str) -> httpx.Response:
        if id not in self.memory.media or self.memory.media[id].status:
            return self._error(404, "Record not found")
        return self._say(206 if self._is_raw(id) else 200, self._attachment(id))

    def _is_raw(self, id: str) -> bool:
        return self.faults.stuck or self.clock() < self.memory.media[id].ready_at

    def _publish(self, request: httpx.Request) -> httpx.Response:
        asked, key = told(request), request.headers.get("idempotency-key", "")
        known, since = self.memory.keys.get(key, ("", self.clock()))
        if known and self.clock() - since < REMEMBERED:
            return self._show(request, known)
        if refused := self._refused(asked):
            return refused
        id = self._keep("paris", asked)
        if key:
            self.memory.keys[key] = (id, self.clock())
        return self._show(request, id)

    def _refused(self, asked: Mapping[str, Any]) -> httpx.Response | None:
        media = asked.get("media_ids", [])
        parent = asked.get("in_reply_to_id")
        if parent and parent not in self.memory.posts:
            return self._error(404, "Record not found")
        if not asked.get("status") and not media:
            return self._error(422, "Validation failed: Text can't be blank")
        if counted(str(asked.get("status", "")), LIMITS["mastodon"]) > LIMITS["mastodon"].length:
            return self._error(422, "Validation failed: Text limit exceeded")
        free = [id for id in media if id in self.memory.media and not self.memory.media[id].status]
        if len(free) < len(media) or len(media) > MOST_MEDIA or any(map(self._is_raw, free)):
            return self._error(422, "Validation failed: a media attachment is missing or attached already")
        return None

    def _keep(self, author: str, asked: Mapping[str, Any]) -> str:
        id, media = self._id(), list(asked.get("media_ids", []))
        for each in media:
            self.memory.media[each].status = id
        self.memory.posts[id] = {
            "id": id,
            "account": author,
            "created_at": self._now(),
            "in_reply_to_id": asked.get("in_reply_to_id"),
            "text": asked.get("status", ""),
            "visibility": asked.get("visibility", "public"),
            "language": asked.get("language"),
            "sensitive": asked.get("sensitive", True),
            "media": media,
            "favourites_count": 0,
            "reblogs_count": 0,
        }
        return id

    def _show(self, _request: httpx.Request, id: str) -> httpx.Response:
        return self._say(200, self._status(id)) if id in self.memory.posts else self._error(404, "Record not found")

    def _edit(self, request: httpx.Request, id: str) -> httpx.Response:
        if id not in self.memory.posts:
            return self._error(404, "Record not found")
        asked, post = told(request), self.memory.posts[id]
        changes = {"text": asked.get("status", post["text"]), "language": asked.get("language", post["language"])}
        self.memory.posts[id] |= changes | {"media": asked.get("media_ids", []), "edited_at": self._now()}
        attributes = asked.get("media_attributes", [])
        for attachment in attributes if isinstance(attributes, list) else ():
            self.memory.media[attachment["id"]].description = attachment["description"]
        return self._show(request, id)

    def _delete(self, request: httpx.Request, id: str) -> httpx.Response:
        if id not in self.memory.posts:
            return self._error(404, "Record not found")
        if self._spent(self.memory.deleted, MOST_DELETES):
            return self.busy()
        shown = self._show(request, id)
        del self.memory.posts[id]
        for post in self.memory.posts.values():
            if post["in_reply_to_id"] == id:
                post["in_reply_to_id"] = None
        return shown

    def _context(self, _request: httpx.Request, id: str) -> httpx.Response:
        if id not in self.memory.posts:
            return self._error(404, "Record not found")
        above: list[str] = []
        while parent := self.memory.posts[above[0] if above else id]["in_reply_to_id"]:
            above.insert(0, parent)
        below = [each for each, post in self.memory.posts.items() if post["in_reply_to_id"] == id]
        shown = {"ancestors": [*map(self._status, above)], "descendants": [*map(self._status, below)]}
        return self._say(200, shown)

    def _list(self, request: httpx.Request, account: str) -> httpx.Response:
        before = request.url.params.get("max_id", "~")
        most = int(request.url.params.get("limit", "20"))
        own = [post["id"] for post in self.own() if post["id"] < before and account == "paris"]
        return self._say(200, [*map(self._status, own[:most])])

    def _notify(self, request: httpx.Request) -> httpx.Response:
        """With `min_id` the page that follows it, without it the newest; either way the newest first."""
        after, most = request.url.params.get("min_id", ""), int(request.url.params.get("limit", "40"))
        asked = request.url.params.get_list("types[]")
        filtered = set() if request.url.params.get("include_filtered") == "true" else self.filtered
        told = [row for row in self.memory.mentions if row["type"] in asked and row["status"] not in filtered]
        rows = [row for row in told if row["id"] > after]
        page = rows[:most] if after else rows[-most:]
        return self._say(200, [self._notification(row) for row in reversed(page)])

    def _notification(self, row: Mapping[str, Any]) -> dict[str, Any]:
        status = self._status(row["status"]) if row["status"] in self.memory.posts else None
        author = status["account"] if status else self._account("nobody")
        return dict(row) | {"account": author} | ({"status": status} if status else {})

    def _status(self, id: str) -> dict[str, Any]:
        post = self.memory.posts[id]
        parent = self.memory.posts.get(post["in_reply_to_id"] or "")
        facts = {name: value for name, value in post.items() if name not in {"text", "media", "account", "quotes"}}
        url = f"{self.site}/@{post['account']}/{id}"
        shown: dict[str, Any] = {"url": url, "uri": url, "content": markup(post["text"], self.site)}
        shown |= {"account": self._account(post["account"]), "emojis": [], "mentions": [], "tags": [], "reblog": None}
        shown |= {"in_reply_to_account_id": parent and parent["account"], "spoiler_text": "", "edited_at": None}
        if quoted := post.get("quotes"):
            shown["quote"] = {"state": "accepted", "quoted_status": self._status(quoted)}
        answers = sum(each["in_reply_to_id"] == id for each in self.memory.posts.values())
        return shown | facts | {"replies_count": answers, "media_attachments": [*map(self._attachment, post["media"])]}

    def _attachment(self, id: str) -> dict[str, Any]:
        media = self.memory.media[id]
        url = None if self._is_raw(id) else f"{self.site}/media/{id}.jpg"
        return {"id": id, "type": "image", "url": url, "preview_url": url, "description": media.description or None}

    def _account(self, name: str) -> dict[str, Any]:
        face = f"{self.memory.avatars}.jpg" if name == "paris" and self.memory.avatars else "missing.png"
        picture, url = f"{self.site}/avatars/{face}", f"{self.site}/@{name}"
        counts = dict.fromkeys(("followers_count", "following_count", "statuses_count"), 0)
        flags = dict.fromkeys(("bot", "group", "locked", "indexable"), False)
        pictures = dict.fromkeys(("avatar", "avatar_static", "header", "header_static"), picture)
        words = {"id": name, "username": name, "acct": name, "display_name": name, "url": url, "uri": url}
        note = f"<p>{escape(self.memory.note)}</p>" if name == "paris" else ""
        moment = {"created_at": "2026-01-01T00:00:00.000Z", "note": note, "emojis": [], "fields": []}
        return words | counts | flags | pictures | moment

    def _spent(self, moments: list[datetime], most: int) -> bool:
        """Whether the budget of the last half hour is used up; if not, a bit of it is now."""
        moments[:] = [moment for moment in moments if self.clock() - moment < WINDOW]
        if len(moments) >= most:
            return True
        moments.append(self.clock())
        return False

    def _say(self, status: int, body: Any, *, left: int = 299) -> httpx.Response:
        """With the server's time, its rate limit, and when that begins anew."""
        headers = {"date": f"{self.clock():%a, %d %b %Y %H:%M:%S GMT}", "x-ratelimit-limit": "300"}
        reset = (self.clock() + CALLS).isoformat(timespec="microseconds").replace("+00:00", "Z")
        headers |= {"x-ratelimit-remaining": f"{left}", "x-ratelimit-reset": reset}
        return httpx.Response(status, json=body, headers=headers)

    def _error(self, status: int, word: str) -> httpx.Response:
        return self._say(status, {"error": word})

    def _now(self) -> str:
        return self.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _id(self) -> str:
        """Opaque, and in order: what comes later sorts later."""
        self.memory.ids += 1
        return "01m" + "".join(_DIGITS[self.memory.ids * 7919 >> 5 * place & 31] for place in reversed(range(6)))
