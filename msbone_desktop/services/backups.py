"""Backups while the clinic works: made, proven, thinned out; and what the status line may say."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from msbone_desktop import __version__
from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.backups import Backup, to_thin_out
from msbone_desktop.domain.errors import BackupFailedError, MsboneError, RefusedEntryError
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.services.permission import needs, open_to_all
from msbone_desktop.storage.database import Database

OFTEN = timedelta(minutes=30)
WARN_AFTER, URGENT_AFTER = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupState:
    """What is known about backups now. ``problem``: why the last attempt failed, in words."""

    newest: Backup | None = None
    problem: str = ""
    second_problem: str = ""

    def age(self, now: datetime) -> timedelta | None:
        """Return how old the newest proven backup is; None without one."""
        return None if self.newest is None else now - self.newest.made_at

    def tone(self, now: datetime) -> str:
        """Return how pressing it is: soft, moderate, or urgent."""
        age = self.age(now)
        if age is None or age > URGENT_AFTER:
            return "urgent"
        return "moderate" if age > WARN_AFTER or self.problem else "soft"


class BackupService:
    """Backs up one open clinic into one folder, and into a second one when there is one."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        actor: Actor,
        now: Callable[[], datetime],
        *,
        second: Path | None = None,
    ) -> None:
        self._database = database
        self._actor = actor
        self._now = now
        self.folder = folder
        self.second = second
        self.state = BackupState()

    @property
    @open_to_all
    def is_usual_folder(self) -> bool:
        """Whether backups go where they go when nobody chose."""
        return self.folder == usual_folder(self._database.path)

    @needs(Permission.BACKUPS)
    def choose_folders(self, first: str, second: str, by: str) -> None:
        """Keep where backups go; an empty first folder is the usual place.

        Raises:
            RefusedEntryError: A folder is not there, or holds the clinic's own file.
        """
        clinic = self._database.path.parent.resolve()
        for field, folder in (("first", first), ("second", second)):
            if folder and not Path(folder).is_dir():
                raise RefusedEntryError(field, "This folder is not there.")
            if folder and Path(folder).resolve() == clinic:
                raise RefusedEntryError(field, "Choose another folder than that of the clinic.")
        with self._database.unit_of_work() as work:
            kept = replace(work.trust.get(), backup_folder=first, second_backup_folder=second)
            work.trust.save(kept, by, self._now())
        self.folder = Path(first) if first else usual_folder(self._database.path)
        self.second = Path(second) if second else None
        self.look()

    @needs(Permission.VIEW)
    def look(self) -> BackupState:
        """Look at what is there, and sweep up what was left half made."""
        from msbone_desktop.storage import backups

        backups.sweep(self.folder)
        found = backups.listed(self.folder)
        self.state = replace(self.state, newest=found[0] if found else None)
        return self.state

    @needs(Permission.BACKUPS)
    def listed(self) -> tuple[Backup, ...]:
        """Return the backups of both folders, newest first."""
        from msbone_desktop.storage import backups

        found = list(backups.listed(self.folder))
        if self.second is not None:
            found += backups.listed(self.second)
        return tuple(sorted(found, key=lambda backup: backup.made_at, reverse=True))

    @needs(Permission.VIEW)
    def is_due(self) -> bool:
        """Tell whether the newest backup is older than it should be while people work."""
        age = self.state.age(self._now())
        return age is None or age >= OFTEN or age < timedelta(0)

    @needs(Permission.VIEW)
    def back_up(self) -> BackupState:
        """Make a backup in each folder, prove it, and thin out older ones.

        Nothing is thinned out unless the new one was proven, so that a file that is damaged never
        drives out good backups. A failure is kept in the state and told; it raises nothing.
        """
        problem, newest = self._into(self.folder)
        second_problem = ""
        if self.second is not None:
            second_problem, _ = self._into(self.second)
        self.state = BackupState(
            newest=newest or self.state.newest, problem=problem, second_problem=second_problem
        )
        return self.state

    def _into(self, folder: Path) -> tuple[str, Backup | None]:
        from msbone_desktop.storage import backups

        try:
            made = self._database.back_up(folder, self._now(), __version__)
            for old in to_thin_out(backups.listed(folder), self._now()):
                backups.remove(old)
        except MsboneError as error:
            return str(error), None
        except OSError as error:
            reason = (error.strerror or "the folder refused").lower()
            return str(BackupFailedError(reason)), None
        return "", made


def usual_folder(database: Path) -> Path:
    """Return where backups go when nobody chose: beside the clinic's file."""
    return database.parent / "backups"


def backup_service(database: Database, actor: Actor, now: Callable[[], datetime]) -> BackupService:
    """Return the service with the folders that the clinic chose."""
    with database.unit_of_work() as work:
        settings = work.trust.get()
    first, second = settings.backup_folder, settings.second_backup_folder
    return BackupService(
        database,
        Path(first) if first else usual_folder(database.path),
        actor,
        now,
        second=Path(second) if second else None,
    )


def state_words(state: BackupState, now: datetime) -> str:
    """Return what the status line says: the age of what was proven, never more."""
    if state.problem:
        return "Backup failed"
    age = state.age(now)
    if state.newest is None or age is None:
        return "No backup yet"
    made = state.newest.made_at.astimezone()
    if made.date() == now.astimezone().date():
        return f"Backup proven today {made:%H:%M}"
    return (
        f"Backup proven {max(age.days, 1)} days ago" if age.days != 1 else "Backup proven yesterday"
    )
