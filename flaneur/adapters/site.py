"""The city's own site: the find's page is already there once the find is published; nothing leaves the house."""

from flaneur.adapters.base import Adapter
from flaneur.core.dispatch import Abilities, Account, Dispatch, Post, Receipt
from flaneur.core.text import LIMITS
from flaneur.core.words import gettext_noop as _


class Site(Adapter):
    """Home: the other channels wait for it, because their posts link here."""

    kind = "site"
    name = _("The city's site")
    limits = LIMITS["site"]
    abilities = Abilities(home=True, look_up=True)

    @classmethod
    def closing(cls, dispatch: Dispatch) -> str:
        """Nothing: the page itself shows who signs, the tag and where it stands."""
        return ""

    def check(self) -> Account:
        return Account(handle="", url="")

    def publish(self, post: Post) -> Receipt:
        return Receipt(url=post.link)

    def look_up(self, post: Post) -> Receipt | None:
        return Receipt(url=post.link)

    def retract(self, receipt: Receipt, post_key: str) -> None:
        """The page turns into a tombstone by the find's own state."""
