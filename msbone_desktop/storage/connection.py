"""One keyed connection to one file, with every setting asked for and read back.

The settings are chosen for durability; DECISIONS.md has the measurements. Application, tests,
copies and migrations all connect through ``connect``.
"""

from pathlib import Path
from typing import Any

import sqlcipher3
from sqlcipher3 import dbapi2

from msbone_desktop.domain.errors import DamagedDatabaseError, MsboneError

OLDEST_SQLITE = (3, 51, 3)
"""Older ones can lose a commit when two connections write a WAL; refused rather than reasoned
about, since a clinic's next setting may be WAL."""
LOCK_TIMEOUT_S = 1.0

# Setting, value to ask for, value that must be read back. SQLite ignores a misspelt PRAGMA.
_SETTINGS: tuple[tuple[str, str, Any], ...] = (
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "DELETE", "delete"),
    ("synchronous", "EXTRA", 3),
    ("fullfsync", "ON", 1),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("mmap_size", "0", 0),
    ("secure_delete", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("cache_size", "-65536", -65536),
    ("recursive_triggers", "ON", 1),
)

Connection = Any
"""A connection of the SQLCipher driver, which ships no types."""


def connect(path: Path, key: bytes, *, create: bool = False) -> Connection:
    """Open ``path`` with a raw 256-bit ``key`` and prove the key.

    The connection holds its file's lock until it is closed.

    Args:
        path: The database. It must exist unless ``create``.
        key: 32 bytes. A passphrase never comes here, and so never enters SQL.
        create: Make the file when it does not exist.

    Raises:
        MsboneError: The driver's SQLite is too old, or a setting did not take.
    """
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise MsboneError(
            "This copy of MSBone carries an outdated database library. Nothing was changed. "
            "Reinstall MSBone."
        )
    if len(key) != 32:
        raise ValueError("The data key has 32 bytes.")
    mode = "rwc" if create else "rw"
    connection = sqlcipher3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,  # the "begin" event issues BEGIN; the driver's own comes too late
        timeout=LOCK_TIMEOUT_S,
        check_same_thread=False,  # Database serialises the threads that use it
        cached_statements=256,
    )
    try:
        connection.execute("PRAGMA cipher_log_level = none")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for name, value, _ in _SETTINGS:
            connection.execute(f"PRAGMA {name} = {value}")
        # Proves the key. Locks the file for this program: a shared lock alone would let a second
        # program in, and then neither could save.
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        connection.execute("COMMIT")
        _read_back(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _read_back(connection: Connection) -> None:
    for name, value, wanted in _SETTINGS:
        found = connection.execute(f"PRAGMA {name}").fetchone()
        if (found or (0,))[0] != wanted:  # mmap_size reads back as nothing when it is off
            raise MsboneError(
                f"The clinic's file does not accept the setting {name} = {value}. "
                "Nothing was changed. Keep the file on a disk of this computer."
            )


def check(connection: Connection) -> None:
    """Read every page: its authentication code, then the tables and indexes made of them.

    Raises:
        DamagedDatabaseError: Something is not as it was written.
    """
    if connection.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
        raise DamagedDatabaseError
    if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise DamagedDatabaseError
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise DamagedDatabaseError
