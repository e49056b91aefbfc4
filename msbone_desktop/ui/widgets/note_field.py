"""Free text at the end of a form, with an honest limit."""

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from msbone_desktop.domain.patients import NOTE_LIMIT
from msbone_desktop.ui.plain_label import PlainLabel

TELL_FROM = NOTE_LIMIT - 2_000
"""From this length on the count is shown."""


class NoteField(QWidget):
    """Plain text up to the limit. Longer text stays on the screen and is refused, never cut."""

    edited = Signal()

    def __init__(self, label: str = "Notes") -> None:
        super().__init__()
        self.text = _PlainPaste()
        self.text.setAccessibleName(label)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(96)
        self.text.textChanged.connect(self._changed)
        self.count = PlainLabel("", "caption", wrap=True)
        self.complaint = PlainLabel("", "error", wrap=True)
        self.count.hide()
        self.complaint.hide()
        self._quiet = False
        self.setFocusProxy(self.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.text, self.count, self.complaint):
            column.addWidget(widget)

    def note(self) -> str:
        """Return the text as typed."""
        return self.text.toPlainText()

    def show_note(self, note: str) -> None:
        """Show ``note`` without counting it as an edit."""
        self._quiet = True
        self.text.setPlainText(note)
        self._quiet = False

    def problem(self) -> str | None:
        """Return why the note cannot be saved."""
        length = len(self.note())
        if length <= NOTE_LIMIT:
            return None
        return (
            f"This note has {length:,} characters; no more than {NOTE_LIMIT:,} can be kept. "
            f"Shorten it by {length - NOTE_LIMIT:,}. Until then it is not saved."
        )

    def _changed(self) -> None:
        length, problem = len(self.note()), self.problem()
        self.count.setText(f"{length:,} of {NOTE_LIMIT:,} characters")
        self.count.setVisible(problem is None and length >= TELL_FROM)
        self.complaint.setText(problem or "")
        self.complaint.setVisible(problem is not None)
        if not self._quiet:
            self.edited.emit()


class _PlainPaste(QPlainTextEdit):
    """Takes only the text of what is pasted: no pictures, no files, no markup."""

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() and not source.hasUrls()
