"""Silence by scope: what it holds, what it leaves alone, who lifts it, and that nothing slips through a crack."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from flaneur.core.errors import NotAllowed, Unfit
from flaneur.core.find import FindState
from flaneur.core.roles import Role
from flaneur.core.silence import Scope
from flaneur.models import City, Journal, Publication, Silence, User
from flaneur.services.planning import plan_find
from flaneur.services.publishing import release_publication
from flaneur.services.silences import lift_silence, press_silence, press_silence_everywhere
from tests.makers import NOW, make_channel, make_city, make_editor, make_find, make_guest, make_residency

LATER = NOW + timedelta(hours=8)


@pytest.fixture
def subjects(city, find, channel, guest):
    return {"channel": channel, "guest": guest, "find": find}


@pytest.fixture
def other(guest, find):
    """A second find of the same guest, planned as well."""
    return make_find(guest, state=FindState.APPROVED)


def states(find):
    return {row.channel.kind: row.state for row in find.publications.select_related("channel")}


HELD = {
    "channel": ({"site": "planned", "scripted": "held"}, {"site": "planned", "scripted": "held"}),
    "guest": ({"site": "held", "scripted": "held"}, {"site": "held", "scripted": "held"}),
    "find": ({"site": "held", "scripted": "held"}, {"site": "planned", "scripted": "planned"}),
}


@pytest.mark.parametrize("scope", HELD)
def test_each_scope_holds_its_own_and_nothing_else(city, subjects, find, other, editor, now, scope):
    held = press_silence(city, by=editor, now=now, on=subjects[scope], why="Un orage.")
    assert (states(find), states(other)) == HELD[scope]
    assert held == sum(state == "held" for one in HELD[scope] for state in one.values())
    assert City.objects.get(pk=city.pk).silenced_at is None, "the public page of the city says nothing"
    line = Journal.objects.get(verb="press_silence_on")
    assert (line.by, line.why, line.details["held"]) == (editor, "Un orage.", held)


@pytest.mark.parametrize("scope", HELD)
def test_what_is_planned_meanwhile_is_held_as_well(city, subjects, find, guest, editor, now, scope):
    press_silence(city, by=editor, now=now, on=subjects[scope])
    Publication.objects.all().delete()
    plan_find(find, by=editor, now=now)
    assert states(find) == HELD[scope][0]


@pytest.mark.parametrize("scope", HELD)
def test_a_row_the_press_has_missed_is_caught_in_its_claim(city, subjects, find, editor, at_slot, work, network, scope):
    press_silence(city, by=editor, now=at_slot.now, on=subjects[scope])
    find.publications.update(state="planned", wake_at=at_slot.now)
    work()
    assert states(find)["scripted"] in {"held", "planned"}
    assert network.arrived == []


@pytest.mark.parametrize("scope", HELD)
def test_nothing_is_released_within_it(city, subjects, find, publication, editor, now, scope):
    press_silence(city, by=editor, now=now, on=subjects[scope])
    with pytest.raises(Unfit, match="Silence is on"):
        release_publication(Publication.objects.get(pk=publication.pk), by=editor, now=now)


@pytest.mark.parametrize("scope", HELD)
def test_lifted_it_lets_go_one_by_one(city, subjects, find, home, publication, editor, at_slot, work, network, scope):
    press_silence(city, by=make_editor(city, Role.ON_CALL), now=NOW, on=subjects[scope])
    assert lift_silence(city.silences.get(), by=editor, now=NOW) is True
    assert work() == (1 if scope == "channel" else 0)
    for row in (home, publication):
        row.refresh_from_db()
        if row.state == "held":
            release_publication(row, by=editor, now=at_slot.now)
    work()
    assert len(network.arrived) == 1


@pytest.mark.parametrize("scope", HELD)
def test_the_journal_names_it_but_keeps_no_word_of_a_find(city, subjects, editor, now, scope):
    press_silence(city, by=editor, now=now, on=subjects[scope])
    lift_silence(city.silences.get(), by=make_editor(city, Role.CHIEF), now=now)
    lines = Journal.objects.filter(verb__in=["press_silence_on", "lift_silence_on"])
    assert {(line.subject, line.subject_key) for line in lines} == {(scope, str(subjects[scope].pk))}
    named = [] if scope == "find" else [str(subjects[scope])] * 2
    assert [line.details["name"] for line in lines if "name" in line.details] == named


def test_the_same_silence_pressed_twice_is_pressed_once(city, channel, editor, now):
    press_silence(city, by=editor, now=now, on=channel)
    press_silence(city, by=editor, now=now, on=channel)
    assert city.silences.count() == 1
    lift_silence(city.silences.get(), by=make_editor(city, Role.CHIEF), now=now)
    press_silence(city, by=editor, now=now, on=channel)
    assert city.silences.count() == 2


def test_it_outlasts_the_time_it_was_thought_to_end_and_only_reminds(city, find, editor, at_slot, work, network):
    press_silence(city, by=editor, now=NOW, until=NOW + timedelta(minutes=1))
    assert work() == 0
    assert list(Silence.objects.overdue(at_slot.now)) == [city.silences.get()]
    assert network.arrived == []


class TestTwoPeople:
    def test_whoever_pressed_it_does_not_lift_it(self, city, editor, now):
        make_editor(city, Role.CHIEF)
        press_silence(city, by=editor, now=now)
        with pytest.raises(NotAllowed, match="somebody else lifts it"):
            lift_silence(city.silences.get(), by=editor, now=now)
        assert city.silences.active().count() == 1

    def test_unless_nobody_else_could_and_then_the_journal_says_so(self, city, editor, now):
        make_editor(city, Role.ON_CALL)
        press_silence(city, by=editor, now=now)
        assert lift_silence(city.silences.get(), by=editor, now=now) is False
        assert Journal.objects.get(verb="lift_silence").details == {"alone": True}

    def test_somebody_whose_account_is_closed_is_nobody_else(self, city, editor, now):
        User.objects.filter(pk=make_editor(city, Role.CHIEF).pk).update(is_active=False)
        press_silence(city, by=editor, now=now)
        assert lift_silence(city.silences.get(), by=editor, now=now) is False

    def test_an_observer_neither_presses_nor_lifts(self, city, channel, editor, now):
        observer = make_editor(city, Role.OBSERVER)
        with pytest.raises(NotAllowed):
            press_silence(city, by=observer, now=now, on=channel)
        press_silence(city, by=editor, now=now, on=channel)
        with pytest.raises(NotAllowed):
            lift_silence(city.silences.get(), by=observer, now=now)


class TestTheWholeInstall:
    @pytest.fixture
    def operators(self, db):
        return [User.objects.create_superuser(f"{name}@install.example") for name in ("ada", "bob")]

    @pytest.fixture
    def nantes(self, db):
        city = make_city("nantes")
        guest = make_guest(city, slug="anouk")
        make_residency(guest)
        make_channel(city)
        return make_find(guest, state=FindState.APPROVED)

    def test_falls_silent_at_once_and_speaks_again_by_two(self, find, nantes, operators, city, editor, now):
        ada, bob = operators
        assert press_silence_everywhere(by=ada, now=now, why="Deuil national.") == 4
        assert set(states(find).values()) == set(states(nantes).values()) == {"held"}
        assert City.objects.filter(silenced_at=now).count() == 2
        lines = Journal.objects.filter(verb="press_silence")
        assert [line.details["held"] for line in lines] == [2, 2]
        silence = Silence.objects.get(scope=Scope.INSTALL)
        with pytest.raises(NotAllowed):
            lift_silence(silence, by=ada, now=now)
        lift_silence(silence, by=bob, now=now)
        assert City.objects.filter(silenced_at__isnull=True).count() == 2
        assert set(states(find).values()) == {"held"}

    def test_a_citys_own_silence_outlasts_it(self, find, nantes, operators, city, editor, now):
        press_silence(city, by=editor, now=now)
        press_silence_everywhere(by=operators[0], now=now + timedelta(hours=1))
        lift_silence(Silence.objects.get(scope=Scope.INSTALL), by=operators[1], now=now)
        assert dict(City.objects.values_list("slug", "silenced_at")) == {"paris": now, "nantes": None}

    def test_a_city_alone_cannot_lift_it_nor_press_it(self, city, editor, operators, now):
        with pytest.raises(NotAllowed):
            press_silence_everywhere(by=editor, now=now)
        press_silence_everywhere(by=operators[0], now=now)
        with pytest.raises(NotAllowed):
            lift_silence(Silence.objects.get(), by=editor, now=now)

    def test_is_a_command(self, find, operators, capsys):
        call_command("silence", "press", by="ada@install.example", why="Deuil.")
        assert "2 publications sont retenues" in capsys.readouterr().out
        with pytest.raises(CommandError, match="quelqu’un d’autre"):
            call_command("silence", "lift", by="ada@install.example")
        call_command("silence", "lift", by="bob@install.example")
        with pytest.raises(CommandError, match="Aucun silence"):
            call_command("silence", "lift", by="bob@install.example")
        with pytest.raises(CommandError, match="Personne ici"):
            call_command("silence", "press", by="eve@install.example")


def test_no_city_silences_what_is_anothers(city, other_city, editor, now):
    theirs = make_channel(other_city)
    with pytest.raises(Unfit):
        press_silence(city, by=editor, now=now, on=theirs)
    assert not Silence.objects.exists()


def test_a_city_added_while_the_whole_install_is_silent_is_silent_until_it_is_lifted(db, now):
    first, second = (User.objects.create_superuser(f"{name}@example.org") for name in ("first", "second"))
    press_silence_everywhere(by=first, now=now)
    city = make_city("nice")
    assert City.objects.get(pk=city.pk).silenced_at == now
    lift_silence(Silence.objects.get(), by=second, now=now)
    assert City.objects.get(pk=city.pk).silenced_at is None
    assert make_city("metz").silenced_at is None
