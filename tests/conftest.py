"""What every test stands on: a fixed clock, no screen, a home of its own, no leftovers."""

import gc
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from msbone_desktop.ui.lasting_singletons import keep_singletons_alive

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

# Before anything imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("LC_ALL", "C.UTF-8")

# A busy computer is no fault of the example that it interrupts.
settings.register_profile("patient", deadline=None, print_blob=True)
settings.load_profile("patient")

_SECONDS_FOR_A_THREAD_TO_END = 2.0
_OUTCOME = pytest.StashKey[bool]()


def pytest_configure() -> None:
    """The tests open more windows than Python 3.11 survives without this."""
    keep_singletons_alive()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    """Let Qt delete the windows of the test, children with their parents, as in the program.

    pytest-qt has closed them by now and asked for that, but without an event loop it never comes:
    Python's garbage collector would take them apart in an order of its own, which can crash.
    """
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtWidgets import QApplication

        if QApplication.instance() is not None:
            _delete_what_was_to_be_deleted()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[_OUTCOME] = report.passed
    return report


@pytest.fixture
def now() -> Callable[[], datetime]:
    """The clock that a test hands in: it stands at ten o'clock on 22 November 2026."""
    moment = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    return lambda: moment


@pytest.fixture(autouse=True, scope="session")
def _home_of_its_own(tmp_path_factory) -> Iterator[None]:
    """No test reads or writes the settings, logs or records of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MSBONE_HOME", str(tmp_path_factory.mktemp("home")))
        yield


class _Unexpected(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_unexpected_log(request) -> Iterator[None]:
    """A warning that nobody expects is a fault; a test that takes ``caplog`` looks for itself."""
    if "caplog" in request.fixturenames or request.node.get_closest_marker("logs_expected"):
        yield
        return
    heard = _Unexpected()
    logging.getLogger().addHandler(heard)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(heard)
    if heard.lines:
        pytest.fail("Logged, and no test expected it:\n" + "\n".join(heard.lines))


@pytest.fixture(autouse=True)
def _no_thread_left(request) -> Iterator[None]:
    """A thread that outlives its test can change what the next one sees."""
    before = set(threading.enumerate())
    yield
    if request.node.get_closest_marker("leaves_threads"):
        return
    deadline = time.monotonic() + _SECONDS_FOR_A_THREAD_TO_END
    while (left := _threads_since(before)) and time.monotonic() < deadline:
        left[0].join(0.05)
    if left and request.node.stash.get(_OUTCOME, False):
        pytest.fail(f"Left running: {', '.join(thread.name for thread in left)}")


def _threads_since(before: set[threading.Thread]) -> list[threading.Thread]:
    # Python's stand-ins for threads of others (Qt's, a debugger's) have no end that it could see.
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and type(thread).__name__ != "_DummyThread"
    ]


@pytest.fixture(autouse=True)
def _no_window_left(request) -> Iterator[None]:
    """A window that outlives its test takes the next one's keys and focus."""
    before = set(_windows())
    yield
    left = [window for window in _windows() if window not in before]
    if left:
        gc.collect()  # a window and its slots often hold each other
        _delete_what_was_to_be_deleted()
        left = [window for window in _windows() if window not in before]
    if left and request.node.stash.get(_OUTCOME, False):
        names = ", ".join(f"{type(window).__name__} {window.objectName()!r}" for window in left)
        pytest.fail(f"Left open (qtbot.addWidget closes what it is given): {names}")


def _windows() -> "list[QWidget]":
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    from PySide6.QtWidgets import QApplication, QDialog, QMainWindow

    if QApplication.instance() is None:
        return []
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if widget.parent() is None
        and (isinstance(widget, QDialog | QMainWindow) or widget.isVisible())
        and type(widget).__name__ != "QTipLabel"
    ]


def _delete_what_was_to_be_deleted() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
