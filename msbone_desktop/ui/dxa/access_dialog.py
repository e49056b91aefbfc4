"""The dialog for what a person needs so that she can be scanned."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from msbone_desktop.domain.access import AccessCard
from msbone_desktop.domain.answers import Absence
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.dxa.asking import KeepingDialog
from msbone_desktop.ui.page import scrolling
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.answer_field import AnswerField
from msbone_desktop.ui.widgets.date_editor import day_first
from msbone_desktop.ui.widgets.fields import ChoiceField, DateField, ThreeWayField
from msbone_desktop.ui.widgets.note_field import NoteField
from msbone_desktop.ui.widgets.reading.dates import DateOrder

CHOICES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "transfer": (
        "Transfer onto the table",
        (
            ("alone", "Alone"),
            ("one_person", "With one person"),
            ("two_people", "With two people"),
            ("hoist", "With a hoist"),
        ),
    ),
    "wheelchair": (
        "Wheelchair",
        (("no", "No"), ("part_time", "Part of the time"), ("full_time", "Full time")),
    ),
}
YES_NO: dict[str, str] = {
    "lies_flat": "Can lie flat for fifteen minutes",
    "spasticity": "Spasticity that hinders positioning",
    "metal_left_hip": "Metalwork in the left hip",
    "metal_right_hip": "Metalwork in the right hip",
    "metal_spine": "Metalwork in the spine",
    "metal_left_forearm": "Metalwork in the left forearm",
    "metal_right_forearm": "Metalwork in the right forearm",
    "pump": "Implanted pump (e.g. baclofen)",
}
PREGNANCY = (("yes", "Yes"), ("no", "No"), ("does_not_apply", "Does not apply"))
NOTE_LIMIT = 1000


class AccessDialog(KeepingDialog):
    """Asks each question as a screening does: unanswered, not known and declined are no "no"."""

    def __init__(
        self,
        appearance: Appearance,
        card: AccessCard,
        latest: Callable[[], date],
        order: Callable[[], DateOrder] = day_first,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._card = card
        self.setWindowTitle("Access to the scan")
        self.setSizeGripEnabled(True)
        self.fields: dict[str, AnswerField] = {
            name: ChoiceField(appearance, name, label, words)
            for name, (label, words) in CHOICES.items()
        }
        self.fields |= {
            name: ThreeWayField(appearance, name, label) for name, label in YES_NO.items()
        }
        self.fields["may_be_pregnant"] = ChoiceField(
            appearance, "may_be_pregnant", "May be pregnant", PREGNANCY,
            "Asked again on the day of each booking.",
        )  # fmt: skip
        self.asked_on = DateField(
            appearance, "pregnancy_asked_on", "Pregnancy asked about on", latest, order,
            "Today, if left empty.",
        )  # fmt: skip
        self.note = NoteField("Note for the scanning centre")
        self.complaint.hide()
        self._show(card)
        self._lay_out()
        self.fields["transfer"].setFocus()

    def card(self) -> AccessCard:
        """Return the card as it stands in the dialog."""
        answers: dict[str, Any] = {name: field.answer() for name, field in self.fields.items()}
        asked = self.asked_on.answer()
        return replace(
            self._card,
            **answers,
            pregnancy_asked_on=None if isinstance(asked, Absence) else asked,
            note=self.note.note().strip(),
        )

    def accept(self) -> None:
        """Keep the card, unless something is wrong."""
        if self.asked_on.problem():
            self.asked_on.mend_first()
        elif len(self.note.note().strip()) > NOTE_LIMIT:
            self.refuse(f"The note is too long: {NOTE_LIMIT} characters are kept.")
            self.note.setFocus()
        else:
            self.hand_over()

    def _show(self, card: AccessCard) -> None:
        for name, field in self.fields.items():
            field.show_answer(getattr(card, name))
        if card.pregnancy_asked_on is not None:
            self.asked_on.show_answer(card.pregnancy_asked_on)
        self.note.show_note(card.note)
        # A new answer has a new day: the day of the old one is not taken over.
        self.fields["may_be_pregnant"].edited.connect(
            lambda: self.asked_on.show_answer(Absence.NOT_ASKED)
        )

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(4)
        column.addWidget(PlainLabel("Access to the scan", "title"))
        column.addWidget(self.whose)
        column.addWidget(
            PlainLabel(
                "What the scanning centre has to know. It decides which sites are suggested, and "
                "stands on the DXA request.",
                "soft",
                wrap=True,
            )
        )
        column.addSpacing(8)
        for field in (*self.fields.values(), self.asked_on):
            column.addWidget(field)
        column.addWidget(PlainLabel("Note for the scanning centre"))
        column.addWidget(self.note)
        column.addStretch(1)
        keep = QPushButton("Keep the card")
        keep.setProperty("kind", "primary")
        keep.setAutoDefault(False)
        buttons = QDialogButtonBox()
        buttons.addButton(keep, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 8, 24, 16)
        foot.addWidget(self.complaint)
        foot.addWidget(buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scrolling(content), 1)
        outer.addLayout(foot)
        room = self.screen().availableGeometry().size()
        self.resize(QSize(760, 720).boundedTo(room - QSize(40, 40)))
