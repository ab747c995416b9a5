"""X: posts with pictures, and threads where the office allows them, through API v2; every request has its price."""

import base64
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from flaneur.adapters import base, needed
from flaneur.adapters.base import Adapter, Answer, Refused, TryLater, Unfinished, exchange, picture_bytes, settled
from flaneur.core import told
from flaneur.core.dispatch import Abilities, Account, Ask, Consent, Heard, Numbers, Pace, Picture, Post, Receipt, Reply
from flaneur.core.prices import PRICES
from flaneur.core.text import LIMITS
from flaneur.core.text.x import as_typed, is_alike, links
from flaneur.core.words import gettext_noop as _

SERVICE = "https://api.x.com"
SITE = "https://x.com"
SCOPES = ("tweet.read", "tweet.write", "users.read", "media.write", "offline.access")
SEGMENT = 1_000_000
"""Bytes of a picture sent at a time; X takes up to 5 MB."""
BEFOREHAND = timedelta(minutes=30)
"""How long before an access token dies (2 hours) it is renewed."""
NEWEST = 25
"""Posts read to find out why X refused one: a few days' worth, for each costs."""
PATIENCE = timedelta(minutes=1)
"""Until X shows a post in its author's list, which may come after it refuses the same words."""

_NO_LONGER = _("The network no longer accepts our credentials: please reconnect the channel.")
_UNUSABLE = _("The network gave no usable answer.")
_BROKE = _("X takes nothing more from this app until its credit is topped up or its spending limit raised.")
_CLOSED = _("The network has suspended this account, or it was deactivated.")
_NOT_ENROLLED = _("X does not let this app in: please look at its access in the developer console.")
# The last word of a problem's `type`, or the number of an error; their sentences change.
_LOCKED_OUT = {
    **dict.fromkeys(("usage-capped", "credits"), _BROKE),
    **dict.fromkeys(("64", "326"), _CLOSED),
    **dict.fromkeys(("client-forbidden", "unsupported-authentication"), _NOT_ENROLLED),
}


