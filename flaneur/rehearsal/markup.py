"""Words as Mastodon gives them back."""

from html import escape

from flaneur.core.dispatch import Dialect
from flaneur.core.text import signs


def markup(text: str, origin: str) -> str:
    """As Mastodon writes it: paragraphs, shortened links, tags and names with links of their own."""
    found = signs(text, Dialect.MASTODON)
    spans = [(link.start, link.end, _link(text[link.start : link.end])) for link in found.links]
    spans += [(tag.start, tag.end, _tag(tag.text, origin)) for tag in found.hashtags]
    html, end = "", 0
    for start, stop, written in sorted(spans):
        html += escape(text[end:start], quote=False) + written
        end = stop
    html += escape(text[end:], quote=False)
    return "".join(f"<p>{each.replace(chr(10), '<br />')}</p>" for each in html.split("\n\n"))


def _link(url: str) -> str:
    scheme, _sign, rest = url.partition("://")
    shown = f'<span class="invisible">{scheme}://</span><span class="ellipsis">{escape(rest[:30])}</span>'
    return f'<a href="{escape(url)}" target="_blank">{shown}<span class="invisible">{escape(rest[30:])}</span></a>'


def _tag(tag: str, origin: str) -> str:
    return f'<a href="{origin}/tags/{tag.lower()}" class="mention hashtag" rel="tag">#<span>{tag}</span></a>'
