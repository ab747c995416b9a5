"""Check constraints that hold a column to the words of an enumeration, on every database."""

from enum import StrEnum

from django.db import models


def one_of(field: str, words: type[StrEnum], *, model: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [str(word) for word in words]}), name=f"{model}_{field}_is_known"
    )
