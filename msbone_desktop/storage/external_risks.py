"""Results of risk tools that staff typed in."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.errors import NotFoundError, WrongPatientError
from msbone_desktop.domain.external_risk import ExternalRisk
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.storage.columns import from_decimal, from_moment, to_decimal, to_moment
from msbone_desktop.storage.schema import patient
from msbone_desktop.storage.schema_followup import external_risk


class ExternalRisks:
    """The results of all patients."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of(self, patient_id: PatientId) -> tuple[ExternalRisk, ...]:
        """Return the patient's results, newest first; voided ones are left out."""
        table = external_risk
        rows = self._connection.execute(
            sa.select(table)
            .where(table.c.patient_id == patient_id, table.c.voided_at.is_(None))
            .order_by(table.c.calculated_on.desc(), table.c.id.desc())
        )
        return tuple(_to_result(row) for row in rows)

    def add(self, patient_id: PatientId, result: ExternalRisk, by: str, at: datetime) -> int:
        """Store a result and return its number.

        Raises:
            NotFoundError: There is no such patient.
        """
        known = sa.select(patient.c.id).where(patient.c.id == patient_id)
        if self._connection.scalar(known) is None:
            raise NotFoundError
        values = {
            "patient_id": patient_id,
            "tool": result.tool,
            "tool_version": result.tool_version,
            "country_model": result.country_model,
            "with_bmd": int(result.with_bmd),
            "major_percent": from_decimal(result.major_percent),
            "hip_percent": from_decimal(result.hip_percent),
            "stand_ins": " ".join(result.stand_ins),
            "calculated_on": result.calculated_on.isoformat(),
            "note": result.note,
            "created_by": by,
            "created_at": from_moment(at),
        }
        key = self._connection.execute(external_risk.insert(), values).inserted_primary_key
        assert key is not None
        return int(key[0])

    def void(self, patient_id: PatientId, number: int, reason: str, by: str, at: datetime) -> None:
        """Take a result out of use; it stays on file with the reason.

        Raises:
            NotFoundError: There is none, or it is voided already.
            WrongPatientError: It belongs to another patient.
        """
        table = external_risk
        row = self._connection.execute(
            sa.select(table.c.patient_id, table.c.voided_at).where(table.c.id == number)
        ).one_or_none()
        if row is None or row.voided_at is not None:
            raise NotFoundError
        if row.patient_id != patient_id:
            raise WrongPatientError
        self._connection.execute(
            table.update()
            .where(table.c.id == number)
            .values(voided_at=from_moment(at), voided_by=by, void_reason=reason)
        )


def _to_result(row: Any) -> ExternalRisk:
    return ExternalRisk(
        id=row.id,
        tool=row.tool,
        tool_version=row.tool_version,
        country_model=row.country_model,
        with_bmd=bool(row.with_bmd),
        major_percent=to_decimal(row.major_percent),
        hip_percent=to_decimal(row.hip_percent),
        stand_ins=tuple(row.stand_ins.split()),
        calculated_on=date.fromisoformat(row.calculated_on),
        note=row.note,
        recorded_by=row.created_by,
        recorded_at=to_moment(row.created_at),
    )
