"""The sections of the form in one line, each with how far it is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from msbone_desktop.ui.widgets.flow_layout import FlowLayout


class SectionIndex(QWidget):
    """Buttons that bring a section into view."""

    chosen = Signal(int)

    def __init__(self, titles: list[str]) -> None:
        super().__init__()
        self._titles = titles
        self.buttons: list[QPushButton] = []
        flow = FlowLayout(self, spacing=0)
        flow.setContentsMargins(16, 8, 16, 8)
        for place, title in enumerate(titles):
            button = QPushButton(title)
            button.setProperty("kind", "quiet")
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, place=place: self.chosen.emit(place))
            flow.addWidget(button)
            self.buttons.append(button)

    def show_count(self, place: int, done: int, of: int) -> None:
        """Say how many questions of a section have an answer."""
        title = self._titles[place]
        text = f"{title}  {done}/{of}" if of else title
        if self.buttons[place].text() != text:
            self.buttons[place].setText(text)
            spoken = f"Go to {title}, {done} of {of} answered" if of else f"Go to {title}"
            self.buttons[place].setAccessibleName(spoken)
