"""Weigh the families of the tone lexicons on our own sentences; with --check, only name the lexicons that are stale.

Softmax regression by plain descent, pulled towards what the axis of each family says, so that few sentences cannot
turn a family against its own reason. Of tests/tone only the part "train" is read; the rest measures (bench/tone.py).
"""

import argparse
import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from flaneur.core.reading import read
from flaneur.core.tone import AXES, REASONS, Lexicon, signs_in

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "en")
BELIEF = 0.8
"""Where the weight of a family for its own axis starts from and is pulled back to, half of it against the others.

A family the lexicon gives a `belief` has that share of it: words any register may use."""
FIRMNESS = 0.03
"""How strongly it is pulled back, for each sentence."""
STEPS, STRIDE = 100, 2.0

Example = tuple[Mapping[str, float], int]
Weights = dict[str, list[float]]


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--check", action="store_true", help="write nothing; fail when the weights are stale")
    is_check = reader.parse_args().check
    stale = [path for path in map(lexicon_of, LANGUAGES) if path.read_text(encoding="utf-8") != fresh(path)]
    for path in stale:
        print(f"{'stale' if is_check else 'written'}: {path.relative_to(ROOT)}")
        if not is_check:
            path.write_text(fresh(path), encoding="utf-8")
    return 1 if stale and is_check else 0


def lexicon_of(language: str) -> Path:
    return ROOT / f"flaneur/lexicons/tone_{language}.json"


def fresh(path: Path) -> str:
    """The lexicon's text with its weights, which come last, made anew."""
    written = path.read_text(encoding="utf-8")
    lexicon = Lexicon.made_from(json.loads(written))
    weights = weigh(examples(lexicon), beliefs(json.loads(written)["families"]))
    lines = ",\n".join(f'  "{name}": {json.dumps([round(each, 3) for each in weights[name]])}' for name in weights)
    head, _found, _old = written.partition(' "weights": {')
    return f'{head} "weights": {{\n{lines}\n }}\n}}\n'


def examples(lexicon: Lexicon, part: str = "train") -> list[Example]:
    lines = (ROOT / f"tests/tone/{lexicon.language}.jsonl").read_text(encoding="utf-8").splitlines()
    return as_examples((line for line in map(json.loads, lines) if line["part"] == part), lexicon)


def as_examples(passages: Iterable[Mapping[str, str]], lexicon: Lexicon) -> list[Example]:
    return [(signs_in(read(each["text"]), lexicon)[1], AXES.index(each["register"])) for each in passages]


def beliefs(families: Mapping[str, Mapping[str, Any]]) -> Weights:
    """What each family is taken for before any sentence is read."""
    return {
        name: [BELIEF * family.get("belief", 1.0) * (1.0 if axis == family["axis"] else -0.5) for axis in AXES]
        for name, family in families.items()
    }


def weigh(told: Sequence[Example], start: Weights) -> Weights:
    """The weights of each family; none counts less for its own axis than for another.

    There is no bias: the needles move by what stands in the text, and by nothing else.
    """
    weights = {name: list(each) for name, each in start.items()}
    for _step in range(STEPS):
        slope = {name: [0.0, 0.0, 0.0] for name in weights}
        for shares, register in told:
            for axis, miss in enumerate(_misses(weights, shares, register)):
                for name, share in shares.items():
                    slope[name][axis] += miss * share / len(told)
        for name, each in weights.items():
            for axis, _number in enumerate(each):
                back = FIRMNESS * (each[axis] - start[name][axis])
                each[axis] -= STRIDE * (slope[name][axis] + back)
        _keep_to_reasons(weights)
    return weights


def _misses(weights: Weights, shares: Mapping[str, float], register: int) -> list[float]:
    sums = [sum(weights[name][axis] * share for name, share in shares.items()) for axis in range(3)]
    raised = [math.exp(each - max(sums)) for each in sums]
    return [each / sum(raised) - (axis == register) for axis, each in enumerate(raised)]


def _keep_to_reasons(weights: Weights) -> None:
    """Only what sets the three apart is kept, so that a family never speaks against its own axis."""
    for name, each in weights.items():
        held = [min(number, each[AXES.index(REASONS[name][0])]) for number in each]
        weights[name] = [number - sum(held) / len(held) for number in held]


if __name__ == "__main__":
    sys.exit(main())
