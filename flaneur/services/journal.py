"""The journal's one writer."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Model

from flaneur.models import City, Journal, User


def record(  # noqa: PLR0913 - who, when, what and why are the journal's whole point
    verb: str,
    *,
    city: City | None,
    by: User | None,
    now: datetime,
    subject: Model | None = None,
    why: str = "",
    details: Mapping[str, object] | None = None,
) -> Journal:
    """Write one line, in the caller's transaction. `by=None` is the program itself."""
    return Journal.objects.create(
        city=city,
        at=now,
        by=by,
        verb=verb,
        subject=subject._meta.model_name or "" if subject is not None else "",
        subject_key=str(subject.pk) if subject is not None else "",
        why=why,
        details=dict(details or {}),
    )
