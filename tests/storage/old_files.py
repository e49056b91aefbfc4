"""Files of earlier versions with rows in every table, and what they hold."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from msbone_desktop.storage import migration, schema_facts, schema_followup, schema_trust
from msbone_desktop.storage.connection import Connection, connect
from msbone_desktop.storage.engine import engine_of
from msbone_desktop.storage.schema import metadata
from tests.storage.making import DB, KEY
from tests.storage.table_rows import row_for

_DESCRIBED = (schema_facts, schema_followup, schema_trust)
"""Imported for the tables that they add to ``metadata``."""
Rows = dict[str, list[dict[str, Any]]]


def make_old(path: Path, revision: str) -> None:
    """Make a file as the version of ``revision`` left it, with rows in each of its tables."""
    engine = engine_of(path, KEY)
    path.touch()
    try:
        migration.upgrade(engine, DB, revision)
        with engine.begin() as connection:
            there = set(sa.inspect(connection).get_table_names())
            for table in metadata.sorted_tables:
                key = next(iter(table.primary_key.columns))
                if table.name in there and connection.scalar(sa.select(key).limit(1)) is None:
                    row_for(connection, table)
    finally:
        engine.dispose()


def rows_of(path: Path) -> Rows:
    """Return every row of every table, column by column."""
    raw = connect(path, KEY)
    try:
        return {name: _rows(raw, name) for name in _tables(raw)}
    finally:
        raw.close()


def _tables(raw: Connection) -> list[str]:
    found = raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return [name for (name,) in found if name != "alembic_version" and "sqlite" not in name]


def _rows(raw: Connection, table: str) -> list[dict[str, Any]]:
    cursor = raw.execute(f"SELECT * FROM {table}")
    names = [each[0] for each in cursor.description]
    return sorted((dict(zip(names, row, strict=True)) for row in cursor.fetchall()), key=repr)


def lost_between(before: Rows, after: Rows) -> list[str]:
    """Return what is not as it was: every old row has to be there, each of its columns the same."""
    found = []
    for table, rows in before.items():
        kept = (
            [{name: row.get(name) for name in rows[0]} for row in after.get(table, [])]
            if rows
            else []
        )
        found += [f"a row of {table}" for row in rows if row not in kept]
        if len(after.get(table, [])) != len(rows):
            found.append(f"{table} has {len(after.get(table, []))} rows, not {len(rows)}")
    return found


def revision_of(path: Path) -> str:
    """Return which version wrote a file."""
    raw = connect(path, KEY)
    try:
        return str(raw.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    finally:
        raw.close()


def dangling(path: Path) -> list[Any]:
    """Return the rows that point to nothing."""
    raw = connect(path, KEY)
    try:
        return list(raw.execute("PRAGMA foreign_key_check").fetchall())
    finally:
        raw.close()
