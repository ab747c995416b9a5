"""The manners of Meta's Graph API that Instagram and Threads share: containers, tokens, and what its numbers mean."""

import unicodedata
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

from flaneur.adapters import needed
from flaneur.adapters.base import Adapter, Answer, Lost, Refused, TryLater, Unfinished, exchange, picture_bytes, settled
from flaneur.adapters.meta import (
    LATER,
    NO_LONGER,
    NOT_FOUND,
    NOT_READY,
    UNSURE,
    UNUSABLE,
    is_busy,
    meant,
    numbers_of,
    rows,
    unreadable,
)
from flaneur.core import told
from flaneur.core.dispatch import Consent, Part, Picture, Post, Receipt
from flaneur.core.words import gettext_noop as _

SOON, AGAIN = timedelta(seconds=5), timedelta(seconds=30)
"""Until a container is first asked for, and until it is asked for again."""
MOST_ASKED = 20
"""Ten minutes; Meta speaks of five."""
YOUNG, MIDDLE_AGED = timedelta(hours=24), timedelta(days=30)
"""The age from which a long-lived token may be renewed, and at which we do; it dies at sixty days."""
NEWEST = 50
MOST_PAGES = 10
"""Pages read of what people said under one post, so that a storm ends."""

BY_HAND = _("This network keeps no sign by which the post could be found: please delete it on the network.")
_NO_ADDRESS = _("Meta fetches pictures itself, and one of these has no public address.")
_ENDLESS = _("The network never came to an end with a picture of this find.")
_FULL = _("The network takes no more posts from this account for now.")


@dataclass(frozen=True, slots=True)
class Names:
    """What one of Meta's networks calls what they share. `single` is what a container of one picture says besides."""

    containers: str
    final: str
    text: str
    state: str
    why: str
    quota: str
    quota_fields: str
    grant: str
    single: Mapping[str, str]


