"""An account names its guest while they hold the pen, and then says, to the letter, what it said before."""

from datetime import timedelta

import pytest

from flaneur.adapters import ADAPTERS
from flaneur.adapters.base import Refused
from flaneur.core.handover import HANDOVER_MOVES, HandoverState
from flaneur.models import Channel, Handover, Journal, Residency
from flaneur.services import handovers
from flaneur.services.agreements import agree
from flaneur.services.handovers import hand_over_due, unsaid_on, words_for
from flaneur.services.residencies import end_residency, pause_residency, resume_residency, turn_over_residencies
from flaneur.services.silences import lift_silence, press_silence, silence_of
from tests.makers import NOW, make_answers, make_editor, make_guest, make_residency

OWN = "La voix de la ville."
NAMED = "Right now, Léa holds the pen. #ParisJeTaime"


@pytest.fixture
def mastodon(cast, city):
    """The only network with words to change; the office has wished for it since a week before the stay."""
    city.languages = ["en"]
    city.save(update_fields=["languages"])
    Channel.objects.filter(city=city).update(hands_over_since=NOW - timedelta(days=10))
    return cast["mastodon"].stage.network


@pytest.fixture
def stay(guest):
    residency = make_residency(guest)
    Residency.objects.filter(pk=residency.pk).update(state="live")
    residency.refresh_from_db()
    return residency


@pytest.fixture
def turn(clock):
    def _turn(**later):
        clock.now += timedelta(**later or {"minutes": 1})
        turn_over_residencies(now=clock.now)
        return hand_over_due(owner="a worker", clock=clock)

    return _turn


def test_it_names_the_guest_from_beginning_to_end_and_says_what_it_said(mastodon, stay, turn):
    mastodon.memory.note = "Deux lignes,\n  et un blanc. "
    assert turn() == 1
    assert mastodon.memory.note == NAMED
    assert turn() == 0
    assert turn(days=4) == 1
    assert mastodon.memory.note == "Deux lignes,\n  et un blanc. "
    assert turn() == 0
    assert list(Journal.objects.filter(verb__endswith="_account").order_by("pk").values_list("verb", flat=True)) == [
        "name_account",
        "restore_account",
    ]


def test_it_is_off_until_the_office_wishes_it_and_the_guest_has_read_so(mastodon, stay, turn, clock):
    Channel.objects.update(hands_over_since=None)
    assert turn() == 0
    Channel.objects.update(hands_over_since=clock.now)
    assert turn() == 0
    agree(stay, make_answers(), by=stay.guest.user, now=clock.now)
    assert turn() == 1
    assert mastodon.memory.note == NAMED


def test_a_stay_that_is_cut_short_or_paused_gives_the_words_back(mastodon, stay, turn, clock):
    editor = make_editor(stay.city)
    turn()
    pause_residency(stay, by=editor, now=clock.now, why="a storm")
    turn()
    assert mastodon.memory.note == OWN
    resume_residency(stay, by=editor, now=clock.now)
    turn()
    assert mastodon.memory.note == NAMED
    end_residency(stay, by=editor, now=clock.now, why="enough")
    turn()
    assert mastodon.memory.note == OWN


@pytest.mark.parametrize("fields", [{"hands_over_since": None}, {"state": "read-only"}])
def test_an_office_that_wishes_it_no_more_gets_its_words_back(mastodon, stay, turn, fields):
    turn()
    Channel.objects.filter(kind="mastodon").update(**fields)
    turn()
    assert mastodon.memory.note == OWN
    assert turn() == 0


def test_who_comes_too_late_does_not_take_the_guests_name_for_the_original(mastodon, stay, clock, monkeypatch):
    """Another worker names the guest between this one's look and its lease."""
    real = handovers.borrow

    def late(*channels, **how):
        monkeypatch.setattr(handovers, "borrow", real)
        assert hand_over_due(owner="another worker", clock=clock) == 1
        return real(*channels, **how)

    monkeypatch.setattr(handovers, "borrow", late)
    assert hand_over_due(owner="a worker", clock=clock) == 0
    assert (Handover.objects.get().original, mastodon.memory.note) == (OWN, NAMED)


def test_silence_gives_the_words_back_and_the_voice_returns_with_its_lifting(mastodon, stay, turn, clock, city):
    editor, chief = make_editor(city), make_editor(city, "chief")
    turn()
    press_silence(city, by=editor, now=clock.now)
    turn()
    assert mastodon.memory.note == OWN
    lift_silence(silence_of(city), by=chief, now=clock.now)
    turn()
    assert mastodon.memory.note == NAMED
    press_silence(city, by=editor, now=clock.now, on=stay.guest)
    turn()
    assert mastodon.memory.note == OWN


