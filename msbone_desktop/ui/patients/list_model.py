"""The patient list as a table: sorted and filtered in the file, read a slice at a time."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from msbone_desktop.domain.patients import PatientRow
from msbone_desktop.ui.patients.wording import NOT_RECORDED, day_words, row_name, state_words
from msbone_desktop.ui.plain_label import plain_tooltip
from msbone_desktop.ui.widgets.reading.wording import date_words

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
CourseWords = Callable[[str], str]

COLUMNS: tuple[tuple[str, str, int, Callable[[PatientRow, CourseWords], str]], ...] = (
    ("Name", "name", 220, lambda row, _: row_name(row)),
    (
        "Born",
        "born",
        108,
        lambda row, _: date_words(row.born_on) if row.born_on else NOT_RECORDED,
    ),
    ("ID", "clinic_id", 100, lambda row, _: row.clinic_id),
    (
        "MS course",
        "ms_course",
        172,
        lambda row, course: course(row.ms_course) if row.ms_course else NOT_RECORDED,
    ),
    ("EDSS", "edss", 108, lambda row, _: row.edss or NOT_RECORDED),
    ("Last screening", "last_screened", 112, lambda row, _: day_words(row.last_screened_on)),
    ("Last DXA", "last_dxa", 108, lambda row, _: day_words(row.last_dxa_on)),
    ("State", "", 108, lambda row, _: state_words(row)),
)
"""Heading, the service's word for sorting by it, width, and what a cell shows."""

ABSENT_ROLE = Qt.ItemDataRole.UserRole
COUNTED_ROLE = Qt.ItemDataRole.UserRole + 1
COUNTED = ("born", "edss", "last_screened", "last_dxa")
"""Columns whose digits stand under one another."""


class PatientListModel(QAbstractTableModel):
    """Holds the rows read so far; ``more_wanted`` asks for those that follow."""

    more_wanted = Signal(int)

    def __init__(self, course_words: CourseWords) -> None:
        super().__init__()
        self._course_words = course_words
        self._rows: list[PatientRow] = []
        self.total = 0
        self._asked_from = 0

    def show_rows(self, rows: tuple[PatientRow, ...], total: int) -> None:
        """Start again with the first rows of a list of ``total``."""
        self.beginResetModel()
        self._rows, self.total, self._asked_from = list(rows), total, 0
        self.endResetModel()

    def add_rows(self, rows: tuple[PatientRow, ...], offset: int) -> None:
        """Append rows that follow; those of a list that is no longer shown are dropped."""
        if offset != len(self._rows) or not rows:
            return
        self.beginInsertRows(NO_PARENT, offset, offset + len(rows) - 1)
        self._rows.extend(rows)
        self.endInsertRows()

    def row_at(self, row: int) -> PatientRow:
        """Return a patient's row."""
        return self._rows[row]

    def allow_asking_again(self) -> None:
        """Forget the last request, which failed."""
        self._asked_from = 0

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return how many rows have been read."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether the file holds more rows than were read."""
        return not parent.isValid() and len(self._rows) < self.total

    def fetchMore(self, parent: Index) -> None:
        """Ask once for the rows that follow."""
        if self.canFetchMore(parent) and self._asked_from != len(self._rows):
            self._asked_from = len(self._rows)
            self.more_wanted.emit(self._asked_from)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
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
        """Return what a cell shows, or whether it says that nothing is recorded."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        text = COLUMNS[index.column()][3](row, self._course_words)
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return plain_tooltip(text)
        if role == ABSENT_ROLE:
            return text == NOT_RECORDED
        if role == COUNTED_ROLE:
            return COLUMNS[index.column()][1] in COUNTED
        return None
