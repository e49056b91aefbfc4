"""The table of the work list: whole rows, headings across, one key for each action."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from msbone_desktop.domain.follow_up import Group, WorkRow
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.patients.list_view import dress_table
from msbone_desktop.ui.reminders.actions import BY_KEY, EVERY_YEAR_KEY, HANDOUT_KEY, RECORD_KEY
from msbone_desktop.ui.reminders.list_model import (
    COLUMNS,
    COUNTED,
    HEAD_ROLE,
    TONE_ROLE,
    WorkListModel,
)

Index = QModelIndex | QPersistentModelIndex


class _Delegate(QStyledItemDelegate):
    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.data(HEAD_ROLE):
            option.font.setWeight(QFont.Weight.DemiBold)
            option.textElideMode = Qt.TextElideMode.ElideNone
        tone = index.data(TONE_ROLE)
        if tone:
            ink = QColor(getattr(self._appearance.tokens, tone))
            option.palette.setColor(QPalette.ColorRole.Text, ink)
            option.palette.setColor(QPalette.ColorRole.HighlightedText, ink)
        if index.column() == 0 and not index.data(HEAD_ROLE):
            option.textElideMode = Qt.TextElideMode.ElideMiddle
        if index.column() in COUNTED:  # in names it would pull hyphens apart
            option.font.setFeature(QFont.Tag("tnum"), 1)


class WorkTable(QTableView):
    """``acted`` names the key of an action; ``opened`` the patient of a line."""

    opened = Signal(object)
    acted = Signal(str)
    selected = Signal()

    def __init__(self, model: WorkListModel, appearance: Appearance) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setAccessibleName("Work list of reminders")
        self.setItemDelegate(_Delegate(appearance, self))
        dress_table(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        model.modelReset.connect(self._span_headings)
        self.doubleClicked.connect(self._open)
        self.clicked.connect(self._clicked)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selected.emit())

    def chosen(self) -> tuple[WorkRow, ...]:
        """Return the selected lines, in order."""
        lines = [self._model.line_at(i.row()) for i in self.selectionModel().selectedRows()]
        found = {line.person.id: line for line in lines if isinstance(line, WorkRow)}
        return tuple(row for row in self._model.shown if row.person.id in found)

    def go_to_line(self, line: int) -> None:
        """Select one line."""
        if line >= 0:
            index = self._model.index(line, 0)
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(
                index, flags.ClearAndSelect | flags.Rows | flags.Current
            )
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, fold with the arrows or Space, act with a letter."""
        line = self._model.line_at(self.currentIndex().row())
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        letter = event.text().upper()
        if isinstance(line, Group):
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
                self._fold(line)
                return
        elif line is not None and plain:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.opened.emit(line.person.id)
                return
            if letter in BY_KEY or letter in (EVERY_YEAR_KEY, RECORD_KEY, HANDOUT_KEY):
                self.acted.emit(letter)
                return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the room that is left to the name and the reason."""
        super().resizeEvent(event)
        spare = max(self.viewport().width() - sum(width for _, width, _ in COLUMNS), 0)
        for column, (title, width, _) in enumerate(COLUMNS):
            share = {"Name": spare * 2 // 5, "Why": spare - spare * 2 // 5}.get(title, 0)
            self.setColumnWidth(column, width + share)

    def _fold(self, group: Group) -> None:
        self._model.fold(group)
        for line in range(self._model.rowCount()):
            if self._model.line_at(line) is group:
                self.go_to_line(line)

    def _clicked(self, index: QModelIndex) -> None:
        line = self._model.line_at(index.row())
        if isinstance(line, Group):
            self._fold(line)

    def _open(self, index: QModelIndex) -> None:
        line = self._model.line_at(index.row())
        if isinstance(line, WorkRow):
            self.opened.emit(line.person.id)

    def _span_headings(self) -> None:
        self.clearSpans()
        for line in range(self._model.rowCount()):
            if isinstance(self._model.line_at(line), Group):
                self.setSpan(line, 0, 1, len(COLUMNS))
