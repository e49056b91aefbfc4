"""The sections of the form in one line, each with how far it is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from msbone_desktop.ui.widgets.flow_box import FlowBox

NARROW = 520
"""Below this width the sections are in one menu."""


class SectionIndex(QWidget):
    """Buttons that bring a section into view."""

    chosen = Signal(int)

    def __init__(self, titles: list[str]) -> None:
        super().__init__()
        self._titles = titles
        self.buttons: list[QPushButton] = []
        self._actions: list[QAction] = []
        self._flow = FlowBox(spacing=4, margins=(16, 4, 16, 4))
        self.menu_button = QPushButton("Go to a section")
        menu = QMenu(self.menu_button)
        self.menu_button.setMenu(menu)
        self.menu_button.hide()
        for place, title in enumerate(titles):
            button = QPushButton(title)
            button.setProperty("kind", "quiet")
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, place=place: self.chosen.emit(place))
            self._flow.add(button)
            self.buttons.append(button)
            # Ours, not the menu's: PySide can lose those of a menu that is asked for them.
            action = QAction(title, self)
            menu.addAction(action)
            action.triggered.connect(lambda _=False, place=place: self.chosen.emit(place))
            self._actions.append(action)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._flow)
        self._row.addWidget(self.menu_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_count(self, place: int, done: int, of: int) -> None:
        """Say how many questions of a section have an answer."""
        title = self._titles[place]
        text = f"{title}  {done}/{of}" if of else title
        if self.buttons[place].text() != text:
            self.buttons[place].setText(text)
            self._actions[place].setText(text)
            spoken = f"Go to {title}, {done} of {of} answered" if of else f"Go to {title}"
            self.buttons[place].setAccessibleName(spoken)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold into a menu where there is little room."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        if narrow != self._flow.isHidden():
            self._flow.setHidden(narrow)
            self.menu_button.setVisible(narrow)
            self._row.setContentsMargins(*((24, 8, 24, 8) if narrow else (0, 0, 0, 0)))
