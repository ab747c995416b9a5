"""What the core's tests do without."""

import pytest


@pytest.fixture(autouse=True)
def _own_folders():
    """None: the core knows no files, and its hundreds of tests are to stay quick."""
