"""Pinterest: a find as a pin on the board of its pillar, with a link back to its page, through API v5."""

import hashlib
import unicodedata
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from flaneur.adapters.base import Adapter, Answer, Refused, TryLater, closing, exchange, picture_bytes, settled
from flaneur.core.dispatch import Abilities, Account, Ask, Consent, Dispatch, Limits, Numbers, Picture, Post, Receipt
from flaneur.core.text import LIMITS, short_alt, title
from flaneur.core.words import gettext_noop as _

SERVICE = "https://api.pinterest.com"
SANDBOX = "https://api-sandbox.pinterest.com"
SITE = "https://www.pinterest.com"
SCOPES = ("boards:read", "boards:write", "pins:read", "pins:write", "user_accounts:read")
PAGE, MOST_PAGES = 100, 10
"""Pins or boards read at a time, and how often: a thousand are looked through, then a person has to."""
TRIAL = 29
"""Pinterest's code when an app with Trial access creates a pin where everybody would see it."""
MARK = "#via-"
"""How our own sign begins, behind the address of the find's page: a browser keeps it to itself."""

_NO_LONGER = _("The network no longer accepts our credentials: please reconnect the channel.")
_UNUSABLE = _("The network gave no usable answer.")
_UNKNOWN = _("The network does not know what we asked for.")
_ON_TRIAL = _("Pinterest gave this app Trial access only: it needs Standard access before anybody can see a pin.")
_NO_BOARD = _("The channel's default board is not on Pinterest: please create it there, or name another.")

Rows = Sequence[Mapping[str, Any]]


