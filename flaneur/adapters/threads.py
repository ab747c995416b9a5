"""Threads: words, pictures and threads, through Meta's Graph API."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flaneur.adapters import needed
from flaneur.adapters.base import Refused
from flaneur.adapters.graph import Graph, Names, posts_of
from flaneur.adapters.meta import heard, meant, rows, said
from flaneur.core.dispatch import Abilities, Account, Ask, Heard, Numbers, Pace, Part, Post, Receipt, Reply
from flaneur.core.text import LIMITS
from flaneur.core.words import gettext_noop as _

SERVICE = "https://graph.threads.net"
SITE = "https://www.threads.net"
DAY = timedelta(days=1)
LISTENED = 25
"""Our newest posts whose answers are heard."""
_NO_MENTIONS = _("Threads does not tell who names the account: please connect the channel anew, and allow it there.")
_NO_ANSWERS = _("Threads does not tell who answers the account: please connect the channel anew, and allow it there.")
_SAID = "id,text,timestamp,permalink,username,is_reply_owned_by_me"


class Threads(Graph):
    """A thread is a post we answer, one part an attempt; words need no picture. There is no field for a language."""

    kind = "threads"
    name = "Threads"
    limits = LIMITS["threads"]
    abilities = Abilities(threads=True, look_up=True, read_back=True, replies=True, numbers=True)
    paces = {"send": Pace(250, DAY), "take back": Pace(100, DAY)}
    asks = (
        Ask("client_id", _("Client ID"), hint=_("The Threads app ID of the office's own app, not its Facebook one.")),
        Ask("client_secret", _("Client secret"), secret=True, hint=_("The Threads app secret.")),
        Ask("service", _("Server"), default=SERVICE, hint=_("Only another one for a rehearsal.")),
    )
    names = Names(
        containers="threads",
        final="threads_publish",
        text="text",
        state="status",
        why="error_message",
        quota="threads_publishing_limit",
        quota_fields="quota_usage,config,reply_quota_usage,reply_config",
        grant="th",
        single={"media_type": "IMAGE"},
    )
    version = "v1.0"
    scopes = (
        "threads_basic",
        "threads_content_publish",
        "threads_delete",
        "threads_read_replies",
        "threads_manage_mentions",
        "threads_manage_insights",
    )
    _account = "me"

    def check(self) -> Account:
        me = meant(self._call("GET", "me", params={"fields": "id,username"}), "id", "username")
        return Account(me["username"], f"{self._site}/@{me['username']}", self.credentials)

    def hear(self, cursor: str) -> Heard:
        """Who answers us and names us is heard once, as an answer. Each is a right of its own: without one of them the
        other is heard all the same.
        """
        if not cursor:
            return Heard((), self.now.astimezone(UTC).isoformat(timespec="seconds"))
        since = datetime.fromisoformat(cursor.partition(" ")[0])
        found: list[Reply] = []
        missing: dict[str, Refused] = {}
        for sentence, edge in ((_NO_MENTIONS, self._mentions), (_NO_ANSWERS, self._answers)):
            try:
                found += edge(since)
            except Refused as refused:
                if refused.reconnect or missing:
                    raise
                missing[sentence] = refused
        return replace(heard(found, cursor, self.now), trouble="".join(missing))

    def count(self, receipt: Receipt) -> Numbers:
        """Of a thread: its best seen part, and all else together, without our own answers to ourselves."""
        seen = [self._measured(each, "views,likes,replies,reposts,quotes,shares") for each in receipt.references]

        def total(*names: str) -> int:
            return sum(each.get(name, 0) for each in seen for name in names)

        return Numbers(
            views=max((each["views"] for each in seen if "views" in each), default=None),
            likes=total("likes"),
            shares=total("reposts", "quotes", "shares"),
            replies=max(0, total("replies") - len(seen) + 1),
        )

    @property
    def _service(self) -> str:
        return self._at(SERVICE)

    @property
    def _site(self) -> str:
        """Where people look: Threads' own pages, or those of a rehearsal."""
        return SITE if self._service == SERVICE else self._service

    def _consent_page(self) -> str:
        return f"{self._site}/oauth/authorize"

    def _code_page(self) -> str:
        return f"{self._service}/oauth/access_token"

    def _recent(self, post: Post) -> str:
        return "replies" if posts_of(post) else "threads"

    def _single(self, part: Part) -> Mapping[str, str]:
        return super()._single(part) if part.pictures else {"media_type": "TEXT"}

    def _words(self, post: Post) -> Mapping[str, str]:
        standing = posts_of(post)
        return {**super()._words(post), **({"reply_to_id": standing[-1]} if standing else {})}

    def _answers(self, since: datetime) -> Iterable[Reply]:
        asked = {"fields": "id,timestamp,has_replies", "limit": f"{LISTENED}"}
        for ours in rows(meant(self._call("GET", "me/threads", params=asked), "data")):
            if ours.get("has_replies"):
                reference = needed.text(ours, "id")
                edge = f"{reference}/conversation"
                for each in self._pages(edge, {"fields": _SAID, "reverse": "true"}, since):
                    if not each.get("is_reply_owned_by_me"):
                        yield said(each, under=reference)

    def _mentions(self, since: datetime) -> Iterable[Reply]:
        fields = "id,text,timestamp,permalink,username"
        return (said(each) for each in self._pages("me/mentions", {"fields": fields}, since))
