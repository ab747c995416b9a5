"""Rules about what is said: manners, subject, facts that perish, and the room on each network."""

from collections.abc import Iterator

from flaneur.core.charter.draft import Draft, Seen
from flaneur.core.charter.facts import perishing
from flaneur.core.charter.rule import About, Effect, Finding, Findings, Given, Ground, Kind, listed, rule
from flaneur.core.dispatch import Limits
from flaneur.core.text import counted, is_tagged, signs
from flaneur.core.words import gettext_noop as _

listed(
    __name__,
    "swearing",
    About(
        number=28,
        effect=Effect.ASK,
        ground=Ground.STYLE,
        why=_("A friend may grumble; the city's voice stays fit for every ear."),
        source=_("house rules of Biotweeps, R-Ladies and Ireland's rotating accounts, read 2026-11-23"),
        says={"swearing": _("“%(found)s” is rude: is it needed?")},
        lists=["swearing"],
    ),
)

listed(
    __name__,
    "danger",
    About(
        number=30,
        kind=Kind.ASSISTED,
        effect=Effect.HOLD,
        ground=Ground.SAFETY,
        why=_("The city never sends anybody into danger, nor where entering is forbidden."),
        source=_("rules of the @sweden account, read 2026-11-23"),
        says={"danger": _("“%(found)s”: could somebody who follows you be hurt, or break the law?")},
        lists=["danger"],
    ),
)

listed(
    __name__,
    "opinion",
    About(
        number=32,
        kind=Kind.ASSISTED,
        effect=Effect.ASK,
        ground=Ground.STYLE,
        why=_("Public quarrels have their places; this voice speaks of the city as one lives it."),
        source=_("@sweden marked opinions with a tag of their own (BBC and New York Times, read 2026-11-23)"),
        says={"public_issue": _("“%(found)s” is debated: is this the place for it?")},
        lists=["public_issue"],
    ),
)


@rule(
    About(
        number=33,
        kind=Kind.ASSISTED,
        effect=Effect.NUDGE,
        ground=Ground.STYLE,
        why=_("We tell the city as one lives it: somewhere, at some time."),
        source=_("R-Ladies' guide for curators, read 2026-11-23"),
        says={"nowhere": _("Where in the city is it? A place or a theme helps.")},
    )
)
def subject(seen: Seen, _given: Given) -> Findings:
    place = seen.draft.place
    is_nowhere = place is not None and not (place.name or place.district or place.lon is not None)
    if is_nowhere and not seen.draft.pillar and seen.draft.words:
        yield Finding("nowhere")


listed(
    __name__,
    "everyone",
    About(
        number=37,
        effect=Effect.NUDGE,
        ground=Ground.STYLE,
        why=_("We speak to everybody."),
        source=_("R-Ladies' guide for curators, read 2026-11-23"),
        says={"narrow_address": _("“%(found)s” leaves some people out.")},
        lists=["narrow_address"],
    ),
)

listed(
    __name__,
    "tragedy",
    About(
        number=38,
        kind=Kind.ASSISTED,
        effect=Effect.HOLD,
        ground=Ground.SAFETY,
        why=_("No tragedy as a hook, no rumour: in an emergency we only relay the authorities."),
        source=_("practice of city accounts after attacks and accidents, read 2026-11-23"),
        says={
            "tragedy": _("“%(found)s”: people may be mourning, a second person reads it first."),
            "rumour": _("“%(found)s” sounds like a rumour: who says so?"),
        },
        lists=["tragedy", "rumour"],
    ),
)


@rule(
    About(
        number=39,
        kind=Kind.ASSISTED,
        effect=Effect.ASK,
        ground=Ground.STYLE,
        why=_("Opening hours and prices perish: give the day you checked and where, or leave them to the office."),
        source=_("our own deduction, 2026-11-23"),
        says={"perishes": _("“%(found)s” will change one day: since when is it known, and from whom?")},
        lists=["opening", "checked"],
    )
)
def perishable(seen: Seen, _given: Given) -> Findings:
    """Silent once the words say when or where it was checked; a lone hour (“before 9”) is a friend's, not a notice."""
    if "checked" in seen.hits or not (seen.reading.figures or "opening" in seen.hits):
        return
    spans = [(hit.start, hit.end) for hit in seen.hits.get("opening", ())]
    for start, end in sorted([*spans, *perishing(seen.reading)]):
        yield Finding("perishes", {"found": seen.draft.words[start:end]}, start, end)


