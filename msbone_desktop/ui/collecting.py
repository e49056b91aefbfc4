"""Lets Python collect its garbage on the window's thread only.

Python collects wherever memory is asked for, so also on the thread that works for the window. A
widget that is part of a cycle would then be destroyed there, which Qt does not survive.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


class WindowCollector(QObject):
    """While it lives, garbage is collected by a timer of the thread that made it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is full by Python's own thresholds."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Let Python collect as before."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
