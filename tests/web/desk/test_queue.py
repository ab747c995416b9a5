"""The queue: the oldest first, with its age, and what needs a decision above it."""

from datetime import timedelta

import pytest

from flaneur.core.find import FindState
from flaneur.core.roles import Role
from flaneur.models import Publication
from flaneur.services.review import vouch_for_find
from tests.makers import NOW, make_channel, make_find, make_photo, make_publication
from tests.web.desk.conftest import DESK


def test_the_oldest_comes_first_and_its_age_is_the_headline(sit, writer):
    make_find(writer, words="La plus jeune.", now=NOW - timedelta(minutes=5))
    make_find(writer, words="La plus ancienne.", now=NOW - timedelta(hours=3))
    page = sit().get(DESK)
    assert [card.find.words for card in page.context["cards"]] == ["La plus ancienne.", "La plus jeune."]
    assert "2 finds are waiting" in page.text
    assert "3\xa0hours" in page.text


def test_an_empty_queue_is_said_kindly(sit):
    assert "Nobody is waiting" in sit().get(DESK).text


def test_a_card_says_what_the_charter_has_to_say(sit, writer):
    make_photo(make_find(writer, words="Je suis Léa. Un chat. #parisjetaime"), alt="")
    (card,) = sit().get(DESK).context["cards"]
    assert [remark.rule for remark in card.remarks] == ["brand_tag", "alt_text"]
    assert card.is_blocked
    assert not card.is_held


def test_a_card_that_a_rule_holds_says_so_until_somebody_vouched(sit, writer, editor):
    find = make_find(writer, words="On peut sauter la grille.")
    (card,) = sit().get(DESK).context["cards"]
    assert card.is_held
    vouch_for_find(find, by=editor, now=NOW)
    (card,) = sit().get(DESK).context["cards"]
    assert not card.is_held


@pytest.mark.parametrize(("state", "word"), [("unsure", "unsure"), ("failed", "refused")])
def test_what_needs_a_decision_stands_above_the_queue(sit, writer, state, word):
    row = make_publication(make_find(writer, state=FindState.APPROVED))
    Publication.objects.filter(pk=row.pk).update(state=state, wake_at=None)
    page = sit().get(DESK)
    assert list(page.context["decisions"]) == [row]
    assert f"{DESK}publication/{row.pk}/" in page.text
    assert word in page.text


def test_a_find_waits_on_its_own_desk_only(sit, other_city, writer):
    make_find(writer, words="Un secret de Paris.")
    nantes = sit()
    assert nantes.get("/nantes/en/desk/").status_code == 404
    assert "Un secret de Paris." in nantes.get(DESK).text


def test_an_observer_sees_the_queue(sit, writer):
    make_find(writer, words="Trois marches.")
    assert "Trois marches." in sit(Role.OBSERVER).get(DESK).text


def test_a_stranger_finds_no_desk(stranger, city):
    assert stranger.get(DESK).status_code == 404


def test_nobody_is_asked_to_sign_in(client, city):
    answer = client.get(DESK)
    assert answer.status_code == 302
    assert answer.url == f"/paris/en/account/login/?next={DESK}"


@pytest.mark.parametrize("number", ["0", "99", "two"])
def test_a_page_that_does_not_exist_is_the_nearest_one(sit, writer, number):
    find = make_find(writer)
    assert [card.find for card in sit().get(DESK, {"page": number}).context["cards"]] == [find]


def test_three_finds_cost_the_queries_of_one(sit, writer, django_assert_num_queries):
    make_channel(writer.city)
    make_photo(make_find(writer, words="Une."))
    client = sit()
    with django_assert_num_queries(20) as one:
        client.get(DESK)
    for words in ("Deux.", "Trois."):
        make_photo(make_find(writer, words=words))
    with django_assert_num_queries(len(one)):
        client.get(DESK)
