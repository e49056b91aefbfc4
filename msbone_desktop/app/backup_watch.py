"""Makes a backup while people work, whenever the newest one is older than it may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from msbone_desktop.ui.background import BackgroundRunner

if TYPE_CHECKING:
    from msbone_desktop.services.backups import BackupState
    from msbone_desktop.services.clinic import Clinic
    from msbone_desktop.ui.main_window import MainWindow

_LOOK_EVERY_MS = 60_000
"""How often it is looked whether a backup is due; due is one every half hour of work."""


class BackupWatch(QObject):
    """Looks once a minute, on the worker, and has the window say how old the newest one is."""

    def __init__(
        self,
        runner: BackgroundRunner,
        on_fault: Callable[[BaseException], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runner, self._on_fault = runner, on_fault
        self._open: tuple[Clinic, MainWindow] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self, clinic: Clinic, window: MainWindow) -> None:
        """Look now, and from now on."""
        self._open = clinic, window
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """Look no longer."""
        self._timer.stop()
        self._open = None

    def look(self) -> None:
        """Make a backup when one is due; say how old the newest one is."""
        if self._open is None:
            return
        clinic, window = self._open

        def work() -> BackupState:
            clinic.backups.look()
            return clinic.backups.back_up() if clinic.backups.is_due() else clinic.backups.state

        self._runner.run(
            owner=window, work=work, on_success=window.note_backup, on_failure=self._on_fault
        )
