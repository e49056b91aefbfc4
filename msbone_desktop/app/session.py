"""From the unlock window to the main window and back: one session after another."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from msbone_desktop.app.backup_watch import BackupWatch
from msbone_desktop.app.clinic_folder import ClinicFolder
from msbone_desktop.app.crash import install_crash_net
from msbone_desktop.app.file_work import REKEYING, RESTORING, FileWork
from msbone_desktop.app.locking import (
    ASKED,
    NOT_KEPT,
    LockedPlace,
    Locking,
    back_up,
    keep_typed,
    let_go,
)
from msbone_desktop.app.workstation import Workstation
from msbone_desktop.environment.logs import EventLog
from msbone_desktop.environment.settings import SettingsFile
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.unlock.window import UnlockWindow

if TYPE_CHECKING:
    from msbone_desktop.services.clinic import Clinic
    from msbone_desktop.ui.main_window import MainWindow
    from msbone_desktop.ui.unlock.cover import Cover


class Session(QObject):
    """Holds the windows and the open clinic; the only place that builds them.

    Args:
        app: The Qt application.
        records: Folder of the clinic's file and its key file.
        resources: Shipped knowledge and art.
        migrations: Shipped migrations.
        settings: This workstation's settings.
        log: The technical log.
        now: The clock.
        is_demo: The demo clinic, made if it is not there yet.
        restart: Begins the program anew after locking, so that nothing of a patient and no key
            is left in memory. Without it the same process asks for the passphrase.
        locked: Where the window stood, when the program begins anew after locking.
    """

    fault_shown = Signal(object)

    def __init__(
        self,
        app: QApplication,
        *,
        records: Path,
        resources: Path,
        migrations: Path,
        settings: SettingsFile,
        log: EventLog,
        now: Callable[[], datetime],
        is_demo: bool,
        restart: Callable[[LockedPlace], None] | None = None,
        locked: LockedPlace | None = None,
    ) -> None:
        super().__init__()
        self._app = app
        self._folder = ClinicFolder(records, resources, migrations, now)
        self._workstation = Workstation(settings)
        self._log = log
        self._now = now
        self._is_demo = is_demo
        self.appearance = Appearance(resources, self)
        self.appearance.begin(app, self._workstation.scheme)
        self.runner = BackgroundRunner(self)
        self.unlock_window: UnlockWindow | None = None
        self.main_window: MainWindow | None = None
        self._clinic: Clinic | None = None
        self._restart, self._locked = restart, locked
        self._lost = ""
        self._cover: Cover | None = None
        self._covered: tuple[MainWindow, dict[str, Any]] | None = None
        self.file_work = FileWork(self.runner, self._folder.vault, self._say, self)
        self.backup_watch = BackupWatch(self.runner, self._show_fault, self)
        logging.getLogger().addHandler(log.listener())
        app.commitDataRequest.connect(self.session_ends)  # same thread: called at once
        install_crash_net(log, self.fault_shown.emit)
        self.fault_shown.connect(self._show_fault)

    @cached_property
    def locking(self) -> Locking:
        """What watches for the time to lock; made when the first clinic is open."""
        return Locking(self._now, self._lock, self)

    def show_unlock(self) -> None:
        """Show the unlock window; the demo clinic is made behind it if it is not there yet."""
        window = UnlockWindow(
            self._folder.prepare_demo if self._is_demo else self._folder.vault(),
            self.runner,
            self.appearance,
            self._unlocked,
            working_name=self._workstation.last_name,
            remember_name=self._workstation.remember_name,
        )
        window.closed.connect(self._app.quit)
        self.unlock_window = window
        if self._locked is not None:
            window.setGeometry(*self._locked.place)
            window.greet(self._locked.words)
        window.show()

    def look_closer(self) -> None:
        """Dress the program by all that the desktop says, now that its first window is up."""
        self.appearance.apply(self._app, self._workstation.scheme)

    def end(self) -> None:
        """Close whatever is open."""
        if "locking" in vars(self):
            self.locking.stop()
            self.locking.desktop.stop()
        if self._covered is not None:
            self._let_go(*self._covered)
        elif self._clinic is not None:
            self._close_clinic(lambda clinic: back_up(clinic, self._log))
        self.runner.shutdown()

    def _unlocked(self, clinic: Clinic) -> None:
        from msbone_desktop.ui.main_window import MainWindow

        self._clinic = clinic
        rulebook = self._folder.knowledge().rulebook
        window = MainWindow(
            clinic,
            self.runner,
            self.appearance,
            now=self._now,
            rules=f"Rules {rulebook.version} ({rulebook.profile.id.replace('-', ' ', 1)})",
            keep_scheme=self._workstation.remember_scheme,
        )
        window.lock_wanted.connect(lambda: self._lock(ASKED))
        window.key_wanted.connect(self._change_key)
        window.closed.connect(self._closed)
        self.main_window = window
        self._workstation.show(window)
        window.raise_()
        window.activateWindow()  # the keyboard goes on where the unlock window had it
        if self.unlock_window is not None:
            self.unlock_window.closed.disconnect()
            self.unlock_window.hide()
            self.unlock_window.deleteLater()
            self.unlock_window = None
        self._log.event("clinic.unlocked")
        window.restore_wanted.connect(self._restore)
        self.backup_watch.start(clinic, window)
        self.locking.start(clinic)
        self._go_back(clinic, window)

    def _closed(self) -> None:
        if self.main_window is not None:
            self._workstation.remember_window(self.main_window)
        self.locking.stop()
        self._close_clinic(lambda clinic: back_up(clinic, self._log))
        self._app.quit()

    def _lock(self, why: str, then: Callable[[], None] | None = None) -> None:
        """Cover the window at once, keep what was typed, drop the key, ask for a passphrase."""
        window, clinic = self.main_window, self._clinic
        if window is None or clinic is None:
            return
        self.main_window = None
        self.locking.stop()
        self._workstation.remember_window(window)
        # Held: nobody else does until it is painted, and Python would collect it with the rest.
        cover = self._cover = self.locking.cover(window, self.appearance)
        kept: dict[str, Any] = {}

        def close() -> None:
            if self._clinic is None:  # the program ended meanwhile
                return
            self._lost = "" if self._let_go(window, kept) else NOT_KEPT
            at = cover.geometry()
            words = why if then is not None else self._lost or why
            self._locked = LockedPlace((at.x(), at.y(), at.width(), at.height()), words)
            self._log.event("clinic.locked")
            if self._restart is not None and then is None:
                self._restart(self._locked)
                return
            self.show_unlock()
            self._cover = None
            cover.close()
            cover.deleteLater()
            window.deleteLater()
            if then is not None:
                then()

        self._covered = (window, kept)  # until then the program may be ended
        # Once the cover is painted, whatever becomes of the rest; a dialog that was open and
        # waited for an answer has come to its end by then.
        cover.once_painted(close)
        window.closed.disconnect()
        keep_typed(window, kept)

    def session_ends(self, *_: object) -> None:
        """The desktop ends its session: keep what is typed and let the file go before it does."""
        window = self.main_window
        if window is not None and self._clinic is not None:
            self.main_window = None
            self.locking.stop()
            kept: dict[str, Any] = {}
            window.hide()
            keep_typed(window, kept)
            self._covered = (window, kept)
        if self._covered is not None:
            self._let_go(*self._covered)
            self._app.quit()

    def _go_back(self, clinic: Clinic, window: MainWindow) -> None:
        """Lead whoever unlocked back to where she was."""
        self.runner.run(
            owner=window,
            work=clinic.kept.take,
            on_success=lambda kept: window.go_back_to(kept) if kept else None,
            on_failure=self._show_fault,
        )

    def _let_go(self, window: MainWindow, kept: dict[str, Any]) -> bool:
        """Save what saves itself, keep the rest, close the file; tell whether all was kept."""
        self._covered = None
        is_settled = window.settle()
        is_kept = self._close_clinic(lambda clinic: let_go(clinic, kept, self._log))
        return is_settled and is_kept

    def _close_clinic(self, before: Callable[[Clinic], bool]) -> bool:
        """Close the file, after ``before``, whatever becomes of that; return its answer."""
        clinic, self._clinic = self._clinic, None
        if clinic is None:
            return True
        self.backup_watch.stop()

        def close() -> bool:
            # On the worker, behind every save that was asked for: one user of the file at a time.
            try:
                return before(clinic)
            finally:
                clinic.close()

        return self.runner.finish(close)

    def _restore(self, backup: Path, passphrase: str) -> None:
        """Close the clinic, put a backup in its place, and ask for the passphrase again."""
        self._lock(RESTORING, lambda: self.file_work.restore(backup, passphrase))

    def _change_key(self, passphrase: str) -> None:
        """Close the clinic, encrypt it anew, and ask for the passphrase again.

        It is done by whoever has it open: the workstation may remember somebody else's name.
        """
        if self._clinic is None:
            return
        name = self._clinic.actor.name
        self._lock(REKEYING, lambda: self.file_work.change_key(passphrase, name))

    def _say(self, words: str) -> None:
        """Say on the unlock window what was done, and that something could not be kept before."""
        if self.unlock_window is not None:
            self.unlock_window.greet(f"{words} {self._lost}".strip())

    def _show_fault(self, error: BaseException) -> None:
        del error  # its words may quote a record
        from PySide6.QtWidgets import QMessageBox

        from msbone_desktop.ui.errors import UNEXPECTED

        box = QMessageBox(self.main_window or self.unlock_window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("MSBone")
        box.setText(UNEXPECTED)
        QTimer.singleShot(0, box.open)
