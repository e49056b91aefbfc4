"""A field for a passphrase that notices a caps-lock key left on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class PassphraseField(QLineEdit):
    """Shows dots. Qt cannot ask for the state of caps lock, so it is read off what is typed."""

    caps_lock_noticed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(1024)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Compare the case of each letter with the shift key."""
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self.caps_lock_noticed.emit(False)
        elif len(letter) == 1 and letter.upper() != letter.lower():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock_noticed.emit(letter.isupper() != shifted)
        super().keyPressEvent(event)
