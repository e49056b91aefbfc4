"""Carries out actions on reminders, each bound to the patient it was chosen for, each undoable."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from msbone_desktop.domain.follow_up import ReminderEvent, ReminderKind
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.reminders.action_dialog import ActionDialog
from msbone_desktop.ui.reminders.actions import YEARLY, ActionSpec, Answers
from msbone_desktop.ui.workplace import Workplace

if TYPE_CHECKING:
    from msbone_desktop.services.reminders import ReminderService

LONGEST_MEMORY = 50
NOTHING_TO_UNDO = "There is nothing to undo."


class Acting(QObject):
    """``changed`` tells the patient of each change that was kept, with it in words."""

    changed = Signal(object, str)
    failed = Signal(str)

    def __init__(self, workplace: Workplace, page: QWidget) -> None:
        super().__init__(page)
        self._workplace, self._page = workplace, page
        self._undo: list[tuple[str, Callable[[], object], PatientId]] = []
        self.dialog: ActionDialog | None = None

    def act(
        self,
        action: ActionSpec,
        patient: PatientId,
        name: str,
        kind: ReminderKind,
        known_by: str = "",
    ) -> None:
        """Ask what the action needs, if anything, and keep it.

        ``known_by`` is what else tells this person from others, such as the date of birth.
        """
        if not action.asks:
            self._keep(action, patient, name, kind, {"reason": ""}, None)
            return
        workplace = self._workplace
        dialog = ActionDialog(
            self._page,
            action,
            " · ".join(part for part in (name, known_by) if part),
            workplace.today,
            lambda: workplace.date_order,
        )
        dialog.given.connect(
            lambda answers: self._keep(action, patient, name, kind, answers, dialog)
        )
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def every_year(self, patient: PatientId, name: str) -> None:
        """Set the interval between scans to twelve months, or take that back."""
        service: ReminderService = self._workplace.clinic.reminders
        patients = self._workplace.clinic.patients

        def work() -> int | None:
            before = patients.get(patient).details.dxa_interval_months
            service.set_annual_dxa(patient, YEARLY)
            return before

        def kept(before: int | None) -> None:
            self._remember(
                "every 12 months", lambda: service.set_annual_dxa(patient, before), patient
            )
            self.changed.emit(patient, f"{name}: a DXA every 12 months.")

        self._run(work, kept, self._say)

    def undo(self) -> None:
        """Take back the last change that is not taken back yet."""
        if not self._undo:
            self.failed.emit(NOTHING_TO_UNDO)
            return
        words, work, patient = self._undo.pop()
        self._run(work, lambda _: self.changed.emit(patient, f"Undone: {words}."), self._say)

    def _keep(
        self,
        action: ActionSpec,
        patient: PatientId,
        name: str,
        kind: ReminderKind,
        answers: Answers,
        dialog: ActionDialog | None,
    ) -> None:
        service: ReminderService = self._workplace.clinic.reminders

        def kept(event: ReminderEvent) -> None:
            if dialog is not None:
                dialog.accept()
            words = f"{name}: {action.title.lower()}"
            self._remember(words, lambda: service.undo(event.id, patient), patient)
            self.changed.emit(patient, f"{words}.")

        refuse = self._say if dialog is None else dialog.refuse
        self._run(lambda: action.do(service, patient, kind, answers), kept, refuse)

    def _remember(self, words: str, work: Callable[[], object], patient: PatientId) -> None:
        self._undo = [*self._undo[-LONGEST_MEMORY:], (words, work, patient)]

    def _run(
        self,
        work: Callable[[], object],
        kept: Callable[..., None],
        refused: Callable[[BaseException], None],
    ) -> None:
        self._workplace.runner.run(owner=self, work=work, on_success=kept, on_failure=refused)

    def _say(self, error: BaseException) -> None:
        self.failed.emit(explain(error))
