"""No text is dear: what a machine types at us costs as much a letter as what a guest does."""

from contextlib import suppress
from time import process_time

import pytest

from flaneur.core.dispatch import Dialect
from flaneur.core.text import LIMITS, cut, essence, hashtag, is_fitting, is_tagged, measure, plain, short_alt, signs, x

pytestmark = pytest.mark.hostile

FAMILY = "👨‍👩‍👧‍👦"
CLOSING = "— Léa · #ParisJeTaime\nhttps://paris.fr/trouvailles/1/"

HOSTILE = [
    "a", "a.", "é.co ", "中a.co", "a.co/((a", "http://", "http://a.b/,", "https://t.co/a?", "#", "#1", "@", "@a.", "-",
    "_", "@a@b.c", "@a/b-", ".", "中。", "xn--a.", "com中_.", "👨\u200d", FAMILY, "🇫", "\ufe0f", "1\ufe0f\u20e3", " ",
    " \n", "! ", "« ", "A. ", "\u202f", "\u0301", "(", "(a)", "http://a.b/(()", "?", ":80", "rt@a ", "\ufeff", "क्",
    "#a #b ", "<", "<a ", "<a class='", "<a href='", "<p>a", "%c3", "&amp;",
]  # fmt: skip
"""What has made counters slow: each repeated a hundred thousand letters long."""

BROKEN = ["a", "a.", "é.co ", "#1", "-", FAMILY, "🇫", " ", "! ", "A. ", "\u202f", "#a #b "]
"""Those among them that are words too long, or gaps of every kind."""


def seconds(work, text):
    since = process_time()
    with suppress(ValueError):
        work(text)
    return process_time() - since


READINGS = {
    **{network: lambda text, limits=each: is_fitting(text, limits) for network, each in LIMITS.items()},
    **{f"signs on {kind}": lambda text, kind=kind: signs(text, kind) for kind in Dialect},
    "cut": lambda text: cut(text, LIMITS["x"], CLOSING),
    "alt": lambda text: short_alt(text, LIMITS["pinterest"]),
    "hashtag": hashtag,
    "is_tagged": lambda text: is_tagged(text, "#ParisJeTaime"),
    "cashtags": x.cashtags,
    "essence": essence,
    "plain": plain,
}


def surges(work, small, large, pumps=HOSTILE):
    """Hostile texts whose work grows with the square of their length, or nearly: asked twice, told when it is so twice.

    Half of what the square would cost is too much; below a hundredth of a second nobody can tell.
    """
    most = (large / small) ** 2 / 2
    for pump in pumps:
        short, long = ((pump * size)[:size] for size in (small, large))
        if all(seconds(work, long) > most * max(seconds(work, short), 0.01) for _twice in range(2)):
            yield pump


@pytest.mark.parametrize("reading", READINGS)
def test_reading_a_hundred_thousand_letters_grows_with_them_and_no_faster(reading):
    assert [*surges(READINGS[reading], 12_500, 100_000)] == []


def test_breaking_a_text_grows_with_it_and_no_faster():
    assert [*surges(lambda text: measure(text, "x"), 8_000, 32_000, BROKEN)] == []
