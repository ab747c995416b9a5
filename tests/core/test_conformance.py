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


def called(case):
    return case["description"]


def listed(span):
    name, slash, slug = span.text.partition("/")
    return {"screen_name": name, "list_slug": slash + slug, "indices": [span.start, span.end]}


@pytest.mark.parametrize("case", of("urls") + of("tco_urls"), ids=called)
def test_x_finds_the_links_twitter_finds(case):
    found = measure(case["text"], "x").links
    is_placed = "with_indices" in case["group"] or "directional" in case["group"]
    assert (told(found, "url") if is_placed else texts(found)) == case["expected"]


@pytest.mark.parametrize("case", of("hashtags"), ids=called)
def test_x_finds_the_hashtags_twitter_finds(case):
    found = measure(case["text"], "x").hashtags
    assert (told(found, "hashtag") if "indices" in case["group"] else texts(found)) == case["expected"]


@pytest.mark.parametrize("case", [case for case in of("mentions") if "lists" not in case["group"]], ids=called)
def test_x_finds_the_mentions_twitter_finds(case):
    found = measure(case["text"], "x").mentions
    assert (told(found, "screen_name") if "indices" in case["group"] else texts(found)) == case["expected"]


@pytest.mark.parametrize("case", of("mentions_or_lists"), ids=called)
def test_x_tells_a_list_from_an_account(case):
    assert [listed(span) for span in x.mentions_and_lists(case["text"])] == case["expected"]


@pytest.mark.parametrize("case", of("replies"), ids=called)
def test_x_knows_whom_a_reply_answers(case):
    found = [name.text for name in x.mentions(case["text"]) if not case["text"][: name.start].strip()]
    assert found == ([case["expected"]] if case["expected"] else [])


@pytest.mark.parametrize("case", of("cashtags"), ids=called)
def test_x_finds_the_cashtags_twitter_finds(case):
    found = x.cashtags(case["text"])
    assert (told(found, "cashtag") if "indices" in case["group"] else texts(found)) == case["expected"]


@pytest.mark.skipif(not domains, reason="no specs/twitter-text beside the checkout")
def test_x_knows_every_top_level_domain_twitter_knows():
    assert [case["text"] for case in domains if texts(measure(case["text"], "x").links) != case["expected"]] == []


@pytest.mark.skipif(not EMOJI.exists(), reason="no data/texts beside the checkout")
@pytest.mark.parametrize("network", ["x", "bluesky", "mastodon", "threads"])
def test_a_sequence_of_emoji_is_one_sign(network):
    lines = [line for line in EMOJI.read_text().splitlines() if line and line[0] != "#"]
    sequences = ["".join(chr(int(code, 16)) for code in line.split(";")[0].split()) for line in lines]
    expected = {"x": lambda _emoji: 2, "threads": lambda emoji: len(emoji.encode())}.get(network, lambda _emoji: 1)
    assert len(sequences) > 1000
    assert [each for each in sequences if counted(each, LIMITS[network]) != expected(each)] == []
