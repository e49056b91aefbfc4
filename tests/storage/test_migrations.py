"""New and old files go through the same migrations, whole or not at all."""

import re
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from msbone_desktop.domain.errors import (
    DamagedDatabaseError,
    DiskFullError,
    NewerDatabaseError,
    UpdateFailedError,
)
from msbone_desktop.storage import connection as keyed
from msbone_desktop.storage import database as database_module
from msbone_desktop.storage import schema, schema_facts, schema_followup, schema_trust
from msbone_desktop.storage.database import Database
from tests.storage.making import AT, DB, KEY, details, schema_text

PRESENT = schema.SCHEMA_VERSION
NEXT = f"{int(PRESENT) + 1:04d}"
ONE_MORE = '''"""Add a column, then act as told."""

from alembic import op

revision = "NEXT"
down_revision = "PRESENT"


def upgrade() -> None:
    connection = op.get_bind()
    connection.exec_driver_sql("ALTER TABLE patient ADD COLUMN nickname TEXT")
    connection.exec_driver_sql("UPDATE patient SET nickname = 'half done'")
    {}
'''


@pytest.fixture
def newer_db(tmp_path, monkeypatch):
    """Return a function that makes a db folder with one more migration, and wants it."""

    def make(act: str) -> Path:
        folder: Path = tmp_path / "db 100%"  # a "%" would mean something to Alembic's configuration
        shutil.copytree(DB, folder)
        revision = folder / "migrations" / "versions" / f"{NEXT}_nickname.py"
        text = ONE_MORE.format(act).replace("NEXT", NEXT).replace("PRESENT", PRESENT)
        revision.write_text(text, encoding="utf-8")
        monkeypatch.setattr(database_module, "SCHEMA_VERSION", NEXT)
        return folder

    return make


@pytest.fixture
def old(path: Path) -> Path:
    """A file at the newest revision with one patient in it."""
    opened = Database.open(path, KEY, migrations=DB)
    with opened.unit_of_work() as work:
        work.patients.add(details(), "A. Nurse", AT)
    opened.close()
    return path


def _asked(path: Path, statement: str) -> list[tuple[object, ...]]:
    raw = keyed.connect(path, KEY)
    try:
        return list(raw.execute(statement).fetchall())
    finally:
        raw.close()


def test_the_picture_of_the_schema_is_true(empty_file):
    drawn = (DB / "schema.sql").read_text(encoding="utf-8")
    assert drawn == schema_text(empty_file), "Run: python -m tests.storage.draw_schema"


def test_the_newest_revision_is_the_one_the_program_asks_for():
    configuration = Config()
    configuration.set_main_option("script_location", str(DB / "migrations"))
    configuration.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(configuration).get_heads() == [schema.SCHEMA_VERSION]


def test_the_tables_are_those_that_the_program_describes(database):
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []


def test_every_check_of_the_program_is_in_the_file(empty_file):
    stored = " ".join(schema_text(empty_file).split())
    squeezed = re.sub(r"\s*([(),])\s*", r"\1", stored)
    tables = [*schema.metadata.tables.values()]
    assert set(schema_facts.FACT_TABLES) < set(tables)
    for table in tables:
        for check in table.constraints:
            if isinstance(check, sa.CheckConstraint):
                wanted = f"CONSTRAINT {check.name} CHECK ({check.sqltext})"
                assert re.sub(r"\s*([(),])\s*", r"\1", " ".join(wanted.split())) in squeezed


