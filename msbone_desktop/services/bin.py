"""The bin: patients are put away with a reason, taken out again, and only late deleted for good."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.bin import MOST_BIN_DAYS, MOST_RETENTION_YEARS, BinEntry
from msbone_desktop.domain.calendar import clinic_day
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.services.entry_checks import reason_given
from msbone_desktop.services.permission import needs
from msbone_desktop.storage.database import Database
from msbone_desktop.storage.purging import purge


@dataclass(frozen=True, slots=True)
class BinLine:
    """One patient in the bin. ``why_kept`` is empty when she may be deleted for good today."""

    entry: BinEntry
    why_kept: str


@dataclass(frozen=True, slots=True)
class BinLook:
    """Everybody in the bin, and for how long records are kept."""

    lines: tuple[BinLine, ...]
    bin_days: int
    retention_years: int


class BinService:
    """Puts patients away and takes them out. Every call is one transaction."""

    def __init__(self, database: Database, actor: Actor, now: Callable[[], datetime]) -> None:
        self._database = database
        self._actor = actor
        self._now = now

    @needs(Permission.ARCHIVE)
    def look(self) -> BinLook:
        """Return who is in the bin, the newest first."""
        today = clinic_day(self._now())
        with self._database.unit_of_work() as work:
            settings, entries = work.trust.get(), work.bin.all()
        years = settings.retention_years
        lines = tuple(BinLine(entry, entry.why_kept(years, today)) for entry in entries)
        return BinLook(lines, settings.bin_days, years)

    @needs(Permission.ARCHIVE)
    def put(self, patient: PatientId, reason: str) -> None:
        """Put a patient into the bin: she is on no list and in no search until taken out.

        Raises:
            RefusedEntryError: There is no reason.
            NotFoundError: There is no such patient.
        """
        said, now = reason_given(reason), self._now()
        with self._database.unit_of_work() as work:
            until = clinic_day(now) + timedelta(days=work.trust.get().bin_days)
            work.bin.put(patient, said, until, self._actor.name, now)

    @needs(Permission.ARCHIVE, put_away_too=True)
    def take_out(self, patient: PatientId) -> None:
        """Take a patient out of the bin, as she was.

        Raises:
            NotFoundError: She is not in it.
        """
        with self._database.unit_of_work() as work:
            work.bin.take_out(patient)

    @needs(Permission.PURGE, put_away_too=True)
    def delete_for_good(self, patient: PatientId, typed_clinic_id: str) -> None:
        """Delete every row of a patient. It cannot be undone but by putting back a backup.

        Raises:
            NotFoundError: She is not in the bin.
            RefusedEntryError: What was typed is not her clinic ID, or she has to be kept yet.
        """
        today = clinic_day(self._now())
        with self._database.unit_of_work() as work:
            entry = work.bin.get(patient)
            kept = entry.why_kept(work.trust.get().retention_years, today)
            if kept:
                raise RefusedEntryError("patient", f"Not deleted. {kept}")
            if typed_clinic_id.strip() != entry.patient.details.clinic_id:
                raise RefusedEntryError("typed", "This is not the clinic ID. Nothing was deleted.")
            purge(work.connection, patient)

    @needs(Permission.SETTINGS)
    def save_settings(self, bin_days: int, retention_years: int) -> None:
        """Keep for how long patients stay in the bin, and for how many years records are kept.

        Who is in the bin already stays until the day that was set when she was put there.

        Raises:
            RefusedEntryError: A number cannot be kept.
        """
        if not 1 <= bin_days <= MOST_BIN_DAYS:
            raise RefusedEntryError("bin_days", f"Enter 1 to {MOST_BIN_DAYS:,} days.")
        if not 0 <= retention_years <= MOST_RETENTION_YEARS:
            raise RefusedEntryError(
                "retention_years", f"Enter 0 to {MOST_RETENTION_YEARS} years; 0: not decided yet."
            )
        with self._database.unit_of_work() as work:
            kept = replace(work.trust.get(), bin_days=bin_days, retention_years=retention_years)
            work.trust.save(kept, self._actor.name, self._now())
