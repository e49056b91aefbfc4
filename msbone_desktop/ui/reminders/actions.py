"""What staff do about a reminder: one key each, and what each of them asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, TypeAlias

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.calendar import add_months
from msbone_desktop.domain.follow_up import Reminder, ReminderEvent, ReminderKind
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.services.reminders import ReminderService

Answers: TypeAlias = dict[str, Any]
Do: TypeAlias = Callable[[ReminderService, PatientId, ReminderKind, Answers], ReminderEvent]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """One action. Without anything to ask it is carried out at once, and can be undone."""

    name: str
    title: str
    key: str
    do: Do
    date_label: str = ""
    date_field: str = ""
    default_day: Callable[[date], date | None] = lambda _: None
    asks_contact: bool = False
    reason: Literal["none", "may", "must"] = "none"
    for_dxa_only: bool = False
    needs: Permission = Permission.FOLLOW_UP

    @property
    def asks(self) -> bool:
        """Whether a dialog comes first."""
        return bool(self.date_label) or self.asks_contact or self.reason == "must"


def _days(count: int) -> Callable[[date], date]:
    return lambda today: today + timedelta(days=count)


def _months(count: int) -> Callable[[date], date]:
    return lambda today: add_months(today, count)


ACTIONS = (
    ActionSpec(
        name="booked",
        title="Booked",
        key="B",
        date_label="Appointment on",
        date_field="appointment_on",
        do=lambda s, who, kind, a: s.book(who, kind, appointment_on=a["day"]),
    ),
    ActionSpec(
        name="contact",
        title="No answer or other contact",
        key="N",
        date_label="Back on the list on",
        date_field="returns_on",
        default_day=_days(14),
        asks_contact=True,
        reason="may",
        do=lambda s, who, kind, a: s.contact(
            who,
            kind,
            channel=a["channel"],
            outcome=a["outcome"],
            reason=a["reason"],
            returns_on=a["day"],
        ),
    ),
    ActionSpec(
        name="done",
        title="Done elsewhere, report awaited",
        key="D",
        date_label="Done on",
        date_field="on_day",
        default_day=lambda today: today,
        reason="may",
        do=lambda s, who, kind, a: s.done_elsewhere(who, kind, on_day=a["day"], reason=a["reason"]),
    ),
    ActionSpec(
        name="did_not_attend",
        title="Did not attend",
        key="M",
        reason="may",
        do=lambda s, who, kind, a: s.did_not_attend(who, kind, reason=a["reason"]),
    ),
    ActionSpec(
        name="snooze",
        title="Snooze",
        key="S",
        date_label="Hidden until",
        date_field="until",
        default_day=_days(30),
        reason="may",
        do=lambda s, who, kind, a: s.snooze(who, kind, until=a["day"], reason=a["reason"]),
    ),
    ActionSpec(
        name="declined",
        title="Declined by the patient",
        key="X",
        date_label="Ask again on",
        date_field="ask_again_on",
        default_day=_months(6),
        reason="may",
        do=lambda s, who, kind, a: s.decline(who, kind, reason=a["reason"], ask_again_on=a["day"]),
    ),
    ActionSpec(
        name="not_appropriate",
        needs=Permission.DECIDE_FOLLOW_UP,
        title="Not appropriate",
        key="A",
        date_label="Look again on",
        date_field="review_on",
        default_day=_months(12),
        reason="must",
        do=lambda s, who, kind, a: s.not_appropriate(
            who, kind, reason=a["reason"], review_on=a["day"]
        ),
    ),
    ActionSpec(
        name="no_response",
        title="No response to two letters",
        key="W",
        date_label="Try again on",
        date_field="ask_again_on",
        default_day=_months(6),
        reason="may",
        do=lambda s, who, kind, a: s.no_response(
            who, kind, ask_again_on=a["day"], reason=a["reason"]
        ),
    ),
    ActionSpec(
        name="suspend",
        needs=Permission.DECIDE_FOLLOW_UP,
        title="Suspend, for example in pregnancy",
        key="P",
        reason="must",
        do=lambda s, who, kind, a: s.suspend(who, kind, reason=a["reason"]),
    ),
    ActionSpec(
        name="resume",
        needs=Permission.DECIDE_FOLLOW_UP,
        title="Back on the list now",
        key="K",
        do=lambda s, who, kind, _: s.resume(who, kind),
    ),
    ActionSpec(
        name="keep",
        title="Keep, although its reason ended",
        key="G",
        for_dxa_only=True,
        do=lambda s, who, kind, _: s.keep(who, kind),
    ),
    ActionSpec(
        name="cancel",
        needs=Permission.DECIDE_FOLLOW_UP,
        title="End this reminder, with a reason",
        key="C",
        reason="must",
        do=lambda s, who, kind, a: s.cancel(who, kind, reason=a["reason"]),
    ),
)
BY_KEY = {action.key: action for action in ACTIONS}
EVERY_YEAR_KEY, RECORD_KEY, HANDOUT_KEY = "E", "R", "H"
YEARLY = 12


def actions_for(actor: Actor) -> tuple[ActionSpec, ...]:
    """Return the actions that a person may take."""
    return tuple(action for action in ACTIONS if actor.may(action.needs))


def fits(action: ActionSpec, reminder: Reminder | None, kind: ReminderKind) -> bool:
    """Tell whether an action makes sense for what is on the line."""
    if action.for_dxa_only and kind != "dxa":
        return False
    return reminder is not None or action.name in ("suspend", "resume")
