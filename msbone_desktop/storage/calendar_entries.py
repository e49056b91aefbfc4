"""What went into somebody's calendar, so that the next export can move it or take it back."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from msbone_desktop.domain.calendar_entries import CalendarEntry
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.storage.columns import from_day, from_moment, to_day
from msbone_desktop.storage.schema_followup import calendar_entry


class CalendarEntries:
    """The entries of all patients, each as it was exported last."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self) -> dict[tuple[PatientId, str], CalendarEntry]:
        """Return every entry, by patient and kind."""
        found = {}
        for row in self._connection.execute(sa.select(calendar_entry)):
            due = to_day(row.due_on)
            assert due is not None
            found[(PatientId(row.patient_id), row.kind)] = CalendarEntry(
                patient=PatientId(row.patient_id),
                kind=row.kind,
                uid=row.uid,
                sequence=row.sequence,
                due_on=due,
                summary=row.summary,
                cancelled=bool(row.cancelled),
            )
        return found

    def keep(self, entries: Iterable[CalendarEntry], at: datetime) -> None:
        """Keep entries as they were exported, new or in place of what was exported before."""
        known = self.all()
        columns = calendar_entry.c
        for entry in entries:
            values = {
                "sequence": entry.sequence,
                "due_on": from_day(entry.due_on),
                "cancelled": int(entry.cancelled),
                "summary": entry.summary,
                "exported_at": from_moment(at),
            }
            if (entry.patient, entry.kind) in known:
                mine = sa.and_(columns.patient_id == entry.patient, columns.kind == entry.kind)
                self._connection.execute(calendar_entry.update().where(mine).values(values))
            else:
                more = {"patient_id": entry.patient, "kind": entry.kind, "uid": entry.uid}
                self._connection.execute(calendar_entry.insert(), values | more)
