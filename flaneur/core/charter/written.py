"""A charter as people write it: a YAML file, read with the line of every mistake, written so that it reads alike."""

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

import yaml

from flaneur.core.charter.book import THREAD, TONE, Book, Thread
from flaneur.core.charter.check import Article
from flaneur.core.charter.rule import RULES, Effect, Rule, Takes
from flaneur.core.words import gettext_noop as _

LONGEST_FILE = 1_000_000
"""Characters; a charter is some pages."""
TAG = re.compile(r"#\w+")
LANGUAGE = re.compile(r"[a-z]{2,3}")
PERIOD = re.compile(r"\d{4}-[01]\d-[0-3]\d/\d{4}-[01]\d-[0-3]\d")
KEY = re.compile(r"[a-z][a-z0-9_-]*")

Reader = Callable[[yaml.Node], Any]


class Words:
    """A few words (msgid) for whoever wrote the file, and the values they name."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence, self.values = sentence, values

    def __str__(self) -> str:
        return self.sentence % self.values if self.values else self.sentence


class Misprint(ValueError):
    """What stands in a file where something else was expected, and on which line, counted from 1."""

    def __init__(self, line: int, found: Words, expected: Words) -> None:
        super().__init__(f"line {line}: {found}; expected {expected}")
        self.line, self.found, self.expected = line, found, expected


_NOTHING, _YAML, _LANGUAGE = Words(_("nothing")), Words("YAML"), Words(_("a language, such as fr"))


class _Loader(yaml.SafeLoader):
    """YAML without aliases: a page of text needs none, and a few lines of them can unfold into millions."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event: Any = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML leaves this one untyped
            raise Misprint(
                event.start_mark.line + 1,
                Words(_("the alias *%(name)s"), name=event.anchor),
                Words(_("the text itself")),
            )
        return super().compose_node(parent, index)


def read_book(text: str) -> Book:
    """The book a file holds. Raises `Misprint` for the first thing that is not as it should be."""
    if len(text) > LONGEST_FILE:
        size, most = Words(_("%(size)s characters"), size=len(text)), Words(_("at most %(size)s"), size=LONGEST_FILE)
        raise Misprint(1, size, most)
    return _book(_composed(text))


def write_book(book: Book) -> str:
    """A file that `read_book` reads as the same book."""
    told = {
        "brand_tag": book.brand_tag,
        "text": {language: told for language, told in book.text.items() if language not in {TONE, THREAD}},
        TONE: book.text.get(TONE),
        THREAD: book.text.get(THREAD),
        "pillars": {pillar["key"]: {k: v for k, v in pillar.items() if k != "key"} for pillar in book.pillars},
        "balance": book.balance,
        "rules": {article.key: _written(article) for article in book.articles},
    }
    said = {name: _plain(value) for name, value in told.items() if value or name == "rules"}
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=100)


def _written(article: Article) -> str | dict[str, Any]:
    more = {name: value for name in ("parameters", "sentence") if (value := getattr(article, name))}
    return {"effect": article.effect, **more} if more else article.effect


