"""What two records of one patient both hold: looked for before they are joined."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.merging import Clash
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.storage import schema_facts as facts
from msbone_desktop.storage.columns import to_day
from msbone_desktop.storage.schema import screening
from msbone_desktop.storage.schema_facts import dxa_site
from msbone_desktop.storage.schema_followup import access_card, calendar_entry

_ON_DAY = {
    "disability_score": ("observed_on", "scale"),
    "walking_test": ("tested_on", "test"),
    "gait_aid": ("seen_on", None),
    "relapse": ("onset_on", None),
    "laboratory_result": ("sampled_on", "analyte"),
    "fall_count": ("counted_on", "kind"),
    "fracture": ("happened_on", "site"),
    "body_measure": ("measured_on", "kind"),
    "dxa_scan": ("performed_on", None),
    "medicine_course": ("started_on", "drug"),
}
"""Of each kind of fact its day, and what else has to agree for two to be of the same thing."""
_NO_CONTENT = {
    "id", "patient_id", "screening_id", "version", "created_by", "created_at",
    "voided_at", "voided_by", "void_reason", "reported_on", "last_reported_on",
}  # fmt: skip


def clashes(connection: sa.Connection, kept: PatientId, other: PatientId) -> tuple[Clash, ...]:
    """Return what is on both records, what has to be settled first before the rest."""
    found = [*_drafts(connection, kept, other), *_one_each(connection, kept, other)]
    for table in facts.FACT_TABLES:
        found += _of_facts(connection, table, kept, other)
    found += _screenings(connection, kept, other)
    return tuple(found)


def _drafts(connection: sa.Connection, kept: PatientId, other: PatientId) -> Iterator[Clash]:
    columns = screening.c
    mine = sa.and_(columns.state == "draft", columns.amends.is_(None))
    drafts = _keys(connection, columns.patient_id, columns.patient_id, (kept, other), mine)
    if len(drafts) == 2:
        yield Clash("draft", "screening")


def _one_each(connection: sa.Connection, kept: PatientId, other: PatientId) -> Iterator[Clash]:
    cards = _keys(connection, access_card.c.patient_id, access_card.c.patient_id, (kept, other))
    if len(cards) == 2:
        yield Clash("access_card", "access_card")
    kinds = clashing_kinds(connection, kept, other)
    if kinds:
        yield Clash("calendar_entry", "calendar_entry", count=len(kinds))


def clashing_kinds(connection: sa.Connection, kept: PatientId, other: PatientId) -> set[str]:
    """Return the kinds of reminders of which both have an entry in somebody's calendar."""
    columns = calendar_entry.c
    return _keys(connection, columns.kind, columns.patient_id, (kept,)) & _keys(
        connection, columns.kind, columns.patient_id, (other,)
    )


def _keys(
    connection: sa.Connection,
    column: Any,
    whose: Any,
    numbers: Iterable[PatientId],
    condition: sa.ColumnElement[bool] | None = None,
) -> set[Any]:
    wanted = sa.select(column).where(whose.in_(tuple(numbers)))
    return set(connection.scalars(wanted if condition is None else wanted.where(condition)))


def _of_facts(
    connection: sa.Connection, table: sa.Table, kept: PatientId, other: PatientId
) -> Iterator[Clash]:
    day, kind = _ON_DAY[table.name]
    mine, hers = (_entries(connection, table, day, kind, each) for each in (kept, other))
    alike = 0
    for key in sorted(mine.keys() & hers.keys(), key=str):
        same = mine[key] & hers[key]
        alike += sum(same.values())
        if (mine[key] - same) or (hers[key] - same):
            yield Clash("same_day", table.name, to_day(key[0]))
    if alike:
        yield Clash("alike", table.name, count=alike)


def _entries(
    connection: sa.Connection, table: sa.Table, day: str, kind: str | None, whose: PatientId
) -> dict[tuple[Any, ...], Counter[tuple[Any, ...]]]:
    """Return the contents of what was not voided, by day and kind."""
    content = [column for column in table.columns if column.name not in _NO_CONTENT]
    rows = connection.execute(
        sa.select(table.c.id, table.c[day], table.c[kind or day], *content).where(
            table.c.patient_id == whose, table.c.voided_at.is_(None), table.c[day].is_not(None)
        )
    )
    found: dict[tuple[Any, ...], Counter[tuple[Any, ...]]] = {}
    for number, on, of_kind, *values in rows.all():
        sites = _sites(connection, number) if table is facts.dxa_scan else ()
        found.setdefault((on, of_kind), Counter())[(*values, *sites)] += 1
    return found


def _sites(connection: sa.Connection, scan: int) -> tuple[Any, ...]:
    wanted = [column for column in dxa_site.columns if column.name not in ("id", "scan_id")]
    rows = connection.execute(
        sa.select(*wanted).where(dxa_site.c.scan_id == scan).order_by(dxa_site.c.place)
    )
    return tuple(tuple(row) for row in rows)


def _screenings(connection: sa.Connection, kept: PatientId, other: PatientId) -> Iterator[Clash]:
    days: list[set[date | None]] = []
    for whose in (kept, other):
        stored = connection.scalars(
            sa.select(screening.c.assessed_on).where(
                screening.c.patient_id == whose, screening.c.state == "signed"
            )
        )
        days.append({to_day(each) for each in stored})
    for day in sorted(each for each in days[0] & days[1] if each is not None):
        yield Clash("same_day", "screening", day)
