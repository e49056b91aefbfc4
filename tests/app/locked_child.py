"""The program itself, driven without hands: unlocks, types a name, locks; then a new process waits.

``python -m tests.app.locked_child FOLDER NAME PASSPHRASE MARKER`` says "open" and goes on when a
line comes in; once the program has begun anew it says "locked".
"""

import os
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QTimer

from msbone_desktop.app.locking import VARIABLE
from msbone_desktop.app.session import Session
from msbone_desktop.app.window import run_window

_WHOLE_S = 60


def _drive(session: Session) -> None:
    page = session.unlock_window.page  # type: ignore[union-attr]
    page.name_field.setText(sys.argv[2])
    page.passphrase_field.setText(sys.argv[3])  # type: ignore[union-attr]
    page.unlock()  # type: ignore[union-attr]
    timer = QTimer(session)

    def look() -> None:
        window = session.main_window
        if window is None:
            return
        timer.stop()
        window.run_command("new_patient")
        editor = window.places._page("editor")
        editor.fields.family_name.field.setText(sys.argv[4])
        editor._changed = True
        print("open", flush=True)
        threading.Thread(target=_wait_for_line, args=(session,), daemon=True).start()

    timer.timeout.connect(look)
    timer.start(50)


def _wait_for_line(session: Session) -> None:
    sys.stdin.readline()
    session.locking.desktop.locked.emit()


def main() -> None:
    """Run, or say that it was locked and wait to be looked at."""
    threading.Timer(_WHOLE_S, lambda: os._exit(3)).start()
    again = VARIABLE in os.environ
    shown = Session.show_unlock

    def show(session: Session) -> None:
        shown(session)
        if again:
            QTimer.singleShot(500, lambda: print("locked", flush=True))
        else:
            QTimer.singleShot(0, lambda: _drive(session))

    setattr(Session, "show_unlock", show)  # noqa: B010 - a method of the class is replaced
    run_window(is_demo=False, folder=Path(sys.argv[1]))


if __name__ == "__main__":
    main()
