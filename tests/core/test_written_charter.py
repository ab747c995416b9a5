"""A charter as a file: what it holds is read back exactly, and every mistake is named with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaneur.core.charter import HOUSE_RULES, RULES, Article, Book, Effect, Takes, Thread
from flaneur.core.charter.written import Misprint, read_book, write_book

FILE = """\
brand_tag: '#ParisJeTaime'
text:
  fr:
    intro: Une amie vous prête ses yeux.
    love:
    - 'Un détail : trois marches.'
tone:
  address: vous
  avoid:
  - magique
  weights:
    praise: 1.5
thread: numbered
pillars:
  hidden:
    name:
      fr: Coins cachés
    share: 60
  icon:
    name:
      fr: L’icône
    share: 40
balance:
  audiences:
    visitors: 60
    locals: 40
rules:
  readable_hashtags:
    effect: sys
    parameters:
      known:
        coinscachés: CoinsCachés
  few_hashtags:
    effect: nudge
    parameters:
      most: 2
    sentence:
      fr: Deux suffisent.
  before_a_vote:
    effect: hold
    parameters:
      periods:
      - 2025-09-01/2026-03-22
  swearing: ask
"""


def test_a_file_is_read_as_a_book():
    book = read_book(FILE)
    assert book.brand_tag == "#ParisJeTaime"
    assert book.text == {
        "fr": {"intro": "Une amie vous prête ses yeux.", "love": ["Un détail : trois marches."]},
        "tone": {"address": "vous", "avoid": ["magique"], "weights": {"praise": 1.5}},
        "thread": "numbered",
    }
    assert book.thread is Thread.NUMBERED
    assert [(pillar["key"], pillar["share"]) for pillar in book.pillars] == [("hidden", 60), ("icon", 40)]
    assert book.balance == {"audiences": {"visitors": 60, "locals": 40}}
    assert book.articles == (
        Article("readable_hashtags", Effect.SYS, {"known": {"coinscachés": "CoinsCachés"}}),
        Article("few_hashtags", Effect.NUDGE, {"most": 2}, {"fr": "Deux suffisent."}),
        Article("before_a_vote", Effect.HOLD, {"periods": ["2025-09-01/2026-03-22"]}),
        Article("swearing", Effect.ASK),
    )


def test_what_was_written_reads_back_to_the_letter():
    assert write_book(read_book(FILE)) == FILE
    assert read_book(write_book(Book())) == Book(articles=HOUSE_RULES)


LETTERS = st.characters(exclude_categories=("C", "Zl", "Zp")) | st.sampled_from(" \n:#-'\"é")
TEXTS = st.text(LETTERS, max_size=20).map(lambda text: f"{text}x")
VALUES = {
    Takes.NUMBER: st.integers(0, 999),
    Takes.TEXTS: st.lists(TEXTS, max_size=3),
    Takes.PAIRS: st.dictionaries(TEXTS, TEXTS, max_size=3),
    Takes.PERIODS: st.just(["2025-09-01/2026-03-22"]),
}


@st.composite
def articles(draw):
    rule = draw(st.sampled_from(list(RULES.values())))
    given_ = {p.name: draw(VALUES[p.takes]) for p in rule.about.parameters}
    sentence = draw(st.dictionaries(st.sampled_from(["fr", "en", "no"]), TEXTS, max_size=2))
    return Article(rule.key, draw(st.sampled_from(rule.effects)), given_, sentence)


@given(
    st.lists(articles(), max_size=6, unique_by=lambda article: article.key),
    st.dictionaries(st.sampled_from(["fr", "en"]), st.fixed_dictionaries({"intro": TEXTS, "love": st.lists(TEXTS)})),
)
@pytest.mark.thorough
def test_any_book_survives_being_written_and_read(rules, text):
    book = Book("#ParisJeTaime", text, (), {}, tuple(rules))
    assert read_book(write_book(book)) == book


MISTAKES = {
    "an unknown key": ("balance:", "ballance:", 23, "“ballance”", "“balance”"),
    "an unknown rule": ("few_hashtags:", "few_hashtag:", 33, "“few_hashtag”", "“few_hashtags”"),
    "an unknown effect": ("effect: nudge", "effect: noodge", 34, "“noodge”", "“nudge”"),
    "a style that blocks": ("swearing: ask", "swearing: block", 44, "“block”", "nudge | ask | hold"),
    "a system's rule that asks": ("effect: sys", "effect: ask", 29, "“ask”", "sys"),
    "a number in words": ("most: 2", "most: deux", 36, "“deux”", "a whole number from 0 to 999"),
    "a number in quotes": ("most: 2", "most: '2'", 36, "“2”", "a whole number from 0 to 999"),
    "an unknown parameter": ("most: 2", "least: 2", 36, "“least”", "most"),
    "a text that is a truth": ("- 'Un détail : trois marches.'", "- yes", 6, "“yes”", "text; between"),
    "an empty text": ("fr: Deux suffisent.", "fr: ''", 38, "an empty text", "text"),
    "a text that is missing": ("fr: Deux suffisent.", "fr:", 38, "nothing", "text; between"),
    "a list that is none": ("    love:\n    - 'Un détail : trois marches.'", "    love: tout", 5, "“tout”", "a list"),
    "a table that is none": ("  swearing: ask", "  swearing: [ask]", 44, "a list", "a table"),
    "a tag that is none": ("'#ParisJeTaime'", "ParisJeTaime", 1, "“ParisJeTaime”", "a hashtag"),
    "a language that is none": ("  fr:\n    intro", "  français:\n    intro", 3, "“français”", "a language"),
    "shares that do not add up": ("share: 40", "share: 30", 15, "shares of 90 for 2 of 2 pillars", "100 over all"),
    "halves that do not add up": ("locals: 40", "locals: 41", 25, "101 in all", "visitors and locals that make 100"),
    "threads that are neither": ("thread: numbered", "thread: both", 13, "“both”", "plain | numbered"),
    "a period that is none": ("- 2025-09-01/2026-03-22", "- 2025-09-01", 43, "“2025-09-01”", "a period"),
    "a key given twice": (
        "  swearing: ask",
        "  few_hashtags: ask",
        44,
        "“few_hashtags” a second time",
        "each key once",
    ),
    "an alias": ("  swearing: ask", "  swearing: &a ask\n  fits: *a", 45, "the alias *a", "the text itself"),
    "brackets that do not close": ("  swearing: ask", "  swearing: [ask", 45, "", "YAML"),
    "a sign nobody sees": ("Une amie", "Une\u0007amie", 4, "the character U+0007", "text that can be seen"),
    "an effect left out": ("    effect: nudge\n", "", 34, "few_hashtags without an effect", "effect: nudge | ask"),
}


@pytest.mark.parametrize(("good", "bad", "line", "found", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_line_and_what_was_expected(good, bad, line, found, expected):
    assert good in FILE
    with pytest.raises(Misprint) as misprint:
        read_book(FILE.replace(good, bad, 1))
    assert (misprint.value.line, str(misprint.value.found)) == (line, found or str(misprint.value.found))
    assert str(misprint.value.expected).startswith(expected)


def test_threads_are_plain_unless_a_charter_says_otherwise():
    plain = read_book(FILE.replace("thread: numbered", "thread: plain"))
    assert plain == read_book(FILE.replace("thread: numbered\n", "")) == read_book(FILE).with_thread(Thread.PLAIN)
    assert plain.thread is Thread.PLAIN
    assert "thread" not in write_book(plain)


@pytest.mark.parametrize("text", ["", "# nothing", "[" * 500, "a: " * 3, "- a", "x" * 1_000_001, "brand_tag: '#A'"])
def test_what_is_no_charter_is_refused_in_words(text):
    with pytest.raises(Misprint, match=r"^line \d+: .+; expected .+"):
        read_book(text)
