"""The patient's screenings, newest first, and what can be done with each."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.screenings import Screening, ScreeningState
from msbone_desktop.ui.appearance import SPACE_8, SPACE_12, SPACE_16, SPACE_24, Appearance
from msbone_desktop.ui.patients.list_view import dress_table
from msbone_desktop.ui.patients.screening_words import STATE_ICONS, STATES, state_words
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.reading.wording import date_words

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()

COLUMNS: tuple[tuple[str, int, Callable[[Screening], str]], ...] = (
    ("Screened on", 120, lambda one: date_words(one.assessed_on)),
    ("State", 160, lambda one: STATES[one.state]),
    ("Who and when", 400, state_words),
    ("Reason of the amendment", 240, lambda one: one.amendment_reason or ""),
)


class ScreeningListModel(QAbstractTableModel):
    """Holds the screenings of one patient."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._screenings: tuple[Screening, ...] = ()

    def show_screenings(self, screenings: tuple[Screening, ...]) -> None:
        """Replace what is listed."""
        self.beginResetModel()
        self._screenings = screenings
        self.endResetModel()

    def screening_at(self, row: int) -> Screening:
        """Return one screening."""
        return self._screenings[row]

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of screenings."""
        return 0 if parent.isValid() else len(self._screenings)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the headings."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return COLUMNS[section][0] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        one = self._screenings[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[index.column()][2](one)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 1:
            return self._appearance.icon(STATE_ICONS[one.state], self._appearance.tokens.ink_soft)
        return None


class ScreeningTable(QTableView):
    """Opens a screening on Enter or a double click."""

    opened = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


NO_SCREENING = "No screening yet."
START_FIRST = "Start the first one."
"""Said only to those who may."""


class ScreeningsTab(QWidget):
    """Lists screenings; the signals say what staff want done with the one chosen."""

    open_wanted = Signal(object)
    amend_wanted = Signal(object)
    summary_wanted = Signal(object)
    new_wanted = Signal()
    chosen_changed = Signal()

    def __init__(self, appearance: Appearance, *, may_screen: bool = True) -> None:
        super().__init__()
        self.model = ScreeningListModel(appearance)
        self.table = ScreeningTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName("Screenings")
        dress_table(self.table)
        for column, (_, width, _) in enumerate(COLUMNS):
            self.table.setColumnWidth(column, width)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(len(COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        empty = f"{NO_SCREENING} {START_FIRST}" if may_screen else NO_SCREENING
        self.empty = PlainLabel(empty, "soft", wrap=True)
        self.open = QPushButton("&Open")
        self.amend = QPushButton("&Amend with a reason…")
        self.summary = QPushButton("&Summary")
        self.new = QPushButton("&New screening")
        self.new.setProperty("kind", "primary")
        self.new.setToolTip("New screening (Ctrl+Shift+N)")
        self.summary.setToolTip("Preview or print the summary (Ctrl+P)")
        for button, icon in ((self.amend, "amend"), (self.summary, "document")):
            appearance.keep_icon(button, icon)
        self._lay_out()
        self.table.opened.connect(self._open)
        self.table.doubleClicked.connect(self._open)
        self.open.clicked.connect(self._open)
        self.amend.clicked.connect(lambda: self._tell(self.amend_wanted))
        self.summary.clicked.connect(lambda: self._tell(self.summary_wanted))
        self.new.clicked.connect(self.new_wanted)
        self.table.selectionModel().selectionChanged.connect(self._show_what_can_be_done)
        self.show_screenings(())

    def show_screenings(self, screenings: tuple[Screening, ...]) -> None:
        """List ``screenings``, newest first."""
        self.model.show_screenings(screenings)
        self.table.setVisible(bool(screenings))
        self.empty.setVisible(not screenings)
        if screenings:
            self.table.selectRow(0)
        self._show_what_can_be_done()

    def chosen(self) -> Screening | None:
        """Return the screening that the keyboard is on."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.screening_at(rows[0].row()) if rows else None

    def _open(self) -> None:
        self._tell(self.open_wanted)

    def _tell(self, signal: Any) -> None:
        chosen = self.chosen()
        if chosen is not None:
            signal.emit(chosen)

    def _show_what_can_be_done(self) -> None:
        chosen = self.chosen()
        self.open.setEnabled(chosen is not None)
        self.summary.setEnabled(chosen is not None)
        self.amend.setEnabled(chosen is not None and chosen.state is ScreeningState.SIGNED)
        self.chosen_changed.emit()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        for button in (self.open, self.amend, self.summary):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.new)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_16, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_12)
        column.addLayout(row)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        column.setSpacing(SPACE_16)
