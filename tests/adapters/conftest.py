"""What the adapters' tests do without."""

import tempfile
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_folders():
    """None: an adapter is handed its folder, and knows no settings and no cache."""


@pytest.fixture(scope="session")
def _drawer(tmp_path_factory):
    return tmp_path_factory.mktemp("adapters")


@pytest.fixture
def tmp_path(_drawer):
    """As pytest's own, which counts and tidies its folders for longer than such a test takes."""
    return Path(tempfile.mkdtemp(dir=_drawer))
