"""Asks who is working and for the clinic's passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.errors import TooManyTriesError, WrongPassphraseError
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
PASSPHRASE_MISSING = "Enter your passphrase."
NOT_TOGETHER = (
    "This name and this passphrase do not open the clinic together. Nothing was changed. Try again."
)
ANY_NAME = "Any name, or choose one above"
CAPS_LOCK = "Caps lock seems to be on."


class UnlockPage(QWidget):
    """Opens the clinic. While the key is derived nothing can be pressed twice."""

    opened = Signal(object, str)
    """The open clinic, and the name of who opened it."""
    recovery_wanted = Signal()

    def __init__(
        self, vault: Vault, runner: BackgroundRunner, appearance: Appearance, working_name: str
    ) -> None:
        super().__init__()
        self._vault = vault
        self._runner = runner
        self._seconds = 0
        self._pause = QTimer(self)
        self._pause.setInterval(1000)
        self._pause.timeout.connect(self._count_down)
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
        self.roles = self._role_box() if vault.is_demo else None
        if self.roles is not None:
            self.name_field.setPlaceholderText(ANY_NAME)
        self.said = PlainLabel("", "caption", wrap=True)
        self.said.hide()
        self.recovery = QPushButton("Use the &recovery sheet…")
        self.recovery.setProperty("kind", "quiet")
        self.recovery.setVisible(not vault.is_demo and bool(vault.sheet_id))
        self.recovery.clicked.connect(self.recovery_wanted)
        self._lay_out(appearance)
        self.button.clicked.connect(self.unlock)
        self.name_field.returnPressed.connect(self.unlock)
        self.passphrase_field.returnPressed.connect(self.unlock)
        self.passphrase_field.caps_lock_noticed.connect(self.caps_lock.setVisible)

    def focus_first(self) -> None:
        """Go to the first field that is still empty."""
        (self.passphrase if self.name_field.text() else self.name).focus()

    def say(self, sentence: str, name: str = "") -> None:
        """Say what was done before, and whose turn it is."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        if name:
            self.name_field.setText(name)
            self.passphrase_field.clear()
            self.passphrase.show_error("")

    def unlock(self) -> None:
        """Open the clinic, or say under the field why not."""
        if not self.button.isEnabled():
            return
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
        wrong = isinstance(error, WrongPassphraseError)
        self.passphrase.show_error(NOT_TOGETHER if wrong else explain(error))
        self.passphrase.focus()
        self.passphrase_field.selectAll()
        if isinstance(error, TooManyTriesError):
            self._wait(error.seconds)
        elif wrong:
            self._wait(self._vault.wait(self.name_field.text()))

    def _wait(self, seconds: int) -> None:
        """Let nothing be tried for a while after wrong passphrases; count down aloud."""
        self._seconds = seconds
        if seconds:
            self._pause.start()
            self.button.setEnabled(False)
            self.button.setText(f"Wait {seconds} s")

    def _count_down(self) -> None:
        self._seconds -= 1
        if self._seconds > 0:
            self.button.setText(f"Wait {self._seconds} s")
            return
        self._pause.stop()
        self.button.setEnabled(True)
        self.button.setText("&Unlock")

    def _role_box(self) -> QComboBox:
        """Offer the people of the demo clinic: what a role cannot do is not there for it."""
        from msbone_desktop.domain.accounts import ROLE_WORDS
        from msbone_desktop.services.demo.staff import STAFF

        box = QComboBox()
        box.setAccessibleName("Work in the demo clinic as")
        box.addItem("Work as…", "")
        for name, role in STAFF:
            box.addItem(f"{ROLE_WORDS[role]}: {name}", name)
        box.activated.connect(self._work_as)
        return box

    def _work_as(self, number: int) -> None:
        name = "" if self.roles is None else self.roles.itemData(number)
        if name:
            self.name_field.setText(name)
            self.passphrase.focus()

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
        if self.roles is not None:
            column.addWidget(_demo_note(self._vault.hint, self.roles))
        column.addWidget(self.said)
        column.addWidget(self.name)
        column.addWidget(self.passphrase)
        column.addWidget(self.caps_lock)
        column.addSpacing(SPACE_4)
        column.addWidget(self.button)
        column.addWidget(self.progress)
        at_left = QHBoxLayout()
        at_left.addWidget(self.recovery)
        at_left.addStretch()
        column.addLayout(at_left)
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


def _demo_note(hint: str, roles: QComboBox) -> QFrame:
    frame = QFrame()
    frame.setProperty("kind", "tint")
    badge = PlainLabel("DEMO", "demo")
    words = PlainLabel("All patients here are made up. The passphrase is:", "caption", wrap=True)
    passphrase = PlainLabel(hint, "strong", wrap=True)
    passphrase.let_copy()
    passphrase.setAccessibleName(f"Passphrase of the demo clinic: {hint}")
    row = QHBoxLayout()
    row.setSpacing(SPACE_12)
    row.addWidget(badge)
    row.addWidget(words, 1)
    column = QVBoxLayout(frame)
    column.setContentsMargins(SPACE_16, SPACE_12, SPACE_16, SPACE_12)
    column.setSpacing(SPACE_4)
    column.addLayout(row)
    column.addWidget(roles)
    if hint:
        column.insertWidget(1, passphrase)
    else:
        words.setText("All patients here are made up.")
    return frame
