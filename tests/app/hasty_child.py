"""Starts the program on a clinic and unlocks before anything else is loaded; tells what came of it.

``python -m tests.app.hasty_child FOLDER NAME PASSPHRASE`` prints one line of JSON: what stood in the
way, and on which threads SQLAlchemy and reportlab were imported.
"""

import json
import os
import sys
import threading
import time
from importlib.abc import MetaPathFinder
from pathlib import Path

from PySide6.QtCore import QTimer

from msbone_desktop.app.session import Session
from msbone_desktop.app.window import run_window

_WHOLE_S = 60
_LONG_S = 0.5
threads: dict[str, set[str]] = {"sqlalchemy": set(), "reportlab": set()}


class Slow(MetaPathFinder):
    """Finds nothing; notes who asks, and lets another thread arrive in the middle of SQLAlchemy."""

    def find_spec(self, fullname, path, target=None):
        del path, target
        library = fullname.partition(".")[0]
        if library in threads:
            threads[library].add(threading.current_thread().name)
        if fullname == "sqlalchemy.engine":
            time.sleep(_LONG_S)


def _look(session: Session) -> None:
    page = session.unlock_window.page if session.unlock_window is not None else None
    error = page.passphrase.error.text() if page is not None else ""  # type: ignore[union-attr]
    is_all = session.main_window is not None and "reportlab.platypus" in sys.modules
    if error or is_all:
        found = {library: sorted(names) for library, names in threads.items()}
        print(json.dumps({"error": error, "threads": found}), flush=True)
        os._exit(0)


def main() -> None:
    """Run until the clinic is open and everything is loaded, or something stands in the way."""
    threading.Timer(_WHOLE_S, lambda: os._exit(3)).start()
    sys.meta_path.insert(0, Slow())
    shown = Session.show_unlock

    def show(session: Session) -> None:
        shown(session)
        page = session.unlock_window.page  # type: ignore[union-attr]
        page.name_field.setText(sys.argv[2])
        page.passphrase_field.setText(sys.argv[3])  # type: ignore[union-attr]
        page.unlock()  # type: ignore[union-attr]
        timer = QTimer(session)
        timer.timeout.connect(lambda: _look(session))
        timer.start(20)

    setattr(Session, "show_unlock", show)  # noqa: B010 - a method of the class is replaced
    run_window(is_demo=False, folder=Path(sys.argv[1]))


if __name__ == "__main__":
    main()
