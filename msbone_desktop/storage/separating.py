"""Works out which rows go back when two joined records are separated, and what changed since."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.merging import FIELDS, FieldReturn, values_of
from msbone_desktop.domain.patients import PatientDetails, PatientId
from msbone_desktop.storage.audit_capture import row_seal
from msbone_desktop.storage.patient_tables import patient_tables
from msbone_desktop.storage.patients import Patients, to_details
from msbone_desktop.storage.schema import patient

_ENTERED_AT = ("started_at", "created_at", "made_at", "released_at")
"""When a row came to be. Others are told by their number alone."""
_ALWAYS_CHANGING = {"calendar_entry"}
"""Each export writes these anew; that says nothing of the patient."""
_Numbers = dict[str, set[int]]


class Separation:
    """What became of the rows of one merge.

    Args:
        connection: Of the transaction.
        merge: The row of the merge; it was not undone.
    """

    def __init__(self, connection: sa.Connection, merge: sa.Row[Any]) -> None:
        self._connection = connection
        self._merge = merge
        self._tables = patient_tables()
        self.back: _Numbers = {table.name: set() for table in self._tables}
        self.changed: _Numbers = {table.name: set() for table in self._tables}
        self.gone: _Numbers = {table.name: set() for table in self._tables}
        self.staying: _Numbers = {table.name: set() for table in self._tables}
        moved = json.loads(merge.moved)
        for table in self._tables:
            known = {int(number): seal for number, seal in moved["rows"][table.name].items()}
            self._sort(table, known, moved["last"][table.name])
        while self._follow():
            pass

    def counts(self, numbers: _Numbers) -> Mapping[str, int]:
        """Return how many rows of each table there are; tables without any are left out."""
        return {name: len(rows) for name, rows in numbers.items() if rows}

    def fields(self) -> tuple[FieldReturn, ...]:
        """Return the fields that joining changed and that do not say the former again already."""
        before, after = (
            _details(json.loads(text)) for text in (self._merge.kept_before, self._merge.kept_after)
        )
        now = Patients(self._connection).get(PatientId(self._merge.kept_id)).details
        found = []
        for field in FIELDS:
            was, became, is_now = (values_of(each, field) for each in (before, after, now))
            if was not in (became, is_now):
                found.append(FieldReturn(field, was, is_now, is_now != became))
        return tuple(found)

    def _sort(self, table: sa.Table, known: Mapping[int, str], last: int) -> None:
        """Tell moved rows from those that were entered since; a number may have been used again."""
        rows = self._connection.execute(
            sa.select(table).where(table.c.patient_id == self._merge.kept_id)
        ).all()
        name = table.name
        self.gone[name] = set(known)
        for row in rows:
            if row.id > last or self._is_later(table, row):
                self.staying[name].add(row.id)
            elif row.id in known:
                self.gone[name].discard(row.id)
                self.back[name].add(row.id)
                if name not in _ALWAYS_CHANGING and row_seal(table, tuple(row)) != known[row.id]:
                    self.changed[name].add(row.id)

    def _is_later(self, table: sa.Table, row: sa.Row[Any]) -> bool:
        entered = next((name for name in _ENTERED_AT if name in table.c), None)
        return entered is not None and row._mapping[entered] > self._merge.merged_at

    def _follow(self) -> bool:
        """Let what was entered since go with what it belongs to; tell whether anything did."""
        found = False
        for table in self._tables:
            for column, target in _references(table):
                waiting = self.staying[table.name]
                if not waiting or not self.back[target]:
                    continue
                rows = self._connection.execute(
                    sa.select(table.c.id, column).where(table.c.patient_id == self._merge.kept_id)
                ).all()
                going = {
                    number
                    for number, points_to in rows
                    if number in waiting and points_to in self.back[target]
                }
                waiting -= going
                self.back[table.name] |= going
                found = found or bool(going)
        return found


def _references(table: sa.Table) -> Iterator[tuple[sa.Column[Any], str]]:
    """Return the columns that point to another row of the same patient, with its table."""
    names = {each.name for each in patient_tables()}
    for key in table.foreign_keys:
        target = key.column.table
        if target is not patient and target.name in names:
            yield key.parent, target.name


def _details(stored: Mapping[str, Any]) -> PatientDetails:
    return to_details(_Stored(stored))


class _Stored:
    """A stored row that is read like one from the database."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getattr__(self, name: str) -> Any:
        return self._values[name]
