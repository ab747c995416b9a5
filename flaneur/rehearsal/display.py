"""What each stand-in shows its people now, and how somebody answers there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch

from flaneur.rehearsal.faults import StandIn
from flaneur.rehearsal.graph import GraphNetwork
from flaneur.rehearsal.instagram import InstagramNetwork
from flaneur.rehearsal.mastodon import MastodonStandIn
from flaneur.rehearsal.pinterest import PinterestNetwork
from flaneur.rehearsal.x import XNetwork

PASSER_BY = "passante"


@dataclass(frozen=True, slots=True)
class Shown:
    """A post as it stands; `alts` has a description for each picture, perhaps an empty one."""

    reference: str
    author: str
    text: str
    created_at: datetime
    alts: Sequence[str] = ()
    answers: str = ""


def displayed(network: StandIn) -> list[Shown]:
    """All that stands there, the newest first."""
    return sorted(_posts(network), key=lambda post: (post.created_at, post.reference), reverse=True)


@singledispatch
def _posts(network: StandIn) -> Iterator[Shown]:
    raise NotImplementedError(type(network).__name__)


@_posts.register
def _of_mastodon(network: MastodonStandIn) -> Iterator[Shown]:
    for reference, post in network.memory.posts.items():
        alts = [network.memory.media[each].description for each in post["media"]]
        made = datetime.fromisoformat(post["created_at"])
        yield Shown(reference, post["account"], post["text"], made, alts, post["in_reply_to_id"] or "")


@_posts.register
def _of_x(network: XNetwork) -> Iterator[Shown]:
    names = dict([network.account]) | network.others
    for post in network.posts.values():
        alts = [network.media[each].alt for each in post.pictures]
        yield Shown(post.reference, names[post.author], post.text, post.created_at, alts, post.parent)


@_posts.register
def _of_pinterest(network: PinterestNetwork) -> Iterator[Shown]:
    for pin in network.pins.values():
        words = [pin.words.get(name) for name in ("title", "description", "link")]
        alts = [pin.words.get("alt_text") or ""] + [""] * (len(pin.pictures) - 1)
        yield Shown(pin.reference, network.account[1], "\n".join(filter(None, words)), pin.created_at, alts)


@_posts.register
def _of_meta(network: GraphNetwork) -> Iterator[Shown]:
    for post in (*network.posts.values(), *network.said.values()):
        alts = [picture.get("alt_text", "") for picture in post.pictures]
        yield Shown(post.reference, post.author, post.text, post.created_at, alts, post.parent)


@singledispatch
def say(network: StandIn, text: str, under: str) -> None:
    """A passer-by answers the post `under`, or names the account when it is empty. Most networks carry it to us."""


@say.register
def _on_mastodon(network: MastodonStandIn, text: str, under: str) -> None:
    network.speak(PASSER_BY, text if "@paris" in text else f"@paris {text}", answers=under)


@say.register
def _on_x(network: XNetwork, text: str, under: str) -> None:
    network.mention(text, answers=under)


@say.register
def _on_threads(network: GraphNetwork, text: str, under: str) -> None:
    network.say(text, under=under, author=PASSER_BY)


@say.register
def _on_instagram(network: InstagramNetwork, text: str, under: str) -> None:
    """Comments stand under a post, and nowhere else."""
    if under:
        network.say(text, under=under, author=PASSER_BY)
