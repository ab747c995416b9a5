"""The workers' clock."""

from datetime import UTC, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from flaneur.services import clock
from flaneur.services.clock import database_now


@pytest.mark.django_db
def test_it_is_now_in_utc():
    now = database_now()
    assert now.tzinfo == UTC
    assert abs(now - timezone.now()) < timedelta(seconds=5)


@pytest.mark.django_db
def test_on_postgresql_it_does_not_care_what_this_host_believes(monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite the host is the only one")
    before = database_now()
    monkeypatch.setattr(clock.timezone, "now", lambda: before + timedelta(hours=1))
    assert before <= database_now() < before + timedelta(minutes=1)
