"""Commands speak the install's language, French; what these tests read is English unless they say otherwise."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield
