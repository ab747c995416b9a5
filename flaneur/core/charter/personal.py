"""What leads to a private person, found by walking over the words of a text: numbers, mailboxes, homes, names."""

from collections.abc import Iterator
from itertools import pairwise

import regex

from flaneur.core.charter.lists import Lists
from flaneur.core.reading import Reading, Word

Spot = tuple[int, int]
"""Where something stands, from a code point to another."""

_DIGIT = regex.compile(r"\p{Nd}")
_SPACERS = frozenset(" .-\u00a0\u202f\u2011")
_AROUND = frozenset("()")
_WIDEST = 3
_FEWEST, _MOST = 8, 15
"""Digits of a number with its country's code: ITU-T E.164 allows fifteen."""
_NATIONAL = 10
_SERVICE = "8"
_HOUSE = 4
"""Digits of the number of a house."""
_MOBILE = ("06", "07", "336", "337", "447", "00336", "00337")
_LOCAL, _DOMAIN = 64, 255
"""Letters of a mailbox, and of what follows its @: RFC 5321, 4.5.3.1."""
_PAIR = 2
"""Letters at each end of a plate; the older ones have two or three, and a county of as many signs."""
_TIES = frozenset(" -\u00a0")
_CORSICA = frozenset({"2A", "2B"})
_UNITS = frozenset({"CM", "MM", "KM", "KG", "EUR", "MIN", "USD", "AM", "PM", "GB", "MO", "GO", "TV", "HD"})
_UNUSED = frozenset("IOU")
"""Letters no French plate since 2009 has: arrêté du 9 février 2009 on registration."""


def phones(reading: Reading, *, american: bool) -> Iterator[tuple[Spot, bool]]:
    """Each telephone number, and whether it is a mobile's: usually somebody's own."""
    number = 0 if _DIGIT.search(reading.text) else len(reading.words)
    while number < len(reading.words):
        last, digits = _run(reading, number)
        first = reading.words[number]
        is_abroad = first.start > 0 and reading.text[first.start - 1] == "+"
        if _is_phone(digits, is_abroad=is_abroad) or (american and _is_american(reading, number, last)):
            yield (first.start - is_abroad, reading.words[last].end), digits.startswith(_MOBILE)
        number = last + 1


def _run(reading: Reading, number: int) -> tuple[int, str]:
    """The digits that begin at a word, and the number of the last word they take."""
    digits, last = reading.words[number].folded, number
    if not digits.isdecimal():
        return number, ""
    for one, other in pairwise(reading.words[number : number + _MOST]):
        gap = reading.text[one.end : other.start]
        is_near = gap.strip("()") in _SPACERS or (gap and _AROUND.issuperset(gap))
        if not other.folded.isdecimal() or len(gap) > _WIDEST or not is_near:
            break
        digits, last = digits + other.folded, last + 1
    return last, digits


def _is_phone(digits: str, *, is_abroad: bool) -> bool:
    if is_abroad or not digits:
        return _FEWEST <= len(digits) <= _MOST
    is_national = len(digits) in {_NATIONAL, _NATIONAL + 1} and digits[0] == "0" and digits[1] not in {"0", _SERVICE}
    return is_national or (digits.startswith("00") and _NATIONAL < len(digits) <= _MOST)


def _is_american(reading: Reading, number: int, last: int) -> bool:
    """“(212) 555-0147”."""
    return [len(word.folded) for word in reading.words[number : last + 1]] == [3, 3, 4]


def mailboxes(reading: Reading, lists: Lists) -> Iterator[Spot]:
    """Each e-mail address that is not an office's: “contact@”, “reservations@”."""
    text, at = reading.text, -1
    while (at := text.find("@", at + 1)) >= 0:
        start, end = _left(text, at), _right(text, at)
        is_handle = start > 0 and text[start - 1] == "@"
        if start < at and "." in text[at:end] and not is_handle and not _is_office(text[start:at], lists):
            yield start, end


def _left(text: str, at: int) -> int:
    start = at
    while start > max(0, at - _LOCAL) and (text[start - 1].isalnum() or text[start - 1] in "._+-"):
        start -= 1
    return start


def _right(text: str, at: int) -> int:
    end = at + 1
    while end < min(len(text), at + _DOMAIN) and (text[end].isalnum() or text[end] in ".-"):
        end += 1
    return end - (text[end - 1] in ".-")


def _is_office(local: str, lists: Lists) -> bool:
    words = local.casefold().replace(".", " ").replace("-", " ").replace("_", " ").split()
    return any(word in lists.words.get("mailbox", ()) for word in words)


