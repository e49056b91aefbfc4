"""What a failure of the database library means for staff."""

import errno
from contextlib import suppress
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from msbone_desktop.domain.errors import (
    CannotOpenError,
    DamagedDatabaseError,
    DatabaseInUseError,
    DiskFullError,
    MsboneError,
    SignedScreeningError,
    StorageError,
)

# Primary result codes of SQLite (sqlite.org/rescode.html).
_PERM, _BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT = 3, 5, 6, 8, 10, 11
_FULL, _CANTOPEN, _CONSTRAINT, _AUTH, _NOTADB = 13, 14, 19, 23, 26

_MEANINGS: dict[int, type[MsboneError]] = {
    _BUSY: DatabaseInUseError,
    _LOCKED: DatabaseInUseError,
    _CORRUPT: DamagedDatabaseError,
    _NOTADB: DamagedDatabaseError,
    _FULL: DiskFullError,
    _PERM: StorageError,
    _READONLY: StorageError,
    _CANTOPEN: StorageError,
    _AUTH: StorageError,
}
_PROBE = 128 * 1024
_WRITE_FAULTS = ("SQLITE_IOERR_WRITE", "SQLITE_IOERR_TRUNCATE")
"""A quota or a file-size limit shows as a failed write, not as a full disk."""


def expected(error: BaseException) -> MsboneError | None:
    """Return what ``error`` means for staff; None when it is a mistake of ours.

    The message of the result names no patient: SQLite's own words are never passed on.
    """
    original = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(original, dbapi2.Error):
        return None
    code = (getattr(original, "sqlite_errorcode", None) or _code_by_words(str(original))) & 0xFF
    if code == _IOERR:
        name = getattr(original, "sqlite_errorname", "") or ""
        return DiskFullError() if name in _WRITE_FAULTS else StorageError()
    if code == _CONSTRAINT:
        return SignedScreeningError() if "as it was signed" in str(original) else None
    meaning = _MEANINGS.get(code)
    return meaning() if meaning else None


def no_room(error: OSError) -> bool:
    """Tell whether the system refused because the disk, a quota or a limit is used up."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def has_room(path: Path) -> bool:
    """Tell whether the database could grow where it lies.

    SQLite reports a used-up quota or a file-size limit as a failed write like any other, so it is
    tried out with a file of that length.
    """
    probe = path.with_name(f"{path.name}.room.tmp")
    try:
        with probe.open("wb") as file:
            file.seek(path.stat().st_size)
            file.write(bytes(_PROBE))
    except OSError as error:
        return not no_room(error)
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    return True


def refused_by_system(error: OSError) -> MsboneError:
    """Return what a refusal of the system means for staff."""
    return DiskFullError() if no_room(error) else CannotOpenError()


def breaks_the_connection(error: BaseException) -> bool:
    """Tell whether the file must be opened afresh before anything else is written.

    After a failed write or sync nobody knows what the system's cache holds.
    """
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", None) or _code_by_words(str(original))
    return code & 0xFF in (_IOERR, _CORRUPT, _NOTADB)


def _code_by_words(words: str) -> int:
    """The driver raises some failures without their code."""
    known = {
        "database is locked": _BUSY,
        "file is not a database": _NOTADB,
        "malformed": _CORRUPT,
        "database or disk is full": _FULL,
        "disk I/O error": _IOERR,
        "unable to open": _CANTOPEN,
        "readonly": _READONLY,
    }
    return next((code for part, code in known.items() if part in words), 0)
