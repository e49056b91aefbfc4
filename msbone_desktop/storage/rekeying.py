"""Encrypts a clinic's file anew under another data key; at every instant one of the two opens.

The copy is made, read to the last page and compared beside the file; then file, key file and anchor
change places together, as in a restore: a note of intent is written first, and a program that finds
it finishes what was begun.
"""

import secrets
import shutil
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from msbone_desktop.domain.audit import AuditContext
from msbone_desktop.domain.errors import DamagedDatabaseError, StorageError
from msbone_desktop.storage import connection as keyed
from msbone_desktop.storage import restoring
from msbone_desktop.storage.audit_anchor import Anchor
from msbone_desktop.storage.audit_trail import Trail
from msbone_desktop.storage.backups import schema_fingerprint
from msbone_desktop.storage.database import Database
from msbone_desktop.storage.engine import engine_of, fill_file
from msbone_desktop.storage.failures import expected
from msbone_desktop.storage.key_slots import KEY_BYTES
from msbone_desktop.storage.keys import KeyFile
from msbone_desktop.storage.row_counts import row_counts
from msbone_desktop.storage.unit_of_work import UnitOfWork

ASIDE = "before-new-key-"


def rekey(
    database: Database, keys: KeyFile, keep: Collection[str], context: AuditContext, at: datetime
) -> None:
    """Put a copy of ``database`` under a new data key in its place.

    Args:
        database: Open; it is closed when the copy is whole, before anything moves.
        keys: The key file beside it.
        keep: The slots that open the clinic afterwards; the others are closed.
        context: Who does it, for the history.
        at: Now.

    Raises:
        OSError: The disk refused; the clinic is as it was.
        MsboneError: The file is not whole; the clinic is as it was.
    """
    clinic = database.path.parent
    new = secrets.token_bytes(KEY_BYTES)
    restoring.sweep(clinic)
    drafts = [clinic / f"{name}{restoring.SUFFIX}" for name in restoring.MOVED]
    copy, key_file, anchor = drafts
    try:
        _copy(database, copy, new)
        # Copied first: the entry of the new key looks whether the former anchor still holds.
        shutil.copyfile(database.trail.anchor.path, anchor)
        _enter(database, copy, anchor, new, context)
        keys.rekeyed(new, keep).write(key_file)
        for draft in drafts:
            restoring.sync_file(draft)
        database.close()
        aside = restoring.free(clinic / f"{ASIDE}{at.astimezone(UTC):%Y%m%d-%H%M%SZ}")
        aside.mkdir(mode=0o700)
        restoring.write_intent(clinic, aside)
    except (DBAPIError, dbapi2.Error) as error:
        restoring.sweep(clinic)
        raise (expected(error) or StorageError()) from error
    except BaseException:
        restoring.sweep(clinic)
        raise
    restoring.finish(clinic)


def forget_former(clinic: Path) -> None:
    """Delete what lies under a former key; only once the present file opened."""
    for folder in clinic.glob(f"{ASIDE}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _copy(database: Database, draft: Path, key: bytes) -> None:
    copy = keyed.connect(draft, key, create=True)
    try:
        with database.raw() as raw:
            raw.backup(copy)
            keyed.check(copy)
            if _content(raw) != _content(copy):
                raise DamagedDatabaseError
    finally:
        copy.close()


def _content(raw: keyed.Connection) -> tuple[Any, ...]:
    return schema_fingerprint(raw), row_counts(raw)


def _enter(
    database: Database, draft: Path, anchor: Path, key: bytes, context: AuditContext
) -> None:
    """Begin the history of the new key: its first entry holds what proves the ones before."""
    trail = Trail(draft, key)
    trail.anchor = Anchor(anchor, key)
    trail.context = context

    def begin(work: UnitOfWork) -> None:
        trail.note_new_key(work.connection, work.audit, database.data_key)

    engine = engine_of(draft, key)
    try:
        fill_file(engine, trail, begin)
    finally:
        engine.dispose()
    trail.keep_anchor()