def _plain(value: Any) -> Any:
    """The same in the plain types YAML knows."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if isinstance(value, int | float) else str(value)


def _composed(text: str) -> yaml.Node:
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Misprint(mark.line + 1 if mark else 1, Words(error.problem or _("no YAML")), _YAML) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        unseen = Words(_("the character U+%(code)s"), code=f"{error.character:04X}")
        raise Misprint(line, unseen, Words(_("text that can be seen"))) from error
    except RecursionError as error:
        raise Misprint(1, Words(_("brackets within brackets within brackets")), Words(_("a few levels"))) from error
    if node is None:
        raise Misprint(1, _NOTHING, Words("brand_tag, text, tone, thread, pillars, balance, rules"))
    return node


def _book(node: yaml.Node) -> Book:
    shape: dict[str, Reader] = {
        "brand_tag": _matching(TAG, Words(_("a hashtag between quotation marks, such as '#ParisJeTaime'"))),
        "text": _table(_matching(LANGUAGE, _LANGUAGE), _texts_for_people),
        TONE: _record({"address": _one_of(("tu", "vous")), "avoid": _list(_text), "weights": _table(_text, _factor)}),
        THREAD: _one_of(list(Thread)),
        "pillars": _pillars,
        "balance": _record(
            {"audiences": _halves("visitors", "locals"), "registers": _halves("inspiration", "information")}
        ),
        "rules": _rules,
    }
    told = _record(shape)(node)
    if "rules" not in told:
        raise _misprint(
            node, Words(_("no rules")), Words(_("%(key)s: which of them are in force, and how strongly"), key="rules")
        )
    text = {**told.get("text", {}), **({TONE: told[TONE]} if TONE in told else {})}
    book = Book(told.get("brand_tag", ""), text, told.get("pillars", ()), told.get("balance", {}), told["rules"])
    return book.with_thread(Thread(told.get(THREAD, Thread.PLAIN)))


def _factor(node: yaml.Node) -> float:
    """How much louder a family of the tone speaks."""
    if not isinstance(node, yaml.ScalarNode) or not re.fullmatch(r"\d{1,2}(\.\d{1,3})?", node.value):
        raise _misprint(node, _seen(node), Words(_("a factor such as 0, 1 or 1.5")))
    return float(node.value)


def _texts_for_people(node: yaml.Node) -> Any:
    return _record({"intro": _text, "love": _list(_text), "avoid": _list(_text), "examples": _list(_text)})(node)


def _pillars(node: yaml.Node) -> tuple[dict[str, Any], ...]:
    one = _record({"name": _table(_matching(LANGUAGE, _LANGUAGE), _text), "share": _number(100)})
    pillars = tuple(
        {"key": key, **told}
        for key, told in _table(_matching(KEY, Words(_("a key in small letters"))), one)(node).items()
    )
    for pillar in pillars:
        if not pillar.get("name"):
            nameless = Words(_("the pillar %(key)s without a name"), key=pillar["key"])
            raise _misprint(node, nameless, Words("name: {fr: …}"))
    shares = [pillar["share"] for pillar in pillars if "share" in pillar]
    if shares and (sum(shares) != 100 or len(shares) < len(pillars)):
        told = {"sum": sum(shares), "number": len(shares), "all": len(pillars)}
        found = Words(_("shares of %(sum)s for %(number)s of %(all)s pillars"), **told)
        raise _misprint(node, found, Words(_("100 over all of them")))
    return pillars


def _halves(one: str, other: str) -> Reader:
    def read(node: yaml.Node) -> Any:
        told = _record({one: _number(100), other: _number(100)})(node)
        if sum(told.values()) != 100:
            found = Words(_("%(sum)s in all"), sum=sum(told.values()))
            raise _misprint(node, found, Words(_("%(one)s and %(other)s that make 100"), one=one, other=other))
        return told

    return read


def _rules(node: yaml.Node) -> tuple[Article, ...]:
    if not isinstance(node, yaml.MappingNode):
        raise _misprint(node, _seen(node), Words(_("a table: rule: effect")))
    shape = {key: (lambda each, rule=rule: _article(each, rule)) for key, rule in RULES.items()}
    return tuple(_record(shape)(node).values())


def _article(node: yaml.Node, rule: Rule) -> Article:
    """`ask`, or `{effect: ask, parameters: {…}, sentence: {…}}`."""
    effect = _one_of(rule.effects)
    if isinstance(node, yaml.ScalarNode):
        return Article(rule.key, Effect(effect(node)))
    known = {parameter.name: _PARAMETERS[parameter.takes] for parameter in rule.about.parameters}
    sentence = _table(_matching(LANGUAGE, _LANGUAGE), _text)
    told = _record({"effect": effect, "parameters": _record(known), "sentence": sentence})(node)
    if "effect" not in told:
        found = Words(_("%(key)s without an effect"), key=rule.key)
        raise _misprint(node, found, Words("effect: %(words)s", words=_either(rule.effects)))
    return Article(rule.key, Effect(told["effect"]), told.get("parameters", {}), told.get("sentence", {}))


def _record(shape: Mapping[str, Reader]) -> Reader:
    """A table of known keys, none of them twice."""

    def read(node: yaml.Node) -> dict[str, Any]:
        return {key: shape[key](value) for key, value in _pairs(node, _one_of(shape)).items()}

    return read


def _table(key: Reader, value: Reader) -> Reader:
    """A table of keys of a kind."""
    return lambda node: {name: value(each) for name, each in _pairs(node, key).items()}


def _pairs(node: yaml.Node, key: Reader) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise _misprint(node, _seen(node), Words(_("a table, key: value")))
    pairs: dict[str, yaml.Node] = {}
    for name_node, value in node.value:
        name = key(name_node)
        if name in pairs:
            raise _misprint(name_node, Words(_("“%(word)s” a second time"), word=name), Words(_("each key once")))
        pairs[name] = value
    return pairs


def _list(read: Reader) -> Reader:
    def read_all(node: yaml.Node) -> list[Any]:
        if not isinstance(node, yaml.SequenceNode):
            raise _misprint(node, _seen(node), Words(_("a list, a line beginning with - for each")))
        return [read(each) for each in node.value]

    return read_all


def _text(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode) or node.tag != "tag:yaml.org,2002:str":
        expected = Words(_("text; between quotation marks if it looks like something else"))
        raise _misprint(node, _seen(node), expected)
    if not node.value.strip():
        raise _misprint(node, Words(_("an empty text")), Words(_("text")))
    return str(node.value)


def _one_of(words: Any) -> Reader:
    def read(node: yaml.Node) -> str:
        word = _text(node)
        if word not in words:
            near = [_quoted(each) for each in get_close_matches(word, words, n=1)]
            raise _misprint(node, _quoted(word), next(iter(near), Words(_either(words))))
        return word

    return read


def _matching(pattern: re.Pattern[str], expected: Words) -> Reader:
    def read(node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode) or not pattern.fullmatch(node.value):
            raise _misprint(node, _seen(node), expected)
        return str(node.value)

    return read


def _number(most: int) -> Reader:
    def read(node: yaml.Node) -> int:
        is_whole = isinstance(node, yaml.ScalarNode) and node.style is None and re.fullmatch(r"\d{1,6}", node.value)
        if not is_whole or int(node.value) > most:
            raise _misprint(node, _seen(node), Words(_("a whole number from 0 to %(most)s"), most=most))
        return int(node.value)

    return read


_PARAMETERS: Mapping[Takes, Reader] = {
    Takes.NUMBER: _number(999),
    Takes.TEXTS: _list(_text),
    Takes.PAIRS: _table(_text, _text),
    Takes.PERIODS: _list(_matching(PERIOD, Words(_("a period from day to day, such as 2025-09-01/2026-03-22")))),
}


def _seen(node: yaml.Node) -> Words:
    """What stands there, in a few words."""
    if isinstance(node, yaml.ScalarNode):
        return _quoted(node.value[:40]) if node.value else _NOTHING
    return Words(_("a table")) if isinstance(node, yaml.MappingNode) else Words(_("a list"))


def _quoted(word: str) -> Words:
    return Words(_("“%(word)s”"), word=word)


def _either(words: Iterable[str]) -> str:
    """The file's own words, which are the same in every language."""
    return " | ".join(words)


def _misprint(node: yaml.Node, found: Words, expected: Words) -> Misprint:
    return Misprint(node.start_mark.line + 1, found, expected)
