"""What the stand-ins for Instagram and Threads share: tokens, containers, and how Meta says no."""

import re
from abc import abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

import httpx

from flaneur.rehearsal.faults import Faults, StandIn, told

LIFETIME = timedelta(days=60)
YOUNG = timedelta(hours=24)
DAY = timedelta(hours=24)


@dataclass
class Container:
    form: dict[str, str]
    made_at: datetime
    ready_at: datetime
    published: str = ""
    is_broken: str = ""


@dataclass
class Standing:
    """A post as it stands: `parent` is what it answers, `root` its conversation's first post."""

    reference: str
    author: str
    text: str
    created_at: datetime
    pictures: list[dict[str, str]] = field(default_factory=list)
    parent: str = ""
    root: str = ""
    counts: dict[str, int] = field(default_factory=dict)


class GraphNetwork(StandIn):
    """`account` is its id and name, `app` a client id and its secret. `digests`: seconds a container is filled for.

    `quota`: posts in 24 hours. `hides`: what is published is not listed. `keeps`: nothing is deleted, whatever is said.
    `ambiguous`: a code and subcode said after something was published, or instead of deleting it. `fetch` brings what
    lies at a picture's address, or nothing, and `fetched` keeps it: what is published does not depend on it.
    """

    version: ClassVar[str]
    grant: ClassVar[str]
    state: ClassVar[str]
    text: ClassVar[str]
    most_children: ClassVar[int]
    names_next: ClassVar[bool] = True
    routes: ClassVar[tuple[tuple[str, str, Callable[..., httpx.Response]], ...]]

    def __init__(self, clock: Callable[[], datetime], faults: Faults | None = None) -> None:
        super().__init__(clock, faults)
        self.account = ("17841400000000001", "paris_test")
        self.app = ("1234567890", "app-secret")
        self.digests = 0
        self.quota = 50
        self.hides = self.keeps = False
        self.ambiguous: tuple[int, int] | None = None
        self.fetch: Callable[[str], bytes] = lambda _address: b""
        self.fetched: dict[str, bytes] = {}
        self.posts: dict[str, Standing] = {}
        self.said: dict[str, Standing] = {}
        self.containers: dict[str, Container] = {}
        self.tokens: dict[str, tuple[datetime, datetime]] = {}
        self._codes: dict[str, str] = {}
        self._published: list[datetime] = []
        self._last = 17_900_000_000_000_000

    def let_in(self, token: str, lifetime: timedelta = LIFETIME) -> None:
        """A token as though it had just been granted."""
        self.tokens[token] = (self.clock(), self.clock() + lifetime)

    def say(self, text: str, *, under: str = "", author: str = "lea_visite") -> str:
        """Somebody answers one of the account's posts, or mentions it."""
        reference = self.next()
        self.said[reference] = Standing(reference, author, text, self.clock(), parent=under, root=under)
        return reference

    def respond(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix(f"/{self.version}")
        for method, pattern, answer in self.routes:
            found = re.fullmatch(pattern, path)
            if found and method == request.method:
                is_open = "authorize" in pattern or "dialog" in pattern or "access_token" in pattern
                refusal = None if is_open else self._barrier(request)
                return self._dated(refusal or answer(self, request, *found.groups()))
        return self._dated(self.refused(100, 33, "Unsupported request."))

    def busy(self) -> httpx.Response:
        return self._dated(self.refused(4, 0, "Application request limit reached", status=429))

    def broken(self) -> httpx.Response:
        return self._dated(self.refused(2, 0, "Service temporarily unavailable", status=500))

    def _barrier(self, request: httpx.Request) -> httpx.Response | None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        _since, until = self.tokens.get(token, (self.clock(), self.clock()))
        if self.faults.expired or until <= self.clock():
            return self.refused(190, 463, "Error validating access token: Session has expired.")
        return None

    # Letting an app in.

    def authorize(self, request: httpx.Request) -> httpx.Response:
        asked = request.url.params
        if asked["client_id"] != self.app[0] or asked["response_type"] != "code":
            return self.refused(101, 0, "Invalid platform app")
        code = f"code-{self.next()}"
        self._codes[code] = asked["redirect_uri"]
        tail = "" if request.url.path.endswith("/dialog/oauth") else "#_"
        back = urlencode({"code": f"{code}{tail}", "state": asked["state"]})
        return httpx.Response(302, headers={"location": f"{asked['redirect_uri']}?{back}"})

    def is_ours(self, form: dict[str, Any]) -> bool:
        """Whether a code was granted to this app for this callback; it is good once."""
        app = (form.get("client_id"), form.get("client_secret"))
        return app == self.app and self._codes.pop(f"{form.get('code')}", "") == form.get("redirect_uri") != ""

    def short(self, request: httpx.Request) -> httpx.Response:
        if not self.is_ours(dict(told(request))):
            return self.refused(100, 36007, "Invalid authorization code")
        token = f"short-{self.next()}"
        self.let_in(token, timedelta(hours=1))
        return httpx.Response(200, json={"access_token": token, "user_id": self.account[0]})

    def long(self, request: httpx.Request) -> httpx.Response:
        asked = request.url.params
        is_known = asked.get("access_token") in self.tokens and asked.get("client_secret") == self.app[1]
        if not is_known or asked.get("grant_type") != f"{self.grant}_exchange_token":
            return self.refused(190, 0, "Cannot exchange this token")
        return self.tokened()

    def fresh(self, request: httpx.Request) -> httpx.Response:
        asked = request.url.params
        since, until = self.tokens.get(asked.get("access_token", ""), (self.clock(), self.clock()))
        is_of_age = self.clock() - since >= YOUNG and self.clock() < until and not self.faults.expired
        if asked.get("grant_type") != f"{self.grant}_refresh_token" or not is_of_age:
            return self.refused(190, 0, "Cannot refresh this token")
        return self.tokened()

    def tokened(self, lifetime: timedelta = LIFETIME) -> httpx.Response:
        token = f"long-{self.next()}"
        self.let_in(token, lifetime)
        told_of = {"access_token": token, "token_type": "bearer", "expires_in": int(lifetime.total_seconds())}
        return httpx.Response(200, json=told_of)

    # Containers.

    def contain(self, request: httpx.Request, *_account: str) -> httpx.Response:
        form = {name: f"{value}" for name, value in told(request).items()}
        if refusal := self.obstacle(form):
            return refusal
        if picture := form.get("image_url"):
            self.fetched[picture] = self.fetch(picture)
        reference = self.next()
        now = self.clock()
        self.containers[reference] = Container(form, now, now + timedelta(seconds=self.digests))
        return httpx.Response(200, json={"id": reference})

    def obstacle(self, form: dict[str, str]) -> httpx.Response | None:
        """Why a container cannot be made of this, if it cannot."""
        if form.get("media_type") == "CAROUSEL":
            children = form.get("children", "").split(",")
            is_right = 2 <= len(children) <= self.most_children
            if not is_right or any(self.state_of(self.containers.get(child)) != "FINISHED" for child in children):
                return self.refused(100, 2207028, "Carousel validation failed")
        elif form.get("media_type") != "TEXT" and not form.get("image_url", "").startswith(self._schemes()):
            return self.refused(9004, 2207052, "Only photo or video can be accepted as media type.")
        return None

    def _schemes(self) -> tuple[str, str]:
        """Of pictures: a network in plain text on loopback takes addresses in plain text, too."""
        return "https://", f"{self.site.partition(':')[0]}://"

    def state_of(self, container: Container | None) -> str:
        if container is None or container.is_broken:
            return "ERROR"
        if container.published:
            return "PUBLISHED"
        if self.clock() - container.made_at >= DAY:
            return "EXPIRED"
        return "FINISHED" if self.clock() >= container.ready_at and not self.faults.stuck else "IN_PROGRESS"

    def finish(self, request: httpx.Request, *_account: str) -> httpx.Response:
        container = self.containers.get(f"{told(request).get('creation_id')}")
        state = self.state_of(container)
        if container is None or state in {"EXPIRED", "ERROR"}:
            return self.refused(24, 2207006, "Media ID is not available")
        if state == "PUBLISHED":
            return self.refused(-1, 2207085, "Fatal")
        if state == "IN_PROGRESS":
            return self.refused(9007, 2207027, "Media ID is not available")
        if self.used() >= self.quota:
            return self.refused(9, 2207042, "Application request limit reached")
        if self.faults.duplicate:
            return self.refused(368, 2207051, "Action is blocked")
        container.published = self._stand(container)
        if self.ambiguous:
            return self.refused(*self.ambiguous, "Fatal")
        return httpx.Response(200, json={"id": container.published})

    def _stand(self, container: Container) -> str:
        form, reference = container.form, self.next()
        children = [self.containers[child].form for child in form.get("children", "").split(",") if child]
        parent = form.get("reply_to_id", "")
        root = self.posts[parent].root if parent in self.posts else reference
        pictures = children or ([form] if "image_url" in form else [])
        text = form.get(self.text, "").strip()
        self.posts[reference] = Standing(reference, self.account[1], text, self.clock(), pictures, parent, root)
        self._published.append(self.clock())
        return reference

    def used(self) -> int:
        return sum(self.clock() - each < DAY for each in self._published)

    # What stands.

    def node(self, request: httpx.Request, reference: str) -> httpx.Response:
        if reference in self.containers:
            container = self.containers[reference]
            told_of = {"id": reference, self.state: self.state_of(container)}
            return httpx.Response(200, json=told_of | self.why(container))
        if reference in self.posts:
            return httpx.Response(200, json=self.shown(self.posts[reference], request))
        return self.missing()

    @abstractmethod
    def why(self, container: Container) -> dict[str, str]:
        """What a container says of itself besides its state."""

    @abstractmethod
    def known(self, post: Standing) -> dict[str, Any]:
        """All fields of a post, by the network's names."""

    @abstractmethod
    def missing(self) -> httpx.Response:
        """What is answered for something nobody knows."""

    def delete(self, _request: httpx.Request, reference: str) -> httpx.Response:
        if reference not in self.posts:
            return self.missing()
        if self.ambiguous:
            return self.refused(*self.ambiguous, "Fatal")
        if not self.keeps:
            del self.posts[reference]
        return httpx.Response(200, json={"success": True})

    def shown(self, post: Standing, request: httpx.Request) -> dict[str, Any]:
        fields = {"id", *request.url.params.get("fields", "id").split(",")}
        return {name: value for name, value in self.known(post).items() if name in fields}

    def page(self, request: httpx.Request, posts: Iterable[Standing]) -> httpx.Response:
        """Newest first, as many as are asked for."""
        newest = sorted(posts, key=lambda post: (post.created_at, post.reference), reverse=True)
        start = int(request.url.params.get("after", "0"))
        end = start + int(request.url.params.get("limit", "25"))
        body: dict[str, Any] = {"data": [self.shown(post, request) for post in newest[start:end]]}
        if newest:
            body["paging"] = {"cursors": {"before": f"{start}", "after": f"{end}"}}
            body["paging"] |= {"next": f"{request.url}"} if newest[end:] and self.names_next else {}
        return httpx.Response(200, json=body)

    def insights(self, request: httpx.Request, reference: str) -> httpx.Response:
        if reference not in self.posts:
            return self.missing()
        counts = self.posts[reference].counts
        names = request.url.params["metric"].split(",")
        return httpx.Response(
            200, json={"data": [self._metric(reference, name, counts.get(name, 0)) for name in names]}
        )

    def _metric(self, reference: str, name: str, value: int) -> dict[str, Any]:
        words = {"title": name, "description": name, "id": f"{reference}/insights/{name}/lifetime"}
        return {"name": name, "period": "lifetime", "values": [{"value": value}], **words}

    def stamp(self, post: Standing) -> str:
        return post.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")

    # How it says no.

    def refused(self, code: int, sub: int, sentence: str, *, status: int = 400) -> httpx.Response:
        error: dict[str, Any] = {"message": sentence, "type": "OAuthException", "code": code, "fbtrace_id": "A1b2"}
        return httpx.Response(status, json={"error": error | ({"error_subcode": sub} if sub else {})})

    def _dated(self, answer: httpx.Response) -> httpx.Response:
        answer.headers["date"] = format_datetime(self.clock().astimezone(UTC), usegmt=True)
        return answer

    def next(self) -> str:
        self._last += 7_919
        return f"{self._last}"