def test_what_somebody_wrote_there_meanwhile_stays(mastodon, stay, turn):
    turn()
    mastodon.memory.note = "L’office est fermé lundi."
    turn(days=4)
    assert mastodon.memory.note == "L’office est fermé lundi."
    assert Handover.objects.get().state == "left alone"
    assert turn() == 0


@pytest.mark.parametrize("written", [f"{NAMED}\n", "Right now, Le\u0301a holds  the pen.\r\n#ParisJeTaime"])
def test_what_a_server_hands_back_a_little_otherwise_is_still_ours(mastodon, stay, turn, written):
    """Neither taken for the original when the answer was lost, nor left there for good."""
    mastodon.faults.drops = True
    turn()
    mastodon.faults.drops = False
    mastodon.memory.note = written
    turn(hours=25)
    assert Handover.objects.get().original == OWN
    mastodon.memory.note = written
    turn(days=4)
    assert mastodon.memory.note == OWN


def test_the_longest_name_fits_every_networks_words(stay, city):
    """Bluesky takes 256 graphemes and 2,560 bytes (app.bsky.actor.profile), Mastodon 500 letters."""
    stay.guest.name, city.brand_tag, stay.city = "👩🏽‍🚒" * 20, f"#{'É' * 59}", city
    for language in ("fr", "en"):
        city.languages = [language]
        said = words_for(stay)
        assert city.brand_tag in said
        assert (len(said) <= 256, len(said.encode()) <= 2560) == (True, True)


@pytest.mark.parametrize("name", ["Anne", "Le Havre", "Léa"])
def test_no_name_needs_an_elision(stay, city, name):
    stay.guest.name, city.languages, stay.city = name, ["fr"], city
    assert words_for(stay) == f"En ce moment, c’est {name} qui tient la plume. #ParisJeTaime"


@pytest.mark.parametrize("fault", ["drops", "broken", "busy"])
def test_whatever_answer_is_lost_the_original_is_not(mastodon, stay, turn, fault):
    """With `drops` the words were changed, and nobody told us."""
    setattr(mastodon.faults, fault, True)
    turn()
    setattr(mastodon.faults, fault, False)
    assert Handover.objects.get().state == "ahead"
    turn(hours=25)
    assert mastodon.memory.note == NAMED
    setattr(mastodon.faults, fault, True)
    turn(days=3)
    setattr(mastodon.faults, fault, False)
    turn(hours=25)
    assert mastodon.memory.note == OWN
    assert Handover.objects.get().state == "restored"


def refused(reconnect):
    def refuse(_adapter, _profile):
        raise Refused("The network does not allow this account to do that.", reconnect=reconnect)

    return refuse


@pytest.mark.parametrize("reconnect", [True, False])
def test_what_cannot_be_put_back_is_told_to_the_desk_once(mastodon, stay, turn, monkeypatch, reconnect):
    turn()
    with monkeypatch.context() as strict:
        strict.setattr(ADAPTERS["mastodon"], "set_profile", refused(reconnect))
        turn(days=4)
        assert turn(hours=25) == 1
    channel = Channel.objects.get(kind="mastodon")
    sentence = "The network does not allow this account to do that."
    assert channel.trouble == (sentence if reconnect else "")
    assert unsaid_on(stay.city) == {channel.pk}
    lines = Journal.objects.about(channel).filter(verb="refuse_account")
    assert list(lines.values_list("why", flat=True)) == [sentence]
    turn(hours=49)
    assert (mastodon.memory.note, unsaid_on(stay.city)) == (OWN, set())


def test_a_stay_that_ends_before_the_answer_came_is_put_back_as_well(mastodon, stay, turn):
    mastodon.faults.drops = True
    turn()
    mastodon.faults.drops = False
    assert mastodon.memory.note == NAMED
    turn(days=4)
    assert mastodon.memory.note == OWN


def test_the_next_guest_is_named_after_the_words_are_back(mastodon, stay, turn, city):
    turn()
    samir = make_guest(city, name="Samir", slug="samir")
    make_residency(samir, stay.ends_at, stay.ends_at + timedelta(days=2))
    assert turn(days=4) == 2
    assert mastodon.memory.note == NAMED.replace("Léa", "Samir")
    assert Handover.objects.get(state="named").original == OWN
    turn(days=3)
    assert mastodon.memory.note == OWN


def test_every_state_is_reached():
    assert set(HANDOVER_MOVES.values()) == set(HandoverState)
