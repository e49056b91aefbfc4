"""Asks for the reason of an amendment; a signed screening is never changed without one."""

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
    """``given`` carries the reason. The signed screening stays as it is beside the new one."""

    given = Signal(str)

    def __init__(self, parent: QWidget, about: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Amend a signed screening")
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(96)
        self.row = FormRow("&Reason", self.text, "It stands in the record with your name.")
        go_on, stay = QPushButton("&Amend"), QPushButton("Cancel")
        go_on.setProperty("kind", "primary")
        go_on.clicked.connect(self._give)
        stay.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_8)
        buttons.addStretch()
        buttons.addWidget(stay)
        buttons.addWidget(go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_16)
        column.addWidget(PlainLabel("Amend with a reason", "title"))
        column.addWidget(PlainLabel(about, "soft", wrap=True))
        column.addWidget(self.row)
        column.addLayout(buttons)
        self.setMinimumWidth(480)

    def _give(self) -> None:
        reason = self.text.toPlainText().strip()
        if not reason:
            self.row.show_error("Write why the signed screening has to change.")
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
