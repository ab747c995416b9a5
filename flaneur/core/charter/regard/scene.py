"""Who a sentence speaks of, and what stands in which place beside them."""

from collections.abc import Sequence
from typing import NamedTuple

from flaneur.core.charter.regard.look import Look, Span

TELLING = ("group", "being", "slur", "doubtful_slur")
"""The lists that name a group; without a hit of these nobody is spoken of."""
NEAR, FAR = 8, 12
"""How many words apart two things are still said of one another."""


class Scene(NamedTuple):
    """A sentence and whom it is about: `groups` as named, `subjects` of whom something can be said, `objects` to whom
    something can be done. Pronouns are among them when a group `is_told` of in the sentence, or beside it.
    """

    look: Look
    sentence: Span
    groups: Sequence[Span]
    subjects: Sequence[Span]
    objects: Sequence[Span]
    is_told: bool


def groups_in(look: Look, sentence: Span) -> list[Span]:
    told = (span for name in TELLING for span in look.spans(name, sentence))
    return sorted(each for each in told if not look.is_a(each.first - 1, "owner"))


def scene_of(look: Look, sentence: Span, groups: list[Span], *, is_near: bool) -> Scene:
    """Pronouns mean a group of this sentence or, when it has none, of one beside it."""
    is_told = is_near or not all(look.quoted[each.first] for each in groups)
    numbers = range(sentence.first, sentence.last + 1) if is_told else ()
    they = [Span(number, number) for number in numbers if look.is_a(number, "they")]
    them = [Span(number, number) for number in numbers if look.is_a(number, "object")]
    heads = [each for each in groups if _is_head(look, sentence, each)]
    return Scene(look, sentence, groups, [*heads, *they], [*groups, *them], is_told)


def _is_head(look: Look, sentence: Span, group: Span) -> bool:
    """Whether something can be said of the group itself: “les femmes sont”, not “les toilettes des femmes sont”."""
    if _is_adjective(look, sentence, group):
        return False
    number = group.first - 1
    while number >= sentence.first and look.is_a(number, "article") and not look.is_a(number, "prep"):
        number -= 1
    if number < sentence.first or not look.is_a(number, "prep"):
        return True
    is_opening = number == sentence.first or look.breaks[number] or look.is_a(number - 1, "than")
    return look.is_a(number - 1, "typical") or (is_opening and look.is_a(number, "article"))


def _is_adjective(look: Look, sentence: Span, group: Span) -> bool:
    """“Muslim cemeteries are”, “women's toilets are”: what is said is said of another thing."""
    is_owning = look.is_a(group.last + 1, "genitive")
    number = group.last + 1 + is_owning
    if number > sentence.last or look.breaks[number] or look.is_a(number, "filler", "will", "they", "be", "typical"):
        return False
    return is_owning or look.is_a(group.last, "adjective")


def is_negated(scene: Scene, span: Span) -> bool:
    look = scene.look
    if any(look.is_a(number, "undo") for number in range(scene.sentence.first, span.first)):
        return False
    number = span.first - 1
    while number >= scene.sentence.first and not look.breaks[number + 1] and not look.is_a(number, "but"):
        if look.is_a(number, "no") and not _is_idle(scene, number, span):
            return True
        number -= 1
    return look.is_a(span.last + 1, "denial") and look.is_a(span.last + 1, "no") and not look.breaks[span.last + 1]


