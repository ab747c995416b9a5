"""How hypothesis works here: the same examples every time, whatever the machine is busy with."""

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True, database=None, max_examples=40)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _own_folders():
    """None: the core knows no files, and its hundreds of tests are to stay quick."""
