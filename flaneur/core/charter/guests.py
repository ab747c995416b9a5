"""Rules about guests and their stays: whom a desk chooses, what a guest agrees to, how a quiet stay is cheered up.

They look at no draft: a choice when a residency is planned, an agreement before anything is published, a lull.
"""

from dataclasses import dataclass

from flaneur.core.charter.rule import About, Effect, Finding, Findings, Given, Ground, Kind, Parameter, Takes, rule
from flaneur.core.guest import Age, Speaker, Standing
from flaneur.core.words import gettext_noop as _

SPEAKERS = {
    Speaker.COMPANY: "company",
    Speaker.ASSOCIATION: "association",
    Speaker.PARTY: "party",
}
"""Who speaks for more than themself, and which sentence says so."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """What a desk knows when it asks somebody to hold the pen.

    `profile` is what somebody saw when they looked at the public profile; `months_since` their last stay, None for a
    newcomer; `run` how many voices just before them live in their `district`, by its name.
    """

    name: str
    speaker: Speaker = Speaker.UNSAID
    profile: str = ""
    reasons: str = ""
    months_since: int | None = None
    district: str = ""
    run: int = 0


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a guest said before holding the pen; `is_given` is False until they have.

    `has_consent` is whether the office has the written yes of a minor's parents; `is_before_a_vote` whether the stay
    lies in a period before one.
    """

    is_given: bool = False
    age: Age = Age.UNSAID
    has_consent: bool = False
    standing: Standing = Standing.UNASKED
    is_before_a_vote: bool = False
    has_lock: bool = True


@dataclass(frozen=True, slots=True)
class Lull:
    """A stay under way in which nothing was heard for so many hours; `hour` is that of the city's clock."""

    hours: int
    hour: int


@rule(
    About(
        number=18,
        kind=Kind.ASSISTED,
        effect=Effect.HOLD,
        ground=Ground.ACCESS,
        why=_("The pen is lent to a person, who speaks for nobody else."),
        source=_("R-Ladies' guide: individuals only, read 2026-11-23"),
        says={
            "unsaid": _("For whom does %(name)s speak? For themself, as far as the desk can see?"),
            "company": _("%(name)s speaks for a company: the pen is lent to people."),
            "association": _("%(name)s speaks for an association: the pen is lent to people."),
            "party": _("%(name)s speaks for a party: the pen is lent to people."),
        },
        looks_at=Choosing,
        on_phone=False,
    )
)
def a_person(choice: Choosing, _given: Given) -> Findings:
    if choice.speaker is not Speaker.PERSON:
        yield Finding(SPEAKERS.get(choice.speaker, "unsaid"), {"name": choice.name})


@rule(
    About(
        number=20,
        kind=Kind.ASSISTED,
        effect=Effect.HOLD,
        ground=Ground.ACCESS,
        why=_("Somebody looks at what a guest says in public, before the city speaks through them."),
        source=_("WeRWorld's guidelines; @ireland's manager in 2018, who had not looked, read 2026-11-23"),
        says={"unseen": _("Nobody has looked at what %(name)s says in public.")},
        looks_at=Choosing,
        on_phone=False,
    )
)
def public_profile(choice: Choosing, _given: Given) -> Findings:
    if not choice.profile.strip():
        yield Finding("unseen", {"name": choice.name})


@rule(
    About(
        number=22,
        effect=Effect.HOLD,
        ground=Ground.ACCESS,
        why=_("A city has many voices: somebody new comes before somebody again."),
        source=_("R-Ladies' guide: two years before a second stay, newcomers first, read 2026-11-23"),
        says={"again": _("%(name)s held the pen %(months)d months ago; the charter asks for %(most)d.")},
        parameters=[Parameter("months", Takes.NUMBER, 24, _("How many months lie between two stays of one person"))],
        looks_at=Choosing,
        on_phone=False,
    )
)
def newcomers_first(choice: Choosing, given: Given) -> Findings:
    if choice.months_since is not None and choice.months_since < given["months"]:
        values = {"name": choice.name, "months": choice.months_since, "most": given["months"]}
        yield Finding("again", values)


@rule(
    About(
        number=23,
        kind=Kind.ASSISTED,
        effect=Effect.NUDGE,
        ground=Ground.STYLE,
        why=_("Every district has its turn."),
        source=_("R-Ladies' guide and IndigenousXca, which balance their calendars, read 2026-11-23"),
        says={"run": _("The voices before %(name)s live in %(district)s too: %(run)d in a row.")},
        parameters=[
            Parameter("most", Takes.NUMBER, 2, _("How many voices in a row may live in one district")),
            Parameter("weeks", Takes.NUMBER, 12, _("Over how many weeks, back and ahead, the desk sees the balance")),
        ],
        looks_at=Choosing,
        on_phone=False,
    )
)
def every_district(choice: Choosing, given: Given) -> Findings:
    if choice.district and choice.run >= given["most"]:
        yield Finding("run", {"name": choice.name, "district": choice.district, "run": choice.run})


