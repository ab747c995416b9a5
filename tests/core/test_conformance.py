"""Twitter's own cases and Unicode's own emoji, read where they lie: what is a link, a tag, a name, one sign."""

from collections.abc import Iterable

import pytest

from flaneur.core.text import LIMITS, counted, measure, x
from tests.shared import SHARED, conformance_cases

EMOJI = SHARED / "data/texts/emoji-zwj-sequences.txt"

extract = conformance_cases("specs/twitter-text/extract.yml")
domains = conformance_cases("specs/twitter-text/tlds.yml")


def of(kind):
    return [case for case in extract if case["group"].startswith(kind)]


def told(spans: Iterable, name: str):
    return [{name: span.text, "indices": [span.start, span.end]} for span in spans]


def texts(spans):
    return [span.text for span in spans]


def unlike(cases, found):
    """What each case is called in which we find something else, and what."""
    return {case["description"]: found(case) for case in cases if found(case) != case["expected"]}


def listed(span):
    name, slash, slug = span.text.partition("/")
    return {"screen_name": name, "list_slug": slash + slug, "indices": [span.start, span.end]}


def links(case):
    found = measure(case["text"], "x").links
    is_placed = "with_indices" in case["group"] or "directional" in case["group"]
    return told(found, "url") if is_placed else texts(found)


def hashtags(case):
    found = measure(case["text"], "x").hashtags
    return told(found, "hashtag") if "indices" in case["group"] else texts(found)


def mentions(case):
    found = measure(case["text"], "x").mentions
    return told(found, "screen_name") if "indices" in case["group"] else texts(found)


def accounts_and_lists(case):
    return [listed(span) for span in x.mentions_and_lists(case["text"])]


def answered(case):
    names = (name.text for name in x.mentions(case["text"]) if not case["text"][: name.start].strip())
    return next(names, [])  # nobody, as the file writes it


def cashtags(case):
    found = x.cashtags(case["text"])
    return told(found, "cashtag") if "indices" in case["group"] else texts(found)


@pytest.mark.skipif(not extract, reason="no specs/twitter-text beside the checkout")
@pytest.mark.parametrize(
    ("cases", "found"),
    [
        (of("urls") + of("tco_urls"), links),
        (of("hashtags"), hashtags),
        ([case for case in of("mentions") if "lists" not in case["group"]], mentions),
        (of("mentions_or_lists"), accounts_and_lists),
        (of("replies"), answered),
        (of("cashtags"), cashtags),
    ],
    ids=["links", "hashtags", "mentions", "lists", "replies", "cashtags"],
)
def test_x_finds_what_twitter_finds(cases, found):
    assert cases
    assert unlike(cases, found) == {}


@pytest.mark.thorough
@pytest.mark.skipif(not domains, reason="no specs/twitter-text beside the checkout")
def test_x_knows_every_top_level_domain_twitter_knows():
    assert [case["text"] for case in domains if texts(measure(case["text"], "x").links) != case["expected"]] == []


@pytest.mark.skipif(not EMOJI.exists(), reason="no data/texts beside the checkout")
@pytest.mark.parametrize("network", ["x", "bluesky", "mastodon", "threads"])
def test_a_sequence_of_emoji_is_one_sign(network):
    lines = [line for line in EMOJI.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    sequences = ["".join(chr(int(code, 16)) for code in line.split(";")[0].split()) for line in lines]
    expected = {"x": lambda _emoji: 2, "threads": lambda emoji: len(emoji.encode())}.get(network, lambda _emoji: 1)
    assert len(sequences) > 1000
    assert [each for each in sequences if counted(each, LIMITS[network]) != expected(each)] == []
