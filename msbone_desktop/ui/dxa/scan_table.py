"""The table of scans: as high as its rows, so that the page scrolls and not the table in it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from msbone_desktop.ui.dxa.history_model import DxaHistoryModel, SiteRow

ROW_HEIGHT = 32
ROW_AIR = 8
"""Points above and below the words of a row together."""
CHANGE_WIDTH = 300
"""Least width of the words of a change; with less room the table scrolls sideways."""
MOST_ROWS = 12
"""Rows that are seen without scrolling the table itself."""


class ScanTable(QTableView):
    """One row is chosen at a time; Tab goes on to what comes after the table."""

    def __init__(self, model: DxaHistoryModel) -> None:
        super().__init__()
        self._scans = model
        self.setModel(model)
        self.setAccessibleName("DXA scans")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(model.change_column(), QHeaderView.ResizeMode.Fixed)

    def chosen(self) -> SiteRow | None:
        """Return the row on which the keyboard stands."""
        return self._scans.row(self.currentIndex())

    def fit(self) -> None:
        """Give the words of a change what room there is, and the table the height of its rows."""
        header, change = self.horizontalHeader(), self._scans.change_column()
        others = sum(
            header.sectionSize(column)
            for column in range(self._scans.columnCount())
            if column != change
        )
        scrolls = self._scans.rowCount() > MOST_ROWS
        bar = self.verticalScrollBar().sizeHint().width() if scrolls else 0
        room = self.width() - 2 * self.frameWidth() - bar
        header.resizeSection(change, max(CHANGE_WIDTH, room - others))
        self.resizeRowsToContents()
        for row in range(self._scans.rowCount()):
            self.setRowHeight(row, max(ROW_HEIGHT, self.rowHeight(row) + ROW_AIR))
        rows = min(self._scans.rowCount(), MOST_ROWS)
        height = sum(self.rowHeight(row) for row in range(rows))
        height += header.sizeHint().height() + 2 * self.frameWidth() + 2
        if others + CHANGE_WIDTH > room:
            height += self.horizontalScrollBar().sizeHint().height()
        as_needed, off = Qt.ScrollBarPolicy.ScrollBarAsNeeded, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(as_needed if scrolls else off)
        self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()
