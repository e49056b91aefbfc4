"""Listens on the bus it is started under, sends itself what a desktop sends, and says what it heard."""

import sys

from PySide6.QtCore import QCoreApplication, QElapsedTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage

from msbone_desktop.app.desktop_signals import DesktopSignals


def main() -> None:
    """Listen, send, wait, tell."""
    app = QCoreApplication(sys.argv[:1])
    told: list[str] = []
    signals = DesktopSignals()
    signals.locked.connect(lambda: told.append("locked"))
    heard = signals.listen()
    for active in (False, True):
        message = QDBusMessage.createSignal(
            "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged"
        )
        message.setArguments([active])
        QDBusConnection.sessionBus().send(message)
    clock = QElapsedTimer()
    clock.start()
    while clock.elapsed() < 5000 and not told:
        app.processEvents()
    print(heard, *told)


if __name__ == "__main__":
    main()
