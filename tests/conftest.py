"""The same examples every time, and a town to test in for whom Django is there."""

import pytest
from hypothesis import settings as examples

# The same examples every time, whatever the machine is busy with; `make test-fast` asks for the quick ones.
examples.register_profile("house", deadline=None, derandomize=True, database=None, max_examples=40)
examples.register_profile("quick", examples.get_profile("house"), max_examples=4)
examples.load_profile("house")


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Core and adapters are also tested with `-p no:django`: it is quicker, and shows that they do without."""
    if not pluginmanager.has_plugin("django"):
        parser.addini("DJANGO_SETTINGS_MODULE", "read by nobody")


def pytest_configure(config: pytest.Config) -> None:
    if config.pluginmanager.has_plugin("django"):
        config.pluginmanager.import_plugin("tests.town")
        config.pluginmanager.import_plugin("tests.browser")  # once: two of Playwright in a process are one too many
