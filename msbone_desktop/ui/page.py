"""What the window asks of each page, and the frame that pages share."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from msbone_desktop.ui.appearance import SPACE_4, SPACE_12, SPACE_16, SPACE_24
from msbone_desktop.ui.plain_label import PlainLabel


class Page(QWidget):
    """A page of the window. The commands a page can do are named in ``offers``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def enter(self) -> None:
        """Load what the page shows; called each time it comes to the front."""

    def may_leave(self) -> bool:
        """Tell whether the page may be left now; it may ask about unsaved entries first."""
        return True

    def focus_first(self) -> None:
        """Put the keyboard where work on this page begins."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def offers(self) -> frozenset[str]:
        """Return the names of the commands that ``do`` can carry out here and now."""
        return frozenset()

    def do(self, command: str) -> None:
        """Carry out one of ``offers``."""

    def keep(self) -> dict[str, Any]:
        """Return where work was on this page and what is typed and not saved, as plain values."""
        return {}

    def take_back(self, kept: dict[str, Any]) -> None:
        """Go back to what ``keep`` returned before the program was locked."""

    def settle(self) -> bool:
        """Save what saves itself, before the clinic is closed; tell whether all of it was."""
        return True

    def panes(self) -> Sequence[QWidget]:
        """Return the widgets that F6 goes through, in order."""
        return (self,)


class Card(QFrame):
    """A surface with a heading. Cards never stand inside cards."""

    def __init__(self, heading: str = "", kind: str = "card") -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(SPACE_16, SPACE_12, SPACE_16, SPACE_12)
        self.column.setSpacing(SPACE_4)
        self.heading = PlainLabel(heading, "heading")
        self.column.addWidget(self.heading)
        self.heading.setVisible(bool(heading))


def page_column(page: QWidget) -> QVBoxLayout:
    """Give ``page`` the margins of every page."""
    column = QVBoxLayout(page)
    column.setContentsMargins(SPACE_24, SPACE_16, SPACE_24, SPACE_16)
    column.setSpacing(SPACE_16)
    return column


def scrolling(content: QWidget) -> QScrollArea:
    """Return ``content`` in an area that scrolls up and down only."""
    content.setProperty("kind", "canvas")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(content)
    return area


def reading_area(content: QWidget, name: str) -> QScrollArea:
    """Return a scrolling area that the keyboard can go to and scroll, with the ring to show it."""
    area = scrolling(content)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    area.setFrameShape(QFrame.Shape.StyledPanel)
    area.setProperty("kind", "reading")
    area.setAccessibleName(name)
    return area


def title_row(title: str, caption: str = "") -> tuple[QHBoxLayout, PlainLabel, PlainLabel]:
    """Return the head of a page: its title with a line under it, and room on the right."""
    words = QVBoxLayout()
    words.setSpacing(SPACE_4)
    title_label = PlainLabel(title, "title")
    caption_label = PlainLabel(caption, "caption", wrap=True)
    words.addWidget(title_label)
    words.addWidget(caption_label)
    row = QHBoxLayout()
    row.setSpacing(SPACE_12)
    row.addLayout(words, 1)
    return row, title_label, caption_label
