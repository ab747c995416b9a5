"""Rules about photos: whose they are, who is on them, which works they show."""

from flaneur.core.charter.draft import Seen
from flaneur.core.charter.lists import OWN, list_of
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
    rule,
)
from flaneur.core.find import Likeness
from flaneur.core.reading import read
from flaneur.core.words import gettext_noop as _

CODE = _("Code civil, article 9, and the data-protection authority's advice on image rights, read 2026-11-23")


@rule(
    About(
        number=41,
        kind=Kind.ASSISTED,
        effect=Effect.ASK,
        ground=Ground.LAW,
        why=_("Your own photos and words; for anybody else's, a permission and a name."),
        source=_("Code de la propriété intellectuelle, L111-1 and L122-4, read 2026-11-23"),
        says={"borrowed": _("“%(found)s”: is it somebody else's work, and did they agree?")},
        lists=["borrowed"],
    )
)
def own_work(seen: Seen, _given: Given) -> Findings:
    yield from _in_words_or_alts(seen, "borrowed", "borrowed")


@rule(
    About(
        number=42,
        effect=Effect.BLOCK,
        ground=Ground.LAW,
        why=_("You lend each find to the city as you send it: never all you will ever make."),
        source=_("Code de la propriété intellectuelle, L131-1 and L131-3, read 2026-11-23"),
        says={"not_lent": _("Its guest has not lent this find to the city.")},
    )
)
def licence(seen: Seen, _given: Given) -> Findings:
    if seen.draft.is_lent is False:
        yield Finding("not_lent")


@rule(
    About(
        number=43,
        kind=Kind.ASSISTED,
        effect=Effect.ASK,
        ground=Ground.LAW,
        why=_("Whoever can be recognised has said yes: to this photo, here, for this long."),
        source=CODE,
        says={"unasked": _("Somebody can be recognised and has not been asked: ask them, or blur.")},
    )
)
def adults_agree(seen: Seen, _given: Given) -> Findings:
    if seen.draft.alts and seen.draft.likeness is Likeness.ADULTS_UNASKED:
        yield Finding("unasked")


@rule(
    About(
        number=44,
        kind=Kind.ASSISTED,
        effect=Effect.BLOCK,
        ground=Ground.LAW,
        why=_("No child one could recognise, unless the parents agreed in writing."),
        source=CODE,
        says={"unasked": _("A child can be recognised: its parents' written yes, or blur.")},
    )
)
def children_agree(seen: Seen, _given: Given) -> Findings:
    if seen.draft.alts and seen.draft.likeness is Likeness.CHILD_UNASKED:
        yield Finding("unasked")


@rule(
    About(
        number=44,
        kind=Kind.ASSISTED,
        effect=Effect.NUDGE,
        ground=Ground.LAW,
        why=_("A child seen from afar or from behind is fine; a face is not."),
        source=CODE,
        says={"child": _("A description speaks of “%(found)s”: can the child be recognised?")},
        lists=["child"],
    )
)
def child_in_sight(seen: Seen, _given: Given) -> Findings:
    """Asked where the description names a child and its guest said that nobody can be recognised."""
    if "child" in seen.shown_hits and seen.draft.likeness in {Likeness.NOBODY, Likeness.UNSAID}:
        yield from _in_alts(seen, "child", "child")


@rule(
    About(
        number=46,
        kind=Kind.ASSISTED,
        effect=Effect.NUDGE,
        ground=Ground.SAFETY,
        why=_("Number plates, names on doorbells, screens and badges are blurred."),
        source=_("our own deduction, 2026-11-23"),
        says={"telling": _("A description speaks of “%(found)s”: is it blurred?")},
        lists=["telling"],
    )
)
def blurred(seen: Seen, _given: Given) -> Findings:
    yield from _in_alts(seen, "telling", "telling")


