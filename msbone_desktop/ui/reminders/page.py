"""The work list: who is due and why, worked from the keyboard to its end."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QWidget

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.follow_up import Group, ReminderEvent, WorkList, WorkRow
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.ui.appearance import SPACE_8
from msbone_desktop.ui.by_role import leave_out
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.latest import LatestOnly
from msbone_desktop.ui.page import Card, Page, page_column, title_row
from msbone_desktop.ui.patients.wording import known_by_words, row_name
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.reminders.acting import Acting
from msbone_desktop.ui.reminders.actions import (
    BY_KEY,
    EVERY_YEAR_KEY,
    HANDOUT_KEY,
    RECORD_KEY,
    fits,
)
from msbone_desktop.ui.reminders.detail import ReminderDetail
from msbone_desktop.ui.reminders.do_menu import UNDO, do_button, may_do
from msbone_desktop.ui.reminders.filter_row import FilterRow
from msbone_desktop.ui.reminders.list_model import WorkListModel, late_words, reconciliation
from msbone_desktop.ui.reminders.list_view import WorkTable
from msbone_desktop.ui.reminders.paper_row import ListPapers
from msbone_desktop.ui.reminders.policy_question import PolicyQuestion
from msbone_desktop.ui.workplace import Workplace

_WIDE = 1400
"""From this width on the details stand beside the list."""
NOTHING_CHOSEN = "Choose a patient to see why somebody is on the list and what was done."
READING = "Reading the list…"
EMPTY = (
    "Nobody is in the clinic's file yet. Reminders follow from screenings and scans by themselves."
)


class RemindersPage(Page):
    """Letters and lists go out through signals; what is due is read afresh each time."""

    patient_wanted = Signal(object)
    scan_wanted = Signal(object)
    handout_wanted = Signal(object)
    batch_wanted = Signal(str, object, object)
    offers_changed = Signal()
    saved = Signal(object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._latest = LatestOnly(workplace.runner, self)
        self._listed: WorkList | None = None
        self._wanted: PatientId | None = None
        self.model = WorkListModel()
        self.table = WorkTable(self.model, workplace.appearance)
        self.acting = Acting(workplace, self)
        self.papers = ListPapers(
            workplace, self, self._in_hand, lambda: self._listed, self._is_filtered
        )
        self.detail = ReminderDetail()
        self.filters = FilterRow()
        self.kind, self.filter = self.filters.kind, self.filters.text
        self.source, self.untouched = self.filters.source, self.filters.untouched
        self.question = PolicyQuestion(workplace)
        self.question.hide()
        self._lay_out()
        self._connect()

    def enter(self) -> None:
        """Read the list again, and whether the clinic has decided on its policy."""
        self._reload()
        self._workplace.runner.run(
            owner=self,
            work=self._workplace.clinic.policy.get,
            on_success=self.question.show_if_unasked,
            on_failure=lambda error: self._say(explain(error), "error"),
        )

    def show_group(self, group: Group) -> None:
        """Bring one group to sight."""
        self.model.unfold_only(group)
        self._after_reset()

    def focus_first(self) -> None:
        """Go to the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the details beside the list where there is room, else below it."""
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self._split.orientation() != way or not event.oldSize().isValid():
            self._split.setOrientation(way)
            self._split.setSizes([event.size().width() - 380, 340] if wide else [430, 150])

    def panes(self) -> tuple[QWidget, ...]:
        """Return filter and list."""
        return (self.filter, self.table)

    def offers(self) -> frozenset[str]:
        """Return the commands of this page."""
        return frozenset({UNDO}) if self._may(UNDO) else frozenset()

    def do(self, command: str) -> None:
        """Carry out a command of the menu."""
        if command == UNDO:
            self.acting.undo()

    def _into_list(self) -> None:
        """Go from the filter to the first patient."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.go_to_line(self.model.first_row())

    def act(self, key: str) -> None:
        """Do what a key stands for, to the selected patient; to all of several at once."""
        chosen = self.table.chosen()
        if self._listed is None or not chosen or not self._may(key):
            return
        kind = self._listed.kind
        if key in (RECORD_KEY, HANDOUT_KEY):
            wanted = self.scan_wanted if key == RECORD_KEY else self.handout_wanted
            wanted.emit(chosen[0].person.id)
            return
        for row in chosen:
            name = row_name(row.person)
            if key == EVERY_YEAR_KEY:
                self.acting.every_year(row.person.id, name)
            elif key in BY_KEY and fits(BY_KEY[key], row.reminder, kind):
                known_by = known_by_words(row.person, self._workplace.today)
                self.acting.act(BY_KEY[key], row.person.id, name, kind, known_by)
                if BY_KEY[key].asks:
                    return  # one dialog at a time; the next line follows by itself

    def _may(self, key: str) -> bool:
        return may_do(self._workplace.clinic.actor, key)

    def _is_filtered(self) -> bool:
        """Tell whether only some of the list is in hand."""
        return self.filters.asks() or len(self.table.chosen()) > 1

    def _in_hand(self) -> tuple[WorkRow, ...]:
        """Return several chosen lines, or else every line in sight."""
        chosen = self.table.chosen()
        return chosen if len(chosen) > 1 else self.model.shown

    def _change_kind(self) -> None:
        """Take the list away at once: a key must not act on what is no longer asked for."""
        wanted, self._listed = self._wanted, None
        self.model.clear()
        self._caption.setText("")
        self._selected()
        self._wanted = wanted  # she is looked for in the other list
        self._reload()

    def _reload(self, *_: object) -> None:
        kind = self.kind.currentData()
        read = self._workplace.clinic.reminders.work_list
        self._latest.ask(lambda: read(kind), self._show, self._report)
        if self._listed is None:
            self._say(READING)

    def _show(self, listed: WorkList) -> None:
        if listed.kind != self.kind.currentData():
            return
        line = self.table.currentIndex().row()
        self._listed = listed
        self.model.show_list(listed)
        if self._message.text() == READING:
            self._say("")
        self._caption.setText(reconciliation(listed) if listed.patients else EMPTY)
        self._after_reset(line)

    def _after_reset(self, line: int = -1) -> None:
        """Stay with the patient in hand, else go on to the line that took her place."""
        kept = -1 if self._wanted is None else self.model.line_of(self._wanted)
        if kept < 0:  # at first the top of the list, so that a letter works at once
            kept = self.model.first_row(max(line, 0))
        if kept >= 0:
            self.table.go_to_line(kept)
        else:
            self.detail.clear(NOTHING_CHOSEN)

    def _selected(self) -> None:
        chosen = self.table.chosen()
        self._tools.setEnabled(bool(chosen))
        if len(chosen) != 1:
            self._wanted = None
            self.detail.clear(f"{len(chosen)} patients are chosen." if chosen else NOTHING_CHOSEN)
            return
        row, kind = chosen[0], self.kind.currentData()
        patient = self._wanted = row.person.id
        self._workplace.runner.run(
            owner=self,
            work=lambda: self._workplace.clinic.reminders.events(patient, kind),
            on_success=lambda events: self._show_events(patient, row, events),
            on_failure=lambda error: self._say(explain(error), "error"),
        )

    def _show_events(
        self, patient: PatientId, row: WorkRow, events: tuple[ReminderEvent, ...]
    ) -> None:
        if patient != self._wanted or self._listed is None:
            return  # staff have gone on to someone else, or to another kind
        today = self._workplace.today
        title = f"{row_name(row.person)} · {late_words(row, today)}"
        why = row.why_not if row.group is Group.NOT_ON_LIST else ""
        self.detail.show_reminder(title, row.reminder, why, events, today)

    def _changed(self, patient: PatientId, words: str) -> None:
        # The patient may have left her line; then the one below takes it.
        if patient == self._wanted:
            self._wanted = None
        self._say(words, "soft", undo=not words.startswith("Undone"))
        self.saved.emit(self._workplace.now())
        self._reload()

    def _filtered(self, *_: object) -> None:
        self.model.set_filter(
            text=self.filter.text(),
            source=self.source.currentData(),
            untouched=self.untouched.isChecked(),
        )
        self._after_reset()

    def _answered(self) -> None:
        self._reload()
        self.focus_first()

    def _report(self, error: BaseException) -> None:
        self.model.clear()
        self._caption.setText("")
        self._say(explain(error), "error")

    def _say(self, words: str, kind: str = "soft", *, undo: bool = False) -> None:
        self._message.setProperty("kind", kind)
        self._message.style().unpolish(self._message)
        self._message.style().polish(self._message)
        self._message.setText(words)
        self._undo.setVisible(undo)

    def _connect(self) -> None:
        self.table.acted.connect(self.act)
        self.table.opened.connect(self.patient_wanted)
        self.table.selected.connect(self._selected)
        self.kind.currentIndexChanged.connect(self._change_kind)
        self.filters.changed.connect(self._filtered)
        self.filter.returnPressed.connect(self._into_list)
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.filter)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self._into_list)
        self.acting.changed.connect(self._changed)
        self.acting.failed.connect(lambda words: self._say(words, "error"))
        self.question.answered.connect(self._answered)
        self.papers.batch_wanted.connect(self.batch_wanted)
        self.papers.said.connect(self._say)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.acting.undo)

    def _lay_out(self) -> None:
        head, _, self._caption = title_row("Reminders")
        head.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignTop)
        self._tools = do_button(self._workplace.clinic.actor, self.act)
        head.addWidget(self._tools, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.papers.button, 0, Qt.AlignmentFlag.AlignTop)
        tools = QHBoxLayout()
        tools.setSpacing(SPACE_8)
        tools.addWidget(self.filters)
        tools.addStretch(1)
        self._message = PlainLabel("", "soft")
        self._undo = QPushButton("Undo (Ctrl+Z)")
        self._undo.setProperty("kind", "link")
        self._undo.clicked.connect(self.acting.undo)
        self._undo.hide()
        tools.addWidget(self._message)
        tools.addWidget(self._undo)
        card = Card()
        card.column.addWidget(self.detail)
        split = self._split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(card)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        card.setMinimumSize(240, 132)
        page = page_column(self)
        page.addLayout(head)
        page.addWidget(self.question)
        page.addLayout(tools)
        page.addWidget(split, 1)
        actor = self._workplace.clinic.actor
        leave_out(actor, Permission.FOLLOW_UP, self._undo, self._tools)
        leave_out(actor, Permission.PRINT, self.papers.button)
        leave_out(actor, Permission.CLINICAL_SETTINGS, self.question)
