"""Rows of every kind that a patient can have, with what they point to, all of her own."""

import random
from typing import Any

import sqlalchemy as sa

from msbone_desktop.storage import listing
from msbone_desktop.storage.patient_tables import patient_tables
from msbone_desktop.storage.patients import Patients
from msbone_desktop.storage.schema_facts import dxa_site
from tests.storage.table_rows import OWN, value

_ONE_EACH = {"access_card", "calendar_entry"}
_ITSELF = {"amends", "undoes"}


def fill(
    connection: sa.Connection, patient: int, dice: random.Random, most: int = 3, least: int = 0
) -> None:
    """Enter ``least`` to ``most`` rows of each kind, and make the list true to them."""
    made: dict[str, list[int]] = {}
    for table in patient_tables():
        for _ in range(
            dice.randint(min(least, 1), 1) if table.name in _ONE_EACH else dice.randint(least, most)
        ):
            number = _enter(connection, table, patient, made, dice)
            if number is not None:
                made.setdefault(table.name, []).append(number)
            if table.name == "dxa_scan" and number is not None:
                for place in range(dice.randint(0, 2)):
                    values = _values(dxa_site, dice) | {"scan_id": number, "place": place}
                    connection.execute(dxa_site.insert(), values)
    details = Patients(connection).get(patient).details  # type: ignore[arg-type]
    listing.file_details(connection, patient, details, is_new=False)  # type: ignore[arg-type]
    listing.refresh(connection, patient)  # type: ignore[arg-type]


def _enter(
    connection: sa.Connection,
    table: sa.Table,
    patient: int,
    made: dict[str, list[int]],
    dice: random.Random,
) -> int | None:
    values = _values(table, dice) | {"patient_id": patient}
    for column in table.columns:
        for target in column.foreign_keys:
            other = target.column.table.name
            if column.name == "patient_id" or column.name in _ITSELF:
                continue
            if other == "batch_document":
                values[column.name] = _batch(connection, dice)
            elif made.get(other) and (not column.nullable or dice.random() < 0.7):
                values[column.name] = dice.choice(made[other])
            elif not column.nullable:
                return None
    if table.name == "screening":
        values |= {"state": "signed", "findings": "{}", "signed_by": "A", "triggered": ""}
        values["signed_at"] = values["saved_at"]
    done = connection.execute(table.insert(), values).inserted_primary_key
    assert done is not None
    return int(done[0])


def _batch(connection: sa.Connection, dice: random.Random) -> int:
    table = sa.Table("batch_document", sa.MetaData(), autoload_with=connection)
    present = connection.scalars(sa.select(table.c.id)).all()
    if present and dice.random() < 0.7:
        return int(dice.choice(present))
    from msbone_desktop.storage.schema_followup import batch_document

    done = connection.execute(batch_document.insert(), _values(batch_document, dice))
    assert done.inserted_primary_key is not None
    return int(done.inserted_primary_key[0])


def _values(table: sa.Table, dice: random.Random) -> dict[str, Any]:
    own = OWN.get(table.name, {})
    found = {}
    for column in table.columns:
        if column.name in own:
            found[column.name] = own[column.name]
        elif not column.primary_key and not column.foreign_keys and not column.nullable:
            found[column.name] = value(table, column, dice.randint(1, 9))
    if "uid" in table.c:
        found["uid"] = f"{dice.getrandbits(64)}@msbone"
    return found


def rows_of_all(connection: sa.Connection) -> dict[str, set[tuple[Any, ...]]]:
    """Return every row of every table but for the history."""
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN"
        " ('audit_event', 'alembic_version')"
    ).scalars()
    return {
        name: {tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")}
        for name in names.all()
    }
