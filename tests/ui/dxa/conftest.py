from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.dxa.history_page import DxaHistoryPage
from msbone_desktop.ui.dxa.page import DxaPage
from tests.ui.dxa import stubs
from tests.ui.screening.stubs import NOW, RESOURCES, TODAY


@pytest.fixture
def clinic():
    return stubs.dxa_clinic()


@pytest.fixture
def service(clinic):
    return clinic.dxa


@pytest.fixture
def runner(qapp):
    runner = BackgroundRunner()
    yield runner
    runner.shutdown()
    QApplication.processEvents()


@pytest.fixture
def page(qtbot, clinic, runner):
    page = DxaHistoryPage(runner, clinic, stubs.DICTIONARY, Appearance(RESOURCES), lambda: NOW)
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    return page


@pytest.fixture
def tab(qtbot, clinic, runner):
    workplace = SimpleNamespace(
        clinic=clinic,
        runner=runner,
        appearance=Appearance(RESOURCES),
        now=lambda: NOW,
        today=TODAY,
        date_order="dmy",
    )
    where: Any = workplace
    tab = DxaPage(where)
    qtbot.addWidget(tab)
    tab.resize(1000, 900)
    tab.show()
    return tab
