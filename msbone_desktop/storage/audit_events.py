"""Reads the history, a page at a time."""

import json
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.audit import AuditEvent, AuditQuery, ChainHead
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.storage.bin import Bin
from msbone_desktop.storage.columns import from_moment, to_moment
from msbone_desktop.storage.folding import fold, typed_key
from msbone_desktop.storage.schema import patient
from msbone_desktop.storage.schema_trust import audit_event

_c = audit_event.c


class AuditEvents:
    """The entries of the history. They are written by ``Trail`` alone."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def page(self, query: AuditQuery, limit: int = 100) -> tuple[AuditEvent, ...]:
        """Return the newest entries that ``query`` asks for, the newest first."""
        wanted = sa.select(audit_event).order_by(_c.id.desc()).limit(limit)
        conditions: tuple[tuple[Any, sa.ColumnElement[bool]], ...] = (
            (query.actor, _c.actor == query.actor),
            (query.patient, _c.patient_id.in_(self._records(query.patient))),
            (query.actions, _c.action.in_(query.actions)),
            (query.since, _c.at >= (from_moment(query.since) if query.since else "")),
            (query.before, _c.at < (from_moment(query.before) if query.before else "")),
            (query.older_than, _c.id < (query.older_than or 0)),
        )
        for asked, condition in conditions:
            if asked:
                wanted = wanted.where(condition)
        return tuple(map(_to_domain, self._connection.execute(wanted)))

    def put_away(self, clinic_id: str) -> PatientId | None:
        """Return whose clinic ID it is or was, also where she is on no list or was deleted."""
        key = typed_key(clinic_id)
        present = sa.select(patient.c.id).where(patient.c.clinic_id_key == key)
        number = self._connection.scalar(present)
        if number is None:
            gone = sa.and_(_c.action == "purged", _c.entity == "patient")
            told = self._connection.execute(
                sa.select(_c.patient_id, _c.was).where(gone).order_by(_c.id)
            )
            numbers = {fold(_read(was).get("clinic_id", "")): whose for whose, was in told}
            number = numbers.get(key)
        return None if number is None else PatientId(number)

    def _records(self, number: PatientId | None) -> tuple[PatientId, ...]:
        """Return a record with those that were joined into it: all tell of one person."""
        return () if number is None else Bin(self._connection).with_joined(number)

    def newest(self, action: str) -> AuditEvent | None:
        """Return the newest entry of one kind."""
        found = self.page(AuditQuery(actions=(action,)), 1)
        return found[0] if found else None

    def head(self) -> ChainHead:
        """Return how long the history is and how it ends."""
        row = self._connection.execute(
            sa.select(_c.id, _c.mac).order_by(_c.id.desc()).limit(1)
        ).one_or_none()
        return ChainHead(0, "") if row is None else ChainHead(row.id, row.mac)

    def actors(self) -> tuple[str, ...]:
        """Return everybody who is named in the history."""
        names = sa.select(_c.actor).distinct().order_by(_c.actor)
        return tuple(self._connection.scalars(names))


def _to_domain(row: sa.Row[Any]) -> AuditEvent:
    return AuditEvent(
        id=row.id,
        at=to_moment(row.at),
        offset_minutes=row.offset_minutes,
        session=row.session,
        seat=row.seat,
        account=row.account_id,
        actor=row.actor,
        action=row.action,
        entity=row.entity,
        entity_id=row.entity_id,
        patient=None if row.patient_id is None else PatientId(row.patient_id),
        was=_read(row.was),
        became=_read(row.became),
        reason=row.reason,
    )


def _read(text: str | None) -> dict[str, Any]:
    """Read what an entry holds; one that was tampered with is shown as far as it can be."""
    try:
        content = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {"unreadable": text}
    return content if isinstance(content, dict) else {"unreadable": text}
