"""Backups that are opened and checked before they count, and restoring that is safe at every step.

A backup is a folder with the encrypted database, the key file of that day and an account of both.
It gets its name only when it was opened by itself, read to the last page and found equal.
"""

import hashlib
import hmac
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msbone_desktop.domain.backups import Backup
from msbone_desktop.domain.errors import (
    BackupRefusedError,
    DamagedDatabaseError,
    MsboneError,
    NewerDatabaseError,
)
from msbone_desktop.storage import connection as keyed
from msbone_desktop.storage.folders import sync_folder
from msbone_desktop.storage.row_counts import row_counts
from msbone_desktop.storage.schema import APPLICATION_ID, SCHEMA_VERSION

DATABASE, KEYS, ABOUT = "clinic.msbone", "clinic.keys", "backup.json"
PREFIX = "msbone-backup-"
_FORMAT = "msbone-backup"
_LONGEST = 200_000


def make(
    raw: keyed.Connection, key: bytes, keys: Path, folder: Path, at: datetime, software: str
) -> Backup:
    """Copy the open database into ``folder``, prove the copy, and name it.

    Raises:
        OSError: The folder cannot be written, or is full; earlier backups stay as they are.
        DamagedDatabaseError: The copy is not equal to what it was copied from.
    """
    name = f"{PREFIX}{at.astimezone(UTC):%Y%m%d-%H%M%SZ}"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    final, draft = folder / name, folder / f"{name}.tmp"
    if final.exists():
        raise FileExistsError(final)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    try:
        copy = keyed.connect(draft / DATABASE, key, create=True)
        try:
            raw.backup(copy)
        finally:
            copy.close()
        shutil.copyfile(keys, draft / KEYS)
        about = _describe(raw, draft, key, at, software)
        _write(draft / ABOUT, json.dumps(about, indent=1).encode())
        backup = prove(draft, key)
        for file in (DATABASE, KEYS, ABOUT):
            _sync(draft / file)
        sync_folder(draft)
        Path(draft).rename(final)
        sync_folder(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return Backup(
        folder=final,
        made_at=backup.made_at,
        patients=backup.patients,
        screenings=backup.screenings,
        schema=backup.schema,
        software=backup.software,
    )


def prove(folder: Path, key: bytes) -> Backup:
    """Open a backup by itself, read every page, and compare it with its description.

    Raises:
        BackupRefusedError: It is of another clinic, was changed, or is not whole.
        NewerDatabaseError: A newer version of MSBone made it.
    """
    about = read_about(folder)
    if not hmac.compare_digest(about.pop("seal"), _seal(about, key)):
        raise BackupRefusedError("it was changed, or belongs to another clinic")
    if about["schema"] > SCHEMA_VERSION:
        raise NewerDatabaseError(about["schema"], SCHEMA_VERSION)
    # Only the files that the description names, and nothing of SQLite's beside them.
    if {file.name for file in folder.iterdir()} != {DATABASE, KEYS, ABOUT}:
        raise BackupRefusedError("there are files in it that do not belong to it")
    for file in (DATABASE, KEYS):
        if _sha256(folder / file) != about["sha256"][file]:
            raise BackupRefusedError("a file in it is not as it was written")
    with _isolated(folder / DATABASE, key) as copy:
        keyed.check(copy)
        if copy.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise BackupRefusedError("it is not a file of MSBone")
        if schema_fingerprint(copy) != about["schema_sha256"]:
            raise BackupRefusedError("its tables are not those that MSBone makes")
        if row_counts(copy) != about["rows"]:
            raise BackupRefusedError("rows are missing or were added")
    return _to_domain(folder, about)


def roles(folder: Path, key: bytes) -> dict[str, str]:
    """Return the roles of who worked there on the day of a backup, by slot of the key file."""
    with _isolated(folder / DATABASE, key) as copy:
        found = copy.execute(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'account'"
        ).fetchone()
        if not found[0]:
            return {}
        rows = copy.execute("SELECT slot_id, role FROM account WHERE active = 1").fetchall()
    return {str(slot): str(role) for slot, role in rows}


def listed(folder: Path) -> tuple[Backup, ...]:
    """Return the backups in a folder, newest first; what is not a backup is passed over."""
    found = []
    for each in sorted(folder.glob(f"{PREFIX}*Z")) if folder.is_dir() else ():
        try:
            found.append(_to_domain(each, read_about(each)))
        except MsboneError:
            continue
    return tuple(sorted(found, key=lambda backup: backup.made_at, reverse=True))


def read_about(folder: Path) -> dict[str, Any]:
    """Read the description of a backup, sealed or not.

    Raises:
        BackupRefusedError: There is none, or it cannot be read.
    """
    file = folder / ABOUT
    try:
        if file.stat().st_size > _LONGEST:
            raise BackupRefusedError("its description cannot be read")
        about = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise BackupRefusedError("its description cannot be read") from None
    kinds = {
        "format": str, "made_at": str, "schema": str, "software": str, "schema_sha256": str,
        "rows": dict, "sha256": dict, "seal": str,
    }  # fmt: skip
    whole = isinstance(about, dict) and all(
        isinstance(about.get(name), kind) for name, kind in kinds.items()
    )
    if not whole or about["format"] != _FORMAT or not {DATABASE, KEYS} <= about["sha256"].keys():
        raise BackupRefusedError("its description cannot be read")
    try:
        if datetime.fromisoformat(about["made_at"]).tzinfo is None:
            raise ValueError
    except ValueError:
        raise BackupRefusedError("its description cannot be read") from None
    found: dict[str, Any] = about
    return found


def remove(backup: Backup) -> None:
    """Delete a backup: out of sight by its name first, so that half of one never counts."""
    going = backup.folder.with_name(f"{backup.folder.name}.old.tmp")
    Path(backup.folder).rename(going)
    shutil.rmtree(going, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Delete what a cut-off program left half made."""
    for each in folder.glob(f"{PREFIX}*.tmp") if folder.is_dir() else ():
        shutil.rmtree(each, ignore_errors=True)


def schema_fingerprint(raw: keyed.Connection) -> str:
    """Return a fingerprint of every table, index, trigger and view; an added trigger shows."""
    rows = raw.execute(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name"
    ).fetchall()
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _describe(
    raw: keyed.Connection, draft: Path, key: bytes, at: datetime, software: str
) -> dict[str, Any]:
    version = raw.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    about = {
        "format": _FORMAT,
        "made_at": at.astimezone(UTC).isoformat(),
        "schema": version,
        "software": software,
        "schema_sha256": schema_fingerprint(raw),
        "rows": row_counts(raw),
        "sha256": {file: _sha256(draft / file) for file in (DATABASE, KEYS)},
    }
    return about | {"seal": _seal(about, key)}


def _seal(about: dict[str, Any], key: bytes) -> str:
    """Seal the description under a key of its own, made from the data key."""
    own = hmac.new(key, b"msbone backup description", hashlib.sha256).digest()
    content = json.dumps(about, sort_keys=True, separators=(",", ":")).encode()
    return hmac.new(own, content, hashlib.sha256).hexdigest()


@contextmanager
def _isolated(path: Path, key: bytes) -> Iterator[keyed.Connection]:
    try:
        copy = keyed.connect(path, key)
    except Exception as error:
        raise DamagedDatabaseError from error
    try:
        yield copy
    finally:
        copy.close()
        for suffix in ("-journal", "-wal", "-shm"):
            with suppress(OSError):  # seldom there: SQLite takes away its own
                path.with_name(path.name + suffix).unlink(missing_ok=True)


def _to_domain(folder: Path, about: dict[str, Any]) -> Backup:
    return Backup(
        folder=folder,
        made_at=datetime.fromisoformat(about["made_at"]),
        patients=int(about["rows"].get("patient", 0)),
        screenings=int(about["rows"].get("screening", 0)),
        schema=about["schema"],
        software=about["software"],
    )


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write(file: Path, content: bytes) -> None:
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(file: Path) -> None:
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
