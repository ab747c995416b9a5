"""The machine's clock jumps an hour, forward or back, while publications are on their way and others are pending."""

from datetime import timedelta
from itertools import pairwise

import pytest

from flaneur.core.calendar import CATCH_UP, LATE, TARDY
from flaneur.models import Publication
from flaneur.services import sending
from flaneur.services.claiming import claim_next
from flaneur.services.sending import run_errand
from tests.crash.counting import count, total

pytestmark = pytest.mark.crash

HOUR = timedelta(hours=1)
APART = timedelta(minutes=10)


@pytest.fixture
def pending(town, times):
    """Six finds, ten minutes apart. The first is up, its first post has arrived, and whoever sent it has just died."""
    town.city.__class__.objects.filter(pk=town.city.pk).update(lateness=25)
    town.plan(6, times, apart=APART)
    run_errand(claim_next(owner="a worker", now=times()), clock=times)
    claim = claim_next(owner="the dead", now=times())
    sending._speak(claim)
    return Publication.objects.filter(city=town.city)


def jump(times, by):
    """Gives the new time."""
    times.skew = by
    return times()


def is_over(pending):
    return lambda: not pending.filter(wake_at__isnull=False).exists()


@pytest.mark.parametrize("by", [HOUR, -HOUR])
def test_nothing_is_lost_nothing_is_doubled_and_nothing_leaves_in_a_burst(town, times, live, pending, by):
    since = jump(times, by)
    live(is_over(pending))
    counted = total(count([town]))
    wrong = ("lost", "doubled", "stray", "desk")
    assert {name: counted[name] for name in wrong} == dict.fromkeys(wrong, 0)
    for channel in town.city.channels.filter(is_home=False):
        rows = channel.publications.filter(begun_at__gte=since).order_by("begun_at")
        late = [row.begun_at for row in rows if row.begun_at - row.planned_at > TARDY]
        assert all(after - before >= CATCH_UP for before, after in pairwise(late))


def test_after_an_hour_that_never_was_what_is_too_late_is_held_for_the_desk(town, times, live, pending):
    jump(times, HOUR)
    live(is_over(pending))
    held = pending.filter(state="held")
    assert set(held.values_list("reason", flat=True)) == {LATE}
    pages = pending.filter(channel__is_home=True).order_by("planned_at")
    assert [row.state for row in pages] == ["sent", "held", "held", "held", "sent", "sent"]


def test_after_an_hour_that_came_twice_everything_leaves_at_its_time(town, times, live, pending):
    jump(times, -HOUR)
    live(is_over(pending))
    pages = pending.filter(channel__is_home=True).order_by("planned_at")
    assert [row.state for row in pages] == ["sent"] * 6
    assert all(row.begun_at >= row.planned_at for row in pages[1:])
