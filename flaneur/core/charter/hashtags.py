"""Rules about hashtags: the city's own, their spelling, how many, and where."""

from flaneur.core.charter.draft import Seen
from flaneur.core.charter.rule import (
    About,
    Effect,
    Finding,
    Findings,
    Given,
    Ground,
    Parameter,
    Takes,
    rule,
)
from flaneur.core.words import gettext_noop as _

LONGEST_LOWER_CASE = 12
"""A longer hashtag without capitals is taken for several words: French single words beyond it are rare."""


@rule(
    About(
        number=65,
        effect=Effect.ASK,
        ground=Ground.STYLE,
        why=_("The city has one tag, in one spelling: that is how people find us."),
        source=_("Nantes tried several tags in 2012 and scattered its readers (read 2026-11-23)"),
        says={
            "variant": _("The city's tag is written #%(wanted)s."),
        },
        parameters=[Parameter("variants", Takes.TEXTS, (), _("Other tags people write for the city's own"))],
    )
)
def brand_tag(seen: Seen, given: Given) -> Findings:
    """The system adds the tag when it is missing, so only a variant earns a word."""
    if not seen.tags:
        return
    wanted = seen.draft.brand_tag.lstrip("#")
    variants = {wanted.casefold(), *(variant.lstrip("#").casefold() for variant in given["variants"])}
    for tag, start, end in seen.tags:
        if tag != wanted and tag.casefold() in variants:
            yield Finding("variant", {"wanted": wanted}, start, end, f"#{wanted}")


@rule(
    About(
        number=64,
        effect=Effect.SYS,
        ground=Ground.ACCESSIBILITY,
        why=_("Several words in one hashtag take capitals, so that they can be read aloud: #CommeCeci."),
        source=_("advice of French public bodies on accessible social networks, read 2026-11-23"),
        says={"known": _("#%(tag)s is easier to read, and to hear, as #%(wanted)s.")},
        parameters=[Parameter("known", Takes.PAIRS, {}, _("The city's own spellings, small letters = as written"))],
    )
)
def readable_hashtags(seen: Seen, given: Given) -> Findings:
    if not seen.tags:
        return
    spellings = {spelling.casefold(): wanted for spelling, wanted in given["known"].items()}
    for tag, start, end in seen.tags:
        wanted = spellings.get(tag.casefold())
        if wanted and tag != wanted:
            yield Finding("known", {"tag": tag, "wanted": wanted}, start, end, f"#{wanted}")


@rule(
    About(
        number=64,
        effect=Effect.NUDGE,
        ground=Ground.ACCESSIBILITY,
        why=_("Several words in one hashtag take capitals, so that they can be read aloud: #CommeCeci."),
        source=_("advice of French public bodies on accessible social networks, read 2026-11-23"),
        says={"joined": _("#%(tag)s looks like several words: give each a capital.")},
        parameters=[Parameter("long", Takes.NUMBER, LONGEST_LOWER_CASE, _("Letters a single word may have"))],
    )
)
def joined_hashtags(seen: Seen, given: Given) -> Findings:
    """Where nobody knows the words, only a person can tell them apart."""
    if not seen.tags:
        return
    brand = seen.draft.brand_tag.lstrip("#").casefold()
    for tag, start, end in seen.tags:
        if len(tag) > given["long"] and tag == tag.lower() and tag.casefold() != brand:
            yield Finding("joined", {"tag": tag}, start, end)


@rule(
    About(
        number=65,
        effect=Effect.ASK,
        ground=Ground.STYLE,
        why=_("A few hashtags are enough: screen readers spell out every one."),
        source=_("advice of French public bodies on accessible social networks, read 2026-11-23"),
        says={"many": _("%(written)d hashtags with the city's own; %(most)d are enough.")},
        parameters=[Parameter("most", Takes.NUMBER, 3, _("How many are enough, the city's own included"))],
    )
)
def few_hashtags(seen: Seen, given: Given) -> Findings:
    if len(seen.tags) < given["most"]:
        return
    brand = seen.draft.brand_tag.lstrip("#").casefold()
    is_tagged = any(tag.casefold() == brand for tag, _start, _end in seen.tags)
    written = len(seen.tags) + (not is_tagged)
    if written > given["most"]:
        yield Finding("many", {"written": written, "most": given["most"]})


@rule(
    About(
        number=65,
        effect=Effect.NUDGE,
        ground=Ground.STYLE,
        why=_("Hashtags come last: a sentence is read without stumbling."),
        source=_("advice of French public bodies on accessible social networks, read 2026-11-23"),
        says={"early": _("#%(tag)s stands within a sentence: it reads better without its sign.")},
    )
)
def last_hashtags(seen: Seen, _given: Given) -> Findings:
    if not seen.tags:
        return
    last, brand = _last_plain_word(seen), seen.draft.brand_tag.lstrip("#").casefold()
    for tag, start, end in seen.tags:
        if start < last and tag.casefold() != brand:
            yield Finding("early", {"tag": tag}, start, end, tag)


def _last_plain_word(seen: Seen) -> int:
    """Where the last word begins that is in no hashtag; -1 when there is none."""
    tags = list(seen.tags)
    for start in reversed(seen.reading.starts):
        while tags and tags[-1][1] > start:
            tags.pop()
        if not tags or start >= tags[-1][2]:
            return start
    return -1
