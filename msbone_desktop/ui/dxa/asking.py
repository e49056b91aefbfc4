"""Asking services about the patient on the page; answers about another one are dropped."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from msbone_desktop.domain.patients import Patient, PatientId
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.dialog import Dialog
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.patients.wording import whose_words
from msbone_desktop.ui.plain_label import PlainLabel

T = TypeVar("T")


class KeepingDialog(Dialog):
    """Closes only once what was typed is kept; a refusal is said in it, and nothing is lost."""

    keep_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.complaint = PlainLabel("", "error", wrap=True)
        self.whose = PlainLabel("", "soft", wrap=True)
        self.whose.hide()
        self._asks = self._waits = False

    def entries(self) -> int:
        """Return how many entries were added, for dialogs that grow."""
        return 0

    def make_entries(self, count: int) -> None:
        """Grow or shrink to so many entries."""

    def name(self, whose: str) -> None:
        """Say under the title whose record is written: the dialog may cover the banner."""
        self.whose.setText(whose)
        self.whose.setVisible(bool(whose))

    def keep_by(self, keep: Callable[[], None]) -> None:
        """Ask ``keep`` to keep what was typed; it answers by ``kept`` or ``not_kept``."""
        self._asks = True
        self.keep_wanted.connect(keep)

    def hand_over(self) -> None:
        """Have everything kept, and close; at once where nobody is asked to keep it."""
        if not self._asks:
            super().accept()
        elif not self._waits:  # a second press while it is being kept would keep it twice
            self._waits = True
            self.keep_wanted.emit()

    def kept(self) -> None:
        """Close: everything is kept."""
        super().accept()

    def not_kept(self, sentence: str) -> None:
        """Stay open, and say why."""
        self._waits = False
        self.refuse(sentence)

    def refuse(self, sentence: str) -> None:
        """Say why it was not kept, or take that back with an empty sentence."""
        self.complaint.setText(sentence)
        self.complaint.setVisible(bool(sentence))


class PatientPart(QWidget):
    """A part of a patient's page, with a line for what went wrong."""

    def __init__(self, runner: BackgroundRunner) -> None:
        super().__init__()
        self._runner = runner
        self._patient: PatientId | None = None
        self.whose = ""
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.hide()

    def take(self, patient: Patient) -> None:
        """Go on to ``patient``."""
        self._patient, self.whose = patient.id, whose_words(patient)

    def ask(
        self,
        work: Callable[[], T],
        on_success: Callable[[T], None],
        on_refusal: Callable[[str], None] | None = None,
    ) -> None:
        """Do ``work`` elsewhere; its answer counts while the same patient is on the page."""
        patient = self._patient
        say = on_refusal or self.say_problem

        def failed(error: BaseException) -> None:
            if patient == self._patient:
                say(explain(error))

        def done(answer: T) -> None:
            if patient == self._patient:
                on_success(answer)

        self._runner.run(self, work, done, failed)

    def keep_from(
        self, dialog: KeepingDialog, work: Callable[[], object], stored: Callable[[], None]
    ) -> None:
        """Do ``work`` with what is typed in ``dialog``, and close it when that is done."""

        def done(_: object) -> None:
            if isValid(dialog):
                dialog.kept()
            stored()

        def refused(sentence: str) -> None:
            (dialog.not_kept if isValid(dialog) else self.say_problem)(sentence)

        self.ask(work, done, refused)

    def say_problem(self, sentence: str) -> None:
        """Say what went wrong; an empty sentence takes that back."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