@rule(
    About(
        number=25,
        kind=Kind.ASSISTED,
        effect=Effect.ASK,
        ground=Ground.ACCESS,
        why=_("Why somebody was chosen is written down, in a sentence one could say to those who were not."),
        source=_("Törngren and Ooi, 2023, on who chose the curators of @sweden, read 2026-11-23"),
        says={"unsaid": _("Why %(name)s? A sentence is enough, and it is kept.")},
        looks_at=Choosing,
        on_phone=False,
    )
)
def reasons(choice: Choosing, _given: Given) -> Findings:
    if not choice.reasons.strip():
        yield Finding("unsaid", {"name": choice.name})


@rule(
    About(
        effect=Effect.BLOCK,
        ground=Ground.ACCESS,
        why=_("Before the city speaks through somebody, they have read the charter and said yes to it."),
        source=_("agreements of @ireland, Biotweeps and R-Ladies, which every guest signs, read 2026-11-23"),
        says={"missing": _("Its guest has not said yes to the charter yet: nothing is shown before.")},
        looks_at=Agreed,
        on_phone=False,
    )
)
def agreement(agreed: Agreed, _given: Given) -> Findings:
    if not agreed.is_given:
        yield Finding("missing")


@rule(
    About(
        number=16,
        effect=Effect.BLOCK,
        ground=Ground.LAW,
        why=_("The pen is for adults; for somebody younger, both parents agree in writing."),
        source=_("Code civil, articles 372 and 9; Nice's greeters, who are adults, read 2026-11-25"),
        says={"parents": _("Its guest is not 18 yet: the office needs the written yes of both parents.")},
        looks_at=Agreed,
        on_phone=False,
    )
)
def of_age(agreed: Agreed, _given: Given) -> Findings:
    if agreed.is_given and agreed.age is not Age.ADULT and not agreed.has_consent:
        yield Finding("parents")


@rule(
    About(
        number=24,
        effect=Effect.BLOCK,
        ground=Ground.LAW,
        why=_("Before a vote, whoever stands, holds a mandate or campaigns does not hold the pen."),
        source=_("Code électoral, L52-1 and L52-8, read 2026-11-25; the periods are those of “before_a_vote”"),
        says={
            "stands": _("Its guest stands, holds a mandate or campaigns, and a vote is near."),
            "unasked": _("A vote is near, and its guest has not been asked whether they stand or campaign."),
        },
        looks_at=Agreed,
        on_phone=False,
    )
)
def no_candidates(agreed: Agreed, _given: Given) -> Findings:
    if agreed.is_given and agreed.is_before_a_vote and agreed.standing is not Standing.NO:
        yield Finding("stands" if agreed.standing is Standing.YES else "unasked")


@rule(
    About(
        number=15,
        kind=Kind.ASSISTED,
        effect=Effect.ASK,
        ground=Ground.SAFETY,
        why=_("The phone that holds the pen is locked, and a lost one is told at once."),
        source=_("@ireland's agreement, point 4, read 2026-11-23"),
        says={"open": _("The phone that holds the pen has no lock yet.")},
        looks_at=Agreed,
        on_phone=False,
    )
)
def locked_phone(agreed: Agreed, _given: Given) -> Findings:
    if agreed.is_given and not agreed.has_lock:
        yield Finding("open")


@rule(
    About(
        number=70,
        effect=Effect.NUDGE,
        ground=Ground.STYLE,
        why=_("Nobody owes anything: after a quiet day comes one friendly word, by day, and never a second."),
        source=_("R-Ladies' guide; a volunteer owes no quota (note on voluntary work), read 2026-11-23"),
        says={"word": _("Nothing was heard for a day: one friendly word.")},
        parameters=[
            Parameter("hours", Takes.NUMBER, 24, _("After how many quiet hours")),
            Parameter("from_hour", Takes.NUMBER, 9, _("Not before this hour of the city's clock")),
            Parameter("to_hour", Takes.NUMBER, 19, _("Not from this hour on")),
        ],
        looks_at=Lull,
        on_phone=False,
    )
)
def friendly_word(lull: Lull, given: Given) -> Findings:
    if lull.hours >= given["hours"] and given["from_hour"] <= lull.hour < given["to_hour"]:
        yield Finding("word")
