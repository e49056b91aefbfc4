"""Asks what goes on the patient's page: which findings, how she moves, how large the type is."""

from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.papers import TypeSize, Variant
from msbone_desktop.ui.appearance import SPACE_12, SPACE_16, SPACE_24
from msbone_desktop.ui.dialog import Dialog
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.page import scrolling
from msbone_desktop.ui.plain_label import PlainLabel

TICKS_HEIGHT = 320
"""Of the list of findings, at least where there are many; more on a larger screen."""
VARIANTS: tuple[tuple[Variant | None, str], ...] = (
    (None, "As in the newest screening"),
    ("walking", "Walks without an aid"),
    ("aid", "Uses an aid"),
    ("wheelchair", "Uses a wheelchair"),
)


class HandoutDialog(Dialog):
    """``given``: released rules, variant and size. Nothing is released that is not ticked."""

    given = Signal(tuple, object, int)

    def __init__(
        self,
        parent: QWidget,
        name: str,
        findings: tuple[tuple[str, str], ...],
        released: tuple[str, ...],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Handout")
        self.setMinimumWidth(460)
        self.boxes: dict[str, QCheckBox] = {}
        self.variant, self.type_size = QComboBox(), QComboBox()
        for word, words in VARIANTS:
            self.variant.addItem(words, word)
        for size in get_args(TypeSize):
            self.type_size.addItem(f"{size} point", size)
        self.type_size.setCurrentIndex(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_12)
        column.addWidget(PlainLabel("Handout for the patient", "title"))
        column.addWidget(PlainLabel(name, "soft", wrap=True))
        if findings:
            column.addWidget(PlainLabel("Findings for the patient's page", "strong"))
            column.addWidget(self._tick_list(findings, released), 1)
        column.addWidget(FormRow("&How the patient moves", self.variant))
        column.addWidget(FormRow("&Type", self.type_size))
        self.yes = QPushButton("&Preview")
        self.yes.setProperty("kind", "primary")
        self.yes.setDefault(True)
        buttons = QDialogButtonBox()
        buttons.addButton(self.yes, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._give)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _tick_list(
        self, findings: tuple[tuple[str, str], ...], released: tuple[str, ...]
    ) -> QScrollArea:
        """Return a box to tick for each finding; many of them scroll, the buttons stay in sight."""
        ticks = QWidget()
        column = QVBoxLayout(ticks)
        column.setContentsMargins(0, 0, SPACE_12, 0)
        column.setSpacing(SPACE_12)
        for rule, words in findings:
            box = QCheckBox(words)
            box.setChecked(rule in released)
            self.boxes[rule] = box
            column.addWidget(box)
        column.addStretch()
        area = scrolling(ticks)
        area.setMinimumHeight(min(ticks.sizeHint().height(), TICKS_HEIGHT))
        area.setMinimumWidth(ticks.sizeHint().width())
        return area

    def _give(self) -> None:
        chosen = tuple(rule for rule, box in self.boxes.items() if box.isChecked())
        self.accept()
        self.given.emit(chosen, self.variant.currentData(), self.type_size.currentData())
