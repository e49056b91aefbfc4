"""What a reminder is in somebody's calendar: neutral, movable, and to be taken back."""

from dataclasses import dataclass
from datetime import date, datetime

from msbone_desktop.domain.follow_up import ReminderKind
from msbone_desktop.domain.patients import PatientId


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One entry as it was exported last. ``uid`` is random and says nothing of the patient."""

    patient: PatientId
    kind: ReminderKind
    uid: str
    sequence: int
    due_on: date
    summary: str
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class CalendarExport:
    """What an export held: entries that are new, moved, stayed or were cancelled."""

    entries: tuple[CalendarEntry, ...]
    at: datetime
    added: int
    moved: int
    unchanged: int
    cancelled: int
