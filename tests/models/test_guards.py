"""What no field can say and migration 0002 lays down: residencies never overlap, the journal only grows."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from flaneur.core.residency import HOLDS_A_PLACE, ResidencyState
from flaneur.models import Journal, Residency
from tests.makers import NOW, make_city, make_guest

MONDAY = NOW
SUNDAY = NOW + timedelta(days=6)
TICK = timedelta(microseconds=1)
GUARDS = {
    "sqlite": [
        "journal_only_grows_on_delete",
        "journal_only_grows_on_update",
        "residency_never_overlaps_on_insert",
        "residency_never_overlaps_on_update",
    ],
    "postgresql": ["journal_only_grows", "residency_never_overlaps"],
}
LOOK = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        " UNION SELECT conname FROM pg_constraint WHERE contype = 'x' ORDER BY 1"
    ),
}


def guards():
    with connection.cursor() as cursor:
        cursor.execute(LOOK[connection.vendor])
        return [name for (name,) in cursor.fetchall()]


def stay(guest, starts_at, ends_at, **fields):
    return Residency.objects.create(city=guest.city, guest=guest, starts_at=starts_at, ends_at=ends_at, **fields)


def refused():
    return pytest.raises(DatabaseError, match=r"residencies of a city never overlap|residency_never_overlaps")


@pytest.fixture
def other(city):
    return make_guest(city, name="Sami", slug="sami")


@pytest.fixture
def week(guest):
    return stay(guest, MONDAY, SUNDAY)


OVERLAPPING = [
    (MONDAY, SUNDAY),
    (MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)),
    (MONDAY - timedelta(days=1), SUNDAY + timedelta(days=1)),
    (MONDAY - timedelta(days=1), MONDAY + TICK),
    (SUNDAY - TICK, SUNDAY + timedelta(days=1)),
]
BESIDE = [(MONDAY - timedelta(days=7), MONDAY), (SUNDAY, SUNDAY + timedelta(days=7))]


def test_the_guards_stand_after_every_migration(db):
    assert guards() == GUARDS[connection.vendor]


@pytest.mark.parametrize("window", OVERLAPPING)
def test_a_window_within_anothers_is_refused(week, other, window):
    with refused(), transaction.atomic():
        stay(other, *window)
    assert Residency.objects.get() == week


@pytest.mark.parametrize("window", OVERLAPPING)
def test_a_window_moved_into_anothers_is_refused(week, other, window):
    moved = stay(other, SUNDAY, SUNDAY + timedelta(days=7))
    with refused(), transaction.atomic():
        Residency.objects.filter(pk=moved.pk).update(starts_at=window[0], ends_at=window[1])
    moved.refresh_from_db()
    assert (moved.starts_at, moved.ends_at) == (SUNDAY, SUNDAY + timedelta(days=7))


@pytest.mark.parametrize("window", OVERLAPPING)
def test_also_of_one_and_the_same_guest(week, window):
    with refused(), transaction.atomic():
        stay(week.guest, *window)


@pytest.mark.parametrize("window", BESIDE)
def test_windows_that_touch_are_neighbours(week, other, window):
    stay(other, *window)
    assert Residency.objects.count() == 2


@pytest.mark.parametrize("window", OVERLAPPING)
def test_another_city_has_its_own_calendar(week, window):
    stay(make_guest(make_city("nantes")), *window)
    assert Residency.objects.count() == 2


@pytest.mark.parametrize("state", sorted(HOLDS_A_PLACE))
def test_every_state_but_cancelled_holds_its_place(week, other, state):
    Residency.objects.filter(pk=week.pk).update(state=state)
    with refused(), transaction.atomic():
        stay(other, MONDAY, SUNDAY)


def test_a_cancelled_residency_frees_its_days_and_cannot_come_back_into_them(week, other):
    Residency.objects.filter(pk=week.pk).update(state=ResidencyState.CANCELLED)
    stay(other, MONDAY, SUNDAY)
    stay(other, MONDAY, SUNDAY, state=ResidencyState.CANCELLED)
    with refused(), transaction.atomic():
        Residency.objects.filter(pk=week.pk).update(state=ResidencyState.SCHEDULED)


def test_a_residency_does_not_get_in_its_own_way(week):
    Residency.objects.filter(pk=week.pk).update(ends_at=SUNDAY - timedelta(days=1), state=ResidencyState.LIVE)
    week.refresh_from_db()
    assert week.ends_at == SUNDAY - timedelta(days=1)


@pytest.fixture
def line(city):
    return Journal.objects.create(city=city, at=NOW, verb="press_silence", why="Une alerte dans le métro.")


@pytest.mark.parametrize(
    "tamper",
    [
        lambda line: Journal.objects.filter(pk=line.pk).update(why=""),
        lambda line: Journal.objects.filter(pk=line.pk).update(at=NOW - timedelta(days=1)),
        lambda line: Journal.objects.filter(pk=line.pk).delete(),
        lambda line: line.delete(),
        lambda line: line.save(),
    ],
    ids=["why", "when", "queryset delete", "delete", "save"],
)
def test_no_line_of_the_journal_changes_or_goes(line, tamper):
    with pytest.raises(DatabaseError, match="the journal only grows"), transaction.atomic():
        tamper(line)
    assert Journal.objects.get(verb="press_silence").why == "Une alerte dans le métro."
    assert Journal.objects.get(verb="press_silence").at == NOW


def test_the_journal_does_grow(line):
    Journal.objects.create(city=line.city, at=NOW, verb="lift_silence")
    assert list(Journal.objects.exclude(verb="add_city").values_list("verb", flat=True).order_by("id"))[-2:] == [
        "press_silence",
        "lift_silence",
    ]


@pytest.mark.django_db(transaction=True)
def test_the_guards_can_be_lifted_and_laid_again():
    try:
        call_command("migrate", "flaneur", "0001_the_nouns", verbosity=0)
        assert guards() == []
    finally:
        call_command("migrate", verbosity=0)
    assert guards() == GUARDS[connection.vendor]