class Pinterest(Adapter):
    """Pinterest has no key of ours for a pin, but gives back the link we gave it: its end is derived from the key.

    A pin is one request, pictures and all. After a lost answer the account's pins are looked through for that link;
    where Pinterest should ever shorten it, for the page's address and the title, among the pins made since.
    """

    kind = "pinterest"
    name = "Pinterest"
    limits = LIMITS["pinterest"]
    abilities = Abilities(look_up=True, read_back=True, edit=True, numbers=True)
    asks = (
        Ask("client_id", _("Client ID"), hint=_("The App ID of the office's own app on Pinterest.")),
        Ask("client_secret", _("Client secret"), secret=True, hint=_("The app's secret key, on the same page.")),
        Ask("board", _("Default board"), hint=_("For finds whose pillar has no board of its name.")),
        Ask("service", _("Server"), default=SERVICE, hint=_("Only another one for a rehearsal.")),
    )

    @classmethod
    def compose(cls, dispatch: Dispatch, limits: Limits | None = None) -> Post:
        """One pin; of pictures that differ in size the first only, since a pin shows several in one frame."""
        post = super().compose(dispatch, limits)
        (part,) = post.parts
        sizes = {(picture.width, picture.height) for picture in part.pictures}
        pictures = part.pictures if len(sizes) == 1 else part.pictures[:1]
        return replace(
            post, title=title(dispatch.words, limits or cls.limits), parts=(replace(part, pictures=pictures),)
        )

    @classmethod
    def closing(cls, dispatch: Dispatch) -> str:
        """Without the link, which a pin carries beside its words."""
        return closing(replace(dispatch, link=""))

    def consent(self, callback: str, state: str) -> Consent:
        asked = {
            "response_type": "code",
            "client_id": self._told("client_id"),
            "redirect_uri": callback,
            "scope": ",".join(SCOPES),
            "state": state,
        }
        return Consent(f"{self._site()}/oauth/?{urlencode(asked, quote_via=quote)}", self.credentials)

    def redeem(self, code: str, callback: str) -> None:
        self._grant("authorization_code", code=code, redirect_uri=callback, continuous_refresh="true")

    @property
    def renew_at(self) -> datetime | None:
        """When two thirds of an access token's life are over: twenty days, of the thirty it has."""
        told = self._told("renew_at")
        return datetime.fromisoformat(told) if told else None

    def renew(self) -> None:
        """Each refresh token brings its successor, which has to be kept, whatever else happens."""
        self._grant("refresh_token", refresh_token=self._told("refresh"))

    def check(self) -> Account:
        """Whether the app has more than Trial access cannot be asked: only the first pin tells."""
        name = str(_settled(self._call("GET", "user_account"), "username")["username"])
        self._board("")
        return Account(name, f"{self._site()}/{quote(name, safe='')}/", self.credentials)

    def publish(self, post: Post) -> Receipt:
        media = self._media(post.parts[0].pictures)
        pin = {"board_id": self._board(post.pillar), **self._words(post), "media_source": media}
        answer = self._call("POST", "pins", json=pin, decisive=True)
        return self._receipt(_settled(answer, "id", decisive=True))

    def look_up(self, post: Post) -> Receipt | None:
        pins, is_all = self._listed("pins", lambda rows: _reaches(rows, self.since(post.created_at)))
        if found := next((pin for pin in pins if _is_of(pin, post, self.since(post.created_at))), None):
            return self._receipt(found)
        if not is_all:
            raise Refused(_("Much was posted since: please look on the network whether this stands there."))
        return None

    def retract(self, receipt: Receipt, post_key: str) -> None:
        for reference in receipt.references or self._left_by(post_key):
            answer = self._call("DELETE", f"pins/{reference}")
            if answer.status not in {204, 404}:
                _settled(answer)
                raise TryLater(_UNUSABLE, code=f"{answer.status}")

    def stands(self, receipt: Receipt) -> bool:
        return any(self._pin(reference) is not None for reference in receipt.references)

    def edit(self, receipt: Receipt, post: Post) -> Receipt:
        """Title, words, text alternative and link; a repeat changes nothing, so silence is no loss."""
        if not receipt.references:
            raise Refused(_UNKNOWN)
        for reference in receipt.references:
            _settled(self._call("PATCH", f"pins/{reference}", json=self._words(post)), "id")
        return receipt

    def count(self, receipt: Receipt) -> Numbers:
        """Since the pin's first day. Pinterest tells nothing of a pin nobody has met yet."""
        pins = [self._pin(reference, pin_metrics="true") for reference in receipt.references]
        if not pins or pins[0] is None:
            raise Refused(_UNKNOWN, code="404")
        metrics = pins[0].get("pin_metrics")
        told = metrics.get("lifetime_metrics") if isinstance(metrics, dict) else None
        names = ("impression", "reaction", "save", "comment")
        seen = [told.get(name) if isinstance(told, dict) else None for name in names]
        return Numbers(*(number if isinstance(number, int) else None for number in seen))

    def _words(self, post: Post) -> dict[str, str | None]:
        (part,) = post.parts
        alt = " · ".join(picture.alt for picture in part.pictures if picture.alt)
        return {
            "title": post.title,
            "description": part.text,
            "alt_text": short_alt(alt, self.limits) or None,
            "link": _marked(post) or None,
        }

    def _media(self, pictures: Sequence[Picture]) -> dict[str, Any]:
        items = [
            {"content_type": picture.media_type, "data": b64encode(picture_bytes(picture, self.limits)).decode()}
            for picture in pictures
        ]
        if len(items) == 1:
            return {"source_type": "image_base64", **items[0]}
        return {"source_type": "multiple_image_base64", "items": items}

    def _board(self, pillar: str) -> str:
        """The board of a pillar's name, else the default one. Raises `Refused` when there is neither."""
        boards, _is_all = self._listed("boards")
        ids = {_plain(f"{board.get('name', '')}"): board["id"] for board in boards if not board.get("is_ads_only")}
        default = self._told("board")
        for name in filter(None, map(_plain, (pillar, default))):
            if name in ids:
                return str(ids[name])
        raise Refused(_NO_BOARD, code=f"board “{default[:60]}”")

    def _left_by(self, key: str) -> list[str]:
        """The pins that bear the sign of a post. Raises `Refused` when none does and that proves nothing."""
        pins, is_all = self._listed("pins")
        links = {str(pin["id"]): f"{pin.get('link')}" for pin in pins}
        ours = [reference for reference, link in links.items() if link.endswith(_mark(key))]
        keeps_signs = not links or any(MARK in link for link in links.values())
        if not ours and not (is_all and keeps_signs):
            raise Refused(_("No pin bears the sign of this post, which proves little: please look on the network."))
        return ours

    def _pin(self, reference: str, **params: str) -> Mapping[str, Any] | None:
        answer = self._call("GET", f"pins/{reference}", params=params)
        return None if answer.status == 404 else _settled(answer, "id")

    def _listed(self, path: str, is_enough: Callable[[Rows], bool] = lambda _rows: False) -> tuple[Rows, bool]:
        """What a list holds, a page at a time, and whether that is all of it, or enough."""
        rows: list[Mapping[str, Any]] = []
        params = {"page_size": f"{PAGE}"}
        for _page in range(MOST_PAGES):
            said = _settled(self._call("GET", path, params=params), "items")
            rows += _usable(said["items"])
            if not said.get("bookmark") or is_enough(rows):
                return rows, True
            params["bookmark"] = str(said["bookmark"])
        return rows, False

    def _receipt(self, pin: Mapping[str, Any]) -> Receipt:
        return Receipt(f"{self._site()}/pin/{pin['id']}/", (str(pin["id"]),))

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
        return exchange(self.http, verb, f"{self._service()}/v5/{path}", headers=headers, **request)

    def _grant(self, kind: str, **told: str) -> None:
        """New tokens; the app proves itself by its secret."""
        proof = (self._told("client_id"), self._told("client_secret"))
        form = {"grant_type": kind, **told}
        answer = exchange(self.http, "POST", f"{self._service()}/v5/oauth/token", data=form, auth=proof)
        if answer.status in {400, 401, 403}:
            raise Refused(_NO_LONGER, reconnect=True, code=f"{answer.status}")
        granted = settled(answer, "access_token")
        lifetime = granted.get("expires_in")
        seconds = lifetime if isinstance(lifetime, int) else 86_400
        self.credentials = {
            **self.credentials,
            "access": str(granted["access_token"]),
            "refresh": str(granted.get("refresh_token") or self._told("refresh")),
            "renew_at": (self.now + timedelta(seconds=seconds) * 2 / 3).isoformat(),
        }

    def _service(self) -> str:
        service = self._told("service").rstrip("/") or SERVICE
        return service if "://" in service else f"https://{service}"

    def _site(self) -> str:
        """Where people look, and where the office says yes: Pinterest's own pages, or those of a rehearsal."""
        return SITE if self._service() in {SERVICE, SANDBOX} else self._service()

    def _told(self, name: str) -> str:
        return self.credentials.get(name, "").strip()


