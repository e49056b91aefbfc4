import pytest
from PySide6.QtWidgets import QApplication

from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.widgets.entry_shapes import FieldTools
from tests.ui.screening.stubs import RESOURCES, TODAY, StubScreenings


@pytest.fixture
def appearance(qapp) -> Appearance:
    return Appearance(RESOURCES)


@pytest.fixture
def tools(appearance) -> FieldTools:
    service = StubScreenings()
    return FieldTools(
        appearance,
        service.dictionary,
        lambda: TODAY,
        lambda: "dmy",
        service.complete_drug,
        service.recognises_drug,
    )


@pytest.fixture
def shown(qtbot):
    """Shows a field in a window of its own and returns it."""

    def show(field):
        qtbot.addWidget(field)
        field.resize(720, 120)
        field.show()
        field.activateWindow()
        field.setFocus()
        qtbot.waitUntil(lambda: field.isAncestorOf(QApplication.focusWidget()))
        return field

    return show
