"""The table of patients: whole rows, one line each, absent values in soft ink."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from msbone_desktop.ui.appearance import ROW_HEIGHT, Appearance
from msbone_desktop.ui.patients.list_model import (
    ABSENT_ROLE,
    COLUMNS,
    COUNTED_ROLE,
    PatientListModel,
)

Index = QModelIndex | QPersistentModelIndex
NAME_SHARES = 4
"""How much of the spare room the name takes, where another column takes one share."""
NARROWEST_NAME = 160


class SoftDelegate(QStyledItemDelegate):
    """Writes what is not recorded in soft ink, and numbers in digits of one width."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Choose the ink of one cell."""
        super().initStyleOption(option, index)
        if index.data(ABSENT_ROLE):
            soft = QColor(self._appearance.tokens.ink_soft)
            option.palette.setColor(QPalette.ColorRole.Text, soft)
            option.palette.setColor(QPalette.ColorRole.HighlightedText, soft)
        if index.column() == 0:  # both ends of a long name, so that the given name is seen
            option.textElideMode = Qt.TextElideMode.ElideMiddle
        if index.data(COUNTED_ROLE):
            option.font.setFeature(QFont.Tag("tnum"), 1)


class PatientTable(QTableView):
    """Emits ``opened`` with the index of the row that staff opened."""

    opened = Signal(QModelIndex)

    def __init__(self, model: PatientListModel, appearance: Appearance) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName("Patients")
        self.setItemDelegate(SoftDelegate(appearance, self))
        dress_table(self)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(72)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        header.setSectionsClickable(True)
        self.doubleClicked.connect(self.opened)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room that is left among the columns, most of it to the name."""
        super().resizeEvent(event)
        spare = self.viewport().width() - sum(width for _, _, width, _ in COLUMNS)
        share = max(spare, 0) // (len(COLUMNS) + NAME_SHARES - 1)
        for column, (_, _, width, _) in enumerate(COLUMNS[1:], start=1):
            self.setColumnWidth(column, width + share)
        name = COLUMNS[0][2] + spare - share * (len(COLUMNS) - 1)
        self.setColumnWidth(0, max(name, NARROWEST_NAME))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


def dress_table(table: QTableView) -> None:
    """Give a table whole-row selection, rows of one height and no grid."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    rows = table.verticalHeader()
    rows.setVisible(False)
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(ROW_HEIGHT)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setStretchLastSection(False)
