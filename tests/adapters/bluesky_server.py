"""Bluesky's data server, of recorded answers."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import httpx

from flaneur.adapters.atproto import cid
from flaneur.adapters.bluesky import POST, PROFILE
from tests.adapters.servers import ACCESS, PASSWORD, REFRESH, Server, recorded


@dataclass
class BlueskyServer(Server):
    """A data server whose answers are the recorded ones; only its records, its voices and its sessions are its own.

    `profile` is the record in which the account tells of itself, `is_choosy` whether it wants to be told of nobody it
    does not follow (and it follows nobody), `counts` the numbers of a post, `said` all answers.
    """

    credentials: ClassVar = {"identifier": "paris.test", "password": PASSWORD}
    unknown: ClassVar = ("at://did:plc:a/b/c",)

    good_access: str = ACCESS
    good_refresh: str = REFRESH
    handles: dict[str, str] = field(default_factory=dict)
    profile: dict | None = None
    notifications: list[dict] = field(default_factory=list)
    is_choosy: bool = False
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    now: datetime = datetime(2026, 5, 14, 10, 1, tzinfo=UTC)
    said: list[tuple[httpx.Request, httpx.Response]] = field(default_factory=list)

    def called(self, request: httpx.Request) -> str:
        return request.url.path.removeprefix("/xrpc/")

    def answer(self, request: httpx.Request) -> httpx.Response:
        answer = self._answer(request)
        self.said.append((request, answer))
        return answer

    def notify(self, author: str, reason: str, *, key: str = "3mlskozzzzzz2", subject: str = "", **record) -> dict:
        """Something another account did, a second after the last; gives it as the network will tell it."""
        self.now += timedelta(seconds=1)
        moment = self.now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        told = recorded("listNotifications").json()["notifications"][0]
        told = {name: held for name, held in told.items() if name != "reasonSubject"}
        told |= {"uri": f"at://did:plc:{author}/{POST}/{key}", "reason": reason, "indexedAt": moment}
        told["author"] = told["author"] | {"did": f"did:plc:{author}", "handle": f"{author}.test"}
        told["record"] = {"$type": POST, "text": "", "createdAt": moment} | record
        self.notifications.insert(0, told | ({"reasonSubject": subject} if subject else {}))
        return self.notifications[0]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        method = request.url.path.rsplit(".", 1)[1]
        if method in {"createSession", "refreshSession"}:
            return self._session(method, request)
        if request.headers.get("authorization") != f"Bearer {self.good_access}":
            return recorded("expired-token")
        if method == "resolveHandle":
            return self._resolve(request.url.params["handle"])
        told = request.url.params if request.method == "GET" else {}
        if request.headers.get("content-type") == "application/json":
            told = json.loads(request.content)
        own = {
            "putRecord": self._put,
            "applyWrites": self._write,
            "getRecord": self._get,
            "deleteRecord": self._delete,
            "listRecords": self._list,
            "listNotifications": self._notifications,
        }
        if method == "getPosts":
            return self._posts(request.url.params.get_list("uris"))
        return own[method](told) if method in own else recorded(method)

    def _session(self, method: str, request: httpx.Request) -> httpx.Response:
        if method == "refreshSession" and request.headers["authorization"] != f"Bearer {self.good_refresh}":
            return recorded("expired-token")
        if method == "createSession" and json.loads(request.content)["password"] != PASSWORD:
            return recorded("wrong-password")
        body = recorded(method).json() | {"accessJwt": self.good_access, "refreshJwt": self.good_refresh}
        return httpx.Response(200, json=body)

    def _resolve(self, handle: str) -> httpx.Response:
        did = self.handles.get(handle)
        return httpx.Response(200, json={"did": did}) if did else recorded("no-such-handle")

    def _put(self, told: dict) -> httpx.Response:
        if told["collection"] != PROFILE:
            self.records[told["rkey"]] = told["record"]
            return recorded("putRecord")
        if told["swapRecord"] != (self.profile and cid(self.profile)):
            return recorded("InvalidSwap")
        self.profile = told["record"]
        return recorded("putProfile")

    def _write(self, told: dict) -> httpx.Response:
        if any(write["rkey"] in self.records for write in told["writes"]):
            return recorded("already-there")
        self.records |= {write["rkey"]: write["value"] for write in told["writes"]}
        return recorded("applyWrites")

    def _get(self, told: dict) -> httpx.Response:
        if told["collection"] == PROFILE and self.profile:
            kept = recorded("profile").json()
            return httpx.Response(200, json=kept | {"cid": cid(self.profile), "value": self.profile})
        return recorded("getRecord" if told["rkey"] in self.records else "RecordNotFound")

    def _delete(self, told: dict) -> httpx.Response:
        self.records.pop(told["rkey"], None)
        return recorded("deleteRecord")

    def _list(self, told: dict) -> httpx.Response:
        place = f"at://{told['repo']}/{told['collection']}"
        newest = sorted(self.records, reverse=True)
        kept = recorded("listRecords").json()["records"][0]
        return httpx.Response(200, json={"records": [kept | {"uri": f"{place}/{key}"} for key in newest]})

    def _notifications(self, told: dict) -> httpx.Response:
        """The newest first; a page is named by the moment before which it begins."""
        heard = [] if self.is_choosy and told.get("priority") != "false" else self.notifications
        older = [each for each in heard if each["indexedAt"] < told.get("cursor", "9")]
        shown = older[: int(told["limit"])]
        following = {"cursor": shown[-1]["indexedAt"]} if shown else {}
        kept = recorded("listNotifications").json() | {"notifications": shown}
        kept.pop("cursor", None)
        return httpx.Response(200, json=kept | following)

    def _posts(self, uris: list[str]) -> httpx.Response:
        """Those that stand."""
        (view,) = recorded("getPosts").json()["posts"]
        standing = [uri for uri in uris if uri.rsplit("/", 1)[1] in self.records]
        return httpx.Response(
            200, json={"posts": [view | {"uri": uri, **self.counts.get(uri, {})} for uri in standing]}
        )
