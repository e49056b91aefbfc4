"""Which page is in front, and the way back."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from msbone_desktop.ui.page import Page

MOST_STEPS_BACK = 20


class Navigation(QStackedWidget):
    """Builds each page when it is first shown; a program that only unlocks builds none."""

    moved = Signal(str)

    def __init__(self, makers: dict[str, Callable[[], QWidget]]) -> None:
        super().__init__()
        self._makers = makers
        self._built: dict[str, QWidget] = {}
        self._steps: list[str] = []
        self.key = ""
        self.moves = 0
        """How often a page was asked for or came to the front: more, and she went elsewhere."""

    def page(self, key: str) -> QWidget:
        """Return a page, building it if need be."""
        if key not in self._built:
            self._built[key] = self._makers[key]()
            self.addWidget(self._built[key])
        return self._built[key]

    def go(self, key: str, *, remember: bool = True) -> bool:
        """Bring a page to the front, unless the one in front asks to stay."""
        if key != self.key and not self._may_leave():
            return False
        page = self.page(key)
        if remember and self.key and key != self.key:
            self._steps = [*self._steps[-MOST_STEPS_BACK:], self.key]
        self.key = key
        self.moves += 1
        self.setCurrentWidget(page)
        if isinstance(page, Page):
            page.enter()
            page.focus_first()
        self.moved.emit(key)
        return True

    def set_out(self) -> Callable[[], bool]:
        """Ask for a page that comes later; return whether nobody went elsewhere since."""
        self.moves += 1
        moves = self.moves
        return lambda: moves == self.moves

    def back(self, otherwise: str) -> None:
        """Go to the page before this one; ``otherwise`` when there is none."""
        steps = list(self._steps)
        target = steps.pop() if steps else otherwise
        if target != self.key and self.go(target, remember=False):
            self._steps = steps

    def forget_steps_through(self, key: str) -> None:
        """Take a page out of the way back: it has been finished with."""
        self._steps = [step for step in self._steps if step != key]

    def _may_leave(self) -> bool:
        page = self.currentWidget()
        return page.may_leave() if isinstance(page, Page) else True
