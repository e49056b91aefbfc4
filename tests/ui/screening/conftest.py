import pytest
from PySide6.QtWidgets import QApplication

from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.screening.page import ScreeningPage
from tests.ui.screening.stubs import ACTOR, NOW, RESOURCES, StubScreenings, evidence


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
def service() -> StubScreenings:
    return StubScreenings()


@pytest.fixture
def page(qtbot, service, runner, appearance) -> ScreeningPage:
    page = ScreeningPage(service, evidence(), runner, appearance, lambda: NOW, ACTOR)
    qtbot.addWidget(page)
    page.resize(1080, 720)
    page.show()
    return page
