"""What a row of an answer has to tell: raises `TryLater` where it does not, for then the answer is of no use."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from flaneur.adapters.base import TryLater
from flaneur.core import told
from flaneur.core.words import gettext_noop as _


def text(row: Mapping[str, Any], name: str) -> str:
    if found := told.text(row, name):
        return found
    raise TryLater(_("The network gave no usable answer."), code=name)


def moment(row: Mapping[str, Any], name: str) -> datetime:
    """With its offset: others cannot be told from ours."""
    with suppress(ValueError):
        found = datetime.fromisoformat(told.text(row, name))
        if found.tzinfo:
            return found
    raise TryLater(_("The network gave no usable answer."), code=name)
