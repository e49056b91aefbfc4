"""Listens on the bus it is started under, sends itself what a desktop sends, and says what it heard.

``python -m tests.app.desktop_child [MILLISECONDS]`` waits for so long at most.
"""

import os
import sys

from PySide6.QtCore import QCoreApplication, QElapsedTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage

from msbone_desktop.app.desktop_signals import DesktopSignals
from msbone_desktop.ui.lasting_singletons import keep_singletons_alive


def main() -> None:
    """Listen, send, wait, tell."""
    keep_singletons_alive()  # waiting takes thousands of turns, and each costs a reference to None
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
    longest = int(sys.argv[1]) if sys.argv[1:] else 5000
    while clock.elapsed() < longest and not told:
        app.processEvents()
    signals.stop()
    print(heard, *told, flush=True)
    # Taking Qt's own thread of the bus down with the interpreter is not what is looked at here.
    os._exit(0)


if __name__ == "__main__":
    main()