class X(Adapter):
    """X has no key of ours for a post: what was sent is found again by its words, its links expanded, and its moment.

    Pictures go up first and nobody sees them; then each post of a thread is a step of its own, which `progress` keeps.
    Every repeat is preceded by a look, and X refuses the same words twice: together they leave no way to say it twice.
    """

    kind = "x"
    name = "X"
    limits = LIMITS["x"]
    abilities = Abilities(threads=True, look_up=True, read_back=True, replies=True, numbers=True)
    paces = {"send": Pace(100, timedelta(minutes=15)), "take back": Pace(50, timedelta(minutes=15))}
    prices = PRICES["x"]
    asks = (
        Ask("client_id", _("Client ID"), hint=_("Of the office's own app: developer console, OAuth 2.0.")),
        Ask("client_secret", _("Client secret"), secret=True, hint=_("Only if the app has one."), optional=True),
        Ask("threads", _("Threads allowed"), default="no", hint=_("“yes” if X lets this app answer itself.")),
        Ask("service", _("Server"), default=SERVICE, hint=_("Only another one for a rehearsal.")),
    )

    @classmethod
    def price(cls, post: Post) -> int:
        alts = sum(bool(picture.alt) for part in post.parts for picture in part.pictures)
        return sum(cls._price(part.text) for part in post.parts) + alts * cls.prices.alt_text

    @classmethod
    def _price(cls, text: str) -> int:
        return cls.prices.post_with_link if links(text) else cls.prices.post

    def consent(self, callback: str, state: str) -> Consent:
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        asked = {
            "response_type": "code",
            "client_id": self._told("client_id"),
            "redirect_uri": callback,
            "scope": " ".join(SCOPES),
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        url = f"{self._site()}/i/oauth2/authorize?{urlencode(asked, quote_via=quote)}"
        return Consent(url, {**self.credentials, "verifier": verifier})

    def redeem(self, code: str, callback: str) -> None:
        self._grant("authorization_code", code=code, redirect_uri=callback, code_verifier=self._told("verifier"))

    @property
    def renew_at(self) -> datetime | None:
        dies_at = self._told("access_until")
        return datetime.fromisoformat(dies_at) - BEFOREHAND if dies_at else None

    def renew(self) -> None:
        """A refresh token is good for one time: the fresh one has to be kept, whatever else happens."""
        self._grant("refresh_token", refresh_token=self._told("refresh"))

    def check(self) -> Account:
        me = self._me()
        has_threads = self._told("threads").casefold() in {"yes", "oui"}
        return Account(me["username"], f"{self._site()}/{me['username']}", self.credentials, {"threads": has_threads})

    def publish(self, post: Post) -> Receipt:
        standing = _standing(post)
        if len(standing) < len(post.parts):
            media = [] if standing else self._media(post)
            standing = [*standing, self._create(post, standing, media)]
        return self._so_far(post, standing)

    def look_up(self, post: Post) -> Receipt | None:
        """Looks among what was posted since the post was begun: the words of its next part, where they belong."""
        standing = _standing(post)
        if len(standing) < len(post.parts):
            newest, is_all = self._newest(100, begun_at=post.created_at)
            found = next((each["id"] for each in newest if self._is_next(each, post)), None)
            if found is None and not is_all:
                raise Refused(_("Much was posted since: please look on the network whether this stands there."))
            if found is None:
                return None
            self.spent += self._price(post.parts[len(standing)].text)
            standing = [*standing, found]
        return self._so_far(post, standing)

    def retract(self, receipt: Receipt, post_key: str) -> None:
        """The last part first, so that no reply is left alone."""
        if not receipt.references:
            raise Refused(_("X keeps no sign by which this post could be found: please delete it on the network."))
        for reference in reversed(receipt.references):
            answer = self._call("DELETE", f"tweets/{reference}")
            if answer.status != 404:
                if _inside(answer, "deleted")["deleted"] is not True:
                    raise TryLater(_UNUSABLE, code="not deleted")
                self.spent += self.prices.deletion

    def stands(self, receipt: Receipt) -> bool:
        return bool(self._posts(receipt, "created_at"))

    def hear(self, cursor: str) -> Heard:
        """A cursor is a moment, then the newest mention's id; between pages also the oldest's, for X gives the newest
        page first, and its own names for the others die.
        """
        if not cursor:
            return Heard((), _instant(self.now))
        since, newest, oldest = [*cursor.split(" "), "", ""][:3]
        before = {"until_id": oldest} if oldest.isdecimal() else {}
        asked = {"max_results": "100", "expansions": "author_id", "user.fields": "username"}
        asked |= {"start_time" if ":" in since else "since_id": since, **before}
        fields = "created_at,conversation_id,entities,lang"
        answer = self._ask(f"users/{self._told('user') or self._me()['id']}/mentions", fields, **asked)
        meta, found = _inside(answer, under="meta"), _rows(answer.body)
        users = _rows((answer.body or {}).get("includes"), "users")
        self.spent += len(found) * self.prices.post_read + len(users) * self.prices.user_read
        newest = (before and newest) or told.text(meta, "newest_id")
        further = told.text(meta, "next_token") and told.text(meta, "oldest_id")
        names = {told.text(user, "id"): told.text(user, "username") for user in users}
        replies = [self._reply(each, names.get(told.text(each, "author_id"), "")) for each in reversed(found)]
        is_further = bool(further) and further != oldest
        return Heard(replies, f"{since} {newest} {further}" if is_further else newest or since, not is_further)

    def count(self, receipt: Receipt) -> Numbers:
        """Of a thread: its best seen part, and all else together, without our own answers to ourselves."""
        counted = [told.row(post, "public_metrics") for post in self._posts(receipt, "public_metrics")]
        if not counted:
            raise Refused(_("The network does not know what we asked for."), code="404")

        def total(*names: str) -> int:
            return sum(told.number(each, name) for each in counted for name in names)

        return Numbers(
            views=max(told.number(each, "impression_count") for each in counted),
            likes=total("like_count"),
            shares=total("repost_count", "retweet_count", "quote_count"),
            replies=max(0, total("reply_count") - len(counted) + 1),
        )

    def _so_far(self, post: Post, standing: Sequence[str]) -> Receipt:
        """The receipt of a whole post. Raises `Unfinished` while parts are missing."""
        if len(standing) < len(post.parts):
            raise Unfinished({"posts": list(standing)}, tuple(standing))
        return Receipt(f"{self._site()}/i/status/{standing[0]}", tuple(standing))

    def _create(self, post: Post, standing: Sequence[str], media: Sequence[str]) -> str:
        text = post.parts[len(standing)].text
        attached = {"media": {"media_ids": list(media)}} if media else {}
        reply = {"reply": {"in_reply_to_tweet_id": standing[-1]}} if standing else {}
        answer = self._call("POST", "tweets", json={"text": text, **attached, **reply}, decisive=True)
        is_unexplained = answer.status == 403 and _problem(answer) not in _LOCKED_OUT
        created = self._explained(post, text) if is_unexplained else _inside(answer, "id", decisive=True)
        self.spent += self._price(text)
        return str(created["id"])

    def _explained(self, post: Post, text: str) -> Mapping[str, Any]:
        """A 403 may mean that these words stand already, which no code tells: what stands, when it is of this post.

        Raises `Refused` when they are older, and when nothing of the kind is seen at a second look.
        """
        newest, _is_all = self._newest(NEWEST)
        if ours := next((each for each in newest if self._is_next(each, post)), None):
            return ours
        if any(is_alike(as_typed(each), text) for each in newest):
            raise Refused(_("X refuses the same words twice, and these stand there already."), code="403 duplicate")
        if post.progress.get("refused"):
            raise Refused(_("The network does not allow this account to do that."), code="403")
        raise Unfinished({**post.progress, "refused": True}, tuple(_standing(post)), after=PATIENCE)

    def _media(self, post: Post) -> list[str]:
        """The pictures' ids once they can be posted; raises `Unfinished` until they can."""
        pictures, told = post.parts[0].pictures, post.progress
        is_ready, is_known = "ready" in told, "media" in told and datetime.fromisoformat(told["until"]) > self.now
        if not pictures or (is_known and is_ready):
            return list(told.get("media", ()))
        if "media" in told and not is_known and not is_ready:
            raise Refused(_("The network never came to an end with a picture of this find."))
        uploads = [*map(self._digestion, told["media"])] if is_known else [*map(self._upload, pictures)]
        lifetime = timedelta(seconds=min(upload.get("expires_after_secs", 86_400) for upload in uploads))
        until = told["until"] if is_known else _instant(self.now + lifetime)
        progress = {"media": [upload["id"] for upload in uploads], "until": until}
        if wait := max(map(_wait, uploads)):
            raise Unfinished(progress, after=wait)
        for picture, media in zip(pictures, progress["media"], strict=True):
            self._describe(media, picture)
        raise Unfinished({**progress, "ready": True})

    def _digestion(self, media: str) -> Mapping[str, Any]:
        return _inside(self._call("GET", "media/upload", params={"command": "STATUS", "media_id": media}), "id")

    def _upload(self, picture: Picture) -> Mapping[str, Any]:
        content = picture_bytes(picture, self.limits)
        told = {"media_type": picture.media_type, "total_bytes": len(content), "media_category": "tweet_image"}
        media = _inside(self._call("POST", "media/upload/initialize", json=told), "id")["id"]
        for index, start in enumerate(range(0, len(content), SEGMENT)):
            segment = {"media": ("picture", content[start : start + SEGMENT], picture.media_type)}
            sent = self._call("POST", f"media/upload/{media}/append", data={"segment_index": index}, files=segment)
            if sent.status != 204:
                _settled(sent)
        return _inside(self._call("POST", f"media/upload/{media}/finalize"), "id")

    def _describe(self, media: str, picture: Picture) -> None:
        if picture.alt:
            told = {"id": media, "metadata": {"alt_text": {"text": picture.alt}}}
            _settled(self._call("POST", "media/metadata", json=told), "data")
            self.spent += self.prices.alt_text

    def _reply(self, mention: Mapping[str, Any], author: str) -> Reply:
        """What it answers is the root of its conversation, which is ours when it answers us."""
        reference, root = needed.text(mention, "id"), told.text(mention, "conversation_id")
        language = told.text(mention, "lang")
        return Reply(
            reference=reference,
            url=f"{self._site()}/{author or 'i'}/status/{reference}",
            author=author,
            text=as_typed(mention),
            created_at=needed.moment(mention, "created_at"),
            language="" if language in {"und", "zxx"} or language.startswith("q") else language,
            answers="" if root == reference else root,
        )

    def _newest(self, most: int, begun_at: datetime | None = None) -> tuple[Sequence[Mapping[str, Any]], bool]:
        """The account's newest posts, and whether these are all there are; of those since a moment of ours."""
        path = f"users/{self._told('user') or self._me()['id']}/tweets"
        answer = self._listed(path, most, begun_at and self.since(begun_at))
        if begun_at and self.behind > base.SLACK:
            answer = self._listed(path, most, self.since(begun_at))
        meta = _inside(answer, under="meta")
        return _rows(answer.body), "next_token" not in meta

    def _listed(self, path: str, most: int, since: datetime | None) -> Answer:
        asked = {"max_results": f"{most}", "exclude": "retweets"} | ({"start_time": _instant(since)} if since else {})
        answer = self._ask(path, "created_at,conversation_id,entities", **asked)
        self.spent += len(_rows(answer.body)) * self.prices.post_read
        return answer

    def _is_next(self, found: Mapping[str, Any], post: Post) -> bool:
        """Whether this is the next part of a post: its words, not from before, in the conversation where it belongs."""
        standing = _standing(post)
        is_recent = needed.moment(found, "created_at") >= self.since(post.created_at)
        reference = needed.text(found, "id")
        is_in_place = found.get("conversation_id", reference) == (standing or [reference])[0]
        return is_recent and is_in_place and is_alike(as_typed(found), post.parts[len(standing)].text)

    def _posts(self, receipt: Receipt, field: str) -> Sequence[Mapping[str, Any]]:
        """Those of a receipt's posts that stand."""
        answer = self._ask("tweets", field, ids=",".join(receipt.references))
        if answer.status == 404:
            return ()
        told = _settled(answer)
        found, missing = _rows(told), {_word(error) for error in _rows(told, "errors")}
        if not found and missing != {"resource-not-found"}:
            raise TryLater(_UNUSABLE, code=" ".join(sorted(missing)))
        self.spent += len(found) * self.prices.post_read
        return found

    def _me(self) -> Mapping[str, Any]:
        me = _inside(self._call("GET", "users/me"), "id", "username")
        self.spent += self.prices.user_read
        self.credentials = {**self.credentials, "user": str(me["id"])}
        return me

    def _ask(self, path: str, fields: str, **params: str) -> Answer:
        """A reading of posts, whose first field every post has. Of two names X has for fields, it knows only one."""
        sure, names = fields.partition(",")[0], ["tweet", "post"]
        for name in names if self._told("names") != "post" else reversed(names):
            answer = self._call("GET", path, params={f"{name}.fields": fields, **params})
            if answer.status != 400 and all(sure in row for row in _rows(answer.body)):
                self.credentials = {**self.credentials, "names": name}
                return answer
        return answer if answer.status == 400 else replace(answer, body=None)

    def _call(self, verb: str, path: str, **request: Any) -> Answer:
        """One call with our access token. When that has died nothing was done: it is renewed and the call repeated."""
        answer = self._send(verb, path, **request)
        if answer.status == 401 and self._told("refresh"):
            self.renew()
            answer = self._send(verb, path, **request)
        return answer

    def _send(self, verb: str, path: str, **request: Any) -> Answer:
        if not self._told("access"):
            raise Refused(_NO_LONGER, reconnect=True)
        headers = {"authorization": f"Bearer {self._told('access')}"}
        return exchange(self.http, verb, f"{self._service()}/2/{path}", headers=headers, **request)

    def _grant(self, kind: str, **told: str) -> None:
        """New tokens; an app with a secret proves itself by it, one without says who it is."""
        client, secret = self._told("client_id"), self._told("client_secret")
        form = {"grant_type": kind, **told} | ({} if secret else {"client_id": client})
        proof = (client, secret) if secret else None
        answer = exchange(self.http, "POST", f"{self._service()}/2/oauth2/token", data=form, auth=proof)
        if answer.status in {400, 401, 403}:
            raise Refused(_NO_LONGER, reconnect=True, code=f"{answer.status} {answer.error}".strip())
        granted = settled(answer, "access_token")
        fresh = {"access": str(granted["access_token"]), "refresh": str(granted.get("refresh_token", ""))}
        lifetime = granted.get("expires_in")
        until = _instant(self.now + timedelta(seconds=lifetime if isinstance(lifetime, int) else 7200))
        self.credentials = {**self.credentials, **fresh, "access_until": until, "verifier": ""}

    def _service(self) -> str:
        service = self._told("service").rstrip("/") or SERVICE
        return service if "://" in service else f"https://{service}"

    def _site(self) -> str:
        """Where people read, and where the office says yes: X's own pages, or those of a rehearsal."""
        return SITE if self._service() == SERVICE else self._service()

    def _told(self, name: str) -> str:
        return self.credentials.get(name, "").strip()


def _standing(post: Post) -> list[str]:
    """The parts that stand already."""
    return list(post.progress.get("posts", ()))


def _rows(told: Any, name: str = "data") -> list[Mapping[str, Any]]:
    """The objects of a list in an answer; none where there is no such list."""
    rows = told.get(name) if isinstance(told, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _wait(upload: Mapping[str, Any]) -> timedelta:
    """How long X still digests a picture. Raises `Refused` when it cannot."""
    told = upload.get("processing_info") or {}
    if told.get("state") == "failed":
        raise Refused(_("The network could not read a picture of this find."))
    return timedelta(seconds=0 if told.get("state", "succeeded") == "succeeded" else told.get("check_after_secs") or 1)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _inside(answer: Answer, *wants: str, under: str = "data", decisive: bool = False) -> Mapping[str, Any]:
    """What a good answer holds under a name, with the keys in `wants`."""
    held = _settled(answer, decisive=decisive).get(under)
    return settled(replace(answer, body=held if isinstance(held, dict) else None), *wants, decisive=decisive)


def _settled(answer: Answer, *wants: str, decisive: bool = False) -> Mapping[str, Any]:
    word = _problem(answer)
    if answer.status == 402 or (answer.status > 402 and word in _LOCKED_OUT):
        raise Refused(_LOCKED_OUT.get(word, _BROKE), reconnect=True, code=f"{answer.status} {word}".strip())
    return settled(answer, *wants, decisive=decisive)


def _problem(answer: Answer) -> str:
    return next(filter(None, map(_word, [answer.body, *_rows(answer.body, "errors")])), "")


def _word(error: Any) -> str:
    """X's own word for what went wrong: the end of a problem's type, or an error's number."""
    match error:
        case {"type": str(kind)} if kind != "about:blank":
            return kind.rpartition("/")[2][:60]
        case {"code": int(number)}:
            return str(number)[:60]
    return ""
