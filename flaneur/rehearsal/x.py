"""A stand-in for X: its API as the two editions of the vendor's description have it, one account, and its mentions."""

import base64
import hashlib
import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

import httpx

from flaneur.core.text.x import is_alike, links, weighted
from flaneur.rehearsal.faults import Faults, StandIn, told

CODE_LIFETIME = timedelta(seconds=30)
ACCESS_LIFETIME = timedelta(hours=2)
MEDIA_LIFETIME = 86_400
WINDOW = timedelta(minutes=15)
LENGTH, LINK = 280, 23

# What either edition calls its things. The problems the newer one knows are fewer; the rest it tells by a number.
NAMES = {
    "2.159": {"fields": "tweet.fields", "history": "edit_history_tweet_ids", "shared": "retweet_count"},
    "2.167": {"fields": "post.fields", "history": "edit_history_post_ids", "shared": "repost_count"},
}
HOSTS = {"2.159": "https://api.twitter.com", "2.167": "https://api.x.com"}
NUMBERED = {"": 0, "credits": 402, "usage-capped": 453}


@dataclass
class Standing:
    """A post as it stands: `text` as typed, `parent` what it answers, `root` its conversation's first post."""

    reference: str
    author: str
    text: str
    created_at: datetime
    root: str
    parent: str = ""
    pictures: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


@dataclass
class Upload:
    size: int
    until: datetime
    ready_at: datetime | None = None
    content: bytes = b""
    alt: str = ""


