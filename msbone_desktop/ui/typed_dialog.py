"""Asks that something be typed before what cannot be taken back, or easily mixes people up."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.ui.appearance import SPACE_8, SPACE_16, SPACE_24
from msbone_desktop.ui.dialog import Dialog
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.plain_label import PlainLabel


class TypedDialog(Dialog):
    """``given`` carries what was typed, once it is the word asked for.

    Args:
        parent: The page that asks.
        title: The question.
        about: What will happen, and to whom.
        label: What to type; ``&`` marks its mnemonic.
        word: What has to be typed.
        go_on: The words of the button.
    """

    given = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        *,
        title: str,
        about: str,
        label: str,
        word: str,
        go_on: str,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("MSBone")
        self._word = word
        self.text = QLineEdit()
        self.text.setMaxLength(200)
        self.row = FormRow(label, self.text)
        self.row.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.go_on, stay = QPushButton(go_on), QPushButton("Cancel")
        self.go_on.setProperty("kind", "danger")
        self.go_on.setAutoDefault(False)
        self.go_on.clicked.connect(self._give)
        stay.setDefault(True)
        stay.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_8)
        buttons.addStretch()
        buttons.addWidget(stay)
        buttons.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_16)
        column.addWidget(PlainLabel(title, "title", wrap=True))
        column.addWidget(PlainLabel(about, "soft", wrap=True))
        column.addWidget(self.row)
        column.addLayout(buttons)
        self.setMinimumWidth(520)
        self.row.focus()

    def _give(self) -> None:
        typed = self.text.text().strip()
        if typed != self._word:
            self.row.show_error("This is not what was asked for. Nothing was done.")
            self.adjustSize()  # the sentence needs room
            self.row.focus()
            return
        self.accept()
        self.given.emit(typed)
