"""One row of any table, with the rows that it points to."""

import re
from typing import Any

import sqlalchemy as sa

from tests.storage.making import AT

_MOMENT = AT.isoformat()
OWN: dict[str, dict[str, Any]] = {
    "patient": {"family_name": "Ordinary", "clinic_id": "1"},
    "scanner": {"name": "Lunar"},
    "account": {"name": "A"},
    "audit_event": {"mac": "0" * 64},
    "reminder_event": {"action": "created", "undoes": None},
    "external_risk": {"major_percent": "5"},
    "laboratory_result": {"analyte": "pth"},
    "medicine_course": {"kind": "antiepileptic", "drug": "x"},
    "screening": {"state": "draft", "amends": None},
    "scanner_cross_calibration": {"scanner_id": 1, "other_scanner_id": 2},
    "patient_merge": {"kept_id": 1, "merged_id": 2},
}


def row_for(connection: sa.Connection, table: sa.Table, number: int = 1) -> int:
    """Enter row ``number`` of a table, and what it needs first; return its number.

    Columns that an older file lacks are left out.
    """
    own = OWN.get(table.name, {})
    values: dict[str, Any] = {}
    for column in table.columns:
        target = next(iter(column.foreign_keys), None)
        if column.name in own:
            values[column.name] = own[column.name]
        elif target is not None:
            if not column.nullable:
                values[column.name] = 1
        elif column.primary_key:
            values[column.name] = number
        elif not column.nullable:
            values[column.name] = value(table, column, number)
    for column in table.columns:
        for target in column.foreign_keys:
            other = values.get(column.name)
            parent = target.column.table
            if other is not None and parent is not table and not _has(connection, parent, other):
                row_for(connection, parent, other)
    there = {row.name for row in connection.exec_driver_sql(f"PRAGMA table_info({table.name})")}
    connection.execute(table.insert(), {k: v for k, v in values.items() if k in there})
    return int(values[next(iter(table.primary_key.columns)).name])


def _has(connection: sa.Connection, table: sa.Table, number: int) -> bool:
    key = next(iter(table.primary_key.columns))
    return connection.scalar(sa.select(key).where(key == number)) is not None


def value(table: sa.Table, column: sa.Column[Any], number: int) -> Any:
    if isinstance(column.type, sa.LargeBinary):
        return b"%PDF"
    if isinstance(column.type, sa.INTEGER):
        return 1
    if column.name == "sha256":
        return "0" * 64
    checks = " ".join(
        str(check.sqltext)
        for check in table.constraints
        if isinstance(check, sa.CheckConstraint)
        and check.name is not None
        and str(check.name).endswith(f"{column.name}_form")
    )
    listed = re.search(rf"{column.name} IN \('([^']*)'", checks)
    if listed:
        return listed[1]
    if "T*+00:00" in checks:
        return _MOMENT
    if "GLOB '[0-9]" in checks:
        return "2026-11-22"
    return str(number)
