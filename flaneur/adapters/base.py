"""What every adapter promises, the vocabulary of trouble, and the manners of speaking HTTP."""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import httpx

from flaneur.adapters.moments import instant, wait
from flaneur.core.dispatch import (
    Abilities,
    Account,
    Ask,
    Consent,
    Credentials,
    Dialect,
    Dispatch,
    Heard,
    Limits,
    Numbers,
    Pace,
    Part,
    Picture,
    Post,
    Profile,
    Receipt,
)
from flaneur.core.text import Unbreakable, fit, is_tagged
from flaneur.core.words import gettext_noop as _

LARGEST_ANSWER = 1_000_000
SLACK = timedelta(minutes=65)
"""How much older than its beginning a post may look: a clock that was an hour wrong meanwhile, and minutes besides."""
FARTHEST = 366 * 86_400.0
"""Seconds: how far behind us a network is believed to be."""

_LATER = {408, 425, 429}
_REFUSALS = {
    401: _("The network no longer accepts our credentials: please reconnect the channel."),
    403: _("The network does not allow this account to do that."),
    404: _("The network does not know what we asked for."),
    413: _("This is too large for the network."),
}
_REQUEST_IDS = ("x-request-id", "x-transaction-id", "x-fb-trace-id", "x-fb-request-id", "x-pinterest-rid")
_REQUEST_ID = re.compile(r"[\w.:/+=-]{1,120}")
_WORD = re.compile(r"[A-Za-z]{1,60}")


