"""Stands where the window stood, from the instant of locking until the passphrase is asked for."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msbone_desktop.ui.appearance import SPACE_16, Appearance
from msbone_desktop.ui.unlock.unlock_page import mark

WORDS = "Locking… What was typed is being kept."
LONGEST_MS = 500
"""A screen that is switched off, or is locked itself, may ask for no painting at all."""
_NARROWEST = 400


class Cover(QWidget):
    """Shows the program's name and nothing of any patient."""

    def __init__(self, appearance: Appearance, place: QRect) -> None:
        super().__init__()
        self.is_painted = False
        self._then: Callable[[], None] | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._go_on)
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("MSBone")
        self.setGeometry(place)
        column = QVBoxLayout(self)
        column.setSpacing(SPACE_16)
        column.addStretch(1)
        inner = QVBoxLayout()
        inner.addLayout(mark(appearance, WORDS))
        holder = QWidget()
        holder.setMinimumWidth(_NARROWEST)  # else the line under the name breaks at each word
        holder.setLayout(inner)
        column.addWidget(holder, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def once_painted(self, then: Callable[[], None]) -> None:
        """Do ``then``, once, when nothing of the window is in sight any more.

        What follows keeps this thread busy: begun before, it would leave the patient on the screen.
        """
        self._then = then
        self._patience.start(0 if self.is_painted else LONGEST_MS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Take note that it is painted."""
        super().paintEvent(event)
        if not self.is_painted:
            self.is_painted = True
            if self._then is not None:
                self._patience.start(0)  # behind this event, which hands it to the screen

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()
