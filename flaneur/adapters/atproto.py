"""AT Protocol: a session with an account's own server, and the records it keeps there, over plain XRPC."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from flaneur.adapters.base import Adapter, Answer, Refused, TryLater, exchange, picture_bytes, settled
from flaneur.core.dispatch import Ask, Picture
from flaneur.core.words import gettext_noop as _

SERVICE = "https://bsky.social"
FRESH = timedelta(minutes=90)
"""How long an access token is used: servers let it live two hours."""

# The server answers a bad or old access token with 400 and one of these words, not with 401.
_EXPIRED = {"ExpiredToken", "InvalidToken"}
CLOSED = _("The network has suspended this account, or it was deactivated.")
_LOCKED_OUT = {
    "AccountTakedown": CLOSED,
    "AccountDeactivated": CLOSED,
    "AuthFactorTokenRequired": _("This account asks for a second factor: please connect it with an app password."),
}

_TID = "234567abcdefghijklmnopqrstuvwxyz"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LINK = re.compile(r"b[a-z2-7]{58}")


class Repository(Adapter):
    """An account's records, each under a key of its own.

    `credentials` hold, beside the answers, the account's `did`, the session's `access` and `refresh` tokens, and the
    moment it wants to be renewed. Servers count logins, not renewals: the app password is for the worst case.
    """

    asks = (
        Ask("service", _("Server"), default=SERVICE, hint=_("Only another one if the account lives on it.")),
        Ask("identifier", _("Handle"), hint=_("For example yourcity.bsky.social, or the account's e-mail address.")),
        Ask("password", _("App password"), secret=True, hint=_("Made in the network's settings, under app passwords.")),
    )

    @property
    def renew_at(self) -> datetime | None:
        told = self._told("renew_at")
        return datetime.fromisoformat(told) if told else None

    def renew(self) -> None:
        """By the refresh token; by the app password only when that is worn out, for logins are counted: 300 a day.

        A refresh token that was used already answers with the same successor for two hours more.
        """
        answer = self._send("POST", "com.atproto.server.refreshSession", token=self._told("refresh"))
        if answer.status == 401 or answer.error in _EXPIRED:
            self._open_session()
        else:
            self._keep(answer)

    def _put(self, place: Mapping[str, str], record: Mapping[str, Any], *, decisive: bool) -> None:
        body = {**place, "record": record}
        settled(self._procedure("com.atproto.repo.putRecord", body, decisive=decisive), "uri", decisive=decisive)

    def _create(self, uris: Sequence[str], values: Sequence[Mapping[str, Any]]) -> None:
        """Several new records in one commit: all of them, or none."""
        kind = "com.atproto.repo.applyWrites#create"
        writes = [
            {"$type": kind, "collection": place["collection"], "rkey": place["rkey"], "value": value}
            for place, value in zip(map(placed, uris), values, strict=True)
        ]
        body = {"repo": self._did(), "writes": writes}
        settled(self._procedure("com.atproto.repo.applyWrites", body, decisive=True), "results", decisive=True)

    def _record(self, place: Mapping[str, str]) -> Mapping[str, Any] | None:
        """A record's `value` and `cid`, as the account's own server has it; None when there is none."""
        answer = self._query("com.atproto.repo.getRecord", **place)
        return None if answer.error == "RecordNotFound" else settled(answer, "uri", "cid")

    def _blob(self, picture: Picture) -> dict[str, Any]:
        """An uploaded picture as a record names it; the server forgets it when none does."""
        answer = self._call(
            "POST",
            "com.atproto.repo.uploadBlob",
            content=picture_bytes(picture, self.limits),
            headers={"content-type": picture.media_type},
        )
        match settled(answer, "blob")["blob"]:
            case {"ref": {"$link": str(link)}, "mimeType": str(media_type), "size": int(size)} if _LINK.fullmatch(link):
                return {"$type": "blob", "ref": {"$link": link}, "mimeType": media_type, "size": size}
        raise TryLater(_("The network gave no usable answer."), code="uploadBlob")

    def _did(self) -> str:
        if "did" not in self.credentials:
            self._open_session()
        return self.credentials["did"]

    def _query(self, method: str, **params: str | Sequence[str]) -> Answer:
        return self._call("GET", method, params=params)

    def _procedure(self, method: str, body: Mapping[str, Any], *, decisive: bool = False) -> Answer:
        return self._call("POST", method, json=body, decisive=decisive)

    def _call(self, verb: str, method: str, **request: Any) -> Answer:
        """One call in our session. When it has expired nothing was done: it is renewed and the call repeated, once."""
        if "access" not in self.credentials:
            self._open_session()
        answer = self._send(verb, method, token=self.credentials["access"], **request)
        if answer.error in _EXPIRED:
            self.renew()
            answer = self._send(verb, method, token=self.credentials["access"], **request)
        return answer

    def _open_session(self) -> None:
        body = {"identifier": self._told("identifier").removeprefix("@"), "password": self._told("password")}
        self._keep(self._send("POST", "com.atproto.server.createSession", json=body))

    def _keep(self, answer: Answer) -> None:
        session = settled(answer, "did", "handle", "accessJwt", "refreshJwt")
        fresh = {"did": session["did"], "access": session["accessJwt"], "refresh": session["refreshJwt"]}
        renew_at = (self.now + FRESH).astimezone(UTC).isoformat(timespec="seconds")
        self.credentials = {**self.credentials, **fresh, "renew_at": renew_at}

    def _send(self, verb: str, method: str, *, token: str = "", **request: Any) -> Answer:
        if token:
            request["headers"] = {**request.get("headers", {}), "authorization": f"Bearer {token}"}
        service = self._told("service").rstrip("/") or SERVICE
        origin = service if "://" in service else f"https://{service}"
        answer = exchange(self.http, verb, f"{origin}/xrpc/{method}", **request)
        if answer.error in _LOCKED_OUT:
            raise Refused(_LOCKED_OUT[answer.error], reconnect=True, code=answer.error)
        return answer

    def _told(self, name: str) -> str:
        return self.credentials.get(name, "").strip()


def placed(uri: str) -> dict[str, str]:
    repo, collection, key = uri.removeprefix("at://").split("/")
    return {"repo": repo, "collection": collection, "rkey": key}


def record_key(key: str, created_at: datetime, number: int) -> str:
    """A TID, the only kind of key the network accepts for a post, which every attempt finds again without a memory.

    Six characters of time (steps of 34 s), six of the key's hash, one of the part's number: 13 sortable base-32 digits.
    """
    microseconds = (created_at - _EPOCH) // timedelta(microseconds=1)
    return _sortable(microseconds >> 25, 6) + _mark(key) + _sortable(number, 1)


def is_marked(record_key: str, key: str) -> bool:
    """Whether a record's key was made of this key."""
    return record_key[6:12] == _mark(key)


def cid(record: Mapping[str, Any]) -> str:
    """The address of a record by its content: SHA-256 over DAG-CBOR, written as a CIDv1 in base 32."""
    digest = hashlib.sha256(_cbor(record)).digest()
    return "b" + base64.b32encode(b"\x01\x71\x12\x20" + digest).decode().lower().rstrip("=")


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
