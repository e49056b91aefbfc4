"""Reminders in words: kinds, groups, where a date comes from, what was done, what comes next."""

from datetime import date, timedelta

from msbone_desktop.domain.follow_up import (
    Group,
    Reminder,
    ReminderEvent,
    ReminderEventId,
    ReminderKind,
    Source,
    State,
)
from msbone_desktop.ui.widgets.reading.wording import date_words

KINDS: dict[ReminderKind, str] = {
    "dxa": "DXA",
    "bone_review": "Yearly bone review",
    "vitamin_d": "25(OH)D",
    "calcium": "Calcium",
    "falls_review": "Falls review",
    "edss": "EDSS",
    "other": "Other",
}
GROUPS: dict[Group, str] = {
    Group.OVERDUE: "Overdue",
    Group.DUE: "Due",
    Group.DUE_SOON: "Due soon",
    Group.NEVER_SCANNED: "Never scanned",
    Group.BOOKED: "Booked",
    Group.UPCOMING: "Not due yet",
    Group.NOT_ON_LIST: "Not on list",
}
TONES: dict[Group, str] = {
    Group.OVERDUE: "high",
    Group.DUE: "moderate",
    Group.NEVER_SCANNED: "unknown",
    Group.BOOKED: "info",
}
SOURCES: dict[Source, str] = {
    Source.MODULE: "Module: expert opinion (Oleson 2017)",
    Source.CLINICIAN: "Clinician",
    Source.POLICY: "Clinic policy",
    Source.EXTENSION: "Extension, not in the module",
}
_ACTIONS = {
    "created": "Made by hand",
    "contacted": "Contacted",
    "snoozed": "Snoozed",
    "booked": "Booked",
    "did_not_attend": "Did not attend",
    "done": "Done elsewhere",
    "declined": "Declined",
    "not_appropriate": "Not appropriate",
    "no_response": "No response",
    "suspended": "Suspended",
    "resumed": "Back on the list",
    "cancelled": "Cancelled",
    "kept": "Kept",
    "undone": "Undone",
}
CHANNELS = (
    ("phone", "Phone"),
    ("letter", "Letter"),
    ("email", "Email"),
    ("text", "Text message"),
    ("in_person", "In person"),
)
OUTCOMES = (
    ("no_answer", "No answer"),
    ("left_message", "Left a message"),
    ("reached", "Reached"),
    ("sent", "Sent"),
    ("wrong_number", "Wrong number"),
    ("asks_later", "Asks to be called later"),
)
SECOND_LETTER_DAYS = 28
PHONE_DAYS = 56


def source_words(reminder: Reminder | None) -> str:
    """Return where the date comes from; every source when there are several."""
    if reminder is None:
        return ""
    return " + ".join(dict.fromkeys(SOURCES[reason.source] for reason in reminder.reasons))


def contact_words(reminder: Reminder | None) -> str:
    """Return the last contact and how many there were."""
    if reminder is None or reminder.last_contact is None:
        return ""
    contact = reminder.last_contact
    outcome = dict(OUTCOMES).get(contact.outcome or "", "")
    times = f" ({reminder.attempts} tries)" if reminder.attempts > 1 else ""
    return f"{outcome or 'Contacted'}, {date_words(contact.on_day)}{times}"


def event_words(event: ReminderEvent, undone: frozenset[ReminderEventId]) -> str:
    """Return what was done in one line; what was undone is said to be so."""
    parts = [_ACTIONS[event.action]]
    if event.channel:
        parts.append(dict(CHANNELS)[event.channel].lower())
    if event.outcome:
        parts.append(dict(OUTCOMES)[event.outcome].lower())
    words = ", ".join(parts)
    if event.until_day is not None:
        joint = "for" if event.action in ("booked", "created") else "until"
        words += f" {joint} {date_words(event.until_day)}"
    if event.reason:
        words += f": {event.reason}"
    return f"{words} (undone)" if event.id in undone else words


def next_step(reminder: Reminder, today: date) -> str:
    """Return what usually comes next: letter, second letter, phone, then a clinician decides."""
    if reminder.state is State.BOOKED and reminder.appointment_on is not None:
        return f"Booked for {date_words(reminder.appointment_on)}. Enter the result afterwards."
    if today < reminder.due_on:
        return "Nothing yet: it is not due."
    if reminder.letters == 0:
        return "Send the first letter, or call."
    last = reminder.last_contact
    assert last is not None
    if reminder.letters == 1:
        second = last.on_day + timedelta(days=SECOND_LETTER_DAYS)
        if today < second:
            return f"A second letter is usual from {date_words(second)}."
        return "Send the second letter."
    if reminder.attempts == reminder.letters:
        call = reminder.due_on + timedelta(days=PHONE_DAYS)
        if today < call:
            return f"Calling is usual from {date_words(call)}."
        return "Call."
    return "Letters and a call were tried. A clinician decides what comes next."
