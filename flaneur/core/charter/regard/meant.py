"""What each list of the lexicon means for whom: contempt, threats, insults, worth denied."""

from collections.abc import Callable

from flaneur.core.charter.regard.look import Span
from flaneur.core.charter.regard.scene import (
    FAR,
    NEAR,
    Scene,
    after,
    apposed,
    attributed,
    before,
    clitic,
    inverted,
    is_negated,
    predicated,
)


def _is_wished(scene: Scene, span: Span) -> bool:
    look, after = scene.look, range(span.last + 1, min(span.last + NEAR, scene.sentence.last) + 1)
    before = range(scene.sentence.first, span.first)
    is_willed = any(look.is_a(n, "will") for n in before) or look.is_a(scene.sentence.first, "hortative")
    return is_willed or any(look.is_a(n, "cure") for n in after)


def _is_refused(scene: Scene, span: Span) -> bool:
    before = range(scene.sentence.first, span.first)
    return is_negated(scene, span) or any(scene.look.is_a(number, "refuse") for number in before)


def _hated(scene: Scene, span: Span) -> Span | None:
    return None if is_negated(scene, span) else after(scene, span, NEAR, 2) or clitic(scene, span)


def _had_enough_of(scene: Scene, span: Span) -> Span | None:
    return after(scene, span, FAR, 3) or clitic(scene, span)


def _repelling(scene: Scene, span: Span) -> Span | None:
    return None if is_negated(scene, span) else before(scene, span, 3, broken=True) or after(scene, span, NEAR // 2, 1)


def _scorned(scene: Scene, span: Span) -> Span | None:
    is_meant = not is_negated(scene, span)
    said = predicated(scene, span, 2) or apposed(scene, span) or inverted(scene, span) if is_meant else None
    return said or attributed(scene, span, linked=True)


def _faulted(scene: Scene, span: Span) -> Span | None:
    said = _likened(scene, span) or (None if is_negated(scene, span) else inverted(scene, span))
    return said or attributed(scene, span, linked=False)


def _likened(scene: Scene, span: Span) -> Span | None:
    if is_negated(scene, span):
        return None
    whom = apposed(scene, span)
    return whom if whom and scene.look.breaks[whom.last + 1] else predicated(scene, span)


def _lumped(scene: Scene, span: Span) -> Span | None:
    return attributed(scene, span, linked=True)


def _threatened(scene: Scene, span: Span) -> Span | None:
    if not _is_wished(scene, span) or is_negated(scene, span):
        return None
    if scene.look.is_a(span.first - 1, "passive"):
        return before(scene, span, 1)
    is_cure = any(scene.look.is_a(number, "cure") for number in range(scene.sentence.first, span.first))
    cured = [whom for whom in scene.groups if is_cure and whom.last < span.first <= whom.last + NEAR // 2]
    return after(scene, span, NEAR, 1) or clitic(scene, span) or next(iter(cured), None)


def _doomed(scene: Scene, span: Span) -> Span | None:
    """“… devraient être expulsés”; what has been done to people is history."""
    is_meant = _is_wished(scene, span) and not is_negated(scene, span)
    whom = predicated(scene, span, 3) if is_meant else None
    between = range(whom.last + 1, span.first) if whom else ()
    is_told = whom and scene.look.is_a(whom.last + 1, "relative")
    return None if is_told or any(scene.look.is_a(number, "past") for number in between) else whom


def _wished_away(scene: Scene, span: Span) -> Span | None:
    is_meant = _is_wished(scene, span) and not is_negated(scene, span)
    return before(scene, span, 1) if is_meant else None


def _called_upon(scene: Scene, span: Span) -> Span | None:
    return None if is_negated(scene, span) else after(scene, span, NEAR // 2, 0)


def _nothing(scene: Scene, span: Span) -> Span | None:
    return before(scene, span, 1, broken=True)


def _denied_worth(scene: Scene, span: Span) -> Span | None:
    """“Aucun … ne sera jamais intelligent”, “il n'existe pas de … intelligents”."""
    if not _is_refused(scene, span):
        return None
    beside = (whom for whom in scene.groups if whom.first == span.last + 1 or whom.last < span.first <= whom.last + 2)
    return predicated(scene, span, 1) or next((whom for whom in beside if is_negated(scene, whom)), None)


def _denied_trust(scene: Scene, span: Span) -> Span | None:
    return after(scene, span, FAR, FAR) or clitic(scene, span) if _is_refused(scene, span) else None


def _denied_rights(scene: Scene, span: Span) -> Span | None:
    whom = before(scene, span, 2) if is_negated(scene, span) else None
    told = range(scene.sentence.first, span.first)
    return whom if any(scene.look.is_a(number, "normative") for number in told) else None


def _dreamt_away(scene: Scene, span: Span) -> Span | None:
    """“La ville serait plus belle sans …”."""
    is_dream = any(scene.look.is_a(number, "ideal") for number in range(scene.sentence.first, span.first))
    return after(scene, span, NEAR // 2, 0) if is_dream else None


def _beneath(scene: Scene, span: Span) -> Span | None:
    """“Mon chien est plus malin que n'importe quel …”."""
    look = scene.look
    for whom in scene.groups:
        number = whom.first - 1
        while number > span.last and look.is_a(number, "filler") and not look.is_a(number, "than"):
            number -= 1
        if span.last < number < span.last + FAR and look.is_a(number, "than"):
            return whom
    return None


def _outdone(scene: Scene, span: Span) -> Span | None:
    """“Rien de plus bête qu'une …”."""
    within = Span(span.last + 1, scene.sentence.last)
    said = [*scene.look.spans("fault", within), *scene.look.spans("scorn", within)]
    whom = _beneath(scene, said[0]) if said else None
    return whom if whom and said[0].first == span.last + 1 else None


MEANT: dict[str, Callable[[Scene, Span], Span | None]] = {
    "contempt": _hated,
    "enough": _had_enough_of,
    "repel": _repelling,
    "scorn": _scorned,
    "fault": _faulted,
    "vermin": _likened,
    "swarm": _lumped,
    "filth": _lumped,
    "harm": _threatened,
    "harmed": _doomed,
    "perish": _wished_away,
    "order": _called_upon,
    "void": _nothing,
    "worth": _denied_worth,
    "trust": _denied_trust,
    "rights": _denied_rights,
    "beast": _beneath,
    "utmost": _outdone,
    "without": _dreamt_away,
}
"""What each list of phrases means for whom: the group, when the phrase is said of one."""
