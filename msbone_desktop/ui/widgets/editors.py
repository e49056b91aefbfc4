"""What stands between a person's hands and one value: the editors that fields are made of."""

from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QMetaMethod, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from msbone_desktop.ui.widgets.reading.numbers import UnreadableError


class Editor(QWidget):
    """Edits one value. Starts blank, and is blank again only when a person empties it."""

    edited = Signal()
    """A person changed what is typed or chosen."""
    left = Signal()
    """The person is done with it: what is wrong may be said now."""
    entered = Signal()
    """Enter was pressed."""
    backspaced = Signal()
    """Backspace was pressed where nothing is left to delete."""

    def blank(self) -> bool:
        """Tell whether nothing is typed or chosen."""
        raise NotImplementedError

    def value(self) -> Any:
        """Return the value; only asked when it is not blank and without a problem."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show ``value``, or nothing for None, without telling anyone."""
        raise NotImplementedError

    def problem(self) -> str | None:
        """Return why what is typed cannot be used, with the mend."""
        return None

    def echo(self) -> str:
        """Return what was understood, in words; empty where it would repeat what is seen."""
        return ""

    def unusual(self) -> str | None:
        """Return the value in words if it is so unusual that a person must confirm it."""
        return None

    def all_unusual(self) -> tuple[str, ...]:
        """Return each unusual value in words; an editor of several values may have several."""
        unusual = self.unusual()
        return () if unusual is None else (unusual,)

    def words(self, value: Any) -> str:
        """Return ``value`` as a person would read it."""
        return str(value)

    def name_it(self, name: str) -> None:
        """Give the controls their name for people who do not see them."""
        raise NotImplementedError

    def mark_faulty(self, faulty: bool) -> None:
        """Show at the control itself that it holds what cannot be used."""

    def set_editable(self, editable: bool) -> None:
        """Let people change the value, or only read it."""
        self.setEnabled(editable)

    def describe(self, text: str) -> None:
        """Tell people who do not see it what stands under the field."""
        control: QWidget = self
        while (inner := control.focusProxy()) is not None:
            control = inner
        if control.accessibleDescription() != text:
            control.setAccessibleDescription(text)


class TextEditor(Editor):
    """One line that is understood at each letter."""

    line_width: ClassVar[int] = 120

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setFixedWidth(self.line_width)
        self.line.setMaxLength(100_000)  # what is too long is refused with a sentence, never cut
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self.left)
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        self.row.addWidget(self.line, 0, Qt.AlignmentFlag.AlignLeft)
        self._value: Any = None
        self._problem: str | None = None

    def read(self, text: str) -> Any:
        """Understand ``text``.

        Raises:
            UnreadableError: It cannot be understood.
        """
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """Return ``value`` as it would be typed."""
        return str(value)

    def blank(self) -> bool:
        """Tell whether the line is empty."""
        return not self.line.text().strip()

    def value(self) -> Any:
        """Return what was understood."""
        return self._value

    def problem(self) -> str | None:
        """Return why the text was not understood."""
        return self._problem

    def show_value(self, value: Any) -> None:
        """Show ``value`` as it would be typed."""
        self.line.setText("" if value is None else self.write(value))
        self.understand()

    def name_it(self, name: str) -> None:
        """Name the line."""
        self.line.setAccessibleName(name)

    def mark_faulty(self, faulty: bool) -> None:
        """Colour the frame of the line."""
        if bool(self.line.property("faulty")) != faulty:
            self.line.setProperty("faulty", faulty)
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)

    def understand(self) -> None:
        """Read the line again."""
        self._value, self._problem = None, None
        if not self.blank():
            try:
                self._value = self.read(self.line.text())
            except UnreadableError as error:
                self._problem = str(error)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear Enter, and Backspace in an empty line.

        Enter that nobody listens to goes on to the dialog, which has a default button.
        """
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self.left.emit()
                if self.isSignalConnected(QMetaMethod.fromSignal(self.entered)):
                    self.entered.emit()
                    return True
            if event.key() == Qt.Key.Key_Backspace and not self.line.text():
                self.backspaced.emit()
        return super().eventFilter(watched, event)

    def _typed(self) -> None:
        self.understand()
        self.edited.emit()


class WordsEditor(TextEditor):
    """A short text that is kept as typed."""

    line_width = 200

    def __init__(self, longest: int = 200, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._longest = longest

    def read(self, text: str) -> str:
        """Return the text without outer spaces; what is too long is refused, not cut."""
        text = text.strip()
        if len(text) > self._longest:
            raise UnreadableError(
                f"Write no more than {self._longest} characters ({len(text)} now)."
            )
        if any(ord(character) < 32 or ord(character) == 127 for character in text):
            raise UnreadableError("Remove the control character from this text.")
        return text
