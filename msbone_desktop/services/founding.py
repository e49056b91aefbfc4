"""Makes a new clinic: its key file, and its database with what it holds from the start."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.errors import ClinicExistsError
from msbone_desktop.environment.storage_places import refuse_unsafe
from msbone_desktop.storage.database import Database
from msbone_desktop.storage.failures import refused_by_system
from msbone_desktop.storage.keys import KeyFile
from msbone_desktop.storage.unit_of_work import UnitOfWork

_FIRST_ACTOR = "First start"


def found(
    database: Path,
    keys: Path,
    passphrase: str,
    clinic: ClinicIdentity,
    fill: Callable[[UnitOfWork], None] | None,
    *,
    now: Callable[[], datetime],
    migrations: Path,
) -> None:
    """Make both files, or leave what was there; arguments and errors as of ``Vault.create``."""
    if database.exists():
        raise ClinicExistsError
    refuse_unsafe(database)

    def begin(work: UnitOfWork) -> None:
        work.clinic.save(clinic, _FIRST_ACTOR, now())
        if fill is not None:
            fill(work)

    made = KeyFile.make(passphrase, is_demo=clinic.is_demo)
    try:
        keys.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _set_aside(keys)
        # First the key: a database without one would be lost, a key without one is nothing.
        made.file.write(keys)
    except OSError as error:
        raise refused_by_system(error) from error
    try:
        Database.create(database, made.data_key, migrations=migrations, fill=begin).close()
    except BaseException:
        if not database.exists():
            keys.unlink(missing_ok=True)
        raise


def _set_aside(keys: Path) -> None:
    """Keep a key file without its database: it may open one that was moved elsewhere."""
    if not keys.exists():
        return
    number = 1
    while (aside := keys.with_suffix(f".keys.old-{number}")).exists():
        number += 1
    keys.rename(aside)
