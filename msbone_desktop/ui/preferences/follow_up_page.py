"""The clinic's policy on reminders, and whose findings change under the present rules."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.errors import CancelledError, RefusedEntryError
from msbone_desktop.domain.follow_up import FollowUpPolicy
from msbone_desktop.services.follow_up_policy import Candidate
from msbone_desktop.services.rule_recall import Recalled, RuleRecall
from msbone_desktop.ui.appearance import SPACE_8, SPACE_16, SPACE_24
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.page import Card, Page, scrolling, title_row
from msbone_desktop.ui.patients.wording import row_name
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.reminders.policy_question import candidate_words
from msbone_desktop.ui.widgets.quiet_boxes import QuietSpinBox
from msbone_desktop.ui.workplace import Workplace

NUMBERS = (
    ("review_months", "Months between bone &reviews", 1, 60),
    ("due_soon_days", "Due &soon, days before", 0, 180),
    ("grace_days", "&Overdue, days after", 0, 180),
    ("return_days", "Unanswered calls come bac&k after days", 1, 90),
)
RECALL_WORDS = (
    "When the rules change, what was signed stays as it was signed. Here every newest signed "
    "screening is judged again under the present rules, and only what would change is listed."
)


class FollowUpPage(Page):
    """``patient_wanted``: someone on the list of changed findings."""

    closed = Signal()
    patient_wanted = Signal(object)
    advanced = Signal(int, int)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._policy = FollowUpPolicy()
        self._cancelled = False
        self.numbers: dict[str, QuietSpinBox] = {}
        self.rows: dict[str, FormRow] = {}
        self.boxes: dict[str, QCheckBox] = {}
        self.booking, self.transport = QPlainTextEdit(), QPlainTextEdit()
        self.problem = PlainLabel("", "error", wrap=True)
        self.recalled = QListWidget()
        self.recalled.setAccessibleName("Patients whose findings change")
        self.recalled.hide()
        self.progress = QProgressBar()
        self.progress.hide()
        self.words = PlainLabel("", "soft", wrap=True)
        self.look, self.stop = QPushButton("&Look through everybody"), QPushButton("Ca&ncel")
        self.stop.hide()
        self._rules = QVBoxLayout()
        self._lay_out()
        self.look.clicked.connect(self._start)
        self.stop.clicked.connect(self._cancel)
        self.advanced.connect(self._advance)
        self.recalled.itemActivated.connect(
            lambda item: self.patient_wanted.emit(item.data(Qt.ItemDataRole.UserRole))
        )

    def enter(self) -> None:
        """Read the policy again."""
        policy = self._workplace.clinic.policy
        self._workplace.runner.run(
            owner=self,
            work=lambda: (policy.get(), policy.candidates()),
            on_success=lambda found: self._show(*found),
            on_failure=self._report,
        )

    def _show(self, policy: FollowUpPolicy, candidates: tuple[Candidate, ...]) -> None:
        self._policy = policy
        self.save_button.setEnabled(True)
        for name, box in self.numbers.items():
            box.setValue(getattr(policy, name))
        self.booking.setPlainText(policy.booking_words)
        self.transport.setPlainText(policy.transport_words)
        for candidate in candidates:
            found = self.boxes.get(candidate.rule_id)
            if found is None:
                found = self.boxes[candidate.rule_id] = QCheckBox(candidate_words(candidate))
                self._rules.addWidget(found)
            found.setEnabled(not candidate.by_module)
            found.setChecked(candidate.by_module or candidate.rule_id in policy.annual_dxa_rules)

    def save(self) -> None:
        """Keep the policy, or say under its field why not."""
        chosen = tuple(rule for rule, box in self.boxes.items() if box.isChecked())
        numbers: dict[str, Any] = {name: box.value() for name, box in self.numbers.items()}
        policy = replace(
            self._policy,
            annual_dxa_rules=chosen,
            booking_words=self.booking.toPlainText(),
            transport_words=self.transport.toPlainText(),
            **numbers,
        )
        for row in self.rows.values():
            row.show_error("")
        service = self._workplace.clinic.policy
        self._workplace.runner.run(
            owner=self,
            work=lambda: service.save(policy, policy.version),
            on_success=self._kept,
            on_failure=self._report,
        )

    def _kept(self, policy: FollowUpPolicy) -> None:
        self._policy = policy
        self.problem.setText("")
        self.saved_words.setText("Saved. The work list follows it from now on.")

    def _report(self, error: BaseException) -> None:
        row = self.rows.get(error.field) if isinstance(error, RefusedEntryError) else None
        if row is not None:
            row.show_error(str(error))
            row.focus()
        else:
            self.problem.setText(explain(error))

    def _start(self) -> None:
        self._cancelled = False
        self.recalled.hide()
        self.words.setText("")
        self.progress.setRange(0, 0)
        for widget in (self.progress, self.stop):
            widget.show()
        self.look.setEnabled(False)
        service = self._workplace.clinic.rule_recall
        self._workplace.runner.run(
            owner=self,
            work=lambda: service.look(
                progress=self.advanced.emit, cancelled=lambda: self._cancelled
            ),
            on_success=self._looked,
            on_failure=self._not_looked,
        )

    def _cancel(self) -> None:
        self._cancelled = True

    def _advance(self, done: int, of: int) -> None:
        self.progress.setRange(0, max(of, 1))
        self.progress.setValue(done)

    def _looked(self, recall: RuleRecall) -> None:
        self._end()
        self.words.setText(
            f"{recall.judged:,} newest screenings; {recall.same_rules:,} were signed under the "
            f"present rules; findings change for {len(recall.recalled):,}."
        )
        self.recalled.clear()
        for one in recall.recalled:
            item = QListWidgetItem(recalled_words(one))
            item.setData(Qt.ItemDataRole.UserRole, one.person.id)
            self.recalled.addItem(item)
        self.recalled.setVisible(bool(recall.recalled))

    def _not_looked(self, error: BaseException) -> None:
        self._end()
        cancelled = isinstance(error, CancelledError)
        self.words.setText("Cancelled." if cancelled else explain(error))

    def _end(self) -> None:
        self.look.setEnabled(True)
        for widget in (self.progress, self.stop):
            widget.hide()

    def _lay_out(self) -> None:
        head, _, _ = title_row("Follow-up")
        back = QPushButton("&Back to the settings")
        back.clicked.connect(self.closed)
        head.addWidget(back)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(SPACE_24, SPACE_16, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_16)
        column.addLayout(head)
        column.addWidget(self._policy_card())
        column.addWidget(self._recall_card())
        column.addStretch()
        content.setMaximumWidth(860)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))

    def _policy_card(self) -> Card:
        card = Card("Reminders")
        card.column.addWidget(PlainLabel("A yearly DXA starts with these findings", "strong"))
        card.column.addLayout(self._rules)
        for name, label, least, most in NUMBERS:
            box = QuietSpinBox()
            box.setRange(least, most)
            box.setFixedWidth(96)
            self.numbers[name] = box
            self.rows[name] = FormRow(label, box, beside=True)
            card.column.addWidget(self.rows[name])
        for name, label, text in (
            ("booking_words", "How &to book, in letters", self.booking),
            ("transport_words", "&Getting here, in letters", self.transport),
        ):
            text.setTabChangesFocus(True)
            text.setFixedHeight(64)
            self.rows[name] = FormRow(label, text, beside=True)
            card.column.addWidget(self.rows[name])
        card.column.addWidget(self.problem)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        self.saved_words = PlainLabel("", "soft")
        save = self.save_button = QPushButton("Sav&e")
        save.setProperty("kind", "primary")
        save.clicked.connect(self.save)
        save.setEnabled(False)  # until what holds is read: before that the boxes hold nothing
        row.addWidget(self.saved_words, 1)
        row.addWidget(save)
        card.column.addLayout(row)
        return card

    def _recall_card(self) -> Card:
        card = Card("Whose findings change under the present rules")
        card.column.addWidget(PlainLabel(RECALL_WORDS, "soft", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        for widget in (self.look, self.progress, self.stop):
            row.addWidget(widget)
        row.addStretch()
        card.column.addLayout(row)
        card.column.addWidget(self.words)
        card.column.addWidget(self.recalled)
        return card


def recalled_words(one: Recalled) -> str:
    """Return who it is, what is different about the rules, and each finding before and after."""
    changes = "; ".join(f"{f.title}: {f.before} → {f.after}" for f in one.findings)
    return f"{row_name(one.person)} ({one.person.clinic_id}), {one.reason}: {changes}"
