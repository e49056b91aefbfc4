"""The work list: every patient once, in the group where she is worked, or with why she is not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from msbone_desktop.domain.calendar import day_words
from msbone_desktop.domain.follow_up import (
    FollowUpFacts,
    FollowUpPolicy,
    Group,
    Reason,
    Reminder,
    ReminderEvent,
    ReminderKind,
    Source,
    State,
    WorkRow,
)
from msbone_desktop.domain.reminder_reasons import (
    MOTOR_LOSS,
    awaited_reason,
    dxa_reasons,
    ended_reason,
    review_reason,
)
from msbone_desktop.domain.reminder_states import NO_RESULT_AFTER_DAYS, Standing, standing
from msbone_desktop.domain.reminders import ReminderWindows, status_on

ON_LIST = (Group.OVERDUE, Group.DUE, Group.DUE_SOON, Group.NEVER_SCANNED, Group.BOOKED)
_WRITTEN_TO = (Group.OVERDUE, Group.DUE, Group.DUE_SOON, Group.NEVER_SCANNED)
REPORT_WITHIN = timedelta(days=60)
"""How far the day that a patient told may lie from the day on the report."""
NO_INTERVAL = "the module gives no interval for this person"
_BY_HAND = Source.CLINICIAN
_BY_STATUS = {"overdue": Group.OVERDUE, "due": Group.DUE, "due_soon": Group.DUE_SOON}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a patient stands. ``is_excluded``: something is or may be due, and she is left out."""

    group: Group
    reminder: Reminder | None
    why_not: str = ""
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """What the rule set says about reminders."""

    yearly_months: int
    baseline_rules: frozenset[str]


def windows_of(policy: FollowUpPolicy, rules: Rules) -> ReminderWindows:
    """Return the windows around a due date, as the clinic set them."""
    return ReminderWindows(rules.yearly_months, policy.due_soon_days, policy.grace_days)


def reminder_of(
    facts: FollowUpFacts,
    kind: ReminderKind,
    events: Iterable[ReminderEvent],
    policy: FollowUpPolicy,
    rules: Rules,
    on: date,
) -> tuple[Reminder | None, Standing]:
    """Return the reminder of one kind, if there is a reason for one, and where it stands."""
    completed = {"dxa": facts.last_scan_on, "bone_review": facts.screened_on}.get(kind)
    listed = tuple(events)
    stands = standing(listed, on=on, completed_on=completed)
    if completed is not None and _is_report(completed, stands.done_on):
        stands = standing(listed, on=on, completed_on=stands.done_on)
    reasons = _reasons(facts, kind, stands, policy, rules, on)
    if not reasons:
        return None, stands
    due = min(reason.due_on for reason in reasons)
    return (
        Reminder(
            patient=facts.patient,
            kind=kind,
            due_on=due,
            status=status_on(due, on, windows_of(policy, rules)),
            state=stands.state,
            reasons=reasons,
            acts_on=max(due, _comes_back(stands) or due),
            attempts=stands.attempts,
            letters=len(stands.letters),
            last_contact=stands.last_contact,
            appointment_on=stands.appointment_on,
            note=_note(stands),
        ),
        stands,
    )


def _reasons(
    facts: FollowUpFacts,
    kind: ReminderKind,
    stands: Standing,
    policy: FollowUpPolicy,
    rules: Rules,
    on: date,
) -> tuple[Reason, ...]:
    if kind == "bone_review":
        return (review_reason(facts, policy),)
    if kind != "dxa":
        if stands.made_for is None or stands.done_on is not None:
            return ()
        return (Reason(source=_BY_HAND, due_on=stands.made_for, words=stands.reason),)
    days = [day for day in (facts.last_scan_on, stands.done_on) if day is not None]
    scanned_on = max(days, default=None)
    reasons = dxa_reasons(
        facts,
        policy,
        on=on,
        yearly_months=rules.yearly_months,
        baseline_rules=rules.baseline_rules,
        scanned_on=scanned_on,
    )
    if stands.done_on is not None:
        wait = timedelta(days=NO_RESULT_AFTER_DAYS)
        reasons = (*reasons, awaited_reason(stands.done_on, wait=wait))
    if reasons or _since_denial(facts, stands.cancelled_on):
        return reasons
    left = ended_reason(facts, yearly_months=rules.yearly_months, scanned_on=scanned_on)
    if left is None:
        return ()
    if _since_denial(facts, stands.kept_on):
        words = "kept by the clinic after motor loss was no longer recorded"
        left = Reason(source=_BY_HAND, due_on=left.due_on, words=words)
    return (left,)


