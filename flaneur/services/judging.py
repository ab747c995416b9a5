"""What a city's charter says of a text that is no find: for the command line, and for whoever measures the charter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from flaneur.core.charter import RULES, Article, Draft, Remark, check
from flaneur.core.dispatch import Limits
from flaneur.core.find import Consideration
from flaneur.models import City
from flaneur.services.channels import rooms
from flaneur.services.lexicons import charter_lists


@dataclass(frozen=True, slots=True)
class Judge:
    """A city's charter in force, ready for any number of texts."""

    city: City
    version: int
    brand_tag: str
    articles: Sequence[Article]
    rooms: Mapping[str, Limits]

    def remarks(self, words: str, **facts: Any) -> tuple[Remark, ...]:
        """What the charter says of words; of a fact that is not given no rule speaks."""
        facts.setdefault("language", self.city.languages[0])
        draft = Draft(words, self.brand_tag, rooms=self.rooms, **facts)
        return check(draft, self.articles, charter_lists(), version=self.version)

    def told(self, remark: Remark) -> dict[str, Any]:
        """A remark for machines, its sentences in the language in force."""
        article = next(article for article in self.articles if article.key == remark.rule)
        repair = remark.repair
        return {
            "rule": remark.rule,
            "effect": remark.effect,
            "span": None if remark.start is None else [remark.start, remark.end],
            "sentence": gettext(remark.sentence) % remark.values,
            "reason": reason(article),
            "repair": repair and {"start": repair.start, "end": repair.end, "replacement": repair.replacement},
        }


def judge(city: City) -> Judge:
    charter = city.charters.current()
    return Judge(city, charter.version, charter.brand_tag or city.brand_tag, charter.articles, rooms(city))


def reason(article: Article) -> str:
    """Why an article is there, in the language in force: the city's own words, else the catalogue's."""
    return article.sentence.get(get_language() or "") or gettext(RULES[article.key].about.why)


CONSIDERATIONS: Mapping[str, Consideration] = {
    "none": Consideration.NOTHING,
    "nothing": Consideration.NOTHING,
    "kind": Consideration.KIND,
    "money": Consideration.MONEY,
    "unsaid": Consideration.UNSAID,
}
"""How a line of JSON may say what was got in return."""
