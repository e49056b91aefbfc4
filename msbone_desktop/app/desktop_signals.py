"""Hears from the desktop that its screen was locked or that the computer goes to sleep.

Linux desktops say so over D-Bus. Elsewhere the program locks by itself when nobody works, and when
it notices on waking that the computer slept.
"""

import sys

from PySide6.QtCore import QObject, Signal, Slot

_SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
)
_LOGIN = "org.freedesktop.login1"


class DesktopSignals(QObject):
    """``locked``: the screen is locked, or another user's turn comes. ``sleeps``: as it begins."""

    locked = Signal()
    sleeps = Signal()

    def listen(self) -> int:
        """Begin to listen; return how many of the desktop's signals can be heard."""
        if not sys.platform.startswith("linux"):
            return 0
        from PySide6.QtDBus import QDBusConnection

        heard = 0
        session = QDBusConnection.sessionBus()
        if session.isConnected():
            for name in _SCREEN_SAVERS:
                path = "/" + name.replace(".", "/")
                heard += session.connect(
                    "", path, name, "ActiveChanged", self, b"1screen_saver(bool)"
                )
                heard += session.connect(
                    "", "/ScreenSaver", name, "ActiveChanged", self, b"1screen_saver(bool)"
                )
        system = QDBusConnection.systemBus()
        if system.isConnected():
            heard += system.connect(
                _LOGIN, "", f"{_LOGIN}.Session", "Lock", self, b"1session_locks()"
            )
            heard += system.connect(
                _LOGIN, "", f"{_LOGIN}.Manager", "PrepareForSleep", self, b"1prepares_sleep(bool)"
            )
        return heard

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
