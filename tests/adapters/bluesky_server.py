"""Bluesky's data server, of recorded answers."""

import json
from dataclasses import dataclass, field
from typing import ClassVar

import httpx

from tests.adapters.servers import ACCESS, PASSWORD, REFRESH, Server, recorded


@dataclass
class BlueskyServer(Server):
    """A data server whose answers are the recorded ones; only its records and its sessions are its own."""

    credentials: ClassVar = {"identifier": "paris.test", "password": PASSWORD}
    unknown: ClassVar = ("at://did:plc:a/b/c",)

    good_access: str = ACCESS
    good_refresh: str = REFRESH
    handles: dict[str, str] = field(default_factory=dict)

    def called(self, request: httpx.Request) -> str:
        return request.url.path.removeprefix("/xrpc/")

    def answer(self, request: httpx.Request) -> httpx.Response:
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
        }
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
        self.records[told["rkey"]] = told["record"]
        return recorded("putRecord")

    def _write(self, told: dict) -> httpx.Response:
        if any(write["rkey"] in self.records for write in told["writes"]):
            return recorded("already-there")
        self.records |= {write["rkey"]: write["value"] for write in told["writes"]}
        return recorded("applyWrites")

    def _get(self, told: dict) -> httpx.Response:
        return recorded("getRecord" if told["rkey"] in self.records else "RecordNotFound")

    def _delete(self, told: dict) -> httpx.Response:
        self.records.pop(told["rkey"], None)
        return recorded("deleteRecord")

    def _list(self, told: dict) -> httpx.Response:
        place = f"at://{told['repo']}/{told['collection']}"
        newest = sorted(self.records, reverse=True)
        return httpx.Response(200, json={"records": [{"uri": f"{place}/{key}"} for key in newest]})
