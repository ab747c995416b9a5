"""Bluesky: posts with pictures and cards, threads, answers and numbers, through the account's own server."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flaneur.adapters import needed
from flaneur.adapters.atproto import CLOSED, Repository, cid, is_marked, placed, record_key
from flaneur.adapters.base import Refused, TryLater, settled
from flaneur.core import told
from flaneur.core.dispatch import (
    Abilities,
    Account,
    Dialect,
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
from flaneur.core.text import LIMITS, Span, signs, title
from flaneur.core.words import gettext_noop as _

POST = "app.bsky.feed.post"
PROFILE = "app.bsky.actor.profile"
APP = "https://bsky.app"

HEAVIEST_TAG = 640
"""Bytes: lexicon app.bsky.richtext.facet. A heavier one would sink the whole post."""
MOST_MENTIONS = 10
"""Handles looked up for a post: each costs a request, and nobody needs more."""
CARD = replace(LIMITS["bluesky"], title_length=90)
"""The title of a link's card, which is that of the find's page; the lexicon names no limit."""
PAGE, MOST_PAGES = 100, 5
"""Notifications of any kind read at a time, and how often."""
SLACK = timedelta(minutes=5)
"""How much earlier than it arrives an answer may be put: the network believes the app that wrote it."""

_URI = re.compile(rf"at://[^/]+/{re.escape(POST)}/[^/]+")


class Bluesky(Repository):
    """Every post stands under a record key made from the publication's key, so a repeat meets what the first try left.

    A single post is put, and putting it again changes nothing. A thread is written in one commit: it stands whole or
    not at all, wherever we die and whatever is refused. Records are the account's own server's business; answers and
    numbers it asks of the network's app view, without which it cannot tell them.
    """

    kind = "bluesky"
    name = "Bluesky"
    limits = LIMITS["bluesky"]
    abilities = Abilities(threads=True, look_up=True, read_back=True, replies=True, numbers=True, profile=True)
    # An account has 5,000 points an hour: a part of a post takes three of them, a deletion one.
    paces = {"send": Pace(300, timedelta(hours=1)), "take back": Pace(2000, timedelta(hours=1))}

    def check(self) -> Account:
        session = settled(self._query("com.atproto.server.getSession"), "did", "handle")
        if session.get("active") is False:
            raise Refused(CLOSED, reconnect=True)
        handle = session["handle"]
        return Account(handle=handle, url=f"{APP}/profile/{handle}", credentials=self.credentials)

    def publish(self, post: Post) -> Receipt:
        receipt = self._receipt(post)
        if len(post.parts) == 1:
            self._put(placed(receipt.references[0]), self._records(post)[0], decisive=True)
        elif not self._stands(receipt.references[0]):
            self._write_thread(receipt.references, self._records(post))
        return receipt

    def look_up(self, post: Post) -> Receipt | None:
        """The first part answers for all."""
        receipt = self._receipt(post)
        return receipt if self._stands(receipt.references[0]) else None

    def retract(self, receipt: Receipt, post_key: str) -> None:
        """The last part first, so that no reply is left alone. On this network deleting what is not there succeeds."""
        for uri in reversed(receipt.references or self._traces(post_key)):
            settled(self._procedure("com.atproto.repo.deleteRecord", placed(uri)))

    def stands(self, receipt: Receipt) -> bool:
        """On the account's own server, which all others follow: in half a second, as a rule."""
        return any(map(self._stands, receipt.references))

    def hear(self, cursor: str) -> Heard:
        """The newest page comes first: a cursor is a moment, then where the next begins and the next page's name.

        What was said within `SLACK` is heard again. A round of pages with nothing on them, or one that names itself, is
        the end. Notifications of every kind are read, for their moments tell how far we are: asked for answers alone,
        the network looks through so many others at most, and finds none. It is told that everybody counts, for an
        account may have asked it to tell of those it follows alone.
        """
        if not cursor:
            return Heard((), _written(self.now))
        since, until, page = [*cursor.split(" ", 2), "", ""][:3]
        until = until or max(since, _written(self.now - SLACK))
        found: list[Mapping[str, Any]] = []
        for _page in range(MOST_PAGES):
            asked = {"limit": f"{PAGE}", "priority": "false"} | ({"cursor": page} if page else {})
            answer = settled(self._query("app.bsky.notification.listNotifications", **asked), "notifications")
            rows = told.rows(answer, "notifications")
            fresh = [row for row in rows if needed.moment(row, "indexedAt") > datetime.fromisoformat(since)]
            found += fresh
            before, page = page, told.text(answer, "cursor") if len(fresh) == len(rows) else ""
            if page in {"", before}:
                page = ""
                break
        replies = [self._reply(row) for row in reversed(found) if _is_said_to_us(row)]
        is_all = not page or not found
        return Heard(replies, until if is_all else f"{since} {until} {page}", is_all)

    def count(self, receipt: Receipt) -> Numbers:
        """Over all parts; that they answer one another is not counted. How often they were seen nobody tells."""
        posts = told.rows(settled(self._query("app.bsky.feed.getPosts", uris=receipt.references), "posts"), "posts")
        if not posts:
            raise Refused(_("The network does not know what we asked for."), code="404")

        def total(*names: str) -> int:
            return sum(told.number(each, name) for each in posts for name in names)

        replies = max(0, total("replyCount") - len(posts) + 1)
        return Numbers(likes=total("likeCount"), shares=total("repostCount", "quoteCount"), replies=replies)

    def profile(self) -> Profile:
        value = told.row(self._own_profile(), "value")
        face = told.text(told.row(told.row(value, "avatar"), "ref"), "$link")
        return Profile(told.text(value, "description"), face=face)

    def set_profile(self, profile: Profile) -> None:
        """All else the account says of itself stays, and nothing is lost that somebody writes there meanwhile."""
        kept = self._own_profile()
        value: dict[str, Any] = {**told.row(kept, "value"), "$type": PROFILE}
        if profile.words is not None:
            value["description"] = profile.words
        if profile.picture:
            value["avatar"] = self._blob(profile.picture)
        body = {**self._own_place(), "record": value, "swapRecord": kept.get("cid")}
        answer = self._procedure("com.atproto.repo.putRecord", body)
        if answer.error == "InvalidSwap":
            raise TryLater(_("The account's profile was changed meanwhile."), code=answer.error)
        settled(answer, "uri")

    def _receipt(self, post: Post) -> Receipt:
        """Where the post stands or will stand. Addresses by DID outlive a change of handle."""
        did = self._did()
        keys = [record_key(post.key, post.created_at, number) for number in range(len(post.parts))]
        references = tuple(f"at://{did}/{POST}/{key}" for key in keys)
        return Receipt(_page(references[0]), references)

    def _records(self, post: Post) -> list[dict[str, Any]]:
        """The parts as they will stand, but for what they answer; their pictures are uploaded.

        A part without pictures shows the link it holds as a card, with the first picture of the post, if any.
        """
        records: list[dict[str, Any]] = []
        thumb: Mapping[str, Any] = {}
        for number, part in enumerate(post.parts):
            images = [self._image(picture) for picture in part.pictures]
            if images and not thumb:
                thumb = {"thumb": images[0]["image"]}
            embed = {"$type": "app.bsky.embed.images", "images": images} if images else _card(post, part, thumb)
            records.append(self._words(post, number) | ({"embed": embed} if embed else {}))
        return records

    def _words(self, post: Post, number: int) -> dict[str, Any]:
        text = post.parts[number].text
        # One millisecond apart, or clients that sort by time would shuffle the thread.
        created_at = post.created_at + timedelta(milliseconds=number)
        return {
            "$type": POST,
            "text": text,
            "createdAt": _written(created_at).replace("+00:00", "Z"),
            "langs": [post.language],
            "facets": facets(text, self._dids(text)),
        }

    def _image(self, picture: Picture) -> dict[str, Any]:
        ratio = {"width": picture.width, "height": picture.height}
        return {"alt": picture.alt, "image": self._blob(picture), "aspectRatio": ratio}

    def _dids(self, text: str) -> dict[str, str]:
        """The accounts a text names; a name nobody answers to stays plain text."""
        found = {}
        for handle in sorted({name.text for name in signs(text, Dialect.BLUESKY).mentions})[:MOST_MENTIONS]:
            with suppress(Refused):
                found[handle] = settled(self._query("com.atproto.identity.resolveHandle", handle=handle), "did")["did"]
        return found

    def _write_thread(self, uris: Sequence[str], records: Sequence[Mapping[str, Any]]) -> None:
        """Each part replies to the one before by that record's hash, which we have to work out beforehand."""
        values: list[Mapping[str, Any]] = []
        chain: list[dict[str, str]] = []
        for uri, record in zip(uris, records, strict=True):
            reply = {"reply": {"root": chain[0], "parent": chain[-1]}} if chain else {}
            values.append({**record, **reply})
            chain.append({"uri": uri, "cid": cid(values[-1])})
        self._create(uris, values)

    def _stands(self, uri: str) -> bool:
        return self._record(placed(uri)) is not None

    def _traces(self, key: str) -> list[str]:
        """What a post without a receipt left among the account's newest hundred, known by the key's mark.

        Raises `Refused` when there are older ones and it may be among them.
        """
        answer = self._query("com.atproto.repo.listRecords", repo=self._did(), collection=POST, limit="100")
        listed = settled(answer, "records")
        uris = [record["uri"] for record in listed["records"]]
        found = sorted(uri for uri in uris if is_marked(placed(uri)["rkey"], key))
        if not found and listed.get("cursor") and len(uris) == 100:
            raise Refused(_("It is too old to be found by its key: please delete it on the network."))
        return found

    def _reply(self, notification: Mapping[str, Any]) -> Reply:
        """Its moment is the network's own: what its author's app says of it may be anything."""
        reference, record = told.text(notification, "uri"), told.row(notification, "record")
        languages = record.get("langs")
        return Reply(
            reference=reference,
            url=_page(reference),
            author=told.text(told.row(notification, "author"), "handle"),
            text=told.text(record, "text"),
            created_at=needed.moment(notification, "indexedAt"),
            language=str(languages[0]) if isinstance(languages, list) and languages else "",
            answers=self._answered(notification),
        )

    def _answered(self, notification: Mapping[str, Any]) -> str:
        """Our own post it quotes, or answers, however many lie between. An answer that names us comes as a mention."""
        reply = told.row(told.row(notification, "record"), "reply")
        above = [told.text(told.row(reply, name), "uri") for name in ("parent", "root")]
        ours = f"at://{self._did()}/"
        return next((uri for uri in (told.text(notification, "reasonSubject"), *above) if uri.startswith(ours)), "")

    def _own_profile(self) -> Mapping[str, Any]:
        """The record in which the account tells of itself; empty when it never did."""
        return self._record(self._own_place()) or {}

    def _own_place(self) -> dict[str, str]:
        return {"repo": self._did(), "collection": PROFILE, "rkey": "self"}


