"""Labels that show what they are given, letter by letter, whatever it looks like."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

AT_THE_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
"""An Arabic name too stands where names stand; Qt would put it at the far end of its line."""


class PlainLabel(QLabel):
    """A label that never takes a name such as ``<b>Ann</b>`` for markup.

    Args:
        text: What to show.
        kind: Its part on the page, as style.qss knows it: title, heading, caption, soft, error.
        wrap: Whether long text goes on in the next line.
    """

    def __init__(
        self, text: str = "", kind: str = "", *, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(AT_THE_LEFT | Qt.AlignmentFlag.AlignVCenter)
        self.setText(text)
        if kind:
            self.setProperty("kind", kind)
        self.setWordWrap(wrap)


def show_words(label: PlainLabel, text: str) -> None:
    """Show ``text`` on ``label``, and no label where there is none; touch only what changes."""
    if label.text() != text:
        label.setText(text)
    if label.isHidden() == bool(text):
        label.setVisible(bool(text))


def plain_tooltip(text: str) -> str:
    """Return ``text`` so that a tool tip shows it literally; tool tips have no plain mode."""
    return f"<p style='white-space:pre-wrap'>{escape(text)}</p>" if text else ""
