"""Makes the clinic on a computer that has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.ui.appearance import SPACE_8, SPACE_16, Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.unlock.new_passphrase import NewPassphrase
from msbone_desktop.ui.unlock.unlock_page import NAME_MISSING, busy_bar, mark

if TYPE_CHECKING:
    from msbone_desktop.services.clinic import Clinic
    from msbone_desktop.services.vault import Vault

CLINIC_MISSING = "Enter the name of the clinic: it stands on every page."
NOT_YET = "There is no clinic on this computer yet. Create one."
FILE_GONE = (
    "A clinic's key file (clinic.keys) lies here without the clinic's file (clinic.msbone) that it "
    "opens. If there was a clinic here, put that file back before you go on. A new clinic leaves "
    "the former key file beside its own."
)
WHAT_COMES = (
    "You become the lead of this clinic: you let the others in, each with a passphrase of her own. "
    "Next comes a recovery sheet, for the day on which a passphrase is forgotten."
)


class CreateClinicPage(QWidget):
    """Asks for the clinic, its first lead and her passphrase; the recovery sheet comes next."""

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
        self.clinic = FormRow("Name of the &clinic", self.clinic_field)
        self.name = FormRow("Your &name", self.name_field)
        self.passphrase = NewPassphrase(
            lambda: (self.clinic_field.text(), self.name_field.text()), "&Your passphrase"
        )
        self.button = QPushButton("Create the c&linic")
        self.button.setProperty("kind", "primary")
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.hide()
        self.progress = busy_bar("Creating the clinic")
        self._lay_out(appearance)
        self.button.clicked.connect(self.create_clinic)
        for field in (self.clinic_field, self.name_field):
            field.returnPressed.connect(self.create_clinic)
        self.passphrase.returned.connect(self.create_clinic)

    def focus_first(self) -> None:
        """Go to the first field."""
        self.clinic.focus()

    def create_clinic(self) -> None:
        """Make the clinic and open it, or say under each field what is missing."""
        self.problem.hide()
        wrong = self._first_wrong()
        if wrong is not None:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        name, passphrase = self.name_field.text().strip(), self.passphrase.text
        clinic_name = self.clinic_field.text().strip()
        self._set_busy(True)

        def work() -> Clinic:
            from msbone_desktop.domain.clinic import ClinicIdentity
            from msbone_desktop.services.entrance import checked_name

            checked_name(name)  # before anything is made
            self._vault.create(passphrase, ClinicIdentity(name=clinic_name))
            return self._vault.unlock(passphrase, name)

        self._runner.run(
            owner=self,
            work=work,
            on_success=lambda clinic: self._opened(clinic, name),
            on_failure=self._refused,
        )

    def _first_wrong(self) -> QWidget | None:
        """Say under each field what is missing; return the first one to go to."""
        clinic, name = self.clinic_field.text().strip(), self.name_field.text().strip()
        self.clinic.show_error("" if clinic else CLINIC_MISSING)
        self.name.show_error("" if name else NAME_MISSING)
        row = self.passphrase.check()
        if not clinic:
            return self.clinic_field
        if not name:
            return self.name_field
        return row.field if isinstance(row, FormRow) else None

    def _opened(self, clinic: Clinic, name: str) -> None:
        self._set_busy(False)
        self.passphrase.clear()
        self.opened.emit(clinic, name)

    def _refused(self, error: BaseException) -> None:
        self._set_busy(False)
        if isinstance(error, RefusedEntryError) and error.field == "passphrase":
            self.passphrase.refuse(explain(error))
            return
        if isinstance(error, RefusedEntryError) and error.field == "name":
            self.name.show_error(explain(error))
            self.name.focus()
            return
        self.problem.setText(explain(error))
        self.problem.show()

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.clinic, self.name, self.passphrase, self.button):
            widget.setEnabled(not busy)
        self.button.setText("Creating…" if busy else "Create the c&linic")
        self.progress.setRange(0, 0 if busy else 1)
        self.progress.setVisible(busy)

    def _lay_out(self, appearance: Appearance) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_16)
        column.addStretch(2)
        lost = self._vault.has_lost_its_file
        column.addLayout(mark(appearance, "Bone health in multiple sclerosis" if lost else NOT_YET))
        if lost:
            column.addWidget(PlainLabel(FILE_GONE, "error", wrap=True))
        column.addSpacing(SPACE_8)
        for row in (self.clinic, self.name, self.passphrase):
            column.addWidget(row)
        column.addWidget(PlainLabel(WHAT_COMES, "caption", wrap=True))
        column.addWidget(self.problem)
        column.addWidget(self.button)
        column.addWidget(self.progress)
        column.addStretch(3)
