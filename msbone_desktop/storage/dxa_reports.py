"""Reports of scanning centres, kept byte for byte beside the scan that they are about."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.dxa_reports import DxaReport
from msbone_desktop.domain.errors import NotFoundError, WrongPatientError
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.storage.columns import from_moment, to_moment
from msbone_desktop.storage.schema_facts import dxa_scan
from msbone_desktop.storage.schema_followup import dxa_report

_SHORT = [column for column in dxa_report.c if column.name != "content"]


class DxaReports:
    """The reports of all patients."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of(self, patient_id: PatientId) -> tuple[DxaReport, ...]:
        """Return the patient's reports without their pages, newest first."""
        rows = self._connection.execute(
            sa.select(*_SHORT)
            .where(dxa_report.c.patient_id == patient_id, dxa_report.c.voided_at.is_(None))
            .order_by(dxa_report.c.created_at.desc(), dxa_report.c.id.desc())
        )
        return tuple(_to_report(row) for row in rows)

    def add(
        self,
        patient_id: PatientId,
        scan_id: int,
        content: bytes,
        sha256: str,
        pages: int,
        by: str,
        at: datetime,
    ) -> int:
        """Keep a report of a scan and return its number.

        Raises:
            NotFoundError: There is no such scan, or it is voided.
            WrongPatientError: The scan belongs to another patient.
        """
        scan = self._connection.execute(
            sa.select(dxa_scan.c.patient_id, dxa_scan.c.voided_at).where(dxa_scan.c.id == scan_id)
        ).one_or_none()
        if scan is None or scan.voided_at is not None:
            raise NotFoundError
        if scan.patient_id != patient_id:
            raise WrongPatientError
        values = {
            "patient_id": patient_id,
            "scan_id": scan_id,
            "content": content,
            "sha256": sha256,
            "pages": pages,
            "created_by": by,
            "created_at": from_moment(at),
        }
        key = self._connection.execute(dxa_report.insert(), values).inserted_primary_key
        assert key is not None
        return int(key[0])

    def move(self, from_scan: int, to_scan: int) -> None:
        """Bind the reports of a scan to the one that corrects it."""
        self._connection.execute(
            dxa_report.update()
            .where(dxa_report.c.scan_id == from_scan, dxa_report.c.voided_at.is_(None))
            .values(scan_id=to_scan)
        )

    def content(self, patient_id: PatientId, number: int) -> tuple[DxaReport, bytes]:
        """Return a report with its pages.

        Raises:
            NotFoundError: There is none, or it is voided.
            WrongPatientError: It belongs to another patient.
        """
        row = self._row(patient_id, number, dxa_report)
        return _to_report(row), row.content

    def void(self, patient_id: PatientId, number: int, reason: str, by: str, at: datetime) -> None:
        """Take a report out of use; it stays on file with the reason.

        Raises:
            NotFoundError: There is none, or it is voided already.
            WrongPatientError: It belongs to another patient.
        """
        self._row(patient_id, number, *_SHORT)
        self._connection.execute(
            dxa_report.update()
            .where(dxa_report.c.id == number)
            .values(voided_at=from_moment(at), voided_by=by, void_reason=reason)
        )

    def _row(self, patient_id: PatientId, number: int, *columns: Any) -> Any:
        row = self._connection.execute(
            sa.select(*columns).where(dxa_report.c.id == number, dxa_report.c.voided_at.is_(None))
        ).one_or_none()
        if row is None:
            raise NotFoundError
        if row.patient_id != patient_id:
            raise WrongPatientError
        return row


def _to_report(row: Any) -> DxaReport:
    return DxaReport(
        id=row.id,
        patient=PatientId(row.patient_id),
        scan_id=row.scan_id,
        sha256=row.sha256,
        pages=row.pages,
        attached_by=row.created_by,
        attached_at=to_moment(row.created_at),
    )
