"""An account names its guest while they hold the pen, and then says, to the letter, what it said before."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import TestCase

from flaneur.adapters import ADAPTERS
from flaneur.adapters.base import Refused, TryLater
from flaneur.core.guest import Age
from flaneur.core.handover import HANDOVER_MOVES, HandoverState
from flaneur.models import Channel, Handover, Journal, Residency
from flaneur.services import handovers
from flaneur.services.agreements import agree, confirm_consent
from flaneur.services.handovers import hand_over_due, unsaid_on, words_for
from flaneur.services.media import Stored
from flaneur.services.portraits import keep_picture, lend_portrait, offer_portrait, show_portrait, withdraw_portrait
from flaneur.services.residencies import end_residency, pause_residency, resume_residency, turn_over_residencies
from flaneur.services.silences import lift_silence, press_silence, silence_of
from tests.makers import NOW, jpeg, make_answers, make_editor, make_guest, make_residency

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


class TestTheFace:
    """The account shows the guest's portrait where both wish it, and then its own picture again."""

    @pytest.fixture
    def faces(self, mastodon, stay, clock):
        """What lies in the house: the guest's portrait, shown and lent, and the account's own picture."""
        guest, editor, chief = stay.guest, make_editor(stay.city), make_editor(stay.city, "chief")
        channel = Channel.objects.get(city=stay.city, kind="mastodon")
        keep_picture(channel, jpeg(colour=(0, 0, 250)), by=chief, now=clock.now)
        Channel.objects.filter(pk=channel.pk).update(shows_portrait_since=clock.now)
        offer_portrait(guest, jpeg(colour=(250, 0, 0)), is_lent=True, by=guest.user, now=clock.now)
        show_portrait(guest, guest.portrait_offered, by=editor, now=clock.now)
        return {"guest": Stored(guest.portrait).read_bytes(), "own": Stored(channel.picture).read_bytes()}

    def test_it_is_shown_from_beginning_to_end(self, mastodon, faces, turn):
        assert turn() == 1
        assert (mastodon.memory.note, mastodon.memory.avatar) == (NAMED, faces["guest"])
        assert turn() == 0
        assert turn(days=4) == 1
        assert (mastodon.memory.note, mastodon.memory.avatar) == (OWN, faces["own"])
        assert (turn(), mastodon.memory.avatars) == (0, 2)

    @pytest.mark.parametrize("whose", ["the guest's", "the office's"])
    def test_a_no_is_heard_at_once_and_the_words_stay(self, mastodon, faces, turn, stay, clock, whose):
        turn()
        if whose == "the guest's":
            lend_portrait(stay.guest, is_lent=False, by=stay.guest.user, now=clock.now)
        else:
            Channel.objects.update(shows_portrait_since=None)
        turn()
        assert (mastodon.memory.note, mastodon.memory.avatar) == (NAMED, faces["own"])

    def test_a_portrait_that_is_erased_leaves_the_account(self, mastodon, faces, turn, stay, clock):
        turn()
        name = stay.guest.portrait
        with TestCase.captureOnCommitCallbacks(execute=True):
            withdraw_portrait(stay.guest, by=stay.guest.user, now=clock.now)
        turn()
        assert (mastodon.memory.avatar, default_storage.exists(name)) == (faces["own"], False)

    def test_one_that_is_lent_during_the_stay_appears(self, mastodon, faces, turn, stay, clock):
        lend_portrait(stay.guest, is_lent=False, by=stay.guest.user, now=clock.now)
        turn()
        assert (mastodon.memory.note, mastodon.memory.avatars) == (NAMED, 0)
        lend_portrait(stay.guest, is_lent=True, by=stay.guest.user, now=clock.now)
        turn()
        assert (mastodon.memory.note, mastodon.memory.avatar) == (NAMED, faces["guest"])

    def test_a_wish_newer_than_the_guests_yes_waits_for_another(self, mastodon, faces, turn, stay, clock):
        Channel.objects.filter(kind="mastodon").update(shows_portrait_since=clock.now + timedelta(seconds=30))
        turn()
        assert (mastodon.memory.note, mastodon.memory.avatars) == (NAMED, 0)
        lend_portrait(stay.guest, is_lent=True, by=stay.guest.user, now=clock.now)
        turn()
        assert mastodon.memory.avatar == faces["guest"]

    def test_a_minors_waits_for_the_parents_written_yes(self, mastodon, faces, turn, stay, clock):
        agree(stay, make_answers(age=Age.MINOR), by=stay.guest.user, now=clock.now)
        turn()
        assert (mastodon.memory.note, mastodon.memory.avatars) == (NAMED, 0)
        confirm_consent(stay, by=make_editor(stay.city), now=clock.now)
        turn()
        assert (mastodon.memory.note, mastodon.memory.avatar) == (NAMED, faces["guest"])

    def test_a_picture_somebody_put_there_meanwhile_stays(self, mastodon, faces, turn):
        turn()
        mastodon.memory.avatar, mastodon.memory.avatars = b"a person's", 9
        turn(days=4)
        assert (mastodon.memory.note, mastodon.memory.avatar) == (OWN, b"a person's")
        assert Handover.objects.get().state == HandoverState.LEFT

    def test_the_next_guest_does_not_take_its_place_until_the_office_gives_its_own_anew(
        self, mastodon, faces, turn, stay, clock
    ):
        turn()
        mastodon.memory.avatar, mastodon.memory.avatars = b"a person's", 9
        turn(days=4)
        samir, channel = make_guest(stay.city, name="Samir", slug="samir"), Channel.objects.get(kind="mastodon")
        offer_portrait(samir, jpeg(colour=(0, 250, 0)), is_lent=True, by=samir.user, now=clock.now)
        show_portrait(samir, samir.portrait_offered, by=make_editor(stay.city), now=clock.now)
        make_residency(samir, clock.now, clock.now + timedelta(days=9))
        turn()
        assert (mastodon.memory.avatar, unsaid_on(stay.city)) == (b"a person's", {channel.pk})
        assert "give it the account’s own anew" in Journal.objects.get(verb="refuse_account").why
        chief = stay.city.memberships.get(role="chief").user
        keep_picture(channel, jpeg(colour=(0, 0, 9)), by=chief, now=clock.now)
        turn()
        assert (mastodon.memory.avatar, unsaid_on(stay.city)) == (Stored(samir.portrait).read_bytes(), set())

    def test_a_pause_and_the_next_guest_find_the_account_as_the_house_left_it(self, mastodon, faces, turn, stay, clock):
        chief = stay.city.memberships.get(role="chief").user
        turn()
        pause_residency(stay, by=chief, now=clock.now, why="a storm")
        turn()
        resume_residency(stay, by=chief, now=clock.now)
        turn()
        assert (mastodon.memory.note, mastodon.memory.avatar) == (NAMED, faces["guest"])

    def test_words_somebody_wrote_meanwhile_stay_and_the_picture_is_put_back(self, mastodon, faces, turn):
        turn()
        mastodon.memory.note = "Une autre."
        turn(days=4)
        assert (mastodon.memory.note, mastodon.memory.avatar) == ("Une autre.", faces["own"])

    def test_words_somebody_writes_while_the_picture_is_put_back_stay_as_well(self, mastodon, faces, turn, monkeypatch):
        turn()
        mastodon.memory.note = "Une autre."
        real = ADAPTERS["mastodon"].set_profile

        def late(adapter, profile):
            mastodon.memory.note = "Encore une autre."
            real(adapter, profile)

        with monkeypatch.context() as patch:
            patch.setattr(ADAPTERS["mastodon"], "set_profile", late)
            turn(days=4)
        assert (mastodon.memory.note, mastodon.memory.avatar) == ("Encore une autre.", faces["own"])

    def test_a_file_that_is_gone_is_told_to_the_desk(self, mastodon, faces, turn, stay):
        turn()
        default_storage.delete(Channel.objects.get(kind="mastodon").picture)
        turn(days=4)
        assert Journal.objects.get(verb="refuse_account").why == "A picture cannot be read."

    def test_who_dies_before_the_name_of_the_picture_is_known_leaves_it_to_the_next(
        self, mastodon, faces, turn, monkeypatch
    ):
        real = ADAPTERS["mastodon"].set_profile

        def dies(adapter, profile):
            real(adapter, profile)
            raise TryLater("the answer is lost")

        with monkeypatch.context() as patch:
            patch.setattr(ADAPTERS["mastodon"], "set_profile", dies)
            turn()
        assert (mastodon.memory.avatar, Handover.objects.get().face) == (faces["guest"], "")
        turn(days=4)
        assert (mastodon.memory.note, mastodon.memory.avatar) == (OWN, faces["own"])

    def test_who_dies_while_it_is_put_back_does_not_take_it_for_somebody_elses(
        self, mastodon, faces, turn, monkeypatch
    ):
        real = ADAPTERS["mastodon"].set_profile
        turn()

        def dies(adapter, profile):
            real(adapter, profile)
            raise TryLater("the answer is lost")

        with monkeypatch.context() as patch:
            patch.setattr(ADAPTERS["mastodon"], "set_profile", dies)
            turn(days=4)
        turn(days=1)
        assert (mastodon.memory.avatar, Handover.objects.get().state) == (faces["own"], HandoverState.RESTORED)
