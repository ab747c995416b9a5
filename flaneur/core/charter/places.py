"""Rules about places: what is fragile, what is private, what was told already."""

from dataclasses import dataclass

from flaneur.core.charter.draft import Seen
from flaneur.core.charter.lists import OWN, loose_list_of
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
from flaneur.core.place import Discretion
from flaneur.core.reading import fold, read
from flaneur.core.words import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Pin:
    """A place that is about to be told, and how exactly."""

    discretion: Discretion


TOLD_TOO_WELL = frozenset({Discretion.EXACT, Discretion.STREET})


@rule(
    About(
        number=50,
        effect=Effect.BLOCK,
        ground=Ground.SAFETY,
        why=_("Where people live, or where too many feet do harm, we tell the district and no more."),
        source=_("rue Crémieux, Paris: a street that asked for help against its own fame, read 2026-11-23"),
        says={
            "pinned": _("“%(place)s” is fragile: tell the district only, or keep it secret."),
            "named": _("“%(found)s” is fragile: leave its name out of the words."),
        },
        parameters=[Parameter("places", Takes.TEXTS, (), _("Places that are told by their district only"))],
    )
)
def fragile_place(seen: Seen, given: Given) -> Findings:
    if not given["places"]:
        return
    fragile, place = loose_list_of(tuple(given["places"])), seen.draft.place
    if place and seen.draft.discretion in TOLD_TOO_WELL and fragile.find(read(place.name)):
        yield Finding("pinned", {"place": place.name})
    for hit in fragile.find(seen.reading).get(OWN, ()):
        yield Finding("named", {"found": seen.draft.words[hit.start : hit.end]}, hit.start, hit.end)


@rule(
    About(
        number=49,
        effect=Effect.SYS,
        ground=Ground.SAFETY,
        why=_("Where you are at this moment is nobody's business: an exact place is told once you have left."),
        source=_("a person joined uninvited after a tagged story (journaletudiant.com), read 2026-11-23"),
        says={"waits": _("An exact place waits: it is shown %(minutes)d minutes after it was seen, at the earliest.")},
        parameters=[Parameter("minutes", Takes.NUMBER, 60, _("How many minutes an exact place waits, at the least"))],
        looks_at=Pin,
        on_phone=False,
    )
)
def present_place(pin: Pin, given: Given) -> Findings:
    if given["minutes"] and pin.discretion is Discretion.EXACT:
        yield Finding("waits", {"minutes": given["minutes"]})


listed(
    __name__,
    "private_place",
    About(
        number=52,
        kind=Kind.ASSISTED,
        effect=Effect.ASK,
        ground=Ground.SAFETY,
        why=_("A home, a private court: only with the yes of those who live there."),
        source=_("our own deduction, 2026-11-23"),
        says={"private": _("“%(found)s”: has somebody who lives there agreed?")},
        lists=["private"],
    ),
)


@rule(
    About(
        number=59,
        effect=Effect.NUDGE,
        ground=Ground.STYLE,
        why=_("A city has many addresses: the same one comes back once or twice in a stay."),
        source=_("complaints of 2025 about tourist offices that favoured their own products, read 2026-11-23"),
        says={"again": _("“%(place)s” was told %(times)d times in this stay already.")},
        parameters=[
            Parameter("most", Takes.NUMBER, 2, _("How often one place may be told in a stay")),
            Parameter(
                "partners", Takes.TEXTS, (), _("The office's partners: the desk sees their share of what is told")
            ),
        ],
        on_phone=False,
    )
)
def same_place(seen: Seen, given: Given) -> Findings:
    place, stay = seen.draft.place, seen.draft.stay
    times = stay.visits.get(fold(place.name), 0) if stay and place and place.name else 0
    if place and times >= given["most"]:
        yield Finding("again", {"place": place.name, "times": times})