def _is_report(scanned_on: date, done_on: date | None) -> bool:
    """Tell whether a scan is the one that was done elsewhere, on the day that was told roughly."""
    return done_on is not None and scanned_on >= done_on - REPORT_WITHIN


def _since_denial(facts: FollowUpFacts, decided_on: date | None) -> bool:
    """Tell whether somebody decided after motor loss was denied last; a new denial asks anew."""
    denied = facts.ended.get(MOTOR_LOSS)
    return decided_on is not None and (denied is None or decided_on >= denied)


def place(
    facts: FollowUpFacts,
    kind: ReminderKind,
    events: Iterable[ReminderEvent],
    policy: FollowUpPolicy,
    rules: Rules,
    on: date,
) -> Place:
    """Return where a patient stands on the list of ``kind`` on the day ``on``."""
    reminder, stands = reminder_of(facts, kind, events, policy, rules, on)
    gone = _gone(facts, on)
    if gone:
        return Place(Group.NOT_ON_LIST, reminder, gone, is_excluded=True)
    if stands.state is State.SUSPENDED:
        why = f"suspended: {stands.reason}"
        return Place(Group.NOT_ON_LIST, reminder, why, is_excluded=True)
    if reminder is None:
        return Place(Group.NOT_ON_LIST, None, NO_INTERVAL if kind == "dxa" else "nothing is due")
    if stands.state is State.BOOKED:
        return Place(Group.BOOKED, reminder)
    if reminder.status == "upcoming":
        return Place(Group.UPCOMING, reminder, "not due yet")
    hidden = _hidden(stands)
    if hidden:
        return Place(Group.NOT_ON_LIST, reminder, hidden, is_excluded=True)
    if kind == "dxa" and facts.last_scan_on is None and stands.done_on is None:
        return Place(Group.NEVER_SCANNED, reminder)
    return Place(_BY_STATUS[reminder.status], reminder)


def done_words(at: Place) -> str:
    """Say why nobody is called although something is due, or what was done about it; else empty."""
    if at.is_excluded:
        return at.why_not
    if at.reminder is None:
        return ""
    if at.group is Group.BOOKED and at.reminder.appointment_on is not None:
        return f"booked for {day_words(at.reminder.appointment_on)}"
    return at.reminder.note


def gets_letter(row: WorkRow) -> bool:
    """Tell whether a recall letter goes to the patient of a line.

    None goes to whoever has an appointment or is left out: has died, left, wants no reminders.
    """
    return row.reminder is not None and row.group in _WRITTEN_TO


def _gone(facts: FollowUpFacts, on: date) -> str:
    if facts.deceased:
        return "deceased"
    if facts.left_on is not None and facts.left_on.earliest <= on:
        return f"no longer here: {facts.left_reason}" if facts.left_reason else "no longer here"
    if facts.opted_out:
        because = f": {facts.opted_out_reason}" if facts.opted_out_reason else ""
        return f"wants no reminders{because}"
    return ""


def _hidden(stands: Standing) -> str:
    until = stands.hidden_until
    if until is None:
        return ""
    words = {
        State.OPEN: "contacted",
        State.DONE_ELSEWHERE: "done elsewhere, report awaited",
        State.SNOOZED: "snoozed",
        State.DECLINED: "declined",
        State.NOT_APPROPRIATE: "not appropriate",
        State.NO_RESPONSE: "no response",
    }[stands.state]
    because = f": {stands.reason}" if stands.reason and stands.state is not State.OPEN else ""
    return f"{words}{because}; back on {day_words(until)}"


def _comes_back(stands: Standing) -> date | None:
    if stands.state is State.BOOKED and stands.appointment_on is not None:
        return stands.appointment_on + timedelta(days=NO_RESULT_AFTER_DAYS + 1)
    return stands.hidden_until


def _note(stands: Standing) -> str:
    if stands.state is State.DONE_ELSEWHERE and stands.done_on is not None:
        return f"done elsewhere on {day_words(stands.done_on)}, report awaited"
    return stands.note
