"""Who a guest is, as far as the house needs to know: no birth date, no trait, only what a rule asks."""

from enum import StrEnum


class Speaker(StrEnum):
    """For whom somebody speaks, as the desk sees it."""

    UNSAID = "unsaid"
    PERSON = "person"
    COMPANY = "company"
    ASSOCIATION = "association"
    PARTY = "party"


class Age(StrEnum):
    """What a guest says of their age: whether they are 18 or older, and no more."""

    UNSAID = "unsaid"
    ADULT = "adult"
    MINOR = "minor"


class Standing(StrEnum):
    """What a guest says before a vote: whether they stand, hold a mandate or campaign."""

    UNASKED = "unasked"
    NO = "no"
    YES = "yes"
