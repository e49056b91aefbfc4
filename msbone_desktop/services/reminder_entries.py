"""What staff do about a reminder: each change is one entry, and each is undone by another."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.calendar import add_months, clinic_day
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.follow_up import (
    Channel,
    Outcome,
    ReminderAction,
    ReminderEvent,
    ReminderEventId,
    ReminderKind,
)
from msbone_desktop.domain.patients import NOTE_LIMIT, PatientId
from msbone_desktop.domain.reminder_reasons import MOTOR_LOSS
from msbone_desktop.domain.reminder_states import valid
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.domain.work_list import Rules, reminder_of
from msbone_desktop.rules.rulebook import BASELINE_RULES
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.permission import needs, open_to_all
from msbone_desktop.storage.database import Database

LONGEST_SNOOZE = 90
"""Days without a reason."""
LETTERS_APART = 28
ASK_AGAIN_MONTHS = 6


class ReminderEntries:
    """Enters what was done. The base of ``ReminderService``, which reads what follows from it."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        actor: Actor,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._actor = actor
        self._now = now
        yearly = knowledge.rulebook.limits.windows.yearly_months
        self._rules = Rules(yearly, BASELINE_RULES)

    @open_to_all
    def today(self) -> date:
        """Return the clinic's day."""
        return clinic_day(self._now())

    @needs(Permission.FOLLOW_UP)
    def contact(
        self,
        patient: PatientId,
        kind: ReminderKind,
        *,
        channel: Channel,
        outcome: Outcome,
        reason: str = "",
        returns_on: date | None = None,
    ) -> ReminderEvent:
        """Log a call, letter or message; the patient comes back to the list by herself."""
        if returns_on is None:
            with self._database.unit_of_work() as work:
                days = work.policy.get().return_days
            returns_on = self.today() + timedelta(days=days)
        self._in_the_future("returns_on", returns_on)
        return self._keep(
            patient,
            kind,
            "contacted",
            until_day=returns_on,
            channel=channel,
            outcome=outcome,
            reason=reason,
        )

    @needs(Permission.FOLLOW_UP)
    def book(
        self, patient: PatientId, kind: ReminderKind, *, appointment_on: date
    ) -> ReminderEvent:
        """Note an appointment."""
        if appointment_on < self.today():
            raise RefusedEntryError("appointment_on", "The appointment is in the past.")
        return self._keep(patient, kind, "booked", until_day=appointment_on)

    @needs(Permission.FOLLOW_UP)
    def did_not_attend(
        self, patient: PatientId, kind: ReminderKind, *, reason: str = ""
    ) -> ReminderEvent:
        """Note that the patient did not come; the reminder is open again."""
        return self._keep(patient, kind, "did_not_attend", reason=reason)

    @needs(Permission.FOLLOW_UP)
    def done_elsewhere(
        self, patient: PatientId, kind: ReminderKind, *, on_day: date, reason: str = ""
    ) -> ReminderEvent:
        """Note that it was done elsewhere and that the report is awaited."""
        if on_day > self.today():
            raise RefusedEntryError("on_day", "The day is in the future.")
        return self._keep(patient, kind, "done", on_day=on_day, reason=reason)

    @needs(Permission.FOLLOW_UP)
    def snooze(
        self, patient: PatientId, kind: ReminderKind, *, until: date, reason: str = ""
    ) -> ReminderEvent:
        """Hide a reminder until a day; its due date stays."""
        self._in_the_future("until", until)
        if (until - self.today()).days > LONGEST_SNOOZE and not reason.strip():
            raise RefusedEntryError("reason", f"Give a reason for more than {LONGEST_SNOOZE} days.")
        return self._keep(patient, kind, "snoozed", until_day=until, reason=reason)

    @needs(Permission.FOLLOW_UP)
    def decline(
        self,
        patient: PatientId,
        kind: ReminderKind,
        *,
        reason: str,
        ask_again_on: date | None = None,
    ) -> ReminderEvent:
        """Note that the patient declined; she is asked again later."""
        until = ask_again_on or add_months(self.today(), ASK_AGAIN_MONTHS)
        self._in_the_future("ask_again_on", until)
        return self._keep(patient, kind, "declined", until_day=until, reason=reason)

    @needs(Permission.DECIDE_FOLLOW_UP)
    def not_appropriate(
        self, patient: PatientId, kind: ReminderKind, *, reason: str, review_on: date
    ) -> ReminderEvent:
        """Note that a clinician finds it not appropriate, why, and when to look again."""
        _needed(reason)
        self._in_the_future("review_on", review_on)
        return self._keep(patient, kind, "not_appropriate", until_day=review_on, reason=reason)

    @needs(Permission.FOLLOW_UP)
    def no_response(
        self, patient: PatientId, kind: ReminderKind, *, ask_again_on: date, reason: str = ""
    ) -> ReminderEvent:
        """Note that nobody answered two letters; this is never the same as declined."""
        self._in_the_future("ask_again_on", ask_again_on)
        with self._database.unit_of_work() as work:
            policy = work.policy.get()
            facts = work.reminders.facts_of(self._asked_of(policy.annual_dxa_rules), patient)
            events = work.reminders.of(patient, kind)
        _, stands = reminder_of(facts, kind, events, policy, self._rules, self.today())
        _unanswered(stands.letters, self.today(), policy.return_days)
        return self._keep(patient, kind, "no_response", until_day=ask_again_on, reason=reason)

    @needs(Permission.DECIDE_FOLLOW_UP)
    def suspend(self, patient: PatientId, kind: ReminderKind, *, reason: str) -> ReminderEvent:
        """Set a reminder aside until it is resumed, e.g. in pregnancy."""
        _needed(reason)
        return self._keep(patient, kind, "suspended", reason=reason)

    @needs(Permission.DECIDE_FOLLOW_UP)
    def resume(self, patient: PatientId, kind: ReminderKind) -> ReminderEvent:
        """Take up again what was suspended or hidden."""
        return self._keep(patient, kind, "resumed")

    @needs(Permission.DECIDE_FOLLOW_UP)
    def create(
        self, patient: PatientId, kind: ReminderKind, *, due_on: date, reason: str
    ) -> ReminderEvent:
        """Make a reminder by hand; DXA and bone review follow from facts and are not made so."""
        if kind in ("dxa", "bone_review"):
            raise RefusedEntryError("kind", "This reminder follows from the record by itself.")
        _needed(reason)
        return self._keep(patient, kind, "created", until_day=due_on, reason=reason)

    @needs(Permission.DECIDE_FOLLOW_UP)
    def cancel(self, patient: PatientId, kind: ReminderKind, *, reason: str) -> ReminderEvent:
        """End a reminder that was made by hand, or one whose reason ended."""
        _needed(reason)
        return self._keep(patient, kind, "cancelled", reason=reason)

    @needs(Permission.FOLLOW_UP)
    def keep(self, patient: PatientId, kind: ReminderKind, *, reason: str = "") -> ReminderEvent:
        """Go on with a reminder whose reason ended."""
        return self._keep(patient, kind, "kept", reason=reason)

    @needs(Permission.FOLLOW_UP)
    def undo(self, event: ReminderEventId, patient: PatientId) -> ReminderEvent:
        """Take back one event by another; both stay on record.

        Raises:
            RefusedEntryError: It was taken back before.
            WrongPatientError: The event is another patient's.
        """
        with self._database.unit_of_work() as work:
            undone = work.reminders.get(event)
            held = {each.id for each in valid(work.reminders.of(undone.patient, undone.kind))}
        if event not in held:
            raise RefusedEntryError("event", "This was undone already.")
        return self._keep(patient, undone.kind, "undone", undoes=event)

    @needs(Permission.DECIDE_FOLLOW_UP)
    def set_annual_dxa(self, patient: PatientId, months: int | None) -> None:
        """Set the months between scans for this person; None ends them."""
        from dataclasses import replace

        from msbone_desktop.services.patient_checks import checked

        with self._database.unit_of_work() as work:
            person = work.patients.get(patient)
            details = checked(replace(person.details, dxa_interval_months=months), self.today())
            work.patients.update(patient, person.version, details, self._actor.name, self._now())

    def _keep(
        self, patient: PatientId, kind: ReminderKind, action: ReminderAction, **values: Any
    ) -> ReminderEvent:
        reason = str(values.pop("reason", "")).strip()
        if len(reason) > NOTE_LIMIT:
            raise RefusedEntryError("reason", f"At most {NOTE_LIMIT:,} characters are kept.")
        event = ReminderEvent(
            id=ReminderEventId(0),
            patient=patient,
            kind=kind,
            action=action,
            on_day=values.pop("on_day", None) or self.today(),
            reason=reason,
            made_by=self._actor.name,
            made_at=self._now(),
            **values,
        )
        with self._database.unit_of_work() as work:
            return work.reminders.add(event)

    def _in_the_future(self, field: str, day: date) -> None:
        if day <= self.today():
            raise RefusedEntryError(field, "Enter a day after today.")

    @staticmethod
    def _asked_of(annual: tuple[str, ...]) -> frozenset[str]:
        return BASELINE_RULES | {MOTOR_LOSS} | frozenset(annual)


def _unanswered(letters: tuple[date, ...], today: date, wait: int) -> None:
    """Refuse unless two letters of this round, weeks apart, had their time and no answer."""
    if len(letters) < 2 or (letters[-1] - letters[0]).days < LETTERS_APART:
        raise RefusedEntryError(
            "reason", "No response is noted after two letters at least four weeks apart."
        )
    if (today - letters[-1]).days < wait:
        raise RefusedEntryError(
            "reason", f"Give the second letter {wait} days to be answered before noting this."
        )


def _needed(reason: str) -> None:
    if not reason.strip():
        raise RefusedEntryError("reason", "Give a reason: it is shown wherever this is left out.")
