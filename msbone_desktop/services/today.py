"""What waits today: drafts, who was opened, and DXA scans that are due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from msbone_desktop.domain.findings import DxaReminder
from msbone_desktop.domain.patients import PatientId, PatientRow
from msbone_desktop.domain.screenings import Screening
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.storage.database import Database

SHOWN = 5
_DUE = ("overdue", "due")


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What the first page shows. ``dxa_due`` holds the first few, the most overdue first."""

    drafts: tuple[tuple[Screening, PatientRow], ...]
    opened_today: tuple[PatientRow, ...]
    dxa_due: tuple[tuple[PatientRow, DxaReminder], ...]
    dxa_due_count: int
    notices: tuple[str, ...]


class TodayService:
    """Looks at the whole file; due dates follow from facts at every look."""

    def __init__(
        self, database: Database, knowledge: Knowledge, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._rulebook = knowledge.rulebook
        self._library = knowledge.library
        self._now = now
        self._opened: dict[PatientId, None] = {}

    def note_opened(self, patient: PatientId) -> None:
        """Remember that a patient was opened in this session, last first."""
        self._opened.pop(patient, None)
        self._opened[patient] = None

    def look(self) -> Today:
        """Return what waits today."""
        today = self._now().date()
        with self._database.unit_of_work() as work:
            drafts = work.screenings.drafts()
            opened = work.patients.rows(tuple(reversed(self._opened)))
            due = []
            for facts in work.screenings.dxa_facts():
                reminder = self._rulebook.reminder_from(
                    facts.last_scan_on,
                    facts.interval_months,
                    facts.triggered,
                    today,
                    facts.screened_on or today,
                )
                if reminder.status in _DUE and reminder.due_on is not None:
                    due.append((reminder.due_on, facts.patient, reminder))
            due.sort(key=lambda entry: (entry[0], entry[1]))
            first = due[:SHOWN]
            rows = work.patients.rows(tuple(patient for _, patient, _ in first))
        return Today(
            drafts=drafts,
            opened_today=opened,
            dxa_due=tuple(zip(rows, (reminder for _, _, reminder in first), strict=True)),
            dxa_due_count=len(due),
            notices=self._notices(),
        )

    def _notices(self) -> tuple[str, ...]:
        found = []
        if self._database.recovered:
            found.append("The last session ended unexpectedly. The file was checked and is whole.")
        if self._now().date() > self._library.review_due_on:
            found.append("The evidence is past its review date; look for a newer version.")
        return tuple(found)
