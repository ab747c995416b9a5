"""Rules that let everybody read, or hear, a find."""

import unicodedata

import regex

from flaneur.core.charter.draft import Seen
from flaneur.core.charter.rule import (
    About,
    Effect,
    Finding,
    Findings,
    Given,
    Ground,
    Kind,
    Parameter,
    Takes,
    listed,
    rule,
)
from flaneur.core.words import gettext_noop as _

SHORTEST_ALT, LONGEST_ALT = 10, 400
"""Characters of a text alternative, after the guides of public bodies (read 2026-11-23)."""
SHORTEST_ACRONYM = 3
LONGEST_EMOJI = 64
"""Code points one emoji is looked for in: without a bound, a row of half flags is read from its beginning each time."""
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic")
RGAA = _("RGAA 4.1 and advice of French public bodies on accessible social networks, read 2026-11-23")

_EMOJI = regex.compile(r"(?![©®™])\p{Extended_Pictographic}|\p{Regional_Indicator}")
_GRAPHEME = regex.compile(r"\X")
_FANCY = regex.compile(r"[\U0001d400-\U0001d7ff\uff21-\uff3a\uff41-\uff5a]")
"""The Mathematical Alphanumeric Symbols and the full-width letters of Unicode 16."""


@rule(
    About(
        number=62,
        effect=Effect.BLOCK,
        ground=Ground.ACCESSIBILITY,
        why=_("Whoever cannot see a photo is told what it shows."),
        source=RGAA,
        says={
            "missing": _("Say what photo %(number)d shows, for those who cannot see it."),
            "size": _(
                "The description of photo %(number)d has %(size)d characters; between %(least)d and %(most)d help."
            ),
            "file": _("The description of photo %(number)d is the name of its file: say what one sees."),
            "photo_of": _("Photo %(number)d: begin with what one sees; that it is a photo is known."),
        },
        lists=["photo_of"],
    )
)
def alt_text(seen: Seen, _given: Given) -> Findings:
    beginnings = _beginnings(seen)
    for number, alt in enumerate(map(str.strip, seen.draft.alts), start=1):
        if not alt:
            yield Finding("missing", {"number": number})
        elif not SHORTEST_ALT <= len(alt) <= LONGEST_ALT:
            yield Finding("size", {"number": number, "size": len(alt), "least": SHORTEST_ALT, "most": LONGEST_ALT})
        elif alt.lower().endswith(PICTURES):
            yield Finding("file", {"number": number})
        elif number in beginnings:
            yield Finding("photo_of", {"number": number})


def _beginnings(seen: Seen) -> set[int]:
    """The numbers of the descriptions that begin with “photo of”; they were read as one text, a line for each."""
    if "photo_of" not in seen.shown_hits:
        return set()
    starts, at = {}, 0
    for number, alt in enumerate(seen.draft.alts, start=1):
        starts[at + len(alt) - len(alt.lstrip())] = number
        at += len(alt) + 1
    return {starts[hit.start] for hit in seen.shown_hits["photo_of"] if hit.start in starts}


@rule(
    About(
        number=66,
        effect=Effect.ASK,
        ground=Ground.ACCESSIBILITY,
        why=_("An emoji is read aloud by its whole name: a few at the end, never instead of a word."),
        source=RGAA,
        says={
            "many": _("%(written)d emoji; %(most)d are enough."),
            "early": _("“%(found)s” stands before words: emoji come last."),
        },
        parameters=[Parameter("most", Takes.NUMBER, 3, _("How many emoji are enough"))],
    )
)
def few_emoji(seen: Seen, given: Given) -> Findings:
    if seen.reading.is_plain:
        return
    found = _emoji(seen.draft.words)
    if len(found) > given["most"]:
        yield Finding("many", {"written": len(found), "most": given["most"]})
    last = _last_word(seen)
    for emoji, start, end in found:
        if start < last:
            yield Finding("early", {"found": emoji}, start, end)
            return


