"""The workers' clock: one for all hosts that share a database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from flaneur.services.clock import shared_clock

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_what_this_host_believes_counts_only_where_it_is_alone():
    now = shared_clock(lambda: LONG_AGO)()
    assert now.tzinfo == UTC
    if connection.vendor == "postgresql":
        assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)
    else:
        assert now == LONG_AGO
