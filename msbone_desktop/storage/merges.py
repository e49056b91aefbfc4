"""Joins two records of one patient, row by row on record, and separates them again."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.errors import NotFoundError
from msbone_desktop.domain.merging import (
    FIELDS,
    Clash,
    JoinedRecord,
    MergeId,
    SeparationPreview,
)
from msbone_desktop.domain.patients import PatientDetails, PatientId
from msbone_desktop.storage import listing
from msbone_desktop.storage.audit_capture import row_seal
from msbone_desktop.storage.columns import from_moment, to_moment
from msbone_desktop.storage.merge_clashes import clashes, clashing_kinds
from msbone_desktop.storage.patient_tables import patient_tables
from msbone_desktop.storage.patients import Patients
from msbone_desktop.storage.schema import patient
from msbone_desktop.storage.schema_followup import access_card
from msbone_desktop.storage.schema_trust import patient_merge
from msbone_desktop.storage.separating import Separation

_m = patient_merge.c
_TOGETHER = {"dxa_interval_months": ("dxa_interval_set_on",)}
"""Columns that no field shows and that go with one."""


class Merges:
    """Records that were joined."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._patients = Patients(connection)

    def clashes(self, kept: PatientId, other: PatientId) -> tuple[Clash, ...]:
        """Return what is on both records."""
        return clashes(self._connection, kept, other)

    def moving(self, kept: PatientId, other: PatientId) -> dict[str, int]:
        """Return how many rows would move, by table."""
        counted = {
            table.name: self._connection.scalar(
                sa.select(sa.func.count()).select_from(table).where(self._moves(table, kept, other))
            )
            for table in patient_tables()
        }
        return {name: count for name, count in counted.items() if count}

    def join(
        self,
        kept: PatientId,
        other: PatientId,
        *,
        details: PatientDetails,
        taken: frozenset[str],
        reason: str,
        by: str,
        at: datetime,
    ) -> MergeId:
        """Move every row of ``other`` to ``kept`` and put the other record away.

        Args:
            kept: The record that stays.
            other: The record that is joined into it.
            details: What the kept record says from now on.
            taken: The fields of these that come from the other record.
            reason: Why.
            by: Who does it.
            at: When.
        """
        before, hers = self._row(kept), self._row(other)
        columns = [name for field in taken for name in _columns(field)]
        after = before | {name: hers[name] for name in columns}
        moved = {
            "rows": {table.name: self._seals(table, kept, other) for table in patient_tables()},
            "last": {table.name: self._last(table) for table in patient_tables()},
        }
        entered = self._connection.execute(
            patient_merge.insert(),
            {
                "kept_id": kept,
                "merged_id": other,
                "moved": json.dumps(moved),
                "kept_before": json.dumps(before),
                "kept_after": json.dumps(after),
                "merged_before": json.dumps(hers),
                "reason": reason,
                "merged_by": by,
                "merged_at": from_moment(at),
            },
        ).inserted_primary_key
        assert entered is not None
        for table in patient_tables():
            self._connection.execute(
                table.update().where(self._moves(table, kept, other)).values(patient_id=kept)
            )
        self.write_columns(kept, {name: after[name] for name in columns}, by, at)
        listing.withdraw(self._connection, other)
        self._list(kept, details)
        return MergeId(entered[0])

    def into(self, kept: PatientId) -> tuple[JoinedRecord, ...]:
        """Return what was joined into a record and not separated since, the newest first."""
        rows = self._connection.execute(
            sa.select(patient_merge)
            .where(_m.kept_id == kept, _m.undone_at.is_(None))
            .order_by(_m.id.desc())
        )
        return tuple(map(self._joined, rows.all()))

    def separation(self, kept: PatientId, merge: MergeId) -> SeparationPreview:
        """Return what separating would do.

        Raises:
            NotFoundError: Nothing was joined into this record so, or it was separated since.
        """
        row = self._open(kept, merge)
        plan = Separation(self._connection, row)
        return SeparationPreview(
            joined=self._joined(row),
            kept=self._patients.get(kept),
            fields=plan.fields(),
            going_back=plan.counts(plan.back),
            changed=plan.counts(plan.changed),
            gone=plan.counts(plan.gone),
            staying=plan.counts(plan.staying),
        )

    def separate(
        self, kept: PatientId, merge: MergeId, restored: frozenset[str], by: str, at: datetime
    ) -> None:
        """Move every row back and list the other record again.

        Fields that joining changed get back what they said before; of those that somebody changed
        since, only the ones in ``restored`` do.

        Raises:
            NotFoundError: As for ``separation``.
        """
        row = self._open(kept, merge)
        plan = Separation(self._connection, row)
        other = PatientId(row.merged_id)
        for table in patient_tables():
            for number in plan.back[table.name]:
                self._connection.execute(
                    table.update().where(table.c.id == number).values(patient_id=other)
                )
        returning = {
            found.field
            for found in plan.fields()
            if not found.changed_since or found.field in restored
        }
        before = json.loads(row.kept_before)
        columns = [name for field in returning for name in _columns(field)]
        self.write_columns(kept, {name: before[name] for name in columns}, by, at)
        self._connection.execute(
            patient_merge.update()
            .where(_m.id == merge)
            .values(undone_by=by, undone_at=from_moment(at))
        )
        self._list(kept, self._patients.get(kept).details)
        listing.put_back(self._connection, other, self._patients.get(other).details)

    def write_columns(
        self, number: PatientId, values: Mapping[str, Any], by: str, at: datetime
    ) -> None:
        """Write columns of a patient as they were stored elsewhere, and who did it."""
        stamps = {"changed_by": by, "changed_at": from_moment(at)}
        raised = {"version": patient.c.version + 1}
        self._connection.execute(
            patient.update().where(patient.c.id == number).values({**values, **stamps, **raised})
        )

    def _list(self, number: PatientId, details: PatientDetails) -> None:
        listing.file_details(self._connection, number, details, is_new=False)
        listing.refresh(self._connection, number)

    def _moves(self, table: sa.Table, kept: PatientId, other: PatientId) -> sa.ColumnElement[bool]:
        """Return what is true of the rows that move; of what there can be one, the kept stays."""
        hers = table.c.patient_id == other
        if table is access_card:
            mine = sa.select(access_card.c.id).where(access_card.c.patient_id == kept)
            return sa.and_(hers, ~sa.exists(mine))
        if table.name == "calendar_entry":
            return sa.and_(hers, table.c.kind.not_in(clashing_kinds(self._connection, kept, other)))
        return hers

    def _seals(self, table: sa.Table, kept: PatientId, other: PatientId) -> dict[int, str]:
        """Return the fingerprint of each row that moves, as it will be after the move."""
        place = [column.name for column in table.columns].index("patient_id")
        rows = self._connection.execute(sa.select(table).where(self._moves(table, kept, other)))
        return {
            row.id: row_seal(table, (*row[:place], int(kept), *row[place + 1 :])) for row in rows
        }

    def _last(self, table: sa.Table) -> int:
        return self._connection.scalar(sa.select(sa.func.max(table.c.id))) or 0

    def _row(self, number: PatientId) -> dict[str, Any]:
        row = self._connection.execute(
            sa.select(patient).where(patient.c.id == number)
        ).one_or_none()
        if row is None:
            raise NotFoundError
        return dict(row._mapping)

    def _open(self, kept: PatientId, merge: MergeId) -> sa.Row[Any]:
        row = self._connection.execute(
            sa.select(patient_merge).where(
                _m.id == merge, _m.kept_id == kept, _m.undone_at.is_(None)
            )
        ).one_or_none()
        if row is None:
            raise NotFoundError
        return row

    def _joined(self, row: sa.Row[Any]) -> JoinedRecord:
        return JoinedRecord(
            id=MergeId(row.id),
            kept=PatientId(row.kept_id),
            merged=self._patients.get(PatientId(row.merged_id)),
            reason=row.reason,
            by=row.merged_by,
            at=to_moment(row.merged_at),
        )


def _columns(field: str) -> tuple[str, ...]:
    return (*FIELDS[field], *_TOGETHER.get(field, ()))
