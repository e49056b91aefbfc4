"""The page that the day starts on: what is unfinished, who was here, whose DXA is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.findings import DxaReminder
from msbone_desktop.domain.patients import PatientRow
from msbone_desktop.domain.screenings import Screening
from msbone_desktop.ui.appearance import SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_24
from msbone_desktop.ui.by_role import leave_out
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.page import Card, Page, page_column, scrolling, title_row
from msbone_desktop.ui.patients.reminder_words import reminder_tone, reminder_words
from msbone_desktop.ui.patients.wording import person_line
from msbone_desktop.ui.person_list import PersonLine, PersonList
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.reading.wording import date_words
from msbone_desktop.ui.workplace import Workplace, clock_words

if TYPE_CHECKING:
    from msbone_desktop.services.today import DxaDue, Today


NOBODY_OPENED = "Nobody was opened today. Find a patient with Ctrl+K"
ADD_NEW = ", or add somebody new."
"""Said only to those who may."""


class TodayPage(Page):
    """Front desk can work from here alone."""

    patient_wanted = Signal(object)
    draft_wanted = Signal(object, object)
    new_patient_wanted = Signal()
    patients_wanted = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        appearance = workplace.appearance
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.hide()
        self.notices = QVBoxLayout()
        self.notices.setSpacing(SPACE_8)
        self.drafts = ListCard(
            PersonList(appearance, "Drafts to finish"),
            "Drafts to finish",
            "No draft is waiting. A screening that is saved but not signed appears here.",
        )
        may_enter = workplace.clinic.actor.may(Permission.EDIT_PEOPLE)
        self.opened = ListCard(
            PersonList(appearance, "Opened today"),
            "Opened today",
            f"{NOBODY_OPENED}{ADD_NEW if may_enter else '.'}",
            "New patient",
        )
        self.due = ListCard(
            PersonList(appearance, "DXA due"),
            "DXA due",
            "No DXA is due today, from the dates that are recorded. Patients with no date "
            "are under Patients, Never scanned.",
            "Show patients",
        )
        self.more_due = PlainLabel("", "caption")
        self.more_due.setContentsMargins(SPACE_12, SPACE_4, 0, 0)
        self.due.column.addWidget(self.more_due)
        self._lay_out()
        leave_out(workplace.clinic.actor, Permission.SCREEN, self.drafts)
        leave_out(workplace.clinic.actor, Permission.EDIT_PEOPLE, self.opened.action)
        self.drafts.list.chosen.connect(lambda key: self.draft_wanted.emit(*key))
        self.opened.list.chosen.connect(self.patient_wanted)
        self.due.list.chosen.connect(self.patient_wanted)
        self.opened.action.clicked.connect(self.new_patient_wanted)
        self.due.action.clicked.connect(self.patients_wanted)

    def enter(self) -> None:
        """Read the day again."""
        self._workplace.runner.run(
            owner=self,
            work=self._workplace.clinic.today.look,
            on_success=self._show,
            on_failure=self._report,
        )
        self._workplace.runner.run(
            owner=self,
            work=self._workplace.clinic.today.due,
            on_success=self._show_due,
            on_failure=self._report,
        )

    def focus_first(self) -> None:
        """Go to the first list that has something in it."""
        for card in (self.drafts, self.opened, self.due):
            if card.list.lines.rowCount():
                card.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        super().focus_first()

    def panes(self) -> tuple[QWidget, ...]:
        """Return the lists."""
        return tuple(card.list for card in (self.drafts, self.opened, self.due))

    def _show(self, day: Today) -> None:
        self.problem.hide()
        today = self._workplace.today
        self._show_notices(day.notices)
        self.drafts.show_lines([self._draft_line(*draft) for draft in day.drafts])
        self.opened.show_lines([person_line(row, today) for row in day.opened_today])

    def _show_due(self, due: DxaDue) -> None:
        self.due.show_lines([self._due_line(*line) for line in due.first])
        left = due.count - len(due.first)
        self.due.heading.setText(f"DXA due: {due.count}" if due.count else "DXA due")
        self.more_due.setText(f"and {left} more")
        self.more_due.setVisible(left > 0)

    def _draft_line(self, screening: Screening, row: PatientRow) -> PersonLine:
        saved = screening.saved_at.astimezone()
        when = f"Saved {date_words(saved.date())}, {clock_words(saved)}"
        return person_line(row, self._workplace.today, when, key=lambda row: (screening, row))

    def _due_line(self, row: PatientRow, reminder: DxaReminder) -> PersonLine:
        return person_line(
            row, self._workplace.today, reminder_words(reminder), reminder_tone(reminder)
        )

    def _show_notices(self, notices: tuple[str, ...]) -> None:
        while self.notices.count():
            item = self.notices.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for sentence in notices:
            self.notices.addWidget(_notice(self._workplace, sentence))

    def _report(self, error: BaseException) -> None:
        self.problem.setText(explain(error))
        self.problem.show()

    def _lay_out(self) -> None:
        day = self._workplace.today
        head, _, _ = title_row("Today", f"{day:%A} {date_words(day)}")
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACE_16)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        left = QVBoxLayout()
        left.setSpacing(SPACE_16)
        left.addWidget(self.drafts)
        left.addWidget(self.opened)
        left.addStretch()
        right = QVBoxLayout()
        right.addWidget(self.due)
        right.addStretch()
        grid.addLayout(left, 0, 0)
        grid.addLayout(right, 0, 1)
        grid.setRowStretch(1, 1)
        column = page_column(self)
        column.addLayout(head)
        column.addWidget(self.problem)
        column.addLayout(self.notices)
        column.addWidget(scrolling(content), 1)


class ListCard(Card):
    """A card with a list, or with a sentence and the first thing to do when it is empty."""

    def __init__(self, people: PersonList, heading: str, empty: str, action: str = "") -> None:
        super().__init__(heading)
        self.column.setContentsMargins(SPACE_8, SPACE_12, SPACE_8, SPACE_12)
        self.heading.setContentsMargins(SPACE_12, 0, 0, SPACE_8)
        self.list = people
        self.empty = PlainLabel(empty, "soft", wrap=True)
        self.empty.setContentsMargins(SPACE_12, 0, SPACE_24, SPACE_8)
        self.action = QPushButton(action)
        row = QHBoxLayout()
        row.setContentsMargins(SPACE_12, 0, 0, 0)
        row.addWidget(self.action)
        row.addStretch()
        self.column.addWidget(self.list)
        self.column.addWidget(self.empty)
        self.column.addLayout(row)
        self._has_action = bool(action)
        self.show_lines([])

    def show_lines(self, lines: list[PersonLine]) -> None:
        """List ``lines``, or say that there are none."""
        self.list.show_lines(lines, whole=True)
        self.list.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.action.setVisible(not lines and self._has_action)


def _notice(workplace: Workplace, sentence: str) -> QFrame:
    frame = QFrame()
    frame.setProperty("kind", "notice")
    icon = PlainLabel()
    workplace.appearance.keep_icon(icon, "info", lambda tokens: tokens.info)
    row = QHBoxLayout(frame)
    row.setContentsMargins(SPACE_16, SPACE_8, SPACE_16, SPACE_8)
    row.setSpacing(SPACE_12)
    row.addWidget(icon)
    row.addWidget(PlainLabel(sentence, wrap=True), 1)
    return frame
