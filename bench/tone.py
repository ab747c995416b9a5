"""How well the needles tell friends from institutions and brochures: our own sentences, and real ones when present.

Own sentences count only when they took no part in weighing: "held"; "fresh", written before the lists were last
widened; "last", written after. Real passages give no weight to what is shipped; they, and others like them, were
looked at while the lists grew. "by site" weighs anew with real passages among our own sentences, and scores each site
with weights it took no part in. AUC is taken of what the needles lean to, abstentions included; "right" is the share
of the verdicts given.
"""

import json
import os
import timeit
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from flaneur.core.reading import read
from flaneur.core.tone import AXES, Lexicon, Tone, needles
from scripts import tone_weights

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "en")
TEXTS = Path(os.environ.get("FLANEUR_SHARED", ROOT.parent / "shared")) / "data/texts"
SHARED, AGENDAS = TEXTS / "tone_real_dev.jsonl", TEXTS / "tone_openagenda_dev.jsonl"

WORDS = (
    "Ce matin, je suis tombée sur un lavoir caché derrière la halle. Ça sent le savon et le tilleul, allez-y avant "
    "9 h. Une visite guidée est organisée par le service culturel. Le reste, je vous le laisse : deux gamins parient "
    "au coin de la rue, et un chat dort sur le banc rouge."
)

Passage = dict[str, str]
Judged = tuple[str, Tone]
"""The register a passage is in, and what the meter says."""


def main() -> None:
    lexicons = {language: lexicon(language) for language in LANGUAGES}
    for language, ready in lexicons.items():
        for name, passages in sets(language).items():
            show(f"{language} {name}", judged(passages, ready))
        if passages := real(language):
            show(f"{language} real, by site", by_site(passages, ready))
    reading, number = read(WORDS), 20
    spent = min(timeit.repeat(lambda: needles(reading, lexicons["fr"]), number=number, repeat=100)) / number * 1000
    print(f"needles on {len(WORDS)} characters: {spent:.3f} ms")
    print(json.dumps({"bench": "tone", "characters": len(WORDS), "ms": round(spent, 4)}))


def lexicon(language: str) -> Lexicon:
    return Lexicon.made_from(json.loads(tone_weights.lexicon_of(language).read_text(encoding="utf-8")))


def judged(passages: Iterable[Passage], ready: Lexicon) -> list[Judged]:
    return [(each["register"], needles(read(each["text"]), ready)) for each in passages]


def sets(language: str) -> dict[str, list[Passage]]:
    """The passages to measure on, easy and hard apart."""
    own, others = _lines(ROOT / f"tests/tone/{language}.jsonl"), real(language)
    held = [each for each in own if each["part"] == "held"]
    found = {
        "own easy": _hard(held, False),
        "own hard": _hard(held, True),
        "own fresh": [each for each in own if each["part"] == "fresh"],
        "own last": [each for each in own if each["part"] == "last"],
        "real easy": _hard(others, False),
        "real hard": _hard(others, True),
        "real, all": others,
        "real, agendas": _agendas(others) if language == "fr" else [],
    }
    return {name: passages for name, passages in found.items() if passages}


def _hard(passages: Iterable[Passage], is_hard: bool) -> list[Passage]:
    return [each for each in passages if each["hard"] is is_hard]


def real(language: str) -> list[Passage]:
    return [each for each in _lines(SHARED) if each["lang"] == language] if SHARED.exists() else []


def _agendas(others: Iterable[Passage]) -> list[Passage]:
    """What offices announce, inviting or not, beside the real friends."""
    told = [{**each, "register": "institution"} for each in _lines(AGENDAS)] if AGENDAS.exists() else []
    return told and [*told, *(each for each in others if each["register"] == "friend")]


def by_site(passages: Sequence[Passage], ready: Lexicon) -> list[Judged]:
    """Each site's passages by weights found on our sentences and the other sites."""
    start = tone_weights.beliefs(
        json.loads(tone_weights.lexicon_of(ready.language).read_text(encoding="utf-8"))["families"]
    )
    own, told = tone_weights.examples(ready), []
    for site in sorted({each["site"] for each in passages}):
        others = tone_weights.as_examples((each for each in passages if each["site"] != site), ready)
        weights = {
            name: (one, two, three) for name, (one, two, three) in tone_weights.weigh([*own, *others], start).items()
        }
        told += judged((each for each in passages if each["site"] == site), replace(ready, weights=weights))
    return told


def _lines(path: Path) -> list[Passage]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def figures(told: Sequence[Judged]) -> dict[str, float]:
    """AUC for the pairs there are, the share of abstentions, how many of the verdicts given are right, and how many
    friends are taken for somebody else."""
    given = [register == tone.verdict for register, tone in told if not tone.abstains]
    friends = [tone.verdict for register, tone in told if register == "friend"]
    others = [other for other in AXES[1:] if any(register == other for register, _tone in told)]
    return {
        **{f"friend/{other}": auc(told, other) for other in others},
        "abstains": 1 - len(given) / len(told),
        "right": sum(given) / max(len(given), 1),
        "friends misheard": sum(verdict in AXES[1:] for verdict in friends) / max(len(friends), 1),
    }


def auc(passages: Iterable[Judged], other: str) -> float:
    """How often a friend's needle stands higher in a friend's passage than in one of the other register."""
    told = [(register, leaning(tone, other)) for register, tone in passages]
    friends = [value for register, value in told if register == "friend"]
    others = [value for register, value in told if register == other]
    won = sum((mine > theirs) + (mine == theirs) / 2 for mine in friends for theirs in others)
    return won / max(len(friends) * len(others), 1)


def leaning(tone: Tone, other: str) -> float:
    return tone.leaning[AXES.index("friend")] - tone.leaning[AXES.index(other)]


def show(name: str, passages: Sequence[Judged]) -> None:
    told = figures(passages)
    print(f"{name:20} {len(passages):3} passages  " + "  ".join(f"{what} {value:.2f}" for what, value in told.items()))
    print(json.dumps({"bench": "tone", "set": name, **{what: round(value, 3) for what, value in told.items()}}))


if __name__ == "__main__":
    main()
