"""An editor for EDSS scores with the meaning of the step beside it."""

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QToolButton

from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.widgets.editors import TextEditor
from msbone_desktop.ui.widgets.reading.edss import ANCHORS, STEPS, read_edss


class EdssEditor(TextEditor):
    """A step of the scale: typed, chosen from the list, or stepped with Up and Down."""

    line_width = 64

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.steps = QToolButton()
        self.steps.setToolTip("Choose a step of the scale (Alt+Down)")
        self.steps.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.steps.setIconSize(QSize(16, 16))
        appearance.keep_icon(self.steps, "chevron-down")
        self.steps.clicked.connect(self.open_steps)
        self.row.addWidget(self.steps)
        self.row.addStretch(1)

    def read(self, text: str) -> Decimal:
        """Understand a step of the scale."""
        return read_edss(text)

    def write(self, value: Any) -> str:
        """Return the score as typed."""
        return f"{value:f}"

    def echo(self) -> str:
        """Say what the step stands for."""
        return ANCHORS.get(self.value(), "") if self.value() is not None else ""

    def words(self, value: Any) -> str:
        """Return the score."""
        return f"EDSS {value:f}"

    def name_it(self, name: str) -> None:
        """Name the line and its list."""
        super().name_it(name)
        self.steps.setAccessibleName(f"{name}: steps of the scale")

    def open_steps(self) -> None:
        """Offer all steps, each with its meaning."""
        # Without a parent: a menu among the children of a field breaks Qt's chain of Tab.
        menu = QMenu()
        self._menu = menu
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for step, anchor in ANCHORS.items():
            action = menu.addAction(f"{step}   {anchor}")
            action.triggered.connect(lambda _=False, step=step: self._take(step))
            if step == self.value():
                menu.setActiveAction(action)
        menu.popup(self.line.mapToGlobal(self.line.rect().bottomLeft()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Step with Up and Down."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            up, down = event.key() == Qt.Key.Key_Up, event.key() == Qt.Key.Key_Down
            if down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.open_steps()
                return True
            if (up or down) and self.value() is not None:
                place = STEPS.index(self.value()) + (1 if up else -1)
                self._take(STEPS[max(0, min(len(STEPS) - 1, place))])
                return True
        return super().eventFilter(watched, event)

    def _take(self, step: Decimal) -> None:
        self.show_value(step)
        self.edited.emit()
        self.left.emit()
