"""What each stand-in shows its people now, and how somebody answers there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
class Picture:
    """What it is said to show, perhaps nothing; and the file, where it reached the stand-in."""

    alt: str
    content: bytes = field(default=b"", repr=False)

    @property
    def media_type(self) -> str:
        """What a browser is told it is; empty for what is no picture."""
        return next((kind for start, kind in _KINDS.items() if self.content.startswith(start)), "")


_KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n": "image/png"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A post as it stands; `answers` is the reference of what it was said to."""

    reference: str
    author: str
    text: str
    created_at: datetime
    pictures: Sequence[Picture] = ()
    answers: str = ""

    @property
    def alts(self) -> list[str]:
        return [picture.alt for picture in self.pictures]


def displayed(network: StandIn) -> list[Shown]:
    """All that stands there, the newest first."""
    return sorted(_posts(network), key=lambda post: (post.created_at, post.reference), reverse=True)


def about(network: StandIn) -> str:
    """What the account says of itself, where a program may change that."""
    return network.memory.note if isinstance(network, MastodonStandIn) else ""


def avatar(network: StandIn) -> Picture | None:
    """The picture a program gave the account, if one did."""
    content = network.memory.avatar if isinstance(network, MastodonStandIn) else b""
    return Picture("", content) if content else None


@singledispatch
def _posts(network: StandIn) -> Iterator[Shown]:
    raise NotImplementedError(type(network).__name__)


@_posts.register
def _of_mastodon(network: MastodonStandIn) -> Iterator[Shown]:
    for reference, post in network.memory.posts.items():
        media = [network.memory.media[each] for each in post["media"]]
        pictures = [Picture(each.description, each.content) for each in media]
        made = datetime.fromisoformat(post["created_at"])
        yield Shown(reference, post["account"], post["text"], made, pictures, post["in_reply_to_id"] or "")


@_posts.register
def _of_x(network: XNetwork) -> Iterator[Shown]:
    names = dict([network.account]) | network.others
    for post in network.posts.values():
        pictures = [Picture(network.media[each].alt, network.media[each].content) for each in post.pictures]
        yield Shown(post.reference, names[post.author], post.text, post.created_at, pictures, post.parent)


@_posts.register
def _of_pinterest(network: PinterestNetwork) -> Iterator[Shown]:
    for pin in network.pins.values():
        words = [pin.words.get(name) for name in ("title", "description", "link")]
        alts = [pin.words.get("alt_text") or ""] + [""] * (len(pin.pictures) - 1)
        pictures = [*map(Picture, alts, pin.pictures)]
        yield Shown(pin.reference, network.account[1], "\n".join(filter(None, words)), pin.created_at, pictures)


@_posts.register
def _of_meta(network: GraphNetwork) -> Iterator[Shown]:
    for post in (*network.posts.values(), *network.said.values()):
        sources = [(form.get("alt_text", ""), form["image_url"]) for form in post.pictures]
        pictures = [Picture(alt, network.fetched.get(address, b"")) for alt, address in sources]
        yield Shown(post.reference, post.author, post.text, post.created_at, pictures, post.parent)


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
