"""What staff did about a reminder, read from its events: the state on a day.

Nothing here moves a due date. A snooze, a refusal or a booking hides a reminder for a while, and
each of them comes back by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from msbone_desktop.domain.calendar import day_words
from msbone_desktop.domain.follow_up import ReminderEvent, State

NO_RESULT_AFTER_DAYS = 14
"""After an appointment, or a scan elsewhere: without a result the reminder is open again."""
_LASTING = ("suspended", "resumed", "cancelled", "kept")
"""What a new scan or screening does not end; a judgement that a scan is not appropriate it does."""
_WHATEVER_THE_CLOCK = ("created", "suspended", "resumed", "cancelled", "kept")
"""What hides nobody by its own day, and so counts although that day is still to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a reminder stands on a day. ``hidden_until``: the day on which it comes back."""

    state: State = State.OPEN
    hidden_until: date | None = None
    attempts: int = 0
    letters: tuple[date, ...] = ()
    """Sent in this round and not answered since."""
    last_contact: ReminderEvent | None = None
    appointment_on: date | None = None
    done_on: date | None = None
    """Done elsewhere on that day; the report is awaited."""
    made_for: date | None = None
    """Due date of one made by hand."""
    kept_on: date | None = None
    cancelled_on: date | None = None
    suspended_because: str | None = None
    """Why it is set aside until it is resumed, whatever else is done meanwhile."""
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

    An entry that bears a later day was made with another clock. Nobody is hidden by it before that
    day comes: either that clock was wrong, or today's is, which is said on Today.

    Args:
        events: Of one patient and one kind, in any order.
        on: The day to look from.
        completed_on: The scan or screening that completed it last; what was done about it up to
            that day belongs to the round before.
    """
    now, ahead = Standing(), None
    for event in valid(events):
        if event.on_day > on and event.action not in _WHATEVER_THE_CLOCK:
            ahead = event.on_day
        elif completed_on is None or event.on_day > completed_on:
            lapsed = _booked(now, event.on_day) if now.state is State.BOOKED else now
            now = _after(lapsed, event)
        elif event.action in _LASTING:
            now = _lasting(now, event)
    now = _on_day(now, on)
    if ahead is not None:
        now = replace(now, note=f"an entry bears a day that is still to come: {day_words(ahead)}")
    if now.suspended_because is not None:
        now = replace(now, state=State.SUSPENDED, reason=now.suspended_because, hidden_until=None)
    return now


_HIDING = {
    "snoozed": State.SNOOZED,
    "declined": State.DECLINED,
    "not_appropriate": State.NOT_APPROPRIATE,
    "no_response": State.NO_RESPONSE,
}
_ANSWERED = ("reached", "asks_later")


def _lasting(now: Standing, event: ReminderEvent) -> Standing:
    match event.action:
        case "suspended":
            return replace(now, suspended_because=event.reason)
        case "resumed":
            return replace(now, suspended_because=None)
        case "cancelled":
            return replace(now, cancelled_on=event.on_day)
        case _:
            return replace(now, kept_on=event.on_day)


def _after(now: Standing, event: ReminderEvent) -> Standing:
    reason = event.reason
    if event.action in _HIDING:
        state = _HIDING[event.action]
        hidden = replace(now, state=state, hidden_until=event.until_day, reason=reason)
        return replace(hidden, appointment_on=None)
    match event.action:
        case "created":
            return _anew(now, made_for=event.until_day, reason=reason)
        case "contacted":
            return _contacted(now, event)
        case "booked":
            return replace(
                now, state=State.BOOKED, appointment_on=event.until_day, hidden_until=None
            )
        case "did_not_attend":
            note = f"did not attend on {day_words(now.appointment_on or event.on_day)}"
            open_again = replace(now, state=State.OPEN, hidden_until=None, note=note)
            return replace(open_again, appointment_on=None)
        case "done":
            return _anew(
                now,
                state=State.DONE_ELSEWHERE,
                done_on=event.on_day,
                hidden_until=event.on_day + timedelta(days=NO_RESULT_AFTER_DAYS),
                made_for=now.made_for,
                reason=reason,
            )
        case "cancelled":
            return _lasting(_anew(now, reason=reason), event)
        case "resumed" if now.suspended_because is not None:
            return _lasting(now, event)  # an appointment or a snooze of before still holds
        case "resumed":
            open_again = replace(now, state=State.OPEN, hidden_until=None, reason="")
            return _lasting(open_again, event)
        case _:  # suspended, kept
            return _lasting(now, event)


def _anew(now: Standing, **values: Any) -> Standing:
    """Begin a new round; what outlasts rounds stays."""
    return Standing(
        kept_on=now.kept_on,
        cancelled_on=now.cancelled_on,
        suspended_because=now.suspended_because,
        **values,
    )


def _contacted(now: Standing, event: ReminderEvent) -> Standing:
    letters = (*now.letters, event.on_day) if event.channel == "letter" else now.letters
    if event.outcome in _ANSWERED:
        letters = ()
    # A call about an appointment, or about a report that is awaited, ends neither.
    stays = now.state in (State.BOOKED, State.DONE_ELSEWHERE)
    return replace(
        now,
        state=now.state if stays else State.OPEN,
        hidden_until=None if now.state is State.BOOKED else event.until_day,
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
    if now.state in (State.OPEN, State.DONE_ELSEWHERE):
        return replace(now, hidden_until=None)
    note = {
        State.SNOOZED: f"snoozed until {day_words(until)}",
        State.DECLINED: f"declined before, to be asked again from {day_words(until)}",
        State.NOT_APPROPRIATE: f"judged not appropriate, to be reviewed from {day_words(until)}",
        State.NO_RESPONSE: f"no response before, to be tried again from {day_words(until)}",
    }[now.state]
    return replace(now, state=State.OPEN, hidden_until=None, note=note)


def _booked(now: Standing, on: date) -> Standing:
    assert now.appointment_on is not None
    if on <= now.appointment_on + timedelta(days=NO_RESULT_AFTER_DAYS):
        return now
    note = f"booked for {day_words(now.appointment_on)}: did not attend, or no result"
    return replace(now, state=State.OPEN, appointment_on=None, note=note)
