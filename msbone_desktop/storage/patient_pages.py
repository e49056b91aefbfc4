"""Slices of the patient list, sorted and filtered by the database."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.patients import PatientPage
from msbone_desktop.storage.columns import from_day
from msbone_desktop.storage.listing import SHOWN, to_row
from msbone_desktop.storage.patient_search import holds
from msbone_desktop.storage.schema import patient_listing
from msbone_desktop.storage.search_text import terms_of

_SORTED_BY = {
    "name": None,
    "born": patient_listing.c.born_on,
    "clinic_id": patient_listing.c.clinic_id_key,
    "ms_course": patient_listing.c.ms_course,
    "edss": patient_listing.c.edss_tenths,
    "last_screened": patient_listing.c.last_screened_on,
    "last_dxa": patient_listing.c.last_dxa_on,
}
_BY_NAME = (
    patient_listing.c.family_key,
    patient_listing.c.given_key,
    patient_listing.c.patient_id,
)


def condition(saved_filter: str, seen_since: date) -> sa.ColumnElement[bool] | None:
    """Return what holds for the patients of a saved filter; None when all are shown.

    Args:
        saved_filter: all, never_scanned (no DXA scan), incomplete (a screening was started and
            not signed) or not_seen_12_months (no signed screening since ``seen_since``).
        seen_since: The first day that counts as seen.

    Raises:
        ValueError: There is no such filter.
    """
    seen = patient_listing.c.last_screened_on
    conditions: dict[str, sa.ColumnElement[bool] | None] = {
        "all": None,
        "never_scanned": patient_listing.c.last_dxa_on.is_(None),
        "incomplete": patient_listing.c.has_draft == sa.literal_column("1"),
        "not_seen_12_months": sa.or_(seen.is_(None), seen < from_day(seen_since)),
    }
    if saved_filter not in conditions:
        raise ValueError(f"There is no filter {saved_filter!r}.")
    return conditions[saved_filter]


def order(sort: str, *, descending: bool) -> list[sa.ColumnElement[Any]]:
    """Return a total order; patients for whom nothing is recorded come last either way.

    Raises:
        ValueError: The list cannot be sorted by ``sort``.
    """
    if sort not in _SORTED_BY:
        raise ValueError(f"The list is not sorted by {sort!r}.")
    column = _SORTED_BY[sort]
    columns = list(_BY_NAME) if column is None else [column, *_BY_NAME]
    turned: list[sa.ColumnElement[Any]] = [
        each.desc() if descending else each.asc() for each in columns
    ]
    if column is not None:
        turned[0] = turned[0].nulls_last()
    return turned


def page(
    connection: sa.Connection,
    *,
    text: str,
    condition: sa.ColumnElement[bool] | None,
    order: list[sa.ColumnElement[Any]],
    offset: int,
    limit: int,
) -> PatientPage:
    """Return ``limit`` rows from ``offset`` on, and how many there are in all."""
    terms = terms_of(text)
    if text.strip() and not terms:
        return PatientPage((), 0)
    numbers = sa.select(patient_listing.c.patient_id)
    if condition is not None:
        numbers = numbers.where(condition)
    if terms:
        numbers = numbers.where(holds(connection, terms))
    total = connection.scalar(sa.select(sa.func.count()).select_from(numbers.subquery())) or 0
    # Only the numbers are stepped over, in the index; the rows of this page alone are read.
    shown = numbers.order_by(*order).limit(limit).offset(offset)
    found = connection.execute(
        sa.select(*SHOWN).where(patient_listing.c.patient_id.in_(shown)).order_by(*order)
    )
    return PatientPage(tuple(to_row(row) for row in found), total)
