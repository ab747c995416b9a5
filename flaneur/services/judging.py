"""What a city's charter says of a text that is no find: for the command line, and for whoever measures the charter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from flaneur.core.charter import RULES, Article, Draft, Remark, check
from flaneur.core.dispatch import Limits
from flaneur.core.find import Consideration
from flaneur.core.reading import Reading, read
from flaneur.core.tone import ToneHit, guess_language
from flaneur.models import Charter, City
from flaneur.services.channels import rooms
from flaneur.services.lexicons import charter_lists
from flaneur.services.tones import small_words, tone_of


@dataclass(frozen=True, slots=True)
class Judge:
    """A city's charter in force, ready for any number of texts."""

    charter: Charter
    articles: Sequence[Article]
    rooms: Mapping[str, Limits]

    def remarks(self, words: str, **facts: Any) -> tuple[Remark, ...]:
        """What the charter says of words, in their language or the one they seem to be in.

        Of a fact that is not given no rule speaks.
        """
        reading = read(words)
        facts.setdefault("language", self._language(reading))
        draft = Draft(words, self.charter.brand_tag or self.charter.city.brand_tag, rooms=self.rooms, **facts)
        return check(draft, self.articles, charter_lists(), version=self.charter.version, reading=reading)

    def _language(self, reading: Reading) -> str:
        return guess_language(reading, small_words()) or str(self.charter.city.languages[0])

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

    def needles(self, words: str, language: str = "") -> dict[str, Any]:
        """The tone for machines; it abstains in a language without a lexicon as well."""
        tone = tone_of(words, self.charter, language=language or self._language(read(words)))
        is_silent = tone is None or tone.abstains
        return {
            **{name: ABSTAINS if is_silent else getattr(tone, name) for name in NEEDLES},
            "verdict": gettext(tone.verdict) if tone else "",
            "hits": [_sign(hit) for hit in tone.hits] if tone else [],
        }


NEEDLES = ("friend", "institution", "brochure")
ABSTAINS = "abstains"


def _sign(hit: ToneHit) -> dict[str, Any]:
    said = {"family": hit.family, "axis": hit.axis, "span": [hit.start, hit.end]}
    return {**said, "reason": gettext(hit.reason) % hit.values, "repair": hit.repair}


def judge(city: City) -> Judge:
    charter = city.charters.current()
    return Judge(charter, charter.articles, rooms(city))


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
