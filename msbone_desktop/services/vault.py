"""The clinic's folder: made once, unlocked at each start."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msbone_desktop.domain.errors import DamagedKeyFileError

if TYPE_CHECKING:
    from msbone_desktop.domain.accounts import Permission
    from msbone_desktop.domain.backups import Backup
    from msbone_desktop.domain.clinic import ClinicIdentity
    from msbone_desktop.domain.screenings import Actor
    from msbone_desktop.services.clinic import Clinic
    from msbone_desktop.services.entrance import Entrance
    from msbone_desktop.services.knowledge import Knowledge
    from msbone_desktop.storage.database import Database
    from msbone_desktop.storage.keys import KeyFile
    from msbone_desktop.storage.unit_of_work import UnitOfWork

DATABASE_NAME = "clinic.msbone"
KEYS_NAME = "clinic.keys"


class Vault:
    """One clinic folder on this computer.

    The libraries that open it are imported when needed, so that the unlock window is on screen
    before them.
    """

    def __init__(
        self,
        folder: Path,
        now: Callable[[], datetime],
        knowledge: "Callable[[], Knowledge]",
        *,
        migrations: Path,
    ) -> None:
        """Look at nothing yet.

        Args:
            folder: Holds the database and its key file.
            now: The clock, aware.
            knowledge: Reads rules and evidence, once.
            migrations: The shipped folder db.
        """
        self._folder = folder
        self._now = now
        self._knowledge = knowledge
        self._migrations = migrations

    @property
    def exists(self) -> bool:
        """Whether there is a clinic to unlock, even one whose key file is missing."""
        return self._database_path.exists()

    @property
    def has_lost_its_file(self) -> bool:
        """Whether a key file lies here without the clinic's file that it opens."""
        return self._keys_path.exists() and not self._database_path.exists()

    @property
    def is_demo(self) -> bool:
        """Whether the clinic holds fictional patients only; False when its key file is unread."""
        keys = self._keys_or_none()
        return keys is not None and keys.is_demo

    @property
    def hint(self) -> str:
        """The passphrase of a demo clinic; "" for every other."""
        keys = self._keys_or_none()
        return "" if keys is None else keys.hint

    def create(
        self,
        passphrase: str,
        clinic: "ClinicIdentity",
        fill: "Callable[[UnitOfWork], None] | None" = None,
    ) -> None:
        """Make a new clinic. The folder is made, too, for this person alone.

        Args:
            passphrase: Unlocks it.
            clinic: Its name and paper.
            fill: Writes what it holds from the start, in the transaction that makes it.

        Raises:
            ClinicExistsError: There is one.
            UnsafeFolderError: The folder is on a network share, or another program copies it.
            RefusedEntryError: The passphrase cannot be used.
            MsboneError: The disk is full, or refuses.
        """
        from msbone_desktop.services.founding import found

        found(
            self._database_path,
            self._keys_path,
            passphrase,
            clinic,
            fill,
            now=self._now,
            migrations=self._migrations,
        )

    def unlock(self, passphrase: str, name: str) -> "Clinic":
        """Open the clinic for the person of that name. The first one ever becomes its lead.

        Raises:
            TooManyTriesError: It is too soon after wrong passphrases.
            UnsafeFolderError: As ``create``.
            WrongPassphraseError: Name and passphrase open nothing.
            DatabaseInUseError: Another copy of MSBone has the clinic open.
            NewerDatabaseError: A newer version of MSBone wrote it.
            DamagedDatabaseError: The file is not whole.
            DamagedKeyFileError: The key file is not whole.
        """
        from msbone_desktop.domain.accounts import Role
        from msbone_desktop.domain.screenings import Actor
        from msbone_desktop.storage import rekeying

        self.finish_restore()
        entry = self._entrance.open(passphrase, name)
        database = self._open(entry.key)
        try:
            account = self._entrance.account(database, entry, name)
            rekeying.forget_former(self._folder)
            if account is None:  # of a demo clinic
                return self._opened(database, Actor(name, Role.LEAD), name)
            actor = Actor(account.name, account.role, account.id)
            return self._opened(database, actor, name)
        except BaseException:
            database.close()
            raise

    def _opened(self, database: "Database", actor: "Actor", typed: str) -> "Clinic":
        from msbone_desktop.services.clinic import open_clinic

        clinic = open_clinic(database, actor, self._now, self._knowledge())
        wrong = self._entrance.note_entered(typed)
        if wrong:
            clinic.audit.note("failed_unlock", {"times": wrong})
        return clinic

    def wait(self, name: str) -> int:
        """Return for how many seconds no passphrase may be tried under that name."""
        return self._entrance.wait(name)

    def open_database(self, passphrase: str, permission: "Permission | None" = None) -> "Database":
        """Open the clinic's database with anybody's passphrase; raises as ``unlock``.

        Args:
            passphrase: Of somebody who works here.
            permission: What her role has to include; nothing by default.

        Raises:
            NotPermittedError: It does not include that.
        """
        self.finish_restore()
        entry = self._entrance.open(passphrase)
        database = self._open(entry.key)
        try:
            if permission is not None:
                self._entrance.require(database, entry, permission)
        except BaseException:
            database.close()
            raise
        self._entrance.note_entered("")
        return database

    def _open(self, key: bytes) -> "Database":
        from msbone_desktop.environment.storage_places import refuse_unsafe
        from msbone_desktop.storage.database import Database

        refuse_unsafe(self._database_path)
        return Database.open(self._database_path, key, migrations=self._migrations)

    @property
    def _entrance(self) -> "Entrance":
        from msbone_desktop.services.entrance import Entrance

        return Entrance(self._keys_path, self._now)

    @property
    def sheet_id(self) -> str:
        """Which recovery sheet opens the clinic; "" without one."""
        from msbone_desktop.storage.key_slots import sheet_id

        keys = self._keys_or_none()
        return "" if keys is None else sheet_id(keys.slots)

    def recover(self, code: str, name: str, passphrase: str) -> None:
        """Set a new passphrase for a person by the recovery sheet, which opens nothing afterwards.

        Raises:
            RecoveryCodeError: The code is mistyped; it says where.
            WrongRecoveryCodeError: The code is of another sheet.
            WeakPassphraseError: The passphrase is guessed too easily.
            RefusedEntryError: Nobody of that name works here.
        """
        from msbone_desktop.services.recovering import recover

        self.finish_restore()
        recover(self._keys_path, code, name, passphrase, self._open, self._now)

    def change_data_key(self, passphrase: str, name: str) -> None:
        """Encrypt the clinic anew; everybody's passphrase and the recovery sheet stay.

        The clinic must be closed. The former file is deleted when the new one was opened.

        Raises:
            NotPermittedError: The person's role does not include this.
            MsboneError: As ``unlock``, or the disk refused; the clinic is as it was.
        """
        from msbone_desktop.services.recovering import change_data_key
        from msbone_desktop.storage import rekeying

        self.finish_restore()
        entry = self._entrance.open(passphrase, name)
        database = self._open(entry.key)
        try:
            change_data_key(self._entrance, database, entry, self._now())
        finally:
            database.close()
        # The former file goes when the new one was opened by the ordinary way.
        self._open(self._entrance.open(passphrase, name).key).close()
        rekeying.forget_former(self._folder)

    def finish_restore(self) -> bool:
        """Finish a restore that was cut off; tell whether there was one.

        Raises:
            BackupRefusedError: Its note cannot be read.
            MsboneError: The disk refused; the next opening goes on with it.
        """
        from msbone_desktop.storage import restoring
        from msbone_desktop.storage.failures import refused_by_system

        try:
            return restoring.finish(self._folder) if self._folder.is_dir() else False
        except OSError as error:
            raise refused_by_system(error) from error

    def restore(self, backup: Path, passphrase: str) -> Path:
        """Put a backup in place of the clinic, which must be closed.

        The backup is opened by itself first, with a passphrase of its own day.

        Returns:
            The folder in which the present files are kept.

        Raises:
            WrongPassphraseError: The passphrase does not open the backup.
            BackupRefusedError: The backup cannot be trusted.
            NotPermittedError: The person is, or was on that day, no lead.
            NewerDatabaseError: A newer version of MSBone made it.
            DatabaseInUseError: The clinic is open.
        """
        from msbone_desktop.services import putting_back

        self.finish_restore()
        return putting_back.put_back(self, backup, self._folder, passphrase, self._now())

    def prove(self, backup: Path, passphrase: str) -> "Backup":
        """Open a backup by itself and read every page; raises as ``restore``."""
        from msbone_desktop.storage import backups
        from msbone_desktop.storage.keys import KeyFile

        return backups.prove(backup, KeyFile.read(backup / backups.KEYS).unlock(passphrase))

    @property
    def _database_path(self) -> Path:
        return self._folder / DATABASE_NAME

    @property
    def _keys_path(self) -> Path:
        return self._folder / KEYS_NAME

    def _keys_or_none(self) -> "KeyFile | None":
        from msbone_desktop.storage.keys import KeyFile

        try:
            return KeyFile.read(self._keys_path)
        except DamagedKeyFileError:
            return None
