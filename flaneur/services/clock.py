"""The clock of the workers: on PostgreSQL the database's, which is the same for every host, whatever theirs say."""

from datetime import UTC, datetime

from django.db import connection
from django.utils import timezone


def database_now() -> datetime:
    """Asked each time: a lease must not end early because its host's clock was set, or because the host slept."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now.astimezone(UTC)
