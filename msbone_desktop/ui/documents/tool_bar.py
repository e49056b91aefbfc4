"""The tools over the pages of a document: turn, size, save, print, and what may be noted after."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.ui.appearance import SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_24, Appearance
from msbone_desktop.ui.by_role import leave_out
from msbone_desktop.ui.plain_label import PlainLabel, plain_tooltip


class ToolBar(QFrame):
    """Each button is joined to what it does by the page on which the bar stands."""

    turned = Signal(int)
    """How many pages on."""
    sized = Signal(bool)
    """Larger, or else smaller."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setProperty("kind", "bar")
        self.back = self._tool("chevron-left", "Page before (Page Up)")
        self.on = self._tool("chevron-right", "Next page (Page Down)")
        self.smaller = self._tool("zoom-out", "Smaller (−)")
        self.larger = self._tool("zoom-in", "Larger (+)")
        self.place = PlainLabel("", "caption")
        self.fit = QPushButton("Fi&t page")
        self.fit.setProperty("kind", "quiet")
        self.close_document = QPushButton("&Back")
        self.close_document.setProperty("kind", "quiet")
        self.save = QPushButton("S&ave a copy…")
        self.cancel = QPushButton("Cance&l")
        self.after = QPushButton()
        for button in (self.cancel, self.after):
            button.hide()
        self.print = QPushButton("P&rint…")
        self.print.setProperty("kind", "primary")
        self.print.setToolTip("Print (Ctrl+P)")
        appearance.keep_icon(self.close_document, "arrow-left")
        appearance.keep_icon(self.save, "save")
        appearance.keep_icon(self.print, "print", lambda tokens: tokens.accent_ink)
        self.back.clicked.connect(lambda: self.turned.emit(-1))
        self.on.clicked.connect(lambda: self.turned.emit(1))
        self.smaller.clicked.connect(lambda: self.sized.emit(False))
        self.larger.clicked.connect(lambda: self.sized.emit(True))
        self._lay_out()

    def leave_out_for(self, actor: Actor) -> None:
        """Take out what the person may not do, once the bar stands on its page."""
        leave_out(actor, Permission.PRINT, self.print)
        leave_out(actor, Permission.EXPORT, self.save)
        leave_out(actor, Permission.FOLLOW_UP, self.after)

    def enable(self, *, enabled: bool) -> None:
        """Let a document be turned, sized, saved and printed, or nothing of it yet."""
        for button in (self.back, self.on, self.smaller, self.larger, self.print, self.save):
            button.setEnabled(enabled)
        self.place.setText("")

    def show_place(self, page: int, pages: int) -> None:
        """Say which page of how many is in sight; the first is 0."""
        self.place.setText(f"Page {page + 1} of {pages}")
        self.back.setEnabled(page > 0)
        self.on.setEnabled(page < pages - 1)

    def _tool(self, icon: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(20, 20))
        button.setAccessibleName(name.partition(" (")[0])
        button.setToolTip(plain_tooltip(name))
        self._appearance.keep_icon(button, icon)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_16, SPACE_8, SPACE_24, SPACE_8)
        row.setSpacing(SPACE_4)
        for widget in (self.close_document, self.back, self.place, self.on):
            row.addWidget(widget)
        row.addSpacing(SPACE_16)
        for widget in (self.smaller, self.larger, self.fit):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(self.cancel)
        row.addWidget(self.after)
        row.addWidget(self.save)
        row.addSpacing(SPACE_12)
        row.addWidget(self.print)