def addresses(reading: Reading, lists: Lists) -> Iterator[Spot]:
    """Each number with its street: “12 bis rue des …”, “14 Low Street”, and not “300 square feet”."""
    streets, units = (lists.words.get(kind, frozenset()) for kind in ("street", "unit"))
    for number, word in enumerate(reading.words):
        if word.folded.isdecimal() and len(word.folded) <= _HOUSE:
            following = reading.words[number + 1 : number + 5]
            street = next((each for each in following if each.folded in streets), None)
            is_surface = any(each.folded in units for each in following)
            if street and not is_surface and "\n" not in reading.text[word.end : street.start]:
                yield word.start, _street_end(reading, number, street)


def _street_end(reading: Reading, number: int, street: Word) -> int:
    """Where the name of the street ends: with its last word in capitals."""
    end = street.end
    for one, other in pairwise(reading.words[number : number + 9]):
        if other.start > street.start and reading.text[one.end : other.start].strip("'’- "):
            break
        if other.start > street.start and reading.text[other.start].isupper():
            end = other.end
    return end


def plates(reading: Reading, *, is_vehicle: bool) -> Iterator[Spot]:
    """Each plate of a vehicle: “AB-123-CD”, and the older “123 ABC 75” where a vehicle is spoken of."""
    for number, word in enumerate(reading.words if _DIGIT.search(reading.text) else ()):
        if word.folded[:3].isdecimal() and number and _is_new(*_three(reading, number - 1)):
            yield reading.words[number - 1].start, reading.words[number + 1].end
        elif is_vehicle and word.folded.isdecimal() and _is_old(*_three(reading, number)):
            yield word.start, reading.words[number + 2].end
        elif word.folded[2:5].isdecimal() and _is_new(*_cut(reading.text[word.start : word.end])):
            yield word.start, word.end


Three = tuple[str, str, str]


def _cut(written: str) -> Three:
    return written[:2], written[2:5], written[5:]


def _three(reading: Reading, number: int) -> Three:
    """Three words as written, joined by the same blank or hyphen; empty when they are not."""
    words = reading.words[number : number + 3]
    gaps = {reading.text[one.end : other.start] for one, other in pairwise(words)}
    if len(words) < len(_NOTHING) or len(gaps) > 1 or not gaps <= {" ", "-", "\u2011", "\u00a0"}:
        return _NOTHING
    one, two, three = (reading.text[each.start : each.end] for each in words)
    return one, two, three


_NOTHING: Three = ("", "", "")


def _is_letters(written: str) -> bool:
    return len(written) == _PAIR and written.isascii() and written.isupper() and not _UNUSED & set(written)


def _is_new(one: str, digits: str, other: str) -> bool:
    return _is_letters(one) and digits.isdecimal() and len(digits) == _PAIR + 1 and _is_letters(other)


def _is_old(digits: str, letters: str, county: str) -> bool:
    is_lettered = letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) in {_PAIR, _PAIR + 1}
    is_numbered = digits.isdecimal() and 1 < len(digits) <= _PAIR * 2
    is_county = county in _CORSICA or (county.isdecimal() and len(county) in {_PAIR, _PAIR + 1})
    return is_lettered and is_numbered and is_county and letters not in _UNITS


def names(reading: Reading, lists: Lists) -> Iterator[Spot]:
    """Each private person named: “Mme Lefèvre”, “ma voisine Karima Benali”; a street or a celebrity is none."""
    titled, kin = lists.words.get("titled", frozenset()), lists.words.get("kin", frozenset())
    told = [number for number, word in enumerate(reading.words) if word.folded in titled or word.folded in kin]
    for number in told:
        word = reading.words[number]
        is_titled = word.folded in titled
        if len(word.folded) == 1 and not _is_initial(reading.text, word):
            continue
        least = 1 if is_titled else 2
        last = _name_end(reading, number, "." if is_titled else ",")
        if last - number >= least and not _is_public(reading, number, last, lists):
            yield word.start, reading.words[last].end


def _is_initial(text: str, word: Word) -> bool:
    return text[word.start] == "M" and text[word.end : word.end + 2] == ". "


def _name_end(reading: Reading, number: int, mark: str) -> int:
    """The number of the last of the capitalised words that follow, three at most, the first perhaps after a mark."""
    last = number
    for one, other in pairwise(reading.words[number : number + 4]):
        gap, written = reading.text[one.end : other.start], reading.text[other.start : other.end]
        is_name = written[0].isupper() and written[1:].islower()
        is_tied = gap in _TIES or (last == number and gap == f"{mark} ")
        if not (is_name and is_tied):
            break
        last += 1
    return last


def _is_public(reading: Reading, number: int, last: int, lists: Lists) -> bool:
    """Whether a place bears the name, or somebody whom everybody knows by their work."""
    around = {word.folded for word in reading.words[max(0, number - 4) : last + 6]}
    before = {word.folded for word in reading.words[max(0, number - 4) : number]}
    return bool(before & lists.words.get("landmark", frozenset()) or around & lists.words.get("famed", frozenset()))
