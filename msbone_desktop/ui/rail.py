"""The rail at the left: the program's pages, and who is working."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from msbone_desktop.ui.appearance import SPACE_4, SPACE_8, SPACE_12, SPACE_16, Appearance
from msbone_desktop.ui.plain_label import PlainLabel, plain_tooltip

WIDTH = 184
PATIENT_PLACES = ("patient", "editor", "screening", "preview", "join")
SETTINGS_PLACES = ("scanners", "follow_up", "history", "backups", "bin", "people")


@dataclass(frozen=True, slots=True)
class RailEntry:
    """One page of the rail. ``at_foot`` pages stand at the bottom."""

    key: str
    title: str
    icon: str
    at_foot: bool = False


class Rail(QFrame):
    """Emits ``wanted`` with the key of the page to go to."""

    wanted = Signal(str)

    def __init__(self, entries: Sequence[RailEntry], actor: str, appearance: Appearance) -> None:
        super().__init__()
        self.setProperty("kind", "rail")
        self.setFixedWidth(WIDTH)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_8, SPACE_16, SPACE_8, SPACE_12)
        column.setSpacing(SPACE_4)
        column.addLayout(_mark(appearance))
        column.addSpacing(SPACE_16)
        for number, entry in enumerate(entries, start=1):
            self.buttons[entry.key] = self._button(entry, number, appearance)
        for entry in entries:
            if not entry.at_foot:
                column.addWidget(self.buttons[entry.key])
        column.addStretch()
        for entry in entries:
            if entry.at_foot:
                column.addWidget(self.buttons[entry.key])
        column.addLayout(_who(actor, appearance))

    def show_page(self, key: str) -> None:
        """Mark the page in front, or the one that it belongs to."""
        shown = "patients" if key in PATIENT_PLACES else key
        shown = "settings" if key in SETTINGS_PLACES else shown
        if shown in self.buttons:
            self.buttons[shown].setChecked(True)

    def take_focus(self) -> None:
        """Put the keyboard on the page in front."""
        button = self._group.checkedButton() or next(iter(self.buttons.values()))
        button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _button(self, entry: RailEntry, number: int, appearance: Appearance) -> QPushButton:
        button = QPushButton(f"  {entry.title}")
        button.setProperty("kind", "nav")
        button.setCheckable(True)
        button.setIconSize(QSize(20, 20))
        button.setAccessibleName(entry.title.replace("&", ""))
        button.setToolTip(plain_tooltip(f"{entry.title.replace('&', '')} (Alt+{number})"))
        appearance.keep_icon(button, entry.icon)
        button.clicked.connect(lambda: self.wanted.emit(entry.key))
        self._group.addButton(button)
        return button


def _mark(appearance: Appearance) -> QHBoxLayout:
    icon = PlainLabel()
    appearance.keep_icon(icon, "bone", lambda tokens: tokens.accent, 24)
    row = QHBoxLayout()
    row.setContentsMargins(SPACE_8, 0, 0, 0)
    row.setSpacing(SPACE_8)
    row.addWidget(icon)
    row.addWidget(PlainLabel("MSBone", "title"))
    row.addStretch()
    return row


def _who(actor: str, appearance: Appearance) -> QHBoxLayout:
    icon, name = PlainLabel(), PlainLabel(actor, "caption")
    appearance.keep_icon(icon, "person", lambda tokens: tokens.ink_soft)
    name.setAccessibleName(f"Working: {actor}")
    name.setToolTip(plain_tooltip(f"What is signed now is signed by {actor}"))
    row = QHBoxLayout()
    row.setContentsMargins(SPACE_12, SPACE_12, 0, 0)
    row.setSpacing(SPACE_8)
    row.addWidget(icon)
    row.addWidget(name, 1)
    return row
