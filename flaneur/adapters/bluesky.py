"""Bluesky: posts with pictures, threads and mentions through the account's own server (AT Protocol, plain XRPC)."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from flaneur.adapters.base import Adapter, Answer, Refused, TryLater, exchange, picture_bytes, settled
from flaneur.core.dispatch import Abilities, Account, Ask, Dialect, Picture, Post, Receipt, Unit
from flaneur.core.text import LIMITS, Span, handles, length, signs
from flaneur.core.words import gettext_noop as _

POST = "app.bsky.feed.post"
SERVICE = "https://bsky.social"
APP = "https://bsky.app"

LONGEST_TAG = 64
"""Graphemes (and ten times as many bytes): lexicon app.bsky.richtext.facet. A longer one would sink the whole post."""
MOST_MENTIONS = 10
"""Handles looked up for a post: each costs a request, and nobody needs more."""

# The server answers a bad or old access token with 400 and one of these words, not with 401.
_EXPIRED = {"ExpiredToken", "InvalidToken"}
_CLOSED = _("The network has suspended this account, or it was deactivated.")
_LOCKED_OUT = {
    "AccountTakedown": _CLOSED,
    "AccountDeactivated": _CLOSED,
    "AuthFactorTokenRequired": _("This account asks for a second factor: please connect it with an app password."),
}

_TID = "234567abcdefghijklmnopqrstuvwxyz"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LINK = re.compile(r"b[a-z2-7]{58}")


class Bluesky(Adapter):
    """Every post stands under a record key made from the publication's key, so a repeat meets what the first try left.

    A single post is put, and putting it again changes nothing. A thread is written in one commit: it stands whole or
    not at all, wherever we die and whatever is refused.
    """

    kind = "bluesky"
    name = "Bluesky"
    limits = LIMITS["bluesky"]
    abilities = Abilities(threads=True, look_up=True)
    asks = (
        Ask("service", _("Server"), default=SERVICE, hint=_("Only another one if the account lives on it.")),
        Ask("identifier", _("Handle"), hint=_("For example yourcity.bsky.social, or the account's e-mail address.")),
        Ask("password", _("App password"), secret=True, hint=_("Made in the network's settings, under app passwords.")),
    )

    def check(self) -> Account:
        session = settled(self._query("com.atproto.server.getSession"), "did", "handle")
        if session.get("active") is False:
            raise Refused(_CLOSED, reconnect=True)
        handle = session["handle"]
        return Account(handle=handle, url=f"{APP}/profile/{handle}", credentials=self.credentials)

    def publish(self, post: Post) -> Receipt:
        receipt = self._receipt(post)
        if len(post.parts) == 1:
            self._put(receipt.references[0], self._record(post, 0))
        elif not self._stands(receipt.references[0]):
            self._write_thread(receipt.references, [self._record(post, number) for number in range(len(post.parts))])
        return receipt

    def look_up(self, post: Post) -> Receipt | None:
        """The first part answers for all."""
        receipt = self._receipt(post)
        return receipt if self._stands(receipt.references[0]) else None

    def retract(self, receipt: Receipt, post_key: str) -> None:
        """The last part first, so that no reply is left alone. On this network deleting what is not there succeeds."""
        for uri in reversed(receipt.references or self._traces(post_key)):
            settled(self._procedure("com.atproto.repo.deleteRecord", _place(uri)))

    def _receipt(self, post: Post) -> Receipt:
        """Where the post stands or will stand. Addresses by DID outlive a change of handle."""
        did = self._did()
        keys = [record_key(post.key, post.created_at, number) for number in range(len(post.parts))]
        url = f"{APP}/profile/{did}/post/{keys[0]}"
        return Receipt(url=url, references=tuple(f"at://{did}/{POST}/{key}" for key in keys))

    def _record(self, post: Post, number: int) -> dict[str, Any]:
        part = post.parts[number]
        # One millisecond apart, or clients that sort by time would shuffle the thread.
        created_at = (post.created_at + timedelta(milliseconds=number)).astimezone(UTC)
        images = [self._image(picture) for picture in part.pictures]
        record = {
            "$type": POST,
            "text": part.text,
            "createdAt": created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "langs": [post.language],
            "facets": facets(part.text, self._dids(part.text)),
        }
        return record | ({"embed": {"$type": "app.bsky.embed.images", "images": images}} if images else {})

    def _image(self, picture: Picture) -> dict[str, Any]:
        answer = self._call(
            "POST",
            "com.atproto.repo.uploadBlob",
            content=picture_bytes(picture, self.limits),
            headers={"content-type": picture.media_type},
        )
        match settled(answer, "blob")["blob"]:
            case {"ref": {"$link": str(link)}, "mimeType": str(media_type), "size": int(size)} if _LINK.fullmatch(link):
                blob = {"$type": "blob", "ref": {"$link": link}, "mimeType": media_type, "size": size}
            case _:
                raise TryLater(_("The network gave no usable answer."), code="uploadBlob")
        ratio = {"width": picture.width, "height": picture.height}
        return {"alt": picture.alt, "image": blob, "aspectRatio": ratio}

    def _dids(self, text: str) -> dict[str, str]:
        """The accounts a text names; a name nobody answers to stays plain text."""
        found = {}
        for handle in sorted({handle for handle, _start, _end in handles(text)})[:MOST_MENTIONS]:
            with suppress(Refused):
                found[handle] = settled(self._query("com.atproto.identity.resolveHandle", handle=handle), "did")["did"]
        return found

    def _put(self, uri: str, record: Mapping[str, Any]) -> None:
        body = {**_place(uri), "record": record}
        settled(self._procedure("com.atproto.repo.putRecord", body, decisive=True), "uri", decisive=True)

    def _write_thread(self, uris: Sequence[str], records: Sequence[Mapping[str, Any]]) -> None:
        """Each part replies to the one before by that record's hash, which we have to work out beforehand."""
        writes: list[dict[str, Any]] = []
        chain: list[dict[str, str]] = []
        for uri, record in zip(uris, records, strict=True):
            reply = {"reply": {"root": chain[0], "parent": chain[-1]}} if chain else {}
            value = {**record, **reply}
            chain.append({"uri": uri, "cid": cid(value)})
            place = _place(uri)
            write = {"$type": "com.atproto.repo.applyWrites#create", "value": value}
            writes.append({**write, "collection": place["collection"], "rkey": place["rkey"]})
        body = {"repo": self._did(), "writes": writes}
        settled(self._procedure("com.atproto.repo.applyWrites", body, decisive=True), "results", decisive=True)

    def _stands(self, uri: str) -> bool:
        answer = self._query("com.atproto.repo.getRecord", **_place(uri))
        return answer.error != "RecordNotFound" and bool(settled(answer, "uri"))

    def _traces(self, key: str) -> list[str]:
        """What a post without a receipt left among the account's newest hundred, known by the key's mark.

        Raises `Refused` when there are older ones and it may be among them.
        """
        answer = self._query("com.atproto.repo.listRecords", repo=self._did(), collection=POST, limit="100")
        listed = settled(answer, "records")
        uris = [record["uri"] for record in listed["records"]]
        found = sorted(uri for uri in uris if _place(uri)["rkey"][6:12] == _mark(key))
        if not found and listed.get("cursor") and len(uris) == 100:
            raise Refused(_("It is too old to be found by its key: please delete it on the network."))
        return found

    def _did(self) -> str:
        if "did" not in self.credentials:
            self._open_session()
        return self.credentials["did"]

    def _query(self, method: str, **params: str) -> Answer:
        return self._call("GET", method, params=params)

    def _procedure(self, method: str, body: Mapping[str, Any], *, decisive: bool = False) -> Answer:
        return self._call("POST", method, json=body, decisive=decisive)

    def _call(self, verb: str, method: str, **request: Any) -> Answer:
        """One call in our session. When it has expired nothing was done: it is renewed and the call repeated."""
        if "access" not in self.credentials:
            self._open_session()
        answer = self._send(verb, method, token=self.credentials["access"], **request)
        if answer.error in _EXPIRED:
            self._renew_session()
            answer = self._send(verb, method, token=self.credentials["access"], **request)
        return answer

    def _renew_session(self) -> None:
        """By the refresh token; by the app password only when that is worn out, for logins are counted: 300 a day."""
        refresh = self.credentials.get("refresh", "")
        try:
            self._keep(self._send("POST", "com.atproto.server.refreshSession", token=refresh))
        except Refused:
            self._open_session()

    def _open_session(self) -> None:
        body = {name: self.credentials.get(name, "").strip() for name in ("identifier", "password")}
        body["identifier"] = body["identifier"].removeprefix("@")
        self._keep(self._send("POST", "com.atproto.server.createSession", json=body))

    def _keep(self, answer: Answer) -> None:
        session = settled(answer, "did", "handle", "accessJwt", "refreshJwt")
        fresh = {"did": session["did"], "access": session["accessJwt"], "refresh": session["refreshJwt"]}
        self.credentials = {**self.credentials, **fresh}

    def _send(self, verb: str, method: str, *, token: str = "", **request: Any) -> Answer:
        if token:
            request["headers"] = {**request.get("headers", {}), "authorization": f"Bearer {token}"}
        service = self.credentials.get("service", "").strip().rstrip("/") or SERVICE
        origin = service if "://" in service else f"https://{service}"
        answer = exchange(self.http, verb, f"{origin}/xrpc/{method}", **request)
        if answer.error in _LOCKED_OUT:
            raise Refused(_LOCKED_OUT[answer.error], reconnect=True, code=answer.error)
        return answer


