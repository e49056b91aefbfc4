"""The reminders of one patient: every kind, what was done, and the same actions as on the list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.follow_up import ReminderEvent, ReminderKind
from msbone_desktop.domain.patients import Patient, PatientId
from msbone_desktop.domain.work_list import Place
from msbone_desktop.ui.appearance import SPACE_8, SPACE_12, SPACE_24
from msbone_desktop.ui.by_role import leave_out
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.page import Card
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.reminders.acting import Acting
from msbone_desktop.ui.reminders.actions import ActionSpec, actions_for
from msbone_desktop.ui.reminders.detail import ReminderDetail
from msbone_desktop.ui.reminders.wording import KINDS
from msbone_desktop.ui.workplace import Workplace

MAKE = ActionSpec(
    name="created",
    needs=Permission.DECIDE_FOLLOW_UP,
    title="Make a reminder",
    key="",
    date_label="Due on",
    date_field="due_on",
    reason="must",
    do=lambda s, who, kind, a: s.create(who, kind, due_on=a["day"], reason=a["reason"]),
)


class PatientReminders(QWidget):
    """An answer about another patient, or another kind, is dropped."""

    changed = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._patient: Patient | None = None
        self.acting = Acting(workplace, self)
        self.detail = ReminderDetail()
        self.kind = QComboBox()
        for word, title in KINDS.items():
            self.kind.addItem(title, word)
        self.kind.setAccessibleName("Kind of reminder")
        self.yearly = QPushButton("DXA every &12 months")
        self.make = QPushButton("Ma&ke a reminder…")
        self.message = PlainLabel("", "soft")
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._read)
        self.yearly.clicked.connect(self._every_year)
        self.make.clicked.connect(lambda: self._act(MAKE))
        self.acting.changed.connect(self._changed)
        self.acting.failed.connect(self.message.setText)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.acting.undo)

    def open_patient(self, patient: Patient) -> None:
        """Show one patient's reminders."""
        self._patient = patient
        self.message.setText("")
        self.detail.clear("Reading…")
        self._read()

    def _read(self, *_: object) -> None:
        if self._patient is None:
            return
        patient, kind = self._patient.id, self.kind.currentData()
        self.make.setEnabled(kind not in ("dxa", "bone_review"))
        self.yearly.setVisible(kind == "dxa")
        reminders = self._workplace.clinic.reminders

        def work() -> tuple[Place, tuple[ReminderEvent, ...]]:
            return reminders.place_of(patient, kind), reminders.events(patient, kind)

        self._workplace.runner.run(
            owner=self,
            work=work,
            on_success=lambda found: self._show(patient, kind, *found),
            on_failure=lambda error: self.detail.clear(explain(error)),
        )

    def _show(
        self,
        patient: PatientId,
        kind: ReminderKind,
        place: Place,
        events: tuple[ReminderEvent, ...],
    ) -> None:
        if self._patient is None or (patient, kind) != (self._patient.id, self.kind.currentData()):
            return
        self.detail.show_reminder(
            KINDS[kind], place.reminder, place.why_not, events, self._workplace.today
        )

    def _act(self, action: ActionSpec) -> None:
        if self._patient is not None:
            kind = self.kind.currentData()
            self.acting.act(action, self._patient.id, self._patient.name, kind)

    def _every_year(self) -> None:
        if self._patient is not None:
            self.acting.every_year(self._patient.id, self._patient.name)

    def _changed(self, patient: PatientId, words: str) -> None:
        if self._patient is not None and patient == self._patient.id:
            self.message.setText(words)
            self._read()
        self.changed.emit()

    def _lay_out(self) -> None:
        do = QPushButton("D&o…")
        do.setAccessibleName("What can be done about this reminder")
        menu = QMenu(do)
        for action in actions_for(self._workplace.clinic.actor):
            entry = menu.addAction(action.title)
            entry.triggered.connect(lambda _=False, action=action: self._act(action))
        do.setMenu(menu)
        undo = QPushButton("&Undo")
        undo.setProperty("kind", "quiet")
        undo.clicked.connect(self.acting.undo)
        actor = self._workplace.clinic.actor
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        for widget in (self.kind, do, self.make, self.yearly, undo):
            row.addWidget(widget)
        row.addWidget(self.message, 1)
        card = Card()
        card.column.addWidget(self.detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_12, SPACE_24, SPACE_12)
        column.setSpacing(SPACE_12)
        column.addLayout(row)
        column.addWidget(card, 1)
        leave_out(actor, Permission.FOLLOW_UP, do, undo)
        leave_out(actor, Permission.DECIDE_FOLLOW_UP, self.make, self.yearly)
