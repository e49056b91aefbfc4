"""A patient's DXA scans: recorded, corrected or voided with a reason, and read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.calendar import PartialDate, clinic_day
from msbone_desktop.domain.dxa import VoidedScan, newest_first
from msbone_desktop.domain.dxa_change import SiteChange, change_table
from msbone_desktop.domain.dxa_reports import DxaReport
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.findings import DxaReading, Remark
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.scanners import ScannerId, one_maker, stated_pairs
from msbone_desktop.domain.screening import DxaScan
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.services.dxa_checks import check_scan
from msbone_desktop.services.entry_checks import reason_given
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.patient_record import record_from_facts
from msbone_desktop.services.permission import needs
from msbone_desktop.services.scan_reading import with_scanners
from msbone_desktop.storage.database import Database
from msbone_desktop.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class DxaLook:
    """Everything about a patient's scans, read in one go."""

    scans: tuple[tuple[int, DxaScan], ...]
    """As they were entered, newest first."""
    shown: tuple[tuple[int, DxaScan], ...]
    """The same, completed from the list of scanners."""
    changes: tuple[SiteChange, ...]
    reading: DxaReading
    reports: tuple[DxaReport, ...]
    scanner_names: dict[int, str]
    remarks: tuple[Remark, ...] = ()
    """What the reading rests on, each with its evidence label."""
    voided: tuple[VoidedScan, ...] = ()
    """Entered in error, with the reason; they count no longer."""


class DxaService:
    """What staff do with scans."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        actor: Actor,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._knowledge = knowledge
        self._actor = actor
        self._now = now

    @needs(Permission.VIEW)
    def history(self, patient: PatientId) -> tuple[tuple[int, DxaScan], ...]:
        """Return the patient's scans with their numbers, newest first."""
        with self._database.unit_of_work() as work:
            return work.dxa_scans.of(patient)

    @needs(Permission.VIEW)
    def look(self, patient: PatientId) -> DxaLook:
        """Return the patient's scans with what changed, their reading and their reports."""
        today = clinic_day(self._now())
        rulebook = self._knowledge.rulebook
        with self._database.unit_of_work() as work:
            scans = work.dxa_scans.of(patient)
            scanners = work.scanners.all()
            reports = work.dxa_reports.of(patient)
            record = record_from_facts(work, patient, today)
            voided = work.dxa_scans.voided_of(patient)
        shown = with_scanners(scans, scanners)
        ordered = newest_first(scan for _, scan in reversed(shown))
        reading = rulebook.read_dxa(record)
        return DxaLook(
            scans=scans,
            shown=shown,
            changes=change_table(ordered, rulebook.limits.dxa.lsc_factor, stated_pairs(scanners)),
            reading=reading,
            remarks=rulebook.scan_remarks(reading),
            reports=reports,
            scanner_names={int(each.id): each.details.name for each in scanners},
            voided=voided,
        )

    @needs(Permission.ENTER_SCANS)
    def record(self, patient: PatientId, scan: DxaScan) -> int:
        """Keep a scan and return its number.

        Raises:
            RefusedEntryError: A value lies outside what is possible, or the day does.
        """
        with self._database.unit_of_work() as work:
            return self._add(work, patient, scan)

    @needs(Permission.ENTER_SCANS)
    def correct(self, patient: PatientId, scan_id: int, scan: DxaScan, reason: str) -> int:
        """Put ``scan`` in the place of one that was entered wrongly, and return its number.

        The wrong one stays on file with the reason; its reports go over to the new one.

        Raises:
            RefusedEntryError: There is no reason, or a value cannot be.
            WrongPatientError: The scan belongs to another patient.
        """
        said = reason_given(reason)
        with self._database.unit_of_work() as work:
            work.dxa_scans.void(patient, scan_id, said, self._actor.name, self._now())
            number = self._add(work, patient, scan)
            work.dxa_reports.move(scan_id, number)
            return number

    @needs(Permission.ENTER_SCANS)
    def void(self, patient: PatientId, scan_id: int, reason: str) -> None:
        """Take a scan out of use, with the reason; it stays on file.

        Raises:
            RefusedEntryError: There is no reason.
        """
        said = reason_given(reason)
        with self._database.unit_of_work() as work:
            work.dxa_scans.void(patient, scan_id, said, self._actor.name, self._now())

    @needs(Permission.VIEW)
    def reading(self, patient: PatientId) -> DxaReading:
        """Read the newest scan on the score that age and sex call for."""
        today = clinic_day(self._now())
        with self._database.unit_of_work() as work:
            record = record_from_facts(work, patient, today)
        return self._knowledge.rulebook.read_dxa(record)

    def _add(self, work: UnitOfWork, patient: PatientId, scan: DxaScan) -> int:
        now = self._now()
        check_scan(scan, clinic_day(now), self._knowledge.rulebook.dictionary)
        if _before_birth(scan, work.patients.get(patient).details.born_on):
            raise RefusedEntryError("performed_on", "The scan is dated before the birth.")
        if scan.scanner_ref is not None:
            scanner = work.scanners.get(ScannerId(scan.scanner_ref))
            if one_maker(scanner.details.manufacturer, scan.manufacturer or "") is False:
                raise RefusedEntryError("manufacturer", "The chosen scanner has another maker.")
        return work.dxa_scans.add(patient, scan, self._actor.name, now)


def _before_birth(scan: DxaScan, born: PartialDate | None) -> bool:
    return born is not None and scan.performed_on < born.earliest
