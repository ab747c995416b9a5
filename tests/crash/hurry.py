"""The engine's patience, the adapters' and the networks', cut from minutes to less than seconds, and in proportion.

What must outlast what stays so: a network is slower than the client waits, a conversation ends before its lease, and a
look-up comes after everything a network may still be busy with.
"""

from datetime import timedelta
from typing import Any

import httpx

from flaneur.adapters import ADAPTERS, graph, guard, mastodon, meta, moments, x
from flaneur.rehearsal import mastodon as instance
from flaneur.services import claiming, planning, settling
from tests.crash.towns import MANY

CLIENT, CONVERSATION = 0.25, 0.7
"""Seconds a request waits for its answer, and all of an errand together; a network's slowness is 0.35."""
LEASE, ECHO = timedelta(seconds=1.5), timedelta(seconds=1)
LAST_WORD = timedelta(seconds=CONVERSATION) + ECHO
PATIENCE = timedelta(seconds=0.2)
MOMENT = timedelta(seconds=0.1)


def hurry() -> None:
    """For the rest of this process, and of those it forks. Mastodon forgets keys: some servers ignore them."""
    _set(claiming, LEASE=LEASE, ECHO=ECHO, LAST_WORD=LAST_WORD)
    _set(planning, STAGGER=timedelta())
    _set(settling, patience=lambda _attempts, jitter: PATIENCE * (0.5 + jitter))
    _set(guard, _PATIENCE=httpx.Timeout(CLIENT, connect=1))
    guard.guarded_client.__kwdefaults__["seconds"] = CONVERSATION
    _set(moments, LONGEST_WAIT=0.3)
    _set(meta, LATER=MOMENT * 3)
    _set(graph, LATER=MOMENT * 3, SOON=MOMENT, AGAIN=MOMENT)
    _set(mastodon, DIGESTION=MOMENT)
    _set(x, PATIENCE=MOMENT)
    _set(instance, MOST_DELETES=MANY, MOST_UPLOADS=MANY, REMEMBERED=timedelta())
    for adapter in ADAPTERS.values():
        _set(adapter, paces={})


def _set(owner: Any, **values: Any) -> None:
    for name, value in values.items():
        if not hasattr(owner, name):
            raise AttributeError(f"{owner} has no {name} any more")
        setattr(owner, name, value)
