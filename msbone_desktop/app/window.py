"""Starts the program with its window.

The unlock window shows first; what the rest needs is imported on the other thread meanwhile.
"""

import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from msbone_desktop.app.core_dumps import forbid_core_dumps
from msbone_desktop.app.locking import VARIABLE, LockedPlace
from msbone_desktop.app.session import Session
from msbone_desktop.environment.folders import workstation_folders
from msbone_desktop.environment.logs import EventLog
from msbone_desktop.environment.resources import shipped
from msbone_desktop.environment.settings import SettingsFile
from msbone_desktop.ui.collecting import WindowCollector

NO_DISPLAY = (
    "There is no display, so no window can open. "
    "'msbone --headless-demo' does the main job without one."
)
_SWITCH_SECONDS = 0.001
"""While modules load in the thread, Python hands over this often, so the window stays alive."""
_SEEN_BY_MS = 500
"""After so long the rest is loaded even when the first window was not seen."""


def utc_now() -> datetime:
    """Return the present moment. The one place where the program reads the clock."""
    return datetime.now(UTC)


_HEAVY = (
    "sqlalchemy.dialects.sqlite.pysqlite",
    "msbone_desktop.storage.database",
    "msbone_desktop.services.clinic",
    "msbone_desktop.ui.main_window",
    "msbone_desktop.ui.screening.page",
    "reportlab.platypus",
)


def loading_steps() -> Iterator[Callable[[], object]]:
    """Yield the steps that import what unlocking and the first screening need.

    They are for one thread, the one that works for the window: SQLAlchemy and reportlab import in
    circles, and of two threads that begin such a circle in two places one finds half a module.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        for name in _HEAVY:
            yield partial(import_module, name)
    finally:
        sys.setswitchinterval(usual)


def has_display() -> bool:
    """Tell whether a window can open here."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_window(*, is_demo: bool, folder: Path | None) -> int:
    """Run until the window is closed.

    Args:
        is_demo: Open the demo clinic, made first if it is not there yet.
        folder: The clinic's folder; this desktop's usual place by default.

    Returns:
        The exit status.
    """
    if not has_display():
        print(NO_DISPLAY, file=sys.stderr)
        return 1
    folders = workstation_folders()
    records = folder or folders.records / ("demo" if is_demo else "clinic")
    app = _application()
    collector = WindowCollector()
    try:
        records.mkdir(parents=True, exist_ok=True, mode=0o700)
        folders.logs.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        print(f"msbone: the folder {error.filename} cannot be made.", file=sys.stderr)
        return 1
    log = EventLog(folders.logs, utc_now)
    session = Session(
        app,
        records=records,
        resources=shipped("resources"),
        migrations=shipped("db"),
        settings=SettingsFile(folders.settings),
        log=log,
        now=utc_now,
        is_demo=is_demo,
        restart=lambda place: _begin_anew(app, place),
        locked=LockedPlace.of_environment(),
    )
    session.show_unlock()
    steps = loading_steps()

    def begin_the_rest() -> None:
        forbid_core_dumps()  # nothing secret is in memory before somebody types it
        session.look_closer()
        session.runner.begin(steps)

    if session.unlock_window is not None:
        session.unlock_window.painted.connect(begin_the_rest)
    QTimer.singleShot(_SEEN_BY_MS, begin_the_rest)  # begun minimised: it is not painted
    status = app.exec()
    session.end()
    collector.stop()
    log.close()
    if VARIABLE in os.environ:  # locked: a new process knows nothing of what was seen
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - our own
    return status


def _application() -> QApplication:
    # Fusion from the outset: asking which style it is takes longer than the whole first page.
    app = QApplication([*sys.argv[:1], "-style", "fusion"])
    app.setApplicationName("MSBone")
    app.setDesktopFileName("msbone")
    app.setQuitOnLastWindowClosed(False)
    return app


def _begin_anew(app: QApplication, place: LockedPlace) -> None:
    os.environ[VARIABLE] = place.as_variable()
    app.quit()
