"""The answer to “would you hold the pen?”: two buttons behind a link, in a browser nobody is signed in with."""

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult

from flaneur.models import Guest, Proposal, User
from flaneur.services.proposals import propose
from tests.makers import NOW

ANA = "ana@example.org"


@pytest.fixture(autouse=True)
def _this_moment():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def link(city, editor):
    propose(city, email=ANA, by=editor, now=NOW)
    body = DBTaskResult.objects.get().args_kwargs["args"][2]
    return "/paris/en/asked/" + body.partition("/asked/")[2].partition("/")[0] + "/"


def test_opening_the_link_answers_nothing(client, link):
    for _scanner_and_person in range(2):
        page = client.get(link)
        assert (page.status_code, page.headers["Cache-Control"].split(",")[0]) == (200, "max-age=0")
    assert "editor Paris, of Paris’s desk" in page.text
    assert Proposal.objects.count() == 1


def test_a_yes_is_a_guest_under_the_name_they_choose(client, link):
    page = client.post(link, {"answer": "yes", "name": "Ana B.", "trade": "horlogère", "district": "2e"})
    assert "Lovely, Ana B." in page.text
    guest = Guest.objects.get()
    assert (guest.name, guest.slug, guest.user.email) == ("Ana B.", "ana-b", ANA)
    assert (guest.trade, guest.district) == ({"fr": "horlogère"}, "2e")
    assert client.get(link).status_code == 410


def test_a_yes_without_a_name_is_asked_again(client, link):
    page = client.post(link, {"answer": "yes", "name": "", "trade": "horlogère"})
    assert page.status_code == 422
    assert "horlogère" in page.text
    assert Proposal.objects.count() == 1


def test_a_no_erases_the_address(client, link):
    assert "Your address is gone from here" in client.post(link, {"answer": "no"}).text
    assert not Proposal.objects.exists()
    assert not User.objects.filter(email=ANA).exists()
    assert client.post(link, {"answer": "yes", "name": "Ana"}).status_code == 410


def test_a_guessed_link_and_one_of_another_city_answer_nothing(client, link, other_city):
    for address in ("/paris/en/asked/guessed/", link.replace("/paris/", "/nantes/")):
        assert [client.get(address).status_code, client.post(address, {"answer": "no"}).status_code] == [410, 410]
    assert Proposal.objects.count() == 1
