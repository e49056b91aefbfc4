"""A patient's DXA scans: recorded, voided with a reason, and read."""

from collections.abc import Callable
from datetime import datetime

from msbone_desktop.domain.calendar import PartialDate, clinic_day
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.findings import DxaReading
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screening import DxaScan
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.services.dxa_checks import check_scan
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.patient_record import record_from_facts
from msbone_desktop.storage.database import Database


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

    def history(self, patient: PatientId) -> tuple[tuple[int, DxaScan], ...]:
        """Return the patient's scans with their numbers, newest first."""
        with self._database.unit_of_work() as work:
            return work.dxa_scans.of(patient)

    def record(self, patient: PatientId, scan: DxaScan) -> int:
        """Keep a scan and return its number.

        Raises:
            RefusedEntryError: A value lies outside what is possible, or the day does.
        """
        now = self._now()
        check_scan(scan, clinic_day(now), self._knowledge.rulebook.dictionary)
        with self._database.unit_of_work() as work:
            born = work.patients.get(patient).details.born_on
            if _before_birth(scan, born):
                raise RefusedEntryError("performed_on", "The scan is dated before the birth.")
            return work.dxa_scans.add(patient, scan, self._actor.name, now)

    def void(self, patient: PatientId, scan_id: int, reason: str) -> None:
        """Take a scan out of use, with the reason; it stays on file.

        Raises:
            RefusedEntryError: There is no reason.
        """
        if not reason.strip():
            raise RefusedEntryError("reason", "Give a reason: the scan stays on file with it.")
        with self._database.unit_of_work() as work:
            work.dxa_scans.void(patient, scan_id, reason.strip(), self._actor.name, self._now())

    def reading(self, patient: PatientId) -> DxaReading:
        """Read the newest scan on the score that age and sex call for."""
        today = clinic_day(self._now())
        with self._database.unit_of_work() as work:
            record = record_from_facts(work, patient, today)
        return self._knowledge.rulebook.read_dxa(record)


def _before_birth(scan: DxaScan, born: PartialDate | None) -> bool:
    return born is not None and scan.performed_on < born.earliest
