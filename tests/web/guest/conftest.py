"""A guest who holds the pen at this very moment: browsers keep their own clock."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.makers import jpeg, make_residency


@pytest.fixture
def writer(guest):
    """A guest in the middle of a residency by the real clock."""
    make_residency(guest, datetime.now(UTC) - timedelta(days=2), datetime.now(UTC) + timedelta(days=2))
    return guest


@pytest.fixture
def red_door(tmp_path):
    """A photo on disk, as a phone would hold it."""
    path = tmp_path / "porte.jpg"
    path.write_bytes(jpeg(1200, 900).getvalue())
    return path
