"""Makes a clinic's file: whole under its name, or not there."""

import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from msbone_desktop.domain.errors import ClinicExistsError, StorageError
from msbone_desktop.storage import migration
from msbone_desktop.storage.audit_trail import Trail
from msbone_desktop.storage.engine import engine_of, fill_file
from msbone_desktop.storage.failures import expected, refused_by_system
from msbone_desktop.storage.folders import sync_folder
from msbone_desktop.storage.unit_of_work import UnitOfWork


def make(
    path: Path, key: bytes, *, migrations: Path, fill: Callable[[UnitOfWork], None] | None
) -> None:
    """Make a new database at ``path``, closed; the arguments and errors of ``Database.create``.

    It is made under another name, so that a program cut off half-way leaves no file that looks
    like a clinic.
    """
    if path.exists():
        raise ClinicExistsError
    draft = path.with_name(f"{path.name}.new.tmp")
    try:
        migration.remove_with_journal(draft)
        # Made here, so that nobody else on this computer may read it, however little that is.
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        engine = engine_of(draft, key)
        try:
            migration.upgrade(engine, migrations)
            if fill is not None:
                fill_file(engine, Trail(path, key), fill)
        finally:
            engine.dispose()
        os.replace(draft, path)
        sync_folder(path.parent)
    except OSError as error:
        raise refused_by_system(error) from error
    except (DBAPIError, dbapi2.Error) as error:
        raise (expected(error) or StorageError()) from error
    finally:
        migration.remove_with_journal(draft)
