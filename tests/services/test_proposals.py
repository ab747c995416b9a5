"""Asked before anything is kept: an address for two weeks, then a guest, or nothing at all."""

from datetime import timedelta

import pytest
from django.core.serializers import serialize
from django_tasks_db.models import DBTaskResult

from flaneur.core.errors import NotAllowed, TooLate
from flaneur.models import Guest, Journal, Proposal, User
from flaneur.services.people import welcome_guest
from flaneur.services.proposals import (
    accept_proposal,
    decline_proposal,
    forget_old_proposals,
    proposal_for,
    propose,
    withdraw_proposal,
)
from flaneur.services.working import tidy
from tests.makers import NOW, make_editor, make_guest

ANA = "ana@example.org"
LIFE = timedelta(days=14)


def secrets_sent():
    bodies = [row.args_kwargs["args"][2] for row in DBTaskResult.objects.order_by("enqueued_at")]
    return [body.partition("/asked/")[2].partition("/")[0] for body in bodies]


def test_a_question_keeps_an_address_and_its_letter_the_only_way_in(city, editor):
    proposal = propose(city, email="Ana@Example.org", by=editor, now=NOW)
    (secret,) = secrets_sent()
    assert (proposal.email, proposal.expires_at) == (ANA, NOW + LIFE)
    assert secret not in serialize("json", Proposal.objects.all())
    assert proposal_for(city, secret, now=NOW) == proposal
    assert not User.objects.filter(email=ANA).exists()


def test_a_yes_makes_a_guest_once(city, editor):
    proposal = propose(city, email=ANA, by=editor, now=NOW)
    guest = accept_proposal(proposal, name="Ana", slug="ana", now=NOW, district="2e")
    assert (guest.user.email, guest.district) == (ANA, "2e")
    assert not Proposal.objects.exists()
    with pytest.raises(TooLate):
        accept_proposal(proposal, name="Ana", slug="ana-2", now=NOW)
    assert Guest.objects.count() == 1


def test_whoever_is_welcomed_meanwhile_has_no_question_left(city, other_city, editor):
    proposal = propose(city, email=ANA, by=editor, now=NOW)
    elsewhere = propose(other_city, email=ANA, by=make_editor(other_city), now=NOW)
    welcome_guest(city, email="Ana@Example.org", name="Ana", slug="ana", by=editor, now=NOW)
    assert list(Proposal.objects.all()) == [elsewhere]
    with pytest.raises(TooLate):
        accept_proposal(proposal, name="Ana", slug="ana-2", now=NOW)


def test_a_question_that_outlived_a_welcome_is_too_late(city, editor):
    proposal = propose(city, email=ANA, by=editor, now=NOW)
    make_guest(city, slug="ana", email=ANA)
    again = Proposal.objects.create(
        city=city, email=ANA, digest=proposal.digest, asked_by=editor, expires_at=proposal.expires_at
    )
    with pytest.raises(TooLate):
        accept_proposal(again, name="Ana", slug="ana-2", now=NOW)
    assert Guest.objects.count() == 1


def test_the_worker_forgets_them_by_itself(city, editor):
    propose(city, email=ANA, by=editor, now=NOW)
    tidy(now=NOW + LIFE)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("by_whom", ["by them", "by the desk", "by time"])
def test_a_no_leaves_nothing(city, editor, by_whom):
    proposal = propose(city, email=ANA, by=editor, now=NOW)
    if by_whom == "by them":
        decline_proposal(proposal, now=NOW)
    elif by_whom == "by the desk":
        withdraw_proposal(proposal, by=editor, now=NOW)
    else:
        assert forget_old_proposals(now=NOW + LIFE - timedelta(seconds=1)) == 0
        assert forget_old_proposals(now=NOW + LIFE) == 1
    assert not Proposal.objects.exists()
    assert not User.objects.filter(email=ANA).exists()
    assert "ana" not in serialize("json", Journal.objects.all()).lower()


def test_a_link_is_of_one_city_and_of_two_weeks(city, other_city, editor):
    propose(city, email=ANA, by=editor, now=NOW)
    (secret,) = secrets_sent()
    for asked in ((city, secret, NOW + LIFE), (other_city, secret, NOW), (city, "guessed", NOW)):
        with pytest.raises(TooLate):
            proposal_for(*asked[:2], now=asked[2])


def test_asked_again_the_old_link_is_dead(city, editor):
    for minutes in (0, 5):
        propose(city, email=ANA, by=editor, now=NOW + timedelta(minutes=minutes))
    old, new = secrets_sent()
    assert proposal_for(city, new, now=NOW).email == ANA
    with pytest.raises(TooLate):
        proposal_for(city, old, now=NOW)


def test_an_answer_to_the_old_letter_does_not_count_once_a_new_one_left(city, editor):
    old = propose(city, email=ANA, by=editor, now=NOW)
    propose(city, email=ANA, by=editor, now=NOW)
    with pytest.raises(TooLate):
        decline_proposal(old, now=NOW)
    assert Proposal.objects.count() == 1


def test_a_guest_is_not_asked_and_a_stranger_asks_nobody(city, guest, editor):
    with pytest.raises(NotAllowed, match="among your guests"):
        propose(city, email=guest.user.email, by=editor, now=NOW)
    with pytest.raises(NotAllowed):
        propose(city, email=ANA, by=guest.user, now=NOW)
    assert not Proposal.objects.exists()
