"""The charter's rules: each one function, its key its name; `check` gives the remarks a guest and an editor see.

A file for each theme; importing it enters its rules in the catalogue, in this order. The capture page evaluates the
same rules while the guest types (static/js/rules.js); both read tests/vectors/charter.json.
"""

from flaneur.core.charter import hashtags, accessibility, words, images, places, people, money, law, rhythm, guests  # isort: skip
from flaneur.core.charter.book import HOUSE_RULES, THREAD, TONE, Book, Thread, thread_in
from flaneur.core.charter.check import (
    Article,
    Remark,
    check,
    check_guest,
    is_blocked,
    mended,
    speaking,
    unanswered,
    unreasoned,
)
from flaneur.core.charter.draft import Draft, Stay
from flaneur.core.charter.guests import Agreed, Choosing, Lull
from flaneur.core.charter.lists import NO_LISTS, Lists
from flaneur.core.charter.rule import RULES, About, Effect, Ground, Kind, Parameter, Repair, Rule, Takes

THEMES = (hashtags, accessibility, words, images, places, people, money, law, rhythm, guests)

__all__ = [
    "HOUSE_RULES",
    "NO_LISTS",
    "RULES",
    "THEMES",
    "THREAD",
    "TONE",
    "About",
    "Agreed",
    "Article",
    "Book",
    "Choosing",
    "Draft",
    "Effect",
    "Ground",
    "Kind",
    "Lists",
    "Lull",
    "Parameter",
    "Remark",
    "Repair",
    "Rule",
    "Stay",
    "Takes",
    "Thread",
    "check",
    "check_guest",
    "is_blocked",
    "mended",
    "speaking",
    "thread_in",
    "unanswered",
    "unreasoned",
]
