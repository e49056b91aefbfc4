"""The list of all shortcuts, on Ctrl+/."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from msbone_desktop.ui.appearance import SPACE_8, SPACE_16, SPACE_24, SPACE_32
from msbone_desktop.ui.commands import COMMANDS, MENUS, Command, shortcut_words
from msbone_desktop.ui.dialog import Dialog
from msbone_desktop.ui.page import scrolling
from msbone_desktop.ui.plain_label import PlainLabel

ON_SCREENING = (
    ("Y  N  U  D", "Yes, No, Not known, Declined, on a question"),
    ("1  2  3 …", "Choose that word of a row of words"),
    ("Backspace", "Clear the answer"),
    ("Ctrl+U  Ctrl+D", "Not known, Declined, in any field"),
    ("Enter  F8", "Accept the answer of last time"),
    ("Ctrl+Shift+A", "Accept all of last time in this section"),
    ("Ctrl+Delete", "Remove the entry of a list"),
    ("Ctrl+I", "Why: the basis of the finding that reads this field"),
)


class ShortcutsDialog(Dialog):
    """Shows what each key does, grouped as in the menus."""

    def __init__(
        self,
        parent: QWidget,
        pages: Sequence[tuple[str, str]],
        commands: Sequence[Command] = COMMANDS,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        groups = [
            (
                title.replace("&", ""),
                [
                    (shortcut_words(one.shortcut), one.text.replace("&", ""))
                    for one in commands
                    if one.menu == title and one.shortcut
                ],
            )
            for title in MENUS
        ]
        groups.append(("Pages", [(shortcut_words(keys), words) for keys, words in pages]))
        groups.append(("While screening", list(ON_SCREENING)))
        content = QWidget()
        columns = QGridLayout(content)
        columns.setContentsMargins(SPACE_8, SPACE_8, SPACE_16, SPACE_8)
        columns.setHorizontalSpacing(SPACE_32)
        columns.setVerticalSpacing(SPACE_24)
        for place, (title, lines) in enumerate(group for group in groups if group[1]):
            columns.addWidget(_group(title, lines), place // 2, place % 2, _TOP)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_16)
        column.addWidget(PlainLabel("Keyboard shortcuts", "title"))
        column.addWidget(scrolling(content), 1)
        column.addWidget(buttons)
        self.resize(760, 680)


_TOP = Qt.AlignmentFlag.AlignTop


def _group(title: str, lines: Sequence[tuple[str, str]]) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(SPACE_16)
    grid.setVerticalSpacing(SPACE_8)
    grid.setColumnStretch(1, 1)
    grid.addWidget(PlainLabel(title, "overline"), 0, 0, 1, 2)
    for row, (keys, words) in enumerate(lines, start=1):
        grid.addWidget(PlainLabel(keys, "chip"), row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(PlainLabel(words), row, 1)
    return box
