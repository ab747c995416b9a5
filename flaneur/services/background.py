"""Background errands (renditions, mail) on django-tasks' database queue, and what it lacks: reaping and retrying."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from flaneur.core.calendar import patience
from flaneur.models import Heartbeat

DEAD_AFTER = timedelta(seconds=60)
"""A worker without a sign of life for so long is taken for dead: a dozen missed beats."""

MOST_TRIES = 5
KEEP_FINISHED = timedelta(days=7)


def errand_runner(*, owner: str) -> Worker:
    """Its `run` works in the caller's thread until nothing is ready; with `running` unset it ends after one errand."""
    return Worker(
        queue_names=["default"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=owner,
    )


def is_worker_alive(*, now: datetime) -> bool:
    """Whether some worker of this install gave a sign of life just now."""
    return Heartbeat.objects.filter(beat_at__gt=now - DEAD_AFTER).exists()


def reap_errands(*, now: datetime) -> int:
    """Make errands of dead workers ready again: as shipped they would run for ever. Gives how many."""
    alive = set(Heartbeat.objects.filter(beat_at__gt=now - DEAD_AFTER).values_list("owner", flat=True))
    orphans = [row for row in _stored().filter(status=TaskResultStatus.RUNNING) if row.worker_ids[-1] not in alive]
    return sum(_ready_again(row, run_after=now) for row in orphans)


def retry_errands(*, now: datetime) -> int:
    """Give failed errands another try, each later than the one before, five in all. Gives how many."""
    failed = _stored().filter(status=TaskResultStatus.FAILED, finished_at__gt=now - KEEP_FINISHED)
    again = [row for row in failed if len(row.worker_ids) < MOST_TRIES]
    return sum(_ready_again(row, run_after=now + patience(2 * len(row.worker_ids), jitter=0.5)) for row in again)


def forget_errands(*, now: datetime) -> int:
    """Remove errands that ended a week ago. Gives how many."""
    return _stored().filter(finished_at__lt=now - KEEP_FINISHED).delete()[0]


def _ready_again(row: "DBTaskResult[..., object]", *, run_after: datetime) -> int:
    seen = _stored().filter(pk=row.pk, status=row.status)
    return seen.update(status=TaskResultStatus.READY, run_after=run_after, started_at=None, finished_at=None)


def _stored() -> "QuerySet[DBTaskResult[..., object]]":
    return DBTaskResult.objects.all()
