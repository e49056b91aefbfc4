"""A list of entries, read a page at a time, and below it what the chosen one changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QSplitter, QTableView, QVBoxLayout, QWidget

from msbone_desktop.domain.audit import AuditQuery
from msbone_desktop.ui.appearance import SPACE_8
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.history.models import (
    CHANGE_COLUMNS,
    LinesModel,
    entry_columns,
    entry_words,
)
from msbone_desktop.ui.patients.list_view import dress_table
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.workplace import Workplace

if TYPE_CHECKING:
    from msbone_desktop.services.history import Change, HistoryLine

EMPTY = "The history has no such entry."
AT_ONCE = 100


class HistoryEntries(QWidget):
    """Reads more as it is scrolled down; an answer to an earlier question is dropped."""

    shown = Signal()

    def __init__(self, workplace: Workplace, *, with_patient: bool) -> None:
        super().__init__()
        self._workplace = workplace
        self._query = AuditQuery()
        self._asked = 0
        self._reading = self._ended = False
        self.entries: LinesModel[HistoryLine] = LinesModel(
            entry_columns(with_patient=with_patient), self
        )
        self.changes: LinesModel[Change] = LinesModel(CHANGE_COLUMNS, self)
        self.table = _table(self.entries, "Entries of the history")
        self.fields = _table(self.changes, "What the chosen entry changed")
        self.message = PlainLabel("", "soft", wrap=True)
        self.about = PlainLabel("", "caption", wrap=True)
        self.about.let_copy()
        self._lay_out()
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.table.selectionModel().currentRowChanged.connect(self._choose)

    def show_query(self, query: AuditQuery) -> None:
        """Show the newest entries that ``query`` asks for."""
        self._query = query
        self._asked += 1
        self._reading, self._ended = False, False
        self.entries.show_lines(())
        self._choose(QModelIndex())
        self.message.setText("Reading…")
        self.read_more()

    def read_more(self) -> None:
        """Read the next older entries."""
        if self._reading or self._ended:
            return
        self._reading = True
        lines, asked = self.entries.lines, self._asked
        query = replace(self._query, older_than=lines[-1].event.id if lines else None)
        history = self._workplace.clinic.history

        def answer(found: tuple[HistoryLine, ...]) -> None:
            if asked == self._asked:
                self._show(found)

        def failed(error: BaseException) -> None:
            if asked == self._asked:
                self._reading, self._ended = False, True
                self.message.setText(explain(error))

        self._workplace.runner.run(
            owner=self,
            work=lambda: history.page(query, AT_ONCE),
            on_success=answer,
            on_failure=failed,
        )

    def _show(self, found: tuple[HistoryLine, ...]) -> None:
        self._reading, self._ended = False, len(found) < AT_ONCE
        is_first = not self.entries.lines
        self.entries.add_lines(found)
        count = len(self.entries.lines)
        if not count:
            self.message.setText(EMPTY)
        elif self._ended:
            self.message.setText(f"{count:,} {'entry' if count == 1 else 'entries'}")
        else:
            self.message.setText(f"The newest {count:,} entries; scroll down for older ones")
        if is_first and count:
            self.table.selectRow(0)
        self.shown.emit()

    def _scrolled(self, value: int) -> None:
        bar = self.table.verticalScrollBar()
        if self.entries.lines and value >= bar.maximum() - bar.pageStep():
            self.read_more()

    def _choose(self, index: QModelIndex, _before: object = None) -> None:
        line = self.entries.lines[index.row()] if index.isValid() else None
        self.changes.show_lines(() if line is None else line.changes)
        self.about.setText("" if line is None else entry_words(line))
        self.fields.setVisible(line is not None and bool(line.changes))

    def _lay_out(self) -> None:
        below = QWidget()
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, SPACE_8, 0, 0)
        lower.setSpacing(SPACE_8)
        lower.addWidget(self.about)
        lower.addWidget(self.fields, 1)
        lower.addStretch()
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.table)
        halves.addWidget(below)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_8)
        column.addWidget(self.message)
        column.addWidget(halves, 1)


def _table(model: LinesModel[HistoryLine] | LinesModel[Change], name: str) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(name)
    dress_table(table)
    table.setMinimumHeight(110)
    for number, (_, width, _) in enumerate(model.columns):
        table.setColumnWidth(number, width)
    table.horizontalHeader().setStretchLastSection(True)
    return table
