"""Writes the history: at the end of each unit of work, in the same transaction as the change."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.audit import PROGRAM, AuditContext, AuditNote, ChainHead
from msbone_desktop.domain.patients import NOTE_LIMIT
from msbone_desktop.storage import audit_capture, audit_chain
from msbone_desktop.storage.audit_anchor import Anchor
from msbone_desktop.storage.audit_capture import ROW_SEAL, audited_tables, fingerprint
from msbone_desktop.storage.audit_checking import BEGAN, ChainCheck, newest_keys
from msbone_desktop.storage.columns import from_moment, to_moment

_LONGEST = 4_000_000
_BACK = timedelta(minutes=1)
_FORWARD = timedelta(days=92)
"""A clinic that closes over the summer is no surprise; a clock that is a year ahead is."""
_LAST = "SELECT id, mac, at FROM audit_event ORDER BY id DESC LIMIT 1"
_CHANGES = (
    "SELECT entity, entity_id, patient_id, action, was, became, reason FROM audit_change ORDER BY n"
)
_INSERT = (
    f"INSERT INTO audit_event ({', '.join(audit_chain.COLUMNS)}, mac)"  # noqa: S608
    f" VALUES ({', '.join('?' * (len(audit_chain.COLUMNS) + 1))})"
)

_ODD = {
    "went_back": "The clinic's file is older than its anchor: entries made since are not in it. If"
    " no backup was put back, tell the person who looks after privacy.",
    "anchor_missing": "The anchor beside the clinic's file was missing. If the file was not moved,"
    " tell the person who looks after privacy.",
    "clock_back": "The clock of this computer is earlier than the last entry. Check date and time"
    " before you record anything.",
    "clock_forward": "The clock of this computer is months ahead of the last entry. Check date and"
    " time before you record anything.",
}
_Change = tuple[str, int | None, int | None, str, str | None, str | None, str]
"""Entity, its id, patient, action, was, became, reason."""


class Notes:
    """What one unit of work has to say for the history beside the rows that it changes."""

    def __init__(self) -> None:
        self.reason = ""
        self.noted: list[AuditNote] = []
        self.first: list[AuditNote] = []
        """What stands before the changes of this unit of work."""

    def note(
        self,
        action: str,
        entity: str = "",
        entity_id: int | None = None,
        *,
        patient: int | None = None,
        was: dict[str, Any] | None = None,
        became: dict[str, Any] | None = None,
        reason: str = "",
    ) -> None:
        """Enter something that was done without changing a row."""
        self.noted.append(AuditNote(action, entity, entity_id, patient, was, became, reason))


class Trail:
    """The history of one open database.

    Args:
        path: The database; the anchor lies beside it.
        data_key: Seals the history by a key made from it.
    """

    def __init__(self, path: Path, data_key: bytes) -> None:
        self.context = AuditContext(actor=PROGRAM, now=lambda: datetime.now(UTC))
        self.anchor = Anchor(path.with_suffix(".anchor"), data_key)
        self.head: ChainHead | None = None
        """As committed last by this program; None before anything was."""
        self.odd: list[str] = []
        """What was odd about the file or the clock in this session, for staff to read."""
        self._data_key = data_key
        self._key = audit_chain.chain_key(data_key)
        self._earlier: Anchor | None = None
        self._told_odd: list[str] = []

    def attach(self, connection: sa.Connection) -> None:
        """Listen to a connection; does nothing when it is listened to already."""
        if "audit" not in connection.info:
            audit_capture.attach(connection.connection.dbapi_connection)
            connection.info["audit"] = True

    def write(self, connection: sa.Connection, notes: Notes) -> ChainHead | None:
        """Enter what this transaction changed; return the new head, None when nothing was."""
        changed = connection.exec_driver_sql(_CHANGES).all()
        if not (changed or notes.noted or notes.first):
            return None
        now = self.context.now()
        last = connection.exec_driver_sql(_LAST).one_or_none()
        head = ChainHead(last.id, last.mac) if last else ChainHead(0, audit_chain.FIRST)
        entries = [
            *self._found_at_first(connection, head),
            *(_clock(to_moment(last.at), now) if last else ()),
            *(_noted(note, "") for note in notes.first),
            *(_told(tuple(row), notes.reason) for row in changed),
            *(_noted(note, notes.reason) for note in notes.noted),
        ]
        connection.exec_driver_sql("DELETE FROM audit_change")
        self._told_odd = [_ODD[entry[3]] for entry in entries if entry[3] in _ODD]
        head, rows = self._sealed(head, entries, now)
        connection.exec_driver_sql(_INSERT, rows)
        return head

    def committed(self, head: ChainHead | None) -> None:
        """Anchor what was committed."""
        if head is not None:
            self.head = head
            self.anchor.write(head)
            self.odd.extend(each for each in self._told_odd if each not in self.odd)

    def check(self) -> ChainCheck:
        """Begin a verification."""
        return ChainCheck(self._data_key, self.anchor.read(), self.head)

    def note_new_key(self, connection: sa.Connection, notes: Notes, earlier: bytes) -> None:
        """Enter that the file got the data key of this trail in place of ``earlier``.

        The entries so far keep their seals; the entry holds what proves them, encrypted.
        """
        keys = newest_keys(connection, earlier)
        held = keys.wrapped_for(self._data_key, os.urandom(12))
        notes.first.append(AuditNote(audit_chain.NEW_KEY, became=dict(held)))
        self._earlier = Anchor(self.anchor.path, earlier)

    def keep_anchor(self) -> None:
        """Have the disk keep the anchor, as before closing or printing."""
        if self.head is not None:
            self.anchor.write(self.head, lasting=True)

    def _sealed(
        self, head: ChainHead, entries: list[_Change], now: datetime
    ) -> tuple[ChainHead, list[tuple[Any, ...]]]:
        context = self.context
        offset = now.astimezone().utcoffset() or timedelta()
        frame = (
            from_moment(now), int(offset.total_seconds() // 60), context.session, context.seat,
            context.account, context.actor,
        )  # fmt: skip
        number, seal = head.count, head.seal
        rows = []
        for entity, entity_id, patient, action, was, became, reason in entries:
            number += 1
            row = (number, *frame, action, entity, entity_id, patient, was, became, reason)
            seal = audit_chain.seal_of(self._key, seal, row)
            rows.append((*row, seal))
        return ChainHead(number, seal), rows

    def _found_at_first(self, connection: sa.Connection, head: ChainHead) -> list[_Change]:
        """Tell what is odd about the file before this program's first entry covers it up."""
        if self.head is not None:
            return []
        if head.count == 0:
            older = _older_rows(connection)
            return [_note(BEGAN, became={"rows": older})] if older else []
        anchored = (self._earlier or self.anchor).read()
        if anchored is None:
            return [_note("anchor_missing", became={"entries": head.count})]
        if anchored.count <= head.count and _seal_at(connection, anchored.count) == anchored.seal:
            return []
        was = {"entries": anchored.count, "seal": anchored.seal}
        return [_note("went_back", was, {"entries": head.count, "seal": head.seal})]


