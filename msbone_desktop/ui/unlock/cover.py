"""Stands where the window stood, from the instant of locking until the passphrase is asked for."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msbone_desktop.ui.appearance import SPACE_16, Appearance
from msbone_desktop.ui.unlock.unlock_page import mark

WORDS = "Locking… What was typed is being kept."


class Cover(QWidget):
    """Shows the program's name and nothing of any patient."""

    def __init__(self, appearance: Appearance, place: QRect) -> None:
        super().__init__()
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
        holder.setLayout(inner)
        column.addWidget(holder, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