class Trouble(Exception):
    """A sentence (msgid) for the desk; `code` is the network's own short word for it, for whoever has to look closer.

    Trouble
    ├── Refused     it was not accepted, and a repeat would not be either
    ├── TryLater    it was not accepted; a repeat is safe
    ├── Unfinished  a step of several is done, and is not to be repeated; the next one may follow
    └── Lost        it may have been accepted; only a look-up or a person can tell
    """

    def __init__(self, reason: str, *, code: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


class Refused(Trouble):
    """Not accepted, now or later. With `reconnect` the channel itself needs a person before anything else leaves."""

    def __init__(self, reason: str, reconnect: bool = False, *, code: str = "") -> None:
        super().__init__(reason, code=code)
        self.reconnect = reconnect


class TryLater(Trouble):
    """Nothing arrived. `after` is the pause the network asks for, None when it names none."""

    def __init__(self, reason: str, after: timedelta | None = None, *, code: str = "") -> None:
        super().__init__(reason, code=code)
        self.after = after


class Unfinished(Trouble):
    """No trouble yet: come back with `progress` (JSON), after a pause when the network needs one.

    An adapter takes at most one step in an attempt that anybody could see, and says so here before the next:
    what it must find again is in the database before it does more. `references` are the parts that stand already.
    """

    def __init__(
        self, progress: Mapping[str, Any], references: tuple[str, ...] = (), after: timedelta = timedelta()
    ) -> None:
        super().__init__(_("A part of it is done, the rest follows."))
        self.progress = progress
        self.references = references
        self.after = after


class Lost(Trouble):
    """No certain answer: never sent again without looking first."""


class Adapter(ABC):
    """A kind of network: its facts, how a find looks there, and how to speak to it.

    `name` and the texts of `asks` are msgids. `folder` is a private directory of the channel, `now` the moment of the
    conversation. `credentials` may change while speaking (a refreshed session); whoever made the adapter stores them
    afterwards. What it can do beyond publishing stands in `abilities`, how often in `paces`, by errand. `spent` is what
    the conversation has cost until now by the network's price list, in thousandths of a dollar, trouble or not.
    `request_id` is the network's own name for the last request it answered, empty when it was silent; `behind` is how
    far its clock was behind ours then.
    """

    kind: ClassVar[str]
    name: ClassVar[str]
    limits: ClassVar[Limits]
    abilities: ClassVar[Abilities]
    asks: ClassVar[tuple[Ask, ...]] = ()
    paces: ClassVar[Mapping[str, Pace]] = {}
    spent: int = 0

    def __init__(self, credentials: Credentials, *, http: httpx.Client, folder: Path, now: datetime) -> None:
        self.credentials = credentials
        self.http = http
        self.folder = folder
        self.now = now
        self.request_id = ""
        self.behind = timedelta()
        http.event_hooks["request"].append(self._forget_request)
        http.event_hooks["response"].append(self._note_request)

    def _forget_request(self, _request: httpx.Request) -> None:
        self.request_id = ""

    def _note_request(self, response: httpx.Response) -> None:
        named = (response.headers.get(name, "") for name in _REQUEST_IDS)
        self.request_id = next((name for name in named if _REQUEST_ID.fullmatch(name)), "")
        date = instant(response.headers.get("date", ""))
        if date is not None:
            self.behind = timedelta(seconds=min(max(self.now.timestamp() - date, 0.0), FARTHEST))

    def since(self, begun_at: datetime) -> datetime:
        """From which moment of the network's on a post may be the one we began at that moment of ours.

        One missed would be sent again. Only once the network has answered it is known how far it is behind.
        """
        return begun_at - self.behind - SLACK

    @classmethod
    def compose(cls, dispatch: Dispatch, limits: Limits | None = None) -> Post:
        """The post exactly as it would leave, which is also its preview. Raises `Refused` when it cannot fit.

        `limits` are those of the account's own server, where it tells them.
        """
        limits = limits or cls.limits
        if len(dispatch.pictures) < limits.least_pictures:
            raise Refused(_("This network takes no post without a picture."))
        try:
            texts = cls._texts(dispatch, limits)
        except Unbreakable:
            raise Refused(_("A link, a mention or a hashtag of this find is longer than a whole post.")) from None
        except ValueError:
            raise Refused(_("The signature, the tag and the link leave no room for words.")) from None
        first = Part(texts[0], dispatch.pictures[: limits.pictures])
        return Post(
            key=dispatch.key,
            language=dispatch.language,
            created_at=dispatch.created_at,
            link=dispatch.link,
            parts=(first, *map(Part, texts[1:])),
            pillar=dispatch.pillar,
        )

    @classmethod
    def _texts(cls, dispatch: Dispatch, limits: Limits) -> tuple[str, ...]:
        """The brand tag is said again where the network does not see it in the words, or they are cut before it."""
        how = {"threads": cls.abilities.threads and limits.threads, "numbered": dispatch.is_numbered}
        texts = fit(dispatch.words, cls.closing(dispatch), limits, **how)
        tag, dialect = dispatch.brand_tag, limits.dialect
        if not tag or dialect is Dialect.NONE or any(is_tagged(text, tag, dialect) for text in texts):
            return texts
        with suppress(ValueError):
            return fit(dispatch.words, cls.closing(replace(dispatch, words="")), limits, **how)
        return texts

    @classmethod
    def closing(cls, dispatch: Dispatch) -> str:
        """What follows the words; see `closing`."""
        return closing(dispatch)

    @classmethod
    def price(cls, post: Post) -> int:
        """What sending it costs, in thousandths of a dollar; most networks take nothing."""
        return 0

    def consent(self, callback: str, state: str) -> Consent | None:
        """Where the office lets us in, for a network that wants it said on its own page; None when `asks` suffice.

        The network comes back to `callback` with `state` and a code for `redeem`.
        """
        return None

    def redeem(self, code: str, callback: str) -> None:
        """Turn the code of a given consent into `credentials`."""
        raise NotImplementedError

    @property
    def renew_at(self) -> datetime | None:
        """When the credentials want to be renewed, well before they die; None when they do not age."""
        return None

    def renew(self) -> None:
        """Fresh `credentials`. Two at a time would lose an account: whoever calls this is alone with the channel."""
        raise NotImplementedError

    @abstractmethod
    def check(self) -> Account:
        """Who we are on this network, asked of the network."""

    @abstractmethod
    def publish(self, post: Post) -> Receipt:
        """Send it. Only repeated when nothing arrived, or when `look_up` has said so.

        Raises `Unfinished` after each step but the last when it takes several.
        """

    def look_up(self, post: Post) -> Receipt | None:
        """Where the post stands; None means the step in question was surely not taken, and `publish` may be repeated.

        Raises `Unfinished` when that step was taken and others are still to come.
        """
        raise NotImplementedError

    @abstractmethod
    def retract(self, receipt: Receipt, post_key: str) -> None:
        """Take it back. What is already gone counts as done; an empty receipt means: whatever this key left behind.

        What the network calls gone may still stand: whoever calls reads back with `stands`, and asks again.
        """

    def stands(self, receipt: Receipt) -> bool:
        """Whether any of it is still there for all to see; with `abilities.read_back`."""
        raise NotImplementedError

    def edit(self, receipt: Receipt, post: Post) -> Receipt:
        """Change the words where they stand; with `abilities.edit`."""
        raise NotImplementedError

    def hear(self, cursor: str) -> Heard:
        """Replies and mentions since a cursor, a page at a time; an empty one begins now. With `abilities.replies`.

        One may be heard again: its reference tells.
        """
        raise NotImplementedError

    def count(self, receipt: Receipt) -> Numbers:
        """How a post fares; with `abilities.numbers`."""
        raise NotImplementedError

    def profile(self) -> Profile:
        """What the account says of itself; with `abilities.profile`."""
        raise NotImplementedError

    def set_profile(self, profile: Profile) -> None:
        """Say or show something else, either without the other. With `abilities.profile`."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: `body` is its JSON object, `rows` the objects of its JSON list, each None for anything else.

    `wait` is the pause it asks for.
    """

    status: int
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    wait: timedelta | None = None
    rows: Sequence[Mapping[str, Any]] | None = field(default=None, repr=False)

    @property
    def error(self) -> str:
        """The server's own word for what went wrong, when it gives a decent one."""
        word = (self.body or {}).get("error")
        return word if isinstance(word, str) and _WORD.fullmatch(word) else ""


def closing(dispatch: Dispatch) -> str:
    """Signature and brand tag on one line (the tag only when the words do not carry it), the link on the next."""
    signature = dispatch.signature and f"— {dispatch.signature}"
    tag = dispatch.brand_tag
    missing = f"#{tag.lstrip('#')}" if tag and not is_tagged(dispatch.words, tag) else ""
    line = " · ".join(filter(None, (signature, missing)))
    return "\n".join(filter(None, (line, dispatch.link)))


def picture_bytes(picture: Picture, limits: Limits) -> bytes:
    """A picture's file. Raises `Refused` when it is larger than the network takes, or cannot be read."""
    try:
        content = picture.path.read_bytes()
    except OSError:
        raise Refused(_("A picture cannot be read.")) from None
    if limits.picture_bytes is not None and len(content) > limits.picture_bytes:
        raise Refused(_("A picture of this find is too large for the network."))
    return content


def exchange(http: httpx.Client, method: str, url: str, *, decisive: bool = False, **request: Any) -> Answer:
    """One request and its whole answer. Errors never carry the request: it holds tokens.

    A `decisive` request makes something public: silence after it is `Lost`, silence after any other `TryLater`.
    """
    try:
        with http.stream(method, url, **request) as response:
            said = _json(response)
            body, rows = (said, None) if isinstance(said, dict) else (None, said)
            return Answer(response.status_code, body, wait(response), rows)
    except UnicodeEncodeError:
        raise Refused(_("A token or password holds characters that cannot be sent."), reconnect=True) from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError):  # a host like “xn--a” is the latter
        raise Refused(_("The server's address is not a web address."), reconnect=True) from None
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
        raise TryLater(_("The network cannot be reached.")) from None
    except httpx.RequestError as broken:
        raise _unanswered(decisive, code=type(broken).__name__) from None


