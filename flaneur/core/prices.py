"""What networks take for what a program does there, as dated facts. Those that are not here take nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Prices:
    """Thousandths of a dollar for one of each, with the source and the day it was read. `post_read` is one of ours."""

    source: str
    read_on: date
    post: int
    post_with_link: int
    alt_text: int
    deletion: int
    post_read: int
    user_read: int


PRICES: Mapping[str, Prices] = {
    "x": Prices(
        source="docs.x.com, pricing of the X API, in force since 2026-04-20",
        read_on=date(2026, 11, 25),
        post=15,
        post_with_link=200,
        alt_text=5,
        deletion=10,
        # Where the account that owns the app asks for its own; somebody else's cost 5.
        post_read=1,
        user_read=10,
    ),
}
