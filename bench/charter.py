"""One charter check, as a guest's every pause in typing costs it, beside one count of the same words' graphemes."""

import json
import statistics
import timeit

from flaneur.adapters import ADAPTERS
from flaneur.core.charter import HOUSE_RULES, Draft, check
from flaneur.core.dispatch import Unit
from flaneur.core.text import length

WORDS = (
    "Ce matin, je suis tombée sur un lavoir caché derrière la halle. Ça sent le savon et le tilleul, "
    "allez-y avant 9 h. Poussez la porte verte, elle n’est jamais fermée, et levez les yeux : "
    "il y a un chat sur chaque marche 🐈‍⬛ #CoinsCachés"
)
FRAME_MS = 1000 / 60
"""What a screen leaves between two pictures: a remark that takes longer is felt."""


def main() -> None:
    rooms = {kind: adapter.limits for kind, adapter in ADAPTERS.items()}
    draft = Draft(WORDS, "#ParisJeTaime", alts=["Une porte verte au fond d’une cour"], rooms=rooms)
    checks = _milliseconds(lambda: check(draft, HOUSE_RULES))
    counts = _milliseconds(lambda: length(WORDS, Unit.GRAPHEMES))
    print(f"charter check, {len(WORDS)} characters, {len(HOUSE_RULES)} rules, {len(rooms)} networks: {checks:.3f} ms")
    print(f"  × {checks / counts:.1f} one count of their graphemes; × {checks / FRAME_MS:.4f} a frame of the screen")
    print(json.dumps({"bench": "charter", "ms": round(checks, 4), "x_graphemes": round(checks / counts, 2),
                      "x_frame": round(checks / FRAME_MS, 5)}))  # fmt: skip


def _milliseconds(call: object) -> float:
    timer = timeit.Timer("call()", globals={"call": call})
    number, _seconds = timer.autorange()
    return statistics.median(timer.repeat(5, number)) / number * 1000


if __name__ == "__main__":
    main()
