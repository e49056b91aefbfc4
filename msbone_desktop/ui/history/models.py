"""The entries of the history as a table, and the fields of one entry as another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from msbone_desktop.ui.widgets.reading.wording import date_words

if TYPE_CHECKING:
    from msbone_desktop.services.history import Change, HistoryLine

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")
NO_PARENT = QModelIndex()
NOTHING = "–"


class LinesModel(QAbstractTableModel, Generic[T]):
    """Lines in columns; each column says how it is read from a line.

    Args:
        columns: Heading, width, and how the text of a line is made.
        parent: Owns it.
    """

    def __init__(
        self, columns: Sequence[tuple[str, int, Callable[[T], str]]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.lines: list[T] = []

    def show_lines(self, lines: Sequence[T]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def add_lines(self, lines: Sequence[T]) -> None:
        """Show more lines below."""
        if lines:
            first = len(self.lines)
            self.beginInsertRows(NO_PARENT, first, first + len(lines) - 1)
            self.lines.extend(lines)
            self.endInsertRows()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the headings."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section][0]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, and the same words as its tooltip when they are long."""
        if not index.isValid():
            return None
        text = self.columns[index.column()][2](self.lines[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(text.split("\n"))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.columns[index.column()][0]}: {text}"
        return None


def entry_columns(*, with_patient: bool) -> list[tuple[str, int, Callable[[HistoryLine], str]]]:
    """Return the columns of the list of entries."""
    whose: list[tuple[str, int, Callable[[HistoryLine], str]]] = [("Patient", 190, patient_words)]
    return [
        ("When", 190, when_words),
        ("Person", 150, lambda line: line.event.actor),
        ("What was done", 170, lambda line: line.action),
        ("About", 190, lambda line: line.about),
        *(whose if with_patient else ()),
        ("Details", 420, details_words),
    ]


CHANGE_COLUMNS: list[tuple[str, int, Callable[[Change], str]]] = [
    ("Field", 280, lambda change: change.label),
    ("Before", 320, lambda change: NOTHING if change.was is None else change.was),
    ("After", 320, lambda change: NOTHING if change.became is None else change.became),
]


def when_words(line: HistoryLine) -> str:
    """Return the moment on the clinic's wall, with seconds and its offset from UTC."""
    at = line.clinic_time
    return f"{date_words(at.date())}, {at:%H:%M:%S}"


def patient_words(line: HistoryLine) -> str:
    """Return whose entry it is."""
    if line.event.patient is None:
        return ""
    if line.patient is None:
        return f"Record {line.event.patient}"
    row = line.patient
    return f"{row.family_name}, {row.given_name} ({row.clinic_id})"


def details_words(line: HistoryLine) -> str:
    """Return the first fields in one line; all of them stand below the list."""
    told = [
        f"{change.label}: {change.was or NOTHING} → {change.became or NOTHING}"
        if line.event.was
        else f"{change.label}: {change.became or NOTHING}"
        for change in line.changes[:3]
    ]
    if len(line.changes) > len(told):
        told.append(f"and {len(line.changes) - len(told)} more")
    return "; ".join(told)


def entry_words(line: HistoryLine) -> str:
    """Return what stands beside the fields of one entry: who, where, when exactly, why."""
    event = line.event
    parts = [
        f"Entry {event.id:,}",
        f"{event.at:%Y-%m-%d %H:%M:%S} UTC, the clinic {line.clinic_time:%z}",
        f"computer {event.seat or 'not recorded'}",
        f"session {event.session or 'not recorded'}",
    ]
    if event.entity_id is not None:
        parts.append(f"record number {event.entity_id:,}")
    words = "  ·  ".join(parts)
    return f"{words}\nReason: {event.reason}" if event.reason else words
