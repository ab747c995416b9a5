"""Rules about people: no contempt for groups, no attack on anybody, nothing that leads to a private person's door."""

from flaneur.core.charter import personal
from flaneur.core.charter.draft import Seen
from flaneur.core.charter.regard import TELLING, Look, Span, assaults, contempt, undisguised
from flaneur.core.charter.rule import About, Effect, Finding, Findings, Given, Ground, Kind, heard, listed, rule
from flaneur.core.words import gettext_noop as _

AMERICAN = frozenset({"en"})
"""Languages in which a telephone number may be written as in North America."""


@rule(
    About(
        number=26,
        kind=Kind.ASSISTED,
        effect=Effect.HOLD,
        ground=Ground.LAW,
        why=_("The city is everybody's: nobody is despised, threatened or left out for what they are."),
        source=_("house rules of all such accounts, read 2026-11-23; loi du 29 juillet 1881, articles 24, 32 and 33"),
        says={
            "contempt": _("“%(found)s” despises or threatens a group of people: a second person reads it first."),
            "disguised": _("Read in plain letters, “%(found)s” despises or threatens a group of people."),
        },
        lists=TELLING,
    )
)
def hate(seen: Seen, _given: Given) -> Findings:
    """What is quoted, told against, denied, or said by people of themselves, is none."""
    is_telling = any(name in seen.hits for name in TELLING)
    found = next(contempt(Look(seen.reading, seen.hits, seen.lists)), None) if is_telling else None
    if found:
        yield _passage("contempt", seen, found)
        return
    plain = undisguised(seen.reading, seen.hits, seen.lists)
    if plain and (found := next(contempt(Look(plain, seen.lists.find(plain), seen.lists)), None)):
        yield Finding("disguised", {"found": plain.text[plain.words[found.first].start : plain.words[found.last].end]})


def _passage(says: str, seen: Seen, passage: Span) -> Finding:
    return _place(says, seen, (seen.reading.words[passage.first].start, seen.reading.words[passage.last].end))


def _place(says: str, seen: Seen, spot: personal.Spot) -> Finding:
    start, end = spot
    return Finding(says, {"found": seen.draft.words[start:end]}, start, end)


@rule(
    About(
        number=27,
        kind=Kind.ASSISTED,
        effect=Effect.HOLD,
        ground=Ground.LAW,
        why=_("Nobody is insulted in the city's name: not a waiter, not a neighbour, not whoever reads."),
        source=_(
            "rules of Ireland's and Sweden's accounts, read 2026-11-23; loi du 29 juillet 1881, articles 29 and 33"
        ),
        says={"attack": _("“%(found)s” attacks somebody: a second person reads it first.")},
        lists=["insult", "flaw", "person"],
    )
)
def attack(seen: Seen, _given: Given) -> Findings:
    if "insult" not in seen.hits and not {"flaw", "scorn"} & seen.hits.keys():
        return
    found = next(assaults(Look(seen.reading, seen.hits, seen.lists)), None)
    if found:
        yield _passage("attack", seen, found)


listed(
    __name__,
    "mockery",
    About(
        number=27,
        kind=Kind.ASSISTED,
        effect=Effect.ASK,
        ground=Ground.STYLE,
        why=_("We laugh with people, not at them: whoever sells cheese did not ask to be a joke."),
        source=_("rules of Ireland's and Sweden's accounts, read 2026-11-23"),
        says={"mockery": _("“%(found)s”: would they laugh if they read it?")},
        lists=["mockery"],
    ),
)