class Graph(Adapter):
    """A post is a container Meta fills from addresses, asks to be watched, and publishes once.

    Every step is an attempt of its own: prepare, gather (several pictures), check, finish, find the address. A
    container is published once, whoever asks how often: its state is the proof after a lost answer. `progress` holds
    `posts`, the parts that stand, and of the next one `begun`, `children`, `container`, whether it is or was `ready`,
    and how often it was `asked`.
    """

    names: ClassVar[Names]
    version: ClassVar[str]
    scopes: ClassVar[tuple[str, ...]]

    @property
    @abstractmethod
    def _service(self) -> str:
        """Where the network is spoken to, without a version."""

    @property
    @abstractmethod
    def _account(self) -> str:
        """The account's node."""

    @abstractmethod
    def _consent_page(self) -> str:
        """Where the office says yes."""

    @abstractmethod
    def _code_page(self) -> str:
        """Where a code becomes a token."""

    def _recent(self, post: Post) -> str:
        """The edge that lists posts of the next part's kind, newest first."""
        return self.names.containers

    # Letting us in.

    def consent(self, callback: str, state: str) -> Consent:
        asked = {
            "client_id": self._told("client_id"),
            "redirect_uri": callback,
            "response_type": "code",
            "scope": ",".join(self._scopes()),
            "state": state,
        }
        return Consent(f"{self._consent_page()}?{urlencode(asked, quote_via=quote)}", self.credentials)

    def redeem(self, code: str, callback: str) -> None:
        """A code becomes a token of an hour, and that one of sixty days."""
        secret = {"client_secret": self._told("client_secret")}
        form = {"client_id": self._told("client_id"), **secret, "grant_type": "authorization_code"}
        form |= {"redirect_uri": callback, "code": code.removesuffix("#_")}
        short = self._granted("POST", self._code_page(), data=form)
        kind = {"grant_type": f"{self.names.grant}_exchange_token", "access_token": short["access_token"]}
        self._keep(self._granted("GET", f"{self._service}/access_token", params={**kind, **secret}))

    @property
    def renew_at(self) -> datetime | None:
        granted = self._told("granted")
        return datetime.fromisoformat(granted) + MIDDLE_AGED if granted else None

    def renew(self) -> None:
        """Meta renews nothing younger than a day: then there is nothing to do yet."""
        granted = self._told("granted")
        if granted and self.now - datetime.fromisoformat(granted) < YOUNG:
            return
        asked = {"grant_type": f"{self.names.grant}_refresh_token", "access_token": self._told("access")}
        self._keep(self._granted("GET", f"{self._service}/refresh_access_token", params=asked))

    def _scopes(self) -> Sequence[str]:
        return self.scopes

    def _granted(self, verb: str, url: str, **request: Any) -> Mapping[str, Any]:
        """An answer with a token; Instagram's first one may lie in a list."""
        answer = exchange(self.http, verb, url, **request)
        if answer.status in {400, 401, 403} and not is_busy(answer):
            raise Refused(NO_LONGER, reconnect=True, code=f"{answer.status}")
        body = meant(answer)
        return settled(Answer(answer.status, next(iter(rows(body)), body)), "access_token")

    def _keep(self, granted: Mapping[str, Any]) -> None:
        fresh = {"access": str(granted["access_token"]), "granted": self.now.astimezone(UTC).isoformat()}
        self.credentials = {**self.credentials, **fresh}

    # Sending, step by step.

    def publish(self, post: Post) -> Receipt:
        standing = posts_of(post)
        if len(standing) < len(post.parts):
            raise self._step(post)
        return Receipt(self._address_of(standing[0]) or "", standing)

    def look_up(self, post: Post) -> Receipt | None:
        """The container knows whether it was published. Before it was ever ready, nothing can have been."""
        standing = posts_of(post)
        if len(standing) == len(post.parts):
            address = self._address_of(standing[0])
            return None if address is None else Receipt(address, standing)
        if "ready" not in post.progress:
            return None
        state, _why = self._state(post.progress["container"])
        if found := self._found(post):
            raise _onwards(post, found)
        if state in {"PUBLISHED", "IN_PROGRESS"}:
            raise Lost(_("The network has published it, but does not show it yet."), code=state)
        return None

    def _step(self, post: Post) -> Unfinished:
        told = post.progress
        if told.get("ready"):
            return self._finish(post)
        if "container" in told:
            return self._check(post)
        return self._gather(post) if "children" in told else self._prepare(post)

    def _prepare(self, post: Post) -> Unfinished:
        part = post.parts[len(posts_of(post))]
        for picture in part.pictures:
            picture_bytes(picture, self.limits)
            if not picture.address:
                raise Refused(_NO_ADDRESS)
        fresh = {"posts": list(posts_of(post)), "begun": self.now.astimezone(UTC).isoformat()}
        if len(part.pictures) > 1:
            children = [
                self._contain(**_fetched(each), is_carousel_item="true", **self.names.single) for each in part.pictures
            ]
            return Unfinished({**fresh, "children": children}, posts_of(post), after=SOON)
        container = self._contain(**self._single(part), **self._words(post))
        ready = {} if part.pictures else {"ready": True}
        wait = SOON if part.pictures else timedelta()
        return Unfinished({**fresh, "container": container, **ready}, posts_of(post), after=wait)

    def _single(self, part: Part) -> Mapping[str, str]:
        """What a container of one picture holds, or of none where the network takes that."""
        return {**_fetched(part.pictures[0]), **self.names.single}

    def _gather(self, post: Post) -> Unfinished:
        """Several pictures are one container once each of them is ready."""
        states = {self._state_to_publish(child) for child in post.progress["children"]}
        if "EXPIRED" in states:
            return _anew(post)
        if states != {"FINISHED"}:
            return self._patience(post)
        children = ",".join(post.progress["children"])
        container = self._contain(media_type="CAROUSEL", children=children, **self._words(post))
        return Unfinished({**post.progress, "container": container}, posts_of(post), after=SOON)

    def _check(self, post: Post) -> Unfinished:
        told = post.progress
        state = self._state_to_publish(told["container"])
        if state == "FINISHED":
            return Unfinished({**told, "ready": True}, posts_of(post))
        if state == "IN_PROGRESS":
            return self._patience(post)
        if found := self._found(post):
            return _onwards(post, found)
        if state == "PUBLISHED":
            raise Lost(_("The network has published it, but does not show it yet."), code=state)
        return _anew(post)

    def _finish(self, post: Post) -> Unfinished:
        """The only step anybody sees."""
        self._has_room(is_reply=bool(posts_of(post)))
        form = {"creation_id": post.progress["container"]}
        answer = self._call("POST", f"{self._account}/{self.names.final}", data=form, decisive=True)
        if numbers_of(answer)[1] in NOT_READY or self._is_gone(answer):
            return self._patience(post, ready=False)
        return _onwards(post, str(meant(answer, "id", decisive=True)["id"]))

    def _words(self, post: Post) -> Mapping[str, str]:
        text = post.parts[len(posts_of(post))].text
        return {self.names.text: text} if text else {}

    def _contain(self, **form: str) -> str:
        answer = self._call("POST", f"{self._account}/{self.names.containers}", data=form)
        return str(meant(answer, "id")["id"])

    def _patience(self, post: Post, **known: bool) -> Unfinished:
        """Come back a little later. Raises `Refused` when that was said too often."""
        asked = post.progress.get("asked", 0) + 1
        if asked > MOST_ASKED:
            raise Refused(_ENDLESS)
        return Unfinished({**post.progress, **known, "asked": asked}, posts_of(post), after=AGAIN)

    def _state(self, container: str) -> tuple[str, str]:
        """What a container says of itself; one that Meta has forgotten has expired."""
        fields = f"id,{self.names.state},{self.names.why}"
        answer = self._call("GET", container, params={"fields": fields})
        if self._is_gone(answer):
            return "EXPIRED", ""
        told = meant(answer, self.names.state)
        return str(told[self.names.state]), str(told.get(self.names.why, ""))

    def _state_to_publish(self, container: str) -> str:
        """The state of a container. Raises `Refused` when nothing can come of it."""
        state, why = self._state(container)
        if state == "ERROR":
            raise unreadable(why)
        if state not in {"FINISHED", "IN_PROGRESS", "PUBLISHED", "EXPIRED"}:
            raise TryLater(UNUSABLE, code="state")
        return state

    def _has_room(self, *, is_reply: bool) -> None:
        asked = {"fields": self.names.quota_fields}
        told = meant(self._call("GET", f"{self._account}/{self.names.quota}", params=asked), "data")
        quota = next(iter(rows(told)), {})
        before = "reply_" if is_reply else ""
        used, most = quota.get(f"{before}quota_usage", 0), (quota.get(f"{before}config") or {}).get("quota_total")
        if most is not None and used >= most:
            raise TryLater(_FULL, LATER, code=f"{used}/{most}")

    def _found(self, post: Post) -> str:
        """The next part among the newest posts: the same words, said since its container was made.

        Raises `Refused` when so much was said since that the list does not reach back to then.
        """
        asked = {"fields": f"id,{self.names.text},timestamp", "limit": f"{NEWEST}"}
        newest = rows(meant(self._call("GET", f"{self._account}/{self._recent(post)}", params=asked), "data"))
        text, since = _plain(post.parts[len(posts_of(post))].text), self.since(_begun(post.progress))
        recent = [each for each in newest if needed.moment(each, "timestamp") >= since]
        fresh = [each for each in recent if needed.text(each, "id") not in posts_of(post)]
        ours = [each["id"] for each in fresh if _plain(told.text(each, self.names.text)) == text]
        if not ours and len(fresh) >= NEWEST:
            raise Refused(_("Much was posted since: please look on the network whether this stands there."))
        return ours[0] if ours else ""

    # What stands.

    def retract(self, receipt: Receipt, post_key: str) -> None:
        """The last part first. Meta says no when it is done: so each is read again.

        It says done when it is not, too: then the parts before it stay, and `stands` tells.
        """
        if not receipt.references:
            raise Refused(BY_HAND)
        for reference in reversed(receipt.references):
            answer = self._call("DELETE", reference)
            if self._address_of(reference) is None:
                continue
            code, sub = numbers_of(answer)
            if code == -1 or sub in UNSURE:
                raise Refused(
                    _("The network does not let us delete this: please delete it there."), code=f"{code}/{sub}"
                )
            meant(answer)
            return

    def stands(self, receipt: Receipt) -> bool:
        return any(self._address_of(reference) is not None for reference in receipt.references)

    def _address_of(self, reference: str) -> str | None:
        """Where people see a post; None when it is gone."""
        answer = self._call("GET", reference, params={"fields": "id,permalink"})
        return None if self._is_gone(answer) else str(meant(answer, "id").get("permalink", ""))

    def _is_gone(self, answer: Answer) -> bool:
        """Whether there is no such thing. Meta says the same to those it lets in no longer: so the account is asked."""
        if answer.status != 404 and numbers_of(answer) not in NOT_FOUND:
            return False
        meant(self._call("GET", self._account, params={"fields": "id"}), "id")
        return True

    def _measured(self, reference: str, metrics: str) -> Mapping[str, int]:
        answer = self._call("GET", f"{reference}/insights", params={"metric": metrics})
        found = {}
        for row in rows(meant(answer, "data")):
            values = rows(row, "values") or [told.row(row, "total_value")]
            if isinstance(value := values[0].get("value"), int):
                found[str(row.get("name"))] = value
        return found

    def _pages(self, edge: str, asked: Mapping[str, str], since: datetime) -> Iterable[Mapping[str, Any]]:
        """The rows of an edge, newest first, until they are older than `since`."""
        after: dict[str, str] = {}
        for _page in range(MOST_PAGES):
            body = meant(self._call("GET", edge, params={**asked, "limit": f"{NEWEST}", **after}), "data")
            page, paging = rows(body), told.row(body, "paging")
            yield from (each for each in page if needed.moment(each, "timestamp") >= since)
            cursor = told.text(told.row(paging, "cursors"), "after")
            is_last = "next" not in paging and len(page) < NEWEST
            if not page or not cursor or is_last or needed.moment(page[-1], "timestamp") < since:
                return
            after = {"after": cursor}

    # Speaking.

    def _call(self, verb: str, path: str, *, decisive: bool = False, **request: Any) -> Answer:
        if not self._told("access"):
            raise Refused(NO_LONGER, reconnect=True)
        headers = {"authorization": f"Bearer {self._told('access')}"}
        url = f"{self._service}/{self.version}/{path}"
        return exchange(self.http, verb, url, decisive=decisive, headers=headers, **request)

    def _at(self, usual: str) -> str:
        """An address of Meta's, or the one of a rehearsal."""
        service = self._told("service").rstrip("/")
        return service if "://" in service else f"https://{service}" if service else usual

    def _told(self, name: str) -> str:
        return self.credentials.get(name, "").strip()


def posts_of(post: Post) -> tuple[str, ...]:
    """The parts that stand already."""
    return tuple(post.progress.get("posts", ()))


def _onwards(post: Post, reference: str) -> Unfinished:
    """One more part stands."""
    standing = (*posts_of(post), reference)
    return Unfinished({"posts": list(standing)}, standing)


def _anew(post: Post) -> Unfinished:
    """A container nobody published for a day is gone."""
    return Unfinished({"posts": list(posts_of(post))}, posts_of(post))


def _fetched(picture: Picture) -> dict[str, str]:
    return {"image_url": picture.address} | ({"alt_text": picture.alt} if picture.alt else {})


def _begun(progress: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(progress["begun"])


def _plain(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", text or "").split())
