"""What decides when each patient's next DXA scan is due, for the whole clinic at once."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from msbone_desktop.domain.patients import PatientId
from msbone_desktop.storage.columns import to_day
from msbone_desktop.storage.schema import patient_listing


@dataclass(frozen=True, slots=True, kw_only=True)
class DxaFacts:
    """One patient's last scan, own interval, and the rules that her newest screening triggered."""

    patient: PatientId
    last_scan_on: date | None
    interval_months: int | None
    triggered: frozenset[str]
    screened_on: date | None


def dxa_facts(connection: sa.Connection) -> tuple[DxaFacts, ...]:
    """Return those with an interval or a triggered rule; without either no scan is due.

    Patients who died, or who want no reminders, are left out.
    """
    columns = patient_listing.c
    rows = connection.execute(
        sa.select(
            columns.patient_id,
            columns.last_dxa_on,
            columns.dxa_interval_months,
            columns.triggered,
            columns.last_screened_on,
        )
        .where(columns.no_reminders == 0)
        .where(sa.or_(columns.dxa_interval_months.is_not(None), columns.triggered != ""))
        .order_by(columns.patient_id)
    )
    return tuple(
        DxaFacts(
            patient=PatientId(number),
            last_scan_on=to_day(scanned),
            interval_months=months,
            triggered=frozenset(triggered.split()),
            screened_on=to_day(screened),
        )
        for number, scanned, months, triggered, screened in rows
    )
