"""Makes the clinic on a computer that has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.ui.appearance import SPACE_8, SPACE_16, Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.unlock.passphrase_field import PassphraseField
from msbone_desktop.ui.unlock.unlock_page import CAPS_LOCK, NAME_MISSING, busy_bar, mark

if TYPE_CHECKING:
    from msbone_desktop.services.clinic import Clinic
    from msbone_desktop.services.vault import Vault

SHORTEST_PASSPHRASE = 12


class CreateClinicPage(QWidget):
    """Asks for the clinic's name and a passphrase, twice, because nobody can recover it."""

    opened = Signal(object, str)
    """The open clinic, and the name of who opened it."""

    def __init__(
        self, vault: Vault, runner: BackgroundRunner, appearance: Appearance, working_name: str
    ) -> None:
        super().__init__()
        self._vault = vault
        self._runner = runner
        self.clinic_field = QLineEdit()
        self.name_field = QLineEdit(working_name)
        self.passphrase_field = PassphraseField()
        self.again_field = PassphraseField()
        self.clinic = FormRow("Name of the &clinic", self.clinic_field)
        self.name = FormRow("Your &name", self.name_field)
        self.passphrase = FormRow(
            "&Passphrase",
            self.passphrase_field,
            f"At least {SHORTEST_PASSPHRASE} characters. Several plain words are easiest to "
            "keep. Without it the records cannot be opened by anyone.",
        )
        self.again = FormRow("Passphrase a&gain", self.again_field)
        self.caps_lock = PlainLabel(CAPS_LOCK, "caption")
        self.caps_lock.hide()
        self.button = QPushButton("Create the c&linic")
        self.button.setProperty("kind", "primary")
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.hide()
        self.progress = busy_bar("Creating the clinic")
        self._lay_out(appearance)
        self.button.clicked.connect(self.create_clinic)
        for field in (self.clinic_field, self.name_field, self.passphrase_field, self.again_field):
            field.returnPressed.connect(self.create_clinic)
        for field in (self.passphrase_field, self.again_field):
            field.caps_lock_noticed.connect(self.caps_lock.setVisible)

    def focus_first(self) -> None:
        """Go to the first field."""
        self.clinic.focus()

    def create_clinic(self) -> None:
        """Make the clinic and open it, or say under each field what is missing."""
        faults = self._faults()
        for row in self._rows:
            row.show_error(faults.get(row, ""))
        self.problem.hide()
        if faults:
            next(row for row in self._rows if row in faults).focus()
            return
        name, passphrase = self.name_field.text().strip(), self.passphrase_field.text()
        clinic_name = self.clinic_field.text().strip()
        self._set_busy(True)

        def work() -> Clinic:
            from msbone_desktop.domain.clinic import ClinicIdentity

            self._vault.create(passphrase, ClinicIdentity(name=clinic_name))
            return self._vault.unlock(passphrase, name)

        self._runner.run(
            owner=self,
            work=work,
            on_success=lambda clinic: self._opened(clinic, name),
            on_failure=self._refused,
        )

    @property
    def _rows(self) -> tuple[FormRow, ...]:
        return (self.clinic, self.name, self.passphrase, self.again)

    def _faults(self) -> dict[FormRow, str]:
        faults = {}
        if not self.clinic_field.text().strip():
            faults[self.clinic] = "Enter the name of the clinic: it stands on every page."
        if not self.name_field.text().strip():
            faults[self.name] = NAME_MISSING
        if len(self.passphrase_field.text()) < SHORTEST_PASSPHRASE:
            faults[self.passphrase] = (
                f"The passphrase is shorter than {SHORTEST_PASSPHRASE} characters. "
                "Add another word."
            )
        elif self.again_field.text() != self.passphrase_field.text():
            faults[self.again] = "The two passphrases differ. Enter the same one twice."
        return faults

    def _opened(self, clinic: Clinic, name: str) -> None:
        self._set_busy(False)
        self.passphrase_field.clear()
        self.again_field.clear()
        self.opened.emit(clinic, name)

    def _refused(self, error: BaseException) -> None:
        self._set_busy(False)
        if isinstance(error, RefusedEntryError) and error.field == "passphrase":
            self.passphrase.show_error(explain(error))
            self.passphrase.focus()
            return
        self.problem.setText(explain(error))
        self.problem.show()

    def _set_busy(self, busy: bool) -> None:
        for widget in (*self._rows, self.button):
            widget.setEnabled(not busy)
        self.button.setText("Creating…" if busy else "Create the c&linic")
        self.progress.setRange(0, 0 if busy else 1)
        self.progress.setVisible(busy)

    def _lay_out(self, appearance: Appearance) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_16)
        column.addStretch(2)
        column.addLayout(mark(appearance, "There is no clinic on this computer yet. Create one."))
        column.addSpacing(SPACE_8)
        for row in self._rows:
            column.addWidget(row)
        column.addWidget(self.caps_lock)
        column.addWidget(self.problem)
        column.addWidget(self.button)
        column.addWidget(self.progress)
        column.addStretch(3)
