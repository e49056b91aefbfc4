"""A field for a passphrase that notices a caps-lock key left on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class PassphraseField(QLineEdit):
    """Shows dots. Qt cannot ask for the state of caps lock, so it is read off what is typed."""

    caps_lock_noticed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(1024)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Compare the case of each letter with the shift key."""
        from PySide6.QtCore import Qt  # late: showing the field needs none of it

        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self.caps_lock_noticed.emit(False)
        elif len(letter) == 1 and letter.upper() != letter.lower():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock_noticed.emit(letter.isupper() != shifted)
        super().keyPressEvent(event)
