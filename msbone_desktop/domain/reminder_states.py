"""What staff did about a reminder, read from its events: the state on a day.

Nothing here moves a due date. A snooze, a refusal or a booking hides a reminder for a while, and
each of them comes back by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from msbone_desktop.domain.follow_up import ReminderEvent, State

NO_RESULT_AFTER_DAYS = 14
"""After an appointment: without a result the reminder is open again."""
_LASTING = ("suspended", "resumed")
"""What a new scan or screening does not end; a judgement that a scan is not appropriate it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a reminder stands on a day. ``hidden_until``: the day on which it comes back."""

    state: State = State.OPEN
    hidden_until: date | None = None
    attempts: int = 0
    letters: tuple[date, ...] = ()
    last_contact: ReminderEvent | None = None
    appointment_on: date | None = None
    done_on: date | None = None
    """Done elsewhere on that day; the report is awaited."""
    made_for: date | None = None
    """Due date of one made by hand."""
    is_kept: bool = False
    is_cancelled: bool = False
    reason: str = ""
    note: str = ""


def valid(events: Iterable[ReminderEvent]) -> tuple[ReminderEvent, ...]:
    """Return the events that hold, oldest first: without those undone, and without the undoing."""
    listed = sorted(events, key=lambda event: event.id)
    undone = {event.undoes for event in listed if event.undoes is not None}
    return tuple(e for e in listed if e.id not in undone and e.action != "undone")


def standing(
    events: Iterable[ReminderEvent], *, on: date, completed_on: date | None = None
) -> Standing:
    """Return where a reminder stands on ``on``.

    Args:
        events: Of one patient and one kind, in any order.
        on: The day to look from. Later events count as well: the clock may have been set back.
        completed_on: The scan or screening that completed it last; what was done about it up to
            that day belongs to the round before.
    """
    now = Standing()
    for event in valid(events):
        if completed_on is None or event.on_day > completed_on or event.action in _LASTING:
            now = _after(now, event)
    return _on_day(now, on)


_HIDING = {
    "snoozed": State.SNOOZED,
    "declined": State.DECLINED,
    "not_appropriate": State.NOT_APPROPRIATE,
    "no_response": State.NO_RESPONSE,
    "suspended": State.SUSPENDED,
}


def _after(now: Standing, event: ReminderEvent) -> Standing:
    reason = event.reason
    if event.action in _HIDING:
        state = _HIDING[event.action]
        return replace(now, state=state, hidden_until=event.until_day, reason=reason)
    match event.action:
        case "created":
            return Standing(made_for=event.until_day, reason=reason)
        case "contacted":
            return _contacted(now, event)
        case "booked":
            return replace(
                now, state=State.BOOKED, appointment_on=event.until_day, hidden_until=None
            )
        case "did_not_attend":
            note = f"did not attend on {_words(now.appointment_on or event.on_day)}"
            open_again = replace(now, state=State.OPEN, hidden_until=None, note=note)
            return replace(open_again, appointment_on=None)
        case "done":
            done = Standing(state=State.DONE_ELSEWHERE, done_on=event.on_day, reason=reason)
            return replace(done, made_for=now.made_for)
        case "cancelled":
            return Standing(is_cancelled=True, reason=reason)
        case "kept":
            return replace(now, is_kept=True, reason=reason)
        case _:  # resumed
            return replace(now, state=State.OPEN, hidden_until=None, reason="")


def _contacted(now: Standing, event: ReminderEvent) -> Standing:
    letters = (*now.letters, event.on_day) if event.channel == "letter" else now.letters
    return replace(
        now,
        state=State.OPEN,
        hidden_until=event.until_day,
        attempts=now.attempts + 1,
        letters=letters,
        last_contact=event,
    )


def _on_day(now: Standing, on: date) -> Standing:
    """Let what was only for a while come back."""
    if now.state is State.BOOKED:
        return _booked(now, on)
    until = now.hidden_until
    if until is None or on < until:
        return now
    if now.state is State.OPEN:
        return replace(now, hidden_until=None)
    note = {
        State.SNOOZED: f"snoozed until {_words(until)}",
        State.DECLINED: f"declined before, to be asked again from {_words(until)}",
        State.NOT_APPROPRIATE: f"judged not appropriate, to be reviewed from {_words(until)}",
        State.NO_RESPONSE: f"no response before, to be tried again from {_words(until)}",
    }[now.state]
    return replace(now, state=State.OPEN, hidden_until=None, note=note)


def _booked(now: Standing, on: date) -> Standing:
    assert now.appointment_on is not None
    if on <= now.appointment_on + timedelta(days=NO_RESULT_AFTER_DAYS):
        return now
    note = f"booked for {_words(now.appointment_on)}: did not attend, or no result"
    return replace(now, state=State.OPEN, appointment_on=None, note=note)


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def _words(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