def _older_rows(connection: sa.Connection) -> dict[str, int]:
    """Return the highest number of each table's rows that no entry will ever tell of."""
    found = {}
    for table in audited_tables():
        key = next(iter(table.primary_key.columns)).name
        highest = connection.exec_driver_sql(
            f"SELECT max({key}) FROM {table.name} WHERE {key} NOT IN"  # noqa: S608
            " (SELECT entity_id FROM audit_change WHERE entity = ? AND action = 'entered')",
            (table.name,),
        ).scalar()
        if highest is not None:
            found[table.name] = int(highest)
    return found


def _seal_at(connection: sa.Connection, number: int) -> str | None:
    if number == 0:
        return audit_chain.FIRST
    found = connection.exec_driver_sql("SELECT mac FROM audit_event WHERE id = ?", (number,))
    row = found.one_or_none()
    return None if row is None else str(row.mac)


def _clock(last: datetime, now: datetime) -> list[_Change]:
    if last - _BACK <= now <= last + _FORWARD:
        return []
    action = "clock_back" if now < last else "clock_forward"
    return [_note(action, {"clock": from_moment(last)}, {"clock": from_moment(now)})]


def _note(
    action: str, was: dict[str, Any] | None = None, became: dict[str, Any] | None = None
) -> _Change:
    return _noted(AuditNote(action, was=was, became=became), "")


def _noted(note: AuditNote, reason: str) -> _Change:
    return (
        note.entity, note.entity_id, note.patient, note.action, _json(note.was), _json(note.became),
        (note.reason or reason)[:NOTE_LIMIT],
    )  # fmt: skip


def _told(change: tuple[Any, ...], reason: str) -> _Change:
    entity, entity_id, patient, action, was, became, own_reason = change
    if entity == "screening":
        was, became = _changed_answers(was, became)
    reason = (own_reason or reason)[:NOTE_LIMIT]
    return entity, entity_id, patient, action, _short(was), _short(became), reason


def _changed_answers(was: str | None, became: str | None) -> tuple[str | None, str | None]:
    """Narrow the JSON inside a screening down to the answers that differ."""
    old, new = (None if each is None else json.loads(each) for each in (was, became))
    for name in ("answers", "confirmations", "carried_forward"):
        before, after = (_inner(each, name) for each in (old, new))
        if isinstance(before, dict) and isinstance(after, dict):
            before, after = _difference(before, after)
        for row, value in ((old, before), (new, after)):
            if row is not None and name in row:
                row[name] = value
    return _json(old), _json(new)


def _inner(row: dict[str, Any] | None, name: str) -> Any:
    return None if row is None or name not in row else json.loads(row[name])


def _difference(was: dict[str, Any], became: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """Return both sides with only those keys whose values differ."""
    old, new = {}, {}
    for key in [*was, *(key for key in became if key not in was)]:
        before, after = was.get(key), became.get(key)
        if before == after and (key in was) == (key in became):
            continue
        if isinstance(before, dict) and isinstance(after, dict):
            before, after = _difference(before, after)
        if key in was:
            old[key] = before
        if key in became:
            new[key] = after
    return old, new


def _short(text: str | None) -> str | None:
    """Keep an entry within its column: of what is longer, a fingerprint."""
    if text is None or len(text) <= _LONGEST:
        return text
    held = {"all": fingerprint(text)}
    seal = json.loads(text).get(ROW_SEAL)
    return _json(held | ({ROW_SEAL: seal} if seal else {}))


def _json(content: dict[str, Any] | None) -> str | None:
    if content is None:
        return None
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