def _emoji(words: str) -> list[tuple[str, int, int]]:
    """Each emoji as it is seen, a family or a flag as one, with its start and end."""
    found, end = [], 0
    for sign in _EMOJI.finditer(words):
        if sign.start() >= end:
            whole = _GRAPHEME.match(words[sign.start() : sign.start() + LONGEST_EMOJI])[0]
            end = sign.start() + len(whole)
            found.append((whole, sign.start(), end))
    return found


def _last_word(seen: Seen) -> int:
    """Where the last word begins: emoji belong behind it, or between hashtags."""
    tagged = seen.tags[0][1] if seen.tags else len(seen.draft.words)
    return next((start for start in reversed(seen.reading.starts) if start < tagged), -1)


@rule(
    About(
        number=66,
        effect=Effect.ASK,
        ground=Ground.ACCESSIBILITY,
        why=_("Letters borrowed from mathematics look pretty and are read aloud one by one, or not at all."),
        source=RGAA,
        says={"fancy": _("“%(found)s” is not written in letters: screen readers stumble.")},
    )
)
def plain_letters(seen: Seen, _given: Given) -> Findings:
    """Mathematical, circled and full-width letters, put back to the plain ones they stand for."""
    if seen.reading.is_plain or not _FANCY.search(seen.draft.words):
        return
    for word in seen.reading.words:
        written = seen.draft.words[word.start : word.end]
        if _FANCY.search(written):
            yield Finding("fancy", {"found": written}, word.start, word.end, unicodedata.normalize("NFKC", written))


@rule(
    About(
        number=67,
        effect=Effect.NUDGE,
        ground=Ground.STYLE,
        why=_("No acronyms: not everybody works at the town hall."),
        source=_("French public advice on plain language, read 2026-11-23"),
        says={"acronym": _("“%(found)s”: would a visitor know what that stands for?")},
        parameters=[Parameter("known", Takes.TEXTS, ("RER", "TGV", "SNCF"), _("Acronyms everybody knows here"))],
    )
)
def acronyms(seen: Seen, given: Given) -> Findings:
    """Capitals only, from three letters to six, while other words are not in capitals."""
    words, reading = seen.draft.words, seen.reading
    if not reading.capitals or words == words.upper():
        return
    for place in reading.capitals:
        written = reading.written[place]
        if len(written) >= SHORTEST_ACRONYM and written not in given["known"]:
            yield Finding("acronym", {"found": written}, reading.starts[place], reading.ends[place])


listed(
    __name__,
    "office_words",
    About(
        number=67,
        effect=Effect.NUDGE,
        ground=Ground.STYLE,
        why=_("Words of the office stay at the office."),
        source=_("French public advice on plain language, read 2026-11-23"),
        says={"office_words": _("“%(found)s” is a word of the office: how would you say it to a friend?")},
        lists=["office_words"],
    ),
)

FRENCH_ENOUGH, FRENCH_SHARE = 3, 4
"""So many different small words of French make a French sentence, or one word in so many of a short one."""


@rule(
    About(
        number=68,
        kind=Kind.ASSISTED,
        effect=Effect.NUDGE,
        ground=Ground.LAW,
        why=_("What a French public body publishes can be read in French as well."),
        source=_("law 94-665 of 4 August 1994 (Toubon), article 7, read 2026-11-23"),
        says={"no_french": _("Nothing here is in French: a line for those who read no other language?")},
        lists=["french"],
    )
)
def french_present(seen: Seen, _given: Given) -> Findings:
    """Counted, whatever language the guest said: who writes French under an English page hears nothing.

    Advice in a new city: the duty is the office's, whose desk adds the line, not the guest's in the street.
    """
    if seen.draft.language == "fr":
        return
    small, words = seen.hits.get("french", ()), len(seen.reading.lowers)
    is_french = len({hit.entry for hit in small}) >= FRENCH_ENOUGH or len(small) * FRENCH_SHARE >= words
    if words and not is_french:
        yield Finding("no_french")
