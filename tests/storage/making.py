"""What the storage tests make and look at."""

from datetime import UTC, date, datetime
from pathlib import Path

from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.environment.resources import shipped
from msbone_desktop.storage.connection import connect

KEY = bytes(range(32))
AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
DAY = date(2026, 11, 22)
DB = shipped("db")


def details(**changes: object) -> PatientDetails:
    """Somebody ordinary, changed as asked."""
    values: dict[str, object] = {
        "family_name": "Ordinary",
        "given_name": "Ann",
        "born_on": PartialDate(1979, 3, 14),
        "clinic_id": "MSB-0001",
    }
    return PatientDetails(**(values | changes))  # type: ignore[arg-type]


def schema_text(path: Path) -> str:
    """Return every statement that makes the tables, indexes and triggers of a file, in order."""
    raw = connect(path, KEY)
    try:
        rows = raw.execute(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name <> 'alembic_version'"
            " ORDER BY tbl_name, CASE type WHEN 'table' THEN 0 ELSE 1 END, name"
        ).fetchall()
    finally:
        raw.close()
    return "\n".join(f"{sql};\n" for (sql,) in rows)