@rule(
    About(
        number=47,
        kind=Kind.ASSISTED,
        effect=Effect.ASK,
        ground=Ground.LAW,
        why=_("Some works and lightings are somebody's: we name them, and ask where it is needed."),
        source=_("terms of use of the Eiffel Tower's night lighting (SETE), read 2026-11-23"),
        says={
            "credit": _("%(work)s: its credit line is “%(credit)s”."),
            "street_art": _("“%(found)s” has an artist: who is it?"),
        },
        parameters=[
            Parameter(
                "by_night",
                Takes.PAIRS,
                {
                    "tour Eiffel": "© SETE – Illuminations Pierre Bideau",
                    "Eiffel Tower": "© SETE – Illuminations Pierre Bideau",
                },
                _("Works whose lighting is protected = the credit line"),
            ),
            Parameter("always", Takes.PAIRS, {}, _("Works that are protected at any hour = the credit line")),
        ],
        lists=["night", "street_art", "credited"],
    )
)
def protected_works(seen: Seen, given: Given) -> Findings:
    """Only where there is a photo. It is night when it was taken after dark, or when words or descriptions say so."""
    if not seen.draft.alts:
        return
    works = {**given["always"], **(given["by_night"] if _is_night(seen) else {})}
    for work in _named(seen, works):
        if works[work] not in seen.draft.words:
            end = len(seen.draft.words)
            yield Finding("credit", {"work": work, "credit": works[work]}, end, end, f"\n{works[work]}")
            break
    if "credited" not in seen.hits:
        yield from _in_words_or_alts(seen, "street_art", "street_art")


def _is_night(seen: Seen) -> bool:
    if "night" in seen.hits or "night" in seen.shown_hits:
        return True
    month, hour = (seen.draft.seen_at or "")[5:7], (seen.draft.seen_at or "")[11:13]
    return bool(hour) and not MORNING <= int(hour) < DARK_FROM[int(month) - 1]


MORNING = 7
DARK_FROM = (18, 19, 20, 21, 22, 23, 22, 22, 21, 20, 18, 17)
"""The hour by whose end the sun has set in mid-month, January first, on French clocks: Paris, rounded up."""


def _named(seen: Seen, works: Given) -> list[str]:
    """The works named in the words, in the descriptions or as the place."""
    if not works:
        return []
    names, place = list_of(tuple(works)), seen.draft.place
    told = [seen.reading, seen.shown, *([read(place.name)] if place and place.name else [])]
    return [hit.entry for reading in told for hit in names.find(reading).get(OWN, ())]


@rule(
    About(
        number=51,
        kind=Kind.ASSISTED,
        effect=Effect.ASK,
        ground=Ground.LAW,
        why=_("A face or a body that was retouched, and an image nobody photographed, are said to be so."),
        source=_("law 2023-451 of 9 June 2023, article 5, read 2026-11-23"),
        says={
            "retouched": _("“%(found)s”: then the find says “Images retouchées”."),
            "virtual": _("“%(found)s”: then the find says “Images virtuelles”."),
        },
        lists=["retouched", "virtual", "image_labels"],
    )
)
def honest_images(seen: Seen, _given: Given) -> Findings:
    if "image_labels" in seen.hits or not seen.draft.alts:
        return
    end = len(seen.draft.words)
    for name, label in (("retouched", "Images retouchées"), ("virtual", "Images virtuelles")):
        found = next(_in_words_or_alts(seen, name, name), None)
        if found:
            yield Finding(name, found.values, end, end, f"\n{label}")


def _in_words_or_alts(seen: Seen, name: str, says: str) -> Findings:
    for hit in seen.hits.get(name, ()):
        yield Finding(says, {"found": seen.draft.words[hit.start : hit.end]}, hit.start, hit.end)
    yield from _in_alts(seen, name, says)


def _in_alts(seen: Seen, name: str, says: str) -> Findings:
    for hit in seen.shown_hits.get(name, ()):
        yield Finding(says, {"found": seen.shown.text[hit.start : hit.end]})