def _is_idle(scene: Scene, number: int, span: Span) -> bool:
    """A negation that denies nothing: “n'importe quel”, “ne … que”, “pourquoi ne pas …”."""
    look = scene.look
    is_asked = look.is_a(scene.sentence.first, "no") and look.is_question(scene.sentence)
    is_asking = is_asked or look.is_a(number - 1, "why") or look.is_a(number - 2, "why")
    if is_asking or look.is_a(number + 1, "any"):
        return True
    following = range(number + 1, span.first)
    is_restricted = any(look.is_a(n, "restrict") for n in following[: NEAR // 2])
    denied = [n for n in (number, *following) if look.is_a(n, "denial") and not look.is_a(n + 1, "restrict")]
    return is_restricted and not denied


def after(scene: Scene, span: Span, reach: int, others: int) -> Span | None:
    """The group that follows as what a verb or a feeling is about."""
    for whom in scene.objects:
        if span.last < whom.first <= span.last + reach and not scene.look.is_broken(span.last, whom.first):
            between = scene.look.others(span.last, whom.first, "filler", "they")
            if between <= others:
                return whom
    return None


def clitic(scene: Scene, span: Span) -> Span | None:
    """“Les tuer”: the pronoun right before its verb."""
    is_meant = scene.look.is_a(span.first - 1, "clitic") and span.first > scene.sentence.first and scene.is_told
    return Span(span.first - 1, span.last) if is_meant else None


def copula(scene: Scene, first: int, span: Span, others: int = 0) -> int | None:
    """The last verb of being before a span, with nothing of weight between them."""
    look = scene.look
    number, weight = span.first - 1, 0
    while number >= first:
        if look.is_a(number, "be"):
            return number
        weight += not look.is_a(number, "filler", "they")
        if weight > others:
            return None
        number -= 1
    return None


def predicated(scene: Scene, span: Span, others: int = 0) -> Span | None:
    """Whom a word is said of: “les … sont tous …”; `others` words of weight may stand before it."""
    look = scene.look
    for whom in scene.subjects:
        verb = copula(scene, whom.last + 1, span, others)
        if verb is None or verb > whom.last + NEAR or look.is_broken(whom.last, verb):
            continue
        most = NEAR if look.is_a(whom.last + 1, "relative") else 1
        if look.others(whom.last, verb, "filler", "will", "they", "be", "typical", "article") <= most:
            return whom
    return None


def apposed(scene: Scene, span: Span) -> Span | None:
    """“Ces …, tous des …”: no verb, and nothing of weight between."""
    for whom in scene.groups:
        is_close = whom in scene.subjects and whom.last < span.first <= whom.last + NEAR // 2
        if is_close and not scene.look.others(whom.last, span.first, "filler"):
            return whom
    return None


def inverted(scene: Scene, span: Span) -> Span | None:
    """“Why are all … such …?”."""
    for whom in scene.groups:
        number = whom.first - 1
        while number > scene.sentence.first and scene.look.is_a(number, "article"):
            number -= 1
        is_asked = number >= scene.sentence.first and scene.look.is_a(number, "be")
        is_close = whom.last < span.first and not scene.look.others(whom.last, span.first, "filler")
        if is_asked and is_close:
            return whom
    return None


def attributed(scene: Scene, span: Span, *, linked: bool) -> Span | None:
    """“Sales …” right before the group; `linked`, also “bande de …”."""
    look = scene.look
    for whom in scene.groups:
        if not span.last < whom.first <= span.last + 1 + 3 * linked or look.is_broken(span.last, whom.first):
            continue
        is_next = whom.first == span.last + 1
        if is_next or (look.is_a(span.last + 1, "link") and not look.others(span.last, whom.first, "link")):
            return whom
    return None


def before(scene: Scene, span: Span, others: int, *, broken: bool = False) -> Span | None:
    """The group that stands before as who does something; `broken`, also in the clause before."""
    look = scene.look
    for whom in scene.subjects:
        is_close = whom.last < span.first <= whom.last + NEAR
        if is_close and not broken and look.is_broken(whom.last, span.first):
            continue
        if is_close and look.others(whom.last, span.first, "filler", "will", "they", "be", "typical") <= others:
            return whom
    return None


def persons_of(look: Look, sentence: Span) -> Scene:
    """A sentence and the persons one could meet in it: by their trade, or whoever is spoken to."""
    named = look.spans("person", sentence)
    spoken_to = [Span(n, n) for n in range(sentence.first, sentence.last + 1) if look.is_a(n, "you")]
    heads = [each for each in named if _is_head(look, sentence, each)]
    return Scene(look, sentence, named, [*heads, *spoken_to], named, bool(named))
