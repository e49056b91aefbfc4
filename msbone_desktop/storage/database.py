"""The clinic's encrypted database: opened whole or refused, and changed all or nothing."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from msbone_desktop.domain.errors import (
    CannotOpenError,
    DamagedDatabaseError,
    DatabaseInUseError,
    DiskFullError,
    EmptyDatabaseError,
    MsboneError,
    NewerDatabaseError,
    StorageError,
    UnsureSaveError,
)
from msbone_desktop.domain.holding import Holder
from msbone_desktop.storage import committing, holder_note
from msbone_desktop.storage import connection as keyed
from msbone_desktop.storage.audit_trail import Notes, Trail
from msbone_desktop.storage.engine import engine_of
from msbone_desktop.storage.failures import (
    breaks_the_connection,
    expected,
    has_room,
    refused_by_system,
)
from msbone_desktop.storage.schema import APPLICATION_ID, SCHEMA_VERSION
from msbone_desktop.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from msbone_desktop.domain.backups import Backup

_PAGE = 4096


class Database:
    """One open clinic file. It stays locked for this program until ``close``.

    There is one connection: SQLite writes one change at a time anyway, and a lock of ours lets
    the threads of this program wait for one another instead of failing.
    """

    def __init__(self, path: Path, key: bytes, migrations: Path) -> None:
        """Prepare; nothing is read before ``open`` or ``create``, which are the ways to get one."""
        self.path = path
        self.data_key = key
        """32 bytes; whoever has them can read the file."""
        self._migrations = migrations
        self._lock = threading.RLock()
        self._working = False
        self._closed = False
        self._trusted = True
        self.recovered = False
        """The program that had the file last was cut off; every page was checked since."""
        self.engine = engine_of(path, key)
        self.trail = Trail(path, key)
        """The history; ``trail.context`` says who works here."""

    @classmethod
    def create(
        cls,
        path: Path,
        key: bytes,
        *,
        migrations: Path,
        fill: Callable[[UnitOfWork], None] | None = None,
    ) -> "Database":
        """Make a new, empty database at ``path`` and open it.

        Args:
            path: Where; nothing may be there.
            key: 32 random bytes.
            migrations: The shipped folder db, whose migrations make the tables.
            fill: Writes what belongs into a new clinic, before the file gets its name.

        Raises:
            MsboneError: There is a file already, or no room for one.
        """
        from msbone_desktop.storage import new_file

        new_file.make(path, key, migrations=migrations, fill=fill)
        return cls.open(path, key, migrations=migrations)

    @classmethod
    def open(cls, path: Path, key: bytes, *, migrations: Path) -> "Database":
        """Open the database at ``path``, and bring it up to date when it is older.

        Raises:
            CannotOpenError: It is not there, or may not be written.
            EmptyDatabaseError: It has no content. No tables are made in it.
            DatabaseInUseError: Another program has it open.
            NewerDatabaseError: A later version of MSBone wrote it.
            DamagedDatabaseError: It is not whole, not ours, or the key belongs to another file.
            UpdateFailedError: A migration failed and was taken back.
        """
        # Only asked for its size: reading it here would drop SQLite's lock (a POSIX rule) when
        # this program has it open already.
        try:
            size = path.stat().st_size
            if size == 0:
                raise EmptyDatabaseError
            if size < _PAGE:  # SQLite would take it for a new file, and write into it
                raise DamagedDatabaseError
        except OSError as error:
            raise CannotOpenError from error
        database = cls(path, key, migrations)
        try:
            database._prepare()
        except (DBAPIError, dbapi2.Error) as error:
            database.engine.dispose()
            meaning = expected(error)
            if meaning is None:
                raise
            if isinstance(meaning, DatabaseInUseError):
                meaning = DatabaseInUseError(holder_note.read(database._mark).words)
            raise (CannotOpenError() if type(meaning) is StorageError else meaning) from error
        except BaseException:
            database.engine.dispose()
            raise
        return database

    @contextmanager
    def unit_of_work(self) -> Iterator[UnitOfWork]:
        """Commit if the block succeeds; take everything back if it raises.

        Raises:
            MsboneError: The disk is full, the file is damaged, and so on. Nothing was changed.
        """
        with self._lock:
            if self._working or self._closed:
                raise RuntimeError("The database is closed, or this thread is in a unit of work.")
            self._working = True
            head = None
            try:
                with self.engine.connect() as connection:
                    self.trail.attach(connection)
                    with connection.begin():
                        notes = Notes()
                        yield UnitOfWork(connection, notes)
                        head = self.trail.write(connection, notes)
                self.trail.committed(head)
            except (DBAPIError, dbapi2.Error) as error:
                meaning = self._failed(error)
                if meaning is None:
                    raise
                if head is None or not breaks_the_connection(error):
                    raise meaning from error
                went_through = committing.went_through(self.engine, head)
                if went_through is None:
                    raise UnsureSaveError from error
                if not went_through:
                    raise meaning from error
                self.trail.committed(head)
            finally:
                self._working = False

    def check(self) -> None:
        """Read every page and every index.

        Raises:
            DamagedDatabaseError: Something is not as it was written.
        """
        with self._lock:
            try:
                with self.engine.connect() as connection:
                    keyed.check(connection.connection.dbapi_connection)
            except (DBAPIError, dbapi2.Error) as error:
                raise (self._failed(error) or DamagedDatabaseError()) from error
            except DamagedDatabaseError:
                self._trusted = False
                raise

    def back_up(self, folder: Path, at: datetime, software: str) -> "Backup":
        """Copy the file into ``folder`` as a backup, and prove the copy.

        Raises:
            OSError: The folder cannot be written, or is full.
            DamagedDatabaseError: This file, or the copy, is not whole.
        """
        from msbone_desktop.storage import backups

        keys = self.path.with_name(backups.KEYS)
        with self.raw() as raw:
            return backups.make(raw, self.data_key, keys, folder, at, software)

    @contextmanager
    def raw(self) -> Iterator[keyed.Connection]:
        """Lend the driver's connection, to copy the file; nothing is written through it.

        Raises:
            DamagedDatabaseError: The file, or the copy, is not whole.
        """
        with self._lock:
            if self._closed:
                raise RuntimeError("The database is closed.")
            try:
                with self.engine.connect() as connection:
                    yield connection.connection.dbapi_connection
            except (DBAPIError, dbapi2.Error) as error:
                raise (self._failed(error) or DamagedDatabaseError()) from error

    def close(self) -> None:
        """Let go of the file. After a failure of the disk the next opening checks every page."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self.engine.dispose()
            self.trail.keep_anchor()
            if self._trusted:
                with suppress(OSError):  # the next opening reads every page, and nothing else
                    self._mark.unlink(missing_ok=True)

    def name_holder(self, holder: Holder) -> None:
        """Tell other programs that want this file who has it.

        Nothing depends on it: a disk that is full does not keep anybody from working.
        """
        with self._lock, suppress(OSError):
            if not self._closed:
                holder_note.write(self._mark, holder)

    @property
    def is_closed(self) -> bool:
        """Whether the file was let go."""
        return self._closed

    @property
    def _mark(self) -> Path:
        """Lies beside the database while a program has it open, and outlives one cut off."""
        return self.path.with_name(f"{self.path.name}.open")

    def _prepare(self) -> None:
        with self.engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            # SQLite fills up a last page that was cut off, and reads the rest as zeros.
            if raw.execute("PRAGMA page_count").fetchone()[0] * _PAGE != self.path.stat().st_size:
                raise DamagedDatabaseError
            # Only the holder of the lock looks at the mark: it may be another program's.
            if self._mark.exists():
                self._leave_mark()  # of us now: it must not name somebody who has gone
                keyed.check(raw)
                self.recovered = True
            found = _revision(raw)
        if found > SCHEMA_VERSION:
            raise NewerDatabaseError(found, SCHEMA_VERSION)
        self._leave_mark()
        if found < SCHEMA_VERSION:
            self._bring_up_to_date(found)

    def _bring_up_to_date(self, found: str) -> None:
        from msbone_desktop.storage import migration

        with self.engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            try:
                migration.keep_copy(raw, self.path, self.data_key, found)
            except OSError as error:
                raise refused_by_system(error) from error
        migration.upgrade(self.engine, self._migrations)

    def _leave_mark(self) -> None:
        try:
            holder_note.write(self._mark, Holder(seat=holder_note.this_seat()))
        except OSError as error:
            raise refused_by_system(error) from error

    def _failed(self, error: DBAPIError | dbapi2.Error) -> MsboneError | None:
        if breaks_the_connection(error):
            self._trusted = False
            self.engine.dispose()
        meaning = expected(error)
        if type(meaning) is StorageError and not has_room(self.path):
            return DiskFullError()
        return meaning


def _revision(raw: keyed.Connection) -> str:
    if raw.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise DamagedDatabaseError
    rows = raw.execute("SELECT version_num FROM alembic_version").fetchall()
    if len(rows) != 1 or not rows[0][0].isdigit():
        raise DamagedDatabaseError
    return str(rows[0][0])
