"""Shows how far the making of the demo clinic is, where the passphrase will be asked for then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msbone_desktop.domain.errors import CancelledError
from msbone_desktop.ui.appearance import SPACE_8, SPACE_16, Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.unlock.unlock_page import busy_bar, mark

if TYPE_CHECKING:
    from msbone_desktop.services.vault import Vault

Prepare = Callable[[Callable[[int, int], None]], "Vault"]
"""Makes the clinic; it is given what to tell how many of how many patients are entered."""


class PreparingPage(QWidget):
    """Makes the demo clinic in the background and shows how far it is."""

    ready = Signal(object)
    """The folder of the clinic that was made."""
    advanced = Signal(int, int)

    def __init__(self, prepare: Prepare, runner: BackgroundRunner, appearance: Appearance) -> None:
        super().__init__()
        self._prepare, self._runner = prepare, runner
        self._wanted = True
        self.words = PlainLabel("Making the demo clinic. All its patients are made up.", wrap=True)
        self.progress = busy_bar("Making the demo clinic")
        self.progress.setRange(0, 0)
        self.progress.show()
        self.count = PlainLabel("", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_16)
        column.addStretch(2)
        column.addLayout(mark(appearance, "Bone health in multiple sclerosis"))
        column.addSpacing(SPACE_8)
        for widget in (self.words, self.progress, self.count):
            column.addWidget(widget)
        column.addStretch(3)
        self.advanced.connect(self._advance)

    def start(self) -> None:
        """Begin; the answer comes as ``ready`` or stands on the page."""
        self._runner.run(
            owner=self,
            work=lambda: self._prepare(self._tell),
            on_success=self.ready.emit,
            on_failure=self._failed,
        )

    def stop(self) -> None:
        """Give up: what was made so far is taken back."""
        self._wanted = False

    def focus_first(self) -> None:
        """There is nothing to type here."""

    def _tell(self, done: int, of: int) -> None:
        """Called on the worker, once a patient."""
        if not self._wanted:
            raise CancelledError
        self.advanced.emit(done, of)

    def _advance(self, done: int, of: int) -> None:
        self.progress.setRange(0, of)
        self.progress.setValue(done)
        self.count.setText(f"{done} of {of} patients")

    def _failed(self, error: BaseException) -> None:
        self.progress.hide()
        self.count.setText("")
        self.words.setText(explain(error))
