"""Boxes of choices and of numbers that the wheel passes over: it scrolls the page instead."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSpinBox

_LIST_SIDES = 40
"""Padding, border and scroll bar of an open list, as resources/style.qss draws them."""
_TEXT_SIDE = 8
"""Where the text of a field begins. Qt does not take it from the style sheet for a spin box."""


class QuietComboBox(QComboBox):
    """A list to choose from. Scrolling over it changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def showPopup(self) -> None:
        """Open the list as wide as its longest line, however narrow the box is."""
        view = self.view()
        view.setMinimumWidth(max(self.width(), view.sizeHintForColumn(0) + _LIST_SIDES))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class QuietSpinBox(QSpinBox):
    """A whole number with arrows. Scrolling over it changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(_TEXT_SIDE, 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()