def _mark(key: str) -> str:
    return f"{MARK}{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def _marked(post: Post) -> str:
    return post.link and f"{post.link}{_mark(post.key)}"


def _is_of(pin: Mapping[str, Any], post: Post, since: datetime) -> bool:
    """By our sign; where there is none, by page and title, among the pins made since."""
    link, made = pin.get("link") or "", _moment(pin)
    if MARK in link:
        return bool(link == _marked(post))
    return made is not None and made >= since and link == post.link and pin.get("title") == post.title


def _reaches(pins: Rows, since: datetime) -> bool:
    """Whether older pins than `since` have been met. No order is promised, so it has to be seen: newest first."""
    made = [_moment(pin) for pin in pins]
    known = [moment for moment in made if moment is not None]
    return len(known) == len(made) > 0 and known == sorted(known, reverse=True) and known[-1] < since


def _moment(pin: Mapping[str, Any]) -> datetime | None:
    """When a pin was made; Pinterest writes UTC without saying so."""
    with suppress(ValueError):
        moment = datetime.fromisoformat(f"{pin.get('created_at')}")
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()


def _usable(rows: Any) -> Rows:
    """The objects of a list, which all have an id. Raises `TryLater` for anything else: it would prove nothing."""
    if isinstance(rows, list) and all(isinstance(row, dict) and row.get("id") for row in rows):
        return rows
    raise TryLater(_UNUSABLE, code="items")


def _settled(answer: Answer, *wants: str, decisive: bool = False) -> Mapping[str, Any]:
    if 400 <= answer.status < 500 and (answer.body or {}).get("code") == TRIAL:
        raise Refused(_ON_TRIAL, reconnect=True, code=f"{answer.status} {TRIAL}")
    return settled(answer, *wants, decisive=decisive)
