"""The work list as a table: groups with their headings, each of which can be folded away."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from msbone_desktop.domain.follow_up import Group, Source, WorkList, WorkRow
from msbone_desktop.ui.patients.wording import NOT_RECORDED, row_name
from msbone_desktop.ui.plain_label import plain_tooltip
from msbone_desktop.ui.reminders.wording import GROUPS, TONES, contact_words, source_words
from msbone_desktop.ui.widgets.reading.wording import date_words

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


def _what(row: WorkRow) -> str:
    if row.reminder is None or row.group is Group.NOT_ON_LIST:
        return row.why_not
    return row.reminder.note or source_words(row.reminder)


def _late(row: WorkRow) -> str:
    return f"{row.days_late:,}" if row.days_late else ""


def _due(row: WorkRow) -> str:
    reminder = row.reminder
    if reminder is None:
        return ""
    if row.group is Group.BOOKED and reminder.appointment_on is not None:
        return f"Booked {date_words(reminder.appointment_on)}"
    return date_words(reminder.due_on)


COLUMNS: tuple[tuple[str, int, Callable[[WorkRow], str]], ...] = (
    ("Name", 196, lambda row: row_name(row.person)),
    (
        "Born",
        106,
        lambda row: date_words(row.person.born_on) if row.person.born_on else NOT_RECORDED,
    ),
    ("ID", 112, lambda row: row.person.clinic_id),
    ("Due", 112, _due),
    ("Days late", 72, _late),
    ("Why", 178, _what),
    ("Last contact", 126, lambda row: contact_words(row.reminder)),
    ("Phone", 120, lambda row: row.phone),
)
"""Heading, width, and what a cell shows."""
COUNTED = frozenset(
    number for number, (title, _, _) in enumerate(COLUMNS) if title in ("Born", "Due", "Days late")
)
"""The columns whose figures stand under one another."""

HEAD_ROLE = Qt.ItemDataRole.UserRole
TONE_ROLE = Qt.ItemDataRole.UserRole + 1


class WorkListModel(QAbstractTableModel):
    """Holds one look at the list. Filters choose rows; headings count them, and of how many."""

    def __init__(self) -> None:
        super().__init__()
        self._list: WorkList | None = None
        self._lines: list[Group | WorkRow] = []
        self._shown: dict[Group, int] = {}
        self.folded: set[Group] = {Group.UPCOMING, Group.NOT_ON_LIST}
        self._text = ""
        self._source: Source | None = None
        self._untouched = False

    @property
    def shown(self) -> tuple[WorkRow, ...]:
        """The rows in sight, in order: what is printed and exported is what is shown."""
        return tuple(line for line in self._lines if isinstance(line, WorkRow))

    def show_list(self, listed: WorkList) -> None:
        """Show a new look at the list, under the filters that are set."""
        self._list = listed
        self._arrange()

    def clear(self) -> None:
        """Show nothing."""
        self._list = None
        self._arrange()

    def set_filter(
        self, *, text: str, source: Source | None = None, untouched: bool = False
    ) -> None:
        """Choose rows by name, ID or phone, by source, or those nobody was contacted about."""
        self._text, self._source, self._untouched = text.casefold().strip(), source, untouched
        self._arrange()

    def fold(self, group: Group) -> None:
        """Fold a group away, or bring it back."""
        self.folded ^= {group}
        self._arrange()

    def unfold_only(self, group: Group) -> None:
        """Bring one group to sight."""
        self.folded = {each for each in Group if each is not group}
        self._arrange()

    def _arrange(self) -> None:
        self.beginResetModel()
        self._lines, self._shown = [], {}
        rows: Iterable[WorkRow] = self._list.rows if self._list is not None else ()
        grouped: dict[Group, list[WorkRow]] = {}
        for row in rows:
            if self._fits(row):
                grouped.setdefault(row.group, []).append(row)
        for group in Group:
            total = self._list.counts.get(group, 0) if self._list is not None else 0
            if total:
                found = grouped.get(group, [])
                self._shown[group] = len(found)
                self._lines.append(group)
                if group not in self.folded:
                    self._lines += found
        self.endResetModel()

    def _fits(self, row: WorkRow) -> bool:
        reminder = row.reminder
        if self._source is not None and (
            reminder is None or all(r.source is not self._source for r in reminder.reasons)
        ):
            return False
        if self._untouched and (reminder is None or reminder.attempts):
            return False
        person = row.person
        if not self._text:
            return True
        words = f"{person.family_name} {person.given_name} {person.clinic_id} {row.phone}"
        return all(part in words.casefold() for part in self._text.split())

    def line_at(self, row: int) -> Group | WorkRow | None:
        """Return what stands on a line."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def line_of(self, patient: int) -> int:
        """Return the line of a patient; -1 when she is not in sight."""
        for number, line in enumerate(self._lines):
            if isinstance(line, WorkRow) and line.person.id == patient:
                return number
        return -1

    def first_row(self, start: int = 0) -> int:
        """Return the first line of a patient from ``start`` on, else the last one; -1 for none."""
        rows = [n for n, line in enumerate(self._lines) if isinstance(line, WorkRow)]
        return next((n for n in rows if n >= start), rows[-1] if rows else -1)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return how many lines are in sight, headings among them."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the headings."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section][0]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        line = self.line_at(index.row()) if index.isValid() else None
        if line is None:
            return None
        if isinstance(line, Group):
            return self._heading(line, index.column(), role)
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[index.column()][2](line)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(COLUMNS[index.column()][2](line))
        if role == TONE_ROLE and COLUMNS[index.column()][0] in ("Due", "Days late"):
            return TONES.get(line.group)
        return None

    def _heading(self, group: Group, column: int, role: int) -> Any:
        if role == HEAD_ROLE:
            return True
        if column or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        assert self._list is not None
        shown, total = self._shown[group], self._list.counts[group]
        count = f"{total:,}" if shown == total else f"{shown:,} of {total:,}"
        folded = "folded" if group in self.folded else "open"
        mark = "▸" if group in self.folded else "▾"
        words = f"{GROUPS[group]}  {count}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{words}, {folded}"
        return f"{mark}  {words}"


def reconciliation(listed: WorkList) -> str:
    """Return the one line in which everybody is counted once."""
    return (
        f"{listed.patients:,} patients = {listed.due:,} on the list + {listed.not_due:,} not due"
        f" + {listed.excluded:,} left out with a reason"
        + (f", {listed.in_bin:,} of them in the bin" if listed.in_bin else "")
    )


def late_words(row: WorkRow, today: date) -> str:
    """Return how late a line is, in words."""
    if row.reminder is None:
        return row.why_not
    days = (today - row.reminder.due_on).days
    if days > 0:
        return f"{days:,} days late" if days > 1 else "1 day late"
    return "due today" if days == 0 else f"due in {-days:,} days"
