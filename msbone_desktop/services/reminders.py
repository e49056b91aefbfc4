"""The work list: due dates follow from facts at every look."""

from collections import Counter
from datetime import date
from typing import Any

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.findings import DxaReminder
from msbone_desktop.domain.follow_up import (
    FollowUpFacts,
    FollowUpPolicy,
    Group,
    Reminder,
    ReminderEvent,
    ReminderKind,
    WorkList,
    WorkRow,
)
from msbone_desktop.domain.patients import PatientId, PatientRow
from msbone_desktop.domain.reminders import NO_REMINDER
from msbone_desktop.domain.work_list import ON_LIST, Place, place, reminder_of
from msbone_desktop.services.permission import needs
from msbone_desktop.services.reminder_entries import ReminderEntries
from msbone_desktop.storage.unit_of_work import UnitOfWork

KINDS: tuple[ReminderKind, ...] = (
    *("dxa", "bone_review", "vitamin_d", "calcium", "falls_review", "edss", "other"),
)


class ReminderService(ReminderEntries):
    """Everything about reminders: who is due and why, and what is done about it."""

    @needs(Permission.VIEW)
    def work_list(self, kind: ReminderKind = "dxa", *, on: date | None = None) -> WorkList:
        """Return every patient once, in the group where she is worked, or with why she is not."""
        day = on or self.today()
        with self._database.unit_of_work() as work:
            places = self._places(work, kind, day)
            people = {row.id: row for row in work.patients.page_of_all()}
            in_bin = work.bin.count()
            phones = work.patients.phones()
        rows = [
            _row(people[number], where, day, phones.get(number, ""))
            for number, where in places.items()
            if number in people
        ]
        rows.sort(key=_order)
        counts = Counter(row.group for row in rows)
        return WorkList(
            kind=kind,
            on=day,
            rows=tuple(rows),
            patients=len(people) + in_bin,
            due=sum(counts[group] for group in ON_LIST),
            # Counted by itself, not what is left: a patient who was lost would not show otherwise.
            not_due=sum(_is_not_due(where) for where in places.values()),
            excluded=sum(where.is_excluded for where in places.values()) + in_bin,
            in_bin=in_bin,
            counts=dict(counts),
        )

    @needs(Permission.VIEW)
    def next_dxa(self, patient: PatientId) -> DxaReminder:
        """Return when the patient's next DXA is due, whatever was done about it."""
        for reminder in self.of(patient):
            if reminder.kind == "dxa":
                return _short(reminder)
        return NO_REMINDER

    @needs(Permission.VIEW)
    def next_review(self, patient: PatientId) -> date | None:
        """Return when the patient's next bone review is due."""
        due = (each.due_on for each in self.of(patient) if each.kind == "bone_review")
        return next(due, None)

    @needs(Permission.VIEW)
    def due_first(self, limit: int) -> tuple[tuple[tuple[PatientRow, DxaReminder], ...], int]:
        """Return the first DXA reminders that are due or overdue, and how many there are."""
        day = self.today()
        with self._database.unit_of_work() as work:
            policy = work.policy.get()
            facts = work.reminders.facts_of_those_perhaps_due(
                self._asked_of(policy.annual_dxa_rules), day, self._rules.yearly_months
            )
            due = [
                (where.reminder.due_on, number, where.reminder)
                for number, where in self._placed(work, facts, "dxa", policy, day).items()
                if where.reminder is not None
                and where.group in (Group.OVERDUE, Group.DUE, Group.NEVER_SCANNED)
                and where.reminder.status in ("due", "overdue")
            ]
            due.sort(key=lambda entry: entry[:2])
            rows = work.patients.rows(number for _, number, _ in due[:limit])
        reminders = (_short(reminder) for _, _, reminder in due[:limit])
        return tuple(zip(rows, reminders, strict=True)), len(due)

    def _places(self, work: UnitOfWork, kind: ReminderKind, day: date) -> dict[PatientId, Place]:
        policy = work.policy.get()
        facts = work.reminders.facts(self._asked_of(policy.annual_dxa_rules))
        return self._placed(work, facts, kind, policy, day)

    def _placed(
        self,
        work: UnitOfWork,
        known: tuple[FollowUpFacts, ...],
        kind: ReminderKind,
        policy: FollowUpPolicy,
        day: date,
    ) -> dict[PatientId, Place]:
        events = work.reminders.of_kind(kind)
        return {
            facts.patient: place(
                facts, kind, events.get(facts.patient, ()), policy, self._rules, day
            )
            for facts in known
        }

    @needs(Permission.VIEW)
    def of(self, patient: PatientId) -> tuple[Reminder, ...]:
        """Return the reminders of one patient, DXA and bone review first."""
        day = self.today()
        with self._database.unit_of_work() as work:
            policy = work.policy.get()
            facts = work.reminders.facts_of(self._asked_of(policy.annual_dxa_rules), patient)
            found = [
                reminder_of(facts, kind, work.reminders.of(patient, kind), policy, self._rules, day)
                for kind in KINDS
            ]
        return tuple(reminder for reminder, _ in found if reminder is not None)

    @needs(Permission.VIEW)
    def place_of(self, patient: PatientId, kind: ReminderKind = "dxa") -> Place:
        """Return where one patient stands on the list of ``kind`` today."""
        with self._database.unit_of_work() as work:
            policy = work.policy.get()
            facts = work.reminders.facts_of(self._asked_of(policy.annual_dxa_rules), patient)
            events = work.reminders.of(patient, kind)
        return place(facts, kind, events, policy, self._rules, self.today())

    @needs(Permission.VIEW)
    def events(
        self, patient: PatientId, kind: ReminderKind | None = None
    ) -> tuple[ReminderEvent, ...]:
        """Return what was done, newest first; what was undone stays in the list."""
        with self._database.unit_of_work() as work:
            return tuple(reversed(work.reminders.of(patient, kind)))


def _short(reminder: Reminder) -> DxaReminder:
    return DxaReminder(reminder.status, reminder.due_on, reminder.reasons[0].source.value)


def _row(person: PatientRow, where: Place, day: date, phone: str) -> WorkRow:
    late = 0 if where.reminder is None else max((day - where.reminder.due_on).days, 0)
    return WorkRow(
        person=person,
        group=where.group,
        reminder=where.reminder,
        why_not=where.why_not,
        days_late=late if where.group in ON_LIST else 0,
        phone=phone,
    )


def _is_not_due(where: Place) -> bool:
    return where.group in (Group.UPCOMING, Group.NOT_ON_LIST) and not where.is_excluded


_GROUPS = {group: place for place, group in enumerate(Group)}


def _order(row: WorkRow) -> tuple[Any, ...]:
    due = date.max if row.reminder is None else row.reminder.due_on
    return (_GROUPS[row.group], due, row.person.family_name.casefold(), row.person.id)
