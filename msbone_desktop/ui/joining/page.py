"""Joining two records of one patient: the other one is chosen, both are compared, then joined."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.merging import MergePreview
from msbone_desktop.domain.patients import Patient, PatientId
from msbone_desktop.services.merge_words import clash_words, counted
from msbone_desktop.ui.appearance import SPACE_8, SPACE_16, SPACE_24
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.joining.chooser import Chooser
from msbone_desktop.ui.joining.field_grid import FieldGrid
from msbone_desktop.ui.joining.wording import id_words, value_words
from msbone_desktop.ui.page import Card, Page, scrolling, title_row
from msbone_desktop.ui.patients.banner import identity_words
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.typed_dialog import TypedDialog
from msbone_desktop.ui.workplace import Workplace

WHAT = (
    "For one person who was entered twice. Everything on file moves to the record that is kept; "
    "nothing is dropped, and nothing that was signed is changed. It can be taken back later."
)
AFTER = "The other record is put away. Its clinic ID finds the kept one from then on."
NOTHING_MOVES = "Nothing: the other record holds no entries."
BIRTH = (
    "The dates of birth differ: {kept} on the kept record, {other} on the other one. Twins and "
    "namesakes look like this. Join only what is certainly one person."
)


class JoinPage(Page):
    """``closed`` goes on to the patient it carries; ``joined`` tells that two became one."""

    closed = Signal(object)
    joined = Signal()

    def __init__(self, workplace: Workplace, moves: Callable[[], int]) -> None:
        """``moves`` returns how often a page was brought to the front, this one or another."""
        super().__init__()
        self._workplace, self._moves = workplace, moves
        self._service = workplace.clinic.merging
        self._kept: Patient | None = None
        self._preview: MergePreview | None = None
        self._asked: tuple[PatientId, PatientId] | None = None
        self.grid: FieldGrid | None = None
        self.chooser = Chooser(workplace)
        self.chooser.chosen.connect(self.compare)
        self.whose = PlainLabel("", "strong", wrap=True)
        self.facts = PlainLabel("", "soft", wrap=True)
        self.problem = PlainLabel("", "error", wrap=True)
        self.warning = PlainLabel("", "error", wrap=True)
        self.moving, self.clashes = PlainLabel("", wrap=True), PlainLabel("", wrap=True)
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(64)
        self.reason_row = FormRow("&Reason", self.reason, "It stands in the history.")
        self.join_button = QPushButton("&Join the two records")
        self.join_button.setProperty("kind", "primary")
        self.join_button.clicked.connect(self.join)
        self.swap_button = QPushButton("&Keep the other one instead")
        self.swap_button.clicked.connect(self.swap)
        self.other_button = QPushButton("Choose an&other record")
        self.other_button.clicked.connect(self._choose_again)
        self._fields = QVBoxLayout()
        self.comparison = self._comparison()
        self._lay_out()

    def open_for(self, patient: Patient) -> None:
        """Begin with the record of ``patient`` as the one that is kept."""
        self._kept = patient
        self._show_kept(patient)
        self._choose_again()

    def focus_first(self) -> None:
        """Go to the search."""
        self.chooser.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def compare(self, other: PatientId) -> None:
        """Show both records side by side; nothing can be joined until they are."""
        kept = self._kept
        if kept is None:
            return
        asked = self._asked = (kept.id, other)
        self._preview = None
        for button in (self.join_button, self.swap_button):
            button.setEnabled(False)
        self.problem.hide()
        self._workplace.runner.run(
            owner=self,
            work=lambda: self._service.preview(*asked),
            on_success=lambda preview: self._show(asked, preview),
            on_failure=lambda error: self._report(error) if asked == self._asked else None,
        )

    def swap(self) -> None:
        """Keep the other record, and join this one into it."""
        if self._preview is not None:
            kept, self._kept = self._preview.kept, self._preview.other
            self._show_kept(self._kept)
            self.compare(kept.id)

    def join(self) -> TypedDialog | None:
        """Join; where the dates of birth differ, the clinic ID is typed first."""
        preview, reason = self._preview, self.reason.toPlainText().strip()
        if preview is None:
            return None
        self.reason_row.show_error("" if reason else "Write how you know that it is one person.")
        if not reason:
            self.reason_row.focus()
            return None
        if not preview.birth_differs:
            self._join(preview, reason, "")
            return None
        dialog = TypedDialog(
            self,
            title="Join these two records?",
            about=f"{id_words(preview.other)} is joined into {id_words(preview.kept)}. "
            f"{self.warning.text()}",
            label="T&ype the clinic ID of the other record, "
            + preview.other.details.clinic_id.replace("&", "&&"),
            word=preview.other.details.clinic_id,
            go_on="&Join",
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.given.connect(lambda typed: self._join(preview, reason, typed))
        dialog.open()
        return dialog

    def _join(self, preview: MergePreview, reason: str, typed: str) -> None:
        taken = frozenset() if self.grid is None else self.grid.taken()
        moves = self._moves()
        self._workplace.runner.run(
            owner=self,
            work=lambda: self._service.join(
                preview.kept.id,
                preview.other.id,
                taken=taken,
                reason=reason,
                typed=typed,
                seen=(preview.kept.version, preview.other.version),
            ),
            on_success=lambda _: self._done(preview, moves),
            on_failure=self._report,
        )

    def _done(self, preview: MergePreview, moves: int) -> None:
        if self._preview is preview:
            self._preview = None
        if moves == self._moves():  # else staff have gone on to somebody else
            self.closed.emit(preview.kept)
        self.joined.emit()

    def _show(self, asked: tuple[PatientId, PatientId], preview: MergePreview) -> None:
        if asked != self._asked:
            return  # staff have gone on
        self._preview = preview
        if self.grid is not None:
            self.grid.setParent(None)
            self.grid.deleteLater()
        self.grid = FieldGrid(preview)
        self._fields.addWidget(self.grid)
        self.moving.setText("\n".join(counted(preview.moving)) or NOTHING_MOVES)
        clashes = "\n".join(clash_words(clash) for clash in preview.clashes)
        self.clashes.setText(clashes or "Nothing is on both.")
        born = (value_words("born_on", (p.details.born_on,)) for p in (preview.kept, preview.other))
        self.warning.setText(BIRTH.format(**dict(zip(("kept", "other"), born, strict=True))))
        self.warning.setVisible(preview.birth_differs)
        self.join_button.setEnabled(not preview.is_blocked)
        self.swap_button.setEnabled(True)
        self.chooser.hide()
        self.comparison.show()
        self.reason_row.show_error("")
        groups = iter(self.grid.choices.values())
        first = next((group.checkedButton() for group in groups), None) or self.reason
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_kept(self, patient: Patient) -> None:
        self.whose.setText(patient.name)
        self.facts.setText(identity_words(patient.details, self._workplace.today))

    def _choose_again(self) -> None:
        self._preview = self._asked = None
        self.problem.hide()
        self.reason.clear()
        self.comparison.hide()
        self.chooser.show()
        if self._kept is not None:
            self.chooser.show_for(self._kept)
        self.focus_first()

    def _report(self, error: BaseException) -> None:
        if isinstance(error, RefusedEntryError) and error.field == "reason":
            self.reason_row.show_error(explain(error))
            return
        self.problem.setText(explain(error))
        self.problem.show()

    def _comparison(self) -> QWidget:
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_16)
        fields = Card("What the kept record says from now on")
        fields.column.setSpacing(SPACE_8)
        fields.column.addWidget(self.warning)
        fields.column.addLayout(self._fields)
        column.addWidget(fields)
        for heading, label in (("What moves to it", self.moving), ("On both", self.clashes)):
            card = Card(heading)
            card.column.addWidget(label)
            column.addWidget(card)
        last = Card()
        last.column.setSpacing(SPACE_8)
        last.column.addWidget(PlainLabel(AFTER, "soft", wrap=True))
        last.column.addWidget(self.reason_row)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_8)
        for button in (self.other_button, self.swap_button):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self.join_button)
        last.column.addLayout(buttons)
        column.addWidget(last)
        both.hide()
        return both

    def _lay_out(self) -> None:
        head, _, _ = title_row("Join two records", WHAT)
        back = QPushButton("&Back to the patient")
        back.clicked.connect(lambda: self.closed.emit(self._kept))
        head.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        kept = Card("The record that is kept")
        for label in (self.whose, self.facts):
            kept.column.addWidget(label)
        content = QWidget()
        content.setMaximumWidth(900)
        column = QVBoxLayout(content)
        column.setContentsMargins(SPACE_24, SPACE_16, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_16)
        column.addLayout(head)
        for widget in (kept, self.problem, self.chooser, self.comparison):
            column.addWidget(widget)
        column.addStretch()
        self.problem.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))
