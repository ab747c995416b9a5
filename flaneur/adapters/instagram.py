"""Instagram: pictures with words, through either of Meta's two doors; only the one by way of Facebook can delete."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from math import inf
from typing import Any

from flaneur.adapters import needed
from flaneur.adapters.base import Refused
from flaneur.adapters.graph import Graph, Names
from flaneur.adapters.meta import NO_LONGER, SHAPE, heard, meant, rows, said
from flaneur.core import told
from flaneur.core.dispatch import Abilities, Account, Ask, Dispatch, Heard, Limits, Numbers, Post, Receipt, Reply
from flaneur.core.text import LIMITS
from flaneur.core.words import gettext_noop as _

BY_FACEBOOK, BY_INSTAGRAM = "https://graph.facebook.com", "https://graph.instagram.com"
_COMMENTS = "id,text,timestamp,username"


class Instagram(Graph):
    """Every post has a picture, and Meta fetches it from `Picture.address`. There are no threads, and no links."""

    kind = "instagram"
    name = "Instagram"
    limits = LIMITS["instagram"]
    abilities = Abilities(look_up=True, read_back=True, replies=True, numbers=True)
    asks = (
        Ask(
            "login",
            _("Signing in through"),
            default="facebook",
            hint=_("“facebook” can delete; “instagram” needs no page."),
        ),
        Ask(
            "client_id",
            _("Client ID"),
            hint=_("The app ID of the office's own app; with “instagram” the Instagram one."),
        ),
        Ask("client_secret", _("Client secret"), secret=True, hint=_("The secret that belongs to it.")),
        Ask("handle", _("Handle"), hint=_("Only if whoever signs in looks after several accounts."), optional=True),
        Ask("service", _("Server"), hint=_("Only another one for a rehearsal."), optional=True),
    )
    names = Names(
        containers="media",
        final="media_publish",
        text="caption",
        state="status_code",
        why="status",
        quota="content_publishing_limit",
        quota_fields="config,quota_usage",
        grant="ig",
        single={},
    )
    version = "v25.0"
    scopes = (
        "instagram_business_basic",
        "instagram_business_content_publish",
        "instagram_business_manage_comments",
        "instagram_business_manage_insights",
    )
    facebook_scopes = (
        "instagram_basic",
        "instagram_content_publish",
        "instagram_manage_contents",
        "instagram_manage_comments",
        "instagram_manage_insights",
        "pages_show_list",
        "pages_read_engagement",
    )

    @classmethod
    def compose(cls, dispatch: Dispatch, limits: Limits | None = None) -> Post:
        shape = limits or cls.limits
        post = super().compose(dispatch, limits)
        for number, picture in enumerate(post.parts[0].pictures, start=1):
            if picture.media_type != "image/jpeg":
                raise Refused(_("Instagram takes JPEG pictures only."), code=f"picture {number}")
            if not (shape.narrowest or 0) <= picture.width / picture.height <= (shape.widest or inf):
                raise Refused(SHAPE, code=f"picture {number}")
        return post

    def redeem(self, code: str, callback: str) -> None:
        """By way of Facebook: the token of the page behind the account, which does not age."""
        if not self._is_by_facebook:
            super().redeem(code, callback)
            return
        client = {"client_id": self._told("client_id"), "client_secret": self._told("client_secret")}
        url = f"{self._service}/{self.version}/oauth/access_token"
        short = self._granted("GET", url, params={**client, "redirect_uri": callback, "code": code})["access_token"]
        asked = {"grant_type": "fb_exchange_token", "fb_exchange_token": short}
        self.credentials = {
            **self.credentials,
            "access": self._granted("GET", url, params={**client, **asked})["access_token"],
        }
        page = self._page()
        account = page["instagram_business_account"]["id"]
        self.credentials = {**self.credentials, "access": str(page["access_token"]), "user": str(account)}

    def check(self) -> Account:
        me = self._me()
        return Account(me["username"], f"{self._at('https://www.instagram.com')}/{me['username']}/", self.credentials)

    def retract(self, receipt: Receipt, post_key: str) -> None:
        if self._is_by_facebook or not receipt.references:
            super().retract(receipt, post_key)
        elif self.stands(receipt):
            raise Refused(_("Signed in through Instagram, nothing can be deleted: please delete it there by hand."))

    def hear(self, cursor: str) -> Heard:
        """Comments under our newest posts; what people answer to a comment is not told."""
        if not cursor:
            return Heard((), self.now.astimezone(UTC).isoformat(timespec="seconds"))
        since = datetime.fromisoformat(cursor.partition(" ")[0])
        asked = {"fields": "id,permalink,username,comments_count", "limit": "25"}
        ours = rows(meant(self._call("GET", f"{self._account}/media", params=asked), "data"))
        return heard([reply for media in ours for reply in self._comments(media, since)], cursor, self.now)

    def count(self, receipt: Receipt) -> Numbers:
        """Likes and comments are told to everybody we are; what was seen and shared only with the right to insights."""
        reference = receipt.references[0]
        asked = {"fields": "id,like_count,comments_count"}
        counted = meant(self._call("GET", reference, params=asked), "id")
        try:
            insights = self._measured(reference, "views,shares")
        except Refused as refusal:
            if refusal.reconnect:
                raise
            insights = {}
        return Numbers(
            insights.get("views"), counted.get("like_count"), insights.get("shares"), counted.get("comments_count")
        )

    @property
    def _is_by_facebook(self) -> bool:
        return self._told("login").casefold() != "instagram"

    @property
    def _service(self) -> str:
        return self._at(BY_FACEBOOK if self._is_by_facebook else BY_INSTAGRAM)

    @property
    def _account(self) -> str:
        if self._is_by_facebook and not self._told("user"):
            raise Refused(NO_LONGER, reconnect=True)
        return self._told("user") or str(self._me()["user_id"])

    def _scopes(self) -> tuple[str, ...]:
        return self.facebook_scopes if self._is_by_facebook else self.scopes

    def _consent_page(self) -> str:
        if self._is_by_facebook:
            return f"{self._at('https://www.facebook.com')}/{self.version}/dialog/oauth"
        return f"{self._at('https://www.instagram.com')}/oauth/authorize"

    def _code_page(self) -> str:
        return f"{self._at('https://api.instagram.com')}/oauth/access_token"

    def _me(self) -> Mapping[str, Any]:
        """Signed in through Facebook, “me” would be the page."""
        if self._is_by_facebook:
            return meant(self._call("GET", self._account, params={"fields": "id,username"}), "username")
        me = meant(self._call("GET", "me", params={"fields": "user_id,username"}), "user_id", "username")
        self.credentials = {**self.credentials, "user": str(me["user_id"])}
        return me

    def _page(self) -> Mapping[str, Any]:
        """The page of the account. Raises `Refused` when none of them, or more than one, has one that may be meant."""
        asked = {"fields": "access_token,instagram_business_account{id,username}"}
        pages = rows(meant(self._call("GET", "me/accounts", params=asked), "data"))
        handle = self._told("handle").lstrip("@").casefold()
        having = [page for page in pages if isinstance(page.get("instagram_business_account"), dict)]
        named = [page for page in having if page["instagram_business_account"].get("username", "").casefold() == handle]
        meaning = named if handle else having
        if len(meaning) != 1:
            raise Refused(_("Which Instagram account? Please name one that has a page whoever signs in looks after."))
        return meaning[0]

    def _comments(self, media: Mapping[str, Any], since: datetime) -> Iterable[Reply]:
        if media.get("comments_count"):
            reference = needed.text(media, "id")
            for each in self._pages(f"{reference}/comments", {"fields": _COMMENTS}, since):
                if each.get("username") != media.get("username"):
                    yield said(each, under=reference, url=told.text(media, "permalink"))
