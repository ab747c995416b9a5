"""The charter's rules: each one function, its key its name; `check` gives the remarks a guest and an editor see.

A file for each theme; importing it enters its rules in the catalogue, in this order. The capture page evaluates the
same rules while the guest types (static/js/rules.js); both read tests/vectors/charter.json.
"""

from flaneur.core.charter import hashtags, accessibility, words, images, places, people, money, law, rhythm  # isort: skip
from flaneur.core.charter import guests, talk  # isort: skip
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
from flaneur.core.charter.talk import Spoken, Talk, spoken

THEMES = (hashtags, accessibility, words, images, places, people, money, law, rhythm, guests, talk)

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
    "Spoken",
    "Stay",
    "Takes",
    "Talk",
    "Thread",
    "check",
    "check_guest",
    "is_blocked",
    "mended",
    "speaking",
    "spoken",
    "thread_in",
    "unanswered",
    "unreasoned",
]
