"""Medicines of which the clinic learns only that they are taken: at each screening, yes or no."""

from datetime import datetime

import sqlalchemy as sa

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screening import ScreeningRecord
from msbone_desktop.domain.screenings import ScreeningId
from msbone_desktop.storage.columns import from_day, from_moment
from msbone_desktop.storage.schema_facts import medicine_course

_COLUMNS = medicine_course.c


class Medicines:
    """Keeps, for each medicine, the first and the last day on which it was said to be taken."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def taken(self, patient: PatientId, kind: str) -> tuple[str, ...]:
        """Return the medicines that the newest record says are taken, in the order first told."""
        return tuple(
            self._connection.scalars(
                sa.select(_COLUMNS.drug)
                .where(_COLUMNS.patient_id == patient, _COLUMNS.kind == kind)
                .where(_COLUMNS.voided_at.is_(None), _COLUMNS.not_taken_on.is_(None))
                .order_by(_COLUMNS.reported_on, _COLUMNS.id)
            )
        )

    def report(
        self,
        record: ScreeningRecord,
        patient: PatientId,
        screening: ScreeningId,
        amended: frozenset[int],
        reason: str,
        by: str,
        at: datetime,
    ) -> None:
        """Take over what a signed screening says is taken; what an amended one said is voided."""
        self._connection.execute(
            medicine_course.update()
            .where(_COLUMNS.patient_id == patient, _COLUMNS.kind != "steroid")
            .where(_COLUMNS.screening_id.in_(amended), _COLUMNS.voided_at.is_(None))
            .values(
                voided_at=from_moment(at),
                voided_by=by,
                void_reason=reason,
                version=_COLUMNS.version + 1,
            )
        )
        on = from_day(record.assessed_on)
        assert on is not None
        drugs: dict[str, tuple[str, ...] | None] = {
            "antiepileptic": None
            if isinstance(record.antiepileptics, Absence)
            else tuple(each.drug for each in record.antiepileptics),
            "disease_modifying_therapy": None
            if isinstance(record.disease_modifying_therapies, Absence)
            else record.disease_modifying_therapies,
        }
        for kind, names in drugs.items():
            if names is not None:  # not asked is not "none"
                self._report_kind(patient, kind, tuple(dict.fromkeys(names)), on)
                self._add_missing(patient, screening, kind, names, on, by, from_moment(at))

    def _report_kind(self, patient: PatientId, kind: str, names: tuple[str, ...], on: str) -> None:
        open_ones = (
            medicine_course.update()
            .where(_COLUMNS.patient_id == patient, _COLUMNS.kind == kind)
            .where(_COLUMNS.voided_at.is_(None), _COLUMNS.not_taken_on.is_(None))
            # An older screening signed late says nothing about what came after it.
            .where(_COLUMNS.last_reported_on <= on)
        )
        self._connection.execute(
            open_ones.where(_COLUMNS.drug.in_(names)).values(
                last_reported_on=on, version=_COLUMNS.version + 1
            )
        )
        self._connection.execute(
            open_ones.where(_COLUMNS.drug.not_in(names)).values(
                not_taken_on=on, version=_COLUMNS.version + 1
            )
        )

    def _add_missing(
        self,
        patient: PatientId,
        screening: ScreeningId,
        kind: str,
        names: tuple[str, ...],
        on: str,
        by: str,
        moment: str,
    ) -> None:
        present = set(self.taken(patient, kind))
        for name in dict.fromkeys(names):
            if name in present:
                continue
            self._connection.execute(
                medicine_course.insert(),
                {
                    "patient_id": patient,
                    "screening_id": screening,
                    "kind": kind,
                    "drug": name,
                    "reported_on": on,
                    "last_reported_on": on,
                    "version": 1,
                    "created_by": by,
                    "created_at": moment,
                },
            )