def facets(text: str, dids: Mapping[str, str]) -> list[dict[str, Any]]:
    """Links, hashtags and resolved mentions; the server checks no range, so the byte offsets are ours to get right."""
    found = signs(text, Dialect.BLUESKY)
    linked = [(link, {"$type": "app.bsky.richtext.facet#link", "uri": link.text}) for link in found.links]
    tagged = [
        (tag, {"$type": "app.bsky.richtext.facet#tag", "tag": tag.text})
        for tag in found.hashtags
        if length(tag.text, Unit.GRAPHEMES) <= LONGEST_TAG and len(tag.text.encode()) <= 10 * LONGEST_TAG
    ]
    named = [
        (name, {"$type": "app.bsky.richtext.facet#mention", "did": dids[name.text]})
        for name in found.mentions
        if name.text in dids
    ]
    return [_facet(text, *each) for each in sorted(linked + tagged + named, key=lambda each: each[0].start)]


def record_key(key: str, created_at: datetime, number: int) -> str:
    """A TID, the only kind of key the network accepts for a post, which every attempt finds again without a memory.

    Six characters of time (steps of 34 s), six of the key's hash, one of the part's number: 13 sortable base-32 digits.
    """
    microseconds = (created_at - _EPOCH) // timedelta(microseconds=1)
    return _sortable(microseconds >> 25, 6) + _mark(key) + _sortable(number, 1)


