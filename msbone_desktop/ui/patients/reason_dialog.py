"""Asks for the reason of what is never done without one: an amendment, putting a patient away."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.ui.appearance import SPACE_8, SPACE_16, SPACE_24
from msbone_desktop.ui.dialog import Dialog
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.plain_label import PlainLabel

REASON_LIMIT = 2000


class ReasonDialog(Dialog):
    """``given`` carries the reason; by default that of an amendment.

    Args:
        parent: The page that asks.
        about: What will happen, and to whom.
        title: What is done.
        go_on: The words of the button.
        missing: What is said when there is no reason.
    """

    given = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        about: str,
        *,
        title: str = "Amend with a reason",
        go_on: str = "&Amend",
        missing: str = "Write why the signed screening has to change.",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._missing = missing
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(96)
        self.row = FormRow("&Reason", self.text, "It stands in the record with your name.")
        self.go_on, stay = QPushButton(go_on), QPushButton("Cancel")
        self.go_on.setProperty("kind", "primary")
        self.go_on.clicked.connect(self._give)
        stay.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_8)
        buttons.addStretch()
        buttons.addWidget(stay)
        buttons.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_16)
        column.addWidget(PlainLabel(title, "title"))
        column.addWidget(PlainLabel(about, "soft", wrap=True))
        column.addWidget(self.row)
        column.addLayout(buttons)
        self.setMinimumWidth(480)

    def _give(self) -> None:
        reason = self.text.toPlainText().strip()
        if not reason:
            self.row.show_error(self._missing)
        elif len(reason) > REASON_LIMIT:
            self.row.show_error(
                f"The reason has {len(reason)} characters; {REASON_LIMIT} fit. Shorten it."
            )
        else:
            self.given.emit(reason)
            self.accept()
            return
        self.adjustSize()  # the sentence needs room
        self.row.focus()
