"""Answers to a question that changes with every key: only the latest one counts."""

from collections.abc import Callable
from typing import Any, TypeAlias

from PySide6.QtCore import QObject

from msbone_desktop.ui.background import BackgroundRunner

_Question: TypeAlias = tuple[
    Callable[[], Any], Callable[[Any], None], Callable[[BaseException], None]
]


class LatestOnly(QObject):
    """Asks at most one question at a time and forgets those overtaken while it waited."""

    def __init__(self, runner: BackgroundRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._asking = False
        self._waiting: _Question | None = None
        self._number = 0

    def ask(
        self,
        work: Callable[[], Any],
        on_success: Callable[[Any], None],
        on_failure: Callable[[BaseException], None],
    ) -> None:
        """Do ``work`` unless another question comes first; answer only if none came since."""
        self._number += 1
        if self._asking:
            self._waiting = (work, on_success, on_failure)
            return
        number = self._number
        self._asking = True
        self._runner.run(
            owner=self,
            work=work,
            on_success=lambda answer: self._done(number, lambda: on_success(answer)),
            on_failure=lambda error: self._done(number, lambda: on_failure(error)),
        )

    def forget(self) -> None:
        """Drop the answer that is on its way."""
        self._number += 1
        self._waiting = None

    def _done(self, number: int, deliver: Callable[[], None]) -> None:
        self._asking = False
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.ask(*waiting)
        elif number == self._number:
            deliver()
