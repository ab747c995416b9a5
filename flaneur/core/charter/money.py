"""Rules about money and favours: whoever got something in return says so, in the words the law has for it."""

from flaneur.core.charter.draft import Seen
from flaneur.core.charter.lists import OWN, list_of
from flaneur.core.charter.rule import About, Effect, Finding, Findings, Given, Ground, Kind, heard, listed, rule
from flaneur.core.find import Consideration
from flaneur.core.reading import fold, read
from flaneur.core.words import gettext_noop as _

INFLUENCE = _("law 2023-451 of 9 June 2023 as amended by ordinance 2024-978 of 6 November 2024, read 2026-11-23")
LABEL = "Collaboration commerciale"
"""The label one tap writes; the law also takes “Publicité” or an equivalent that suits the format."""
SOMETHING = frozenset({Consideration.KIND, Consideration.MONEY})
REFERRAL_KEYS = frozenset({"aff", "affid", "affiliate", "coupon", "partner", "promo", "ref", "referral", "tag"})


@rule(
    About(
        number=53,
        kind=Kind.ASSISTED,
        effect=Effect.HOLD,
        ground=Ground.LAW,
        why=_("Nobody is paid to praise anything in the city's voice."),
        source=_("rules of @sweden, Biotweeps, @ireland, R-Ladies and underhood, read 2026-11-23"),
        says={"paid": _("Its guest was paid for it: the office decides, with a second person.")},
    )
)
def paid(seen: Seen, _given: Given) -> Findings:
    if seen.draft.consideration is Consideration.MONEY:
        yield Finding("paid")


@rule(
    About(
        number=54,
        effect=Effect.BLOCK,
        ground=Ground.LAW,
        why=_("Every find answers one question: did you get anything in return?"),
        source=_("consumer authority's advice to influencers, read 2026-11-23"),
        says={"unsaid": _("Say whether you got anything in return: money, a meal, a ticket, a discount.")},
    )
)
def consideration(seen: Seen, _given: Given) -> Findings:
    if seen.draft.consideration is Consideration.UNSAID:
        yield Finding("unsaid")


@rule(
    About(
        number=55,
        effect=Effect.BLOCK,
        ground=Ground.LAW,
        why=_("Whoever got something in return says “Publicité” or “Collaboration commerciale”."),
        source=INFLUENCE,
        says={"unlabelled": _("You got something in return: the find begins with “%(label)s”.")},
        lists=["labels"],
    )
)
def labelled(seen: Seen, _given: Given) -> Findings:
    if seen.draft.consideration in SOMETHING and "labels" not in seen.hits:
        yield Finding("unlabelled", {"label": LABEL}, 0, 0, f"{LABEL} · ")


@rule(
    About(
        number=56,
        effect=Effect.BLOCK,
        ground=Ground.LAW,
        why=_("“Prestation offerte” or “non rémunéré” hide what they should say."),
        source=_("consumer authority's advice to influencers, read 2026-11-23"),
        says={"refused_labels": _("“%(found)s” is no label the law accepts: write “%(better)s”.")},
        lists=["refused_labels", "labels"],
    )
)
def refused_labels(seen: Seen, _given: Given) -> Findings:
    if "labels" not in seen.hits:
        yield from heard(seen, "refused_labels")


@rule(
    About(
        number=57,
        effect=Effect.BLOCK,
        ground=Ground.LAW,
        why=_("No link that earns anybody money, no discount code."),
        source=_("R-Ladies' rules on promotion, read 2026-11-23; advertising in disguise under law 2023-451"),
        says={
            "link": _("This link says who sent the reader (“%(found)s”): use the plain one."),
            "code": _("“%(found)s”: no discount codes in the city's voice."),
        },
        lists=["code"],
    )
)
def referral(seen: Seen, _given: Given) -> Findings:
    for link, start, end in seen.links:
        address, _mark, query = link.partition("?")
        found = next((pair for pair in query.split("&") if pair.partition("=")[0].lower() in REFERRAL_KEYS), None)
        if found:
            yield Finding("link", {"found": found}, start, end, address)
    yield from heard(seen, "code")


listed(
    __name__,
    "own_business",
    About(
        number=58,
        kind=Kind.ASSISTED,
        effect=Effect.ASK,
        ground=Ground.STYLE,
        why=_("No job offer, no sale; your own business at most once, and said to be yours."),
        source=_("underhood's guide and R-Ladies' rules, read 2026-11-23"),
        says={
            "job": _("“%(found)s”: job offers have their own places."),
            "sale": _("“%(found)s”: is something being sold here?"),
            "own": _("“%(found)s” is yours: once in a stay, and said so."),
        },
        lists=["job", "sale", "own"],
    ),
)


@rule(
    About(
        number=21,
        kind=Kind.ASSISTED,
        effect=Effect.ASK,
        ground=Ground.STYLE,
        why=_("Where you have a part in something, you said so before you began: it is told as yours, or not at all."),
        source=_("@ireland, spring of 2018: a guest whose work was one side of a quarrel, read 2026-11-23"),
        says={"declared": _("“%(found)s” is among what you declared: does the find say that it is yours?")},
        on_phone=False,
    )
)
def declared_interest(seen: Seen, _given: Given) -> Findings:
    stay, place = seen.draft.stay, seen.draft.place
    if stay is None or not stay.interests:
        return
    declared = list_of(tuple(map(fold, stay.interests)))
    hits = declared.find(seen.reading).get(OWN, ())
    yield from (Finding("declared", {"found": seen.draft.words[h.start : h.end]}, h.start, h.end) for h in hits[:1])
    if place and not hits and declared.find(read(place.name)):
        yield Finding("declared", {"found": place.name})


listed(
    __name__,
    "never",
    About(
        number=61,
        kind=Kind.ASSISTED,
        effect=Effect.BLOCK,
        ground=Ground.LAW,
        why=_("Never tobacco, vaping, betting, cosmetic acts, speculation, or cures."),
        source=_("law 2023-451 of 9 June 2023, article 4, read 2026-11-23"),
        says={"never": _("“%(found)s”: the law forbids recommending it.")},
        lists=["never"],
    ),
)
