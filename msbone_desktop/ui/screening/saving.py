"""Keeps a draft safe: saves by itself, in order, for the patient it was begun for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal

from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screening import ScreeningRecord
from msbone_desktop.domain.screenings import Confirmation, Screening, ScreeningId
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.errors import explain

EVERY_MS = 3_000
LONGEST_WAIT_MS = 15_000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything on the form at one moment."""

    record: ScreeningRecord
    notes: str
    confirmations: tuple[Confirmation, ...]
    carried_forward: tuple[str, ...]
    half_typed: str = ""


class SavesDrafts(Protocol):
    """The part of the screening service that saving needs."""

    def save_draft(
        self,
        screening: ScreeningId,
        patient: PatientId,
        expected_version: int,
        record: ScreeningRecord,
        notes: str,
        confirmations: tuple[Confirmation, ...],
        carried_forward: tuple[str, ...],
        half_typed: str = "",
    ) -> Screening:
        """Store the draft and return it as stored."""


class DraftSaver(QObject):
    """Saves one draft of one patient; made anew for each screening that is opened.

    The ids are those of the moment when editing began, and never change afterwards.
    """

    state_changed = Signal(str)
    """What to say beside the form: "Saving…", "Saved 14:02"."""
    failed = Signal(str)
    saved = Signal(object)
    """The screening as stored."""
    _settled = Signal()

    def __init__(
        self,
        runner: BackgroundRunner,
        service: SavesDrafts,
        screening: Screening,
        take: Callable[[], Snapshot],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner, self._service, self._take = runner, service, take
        self.screening = screening
        self._changed = False
        self._saving = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.save_now)

    @property
    def unsaved(self) -> bool:
        """Tell whether something is not stored yet."""
        return self._changed or self._saving

    def note_change(self) -> None:
        """Something was edited: it will be stored within a few seconds."""
        self._changed = True
        if not self._timer.isActive():
            self._timer.start()

    def save_now(self) -> None:
        """Store what is on the form, after what is being stored already."""
        if self._saving:
            self._timer.start()  # in order: after the one that is under way
            return
        self._timer.stop()
        self._saving, self._changed = True, False
        snapshot, screening = self._take(), self.screening
        self.state_changed.emit("Saving…")
        self._runner.run(
            self,
            lambda: self._service.save_draft(
                screening.id,
                screening.patient,
                screening.version,
                snapshot.record,
                snapshot.notes,
                snapshot.confirmations,
                snapshot.carried_forward,
                snapshot.half_typed,
            ),
            self._stored,
            self._not_stored,
        )

    def flush(self) -> bool:
        """Store everything now and wait for it; False if it could not be stored."""
        self._wait()
        if self._changed:
            self.save_now()
            self._wait()
        return not self.unsaved

    def _wait(self) -> None:
        if not self._saving:
            return
        loop = QEventLoop()
        self._settled.connect(loop.quit)
        QTimer.singleShot(LONGEST_WAIT_MS, loop, loop.quit)
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    def stop(self) -> None:
        """Save no more: the draft is signed, discarded, or another one is on the screen."""
        self._timer.stop()
        self._changed = False

    def go_on(self) -> None:
        """Save on after all: what it was stopped for failed, and what is on the form stays."""
        self.note_change()

    def _stored(self, screening: Screening) -> None:
        self._saving = False
        self.screening = screening
        self.saved.emit(screening)
        self.state_changed.emit(f"Saved {_clock(screening.saved_at)}")
        self._settled.emit()

    def _not_stored(self, error: BaseException) -> None:
        self._saving, self._changed = False, True
        self.state_changed.emit("Not saved")
        self.failed.emit(explain(error))
        self._settled.emit()


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone():%H:%M}"
