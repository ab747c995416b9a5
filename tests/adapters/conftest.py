"""What the adapters' tests do without."""

import pytest


@pytest.fixture(autouse=True)
def _own_folders():
    """None: an adapter is handed its folder, and knows no settings and no cache."""
