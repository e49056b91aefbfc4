"""Patients who may be the same person as one who is being entered."""

import functools
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.patients import PatientDetails, PatientId, SimilarPatient
from msbone_desktop.storage import folding
from msbone_desktop.storage.listing import SHOWN, to_row
from msbone_desktop.storage.schema import patient_listing

_MOST = 20
_ALIKE = 82.0
"""Of 100. Anne Smyth and Ann Smith are above it, John Smith and Joan Schmidt below."""


def similar_to(
    connection: sa.Connection, details: PatientDetails, besides: PatientId | None
) -> tuple[SimilarPatient, ...]:
    """Return those who share the name, or the date of birth and something like the name."""
    family, given = folding.key(details.family_name), folding.key(details.given_name)
    found: dict[int, SimilarPatient] = {}

    def add(rows: list[Any], reason: Callable[[Any], str | None]) -> None:
        for row in rows:
            why = None if row.patient_id in found or row.patient_id == besides else reason(row)
            if why is not None and len(found) < _MOST:
                found[row.patient_id] = SimilarPatient(to_row(row), why)

    judge = functools.partial(_likeness, family, given)
    add(_born(connection, details.born_on), lambda row: judge(row, "Same date of birth"))
    add(_named(connection, family, given), functools.partial(_same_name, details))
    add(_named(connection, given, family), lambda _: "Family and given name are swapped")
    add(
        _born(connection, _swapped(details.born_on)),
        lambda row: judge(row, "Day and month of birth are swapped"),
    )
    return tuple(found.values())


def _columns() -> sa.Select[Any]:
    return sa.select(*SHOWN, patient_listing.c.family_key, patient_listing.c.given_key)


def _rows(connection: sa.Connection, query: sa.Select[Any]) -> list[Any]:
    # PatientRow takes the first columns; the keys behind them are for comparing.
    return [_Candidate(row) for row in connection.execute(query.limit(2000))]


class _Candidate:
    """A row of the list, with the keys of its name."""

    def __init__(self, row: Any) -> None:
        self.patient_id: int = row.patient_id
        self.born_on: str | None = row.born_on
        self.family: str = row.family_key
        self.given: str = row.given_key
        self._shown = tuple(row)[: len(SHOWN)]

    def __iter__(self) -> Any:
        return iter(self._shown)


def _born(connection: sa.Connection, day: PartialDate | None) -> list[Any]:
    if day is None:
        return []
    query = _columns().where(patient_listing.c.born_on == day.isoformat())
    return _rows(connection, query.order_by(patient_listing.c.patient_id))


def _named(connection: sa.Connection, family: str, given: str) -> list[Any]:
    query = _columns().where(
        patient_listing.c.family_key == family, patient_listing.c.given_key == given
    )
    return _rows(connection, query.order_by(patient_listing.c.patient_id))


def _swapped(day: PartialDate | None) -> PartialDate | None:
    """Return the date with day and month swapped, when that is another real date."""
    if day is None or day.month is None or day.day is None:
        return None
    if day.day > 12 or day.day == day.month:
        return None
    return PartialDate(day.year, day.day, day.month)


def _same_name(details: PatientDetails, row: Any) -> str:
    if details.born_on is None or row.born_on is None:
        return "Same name; a date of birth is not recorded"
    return "Same name, another date of birth"


def _likeness(family: str, given: str, row: Any, start: str) -> str | None:
    """Return ``start`` with how the names agree; None when they do not."""
    from rapidfuzz import fuzz

    if (row.family, row.given) == (family, given):
        return f"{start}, same name"
    if (row.family, row.given) == (given, family):
        return f"{start}, family and given name swapped"
    mine, other = (
        folding.lookalike(f"{family} {given}"),
        folding.lookalike(f"{row.family} {row.given}"),
    )
    if fuzz.token_sort_ratio(mine, other) >= _ALIKE:
        return f"{start}, similar name"
    if family and row.family == family:
        return f"{start}, same family name"
    return None
