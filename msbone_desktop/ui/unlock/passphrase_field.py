"""A field for a passphrase that notices a caps-lock key left on."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class PassphraseField(QLineEdit):
    """Shows dots. Qt cannot ask for the state of caps lock, so it is read off what is typed."""

    caps_lock_noticed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(1024)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Compare the case of each letter with the shift key."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            letter = event.text()
            if event.key() == Qt.Key.Key_CapsLock:
                self.caps_lock_noticed.emit(False)
            elif len(letter) == 1 and letter.upper() != letter.lower():
                shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.caps_lock_noticed.emit(letter.isupper() != shifted)
        return super().eventFilter(watched, event)
