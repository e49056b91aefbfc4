"""A line of text that does something when it is clicked; the keyboard has a key for it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent

from msbone_desktop.ui.plain_label import PlainLabel


class ActionLine(PlainLabel):
    """Wraps like text, unlike a button, because an answer of last time may be long."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__("", "action", wrap=True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Act when the mouse is let go on the line."""
        inside = self.rect().contains(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and inside:
            self.clicked.emit()
