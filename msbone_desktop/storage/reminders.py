"""What was done about reminders: events that are added and never changed."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.errors import NotFoundError, WrongPatientError
from msbone_desktop.domain.follow_up import (
    FollowUpFacts,
    ReminderEvent,
    ReminderEventId,
    ReminderKind,
)
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.storage import follow_up_facts
from msbone_desktop.storage.columns import from_day, from_moment, to_day, to_moment
from msbone_desktop.storage.schema import patient
from msbone_desktop.storage.schema_followup import reminder_event


class Reminders:
    """The events of all patients."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, event: ReminderEvent) -> ReminderEvent:
        """Keep an event and return it with its number.

        Raises:
            NotFoundError: There is no such patient, or no such event to undo.
            WrongPatientError: The event to undo is another patient's.
        """
        known = sa.select(patient.c.id).where(patient.c.id == event.patient)
        if self._connection.scalar(known) is None:
            raise NotFoundError
        if event.undoes is not None and self.get(event.undoes).patient != event.patient:
            raise WrongPatientError
        assert event.made_at is not None
        key = self._connection.execute(
            reminder_event.insert(),
            {
                "patient_id": event.patient,
                "kind": event.kind,
                "action": event.action,
                "on_day": from_day(event.on_day),
                "until_day": from_day(event.until_day),
                "channel": event.channel,
                "outcome": event.outcome,
                "reason": event.reason,
                "undoes": event.undoes,
                "made_by": event.made_by,
                "made_at": from_moment(event.made_at),
            },
        ).inserted_primary_key
        assert key is not None
        return self.get(ReminderEventId(key[0]))

    def get(self, number: ReminderEventId) -> ReminderEvent:
        """Return one event.

        Raises:
            NotFoundError: There is no such event.
        """
        row = self._connection.execute(
            sa.select(reminder_event).where(reminder_event.c.id == number)
        ).one_or_none()
        if row is None:
            raise NotFoundError
        return _to_domain(row)

    def facts(self, rules: frozenset[str]) -> tuple[FollowUpFacts, ...]:
        """Return what decides the reminders of every patient; of findings those of ``rules``."""
        return follow_up_facts.of_all(self._connection, rules)

    def facts_of_those_perhaps_due(
        self, rules: frozenset[str], on: date, shortest_months: int
    ) -> tuple[FollowUpFacts, ...]:
        """Return what decides the DXA of everybody who may be due one on a day."""
        return follow_up_facts.of_those_perhaps_due(self._connection, rules, on, shortest_months)

    def facts_of(self, rules: frozenset[str], patient_id: PatientId) -> FollowUpFacts:
        """Return what decides the reminders of one patient.

        Raises:
            NotFoundError: There is no such patient.
        """
        found = follow_up_facts.of_one(self._connection, rules, patient_id)
        if found is None:
            raise NotFoundError
        return found

    def of(
        self, patient_id: PatientId, kind: ReminderKind | None = None
    ) -> tuple[ReminderEvent, ...]:
        """Return the events of a patient, oldest first."""
        columns = reminder_event.c
        statement = sa.select(reminder_event).where(columns.patient_id == patient_id)
        if kind is not None:
            statement = statement.where(columns.kind == kind)
        return tuple(map(_to_domain, self._connection.execute(statement.order_by(columns.id))))

    def of_kind(self, kind: ReminderKind) -> dict[PatientId, tuple[ReminderEvent, ...]]:
        """Return the events of one kind by patient, oldest first."""
        rows = self._connection.execute(
            sa.select(reminder_event)
            .where(reminder_event.c.kind == kind)
            .order_by(reminder_event.c.id)
        )
        found: dict[PatientId, list[ReminderEvent]] = {}
        for row in rows:
            found.setdefault(PatientId(row.patient_id), []).append(_to_domain(row))
        return {number: tuple(events) for number, events in found.items()}


def _to_domain(row: Any) -> ReminderEvent:
    on_day = to_day(row.on_day)
    assert on_day is not None
    return ReminderEvent(
        id=ReminderEventId(row.id),
        patient=PatientId(row.patient_id),
        kind=row.kind,
        action=row.action,
        on_day=on_day,
        until_day=to_day(row.until_day),
        channel=row.channel,
        outcome=row.outcome,
        reason=row.reason,
        undoes=None if row.undoes is None else ReminderEventId(row.undoes),
        made_by=row.made_by,
        made_at=to_moment(row.made_at),
    )
