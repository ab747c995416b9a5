"""An attack on somebody: an insult, or a flaw said of a person one could meet."""

from collections.abc import Iterator

from flaneur.core.charter.regard.look import Look, Span
from flaneur.core.charter.regard.scene import Scene, copula, is_negated, persons_of, predicated


def assaults(look: Look) -> Iterator[Span]:
    """The passages that attack somebody; what is quoted, denied, or said of oneself is none."""
    for sentence in look.sentences:
        scene = persons_of(look, sentence)
        yield from (span for span in look.spans("insult", sentence) if not _is_harmless(scene, span))
        for name in ("scorn", "flaw"):
            for span in look.spans(name, sentence):
                whom = None if is_negated(scene, span) or look.quoted[span.first] else predicated(scene, span)
                if whom:
                    yield Span(whom.first, span.last)


def _is_harmless(scene: Scene, span: Span) -> bool:
    look, verb = scene.look, copula(scene, scene.sentence.first, span)
    if look.quoted[span.first]:
        return True
    if verb is None:
        return False
    is_own = any(look.is_a(number, "self") for number in range(max(scene.sentence.first, verb - 2), verb + 1))
    return is_own or look.is_a(verb, "like") or is_negated(scene, span)
