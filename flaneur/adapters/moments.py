"""What a server's headers say of time: how long it wants to be left alone, and what its own clock shows."""

import re
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import mktime_tz, parsedate_tz

import httpx

LONGEST_WAIT = 86_400.0
"""Seconds: a server may send us away for a day, not for longer; after that we ask again."""
_RESETS = ("ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset")
"""Where Bluesky, Mastodon, Pinterest and X say when a used-up rate limit begins anew."""
_FIRST_INSTANT = 1_000_000_000
"""Smaller numbers in these headers are seconds from now: no rate limit begins anew before 2001."""
_NUMBER = re.compile(r"\d{1,11}")


def wait(response: httpx.Response) -> timedelta | None:
    """The pause asked for: Retry-After in seconds or as a date, or the reset of a used-up rate limit.

    Instants are read against the answer's own Date: the server's clock, whatever ours says.
    """
    after = response.headers.get("retry-after", "")
    if _NUMBER.fullmatch(after):
        return _bounded(float(after))
    until = instant(after)
    if until is None and response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        until = instant(next((response.headers[name] for name in _RESETS if name in response.headers), ""))
        if until is not None and until < _FIRST_INSTANT:
            return _bounded(until)
    today = instant(response.headers.get("date", ""))
    return None if until is None or today is None else _bounded(until - today)


def _bounded(seconds: float) -> timedelta:
    return timedelta(seconds=min(max(seconds, 0.0), LONGEST_WAIT))


def instant(date: str) -> float | None:
    """Unix time, or a date as HTTP or ISO 8601 write it, as Unix time."""
    if _NUMBER.fullmatch(date):
        return float(date)
    with suppress(ValueError, OverflowError):
        if parsed := parsedate_tz(date):
            return float(mktime_tz(parsed))
        moment = datetime.fromisoformat(date)
        return moment.timestamp() if moment.tzinfo else None
    return None