def cid(record: Mapping[str, Any]) -> str:
    """The address of a record by its content: SHA-256 over DAG-CBOR, written as a CIDv1 in base 32."""
    digest = hashlib.sha256(_cbor(record)).digest()
    return "b" + base64.b32encode(b"\x01\x71\x12\x20" + digest).decode().lower().rstrip("=")


def _facet(text: str, span: Span, feature: Mapping[str, str]) -> dict[str, Any]:
    index = {"byteStart": len(text[: span.start].encode()), "byteEnd": len(text[: span.end].encode())}
    return {"index": index, "features": [feature]}


def _place(uri: str) -> dict[str, str]:
    repo, collection, key = uri.removeprefix("at://").split("/")
    return {"repo": repo, "collection": collection, "rkey": key}


def _mark(key: str) -> str:
    """30 bits of the key's hash: enough to tell our records apart from any other of the same half minute."""
    return _sortable(int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) >> 2, 6)


def _sortable(number: int, digits: int) -> str:
    return "".join(_TID[number >> 5 * place & 31] for place in reversed(range(digits)))


def _cbor(value: Any) -> bytes:
    """DAG-CBOR for what a post may hold; keys in order of length, then of bytes; a link is tag 42."""
    match value:
        case int():
            return _head(0, value)
        case str():
            return _head(3, len(value.encode())) + value.encode()
        case list():
            return _head(4, len(value)) + b"".join(map(_cbor, value))
        case {"$link": str(link)}:
            target = b"\0" + base64.b32decode(link[1:].upper() + "=" * (-len(link[1:]) % 8))
            return _head(6, 42) + _head(2, len(target)) + target
        case _:
            ordered = sorted(value.items(), key=lambda item: (len(item[0].encode()), item[0].encode()))
            return _head(5, len(ordered)) + b"".join(_cbor(key) + _cbor(held) for key, held in ordered)


def _head(kind: int, size: int) -> bytes:
    """CBOR's first byte and the length after it: in the byte itself, or in 1, 2 or 4 bytes more."""
    if size < 24:
        return bytes([kind << 5 | size])
    width = next(width for width in (1, 2, 4) if size < 1 << 8 * width)
    return bytes([kind << 5 | 23 + width.bit_length()]) + size.to_bytes(width)
