"""Sets a new passphrase by the recovery sheet, when one was forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.ui.appearance import SPACE_8, SPACE_16, Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.unlock.new_passphrase import NewPassphrase
from msbone_desktop.ui.unlock.unlock_page import busy_bar, mark

if TYPE_CHECKING:
    from msbone_desktop.services.vault import Vault

ABOUT = (
    "Take the sheet with the number {sheet}. It sets one new passphrase and opens nothing "
    "afterwards; the next lead who unlocks prints a new one."
)


class RecoverPage(QWidget):
    """``done`` carries the name of the person whose passphrase was set."""

    done = Signal(str)
    left = Signal()

    def __init__(
        self, vault: Vault, runner: BackgroundRunner, appearance: Appearance, working_name: str
    ) -> None:
        super().__init__()
        self._vault, self._runner = vault, runner
        self.code_field, self.name_field = QLineEdit(), QLineEdit(working_name)
        self.code_field.setMaxLength(200)
        self.code_field.setPlaceholderText("Nine groups of four")
        self.name_field.setMaxLength(200)
        self.code = FormRow("Recovery &code", self.code_field)
        self.name = FormRow("&Name of the person", self.name_field)
        self.passphrase = NewPassphrase(lambda: (self.name_field.text(),), "New &passphrase")
        self.button = QPushButton("&Set the passphrase")
        self.button.setProperty("kind", "primary")
        self.back = QPushButton("&Back")
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.hide()
        self.progress = busy_bar("Setting the passphrase")
        self._lay_out(appearance)
        self.button.clicked.connect(self.recover)
        self.back.clicked.connect(self.left)
        for field in (self.code_field, self.name_field):
            field.returnPressed.connect(self.recover)
        self.passphrase.returned.connect(self.recover)

    def focus_first(self) -> None:
        """Go to the code."""
        self.code.focus()

    def recover(self) -> None:
        """Set the passphrase, or say under each field what is wrong."""
        if not self.button.isEnabled():
            return
        self.problem.hide()
        typed, name = self.code_field.text().strip(), self.name_field.text().strip()
        self.code.show_error("" if typed else "Type the code that stands on the sheet.")
        self.name.show_error("" if name else "Enter whose passphrase is set.")
        row = self.passphrase.check()
        missing = self.code if not typed else self.name if not name else row
        if isinstance(missing, FormRow):
            missing.focus()
            return
        passphrase = self.passphrase.text
        self._set_busy(True)
        self._runner.run(
            owner=self,
            work=lambda: self._vault.recover(typed, name, passphrase),
            on_success=lambda _: self._recovered(name),
            on_failure=self._refused,
        )

    def _recovered(self, name: str) -> None:
        self._set_busy(False)
        self.passphrase.clear()
        self.code_field.clear()
        self.done.emit(name)

    def _refused(self, error: BaseException) -> None:
        self._set_busy(False)
        rows = {"code": self.code, "name": self.name, "passphrase": self.passphrase.first}
        row = rows.get(error.field) if isinstance(error, RefusedEntryError) else None
        if row is None:
            self.problem.setText(explain(error))
            self.problem.show()
            return
        row.show_error(explain(error))
        row.focus()

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.code, self.name, self.passphrase, self.button, self.back):
            widget.setEnabled(not busy)
        self.progress.setRange(0, 0 if busy else 1)
        self.progress.setVisible(busy)

    def _lay_out(self, appearance: Appearance) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_8)
        buttons.addWidget(self.back)
        buttons.addStretch()
        buttons.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_16)
        column.addStretch(2)
        column.addLayout(mark(appearance, "A passphrase was forgotten"))
        column.addWidget(PlainLabel(ABOUT.format(sheet=self._vault.sheet_id), "soft", wrap=True))
        for row in (self.code, self.name, self.passphrase, self.problem):
            column.addWidget(row)
        column.addLayout(buttons)
        column.addWidget(self.progress)
        column.addStretch(3)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
