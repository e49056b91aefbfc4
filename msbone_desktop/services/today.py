"""What waits today: drafts, who was opened, and DXA scans that are due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.audit import AuditEvent
from msbone_desktop.domain.calendar import clinic_day, day_words
from msbone_desktop.domain.findings import DxaReminder
from msbone_desktop.domain.patients import PatientId, PatientRow
from msbone_desktop.domain.screenings import Actor, Screening
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.permission import needs
from msbone_desktop.services.recovering import RECOVERED
from msbone_desktop.services.reminders import ReminderService
from msbone_desktop.storage.database import Database

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What the first page shows at once."""

    drafts: tuple[tuple[Screening, PatientRow], ...]
    opened_today: tuple[PatientRow, ...]
    notices: tuple[str, ...]


TOLD_FOR = timedelta(days=30)
"""How long everybody is told that the recovery sheet was used."""


@dataclass(frozen=True, slots=True)
class DxaDue:
    """The first few whose DXA is due, the most overdue first, and how many there are."""

    first: tuple[tuple[PatientRow, DxaReminder], ...]
    count: int


class TodayService:
    """Looks at the whole file; due dates follow from facts at every look."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        reminders: ReminderService,
        actor: Actor,
        now: Callable[[], datetime],
        note_viewed: Callable[[PatientId, str], object],
    ) -> None:
        self._database = database
        self._reminders = reminders
        self._actor = actor
        self._library = knowledge.library
        self._now = now
        self._note_viewed = note_viewed
        self._opened: dict[PatientId, None] = {}

    @needs(Permission.VIEW)
    def note_opened(self, patient: PatientId, screen: str = "record") -> None:
        """Remember that a patient was opened in this session, last first; the history keeps it."""
        self._opened.pop(patient, None)
        self._opened[patient] = None
        self._note_viewed(patient, screen)

    @needs(Permission.VIEW)
    def look(self) -> Today:
        """Return what waits today, but for the scans that are due."""
        with self._database.unit_of_work() as work:
            drafts = work.screenings.drafts()
            opened = work.patients.rows(tuple(reversed(self._opened)))
            recovered = work.history.newest(RECOVERED)
        notices = (*self._notices(), *_of_recovery(recovered, self._now()))
        return Today(drafts=drafts, opened_today=opened, notices=notices)

    @needs(Permission.VIEW)
    def due(self) -> DxaDue:
        """Return whose DXA is due. This looks at everybody, so it may take a while."""
        return DxaDue(*self._reminders.due_first(SHOWN))

    def _notices(self) -> tuple[str, ...]:
        found = []
        if self._database.recovered:
            found.append("The last session ended unexpectedly. The file was checked and is whole.")
        found.extend(self._database.trail.odd)
        if clinic_day(self._now()) > self._library.review_due_on:
            found.append("The evidence is past its review date; look for a newer version.")
        return tuple(found)


def _of_recovery(entry: AuditEvent | None, now: datetime) -> tuple[str, ...]:
    """Tell everybody for a month that the recovery sheet was used: she may not know of it."""
    if entry is None or now - entry.at > TOLD_FOR:
        return ()
    at = entry.at.astimezone()
    when = f"{day_words(at.date())}, {at:%H:%M},"
    whose = entry.became.get("name")
    told = (
        f"On {when} the recovery sheet set a new passphrase for {whose}. If nobody here did that,"
    )
    return (f"{told} tell the person who looks after privacy.",)
