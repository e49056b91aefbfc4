"""The history in words, for the person who looks after privacy: pages, filters, export."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.audit import AuditEvent, AuditQuery
from msbone_desktop.domain.patients import PatientId, PatientRow
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.services.history_words import ACTIONS, ENTITIES, FIELDS, TOGETHER
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.permission import needs
from msbone_desktop.services.whole_files import write_new
from msbone_desktop.storage.database import Database

PAGE = 100
_EXPORT_PAGE = 2_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
_HEADINGS = (
    "Entry", "Moment (UTC)", "Clinic time", "Person", "Account", "Computer", "Session", "Action",
    "About", "Record number", "Patient number", "Clinic ID", "Field", "Before", "After", "Reason",
)  # fmt: skip
_Told = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an entry. ``None``: there was, or is, nothing."""

    label: str
    was: str | None
    became: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One entry in words."""

    event: AuditEvent
    patient: PatientRow | None
    action: str
    about: str
    changes: tuple[Change, ...]

    @property
    def clinic_time(self) -> datetime:
        """The moment on the clinic's wall, where and when it was entered."""
        return clinic_time(self.event)


def clinic_time(event: AuditEvent) -> datetime:
    """Return the moment of an entry on the clinic's wall."""
    return event.at.astimezone(timezone(timedelta(minutes=event.offset_minutes)))


def _untold(_done: int, _of: int) -> None:
    """Nobody watches."""


class HistoryService:
    """Reads the history; nothing here can change it."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        actor: Actor,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._actor = actor
        self._dictionary = knowledge.rulebook.dictionary
        self._now = now

    @needs(Permission.READ_HISTORY)
    def page(self, query: AuditQuery, limit: int = PAGE) -> tuple[HistoryLine, ...]:
        """Return the newest entries that are asked for, in words, the newest first.

        The next page is asked for with ``older_than`` the number of the last entry.
        """
        with self._database.unit_of_work() as work:
            events = work.history.page(query, limit)
            whose = dict.fromkeys(event.patient for event in events if event.patient is not None)
            present = {row.id: row for row in work.patients.rows(tuple(whose))}
        return tuple(
            HistoryLine(
                event=event,
                patient=None if event.patient is None else present.get(event.patient),
                action=_action(event),
                about=ENTITIES.get(event.entity, _plain(event.entity)),
                changes=tuple(self._changes(event)),
            )
            for event in events
        )

    @needs(Permission.READ_HISTORY)
    def put_away(self, clinic_id: str) -> PatientId | None:
        """Return whose clinic ID it is or was, also of somebody in the bin, joined or deleted."""
        with self._database.unit_of_work() as work:
            return work.history.put_away(clinic_id)

    @needs(Permission.READ_HISTORY)
    def people(self) -> tuple[str, ...]:
        """Return everybody who is named in the history."""
        with self._database.unit_of_work() as work:
            return work.history.actors()

    @needs(Permission.READ_HISTORY)
    def export(self, query: AuditQuery, path: Path, progress: _Told = _untold) -> int:
        """Write what is asked for as CSV, one row a changed field; return the number of entries.

        The file is not encrypted. That it was written is itself an entry.

        Raises:
            FileExistsAlreadyError: There is a file of that name.
            FileNotWrittenError: The disk refused; nothing is left behind.
        """
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(_HEADINGS)
        with self._database.unit_of_work() as work:
            whole = work.history.head().count
        count = 0
        for line in self._all(query):
            writer.writerows(map(_row, _rows_of(line)))
            count += 1
            if count % _EXPORT_PAGE == 0:
                progress(count, whole)
        # Excel reads UTF-8 as such only when the file begins so.
        write_new(path, text.getvalue().encode("utf-8-sig", "replace"))
        with self._database.unit_of_work() as work:
            work.audit.note("exported", "history", became={"file": path.name, "entries": count})
        progress(whole, whole)
        return count

    def _all(self, query: AuditQuery) -> Iterator[HistoryLine]:
        while lines := self.page(query, _EXPORT_PAGE):
            yield from lines
            query = replace(query, older_than=lines[-1].event.id)

    def _changes(self, event: AuditEvent) -> Iterator[Change]:
        for path, was, became in _pairs((), event.was, event.became):
            if path == ("#",):
                continue
            yield Change(self._label(path), self._value(path, was), self._value(path, became))

    def _label(self, path: tuple[str, ...]) -> str:
        field = ".".join(path[1:] if path[0] == "answers" and len(path) > 1 else path)
        known = self._dictionary.fields.get(field)
        return known.label if known else FIELDS.get(field, _plain(path[-1]))

    def _value(self, path: tuple[str, ...], value: Any) -> str | None:
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, str):
            return self._dictionary.value_words(".".join(path[-1:]), value)
        if isinstance(value, list | dict):
            return json.dumps(value, ensure_ascii=False)
        return str(value)


def _pairs(
    path: tuple[str, ...], was: dict[str, Any], became: dict[str, Any]
) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Go through both sides field by field, into what is nested."""
    for key in [*was, *(key for key in became if key not in was)]:
        before, after = was.get(key), became.get(key)
        inner = [each for each in (before, after) if isinstance(each, dict)]
        if inner and all(isinstance(each, dict | None) for each in (before, after)):
            yield from _pairs((*path, key), before or {}, after or {})
        else:
            yield (*path, key), before, after


def _rows_of(line: HistoryLine) -> Iterator[tuple[object, ...]]:
    event = line.event
    start = (
        event.id, f"{event.at:%Y-%m-%d %H:%M:%S}", f"{line.clinic_time:%Y-%m-%d %H:%M:%S %z}",
        event.actor, event.account, event.seat, event.session, line.action, line.about,
        event.entity_id, event.patient, line.patient.clinic_id if line.patient else "",
    )  # fmt: skip
    for change in line.changes or (Change("", None, None),):
        yield (*start, change.label, change.was, change.became, event.reason)


def _row(cells: tuple[object, ...]) -> list[str]:
    return [_cell(cell) for cell in cells]


def _cell(value: object) -> str:
    """Return a cell that no program of tables takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _action(event: AuditEvent) -> str:
    together = TOGETHER.get((event.action, event.entity))
    return together or ACTIONS.get(event.action, _plain(event.action))


def _plain(name: str) -> str:
    return name.replace("_", " ").capitalize()
