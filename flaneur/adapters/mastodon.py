"""Mastodon, and the servers that speak like it: posts, threads and mentions through the account's own instance."""

import base64
import hashlib
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from flaneur.adapters import needed
from flaneur.adapters.base import (
    Adapter,
    Answer,
    Refused,
    TryLater,
    Unfinished,
    exchange,
    listed,
    picture_bytes,
    settled,
)
from flaneur.adapters.statuses import difference, is_open, quoted
from flaneur.core import told
from flaneur.core.dispatch import (
    Abilities,
    Account,
    Ask,
    Consent,
    Heard,
    Numbers,
    Pace,
    Part,
    Picture,
    Post,
    Profile,
    Receipt,
    Reply,
)
from flaneur.core.text import LIMITS, essence, plain
from flaneur.core.words import gettext_noop as _

SCOPES = "read:accounts read:notifications read:statuses write:accounts write:media write:statuses"
DIGESTION = timedelta(seconds=5)
"""How long a picture the server is still digesting is left in peace."""
MOST_UPLOADS = 2
"""Times the same pictures are uploaded before the server's refusal is believed."""
MOST_PAGES = 10
"""Pages of 40 statuses a look-up reads, before a person has to look."""
MOST_MENTIONS = 20
"""Mentions heard at a time: one that answers somebody else's answer costs a request of its own."""

_BEGINNING = "-"
"""The cursor of an account nobody has mentioned yet: ids are opaque, so none is before all others."""
_DONE = {404, 410}
_TOLD = {
    "length": ("statuses", "max_characters"),
    "link": ("statuses", "characters_reserved_per_url"),
    "pictures": ("statuses", "max_media_attachments"),
    "picture_bytes": ("media_attachments", "image_size_limit"),
    "alt_length": ("media_attachments", "description_limit"),
}


