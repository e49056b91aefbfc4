"""An editor for something that is true when it is ticked."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from msbone_desktop.ui.widgets.editors import Editor


class TickEditor(Editor):
    """A box to tick; blank while it is not ticked."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.box = QCheckBox(text)
        self.box.clicked.connect(self._clicked)
        self.setFocusProxy(self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)

    def blank(self) -> bool:
        """Tell whether the box is not ticked."""
        return not self.box.isChecked()

    def value(self) -> bool:
        """Return True: a box without a tick is blank."""
        return True

    def show_value(self, value: Any) -> None:
        """Tick the box, or not."""
        self.box.setChecked(bool(value))

    def name_it(self, name: str) -> None:
        """Name the box."""
        self.box.setAccessibleName(name)

    def _clicked(self) -> None:
        self.edited.emit()
        self.left.emit()
