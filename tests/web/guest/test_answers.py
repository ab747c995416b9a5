"""What a guest reads of the answers to their own finds: no attack, nobody they muted, nothing they gave away."""

from datetime import timedelta

import pytest

from flaneur.core.find import FindState
from flaneur.models import Journal, Mute, Reply
from flaneur.services.listening import forget_old_replies
from tests.makers import NOW, make_channel, make_find, make_guest, make_reply, make_residency

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]


@pytest.fixture
def channel(city):
    return make_channel(city, name="Panneau")


@pytest.fixture
def find(channel, guest):
    return make_find(guest, state=FindState.PUBLISHED)


@pytest.fixture
def phone(client, find):
    client.force_login(find.guest.user)
    return client


def page_of(find):
    return f"/paris/en/guest/find/{find.pk}/"


def test_kind_words_are_read_and_what_hurts_is_not(phone, channel, find):
    make_reply(channel, find, text="Merci, on y va ce soir !")
    make_reply(channel, find, text="Espèce de …", is_harsh=True)
    make_reply(channel, find, text="Déjà signalé", reported_at=NOW)
    make_reply(channel, text="Une mention de la ville")
    page = phone.get(page_of(find)).text
    assert "Merci, on y va ce soir !" in page
    assert all(words not in page for words in ("Espèce", "Déjà signalé", "Une mention"))


def test_strangers_words_are_shown_as_words(phone, channel, find):
    make_reply(channel, find, text="<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in phone.get(page_of(find)).text


def test_only_twenty_are_shown_and_the_rest_is_counted(phone, channel, find):
    for number in range(22):
        make_reply(channel, find, text=f"No. {number}.", posted_at=NOW - timedelta(minutes=number))
    page = phone.get(page_of(find)).text
    assert "No. 19." in page
    assert "No. 20." not in page
    assert "And 2 older ones" in page


def test_an_answer_that_hurts_goes_to_the_desk_and_out_of_sight(phone, channel, find):
    reply = make_reply(channel, find, state="seen")
    page = phone.post(f"{page_of(find)}answers/{reply.pk}/report/", follow=True).text
    assert "Given to the desk" in page
    assert reply.text not in page
    reply.refresh_from_db()
    assert (reply.state, reply.reported_at) == ("new", NOW)
    assert Journal.objects.get(verb="report_reply").details == {}
    assert phone.post(f"{page_of(find)}answers/{reply.pk}/report/").status_code == 404


def test_who_is_muted_is_not_read_until_the_stay_is_over_and_never_for_others(phone, city, channel, find):
    reply = make_reply(channel, find, text="Encore moi")
    make_reply(channel, find, text="Encore moi, plus tard")
    make_reply(channel, find, text="Une autre", author="voisine")
    page = phone.post(f"{page_of(find)}answers/{reply.pk}/mute/", follow=True).text
    assert "Encore moi" not in page
    assert "Une autre" in page
    mute = Mute.objects.get()
    assert mute.until == find.residency.ends_at + timedelta(hours=48)
    assert "passante" not in str(list(Journal.objects.values()))
    assert Reply.objects.filter(author="passante").count() == 2
    page = phone.post(f"{page_of(find)}answers/", follow=True).text
    assert "Encore moi" in page


def test_a_mute_is_forgotten_with_the_stay(channel, find):
    Mute.objects.create(guest=find.guest, channel=channel, author="passante", until=NOW)
    forget_old_replies(now=NOW)
    assert not Mute.objects.exists()


def test_nobody_touches_answers_to_somebody_elses_find(client, city, channel, find):
    other = make_guest(city, slug="samir")
    make_residency(other, starts_at=NOW + timedelta(days=5))
    client.force_login(other.user)
    reply = make_reply(channel, find)
    for path in ("answers/", f"answers/{reply.pk}/mute/", f"answers/{reply.pk}/report/"):
        assert client.post(page_of(find) + path).status_code in {403, 404}
    assert (Mute.objects.count(), Reply.objects.get().reported_at) == (0, None)