class Mastodon(Adapter):
    """One status in an attempt, each known again by its words, its place in the thread and its time.

    `Idempotency-Key` is sent, and never relied on: some servers of the family ignore it. `post.progress` holds the
    ids in `parts` and the first one's `url`, a `difference`, and of the part in hand the `media` uploaded for it,
    whether they are `raw`, and how many times (`uploads`) they were.
    """

    kind = "mastodon"
    name = "Mastodon"
    limits = LIMITS["mastodon"]
    abilities = Abilities(
        threads=True, look_up=True, read_back=True, edit=True, replies=True, numbers=True, profile=True
    )
    paces = {"take back": Pace(30, timedelta(minutes=30))}
    asks = (
        Ask("server", _("Server"), hint=_("Where the account lives, for example mastodon.social.")),
        Ask(
            "token",
            _("Access token"),
            secret=True,
            optional=True,
            hint=_("Only of an application you have made on the server yourself; otherwise leave it empty."),
        ),
    )

    def consent(self, callback: str, state: str) -> Consent | None:
        if self.credentials.get("token"):
            return None
        app = self._register(callback)
        known = {"client_id": str(app["client_id"]), "client_secret": str(app["client_secret"])}
        query = {"response_type": "code", "client_id": known["client_id"], "redirect_uri": callback, "scope": SCOPES}
        if self._takes_proof():
            known["verifier"] = secrets.token_urlsafe(48)
            challenge = base64.urlsafe_b64encode(hashlib.sha256(known["verifier"].encode()).digest())
            query |= {"code_challenge": challenge.decode().rstrip("="), "code_challenge_method": "S256"}
        return Consent(f"{self._origin()}/oauth/authorize?{urlencode(query | {'state': state})}", known)

    def redeem(self, code: str, callback: str) -> None:
        wish = {"grant_type": "authorization_code", "code": code, "redirect_uri": callback}
        wish |= {name: self.credentials.get(name, "") for name in ("client_id", "client_secret")}
        if verifier := self.credentials.get("verifier"):
            wish["code_verifier"] = verifier
        answer = self._send("POST", "/oauth/token", json=wish)
        if answer.status in {400, 401}:
            raise Refused(_("The network does not accept this consent: please begin again."), reconnect=True)
        token = str(settled(answer, "access_token")["access_token"])
        kept = {name: value for name, value in self.credentials.items() if name != "verifier"}
        self.credentials = {**kept, "token": token}

    def check(self) -> Account:
        me = self._me()
        name, instance = str(me["acct"]), self._instance()
        domain = str(instance.get("domain") or urlsplit(self._origin()).hostname)
        return Account(
            handle=name if "@" in name else f"{name}@{domain}",
            url=told.text(me, "url"),
            credentials=self.credentials,
            limits=_limits(instance),
        )

    def publish(self, post: Post) -> Receipt:
        parts = _parts(post)
        if len(parts) >= len(post.parts):
            return Receipt(told.text(post.progress, "url"), parts, told.text(post.progress, "difference"))
        part = post.parts[len(parts)]
        media = self._media(post, part) if part.pictures else []
        body = self._body(post, part) | ({"media_ids": media} if media else {})
        if parts:
            body["in_reply_to_id"] = parts[-1]
        headers = {"idempotency-key": key(post, len(parts))}
        answer = self._call("POST", "/api/v1/statuses", json=body, headers=headers, decisive=True)
        if media and answer.status in {400, 404, 422}:
            return self._without_media(post, answer)
        return self._stands_now(post, settled(answer, "id", decisive=True))

    def look_up(self, post: Post) -> Receipt | None:
        parts = _parts(post)
        if len(parts) >= len(post.parts):
            return Receipt(told.text(post.progress, "url"), parts, told.text(post.progress, "difference"))
        wanted = (parts[-1] if parts else "", essence(post.parts[len(parts)].text))
        for status in self._own_statuses(post.created_at):
            if wanted == (told.text(status, "in_reply_to_id"), essence(plain(told.text(status, "content")))):
                return self._stands_now(post, status)
        return None

    def retract(self, receipt: Receipt, post_key: str) -> None:
        """The last part first, so that no reply is left alone."""
        if not receipt.references:
            raise Refused(_("A post does not tell which find it came from: please delete it on the network."))
        for reference in reversed(receipt.references):
            answer = self._call("DELETE", _status(reference), params={"delete_media": "true"})
            if answer.status not in _DONE:
                settled(answer)

    def stands(self, receipt: Receipt) -> bool:
        answers = (self._call("GET", _status(reference)) for reference in receipt.references)
        return any(answer.status not in _DONE and settled(answer, "id") for answer in answers)

    def edit(self, receipt: Receipt, post: Post) -> Receipt:
        """Words and text alternatives; a status keeps the pictures it has."""
        if len(receipt.references) != len(post.parts):
            raise Refused(_("The new words take more posts than the old, or fewer: please take it back instead."))
        found = []
        for reference, part in zip(receipt.references, post.parts, strict=True):
            shown = told.rows(settled(self._call("GET", _status(reference)), "id"), "media_attachments")
            media = [told.text(attachment, "id") for attachment in shown]
            pairs = zip(media, part.pictures, strict=False)
            described = [{"id": id, "description": picture.alt} for id, picture in pairs]
            body = self._body(post, part) | {"media_ids": media, "media_attributes": described}
            found.append(difference(post, part, settled(self._call("PUT", _status(reference), json=body), "id")))
        return replace(receipt, difference=next(filter(None, found), ""))

    def hear(self, cursor: str) -> Heard:
        """Mentions, which answers to us are too, and quotes, also of those the account's settings set aside (servers
        before 4.3 have no such thing, before 4.5 no quotes). Private ones stay between their author and the account.
        """
        limit = f"{MOST_MENTIONS if cursor else 1}"
        params = {"types[]": ["mention", "quote"], "include_filtered": "true", "limit": limit}
        if cursor not in {"", _BEGINNING}:
            params["min_id"] = cursor
        rows = listed(self._call("GET", "/api/v1/notifications", params=params))[::-1]
        last = told.text(rows[-1], "id") if rows else cursor or _BEGINNING
        replies = [self._reply(row["status"]) for row in rows if cursor and is_open(row)]
        return Heard(replies, last, is_all=len(rows) < MOST_MENTIONS)

    def count(self, receipt: Receipt) -> Numbers:
        """Over all parts; that they answer one another is not counted."""
        statuses = [settled(self._call("GET", _status(reference)), "id") for reference in receipt.references]
        likes, shares, replies = (
            sum(told.number(status, f"{what}_count") for status in statuses)
            for what in ("favourites", "reblogs", "replies")
        )
        return Numbers(likes=likes, shares=shares, replies=max(replies - len(statuses) + 1, 0))

    def profile(self) -> Profile:
        me = self._me()
        words = told.text(told.row(me, "source"), "note") or plain(told.text(me, "note"))
        return Profile(words, face=told.text(me, "avatar"))

    def set_profile(self, profile: Profile) -> None:
        """As a form: it is the one thing some servers do not take as JSON."""
        request: dict[str, Any] = {} if profile.words is None else {"data": {"note": profile.words}}
        if profile.picture:
            request["files"] = {"avatar": self._file(profile.picture)}
        settled(self._call("PATCH", "/api/v1/accounts/update_credentials", **request), "id")

    def _register(self, callback: str) -> Mapping[str, Any]:
        """An application for this very callback. Servers before Mastodon 4.3 take one address, not a list of them."""
        for addresses in ([callback], callback):
            wish = {"client_name": "Flâneur", "redirect_uris": addresses, "scopes": SCOPES}
            answer = self._send("POST", "/api/v1/apps", json=wish)
            if answer.status not in {400, 422}:
                break
        return settled(answer, "client_id", "client_secret")

    def _takes_proof(self) -> bool:
        answer = self._send("GET", "/.well-known/oauth-authorization-server")
        methods = (answer.body or {}).get("code_challenge_methods_supported")
        return answer.status == 200 and isinstance(methods, list) and "S256" in methods

    def _instance(self) -> Mapping[str, Any]:
        """What the server tells of itself, in either of two dialects; it may be silent about it."""
        for version in ("v2", "v1"):
            with suppress(TryLater):
                answer = self._call("GET", f"/api/{version}/instance")
                if answer.status == 200 and answer.body:
                    return answer.body
        return {}

    def _body(self, post: Post, part: Part) -> dict[str, Any]:
        """Said, not left to the account's own defaults: an account may hide its pictures, or its posts."""
        language = post.language.partition("-")[0]
        return {"status": part.text, "visibility": "public", "sensitive": False, "language": language}

    def _media(self, post: Post, part: Part) -> list[str]:
        """The ids of the part's pictures, once all are uploaded and digested; raises `Unfinished` until then."""
        media: list[str] = list(post.progress.get("media", ()))
        is_raw = bool(post.progress.get("raw"))
        if len(media) < len(part.pictures):
            raise _unfinished(post, **self._upload(part.pictures, media, is_raw=is_raw))
        for id in media if is_raw else ():
            answer = self._call("GET", f"/api/v1/media/{quote(id, safe='')}")
            if answer.status in {404, 422}:
                raise _unfinished(post, **self._anew(post, answer))
            if settled(answer, "id") and answer.status == 206:
                raise _unfinished(post, after=DIGESTION)
        return media

    def _upload(self, pictures: Sequence[Picture], media: list[str], *, is_raw: bool) -> dict[str, Any]:
        """As many as the network takes now: what it has taken is not uploaded again."""
        before = len(media)
        for picture in pictures[before:]:
            form = {"data": {"description": picture.alt}, "files": {"file": self._file(picture)}}
            try:
                answer = self._call("POST", "/api/v2/media", **form)
                media = [*media, str(settled(answer, "id")["id"])]
            except TryLater:
                if len(media) == before:
                    raise
                break
            is_raw = is_raw or answer.status == 202
        return {"media": media, "raw": is_raw, "after": DIGESTION if is_raw else timedelta()}

    def _file(self, picture: Picture) -> tuple[str, bytes, str]:
        return picture.path.name, picture_bytes(picture, self.limits), picture.media_type

    def _without_media(self, post: Post, answer: Answer) -> Receipt:
        """Refused with its pictures: they hang on a status already, which is ours, or they have been thrown away."""
        if found := self.look_up(post):
            return found
        raise _unfinished(post, **self._anew(post, answer))

    def _anew(self, post: Post, answer: Answer) -> dict[str, Any]:
        """The pictures are to be uploaded again, unless they were before: then the refusal stands as it was meant."""
        uploads = int(post.progress.get("uploads", 1))
        if uploads >= MOST_UPLOADS:
            settled(answer)
        return {"media": [], "raw": False, "uploads": uploads + 1}

    def _stands_now(self, post: Post, status: Mapping[str, Any]) -> Receipt:
        """The part in hand stands: the receipt when it was the last, `Unfinished` otherwise."""
        parts = (*_parts(post), str(status["id"]))
        url = told.text(post.progress, "url") or told.text(status, "url") or told.text(status, "uri")
        unlike = told.text(post.progress, "difference") or difference(post, post.parts[len(parts) - 1], status)
        if len(parts) < len(post.parts):
            raise Unfinished({"parts": list(parts), "url": url, "difference": unlike}, parts)
        return Receipt(url, parts, unlike)

    def _own_statuses(self, begun_at: datetime) -> Iterator[Mapping[str, Any]]:
        """The newest first, back to that moment of ours. Raises `Refused` when there are too many."""
        params = {"limit": "40", "exclude_reblogs": "true"}
        for _page in range(MOST_PAGES):
            path = f"/api/v1/accounts/{quote(self._account(), safe='')}/statuses"
            rows = listed(self._call("GET", path, params=params))
            fresh = [row for row in rows if needed.moment(row, "created_at") >= self.since(begun_at)]
            yield from (row for row in fresh if told.text(row, "id"))
            if not fresh or fresh[-1] is not rows[-1] or told.text(rows[-1], "id") == params.get("max_id"):
                return
            params["max_id"] = told.text(rows[-1], "id")
        raise Refused(_("The account has published too much since: please look on the network whether it stands."))

    def _reply(self, status: Mapping[str, Any]) -> Reply:
        return Reply(
            reference=told.text(status, "id"),
            url=told.text(status, "url") or told.text(status, "uri"),
            author=told.text(told.row(status, "account"), "acct"),
            text=plain(told.text(status, "content")),
            created_at=needed.moment(status, "created_at"),
            language=told.text(status, "language"),
            answers=self._answered(status) or quoted(status, self._account()),
        )

    def _answered(self, status: Mapping[str, Any]) -> str:
        """Our own status it answers, however many answers lie between."""
        if not told.text(status, "in_reply_to_id") or told.text(status, "in_reply_to_account_id") == self._account():
            return told.text(status, "in_reply_to_id")
        answer = self._call("GET", f"{_status(told.text(status, 'id'))}/context")
        above = [] if answer.status in _DONE else told.rows(settled(answer), "ancestors")
        ours = [each for each in above if told.text(told.row(each, "account"), "id") == self._account()]
        return told.text(ours[-1], "id") if ours else ""

    def _account(self) -> str:
        if "account" not in self.credentials:
            self._me()
        return self.credentials["account"]

    def _me(self) -> Mapping[str, Any]:
        me = settled(self._call("GET", "/api/v1/accounts/verify_credentials"), "id", "acct")
        self.credentials = {**self.credentials, "account": str(me["id"])}
        return me

    def _call(self, verb: str, path: str, **request: Any) -> Answer:
        """A request with our token. Some servers say with 400, and in plain words, that they do not know it."""
        if not (token := self.credentials.get("token", "").strip()):
            return Answer(401)
        headers = {**request.pop("headers", {}), "authorization": f"Bearer {token}"}
        answer = self._send(verb, path, headers=headers, **request)
        is_worded = answer.body is not None or answer.rows is not None
        return replace(answer, status=401) if answer.status == 400 and not is_worded else answer

    def _send(self, verb: str, path: str, **request: Any) -> Answer:
        return exchange(self.http, verb, f"{self._origin()}{path}", **request)

    def _origin(self) -> str:
        """The server, however it was typed: its name, its address, or the account's own name."""
        scheme, _sign, rest = self.credentials.get("server", "").strip().rpartition("://")
        return f"{scheme or 'https'}://{re.split('[/?#]', rest)[0].rpartition('@')[2]}"


def key(post: Post, number: int) -> str:
    """What a server that knows `Idempotency-Key` knows this part by: the same in every attempt, and nowhere else."""
    return hashlib.sha256(f"{post.key} {post.created_at.isoformat()} {number}".encode()).hexdigest()[:32]


def _unfinished(post: Post, after: timedelta = timedelta(), **changes: Any) -> Unfinished:
    return Unfinished({**post.progress, **changes}, _parts(post), after)


def _parts(post: Post) -> tuple[str, ...]:
    """The ids of the parts that stand."""
    return tuple(post.progress.get("parts", ()))


def _limits(instance: Mapping[str, Any]) -> dict[str, int]:
    """What a server tells of its limits; anything but a positive number tells nothing."""
    settings = told.row(instance, "configuration")
    found = {field: told.number(told.row(settings, part), name) for field, (part, name) in _TOLD.items()}
    return {field: size for field, size in found.items() if size > 0}


def _status(reference: str) -> str:
    return f"/api/v1/statuses/{quote(reference, safe='')}"
