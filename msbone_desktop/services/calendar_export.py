"""Puts reminders into a file for a calendar; the next file moves and cancels what changed.

By default the text names nobody: calendars go to telephones and to other people's servers.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.calendar_entries import CalendarEntry, CalendarExport
from msbone_desktop.domain.follow_up import Group, ReminderKind, WorkRow
from msbone_desktop.domain.patients import PatientId, PatientRow
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.domain.work_list import ON_LIST
from msbone_desktop.services.permission import needs
from msbone_desktop.services.reminders import ReminderService
from msbone_desktop.services.whole_files import write_new
from msbone_desktop.storage.database import Database

_NEUTRAL: dict[ReminderKind, str] = {
    "dxa": "Bone health recall - 1 patient",
    "bone_review": "Yearly review - 1 patient",
}
_OTHER = "Review - 1 patient"
_SHOWN = (*ON_LIST, Group.UPCOMING)


class CalendarExportService:
    """Exports a list, or one patient."""

    def __init__(
        self,
        database: Database,
        reminders: ReminderService,
        actor: Actor,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._actor = actor
        self._reminders = reminders
        self._now = now

    @needs(Permission.EXPORT)
    def export(
        self,
        kind: ReminderKind,
        folder: Path,
        *,
        only: frozenset[PatientId] | None = None,
        with_initials: bool = False,
    ) -> tuple[Path, CalendarExport]:
        """Write a new file into ``folder`` and remember what it held.

        Args:
            kind: Which list.
            folder: Where to; an existing file is never replaced.
            only: These patients alone; everybody on the list by default.
            with_initials: Add initials and the clinic's number to the text.

        Raises:
            FileNotWrittenError: The disk refused; nothing is remembered then.
        """
        from msbone_desktop.exchange.calendar import to_icalendar

        listed = self._reminders.work_list(kind)
        wanted = [row for row in listed.rows if only is None or row.person.id in only]
        at = self._now()
        with self._database.unit_of_work() as work:
            known = work.calendar_entries.all()
        listed_people = {row.person.id for row in listed.rows}
        put_away = [
            replace(entry, cancelled=True, sequence=entry.sequence + 1)
            for (number, of_kind), entry in known.items()
            if of_kind == kind
            and number not in listed_people
            and not entry.cancelled
            # Whoever chose some patients chose among those whom the list shows.
            and only is None
        ]
        export = _export(wanted, kind, known, at, with_initials, put_away)
        path = folder / f"msbone-reminders-{kind}-{at:%Y%m%d-%H%M%S}.ics"
        write_new(path, to_icalendar(export))
        with self._database.unit_of_work() as work:
            work.calendar_entries.keep(export.entries, at)
            work.audit.note(
                "exported", "calendar", became={"file": path.name, "entries": len(export.entries)}
            )
        return path, export


def _export(
    rows: list[WorkRow],
    kind: ReminderKind,
    known: dict[tuple[PatientId, str], CalendarEntry],
    at: datetime,
    with_initials: bool,
    put_away: list[CalendarEntry],
) -> CalendarExport:
    """Return what the file holds; ``put_away`` are entries of people on no list any more."""
    entries = []
    counts = {"added": 0, "moved": 0, "unchanged": 0, "cancelled": 0}
    for row in rows:
        before = known.get((row.person.id, kind))
        entry, what = _next(row, kind, before, with_initials)
        if entry is not None:
            entries.append(entry)
            counts[what] += 1
    entries += put_away
    counts["cancelled"] += len(put_away)
    return CalendarExport(tuple(entries), at, **counts)


def _next(
    row: WorkRow, kind: ReminderKind, before: CalendarEntry | None, with_initials: bool
) -> tuple[CalendarEntry | None, str]:
    on_list = row.group in _SHOWN and row.reminder is not None
    if not on_list:
        if before is None or before.cancelled:
            return None, ""
        return replace(before, cancelled=True, sequence=before.sequence + 1), "cancelled"
    assert row.reminder is not None
    due = row.reminder.appointment_on or row.reminder.due_on
    summary = _summary(row.person, kind, with_initials)
    if before is None:
        entry = CalendarEntry(
            patient=row.person.id,
            kind=kind,
            uid=f"{uuid4()}@msbone",
            sequence=0,
            due_on=due,
            summary=summary,
        )
        return entry, "added"
    if (before.due_on, before.summary, before.cancelled) == (due, summary, False):
        return before, "unchanged"
    moved = replace(before, due_on=due, summary=summary, cancelled=False)
    return replace(moved, sequence=before.sequence + 1), "moved"


def _summary(person: PatientRow, kind: ReminderKind, with_initials: bool) -> str:
    text = _NEUTRAL.get(kind, _OTHER)
    if not with_initials:
        return text
    initials = "".join(name[:1] for name in (person.given_name, person.family_name))
    return f"{text} ({initials}, {person.clinic_id})"
