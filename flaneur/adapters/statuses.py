"""What a status of Mastodon says."""

from collections.abc import Mapping
from typing import Any

from flaneur.core import told
from flaneur.core.dispatch import Part, Post
from flaneur.core.text import essence, plain
from flaneur.core.words import gettext_noop as _


def difference(post: Post, part: Part, status: Mapping[str, Any]) -> str:
    """What a server made of a part that is not as we sent it, as a sentence (msgid)."""
    described = [told.text(attachment, "description").strip() for attachment in told.rows(status, "media_attachments")]
    if told.text(status, "visibility") != "public":
        return _("It was published, but not for everybody to see.")
    if described != [picture.alt.strip() for picture in part.pictures]:
        return _("It was published with fewer pictures, or without what they show in words.")
    if essence(plain(told.text(status, "content"))) != essence(part.text):
        return _("It was published with other words.")
    if told.text(status, "language") != post.language.partition("-")[0]:
        return _("It was published without its language.")
    return ""


def is_open(notification: Mapping[str, Any]) -> bool:
    """Whether what it tells of was said for everybody to read."""
    status = told.row(notification, "status")
    return bool(told.text(status, "id")) and told.text(status, "visibility") in {"public", "unlisted"}


def quoted(status: Mapping[str, Any], account: str) -> str:
    """The account's own status it quotes, if any."""
    found = told.row(told.row(status, "quote"), "quoted_status")
    return told.text(found, "id") if told.text(told.row(found, "account"), "id") == account else ""
