"""Brings a database up to the newest schema: a proven copy first, then all or nothing.

Imported only when a file is new or behind; Alembic takes longer to import than the file to open.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from msbone_desktop.domain.errors import DamagedDatabaseError, MsboneError, UpdateFailedError
from msbone_desktop.storage import connection as keyed
from msbone_desktop.storage.failures import expected
from msbone_desktop.storage.folders import sync_folder
from msbone_desktop.storage.row_counts import row_counts


def upgrade(engine: sa.Engine, shipped: Path, target: str = "head") -> None:
    """Run the missing migrations in one transaction; on any failure nothing is changed.

    Foreign keys are off meanwhile, since rebuilding a table with them on would delete or refuse
    the rows that point to it; they are all checked before the commit.

    Raises:
        MsboneError: The disk is full, or a migration failed.
    """
    with engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        raw.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                command.upgrade(_configuration(connection, shipped), target)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise UpdateFailedError
        except MsboneError:
            raise
        except Exception as error:
            raise (expected(error) or UpdateFailedError()) from error
        finally:
            raw.execute("PRAGMA foreign_keys = ON")


def keep_copy(raw: keyed.Connection, path: Path, key: bytes, revision: str) -> Path:
    """Copy the open database beside itself under the same key, and prove the copy.

    The copy gets its name only when it is whole: one that was cut off stays a ``.tmp``.

    Returns:
        The copy. An earlier copy is never overwritten.
    """
    draft = path.with_name(f"{path.name}.copy.tmp")
    remove_with_journal(draft)
    try:
        copy = keyed.connect(draft, key, create=True)
        try:
            raw.backup(copy)
        finally:
            copy.close()
        _prove(draft, key, row_counts(raw))
    except BaseException:
        remove_with_journal(draft)
        raise
    final = _free_name(path, revision)
    os.replace(draft, final)
    sync_folder(path.parent)
    return final


def remove_with_journal(path: Path) -> None:
    """Delete an unfinished file and what SQLite keeps beside it."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):  # whoever makes the file anew is told
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def _configuration(connection: sa.Connection, shipped: Path) -> Config:
    configuration = Config()
    # Config is a ConfigParser: a "%" in the folder's name would be read as a reference.
    location = str(shipped / "migrations")
    configuration.set_main_option("script_location", location.replace("%", "%%"))
    configuration.set_main_option("path_separator", "os")
    configuration.attributes["connection"] = connection
    return configuration


def _prove(draft: Path, key: bytes, counts: dict[str, int]) -> None:
    copy = keyed.connect(draft, key)
    try:
        keyed.check(copy)
        if row_counts(copy) != counts:
            raise DamagedDatabaseError
    finally:
        copy.close()


def _free_name(path: Path, revision: str) -> Path:
    number = 1
    while True:
        tail = "" if number == 1 else f"-{number}"
        candidate = path.with_name(f"{path.stem}.before-update-{revision}{tail}{path.suffix}")
        if not candidate.exists():
            return candidate
        number += 1
