"""Reminders as the clinic works them: what is due and why, what was done about it, who is left out.

Whether something is due is computed from facts at every look and never stored, so a flag cannot be
missed. What people did about it is a list of events that only grows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, NewType

from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.patients import PatientId, PatientRow

ReminderEventId = NewType("ReminderEventId", int)

ReminderKind = Literal[
    "dxa", "bone_review", "vitamin_d", "calcium", "falls_review", "edss", "other"
]
ReminderAction = Literal[
    "created",
    "contacted",
    "snoozed",
    "booked",
    "did_not_attend",
    "done",
    "declined",
    "not_appropriate",
    "no_response",
    "suspended",
    "resumed",
    "cancelled",
    "kept",
    "undone",
]
Channel = Literal["letter", "phone", "email", "text", "in_person"]
Outcome = Literal["reached", "no_answer", "left_message", "sent", "wrong_number", "asks_later"]


class Source(StrEnum):
    """What a due date rests on, the strongest first."""

    MODULE = "module_annual"
    CLINICIAN = "clinician"
    EXTENSION = "baseline_extension"
    POLICY = "policy"


class State(StrEnum):
    """What staff did about a reminder."""

    OPEN = "open"
    SNOOZED = "snoozed"
    BOOKED = "booked"
    DONE_ELSEWHERE = "done_elsewhere"
    """Done elsewhere, the report awaited."""
    DECLINED = "declined"
    NOT_APPROPRIATE = "not_appropriate"
    NO_RESPONSE = "no_response"
    SUSPENDED = "suspended"


class Group(StrEnum):
    """The groups of the work list, in the order in which they are worked."""

    OVERDUE = "overdue"
    DUE = "due"
    DUE_SOON = "due_soon"
    NEVER_SCANNED = "never_scanned"
    BOOKED = "booked"
    UPCOMING = "upcoming"
    NOT_ON_LIST = "not_on_list"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderEvent:
    """One thing that was done about a reminder. ``id`` 0: not kept yet."""

    id: ReminderEventId
    patient: PatientId
    kind: ReminderKind
    action: ReminderAction
    on_day: date
    """The clinic's own day."""
    until_day: date | None = None
    """End of a snooze, appointment, day to ask again, or due date of one made by hand."""
    channel: Channel | None = None
    outcome: Outcome | None = None
    reason: str = ""
    undoes: ReminderEventId | None = None
    made_by: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason for a reminder. ``rule_id`` is empty where a person set it."""

    source: Source
    due_on: date
    rule_id: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpPolicy:
    """What the clinic decided about reminders. ``asked``: somebody has answered the question."""

    annual_dxa_rules: tuple[str, ...] = ()
    """Rules whose finding starts a yearly scan here, beside the module's own trigger."""
    review_months: int = 12
    due_soon_days: int = 30
    grace_days: int = 30
    return_days: int = 14
    """Days after which an unanswered call or letter comes back."""
    booking_words: str = ""
    transport_words: str = ""
    asked: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpFacts:
    """What decides the reminders of one patient; read afresh at every look."""

    patient: PatientId
    added_on: date
    """The day on which she was entered."""
    screened_on: date | None = None
    """Of the newest signed screening."""
    triggered: frozenset[str] = frozenset()
    """Rules that the newest signed screening triggered."""
    since: Mapping[str, date] = field(default_factory=dict)
    """First screening of the unbroken run on which a triggered rule has been found."""
    unanswered: frozenset[str] = frozenset()
    """Rules triggered before, of which the newest screening says neither yes nor no."""
    ended: Mapping[str, date] = field(default_factory=dict)
    """Rules triggered before and denied since, with the day of the denial."""
    last_scan_on: date | None = None
    interval_months: int | None = None
    """Between scans, as her clinician set it."""
    interval_set_on: date | None = None
    """The day on which the clinician did so; from then on a first scan is due."""
    deceased: bool = False
    left_on: PartialDate | None = None
    left_reason: str = ""
    opted_out: bool = False
    opted_out_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One reminder of one patient on one day."""

    patient: PatientId
    kind: ReminderKind
    due_on: date
    status: str
    """upcoming, due_soon, due or overdue: from the due date alone, whatever was done about it."""
    state: State
    reasons: tuple[Reason, ...]
    """All of them, the strongest first; the earliest due date counts."""
    acts_on: date
    """The day from which somebody has to act: the due date, or the end of a snooze or booking."""
    attempts: int = 0
    letters: int = 0
    last_contact: ReminderEvent | None = None
    appointment_on: date | None = None
    note: str = ""
    """In words, e.g. "did not attend on 3 Mar 2027", "declined, ask again from 22 May 2027"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One line of the work list. ``reminder`` None: a patient who is not on the list."""

    person: PatientRow
    group: Group
    reminder: Reminder | None
    why_not: str = ""
    """For those not on the list: deceased, opted out, moved away, nothing due, and so on."""
    days_late: int = 0
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    """Everybody, each once a kind: ``patients`` = ``due`` + ``not_due`` + ``excluded``."""

    kind: ReminderKind
    on: date
    rows: tuple[WorkRow, ...]
    patients: int
    due: int
    """On the list: overdue, due, due soon, never scanned, booked."""
    not_due: int
    excluded: int
    in_bin: int = 0
    """Of those left out: who is in the bin and so on no line of the list."""
    counts: dict[Group, int] = field(default_factory=dict)