@rule(
    About(
        number=29,
        kind=Kind.ASSISTED,
        effect=Effect.ASK,
        ground=Ground.STYLE,
        why=_("Nothing nice to say of a place? Then nothing: there are enough that you love."),
        source=_("rules of Ireland's rotating account, read 2026-11-23"),
        says={"unkind": _("“%(found)s”, and nothing nice beside it: does the city say that of somebody's place?")},
        lists=["unkind", "kindly", "shop"],
    )
)
def unkind(seen: Seen, _given: Given) -> Findings:
    """A flaw among things one loves is a friend's way; a place has to be named, or a shop."""
    is_named = "shop" in seen.hits or (seen.draft.place is not None and seen.draft.place.name)
    if is_named and "kindly" not in seen.hits:
        yield from list(heard(seen, "unkind"))[:1]


listed(
    __name__,
    "derogatory",
    About(
        number=35,
        kind=Kind.ASSISTED,
        effect=Effect.ASK,
        ground=Ground.STYLE,
        why=_("Some words for groups of people belittle them: read it again, as one of them."),
        source=_("incident of June 2012 on the @sweden account, read 2026-11-23"),
        says={"derogatory": _("“%(found)s” sounds as if they counted for less: is there a fairer word?")},
        lists=["derogatory"],
    ),
)


@rule(
    About(
        kind=Kind.ASSISTED,
        effect=Effect.ASK,
        ground=Ground.LAW,
        why=_("A shop's number is public, somebody's own is not ours to give."),
        source=_("Règlement (UE) 2016/679 (RGPD), articles 4 and 6; Code civil, article 9"),
        says={
            "phone": _("“%(found)s”: is this number for everybody, and not somebody's own?"),
            "mailbox": _("“%(found)s”: is this address for everybody, and not somebody's own?"),
        },
        lists=["office_phone"],
    )
)
def contact(seen: Seen, _given: Given) -> Findings:
    """A line that is not a mobile's passes where an office or a shop is spoken of."""
    is_office = "office_phone" in seen.hits
    for spot, is_mobile in personal.phones(seen.reading, american=seen.draft.language in AMERICAN):
        if is_mobile or not is_office:
            yield _place("phone", seen, spot)
    yield from (_place("mailbox", seen, spot) for spot in personal.mailboxes(seen.reading, seen.lists))


@rule(
    About(
        number=52,
        kind=Kind.ASSISTED,
        effect=Effect.HOLD,
        ground=Ground.SAFETY,
        why=_("Where somebody lives is theirs to tell: yours too, street and number, stay out."),
        source=_("our own deduction, 2026-11-25; Règlement (UE) 2016/679 (RGPD), article 4"),
        says={"home": _("“%(found)s” looks like somebody's home: leave the number out.")},
        lists=["home"],
    )
)
def home_address(seen: Seen, _given: Given) -> Findings:
    """A shop's address is fine: it takes a word of living there."""
    if "home" in seen.hits:
        yield from (_place("home", seen, spot) for spot in personal.addresses(seen.reading, seen.lists))


@rule(
    About(
        number=46,
        kind=Kind.ASSISTED,
        effect=Effect.HOLD,
        ground=Ground.LAW,
        why=_("A number plate leads to a person: leave it out, however badly they parked."),
        source=_("CNIL on number plates as personal data; our own deduction, 2026-11-25"),
        says={"plate": _("“%(found)s” looks like a number plate: leave it out.")},
        lists=["vehicle"],
    )
)
def plate(seen: Seen, _given: Given) -> Findings:
    spots = personal.plates(seen.reading, is_vehicle="vehicle" in seen.hits)
    yield from (_place("plate", seen, spot) for spot in spots)


@rule(
    About(
        kind=Kind.ASSISTED,
        effect=Effect.ASK,
        ground=Ground.LAW,
        why=_("A first name is a meeting, a full name is a file: ask before you name somebody."),
        source=_("Code civil, article 9; Règlement (UE) 2016/679 (RGPD), articles 4 and 6"),
        says={"named": _("“%(found)s”: do they know, and agree, that the city names them?")},
    )
)
def named_person(seen: Seen, _given: Given) -> Findings:
    yield from (_place("named", seen, spot) for spot in personal.names(seen.reading, seen.lists))
