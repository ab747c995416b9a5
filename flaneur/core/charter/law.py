"""Rules of French law on what a public voice may praise: alcohol, candidates, a town hall's own record."""

from collections.abc import Iterable
from dataclasses import replace

from flaneur.core.charter.draft import Seen
from flaneur.core.charter.money import SOMETHING
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
    heard,
    listed,
    rule,
)
from flaneur.core.words import gettext_noop as _

HEALTH_MESSAGE = "L’abus d’alcool est dangereux pour la santé, à consommer avec modération."


@rule(
    About(
        number=60,
        kind=Kind.ASSISTED,
        effect=Effect.HOLD,
        ground=Ground.LAW,
        why=_("Wine is part of the city; brands, parties and praise of drinking are not for us to spread."),
        source=_("Code de la santé publique, L3323-2 to L3323-4 (loi Évin), read 2026-11-23"),
        says={
            "brand": _("“%(found)s” is a brand of alcohol: the law leaves no room for praise."),
            "party": _("“%(drink)s” with “%(found)s”: drinking is not shown as a party."),
            "warning": _("You got something in return and speak of “%(found)s”: the health message is missing."),
        },
        lists=["drink", "drink_brand", "party", "health_message"],
    )
)
def alcohol(seen: Seen, _given: Given) -> Findings:
    """A glass that is only there earns no word."""
    yield from (replace(found, says="brand") for found in heard(seen, "drink_brand"))
    drinks = list(heard(seen, "drink"))
    if not drinks:
        return
    drink, end = drinks[0].values["found"], len(seen.draft.words)
    for found in heard(seen, "party"):
        yield replace(found, values={"drink": drink, **found.values})
    if seen.draft.consideration in SOMETHING and "health_message" not in seen.hits:
        yield Finding("warning", {"found": drink}, end, end, f"\n{HEALTH_MESSAGE}")


listed(
    __name__,
    "campaigning",
    About(
        number=31,
        kind=Kind.ASSISTED,
        effect=Effect.HOLD,
        ground=Ground.LAW,
        why=_("No campaigning, neither praise nor blame of those who govern."),
        source=_("Code électoral, L52-1 and L52-8; neutrality of public service, read 2026-11-23"),
        says={"campaign": _("“%(found)s”: the city's voice takes no side in a vote.")},
        lists=["campaign"],
    ),
)

MUNICIPAL_2026 = "2025-09-01/2026-03-22"
"""Six months before the first day of the month of the vote, to the second round: Code électoral, L52-1."""


@rule(
    About(
        number=31,
        kind=Kind.ASSISTED,
        effect=Effect.HOLD,
        ground=Ground.LAW,
        why=_("Before a vote, nothing in the city's voice praises what the town hall has done."),
        source=_("Code électoral, L52-1, read 2026-11-23"),
        says={"elected": _("“%(found)s”, and a vote is near: a second person reads it first.")},
        parameters=[
            Parameter("periods", Takes.PERIODS, (MUNICIPAL_2026,), _("From which day to which: 2025-09-01/2026-03-22"))
        ],
        lists=["elected"],
    )
)
def before_a_vote(seen: Seen, given: Given) -> Findings:
    if "elected" in seen.hits and _is_within((seen.draft.seen_at or "")[:10], given["periods"]):
        yield from heard(seen, "elected")


def touches(first: str, last: str, periods: Iterable[str]) -> bool:
    """Whether days, as ISO 8601 writes them, from the first to the last, meet one of the periods."""
    return any(begin <= last and first <= end for begin, _slash, end in (p.partition("/") for p in periods))


def _is_within(day: str, periods: Iterable[str]) -> bool:
    """Whether a day lies in one of the periods, first and last day included."""
    return bool(day) and touches(day, day, periods)
