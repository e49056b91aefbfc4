"""The table of scans: as high as its rows, so that the page scrolls and not the table in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from msbone_desktop.ui.dxa.history_model import DxaHistoryModel, SiteRow

ROW_HEIGHT = 32
ROW_AIR = 8
"""Points above and below the words of a row together."""
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
        header.setSectionResizeMode(model.change_column(), QHeaderView.ResizeMode.Stretch)
        header.sectionResized.connect(self.fit)

    def chosen(self) -> SiteRow | None:
        """Return the row on which the keyboard stands."""
        return self._scans.row(self.currentIndex())

    def fit(self) -> None:
        """Give each row the height of its words, and the table that of its rows."""
        self.resizeRowsToContents()
        for row in range(self._scans.rowCount()):
            self.setRowHeight(row, max(ROW_HEIGHT, self.rowHeight(row) + ROW_AIR))
        rows = min(self._scans.rowCount(), MOST_ROWS)
        heights = sum(self.rowHeight(row) for row in range(rows))
        head = self.horizontalHeader().sizeHint().height()
        scrolls = self._scans.rowCount() > MOST_ROWS
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded
            if scrolls
            else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        self.setFixedHeight(head + heights + 2 * self.frameWidth() + 2)
