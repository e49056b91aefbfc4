"""Locks by itself: when nobody works, when the desktop locks, when the computer sleeps.

The window is covered first. Once the cover is painted, what was typed is kept in the clinic's
encrypted file, the file is closed and the program begins anew, so that nothing of a patient and no
key is left in memory.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from msbone_desktop.app.desktop_signals import DesktopSignals
from msbone_desktop.domain.errors import MsboneError

if TYPE_CHECKING:
    from msbone_desktop.environment.logs import EventLog
    from msbone_desktop.services.clinic import Clinic
    from msbone_desktop.ui.appearance import Appearance
    from msbone_desktop.ui.main_window import MainWindow
    from msbone_desktop.ui.unlock.cover import Cover

VARIABLE = "MSBONE_LOCKED"
"""Tells the program that begins anew why it was locked, and where its window stood."""
ASKED = "Locked. Unlock to go on where you were."
IDLE = "Locked, because nobody worked here for a while. Unlock to go on where you were."
DESKTOP = "Locked with the desktop. Unlock to go on where you were."
SLEPT = "Locked, because the computer slept. Unlock to go on where you were."
NOT_KEPT = (
    "Where you were, or something that you had typed and not saved, could not be kept: see whether"
    " the disk is full, then check what you entered last."
)
"""Said in place of why it was locked: nobody may go away believing that everything is there."""


@dataclass(frozen=True, slots=True)
class LockedPlace:
    """``place``: left, top, width and height of the window. ``words``: why it was locked."""

    place: tuple[int, int, int, int]
    words: str

    def as_variable(self) -> str:
        """Return it as the next process is told."""
        return json.dumps([*self.place, self.words])

    @classmethod
    def of_environment(cls) -> LockedPlace | None:
        """Return what this process was told, once; None when it was started by a person."""
        try:
            *place, words = json.loads(os.environ.pop(VARIABLE, "null"))
            left, top, width, height = (int(each) for each in place)
        except (ValueError, TypeError):
            return None
        return cls((left, top, width, height), str(words))


class Locking(QObject):
    """Says when to lock, and covers the window.

    Args:
        now: The clock.
        lock: Told why, in words for the unlock window.
        parent: Whom it belongs to.
    """

    def __init__(
        self, now: Callable[[], datetime], lock: Callable[[str], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        from msbone_desktop.ui.idle_watch import IdleWatch  # late: nothing is watched while locked

        self.watch = IdleWatch(now, parent=self)
        self.desktop = DesktopSignals(self)
        self._lock = lock
        self._listens = False
        self.watch.idle.connect(lambda: self._lock(IDLE))
        self.watch.slept.connect(lambda: self._lock(SLEPT))
        self.desktop.locked.connect(lambda: self._lock(DESKTOP))
        self.desktop.sleeps.connect(lambda: self._lock(SLEPT))

    def start(self, clinic: Clinic) -> None:
        """Watch while the clinic is open."""
        self.watch.start(clinic.settings.idle_minutes)
        if not self._listens:
            self._listens = True
            self.desktop.listen()

    def stop(self) -> None:
        """Watch no longer."""
        self.watch.stop()

    def cover(self, window: MainWindow, appearance: Appearance) -> Cover:
        """Put a cover where the window stood. A dialog still shows until it is kept and closed."""
        from msbone_desktop.ui.unlock.cover import Cover

        cover = Cover(appearance, window.geometry())
        if window.isMaximized():
            cover.showMaximized()
        else:
            cover.show()
        window.hide()
        return cover


def keep_typed(window: MainWindow, kept: dict[str, Any]) -> None:
    """Put what is typed into ``kept``, cancel what is open, and clear what was copied."""
    from msbone_desktop.ui.form_memory import close_dialogs  # late: needed when there is a form

    kept.update(window.keep())
    close_dialogs()
    clipboard = QApplication.clipboard()
    if clipboard.ownsClipboard():
        clipboard.clear()


def let_go(clinic: Clinic, kept: dict[str, Any], log: EventLog) -> bool:
    """On the worker: keep the place, and back up if a backup is due; tell whether all was kept."""
    try:
        # Without anything in it: the page failed while it was asked, and nothing is known of it.
        is_kept = bool(kept) and clinic.kept.keep(kept)
    except MsboneError:
        is_kept = False  # the disk is full; what is locked stays locked
    if not is_kept:
        log.event("kept.failed")
    clinic.backups.look()
    if clinic.backups.is_due():
        back_up(clinic, log)
    return is_kept


def back_up(clinic: Clinic, log: EventLog) -> bool:
    """On the worker: make a backup; a failure is told by the age of the newest one."""
    is_made = not clinic.backups.back_up().problem
    if not is_made:
        log.event("backup.failed")
    return is_made
