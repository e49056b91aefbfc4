"""The bin: who is in it, and what lets a record vanish from every list and come back.

Whoever was put away has no line in the listing and no words in the search; lists, counts, reminders
and candidates all begin there. The record itself stays untouched.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.bin import BinEntry
from msbone_desktop.domain.calendar import clinic_day
from msbone_desktop.domain.errors import InTheBinError, JoinedRecordError, NotFoundError
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.storage import listing
from msbone_desktop.storage.columns import from_day, from_moment, to_day, to_moment
from msbone_desktop.storage.patient_tables import patient_tables
from msbone_desktop.storage.patients import Patients
from msbone_desktop.storage.schema import patient, screening
from msbone_desktop.storage.schema_followup import batch_page
from msbone_desktop.storage.schema_trust import patient_archive, patient_merge

_ENTERED_AT = ("changed_at", "created_at", "made_at", "saved_at", "released_at")
_c = patient_archive.c
_m = patient_merge.c


class Bin:
    """Patients who were put away, and the check that nobody works on one by mistake."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._patients = Patients(connection)

    def refuse_put_away(self, number: PatientId) -> None:
        """Refuse a record that is in the bin, or was joined into another one.

        Raises:
            InTheBinError: It is in the bin.
            JoinedRecordError: It was joined into another record, which the error names.
        """
        row = self._connection.execute(_PUT_AWAY, {"number": number}).one_or_none()
        if row is None:
            return
        if row.kept_id is not None:
            raise JoinedRecordError(PatientId(row.kept_id))
        raise InTheBinError

    def put(self, number: PatientId, reason: str, purge_after: date, by: str, at: datetime) -> None:
        """Put a patient into the bin.

        Raises:
            NotFoundError: There is no such patient.
            InTheBinError: She is in it already.
            JoinedRecordError: The record was joined into another one.
        """
        self._patients.get(number)
        self.refuse_put_away(number)
        self._connection.execute(
            patient_archive.insert(),
            {
                "patient_id": number,
                "reason": reason,
                "purge_after": from_day(purge_after),
                "archived_by": by,
                "archived_at": from_moment(at),
            },
        )
        listing.withdraw(self._connection, number)

    def take_out(self, number: PatientId) -> None:
        """Take a patient out of the bin; she is listed and found again.

        Raises:
            NotFoundError: She is not in it.
        """
        gone = self._connection.execute(patient_archive.delete().where(_c.patient_id == number))
        if gone.rowcount != 1:
            raise NotFoundError
        listing.put_back(self._connection, number, self._patients.get(number).details)

    def all(self) -> tuple[BinEntry, ...]:
        """Return everybody in the bin, the newest first."""
        return self._entries(sa.select(_c.patient_id))

    def get(self, number: PatientId) -> BinEntry:
        """Return what the bin says of a patient.

        Raises:
            NotFoundError: She is not in it.
        """
        found = self._entries(sa.select(_c.patient_id).where(_c.patient_id == number))
        if not found:
            raise NotFoundError
        return found[0]

    def count(self) -> int:
        """Return how many patients are in the bin."""
        counted = sa.select(sa.func.count()).select_from(patient_archive)
        return self._connection.scalar(counted) or 0

    def with_joined(self, number: PatientId) -> tuple[PatientId, ...]:
        """Return a patient and every record that was joined into hers, or into one of those."""
        found = [number]
        for each in found:  # grows while it is read: a joined record may hold others
            joined = sa.select(_m.merged_id).where(_m.kept_id == each, _m.undone_at.is_(None))
            found += [PatientId(other) for other in self._connection.scalars(joined)]
        return tuple(found)

    def _entries(self, whose: sa.Select[tuple[int]]) -> tuple[BinEntry, ...]:
        signed, last, shared = self._signed(whose), self._last_entries(whose), self._shared(whose)
        rows = self._connection.execute(
            sa.select(patient_archive)
            .where(_c.patient_id.in_(whose))
            .order_by(_c.archived_at.desc(), _c.patient_id.desc())
        )
        return tuple(
            self._entry(row, signed.get(row.patient_id, 0), last[row.patient_id], shared)
            for row in rows.all()
        )

    def _entry(
        self, row: sa.Row[Any], signed: int, last_entry: str, shared: dict[int, int]
    ) -> BinEntry:
        number = PatientId(row.patient_id)
        purge_after = to_day(row.purge_after)
        assert purge_after is not None
        return BinEntry(
            patient=self._patients.get(number),
            reason=row.reason,
            by=row.archived_by,
            at=to_moment(row.archived_at),
            purge_after=purge_after,
            signed=signed,
            last_entry_on=clinic_day(to_moment(last_entry)),
            joined=len(self.with_joined(number)) - 1,
            shared_files=shared.get(number, 0),
        )

    def _signed(self, whose: sa.Select[tuple[int]]) -> dict[int, int]:
        columns = screening.c
        counted = (
            sa.select(columns.patient_id, sa.func.count())
            .where(columns.patient_id.in_(whose), columns.state != "draft")
            .group_by(columns.patient_id)
        )
        return {row[0]: row[1] for row in self._connection.execute(counted)}

    def _last_entries(self, whose: sa.Select[tuple[int]]) -> dict[int, str]:
        """Return the moment of whatever was entered last."""
        found: dict[int, str] = {}
        for table in (patient, *patient_tables()):
            owner = table.c.id if table is patient else table.c.patient_id
            for column in (table.c[name] for name in _ENTERED_AT if name in table.c):
                newest = (
                    sa.select(owner, sa.func.max(column)).where(owner.in_(whose)).group_by(owner)
                )
                for number, moment in self._connection.execute(newest):
                    found[number] = max(found.get(number, ""), moment)
        return found

    def _shared(self, whose: sa.Select[tuple[int]]) -> dict[int, int]:
        """Return how many files hold pages of a patient and of somebody else."""
        hers, others = batch_page.alias("hers"), batch_page.alias("others")
        counted = (
            sa.select(hers.c.patient_id, sa.func.count(hers.c.batch_id.distinct()))
            .join(others, others.c.batch_id == hers.c.batch_id)
            .where(hers.c.patient_id.in_(whose), others.c.patient_id != hers.c.patient_id)
            .group_by(hers.c.patient_id)
        )
        return {row[0]: row[1] for row in self._connection.execute(counted)}


_NUMBER: sa.BindParameter[int] = sa.bindparam("number")
_PUT_AWAY = sa.union_all(
    sa.select(sa.null().label("kept_id")).where(
        sa.exists().where(_c.patient_id == _NUMBER).select().scalar_subquery() == 1
    ),
    sa.select(_m.kept_id).where(_m.merged_id == _NUMBER, _m.undone_at.is_(None)),
)
