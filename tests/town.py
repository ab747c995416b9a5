"""What the tests of everything that stands on Django find: a folder of their own, and the people everybody knows."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper

from tests import makers


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()


@pytest.fixture
def now():
    return makers.NOW


@pytest.fixture
def city(db):
    return makers.make_city()


@pytest.fixture
def other_city(db):
    return makers.make_city("nantes")


@pytest.fixture
def guest(city):
    return makers.make_guest(city)


@pytest.fixture
def editor(city):
    return makers.make_editor(city)


def _flush_with_guards_lifted(operations, statements):
    """SQLite empties tables row by row after a transactional test, which the journal's own triggers refuse."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = cursor.fetchall()
        for name, _sql in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        try:
            _flush(operations, statements)
        finally:
            for _name, sql in guards:
                cursor.execute(sql)


_flush = DatabaseWrapper.ops_class.execute_sql_flush
DatabaseWrapper.ops_class.execute_sql_flush = _flush_with_guards_lifted