def settled(answer: Answer, *wants: str, decisive: bool = False) -> Mapping[str, Any]:
    """The body of a good answer, holding the keys in `wants`; raises the trouble any other answer means."""
    body = answer.body
    if 200 <= answer.status < 300 and body is not None and all(body.get(want) is not None for want in wants):
        return body
    raise _trouble(answer, decisive)


def listed(answer: Answer) -> Sequence[Mapping[str, Any]]:
    """The objects of a good answer that is a list; raises the trouble any other answer means."""
    if 200 <= answer.status < 300 and answer.rows is not None:
        return answer.rows
    raise _trouble(answer, decisive=False)


def _trouble(answer: Answer, decisive: bool) -> Trouble:
    code = f"{answer.status} {answer.error}".strip()
    if answer.status in _LATER:
        return TryLater(_("The network asks us to come back later."), answer.wait, code=code)
    if 300 <= answer.status < 500:
        reason = _REFUSALS.get(answer.status, _("The network refused this as it is."))
        return Refused(reason, reconnect=answer.status == 401, code=code)
    return _unanswered(decisive, answer.wait, code=code)


def _unanswered(decisive: bool, after: timedelta | None = None, *, code: str) -> Trouble:
    if decisive:
        return Lost(_("The network gave no certain answer: it may have been published."), code=code)
    return TryLater(_("The network gave no usable answer."), after, code=code)


def _json(response: httpx.Response) -> dict[str, Any] | list[dict[str, Any]] | None:
    """None also for a packed answer, which could grow without end, and for one larger than any honest one."""
    if "content-encoding" in response.headers:
        return None
    read = bytearray()
    for chunk in response.iter_bytes():
        read += chunk
        if len(read) > LARGEST_ANSWER:
            return None
    with suppress(ValueError, RecursionError):
        found = json.loads(read)
        is_rows = isinstance(found, list) and all(isinstance(row, dict) for row in found)
        return found if is_rows or isinstance(found, dict) else None
    return None
