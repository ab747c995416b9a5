"""Contempt for a group of people, told from talk about one: who is meant, what is said of them, and how it is meant.

The small grammar is in the lexicons (flaneur/lexicons/people_fr.json): lists of phrases, and what a small word is.
The phone judges alike (static/js/regard.js); both are held to tests/vectors/charter.json.
"""

from collections.abc import Iterator

from flaneur.core.charter.regard.assault import assaults
from flaneur.core.charter.regard.disguise import undisguised
from flaneur.core.charter.regard.look import Look, Span
from flaneur.core.charter.regard.meant import MEANT
from flaneur.core.charter.regard.scene import NEAR, TELLING, Scene, copula, groups_in, is_negated, scene_of

__all__ = ["TELLING", "Look", "Span", "assaults", "contempt", "undisguised"]


def contempt(look: Look) -> Iterator[Span]:
    """The passage of each sentence that speaks of a group with contempt, one at most of each."""
    named = [groups_in(look, sentence) for sentence in look.sentences]
    for number, sentence in enumerate(look.sentences):
        around = [*named[max(number - 1, 0) : number], *named[number + 1 : number + 2]]
        scene = scene_of(look, sentence, named[number], is_near=any(around))
        found = next(_said(scene), None) or next(_slurs(scene), None)
        if found:
            yield found


def _said(scene: Scene) -> Iterator[Span]:
    """What is said of the group with contempt, as each list of the lexicon means it."""
    for name, is_meant in MEANT.items():
        for span in scene.look.spans(name, scene.sentence):
            whom = is_meant(scene, span)
            passage = whom and Span(min(whom.first, span.first), max(whom.last, span.last))
            if passage and not _is_shielded(scene, passage):
                yield passage


def _slurs(scene: Scene) -> Iterator[Span]:
    look, sentence = scene.look, scene.sentence
    oaths = look.spans("oath", sentence)
    aimed = [each for each in look.spans("doubtful_slur", sentence) if _is_aimed(scene, each)]
    for span in sorted([*look.spans("slur", sentence), *aimed]):
        is_oath = any(oath.first <= span.first <= oath.last for oath in oaths)
        if not (is_oath or _is_own(scene, span) or _is_denied(scene, span) or _is_shielded(scene, span)):
            yield span


def _is_aimed(scene: Scene, slur: Span) -> bool:
    look = scene.look
    number = slur.first - 1
    while look.is_a(number, "link"):
        number -= 1
    return look.is_a(number, "aim") or (look.is_a(slur.last + 1, "like") and look.is_a(slur.last + 2, "they"))


def _is_own(scene: Scene, slur: Span) -> bool:
    """Whether who speaks says it of themselves and their friends."""
    look, number = scene.look, slur.first - 1
    while number >= scene.sentence.first and look.is_a(number, "filler") and not look.is_a(number, "own"):
        number -= 1
    return number >= scene.sentence.first and look.is_a(number, "own")


def _is_denied(scene: Scene, slur: Span) -> bool:
    """“Tu n'es pas une …”."""
    return copula(scene, scene.sentence.first, slur) is not None and is_negated(scene, slur)


def _is_shielded(scene: Scene, span: Span) -> bool:
    """Whether it is quoted, or told of somebody else's saying it, or condemned."""
    look, sentence = scene.look, scene.sentence
    if look.quoted[span.first] or look.quoted[span.last]:
        return True
    excuses = look.spans("disclaimer", sentence)
    counters = [
        each
        for each in look.spans("counter", sentence)
        if not any(excuse.first <= each.last and each.first <= excuse.last for excuse in excuses)
    ]
    said = (n for n in range(sentence.first, span.last) if not any(each.first <= n <= each.last for each in excuses))
    return bool(counters) or any(_is_reported(look, sentence, n) for n in said)


def _is_reported(look: Look, sentence: Span, number: int) -> bool:
    """Whether a verb of saying is somebody else's, or refused: “ceux qui disent”, “tu ne peux pas dire”."""
    if not look.is_a(number, "say"):
        return False
    before = range(max(sentence.first, number - NEAR + 2), number)
    is_told = number == sentence.first and look.is_a(number, "saying")
    return is_told or any(look.is_a(n, "frame") and not look.is_broken(n, number) for n in before)
