"""Hears from the desktop that its screen was locked or that the computer goes to sleep.

Linux desktops say so over D-Bus. Elsewhere the program locks by itself when nobody works, and when
it notices on waking that the computer slept.
"""

import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from shiboken6 import delete, isValid

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

_LOGIN = "org.freedesktop.login1"
_SAVER = "screen_saver(bool)"
_SIGNALS = (
    (True, "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", _SAVER),
    (True, "/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", _SAVER),
    (True, "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", _SAVER),
    (True, "/org/cinnamon/ScreenSaver", "org.cinnamon.ScreenSaver", "ActiveChanged", _SAVER),
    (True, "/org/mate/ScreenSaver", "org.mate.ScreenSaver", "ActiveChanged", _SAVER),
    (False, "", f"{_LOGIN}.Session", "Lock", "session_locks()"),
    (False, "", f"{_LOGIN}.Manager", "PrepareForSleep", "prepares_sleep(bool)"),
)
"""Whether on the bus of the session or of the system; path, interface, name, and who hears it."""


class DesktopSignals(QObject):
    """``locked``: the screen is locked, or another user's turn comes. ``sleeps``: as it begins."""

    locked = Signal()
    sleeps = Signal()

    def listen(self) -> int:
        """Begin to listen; return how many of the desktop's signals can be heard."""
        if not sys.platform.startswith("linux"):
            return 0
        from PySide6.QtDBus import QDBusConnection

        session, system = QDBusConnection.sessionBus(), QDBusConnection.systemBus()
        return sum(self.hear(session if own else system, *each) for own, *each in _SIGNALS)

    def stop(self) -> None:
        """Listen no longer: a bus that still knows of this while Qt is taken down can crash."""
        if isValid(self):
            delete(self)

    def hear(self, bus: "QDBusConnection", path: str, interface: str, name: str, slot: str) -> bool:
        """Listen to one signal of a bus; tell whether that is possible."""
        word: Any = SLOT(slot)  # of another kind than the stubs say
        return bool(bus.connect("", path, interface, name, self, word))

    @Slot(bool)
    def screen_saver(self, active: bool) -> None:
        """The desktop's screen was locked or unlocked."""
        if active:
            self.locked.emit()

    @Slot()
    def session_locks(self) -> None:
        """The desktop's session is to be locked."""
        self.locked.emit()

    @Slot(bool)
    def prepares_sleep(self, begins: bool) -> None:
        """The computer goes to sleep, or wakes."""
        if begins:
            self.sleeps.emit()
