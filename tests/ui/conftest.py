from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.clinic import open_clinic
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.storage.database import Database
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.collecting import WindowCollector
from msbone_desktop.ui.hooks import PageHooks
from msbone_desktop.ui.lasting_singletons import keep_singletons_alive
from msbone_desktop.ui.main_window import MainWindow
from msbone_desktop.ui.workplace import Workplace
from tests.people import staff
from tests.ui import stubs

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture(autouse=True, scope="session")
def _lasting_singletons() -> None:
    keep_singletons_alive()


@pytest.fixture(scope="session")
def collector(qapp):
    """As in the program, garbage is collected on the window's thread alone."""
    collector = WindowCollector()
    yield collector
    collector.stop()


@pytest.fixture(autouse=True)
def _collecting(collector) -> Iterator[None]:
    yield
    collector.collect()


@pytest.fixture
def appearance(qapp) -> Appearance:
    return Appearance(RESOURCES)


@pytest.fixture
def runner(qapp):
    runner = BackgroundRunner()
    yield runner
    runner.shutdown()
    QApplication.processEvents()


@pytest.fixture
def clinic():
    return stubs.clinic()


@pytest.fixture
def workplace(clinic, runner, appearance) -> Workplace:
    return Workplace(clinic, runner, appearance, stubs.now)


class StandIn(QWidget):
    """Stands where the pages of other parts stand."""

    def open_patient(self, patient) -> None:
        self.patient = patient


@pytest.fixture
def window_of(qtbot, database, knowledge, runner, appearance):
    """Show the window of somebody of that role, on the ``database`` of the test."""
    now = lambda: datetime(2026, 11, 22, 10, tzinfo=UTC)  # noqa: E731

    def show(role):
        clinic: Any = open_clinic(database, staff("A. Person", role), now, knowledge)
        window = MainWindow(clinic, runner, appearance, now=now)
        qtbot.addWidget(window)
        window.show()
        return window

    yield show
    runner.finish(database.close)


@pytest.fixture
def window(qtbot, clinic, runner, appearance) -> MainWindow:
    window = MainWindow(
        clinic,
        runner,
        appearance,
        now=stubs.now,
        hooks=PageHooks(
            dxa=lambda _: StandIn(), reminders=lambda _: StandIn(), documents=lambda _: StandIn()
        ),
        rules="Rules 1.0 (module 2019)",
    )
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.places._page("today").opened.list.lines.rowCount() > 0)
    return window


class Witness(QObject):
    """Notes each widget that shows as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and not isinstance(watched, MainWindow)
        ):
            words = getattr(watched, "text", str)()
            self.seen.append(f"{type(watched).__name__} {words}")
        return False


@pytest.fixture
def witness(qapp):
    witness = Witness()
    qapp.installEventFilter(witness)
    yield witness
    qapp.removeEventFilter(witness)


NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture
def real(tmp_path, runner):
    """An open clinic on a real file."""
    database = Database.create(
        tmp_path / "clinic.msbone", bytes(range(32)), migrations=shipped("db")
    )
    knowledge = load_knowledge(shipped("resources"))
    clinic: Any = open_clinic(database, staff("A. Lead"), lambda: NOW, knowledge)
    yield clinic
    runner.finish(clinic.close)


@pytest.fixture
def whole(qtbot, real, runner, appearance):
    """The real window on it."""
    window = MainWindow(real, runner, appearance, now=lambda: NOW)
    qtbot.addWidget(window)
    window.show()
    return window
