"""Planning by each channel's own rhythm, calling back before it has left, and no burst after an outage."""

from datetime import datetime, time, timedelta
from itertools import pairwise

import pytest

from flaneur.adapters.base import TryLater
from flaneur.core.calendar import CATCH_UP, LATEST, STAGGER
from flaneur.core.errors import NotAllowed, TooLate
from flaneur.core.find import FindState
from flaneur.models import Channel, City, Find, Journal, Publication
from flaneur.services.planning import leaves_at, plan_find, undo_approval
from flaneur.services.review import approve_find
from flaneur.services.sending import publish_due
from tests.makers import NOW, make_channel, make_editor, make_find, make_user
from tests.services.scripted import Answer, Scripted

MINUTE = timedelta(minutes=1)


def moments(find, city):
    """Wall times by channel, in the city's own time."""
    rows = find.publications.select_related("channel")
    return {row.channel.name: row.planned_at.astimezone(city.zone).strftime("%d %H:%M") for row in rows}


def set_on(channel, **fields):
    Channel.objects.filter(pk=channel.pk).update(**fields)


def approved(guest, **options):
    return make_find(guest, state=FindState.APPROVED, **options)


class TestRhythm:
    def test_the_same_words_never_appear_everywhere_at_once(self, city, channel, guest, editor):
        for name in ("deaf", "paper"):
            make_channel(city, name, name=name.title())
        found = moments(approved(guest), city)
        assert found == {"Paris": "14 12:30", "Deaf": "14 12:30", "Paper": "14 12:32", "Scripted": "14 12:34"}
        assert timedelta(minutes=2) == STAGGER

    def test_a_channel_keeps_its_gap_to_what_is_planned_on_it(self, city, channel, guest, editor):
        set_on(channel, gap=90)
        first = approved(guest, at=NOW + 60 * MINUTE)
        second = approved(guest, at=NOW + 65 * MINUTE)
        assert moments(first, city) == {"Paris": "14 13:00", "Scripted": "14 13:00"}
        assert moments(second, city) == {"Paris": "14 13:05", "Scripted": "14 14:30"}

    def test_a_channel_with_slots_of_its_own_takes_the_next_free_one(self, city, channel, guest, editor):
        set_on(channel, slots=["08:00", "19:15"])
        found = [moments(approved(guest), city)["Scripted"] for _number in range(3)]
        assert found == ["14 19:15", "15 08:00", "15 19:15"]

    def test_nothing_is_planned_into_a_quiet_night(self, city, channel, guest, editor):
        City.objects.filter(pk=city.pk).update(slots=["23:30"])
        set_on(channel, quiet_from=time(22), quiet_until=time(7, 30))
        guest.city.refresh_from_db()
        assert moments(approved(guest), city) == {"Paris": "14 23:30", "Scripted": "15 07:30"}

    def test_a_moment_somebody_chose_waits_for_no_slot_but_for_the_night(self, city, channel, guest, editor):
        set_on(channel, slots=["08:00"], quiet_from=time(22), quiet_until=time(7))
        assert moments(approved(guest, at=NOW + 60 * MINUTE), city)["Scripted"] == "14 13:00"
        assert moments(approved(guest, at=NOW + 11 * 60 * MINUTE), city)["Scripted"] == "15 07:00"

    def test_a_night_that_falls_before_it_has_left_holds_it_until_morning(self, find, city, publication, at_slot, work):
        set_on(publication.channel, quiet_from=time(12), quiet_until=time(14))
        work()
        publication.refresh_from_db()
        assert (publication.state, publication.wake_at.astimezone(city.zone).hour) == ("planned", 14)

    def test_what_comes_too_soon_after_another_post_waits(self, channel, guest, clock, work, network, editor):
        found = [approved(guest, at=NOW) for _number in range(2)]
        set_on(channel, gap=15)
        work()
        assert len(network.arrived) == 1
        clock.forward(minutes=14)
        work()
        assert len(network.arrived) == 1
        clock.forward(minutes=1)
        work()
        assert {row.state for find in found for row in find.publications.all()} == {"sent"}

    def test_a_find_a_channel_cannot_carry_is_not_planned_there_and_the_desk_reads_why(
        self, city, channel, guest, editor, monkeypatch
    ):
        limits = Scripted.limits.__class__(**{**_fields(Scripted.limits), "least_pictures": 1})
        monkeypatch.setattr(Scripted, "limits", limits)
        find = approved(guest)
        assert set(moments(find, city)) == {"Paris"}
        plan_find(find, by=editor, now=NOW)
        line = Journal.objects.get(verb="leave_out")
        assert (line.why, line.details) == ("This network takes no post without a picture.", {"channel": "Scripted"})

    def test_what_an_accounts_own_server_allows_decides(self, city, channel, guest, editor):
        set_on(channel, limits={"length": 40, "unheard_of": 3})
        assert set(moments(approved(guest), city)) == {"Paris"}


def _fields(value):
    return {name: getattr(value, name) for name in value.__slots__}