listed(
    __name__,
    "relay",
    About(
        number=40,
        kind=Kind.ASSISTED,
        effect=Effect.ASK,
        ground=Ground.STYLE,
        why=_("What we pass on speaks for us: we have seen it, or we know who has."),
        source=_("rules of @ireland and R-Ladies, read 2026-11-23"),
        says={"relay": _("“%(found)s”: have you seen it yourself?")},
        lists=["relay"],
    ),
)


@rule(
    About(
        effect=Effect.NUDGE,
        ground=Ground.STYLE,
        why=_("One post is read whole; what is longer goes on in a thread, or is cut."),
        source=_("the limits of each network, on its page of the reference"),
        says={
            "long": _("%(channel)s has room for %(limit)d characters in one post, these words have %(size)d."),
            "heavy": _("%(channel)s has room for %(limit)d bytes in one post, these words have %(size)d."),
            "unbreakable": _(
                "A link, a mention or a hashtag is longer than a whole post on %(channel)s: it cannot leave there."
            ),
            "hashtags": _("%(channel)s takes %(limit)d hashtags, the city's own included; here are %(size)d."),
            "mentions": _("%(channel)s takes %(limit)d mentions, these words have %(size)d."),
            "pictureless": _("%(channel)s takes nothing without a photo."),
            "description": _(
                "%(channel)s cuts a description after %(limit)d characters: that of photo %(number)d has %(size)d."
            ),
        },
    )
)
def fits(seen: Seen, _given: Given) -> Findings:
    for channel, limits in seen.draft.rooms.items():
        yield from _long(seen.draft.words, channel, limits)
        yield from _crowded(seen, channel, limits)
        yield from _shown(seen.draft, channel, limits)


def _long(words: str, channel: str, limits: Limits) -> Findings:
    """Nothing else is longer than a whole post when all the words are not."""
    for name, size, limit in _sizes(words, limits):
        if limit is not None and size > limit:
            yield Finding(name, {"channel": channel, "limit": limit, "size": size})
            yield from _unbreakable(words, channel, limits)
            return


def _sizes(words: str, limits: Limits) -> Iterator[tuple[str, int, int | None]]:
    yield "long", counted(words, limits), limits.length
    yield "heavy", len(words.encode()), limits.bytes


def _unbreakable(words: str, channel: str, limits: Limits) -> Findings:
    for span in signs(words, limits.dialect).all():
        sizes = _sizes(words[span.start : span.end], limits)
        if any(limit is not None and size > limit for _name, size, limit in sizes):
            yield Finding("unbreakable", {"channel": channel}, span.start, span.end)


def _crowded(seen: Seen, channel: str, limits: Limits) -> Findings:
    """More hashtags or mentions than a network takes; the city's own tag is added where it is missing."""
    if limits.hashtags is None and limits.mentions is None:
        return
    found = signs(seen.draft.words, limits.dialect)
    added = 0 if is_tagged(seen.draft.words, seen.draft.brand_tag) else 1
    kinds = (("hashtags", found.hashtags, limits.hashtags, added), ("mentions", found.mentions, limits.mentions, 0))
    for name, spans, limit, more in kinds:
        if limit is not None and spans and len(spans) + more > limit:
            first = spans[max(limit - more, 0)]
            values = {"channel": channel, "limit": limit, "size": len(spans) + more}
            yield Finding(name, values, first.start, first.end)


def _shown(draft: Draft, channel: str, limits: Limits) -> Findings:
    if draft.words and len(draft.alts) < limits.least_pictures:
        yield Finding("pictureless", {"channel": channel})
    for number, alt in enumerate(draft.alts, start=1):
        size, limit = len(alt.strip()), limits.alt_length
        if limit is not None and size > limit:
            yield Finding("description", {"channel": channel, "limit": limit, "number": number, "size": size})
