"""How far a silence reaches."""

from enum import StrEnum


class Scope(StrEnum):
    """From the widest to the narrowest."""

    INSTALL = "install"
    CITY = "city"
    CHANNEL = "channel"
    GUEST = "guest"
    FIND = "find"
