"""Notices every change of a row, by whatever route it was made.

Triggers of the connection (TEMP: they are in no file) copy what was and what became into a table
of the connection, which the unit of work empties into the history before it commits. They hold for
every statement, also one that is written by hand, so that no repository can forget the history.
What was rolled back is rolled back here too.
"""

import hashlib
import json
from functools import cache
from typing import Any

import sqlalchemy as sa

from msbone_desktop.storage import schema_facts, schema_followup, schema_trust  # noqa: F401
from msbone_desktop.storage.connection import Connection
from msbone_desktop.storage.schema import metadata

ROW_SEAL = "#"
"""Key in ``became``: a fingerprint of the whole row as it was after the change."""

_DERIVED = {"patient_listing", "search_word", "audit_event", "kept_work"}
_BOOKKEEPING = {
    "version", "created_by", "created_at", "changed_by", "changed_at", "saved_at",
    "made_by", "made_at", "clinic_id_key", "name_key", "triggered", "half_typed",
}  # fmt: skip
"""Said by the entry itself, worked out from the other columns, or no answer yet."""
_FINGERPRINTED = {"findings", "moved", "kept_before", "kept_after", "merged_before"}
"""Long texts that are kept elsewhere; the history holds a fingerprint, as of a file."""
_WHOSE = {
    "patient": "{}.id",
    "patient_merge": "{}.kept_id",
    "dxa_site": "(SELECT s.patient_id FROM dxa_scan s WHERE s.id = {}.scan_id)",
}
_REASONS = ("void_reason", "amendment_reason", "left_reason", "opted_out_reason", "reason")


@cache
def audited_tables() -> tuple[sa.Table, ...]:
    """Return every table whose rows are somebody's doing."""
    return tuple(table for table in metadata.sorted_tables if table.name not in _DERIVED)


def attach(raw: Connection) -> None:
    """Make the triggers of a connection. Its file must have the newest tables."""
    raw.create_function("msbone_row", -1, _row_seal_of, deterministic=True)
    raw.create_function("msbone_mark", 1, fingerprint, deterministic=True)
    raw.execute(
        "CREATE TEMP TABLE audit_change (n INTEGER PRIMARY KEY, entity TEXT, entity_id INTEGER,"
        " patient_id INTEGER, action TEXT, was TEXT, became TEXT, reason TEXT)"
    )
    for statement in _triggers():
        raw.execute(statement)


def keep_no_contents(connection: sa.Connection) -> None:
    """Have the entries on what this transaction removed say that it went for good, and no more.

    Of a patient the clinic ID is kept, so that it can be told who it was.
    """
    connection.exec_driver_sql(
        "UPDATE audit_change SET action = 'purged',"
        " was = iif(entity = 'patient', json_object('clinic_id', was ->> 'clinic_id'), NULL)"
        " WHERE action = 'removed'"
    )


def row_seal(table: sa.Table, values: tuple[Any, ...]) -> str:
    """Return the fingerprint of a row; a column that is empty does not count.

    So the fingerprint of old rows stays what it was when a table gets one more column.
    """
    return _row_seal_of(table.name, *values)


def fingerprint(value: Any) -> str | None:
    """Return what the history keeps of a file or a very long text."""
    if value is None:
        return None
    content = value.encode() if isinstance(value, str) else bytes(value)
    return f"sha256 {hashlib.sha256(content).hexdigest()}, {len(content)} bytes"


@cache
def _columns(table: str) -> tuple[str, ...]:
    return tuple(column.name for column in metadata.tables[table].columns)


def _row_seal_of(table: str, *values: Any) -> str:
    row = {
        name: fingerprint(value) if isinstance(value, bytes) else value
        for name, value in zip(_columns(table), values, strict=True)
        if value is not None
    }
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:32]


@cache
def _triggers() -> tuple[str, ...]:
    return tuple(text for table in audited_tables() for text in _triggers_of(table))


def _triggers_of(table: sa.Table) -> tuple[str, str, str]:
    names = [column.name for column in table.columns]
    seal = f"msbone_row('{table.name}', {', '.join(f'NEW.{name}' for name in names)})"
    sealed = f"'{ROW_SEAL}', {seal}"
    differs = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in names)
    return (
        _trigger(table, "INSERT", "NEW", "NULL", _content(table, "NEW", sealed), "'entered'"),
        _trigger(
            table,
            "UPDATE",
            "NEW",
            _changed(table, "OLD"),
            _changed(table, "NEW", sealed),
            _kind_of_change(table),
            f"WHEN {differs}",
        ),
        _trigger(table, "DELETE", "OLD", _content(table, "OLD"), "NULL", "'removed'"),
    )


def _trigger(
    table: sa.Table, event: str, row: str, was: str, became: str, action: str, when: str = ""
) -> str:
    keys = [key.name for key in table.primary_key.columns]
    whose = _WHOSE.get(table.name, "{}.patient_id" if "patient_id" in table.c else "NULL")
    return (
        f"CREATE TEMP TRIGGER audit_{event.lower()}_{table.name} AFTER {event}"
        f" ON main.{table.name} {when}\nBEGIN\n"
        "INSERT INTO audit_change (entity, entity_id, patient_id, action, was, became, reason)"
        f" VALUES ('{table.name}', {row}.{keys[0]}, {whose.format(row)}, {action},"
        f" {was}, {became}, {_reason(table, event)});\nEND"
    )


def _content(table: sa.Table, row: str, *more: str) -> str:
    """Return an expression: the row as JSON, without what is empty."""
    pairs = [f"'{column.name}', {_value(column, row)}" for column in _told(table)]
    return f"json_patch('{{}}', json_object({', '.join([*more, *pairs])}))"


def _changed(table: sa.Table, row: str, *more: str) -> str:
    """Return an expression: those columns of the row that differ."""
    pairs = [
        f"'{column.name}', iif(OLD.{column.name} IS NOT NEW.{column.name},"
        f" {_value(column, row)}, NULL)"
        for column in _told(table)
    ]
    return f"json_patch('{{}}', json_object({', '.join([*more, *pairs])}))"


def _told(table: sa.Table) -> list[sa.Column[Any]]:
    return [
        column
        for column in table.columns
        if column.name not in _BOOKKEEPING and not (column.primary_key and column.name == "id")
    ]


def _value(column: sa.Column[Any], row: str) -> str:
    name = f"{row}.{column.name}"
    marked = isinstance(column.type, sa.LargeBinary) or column.name in _FINGERPRINTED
    return f"msbone_mark({name})" if marked else name


def _kind_of_change(table: sa.Table) -> str:
    if table.name == "screening":
        return (
            "iif(OLD.patient_id IS NOT NEW.patient_id, 'moved',"
            " iif(OLD.state IS NOT NEW.state, NEW.state, 'changed'))"
        )
    kind = "'changed'"
    if "voided_at" in table.c:
        kind = "iif(OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL, 'voided', 'changed')"
    if "patient_id" in table.c:
        kind = f"iif(OLD.patient_id IS NOT NEW.patient_id, 'moved', {kind})"
    return kind


def _reason(table: sa.Table, event: str) -> str:
    names = [name for name in _REASONS if name in table.c]
    if event == "DELETE" or not names:
        return "NULL"
    given = [
        f"NULLIF(NEW.{name}, '')"
        if event == "INSERT"
        else f"iif(OLD.{name} IS NOT NEW.{name}, NULLIF(NEW.{name}, ''), NULL)"
        for name in names
    ]
    return f"coalesce({', '.join(given)}, NULL)"