def facets(text: str, dids: Mapping[str, str]) -> list[dict[str, Any]]:
    """Links, hashtags and resolved mentions; the server checks no range, so the byte offsets are ours to get right."""
    found = signs(text, Dialect.BLUESKY)
    linked = [(link, {"$type": "app.bsky.richtext.facet#link", "uri": _addressed(link.text)}) for link in found.links]
    tagged = [
        (tag, {"$type": "app.bsky.richtext.facet#tag", "tag": tag.text})
        for tag in found.hashtags
        if len(tag.text.encode()) <= HEAVIEST_TAG
    ]
    named = [
        (name, {"$type": "app.bsky.richtext.facet#mention", "did": dids[name.text]})
        for name in found.mentions
        if name.text in dids
    ]
    return [_facet(text, *each) for each in sorted(linked + tagged + named, key=lambda each: each[0].start)]


def _addressed(link: str) -> str:
    """A bare domain is one of the open web."""
    return link if link.startswith(("https://", "http://")) else f"https://{link}"


def _facet(text: str, span: Span, feature: Mapping[str, str]) -> dict[str, Any]:
    index = {"byteStart": len(text[: span.start].encode()), "byteEnd": len(text[: span.end].encode())}
    return {"index": index, "features": [feature]}


def _card(post: Post, part: Part, thumb: Mapping[str, Any]) -> dict[str, Any] | None:
    """The find's page as a card, where its link stands: the first sentence, what the find is about, and a picture."""
    if not post.link or post.link not in part.text:
        return None
    shown = {"uri": post.link, "title": title(post.parts[0].text, CARD), "description": post.pillar}
    return {"$type": "app.bsky.embed.external", "external": {**shown, **thumb}}


def _page(uri: str) -> str:
    """Where people read a post, by the account's DID."""
    place = placed(uri)
    return f"{APP}/profile/{place['repo']}/post/{place['rkey']}"


def _is_said_to_us(notification: Mapping[str, Any]) -> bool:
    is_answer = told.text(notification, "reason") in {"reply", "mention", "quote"}
    return is_answer and _URI.fullmatch(told.text(notification, "uri")) is not None


def _written(moment: datetime) -> str:
    """A moment such that the later one comes after the earlier in any list of words."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
