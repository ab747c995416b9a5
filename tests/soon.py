"""Waiting for what another thread or process is about to do."""

import time
from collections.abc import Callable


def soon(condition: Callable[[], object], seconds: float = 15) -> bool:
    """Whether the condition comes true within the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False