def test_every_table_is_strict(empty_file):
    rows = _asked(empty_file, "SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
    loose = {name for name, strict in rows if not strict}
    assert loose == {"sqlite_schema", "alembic_version"}


def test_the_triggers_are_those_that_the_program_describes(empty_file):
    stored = {
        sql for (sql,) in _asked(empty_file, "SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
    }
    assert stored == {
        *schema.SIGNED_TRIGGERS,
        *schema_followup.EVENT_TRIGGERS,
        *schema_trust.AUDIT_TRIGGERS,
    }


def test_migrations_import_nothing_of_the_program():
    for revision in (DB / "migrations").rglob("*.py"):
        assert "msbone" not in revision.read_text(encoding="utf-8"), revision


def test_opening_a_file_that_is_up_to_date_does_not_import_alembic(path):
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path\n"
        "from msbone_desktop.storage.database import Database\n"
        f"Database.open(Path({str(path)!r}), bytes(range(32)), migrations=Path({str(DB)!r})).close()\n"
        "assert 'alembic' not in sys.modules and 'sqlalchemy.orm' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.catalogue("B06")
def test_an_older_file_is_copied_and_brought_up_to_date(old, newer_db):
    folder = newer_db("")
    Database.open(old, KEY, migrations=folder).close()
    assert _asked(old, "SELECT version_num FROM alembic_version") == [(NEXT,)]
    assert _asked(old, "SELECT nickname FROM patient") == [("half done",)]
    copy = old.with_name(f"clinic.before-update-{PRESENT}.msbone")
    assert _asked(copy, "SELECT version_num FROM alembic_version") == [(PRESENT,)]
    assert _asked(copy, "SELECT family_name FROM patient") == [("Ordinary",)]
    assert not list(old.parent.glob("*.tmp"))


@pytest.mark.parametrize(
    "act",
    [
        "raise ValueError('a mistake in the migration')",
        "connection.exec_driver_sql('SELECT no_such_column FROM patient')",
        # An orphan: only the check before the commit can see it, since foreign keys are off.
        "connection.exec_driver_sql(\"INSERT INTO search_word VALUES ('orphan', 999)\")",
    ],
)
@pytest.mark.catalogue("A02")
def test_a_failing_migration_changes_nothing(old, newer_db, act, monkeypatch):
    before = schema_text(old)
    folder = newer_db(act)
    with pytest.raises(UpdateFailedError) as failure:
        Database.open(old, KEY, migrations=folder)
    assert "left as it was" in str(failure.value)
    assert schema_text(old) == before
    assert _asked(old, "SELECT version_num FROM alembic_version") == [(PRESENT,)]
    monkeypatch.setattr(database_module, "SCHEMA_VERSION", PRESENT)
    again = Database.open(old, KEY, migrations=DB)
    with again.unit_of_work() as work:
        assert work.patients.count() == 1
    again.close()


@pytest.mark.catalogue("B06")
def test_no_migration_runs_without_a_proven_copy(old, newer_db, monkeypatch):
    folder = newer_db("")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("msbone_desktop.storage.migration.os.replace", refuse)
    with pytest.raises(DiskFullError):
        Database.open(old, KEY, migrations=folder)
    assert _asked(old, "SELECT version_num FROM alembic_version") == [(PRESENT,)]


def test_a_copy_that_lacks_rows_is_not_trusted(old, newer_db, monkeypatch):
    folder = newer_db("")
    counts = iter([{"patient": 2}, {"patient": 1}])
    monkeypatch.setattr("msbone_desktop.storage.migration.row_counts", lambda _: next(counts))
    with pytest.raises(DamagedDatabaseError):
        Database.open(old, KEY, migrations=folder)
    assert _asked(old, "SELECT version_num FROM alembic_version") == [(PRESENT,)]
    assert not list(old.parent.glob("*before-update*"))
    assert not list(old.parent.glob("*.tmp"))


@pytest.fixture
def at_0003(tmp_path, monkeypatch):
    """A file as the version before 0004 left it."""
    folder = tmp_path / "db of 0003"
    shutil.copytree(DB, folder)
    for newer in (folder / "migrations" / "versions").glob("*.py"):
        if newer.name[:4].isdigit() and newer.name[:4] > "0003":
            newer.unlink()
    with monkeypatch.context() as patch:
        patch.setattr(database_module, "SCHEMA_VERSION", "0003")
        old = Database.create(tmp_path / "old.msbone", KEY, migrations=folder)
        with old.unit_of_work() as work:
            work.patients.add(details(), "A. Nurse", AT)
        old.close()
    return tmp_path / "old.msbone"


def test_a_file_of_0003_gets_the_triggers_of_a_new_one_and_keeps_its_rows(at_0003):
    drawn = (DB / "schema.sql").read_text(encoding="utf-8")
    assert schema_text(at_0003) != drawn
    opened = Database.open(at_0003, KEY, migrations=DB)
    with opened.unit_of_work() as work:
        assert [row.clinic_id for row in work.patients.page_of_all()] == ["MSB-0001"]
    opened.close()
    assert schema_text(at_0003) == drawn


def test_an_earlier_copy_is_never_overwritten(old, newer_db):
    earlier = old.with_name(f"clinic.before-update-{PRESENT}.msbone")
    earlier.write_bytes(b"earlier")
    Database.open(old, KEY, migrations=newer_db("")).close()
    assert earlier.read_bytes() == b"earlier"
    assert old.with_name(f"clinic.before-update-{PRESENT}-2.msbone").exists()


@pytest.mark.catalogue("B05")
def test_a_file_of_a_newer_version_is_refused_and_left_alone(path):
    raw = keyed.connect(path, KEY)
    raw.execute("UPDATE alembic_version SET version_num = '0009'")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(NewerDatabaseError, match=rf"0009.*{PRESENT}"):
        Database.open(path, KEY, migrations=DB)
    assert path.read_bytes() == before
    assert not path.with_name("clinic.msbone.open").exists()
