"""A link that is still good stands in no line of the log, whatever its request came to."""

import logging
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from django.urls import get_resolver

from flaneur.models import SignInLink
from flaneur.services.people import make_link
from flaneur.web.account import views
from flaneur.web.account.log import WithoutSecrets
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


def routes(patterns, before=""):
    """Every address of ours, as a whole, with the names of its parameters that are plain text."""
    for each in patterns:
        address = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from routes(each.url_patterns, address)
        else:
            yield address, set(re.findall(r"<str:(\w+)>", address))


def written_for(address):
    """The line Django's own logger would leave of a request."""
    line = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Gone", address), None)
    WithoutSecrets().filter(line)
    return line.getMessage()


@pytest.mark.parametrize("urlconf", ["flaneur.urls", "flaneur.web.urls"])
def test_no_address_of_ours_leaves_its_secret_in_the_log(urlconf):
    """A secret in an address is called token; a parameter of another name is known here for what it is."""
    found = list(routes(get_resolver(urlconf).url_patterns, "/"))
    assert {name for _address, names in found for name in names} <= {"token", "name"}
    lines = [written_for(address.replace("<str:token>", "kept-secret")) for address, names in found if "token" in names]
    assert lines
    assert [line for line in lines if "kept-secret" in line or "…" not in line] == []


def test_nor_does_what_a_network_brings_back_with_a_yes():
    assert written_for("/fr/desk/channels/consent/?state=mine&code=theirs&x=1") == (
        "Gone: /fr/desk/channels/consent/?state=…&code=…&x=1"
    )


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
