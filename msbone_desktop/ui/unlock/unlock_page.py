"""Asks who is working and for the clinic's passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.ui.appearance import SPACE_4, SPACE_8, SPACE_12, SPACE_16, Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.unlock.passphrase_field import PassphraseField

if TYPE_CHECKING:
    from msbone_desktop.services.clinic import Clinic
    from msbone_desktop.services.vault import Vault

NAME_MISSING = "Enter your name: what you sign is signed with it."
PASSPHRASE_MISSING = "Enter the passphrase of this clinic."
CAPS_LOCK = "Caps lock seems to be on."


class UnlockPage(QWidget):
    """Opens the clinic. While the key is derived nothing can be pressed twice."""

    opened = Signal(object, str)
    """The open clinic, and the name of who opened it."""

    def __init__(
        self, vault: Vault, runner: BackgroundRunner, appearance: Appearance, working_name: str
    ) -> None:
        super().__init__()
        self._vault = vault
        self._runner = runner
        self.name_field = QLineEdit(working_name)
        self.passphrase_field = PassphraseField()
        self.name = FormRow("Your &name", self.name_field)
        self.passphrase = FormRow("&Passphrase", self.passphrase_field)
        self.caps_lock = PlainLabel(CAPS_LOCK, "caption")
        self.caps_lock.hide()
        self.button = QPushButton("&Unlock")
        self.button.setProperty("kind", "primary")
        self.button.setDefault(True)
        self.progress = busy_bar("Opening the clinic")
        self._lay_out(appearance)
        self.button.clicked.connect(self.unlock)
        self.name_field.returnPressed.connect(self.unlock)
        self.passphrase_field.returnPressed.connect(self.unlock)
        self.passphrase_field.caps_lock_noticed.connect(self.caps_lock.setVisible)

    def focus_first(self) -> None:
        """Go to the first field that is still empty."""
        (self.passphrase if self.name_field.text() else self.name).focus()

    def unlock(self) -> None:
        """Open the clinic, or say under the field why not."""
        name, passphrase = self.name_field.text().strip(), self.passphrase_field.text()
        self.name.show_error("" if name else NAME_MISSING)
        self.passphrase.show_error("" if passphrase else PASSPHRASE_MISSING)
        if not name or not passphrase:
            (self.passphrase if name else self.name).focus()
            return
        self._set_busy(True)

        def work() -> Clinic:
            return self._vault.unlock(passphrase, name)

        self._runner.run(
            owner=self,
            work=work,
            on_success=lambda clinic: self._opened(clinic, name),
            on_failure=self._refused,
        )

    def _opened(self, clinic: Clinic, name: str) -> None:
        self._set_busy(False)
        self.passphrase_field.clear()
        self.opened.emit(clinic, name)

    def _refused(self, error: BaseException) -> None:
        self._set_busy(False)
        self.passphrase.show_error(explain(error))
        self.passphrase.focus()
        self.passphrase_field.selectAll()

    def _set_busy(self, busy: bool) -> None:
        for widget in (self.name, self.passphrase, self.button):
            widget.setEnabled(not busy)
        self.button.setText("Unlocking…" if busy else "&Unlock")
        self.progress.setRange(0, 0 if busy else 1)
        self.progress.setVisible(busy)

    def _lay_out(self, appearance: Appearance) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_16)
        column.addStretch(2)
        column.addLayout(mark(appearance, "Bone health in multiple sclerosis"))
        column.addSpacing(SPACE_8)
        if self._vault.is_demo:
            column.addWidget(_demo_note(self._vault.hint))
        column.addWidget(self.name)
        column.addWidget(self.passphrase)
        column.addWidget(self.caps_lock)
        column.addSpacing(SPACE_4)
        column.addWidget(self.button)
        column.addWidget(self.progress)
        column.addStretch(3)
        column.addWidget(
            PlainLabel(
                "MSBone shows what a guideline says about what was entered. The clinician decides.",
                "caption",
                wrap=True,
            )
        )


def mark(appearance: Appearance, line: str) -> QVBoxLayout:
    """Return the program's name with its icon, and one line under it."""
    icon = PlainLabel()
    appearance.keep_icon(icon, "bone", lambda tokens: tokens.accent, 32)
    top = QHBoxLayout()
    top.setSpacing(SPACE_12)
    top.addWidget(icon)
    top.addWidget(PlainLabel("MSBone", "display"))
    top.addStretch()
    column = QVBoxLayout()
    column.setSpacing(SPACE_4)
    column.addLayout(top)
    column.addWidget(PlainLabel(line, "soft", wrap=True))
    return column


def busy_bar(accessible_name: str) -> QProgressBar:
    """Return a thin bar that moves while work is going on, hidden for now."""
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setAccessibleName(accessible_name)
    bar.hide()
    return bar


def _demo_note(hint: str) -> QFrame:
    frame = QFrame()
    frame.setProperty("kind", "tint")
    badge = PlainLabel("DEMO", "demo")
    words = PlainLabel("All patients here are made up. The passphrase is:", "caption", wrap=True)
    passphrase = PlainLabel(hint, "strong", wrap=True)
    passphrase.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    passphrase.setAccessibleName(f"Passphrase of the demo clinic: {hint}")
    row = QHBoxLayout()
    row.setSpacing(SPACE_12)
    row.addWidget(badge)
    row.addWidget(words, 1)
    column = QVBoxLayout(frame)
    column.setContentsMargins(SPACE_16, SPACE_12, SPACE_16, SPACE_12)
    column.setSpacing(SPACE_4)
    column.addLayout(row)
    if hint:
        column.addWidget(passphrase)
    else:
        words.setText("All patients here are made up.")
    return frame
