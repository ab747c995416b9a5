"""What no field can say: residencies of a city never overlap, and no line of the journal changes or goes.

SQLite rebuilds a table when a later migration alters it and forgets its triggers; such a migration must lay them again.
tests/models/test_guards.py fails when one does not.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

OVERLAPS = """
    NEW.state <> 'cancelled' AND EXISTS (
        SELECT 1 FROM flaneur_residency AS other
        WHERE other.city_id = NEW.city_id AND other.id <> NEW.id AND other.state <> 'cancelled'
          AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at
    )
"""
SQLITE = [
    *(
        f"""CREATE TRIGGER residency_never_overlaps_on_{event.lower()} BEFORE {event} ON flaneur_residency WHEN {OVERLAPS}
        BEGIN SELECT RAISE(ABORT, 'residencies of a city never overlap'); END"""
        for event in ("INSERT", "UPDATE")
    ),
    *(
        f"""CREATE TRIGGER journal_only_grows_on_{event.lower()} BEFORE {event} ON flaneur_journal
        BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"""
        for event in ("UPDATE", "DELETE")
    ),
]
SQLITE_BACK = [
    "DROP TRIGGER residency_never_overlaps_on_insert",
    "DROP TRIGGER residency_never_overlaps_on_update",
    "DROP TRIGGER journal_only_grows_on_update",
    "DROP TRIGGER journal_only_grows_on_delete",
]
POSTGRESQL = [
    # A range of one number compares by && without the btree_gist extension, which needs rights a host may not give.
    """ALTER TABLE flaneur_residency ADD CONSTRAINT residency_never_overlaps EXCLUDE USING gist (
        int8range(city_id, city_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&
    ) WHERE (state <> 'cancelled')""",
    """CREATE FUNCTION flaneur_journal_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the journal only grows'; END $$""",
    """CREATE TRIGGER journal_only_grows BEFORE UPDATE OR DELETE ON flaneur_journal
        FOR EACH ROW EXECUTE FUNCTION flaneur_journal_only_grows()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER journal_only_grows ON flaneur_journal",
    "DROP FUNCTION flaneur_journal_only_grows()",
    "ALTER TABLE flaneur_residency DROP CONSTRAINT residency_never_overlaps",
]


def lay(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def lift(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE_BACK if editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("flaneur", "0001_the_nouns")]
    operations = [migrations.RunPython(lay, lift)]
