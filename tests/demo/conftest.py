"""The demonstration speaks the install's language; Django's test client leaves that of its last page behind."""

import pytest
from django.conf import settings
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_the_language_of_the_install():
    with translation.override(settings.LANGUAGE_CODE):
        yield
