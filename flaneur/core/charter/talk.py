"""Rules about what people answer on the networks, and what is answered to them; no draft and no phone knows of it."""

from dataclasses import dataclass

from flaneur.core.charter.draft import Draft, Seen, see
from flaneur.core.charter.lists import Lists
from flaneur.core.charter.rule import (
    RULES,
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
from flaneur.core.reading import read
from flaneur.core.words import gettext_noop as _

HARSH = ("hate", "attack", "swearing", "home_address")
"""Rules about finds that would stop these words in one: said to a guest, they hurt."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Somebody's words to the city, read with the lists of a language."""

    seen: Seen


@dataclass(frozen=True, slots=True)
class Talk:
    """The answers to a stay that were fit to be answered, and how many of them were."""

    spoke: int
    answered: int


def spoken(words: str, lists: Lists) -> Spoken:
    return Spoken(see(Draft(words, ""), read(words), lists))


@rule(
    About(
        number=71,
        kind=Kind.ASSISTED,
        effect=Effect.NUDGE,
        ground=Ground.STYLE,
        why=_("Whoever speaks to the city is answered now and then: some, not all, and nobody out of duty."),
        source=_("Ireland's and R-Ladies' accounts; answers measured on three archives, read 2026-11-23"),
        says={"some": _("%(spoke)d people spoke to this voice, and %(answered)d had an answer: one more?")},
        parameters=[
            Parameter("least", Takes.NUMBER, 5, _("From how many answers on")),
            Parameter("share", Takes.NUMBER, 10, _("How many of a hundred have an answer, at least")),
        ],
        looks_at=Talk,
        on_phone=False,
    )
)
def answer_some(talk: Talk, given: Given) -> Findings:
    if talk.spoke >= given["least"] and talk.answered * 100 < talk.spoke * given["share"]:
        yield Finding("some", {"spoke": talk.spoke, "answered": talk.answered})


@rule(
    About(
        number=72,
        kind=Kind.ASSISTED,
        effect=Effect.SYS,
        ground=Ground.SAFETY,
        why=_("Trolls go hungry: what attacks is for the desk alone, and a guest need not read it."),
        source=_("underhood's guide; incident of August 2016 on Ireland's account, read 2026-11-23"),
        says={"harsh": _("“%(found)s”: for the desk alone. Nobody has to answer it.")},
        looks_at=Spoken,
        on_phone=False,
    )
)
def feed_no_trolls(said: Spoken, _given: Given) -> Findings:
    """The first that a rule about people would stop in a find."""
    judged = (found for key in HARSH for found in RULES[key].judge(said.seen, RULES[key].defaults))
    if found := next(judged, None):
        yield Finding("harsh", found.values)
