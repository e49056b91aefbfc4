"""Asking services about the patient on the page; answers about another one are dropped."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from msbone_desktop.domain.patients import PatientId
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.plain_label import PlainLabel

T = TypeVar("T")


class PatientPart(QWidget):
    """A part of a patient's page, with a line for what went wrong."""

    def __init__(self, runner: BackgroundRunner) -> None:
        super().__init__()
        self._runner = runner
        self._patient: PatientId | None = None
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.hide()

    def ask(self, work: Callable[[], T], on_success: Callable[[T], None]) -> None:
        """Do ``work`` elsewhere; its answer counts while the same patient is on the page."""
        patient = self._patient

        def failed(error: BaseException) -> None:
            if patient == self._patient:
                self.say_problem(explain(error))

        def done(answer: T) -> None:
            if patient == self._patient:
                on_success(answer)

        self._runner.run(self, work, done, failed)

    def say_problem(self, sentence: str) -> None:
        """Say what went wrong; an empty sentence takes that back."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