class TestALiveFind:
    @pytest.fixture
    def find(self, channel, guest, editor):
        find = make_find(guest)
        approve_find(find, by=editor, now=NOW, is_live=True)
        return find

    def test_leaves_when_it_can_no_longer_be_called_back(self, find, clock, work, network):
        assert leaves_at(find) == NOW + 3 * MINUTE
        clock.forward(minutes=2, seconds=59)
        assert work() == 0
        clock.forward(seconds=1)
        work()
        assert len(network.arrived) == 1

    def test_has_its_residencys_own_window(self, channel, guest, editor):
        find = make_find(guest)
        find.residency.undo_minutes = 10
        approve_find(find, by=editor, now=NOW, is_live=True)
        assert leaves_at(find) == NOW + 10 * MINUTE

    @pytest.mark.parametrize("who", ["editor", "guest"])
    def test_is_called_back_as_if_it_had_never_been_approved(self, find, guest, editor, clock, work, network, who):
        undo_approval(find, by=editor if who == "editor" else guest.user, now=clock.now)
        clock.forward(hours=1)
        assert work() == 0
        found = Find.objects.get(pk=find.pk)
        assert (found.state, found.publications.count(), network.arrived) == ("submitted", 0, [])
        approve_find(found, by=editor, now=clock.now, is_live=True)
        assert found.publications.count() == 2

    def test_is_not_called_back_once_a_worker_has_it(self, find, editor, clock, work):
        clock.forward(minutes=3)
        publish_due(owner="a worker", clock=clock, find=find)
        with pytest.raises(TooLate):
            undo_approval(Find.objects.get(pk=find.pk), by=editor, now=clock.now)
        assert leaves_at(Find.objects.get(pk=find.pk)) is None

    def test_is_called_back_by_nobody_else(self, find):
        with pytest.raises(NotAllowed):
            undo_approval(find, by=make_user("stranger@example.org"), now=NOW)

    def test_goes_before_what_was_planned_and_the_planned_one_waits_its_gap(
        self, find, guest, channel, editor, clock, work, network
    ):
        planned = approved(guest, at=NOW + 2 * MINUTE)
        set_on(channel, gap=20)
        clock.forward(minutes=3)
        work()
        assert [post.key for post in network.arrived] == [str(find.publications.get(channel=channel).pk)]
        waiting = planned.publications.get(channel=channel)
        assert (waiting.state, waiting.wake_at) == ("planned", clock.now + 20 * MINUTE)

    def test_waits_for_no_gap_itself(self, find, guest, channel, editor, clock, work, network):
        set_on(channel, gap=20, spoke_at=NOW + 2 * MINUTE)
        clock.forward(minutes=3)
        work()
        assert len(network.arrived) == 1


def test_a_guest_calls_back_only_what_is_live(find, guest):
    with pytest.raises(NotAllowed, match="Only the desk"):
        undo_approval(find, by=guest.user, now=NOW)


def keys(state):
    rows = Publication.objects.filter(channel__kind="scripted", state=state)
    return {str(key) for key in rows.values_list("pk", flat=True)}


class TestAnOutage:
    @pytest.fixture
    def thirty(self, channel, guest, editor):
        """A page a minute and its post, all due while nobody worked."""
        return [approved(guest, at=NOW + number * MINUTE) for number in range(30)]

    def test_of_a_short_hour_is_caught_up_one_by_one(self, thirty, clock, work, network, channel):
        clock.now = NOW + 60 * MINUTE
        sent = []
        for _minute in range(4 * 60):
            work()
            sent += [clock.now] * (len(network.arrived) - len(sent))
            clock.forward(minutes=1)
        gaps = [after - before for before, after in pairwise(sent)]
        assert min(gaps) == CATCH_UP
        held = Publication.objects.filter(channel=channel, state="held", reason="late")
        assert len(sent) + held.count() == 30
        assert all(moment - NOW <= LATEST + 30 * MINUTE for moment in sent)

    def test_of_the_network_itself_ends_without_a_burst(self, channel, guest, editor, clock, work, network):
        """Each has been tried, and refused, meanwhile."""
        for number in range(6):
            approved(guest, at=NOW + number * MINUTE)
        is_over = NOW + 45 * MINUTE
        network.script = [Answer(TryLater("out of order")) for _ in range(300)]
        sent = []
        for minute in range(130):
            if clock.now >= is_over:
                network.script.clear()
            work()
            sent += [minute] * (len(network.arrived) - len(sent))
            clock.forward(minutes=1)
        assert sent[0] >= 45
        assert len(sent) >= 4
        assert min(after - before for before, after in pairwise(sent)) >= 10
        assert {post.key for post in network.arrived} == keys("sent")
        assert len(sent) + len(keys("held")) == 6

    def test_of_a_night_is_held_and_the_desk_is_told(self, thirty, clock, work, network, city):
        clock.now = NOW + timedelta(hours=9)
        assert work() == 0
        assert network.arrived == []
        assert city.publications.in_need().filter(reason="late", channel__is_home=True).count() == 30

    def test_lasts_as_long_as_its_city_says(self, thirty, clock, work, city):
        City.objects.filter(pk=city.pk).update(lateness=31)
        clock.now = NOW + 60 * MINUTE
        work()
        pages = Publication.objects.filter(channel__is_home=True)
        assert (pages.filter(state="held").count(), pages.filter(state="sent").count()) == (29, 1)


def test_the_desk_of_another_city_calls_nothing_back(find, other_city):
    with pytest.raises(NotAllowed):
        undo_approval(find, by=make_editor(other_city), now=datetime.fromisoformat("2026-05-14T10:00+00:00"))
