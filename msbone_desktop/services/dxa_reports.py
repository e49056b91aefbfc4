"""Reports of scanning centres: kept in the encrypted file, beside the scan they are about."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.documents import Document
from msbone_desktop.domain.dxa_reports import DxaReport
from msbone_desktop.domain.errors import DamagedDatabaseError, RefusedEntryError
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.services.entry_checks import reason_given
from msbone_desktop.services.permission import needs
from msbone_desktop.storage.database import Database

KIND = "dxa_report"
LARGEST = 20 * 1024 * 1024
"""Bytes of the largest report that is kept."""


class DxaReportService:
    """Attaches, shows and takes back reports."""

    def __init__(self, database: Database, actor: Actor, now: Callable[[], datetime]) -> None:
        self._database = database
        self._actor = actor
        self._now = now

    @needs(Permission.VIEW)
    def of(self, patient: PatientId) -> tuple[DxaReport, ...]:
        """Return the patient's reports without their pages, newest first."""
        with self._database.unit_of_work() as work:
            return work.dxa_reports.of(patient)

    @needs(Permission.ENTER_SCANS)
    def attach_file(self, patient: PatientId, scan_id: int, path: Path) -> int:
        """Keep a copy of a file as the report of a scan. The file itself is left as it is.

        Raises:
            RefusedEntryError: The file cannot be read, is too large, or is no PDF to keep.
        """
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError:
            raise RefusedEntryError(
                "report",
                "The file could not be read. Nothing was attached. Check that it is there and "
                "that you may read it, then try again.",
            ) from None
        return self.attach(patient, scan_id, content)

    @needs(Permission.ENTER_SCANS)
    def attach(self, patient: PatientId, scan_id: int, content: bytes) -> int:
        """Keep a PDF byte for byte as the report of a scan, and return its number.

        Raises:
            RefusedEntryError: It is too large, is no PDF that opens, or is attached already.
            WrongPatientError: The scan belongs to another patient.
        """
        from msbone_desktop.reports.received_pdf import pages_of

        if len(content) > LARGEST:
            raise RefusedEntryError(
                "report",
                f"The file is larger than {LARGEST // 1024 // 1024} MB. Nothing was attached.",
            )
        pages = pages_of(content)
        digest = hashlib.sha256(content).hexdigest()
        with self._database.unit_of_work() as work:
            for known in work.dxa_reports.of(patient):
                if (known.scan_id, known.sha256) == (scan_id, digest):
                    raise RefusedEntryError("report", "This report is attached already.")
            return work.dxa_reports.add(
                patient, scan_id, content, digest, pages, self._actor.name, self._now()
            )

    @needs(Permission.VIEW)
    def document(self, patient: PatientId, number: int) -> Document:
        """Return a report as it was received, to look at, print or save.

        Raises:
            WrongPatientError: It belongs to another patient.
            DamagedDatabaseError: Its bytes are not those that were received.
        """
        with self._database.unit_of_work() as work:
            report, content = work.dxa_reports.content(patient, number)
        if hashlib.sha256(content).hexdigest() != report.sha256:
            raise DamagedDatabaseError
        return Document(
            patient=patient,
            kind=KIND,
            file_name=f"msbone-dxa-report-{patient}-{report.scan_id}-{number}.pdf",
            content=content,
            sha256=report.sha256,
            made_at=report.attached_at,
            pages=report.pages,
        )

    @needs(Permission.ENTER_SCANS)
    def void(self, patient: PatientId, number: int, reason: str) -> None:
        """Take a report out of use; it stays on file with the reason.

        Raises:
            RefusedEntryError: There is no reason.
        """
        said = reason_given(reason)
        with self._database.unit_of_work() as work:
            work.dxa_reports.void(patient, number, said, self._actor.name, self._now())
