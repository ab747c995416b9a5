"""Where a worker dies: at every step of an errand, for good, when its fate says so. Laid once, before anybody forks."""

import os
import signal
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from flaneur.adapters import ADAPTERS
from flaneur.adapters.base import Adapter
from flaneur.services import claiming, sending

IN_THE_CLAIM = "in the claim"
AFTER_THE_CLAIM = "after the claim"
IN_THE_CONVERSATION = "at an answer"
AFTER_THE_NETWORK = "after the network"
IN_THE_SETTLING = "in the settling"
BETWEEN_STEPS = "between steps"
IN_A_LOOK_UP = "in a look-up"
IN_TAKING_BACK = "in taking back"
ANY_MOMENT = "at any moment"
STEPS = (
    IN_THE_CLAIM,
    AFTER_THE_CLAIM,
    IN_THE_CONVERSATION,
    AFTER_THE_NETWORK,
    IN_THE_SETTLING,
    BETWEEN_STEPS,
    IN_A_LOOK_UP,
    IN_TAKING_BACK,
    ANY_MOMENT,
)
SILENT = ("site", "paper")
"""What speaks to nobody over a wire."""
STEPWISE = ("mastodon", "x", "instagram", "threads")

Place = tuple[str, str]
"""A step, and the kind of network it is taken at."""

_fate: set[Place] = set()
_ledger = -1


def places() -> list[Place]:
    """Every step of every adapter that a worker may die in."""
    everywhere = (IN_THE_CLAIM, AFTER_THE_CLAIM, AFTER_THE_NETWORK, IN_THE_SETTLING, IN_A_LOOK_UP, IN_TAKING_BACK)
    found = [(step, kind) for step in everywhere for kind in ADAPTERS]
    found += [(IN_THE_CONVERSATION, kind) for kind in ADAPTERS if kind not in SILENT]
    return found + [(BETWEEN_STEPS, kind) for kind in STEPWISE]


def doom(fate: Collection[Place], ledger: int) -> None:
    """In a forked worker: die in the first of these places, having written its name into a pipe."""
    global _ledger
    _fate.update(fate)
    _ledger = ledger


def lay() -> None:
    """Nobody dies before `doom`."""
    _trap(claiming, "lend", lambda channel, **_named: channel.kind, before=IN_THE_CLAIM)
    _trap(sending, "give_back", lambda lease: lease.channel.kind, before=IN_THE_SETTLING)
    _trap(sending, "run_errand", lambda claim, **_named: claim.publication.channel.kind, before=AFTER_THE_CLAIM)
    _trap(sending, "run_errand", _kind_of_a_step, after=BETWEEN_STEPS)
    _trap(Adapter, "_note_request", lambda adapter, _response: adapter.kind, after=IN_THE_CONVERSATION)
    for adapter in ADAPTERS.values():
        for verb, step in (
            ("publish", AFTER_THE_NETWORK),
            ("look_up", IN_A_LOOK_UP),
            ("retract", IN_TAKING_BACK),
        ):
            _trap(adapter, verb, lambda adapter, *_told: adapter.kind, after=step)


def _kind_of_a_step(claim: Any, **_named: Any) -> str:
    """Of a publication that has begun and goes on later; nowhere otherwise."""
    row = claim.publication
    return row.channel.kind if row.progress and row.state == "planned" else ""


def _trap(owner: Any, name: str, kind: Callable[..., str], *, before: str = "", after: str = "") -> None:
    verb = getattr(owner, name)

    @wraps(verb)
    def mortal(*given: Any, **named: Any) -> Any:
        _pass(before, kind, given, named)
        try:
            return verb(*given, **named)
        finally:
            _pass(after, kind, given, named)

    setattr(owner, name, mortal)


def _pass(step: str, kind: Callable[..., str], given: Any, named: Any) -> None:
    if step and (place := (step, kind(*given, **named))) in _fate:
        os.write(_ledger, f"{'|'.join(place)}\n".encode())
        os.kill(os.getpid(), signal.SIGKILL)
