"""The clock of the workers: on PostgreSQL the database's, which is the same for every host, whatever theirs say."""

from datetime import UTC, datetime

from django.db import connection

from flaneur.services.sending import Clock


def shared_clock(own: Clock) -> Clock:
    """The database's clock where hosts share one, else the caller's own: there is no other host then."""
    return database_now if connection.vendor == "postgresql" else own


def database_now() -> datetime:
    """Asked each time: a lease must not end early because its host's clock was set, or because the host slept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now.astimezone(UTC)
