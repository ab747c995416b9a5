"""Rules about a stay as a whole; only the server knows what was told before."""

from flaneur.core.charter.draft import Seen
from flaneur.core.charter.rule import About, Effect, Finding, Findings, Given, Ground, rule
from flaneur.core.words import gettext_noop as _


@rule(
    About(
        number=69,
        effect=Effect.NUDGE,
        ground=Ground.STYLE,
        why=_("The first find of a stay says who is speaking."),
        source=_("R-Ladies' and underhood's guides, read 2026-11-23"),
        says={"hello": _("Your first find here: a word on who you are?")},
        lists=["introduction"],
        on_phone=False,
    )
)
def introduction(seen: Seen, _given: Given) -> Findings:
    stay = seen.draft.stay
    if stay and not stay.told and "introduction" not in seen.hits:
        yield Finding("hello")


@rule(
    About(
        number=75,
        effect=Effect.NUDGE,
        ground=Ground.STYLE,
        why=_("The last find says goodbye, thanks, and hands the pen on."),
        source=_("R-Ladies' and underhood's guides, read 2026-11-23"),
        says={"goodbye": _("Your stay ends today: a goodbye, a thank-you?")},
        lists=["farewell"],
        on_phone=False,
    )
)
def farewell(seen: Seen, _given: Given) -> Findings:
    stay = seen.draft.stay
    if stay and stay.is_last_day and "farewell" not in seen.hits:
        yield Finding("goodbye")
