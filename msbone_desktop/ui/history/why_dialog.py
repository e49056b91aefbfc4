"""Asks why a patient is opened who is on no list of today."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.patients import PatientId
from msbone_desktop.ui.appearance import SPACE_8, SPACE_16, SPACE_24
from msbone_desktop.ui.dialog import Dialog
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.workplace import Workplace

ABOUT = (
    "This patient has no draft and is on no list of today. The reason stands in the history "
    "beside your name. In an emergency, write that: nothing is refused."
)


class WhyDialog(Dialog):
    """``given`` carries the reason; Cancel opens nothing."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Open this record?")
        self.text = QLineEdit()
        self.text.setMaxLength(500)
        self.row = FormRow("&Reason", self.text)
        self.go_on, self.stay = QPushButton("&Open"), QPushButton("Cancel")
        self.go_on.setProperty("kind", "primary")
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self._give)
        self.stay.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_8)
        buttons.addStretch()
        buttons.addWidget(self.stay)
        buttons.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_16)
        column.addWidget(PlainLabel("Why is this record opened?", "title"))
        column.addWidget(PlainLabel(ABOUT, "soft", wrap=True))
        column.addWidget(self.row)
        column.addLayout(buttons)
        self.setMinimumWidth(480)
        self.text.setFocus()

    def _give(self) -> None:
        reason = self.text.text().strip()
        if not reason:
            self.row.show_error("Write why this record is opened.")
            self.row.focus()
            return
        self.accept()
        self.given.emit(reason)


def ask_first(
    workplace: Workplace,
    owner: QObject,
    patient: PatientId,
    then: Callable[[PatientId], None],
    wanted: Callable[[], bool],
) -> None:
    """Go on to ``then``, after a reason was given where the clinic wants one.

    Nothing is asked or opened once ``wanted`` is false: somebody went elsewhere meanwhile.
    """
    audit = workplace.clinic.audit

    def given(reason: str) -> None:
        audit.give_reason(patient, reason)
        then(patient)

    def ask() -> None:
        dialog = WhyDialog(QApplication.activeWindow())
        dialog.given.connect(given)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def go_on(asks: bool) -> None:
        if wanted():
            ask() if asks else then(patient)

    workplace.runner.run(
        owner=owner,
        work=lambda: audit.asks_reason(patient),
        on_success=go_on,
        on_failure=lambda _: go_on(False),  # that page says what is wrong
    )
