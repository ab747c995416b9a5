"""A link that is still good stands in no line of the log, whatever its request came to."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client

from flaneur.models import SignInLink
from flaneur.services.people import make_link
from flaneur.web.account import views
from tests.makers import NOW, make_residency

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]


@pytest.fixture
def log():
    """What the console's own handler writes."""
    (console,) = (handler for handler in logging.getLogger().handlers if handler.name == "console")
    written = StringIO()
    before = console.setStream(written)
    yield written
    console.setStream(before)


def broken(*_args, **_options):
    raise RuntimeError("no such thing")


@pytest.mark.parametrize("mount", ["/paris", "", "/lille"])
def test_a_secret_that_is_still_good_is_in_no_log(log, city, guest, monkeypatch, mount):
    make_residency(guest, NOW + timedelta(days=9))
    secret = make_link(guest.user, leads_to="/", now=NOW)
    address = f"{mount}/account/link/{secret}"
    Client().post(address)
    Client().get(f"{address}/further")
    Client(enforce_csrf_checks=True).post(address)
    monkeypatch.setattr(views, "_open_door", broken)
    Client(raise_request_exception=False).post(address)
    assert SignInLink.objects.get().used_at is None
    assert len(log.getvalue().splitlines()) >= 3
    assert f"{mount}/account/link/…" in log.getvalue()
    assert secret not in log.getvalue()
