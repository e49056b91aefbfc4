"""All patients in one table: filter while typing, sort by a heading, open with Enter."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.patients import PatientPage
from msbone_desktop.ui.appearance import SPACE_4, SPACE_8, SPACE_12
from msbone_desktop.ui.by_role import leave_out
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.latest import LatestOnly
from msbone_desktop.ui.page import Page, page_column, title_row
from msbone_desktop.ui.patients.list_model import COLUMNS, PatientListModel
from msbone_desktop.ui.patients.list_view import PatientTable
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.reading.wording import count_words
from msbone_desktop.ui.workplace import Workplace

SLICE = 200
FILTERS = (
    ("all", "All"),
    ("never_scanned", "Never scanned"),
    ("incomplete", "Incomplete"),
    ("not_seen_12_months", "Not seen in 12 months"),
)
NO_PATIENTS = "There are no patients yet."
ADD_FIRST = "Add the first one to start screening."
"""Said only to those who may."""
NOBODY_FITS = "Nobody fits this filter. Change the words, or show all patients."


class PatientsPage(Page):
    """The list. Sorting and filtering happen in the file, never here."""

    patient_wanted = Signal(object)
    new_patient_wanted = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._latest = LatestOnly(workplace.runner, self)
        self._sort, self._descending = "name", False
        self.model = PatientListModel(
            lambda word: workplace.clinic.screenings.value_words("ms_course", word)
        )
        self.table = PatientTable(self.model, workplace.appearance)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter by name, date of birth, ID or phone")
        self.filter.setAccessibleName("Filter the list of patients")
        self.filter.setClearButtonEnabled(True)
        self.filters = _filter_buttons()
        self._lay_out()
        self.filter.textChanged.connect(self._reload)
        self.filter.installEventFilter(self)
        self.filters.buttonClicked.connect(self._reload)
        self.model.more_wanted.connect(self._read_more)
        self.table.opened.connect(self._open)
        header = self.table.horizontalHeader()
        header.sortIndicatorChanged.connect(self._sort_by)

    def enter(self) -> None:
        """Read the list again."""
        self._reload()

    def focus_first(self) -> None:
        """Go to the filter."""
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """Return the filter and the table."""
        return (self.filter, self.table)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the filter into the table with the arrow, or open the first with Enter."""
        pressed = watched is self.filter and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and self.model.rowCount():
            if event.key() == Qt.Key.Key_Down:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                self.table.selectRow(0)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open(self.model.index(0, 0))
                return True
        return super().eventFilter(watched, event)

    def _asked(self, offset: int = 0) -> dict[str, Any]:
        chosen = self.filters.checkedButton()
        return {
            "text": self.filter.text().strip(),
            "saved_filter": chosen.property("filter") if chosen is not None else "all",
            "sort": self._sort,
            "descending": self._descending,
            "offset": offset,
            "limit": SLICE,
        }

    def _reload(self, *_: object) -> None:
        asked = self._asked()
        self._latest.ask(
            work=lambda: self._workplace.clinic.patients.page(**asked),
            on_success=self._show,
            on_failure=self._report,
        )
        if not self.model.rowCount():
            self._say("Reading the list…")

    def _read_more(self, offset: int) -> None:
        asked = self._asked(offset)
        self._workplace.runner.run(
            owner=self,
            work=lambda: self._workplace.clinic.patients.page(**asked),
            on_success=lambda page: self._add(page, asked),
            on_failure=self._report_more,
        )

    def _show(self, page: PatientPage) -> None:
        self.model.show_rows(page.rows, page.total)
        self._count.setText(count_words(page.total, "patient", "patients"))
        if page.rows:
            self._stack.setCurrentWidget(self.table)
            return
        anything_asked = self.filter.text().strip() or self._asked()["saved_filter"] != "all"
        may_enter = self._workplace.clinic.actor.may(Permission.EDIT_PEOPLE)
        nobody = f"{NO_PATIENTS} {ADD_FIRST}" if may_enter else NO_PATIENTS
        self._say(NOBODY_FITS if anything_asked else nobody)
        self._first.setVisible(not anything_asked)

    def _add(self, page: PatientPage, asked: dict[str, Any]) -> None:
        if asked == self._asked(self.model.rowCount()):  # the list may be another one by now
            self.model.add_rows(page.rows, self.model.rowCount())

    def _report(self, error: BaseException) -> None:
        self.model.show_rows((), 0)
        self._count.setText("")
        self._say(explain(error), kind="error")

    def _report_more(self, error: BaseException) -> None:
        self.model.allow_asking_again()
        self._count.setText(explain(error))

    def _say(self, sentence: str, kind: str = "soft") -> None:
        self._message.setProperty("kind", kind)
        self._message.style().unpolish(self._message)
        self._message.style().polish(self._message)
        self._message.setText(sentence)
        self._first.hide()
        self._stack.setCurrentIndex(1)

    def _sort_by(self, column: int, order: Qt.SortOrder) -> None:
        if not COLUMNS[column][1]:  # a state is not a thing to sort by
            self._show_sort_mark()
            return
        self._sort, self._descending = COLUMNS[column][1], order == Qt.SortOrder.DescendingOrder
        self._reload()

    def _show_sort_mark(self) -> None:
        column = next(n for n, (_, word, _, _) in enumerate(COLUMNS) if word == self._sort)
        down, up = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(column, down if self._descending else up)

    def _open(self, index: QModelIndex) -> None:
        self.patient_wanted.emit(self.model.row_at(index.row()).id)

    def _lay_out(self) -> None:
        head, _, self._count = title_row("Patients")
        tools = QHBoxLayout()
        tools.setSpacing(SPACE_8)
        self.filter.setMaximumWidth(400)
        tools.addWidget(self.filter, 2)
        tools.addSpacing(SPACE_12)
        for button in self.filters.buttons():
            tools.addWidget(button)
        tools.addStretch(1)
        self._message = PlainLabel("", "soft", wrap=True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._first = QPushButton("New patient")
        self._first.setProperty("kind", "primary")
        self._first.clicked.connect(self.new_patient_wanted)
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.addStretch(1)
        column.addWidget(self._message)
        column.addSpacing(SPACE_4)
        column.addWidget(self._first, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        page = page_column(self)
        page.addLayout(head)
        page.addLayout(tools)
        page.addWidget(self._stack, 1)
        leave_out(self._workplace.clinic.actor, Permission.EDIT_PEOPLE, self._first)


def _filter_buttons() -> QButtonGroup:
    group = QButtonGroup()
    for word, title in FILTERS:
        button = QPushButton(title)
        button.setProperty("kind", "segment")
        button.setProperty("filter", word)
        button.setCheckable(True)
        button.setChecked(word == "all")
        button.setAccessibleName(f"Show: {title}")
        group.addButton(button)
    return group
