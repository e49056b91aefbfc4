import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from msbone_desktop.ui.documents.handout_dialog import HandoutDialog

MANY = tuple((f"R-{number}", f"Finding number {number} in plain words") for number in range(19))


@pytest.fixture
def parent(qtbot, qapp, appearance):
    appearance.apply(qapp, "light")
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(qtbot, parent):
    made = HandoutDialog(parent, "Ash, Ann", MANY, ("R-1",))
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_many_findings_leave_the_buttons_on_a_small_screen(dialog):
    assert dialog.height() <= 720
    assert dialog.rect().contains(dialog.yes.geometry())
    last = dialog.boxes["R-18"]
    assert last.visibleRegion().isEmpty()


def test_the_keyboard_brings_each_finding_into_sight(qtbot, dialog):
    dialog.boxes["R-0"].setFocus()
    for _ in range(18):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.boxes["R-18"]
    assert not dialog.boxes["R-18"].visibleRegion().isEmpty()
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
    with qtbot.waitSignal(dialog.given) as given:
        dialog.yes.click()
    assert given.args[0] == ("R-1", "R-18")
