"""Notices that nobody works: no key and no mouse for a while, or a computer that slept.

It listens to windows and not to every widget in them: there are few events of windows, and each
that passes through Python costs a little.
"""

import time
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

LOOK_EVERY_MS = 1000
SLEPT_S = 20.0
"""More of the wall clock than of the running clock between two looks: the computer slept."""
_WORK = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
}


class IdleWatch(QObject):
    """``idle`` after ``minutes`` without work; ``slept`` on waking.

    Args:
        now: The wall clock.
        running: Seconds of a clock that stands still while the computer sleeps.
        parent: Whom it belongs to.
    """

    idle = Signal()
    slept = Signal()

    def __init__(
        self,
        now: Callable[[], datetime],
        running: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._now, self._running = now, running
        self._limit_s = 300.0
        self._worked = running()
        self._looked = (now(), running())
        self._watched: list[QWindow] = []
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self, minutes: int) -> None:
        """Watch from now on."""
        self._limit_s = minutes * 60.0
        self.note_work()
        self._looked = (self._now(), self._running())
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication) and not self._timer.isActive():
            application.focusWindowChanged.connect(self._watch)
        for window in QGuiApplication.topLevelWindows():
            self._watch(window)
        self._timer.start()

    def stop(self) -> None:
        """Watch no longer."""
        if not self._timer.isActive():
            return
        self._timer.stop()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.disconnect(self._watch)
        for window in self._watched:
            window.removeEventFilter(self)
        self._watched.clear()

    def note_work(self) -> None:
        """Somebody works."""
        self._worked = self._running()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note of keys and of the mouse, and let them pass."""
        if event.type() in _WORK:
            self.note_work()
        return super().eventFilter(watched, event)

    def look(self) -> None:
        """Tell when it is time."""
        wall, running = self._now(), self._running()
        before_wall, before_running = self._looked
        self._looked = (wall, running)
        passed = (wall - before_wall).total_seconds() - (running - before_running)
        if passed > SLEPT_S:
            self.slept.emit()
        elif running - self._worked >= self._limit_s:
            self.idle.emit()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None and window not in self._watched:
            self._watched.append(window)
            window.installEventFilter(self)
            window.destroyed.connect(lambda: self._forget(window))

    def _forget(self, window: QWindow) -> None:
        if window in self._watched:
            self._watched.remove(window)
