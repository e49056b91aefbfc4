"""Which kind of reminder is listed, and which of its lines."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from msbone_desktop.ui.appearance import SPACE_8
from msbone_desktop.ui.reminders.wording import KINDS, SOURCES


class FilterRow(QWidget):
    """``changed``: other lines are wanted. The kind is chosen in the head of the page."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kind = QComboBox()
        for word, title in KINDS.items():
            self.kind.addItem(title, word)
        self.kind.setAccessibleName("Kind of reminder")
        self.text = QLineEdit()
        self.text.setPlaceholderText("Filter by name, ID or phone")
        self.text.setAccessibleName("Filter the work list")
        self.text.setClearButtonEnabled(True)
        self.text.setMaximumWidth(320)
        self.source = QComboBox()
        self.source.addItem("Every source", None)
        for source, words in SOURCES.items():
            self.source.addItem(words, source)
        self.source.setAccessibleName("Source of the date")
        self.untouched = QPushButton("Not contacted yet")
        self.untouched.setProperty("kind", "segment")
        self.untouched.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_8)
        for widget in (self.text, self.source, self.untouched):
            row.addWidget(widget)
        self.text.textChanged.connect(self.changed)
        self.source.currentIndexChanged.connect(self.changed)
        self.untouched.toggled.connect(self.changed)

    def asks(self) -> bool:
        """Tell whether only some of the list is wanted."""
        asked = self.text.text().strip() or self.source.currentData() is not None
        return bool(asked) or self.untouched.isChecked()
