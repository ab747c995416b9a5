"""Rules about what is said: manners, subject, facts that perish, and the room on each network."""

from flaneur.core.charter.draft import Seen
from flaneur.core.charter.facts import perishing
from flaneur.core.charter.rule import About, Effect, Finding, Findings, Given, Ground, Kind, listed, rule
from flaneur.core.text import counted, is_fitting
from flaneur.core.words import gettext_noop as _

listed(
    __name__,
    "swearing",
    About(
        number=28,
        effect=Effect.ASK,
        ground=Ground.STYLE,
        why=_("A friend may grumble; the city's voice stays fit for every ear."),
        source="house rules of Biotweeps, R-Ladies and Ireland's rotating accounts, read 2026-11-23",
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
        source="rules of the @sweden account, read 2026-11-23",
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
        source="@sweden marked opinions with a tag of their own (BBC and New York Times, read 2026-11-23)",
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
        source="R-Ladies' guide for curators, read 2026-11-23",
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
        source="R-Ladies' guide for curators, read 2026-11-23",
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
        source="practice of city accounts after attacks and accidents, read 2026-11-23",
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
        source="our own deduction, 2026-11-23",
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
        source="rules of @ireland and R-Ladies, read 2026-11-23",
        says={"relay": _("“%(found)s”: have you seen it yourself?")},
        lists=["relay"],
    ),
)


@rule(
    About(
        effect=Effect.NUDGE,
        ground=Ground.STYLE,
        why=_("One post is read whole; what is longer goes on in a thread, or is cut."),
        source="the limits of each network, on its page of the reference",
        says={
            "long": _("%(channel)s has room for %(limit)d characters in one post, these words have %(size)d."),
        },
    )
)
def fits(seen: Seen, _given: Given) -> Findings:
    words = seen.draft.words
    for channel, limits in seen.draft.rooms.items():
        if not is_fitting(words, limits):
            size = counted(words, limits)
            yield Finding("long", {"channel": channel, "limit": limits.length, "size": size})
