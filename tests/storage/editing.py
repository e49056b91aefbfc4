"""Edits entries of a history one by one, and sees whether a verification names each."""

import random
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from msbone_desktop.storage.audit_chain import COLUMNS
from msbone_desktop.storage.audit_checking import ChainCheck
from msbone_desktop.storage.schema_trust import AUDIT_TRIGGERS

_NUMBERS = {"account_id", "entity_id", "patient_id", "offset_minutes"}


def edits_not_found(connection: sa.Connection, key: bytes, *, edits: int, seed: int) -> list[str]:
    """Edit one column of one entry at a time; return the edits that no fault named."""
    dice = random.Random(seed)
    columns = [*(name for name in COLUMNS if name != "id"), "mac"]
    for name in ("audit_event_stays", "audit_event_is_kept"):
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    (count,) = connection.exec_driver_sql("SELECT count(*) FROM audit_event").one()
    missed = []
    for _ in range(edits):
        number, column = dice.randint(1, count), dice.choice(columns)
        old = connection.exec_driver_sql(
            f"SELECT {column} FROM audit_event WHERE id = {number}"
        ).scalar()
        put = f"UPDATE audit_event SET {column} = ? WHERE id = {number}"
        connection.exec_driver_sql(put, (_other(old, dice, column),))
        check = ChainCheck(key, None, None)
        while check.walk(connection):
            pass
        if not any(fault.startswith(f"Entry {number:,} ") for fault in check.report().faults):
            missed.append(f"{column} of entry {number}: {old!r}")
        connection.exec_driver_sql(put, (old,))
    for trigger in AUDIT_TRIGGERS:
        connection.exec_driver_sql(trigger)
    return missed


def _other(old: Any, dice: random.Random, column: str) -> Any:
    if column == "at":
        changed = datetime.fromisoformat(old)
        return changed.replace(microsecond=(changed.microsecond + 1) % 1_000_000).isoformat()
    if isinstance(old, int) or column in _NUMBERS:
        return (old or 0) + dice.randint(1, 9)
    if not old:
        return "x"
    place = dice.randrange(len(old))
    return old[:place] + chr(ord(old[place]) + 1) + old[place + 1 :]
