"""Labels that show what they are given, letter by letter, whatever it looks like."""

from PySide6.QtWidgets import QLabel, QWidget

_PLAIN = 0
"""``Qt.TextFormat.PlainText`` as a number: the first window names nothing of ``Qt``, and
quick_start.py says why."""
_BY_MOUSE = 1
"""``Qt.TextInteractionFlag.TextSelectableByMouse``, likewise."""
_LEFT_IN_THE_MIDDLE = 0x1 | 0x10 | 0x80
"""``AlignLeft``, ``AlignAbsolute`` and ``AlignVCenter`` of ``Qt.AlignmentFlag``, likewise. An
Arabic name too stands where names stand; Qt would put it at the far end of its line."""


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
        self.setProperty("textFormat", _PLAIN)
        self.setProperty("alignment", _LEFT_IN_THE_MIDDLE)
        self.setText(text)
        if kind:
            self.setProperty("kind", kind)
        self.setWordWrap(wrap)

    def let_copy(self) -> None:
        """Let the text be marked with the mouse, to be copied."""
        self.setProperty("textInteractionFlags", _BY_MOUSE)


def show_words(label: PlainLabel, text: str) -> None:
    """Show ``text`` on ``label``, and no label where there is none; touch only what changes."""
    if label.text() != text:
        label.setText(text)
    if label.isHidden() == bool(text):
        label.setVisible(bool(text))


def plain_tooltip(text: str) -> str:
    """Return ``text`` so that a tool tip shows it literally; tool tips have no plain mode."""
    from html import escape  # late: the first window has no tool tip

    return f"<p style='white-space:pre-wrap'>{escape(text)}</p>" if text else ""
