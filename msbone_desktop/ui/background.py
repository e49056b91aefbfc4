"""Runs work that may take long on one other thread and answers on the window's."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from msbone_desktop.domain.errors import ClinicClosedError

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")


class BackgroundRunner(QObject):
    """One thread, so that the file has one writer and answers come in the order asked."""

    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._closed = False
        self._is_connected = False

    @cached_property
    def _executor(self) -> "ThreadPoolExecutor":
        from concurrent.futures import ThreadPoolExecutor  # late: the first window asks for no work

        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        on_success: Callable[[T], None],
        on_failure: Callable[[BaseException], None],
    ) -> None:
        """Do ``work`` elsewhere and answer by callback, unless ``owner`` is deleted by then.

        ``work`` touches no widget.
        """

        def answer(done: "Future[T]") -> None:
            if done.cancelled() or not isValid(owner):
                return
            if error := done.exception():
                on_failure(error)
            else:
                on_success(done.result())

        if self._closed:
            on_failure(ClinicClosedError())
            return
        self._connect()
        future = self._executor.submit(work)
        future.add_done_callback(lambda done: self._tell(lambda: answer(done)))

    def begin(self, steps: Iterator[Callable[[], object]]) -> None:
        """Take one step after another, of what makes later work faster and answers nobody.

        Whatever is asked meanwhile waits for one step at most, and is never done beside it. A step
        that fails says so where its result is needed. Begun twice, it goes on where it is.
        """
        with suppress(RuntimeError):  # the thread is ending
            self._executor.submit(self._take, steps)

    def _take(self, steps: Iterator[Callable[[], object]]) -> None:
        step = next(steps, None)
        if step is None:
            return
        try:
            step()
        finally:
            self.begin(steps)

    def finish(self, last: Callable[[], T]) -> T:
        """Wait for everything that was asked so far, then do ``last`` and return its answer.

        For closing: what staff asked to be saved is saved before the file is let go.
        """
        return self._executor.submit(last).result()

    def shutdown(self) -> None:
        """Finish the work in hand, drop what has not begun, and end the thread."""
        self._closed = True
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _connect(self) -> None:
        """Let answers arrive, from the first work on."""
        # Late, because the first window needs none of it (ui/quick_start.py).
        from PySide6.QtCore import Qt

        if not self._is_connected:
            self._is_connected = True
            # Queued, because work that is done already would otherwise answer inside run().
            self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def _tell(self, answer: Callable[[], None]) -> None:
        if isValid(self):  # the window may be gone before its last answer
            self._answered.emit(answer)

    @Slot(object)
    def _deliver(self, answer: Callable[[], None]) -> None:
        answer()
