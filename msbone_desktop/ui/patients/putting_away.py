"""Puts the patient of a page into the bin, and offers at once to take that back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.patients import Patient, PatientId
from msbone_desktop.ui.appearance import SPACE_8, SPACE_16, SPACE_24
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.page import Card
from msbone_desktop.ui.patients.reason_dialog import ReasonDialog
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.workplace import Workplace

ABOUT = (
    "{name} leaves every list, the search and the reminders. Nothing is deleted: the record "
    "lies in the bin under Settings, and comes back whole when it is taken out."
)
DONE = "The record is in the bin. Nobody finds it until it is taken out, here or under Settings."


class PuttingAway(QWidget):
    """Stands in place of the record after it was put away, until the page goes on.

    ``done``: the patient was put away. ``undone`` carries who was taken out again. ``refused``
    carries the sentence.
    """

    done = Signal(object)
    undone = Signal(object)
    refused = Signal(str)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._whom: PatientId | None = None
        self.words = PlainLabel(DONE, wrap=True)
        self.undo_button = QPushButton("&Undo (Ctrl+Z)")
        self.undo_button.setAccessibleName("Undo: take the record out of the bin")
        self.undo_button.clicked.connect(self.undo)
        keys = QShortcut(QKeySequence("Ctrl+Z"), self)
        keys.setContext(Qt.ShortcutContext.WindowShortcut)
        keys.activated.connect(self.undo)
        card = Card("Put into the bin")
        card.column.setSpacing(SPACE_16)
        card.column.addWidget(self.words)
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        row.addWidget(self.undo_button)
        row.addStretch()
        card.column.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_16, SPACE_24, SPACE_16)
        column.addWidget(card)
        column.addStretch()
        self.hide()

    @property
    def may(self) -> bool:
        """Whether whoever works here may put patients away at all."""
        return self._workplace.clinic.actor.may(Permission.ARCHIVE)

    def ask(self, patient: Patient) -> ReasonDialog:
        """Ask why, then put ``patient`` away."""
        dialog = ReasonDialog(
            self.parentWidget() or self,
            ABOUT.format(name=patient.name),
            title="Put into the bin",
            go_on="P&ut into the bin",
            missing="Write why this record is put away.",
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.given.connect(lambda reason: self._put(patient.id, reason))
        dialog.open()
        return dialog

    def undo(self) -> None:
        """Take out again who was put away last on this page."""
        patient, self._whom = self._whom, None
        if patient is None:
            return
        self._workplace.runner.run(
            owner=self,
            work=lambda: self._workplace.clinic.bin.take_out(patient),
            on_success=lambda _: self._taken_out(patient),
            on_failure=lambda error: self.words.setText(explain(error)),
        )

    def forget(self) -> None:
        """Offer no undo any more: the page goes on to somebody else."""
        self._whom = None
        self.hide()

    def _put(self, patient: PatientId, reason: str) -> None:
        self._workplace.runner.run(
            owner=self,
            work=lambda: self._workplace.clinic.bin.put(patient, reason),
            on_success=lambda _: self._put_away(patient),
            on_failure=lambda error: self.refused.emit(explain(error)),
        )

    def _put_away(self, patient: PatientId) -> None:
        self._whom = patient
        self.words.setText(DONE)
        self.done.emit(patient)

    def _taken_out(self, patient: PatientId) -> None:
        self.hide()
        self.undone.emit(patient)
