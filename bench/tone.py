"""How well the needles tell friends from institutions and brochures: our own sentences, and real ones when present.

Own sentences count only when they took no part in weighing (part "held"). Real passages give no weight; words were
chosen after looking at half of their sites, the other half is "unseen sites". AUC is taken of what the needles lean to,
abstentions included; "right" is the share of the verdicts given.
"""

import hashlib
import json
import os
import timeit
from collections.abc import Iterable, Sequence
from pathlib import Path

from flaneur.core.reading import read
from flaneur.core.tone import AXES, Lexicon, Tone, needles

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "en")
SHARED = Path(os.environ.get("FLANEUR_SHARED", ROOT.parent / "shared")) / "data/texts/tone_real_dev.jsonl"

WORDS = (
    "Ce matin, je suis tombée sur un lavoir caché derrière la halle. Ça sent le savon et le tilleul, allez-y avant "
    "9 h. Une visite guidée est organisée par le service culturel. Le reste, je vous le laisse : deux gamins parient "
    "au coin de la rue, et un chat dort sur le banc rouge."
)

Judged = tuple[str, Tone]
"""The register a passage is in, and what the meter says."""


def main() -> None:
    lexicons = {language: lexicon(language) for language in LANGUAGES}
    for language, ready in lexicons.items():
        for name, passages in sets(language).items():
            show(f"{language} {name}", [(each["register"], needles(read(each["text"]), ready)) for each in passages])
    reading, number = read(WORDS), 20
    spent = min(timeit.repeat(lambda: needles(reading, lexicons["fr"]), number=number, repeat=100)) / number * 1000
    print(f"needles on {len(WORDS)} characters: {spent:.3f} ms")
    print(json.dumps({"bench": "tone", "characters": len(WORDS), "ms": round(spent, 4)}))


def lexicon(language: str) -> Lexicon:
    return Lexicon.made_from(json.loads((ROOT / f"flaneur/lexicons/tone_{language}.json").read_text()))


def sets(language: str) -> dict[str, list[dict[str, str]]]:
    """The passages to measure on, easy and hard apart."""
    own = [each for each in _lines(ROOT / f"tests/tone/{language}.jsonl") if each["part"] == "held"]
    real = [each for each in _lines(SHARED) if each["lang"] == language] if SHARED.exists() else []
    unseen = [each for each in real if hashlib.sha1(each["site"].encode(), usedforsecurity=False).digest()[0] % 2]
    found = {"own easy": (own, False), "own hard": (own, True), "real easy": (real, False), "real hard": (real, True)}
    shown = {name: [each for each in told if each["hard"] is hard] for name, (told, hard) in found.items()}
    return {name: told for name, told in {**shown, "real, all": real, "real, unseen sites": unseen}.items() if told}


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def figures(judged: Sequence[Judged]) -> dict[str, float]:
    """AUC for both pairs, the share of abstentions, and how many of the verdicts given are right."""
    given = [register == tone.verdict for register, tone in judged if not tone.abstains]
    return {
        "friend/institution": auc(judged, "institution"),
        "friend/brochure": auc(judged, "brochure"),
        "abstains": 1 - len(given) / len(judged),
        "right": sum(given) / max(len(given), 1),
    }


def auc(judged: Iterable[Judged], other: str) -> float:
    """How often a friend's needle stands higher in a friend's passage than in one of the other register."""
    told = [(register, leaning(tone, other)) for register, tone in judged]
    friends = [value for register, value in told if register == "friend"]
    others = [value for register, value in told if register == other]
    won = sum((mine > theirs) + (mine == theirs) / 2 for mine in friends for theirs in others)
    return won / max(len(friends) * len(others), 1)


def leaning(tone: Tone, other: str) -> float:
    return tone.leaning[AXES.index("friend")] - tone.leaning[AXES.index(other)]


def show(name: str, judged: Sequence[Judged]) -> None:
    told = figures(judged)
    print(f"{name:24} {len(judged):3} passages  " + "  ".join(f"{what} {value:.2f}" for what, value in told.items()))
    print(json.dumps({"bench": "tone", "set": name, **{what: round(value, 3) for what, value in told.items()}}))


if __name__ == "__main__":
    main()