class XNetwork(StandIn):
    """`account` and `others` are names by id; `app` a client id and its secret, empty for a public client.

    `digests`: seconds a picture is processed for. `most_posts`: in a quarter of an hour. `is_suspended`: nothing may be
    posted. `is_broke`: nothing may be done.
    """

    def __init__(self, clock: Callable[[], datetime], faults: Faults | None = None, *, edition: str = "2.159") -> None:
        super().__init__(clock, faults)
        self.edition = edition
        self.account = ("2244994945", "paris_test")
        self.others = {"77": "lea_visite"}
        self.app = ("client-of-paris", "")
        self.digests = 0
        self.most_posts = 100
        self.is_suspended = self.is_broke = False
        self.posts: dict[str, Standing] = {}
        self.media: dict[str, Upload] = {}
        self.access: dict[str, datetime] = {}
        self.refresh: set[str] = set()
        self._codes: dict[str, tuple[datetime, str, str]] = {}
        self._last = 1_990_000_000_000_000_000

    def mention(self, text: str, *, author: str = "77", answers: str = "") -> str:
        """Somebody says something to the account, or answers one of its posts."""
        reference = self._next()
        root = self.posts[answers].root if answers in self.posts else reference
        self.posts[reference] = Standing(reference, author, text, self.clock(), root, answers)
        return reference

    def let_in(self, access: str, refresh: str) -> None:
        """Tokens as though they had just been granted."""
        self.access[access] = self.clock() + ACCESS_LIFETIME
        self.refresh.add(refresh)

    def respond(self, request: httpx.Request) -> httpx.Response:
        for method, pattern, answer in _ROUTES:
            found = re.fullmatch(pattern, request.url.path)
            if found and method == request.method:
                refusal = None if "/oauth2/" in pattern else self._barrier(request)
                return self._dated(refusal or answer(self, request, *found.groups()))
        return self._dated(self._refused(404, "No such place.", kind="invalid-request"))

    def busy(self) -> httpx.Response:
        reset = int((self.clock() + WINDOW).timestamp())
        limit = {
            "x-rate-limit-limit": f"{self.most_posts}",
            "x-rate-limit-remaining": "0",
            "x-rate-limit-reset": f"{reset}",
        }
        answer = self._dated(self._refused(429, "Too Many Requests", code=88))
        answer.headers.update(limit)
        return answer

    def broken(self) -> httpx.Response:
        return self._dated(self._refused(503, "Service Unavailable", code=130))

    def _barrier(self, request: httpx.Request) -> httpx.Response | None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self.faults.expired or self.access.get(token, self.clock()) <= self.clock():
            return self._refused(401, "Unauthorized", code=89)
        if self.is_broke:
            return self._refused(402, "The account has no credits left.", kind="credits")
        strange = {"tweet.fields", "post.fields"} - {self._names["fields"]}
        if strange & set(request.url.params):
            return self._refused(400, "One or more parameters to your request was invalid.", kind="invalid-request")
        return None

    # Letting an app in: OAuth 2 with PKCE.

    def _authorize(self, request: httpx.Request) -> httpx.Response:
        asked = request.url.params
        if asked["client_id"] != self.app[0] or asked["code_challenge_method"] != "S256":
            return self._refused(400, "The app is not known.", kind="invalid-request")
        code = f"code-{self._next()}"
        self._codes[code] = (self.clock() + CODE_LIFETIME, asked["code_challenge"], asked["redirect_uri"])
        return httpx.Response(
            302,
            headers={"location": f"{asked['redirect_uri']}?{urlencode({'state': asked['state'], 'code': code})}"},
        )

    def _token(self, request: httpx.Request) -> httpx.Response:
        form = {name: f"{value}" for name, value in told(request).items()}
        if not self._is_our_app(request, form):
            return httpx.Response(401, json={"error": "unauthorized_client", "error_description": "Missing header"})
        if form.get("grant_type") == "refresh_token" and not self.faults.expired:
            is_good = form.get("refresh_token") in self.refresh
            self.refresh.discard(form.get("refresh_token", ""))
        else:
            is_good = form.get("grant_type") == "authorization_code" and self._is_good_code(form)
        if not is_good:
            wrong = "Value passed for the token was invalid."
            return httpx.Response(400, json={"error": "invalid_request", "error_description": wrong})
        access, refresh = f"access-{self._next()}", f"refresh-{self._next()}"
        self.let_in(access, refresh)
        tokens = {"access_token": access, "refresh_token": refresh, "expires_in": int(ACCESS_LIFETIME.total_seconds())}
        return httpx.Response(200, json={"token_type": "bearer", "scope": "tweet.read tweet.write", **tokens})

    def _is_our_app(self, request: httpx.Request, form: dict[str, str]) -> bool:
        client, secret = self.app
        proof = base64.b64encode(f"{client}:{secret}".encode()).decode()
        if secret:
            return bool(request.headers.get("authorization") == f"Basic {proof}")
        return form.get("client_id") == client

    def _is_good_code(self, form: dict[str, str]) -> bool:
        until, challenge, callback = self._codes.pop(form.get("code", ""), (self.clock(), "", ""))
        proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        is_ours = proof.decode().rstrip("=") == challenge and form.get("redirect_uri") == callback
        return bool(until > self.clock() and is_ours)

    # Pictures.

    def _initialize(self, request: httpx.Request) -> httpx.Response:
        asked, reference = told(request), self._next()
        self.media[reference] = Upload(int(f"{asked['total_bytes']}"), self.clock() + timedelta(seconds=MEDIA_LIFETIME))
        return self._uploaded(reference)

    def _append(self, request: httpx.Request, reference: str) -> httpx.Response:
        segment = told(request).get("media")
        if reference not in self.media or not isinstance(segment, bytes):
            return self._refused(400, "No such upload.", kind="invalid-request")
        self.media[reference].content += segment
        until = int(self.media[reference].until.timestamp())
        return httpx.Response(200, json={"data": {"expires_at": until}, **self._meta()})

    def _finalize(self, request: httpx.Request, reference: str) -> httpx.Response:
        upload = self.media.get(reference)
        if upload is None or len(upload.content) != upload.size:
            return self._refused(400, "Segments do not add up to provided total file size.", kind="invalid-request")
        upload.ready_at = self.clock() + timedelta(seconds=self.digests)
        return self._uploaded(reference)

    def _status(self, request: httpx.Request) -> httpx.Response:
        reference = request.url.params["media_id"]
        if reference not in self.media:
            return self._refused(404, "No such media.", kind="resource-not-found")
        return self._uploaded(reference)

    def _describe(self, request: httpx.Request) -> httpx.Response:
        asked: dict[str, Any] = dict(told(request))
        if asked["id"] not in self.media:
            return self._refused(404, "No such media.", kind="resource-not-found")
        alt = asked["metadata"]["alt_text"]
        self.media[asked["id"]].alt = alt["text"]
        return httpx.Response(200, json={"data": {"id": asked["id"], "associated_metadata": {"alt_text": alt}}})

    def _uploaded(self, reference: str) -> httpx.Response:
        upload = self.media[reference]
        told_of: dict[str, Any] = {"id": reference, "media_key": f"3_{reference}", "expires_after_secs": MEDIA_LIFETIME}
        if upload.ready_at and (self.digests or self.faults.stuck):
            is_ready = self._is_ready(upload)
            state = {"state": "succeeded" if is_ready else "in_progress", "progress_percent": 100 if is_ready else 40}
            told_of["processing_info"] = state | ({} if is_ready else {"check_after_secs": self.digests or 1})
            if self.edition == "2.159":
                told_of["processing_info"]["type"] = "image"
        return httpx.Response(200, json={"data": told_of, **self._meta()})

    def _is_ready(self, upload: Upload) -> bool:
        return upload.ready_at is not None and upload.ready_at <= self.clock() < upload.until and not self.faults.stuck

    def _meta(self) -> dict[str, Any]:
        """The older edition requires a `meta`, and a `type` of what is processed, that it describes nowhere."""
        return {"meta": {}} if self.edition == "2.159" else {}

    # Posts.

    def _create(self, request: httpx.Request) -> httpx.Response:
        asked: dict[str, Any] = dict(told(request))
        text = asked.get("text", "")
        pictures = asked.get("media", {}).get("media_ids", [])
        parent = asked.get("reply", {}).get("in_reply_to_tweet_id", "")
        if refusal := self._obstacle(text, pictures, parent):
            return refusal
        reference = self._next()
        root = self.posts[parent].root if parent else reference
        self.posts[reference] = Standing(reference, self.account[0], text, self.clock(), root, parent, pictures)
        post = self.shown(self.posts[reference], [])
        return httpx.Response(201, json={"data": post})

    def _obstacle(self, text: str, pictures: list[str], parent: str) -> httpx.Response | None:
        ours = [post for post in self.posts.values() if post.author == self.account[0]]
        if self.is_suspended:
            return self._refused(403, "Your account is suspended.", code=64)
        if self.faults.duplicate:
            self._plant(text)
        elif sum(post.created_at > self.clock() - WINDOW for post in ours) >= self.most_posts:
            return self.busy()
        if self.faults.duplicate or any(is_alike(post.text, text) for post in ours):
            return self._refused(403, "You are not allowed to create a Tweet with duplicate content.", code=187)
        is_known = all(media in self.media and self._is_ready(self.media[media]) for media in pictures)
        is_fitting = (text or pictures) and weighted(text, LINK) <= LENGTH
        if not is_known or not is_fitting or parent not in {"", *self.posts}:
            return self._refused(400, "Your request is not valid.", kind="invalid-request")
        return None

    def _plant(self, text: str) -> None:
        """The same words, said the day before."""
        if not any(is_alike(post.text, text) for post in self.posts.values()):
            reference = self._next()
            yesterday = self.clock() - timedelta(days=1)
            self.posts[reference] = Standing(reference, self.account[0], text, yesterday, reference)

    def _delete(self, _request: httpx.Request, reference: str) -> httpx.Response:
        if reference not in self.posts:
            return self._refused(404, "Could not find that post.", kind="resource-not-found")
        if self.posts[reference].author != self.account[0]:
            return self._refused(403, "You may not delete this post.", code=183)
        del self.posts[reference]
        return httpx.Response(200, json={"data": {"deleted": True}})

    def _me(self, _request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"data": self._person(*self.account)})

    def _several(self, request: httpx.Request) -> httpx.Response:
        asked = request.url.params["ids"].split(",")
        found = [self.shown(self.posts[each], self._fields(request)) for each in asked if each in self.posts]
        gone = self._problem("resource-not-found", "Could not find that post.")
        missing = [gone for each in asked if each not in self.posts]
        parts = {"data": found, "errors": missing}
        return httpx.Response(200, json={name: rows for name, rows in parts.items() if rows})

    def _timeline(self, request: httpx.Request, _user: str) -> httpx.Response:
        return self._page(request, [post for post in self.posts.values() if post.author == self.account[0]])

    def _mentions(self, request: httpx.Request, _user: str) -> httpx.Response:
        return self._page(request, [post for post in self.posts.values() if post.author != self.account[0]])

    def _page(self, request: httpx.Request, posts: Iterable[Standing]) -> httpx.Response:
        asked = request.url.params
        since = datetime.fromisoformat(asked.get("start_time", "2010-01-01T00:00:00Z"))
        after = int(asked.get("since_id", "0"))
        before = int(asked.get("until_id", f"{self._last + 1}"))
        wanted = [post for post in posts if post.created_at >= since and after < int(post.reference) < before]
        newest = sorted(wanted, key=lambda post: int(post.reference), reverse=True)
        if "pagination_token" in asked:
            return self._refused(400, "This page's name has died.", kind="invalid-request")
        end = int(asked["max_results"])
        page = newest[:end]
        if not page:
            return httpx.Response(200, json={"meta": {"result_count": 0}})
        meta = {"result_count": len(page), "newest_id": page[0].reference, "oldest_id": page[-1].reference}
        body: dict[str, Any] = {"data": [self.shown(post, self._fields(request)) for post in page]}
        body["meta"] = meta | ({"next_token": f"p{end}"} if newest[end:] else {})
        if asked.get("expansions") == "author_id":
            authors = sorted({post.author for post in page})
            body["includes"] = {"users": [self._person(each, self._name(each)) for each in authors]}
            for told_of, post in zip(body["data"], page, strict=True):
                told_of["author_id"] = post.author
        return httpx.Response(200, json=body)

    def _name(self, author: str) -> str:
        return self.account[1] if author == self.account[0] else self.others[author]

    def _person(self, reference: str, name: str) -> dict[str, str]:
        return {"id": reference, "name": name, "username": name}

    def _fields(self, request: httpx.Request) -> list[str]:
        return str(request.url.params.get(self._names["fields"], "")).split(",")

    def shown(self, post: Standing, fields: list[str]) -> dict[str, Any]:
        """As X hands a post back: links shortened, markup escaped, one more link for its pictures."""
        text, urls, at = "", [], 0
        for number, link in enumerate(links(post.text)):
            start = link.start
            typed = post.text[start : link.end]
            short = f"https://t.co/{int(post.reference) % 10**8:08d}{number:02d}"
            text += html.escape(post.text[at:start], quote=False)
            leads = typed if "://" in typed else f"http://{typed}"
            urls.append({"start": len(text), "end": len(text) + len(short), "url": short, "expanded_url": leads})
            text, at = text + short, link.end
        text += html.escape(post.text[at:], quote=False)
        if post.pictures:
            short = f"https://t.co/{int(post.reference) % 10**8:08d}99"
            leads = f"https://x.com/{self.account[1]}/status/{post.reference}/photo/1"
            start = len(text) + 1
            text = f"{text} {short}"
            span = {"start": start, "end": len(text), "url": short, "expanded_url": leads}
            urls.append(span | {"media_key": f"3_{post.pictures[0]}"})
        known = {
            "created_at": post.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "conversation_id": post.root,
            "lang": "fr",
            "public_metrics": self._metrics(post),
        } | ({"entities": {"urls": urls}} if urls else {})
        told_of = {"id": post.reference, "text": text, self._names["history"]: [post.reference]}
        return told_of | {name: known[name] for name in fields if name in known}

    def _metrics(self, post: Standing) -> dict[str, int]:
        replies = sum(each.parent == post.reference for each in self.posts.values())
        names = (self._names["shared"], "like_count", "quote_count", "bookmark_count", "impression_count")
        return {name: post.counts.get(name, 0) for name in names} | {"reply_count": replies}

    # How it says no.

    def _refused(self, status: int, sentence: str, *, kind: str = "", code: int = 0) -> httpx.Response:
        if self.edition == "2.167" and kind not in {"invalid-request", "resource-not-found"}:
            number = code or NUMBERED[kind]
            return httpx.Response(status, json={"code": number, "message": sentence})
        problem = self._problem(kind, sentence) | {"status": status}
        if code == 64:
            problem["errors"] = [{"code": code, "message": sentence}]
        return httpx.Response(status, json=problem, headers={"content-type": "application/problem+json"})

    def _problem(self, kind: str, sentence: str) -> dict[str, Any]:
        host = HOSTS[self.edition]
        problem = {
            "type": f"{host}/2/problems/{kind}" if kind else "about:blank",
            "title": "Refused",
            "detail": sentence,
        }
        if kind == "resource-not-found":
            problem |= {"resource_type": "tweet", "resource_id": "1", "parameter": "id", "value": "1"}
        return problem

    def _dated(self, answer: httpx.Response) -> httpx.Response:
        answer.headers["date"] = format_datetime(self.clock().astimezone(UTC), usegmt=True)
        return answer

    @property
    def _names(self) -> dict[str, str]:
        return NAMES[self.edition]

    def _next(self) -> str:
        self._last += 4_194_304
        return f"{self._last}"


_ID = r"([0-9]{1,19})"
_ROUTES: tuple[tuple[str, str, Callable[..., httpx.Response]], ...] = (
    ("GET", "/i/oauth2/authorize", XNetwork._authorize),
    ("POST", "/2/oauth2/token", XNetwork._token),
    ("POST", "/2/media/upload/initialize", XNetwork._initialize),
    ("POST", f"/2/media/upload/{_ID}/append", XNetwork._append),
    ("POST", f"/2/media/upload/{_ID}/finalize", XNetwork._finalize),
    ("GET", "/2/media/upload", XNetwork._status),
    ("POST", "/2/media/metadata", XNetwork._describe),
    ("POST", "/2/tweets", XNetwork._create),
    ("GET", "/2/tweets", XNetwork._several),
    ("DELETE", f"/2/tweets/{_ID}", XNetwork._delete),
    ("GET", "/2/users/me", XNetwork._me),
    ("GET", f"/2/users/{_ID}/tweets", XNetwork._timeline),
    ("GET", f"/2/users/{_ID}/mentions", XNetwork._mentions),
)
