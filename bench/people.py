"""How well the charter tells contempt for people from talk about them: our own cases, and others' when present.

Our own cases have functional classes of our own (tests/people): the lists were written while looking at some ("first"),
others were written afterwards ("late"); docs/explanation/people.md has what each said before anything was changed for
it. The classes of others' cases are those of their authors. A remark of any rule about people on a harmless text is a
false alarm.
"""

import csv
import json
import os
import timeit
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from flaneur.core.charter import RULES, Article, Draft, check
from flaneur.services.lexicons import charter_lists

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "en")
TEXTS = Path(os.environ.get("FLANEUR_SHARED", ROOT.parent / "shared")) / "data/texts"
OTHERS = TEXTS / "hatecheck_fr_dev.csv"
HATE = [Article("hate", RULES["hate"].about.effect)]
PEOPLE = [Article(rule.key, rule.about.effect) for rule in RULES.values() if rule.theme == "people"]
WORDS = (
    "Ce matin, les femmes du lavoir chantaient. Une voisine m'a dit que les étrangers se trompent toujours de porte, "
    "et qu'il ne faut pas leur en vouloir : la rouge est celle du dentiste, la bleue celle du fleuriste. On a ri, on "
    "a bu un café, et le chat du patron dormait sur l'addition."
)


class Case(NamedTuple):
    """A sentence, its functional class, and whether it despises or threatens a group of people."""

    text: str
    kind: str
    is_hateful: bool
    language: str = "fr"


def main() -> None:
    for name, cases in sets().items():
        show(name, cases)
    told = {name: [each for each in texts if heard(each, PEOPLE)] for name, texts in quiet().items()}
    for name, texts in quiet().items():
        rules = sorted({rule for text in told[name] for rule in heard(text, PEOPLE)})
        print(
            f"{name:22} {len(told[name]):3} of {len(texts):4} harmless texts remarked upon: {', '.join(rules) or '-'}"
        )
    spent = min(timeit.repeat(lambda: heard(Case(WORDS, "", False), PEOPLE), number=5, repeat=60)) / 5 * 1000
    print(f"the rules about people on {len(WORDS)} characters: {spent:.3f} ms")
    print(json.dumps({"bench": "people", **{n: figures(c) for n, c in sets().items()}, "ms": round(spent, 4)}))


def sets() -> dict[str, list[Case]]:
    """The cases to measure on, our own by language and part."""
    found: dict[str, list[Case]] = {}
    for language in LANGUAGES:
        for line in (ROOT / f"tests/people/{language}.jsonl").read_text(encoding="utf-8").splitlines():
            told = json.loads(line)
            case = Case(told["text"], told["class"], told["hateful"], language)
            found.setdefault(f"own {language} {told['part']}", []).append(case)
    return found | ({"others fr": list(others())} if OTHERS.exists() else {})


def others() -> Iterator[Case]:
    """What has no words is no case: one of the file's is a dash."""
    with OTHERS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if len(row["test_case"]) > 1:
                yield Case(row["test_case"], row["functionality"], row["label_gold"] == "hateful")


def quiet() -> dict[str, list[Case]]:
    """Texts that despise nobody: our own sentences for the tone, and real passages of the same registers."""
    paths = {f"tone {language}": (ROOT / f"tests/tone/{language}.jsonl", language) for language in LANGUAGES}
    found = {name: [_quiet(each, code) for each in _lines(path)] for name, (path, code) in paths.items()}
    real = _lines(TEXTS / "tone_real_dev.jsonl") if TEXTS.exists() else []
    return found | ({"real passages": [_quiet(each, each["lang"]) for each in real]} if real else {})


def _quiet(told: dict[str, str], language: str) -> Case:
    return Case(told["text"], "quiet", False, language)


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def heard(case: Case, articles: Sequence[Article]) -> list[str]:
    """The rules that have a remark."""
    draft = Draft(case.text, "#ParisJeTaime", language=case.language)
    return sorted({remark.rule for remark in check(draft, articles, charter_lists())})


def figures(cases: Iterable[Case]) -> dict[str, float]:
    """Recall on what is hateful, and the share of false alarms on what is not."""
    judged = [(case.is_hateful, bool(heard(case, HATE))) for case in cases]
    hateful, harmless = ([said for is_hateful, said in judged if is_hateful is want] for want in (True, False))
    return {"recall": share(hateful), "false alarms": share(harmless)}


def share(said: Sequence[bool]) -> float:
    return round(sum(said) / max(len(said), 1), 3)


def show(name: str, cases: Sequence[Case]) -> None:
    told = figures(cases)
    print(f"== {name}: {len(cases)} cases, " + ", ".join(f"{what} {value:.2f}" for what, value in told.items()))
    for kind in dict.fromkeys(case.kind for case in cases):
        of_kind = [case for case in cases if case.kind == kind]
        right = sum(bool(heard(case, HATE)) is case.is_hateful for case in of_kind)
        print(
            f"   {kind:20} {'hateful' if of_kind[0].is_hateful else 'harmless':9} {right:3} of {len(of_kind):3} right"
        )


if __name__ == "__main__":
    main()
