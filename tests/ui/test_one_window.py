"""Only what is meant as a window is ever one, and it fits on its screen."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox

from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.ui import room
from msbone_desktop.ui.main_window import MainWindow
from msbone_desktop.ui.screening.form import ScreeningForm
from msbone_desktop.ui.unlock.window import UnlockWindow
from msbone_desktop.ui.widgets.entry_shapes import FieldTools
from msbone_desktop.ui.widgets.quiet_boxes import QuietComboBox
from tests.ui import stubs
from tests.ui.screening.stubs import TODAY, StubScreenings


def test_no_question_of_a_screening_flashes_as_a_window_of_its_own(qtbot, witness, appearance):
    service = StubScreenings()
    tools = FieldTools(
        appearance,
        service.dictionary,
        lambda: TODAY,
        lambda: "dmy",
        service.complete_drug,
        service.recognises_drug,
    )
    form = ScreeningForm(load_knowledge(shipped("resources")).questionnaire, tools)
    qtbot.addWidget(form)
    assert len(form.fields) > 20
    assert witness.seen == []


@pytest.fixture
def small_screen(monkeypatch):
    """A laptop of 1024 x 640 pixels, less a bar of the desktop."""
    screen = SimpleNamespace(availableSize=lambda: QSize(1024, 600))
    for kind in (MainWindow, UnlockWindow):
        monkeypatch.setattr(kind, "screen", lambda _: screen, raising=False)


def test_on_a_small_screen_the_window_fills_it_instead_of_reaching_beyond(small_screen, window):
    room.show_fitting(window, 0, 0, is_maximised=False)
    assert window.isMaximized()
    assert window.minimumHeight() <= 600 - room.FRAME.height()
    assert window.normalGeometry().height() <= 600 - room.FRAME.height()


def test_on_a_large_screen_the_window_has_the_size_it_had(monkeypatch, window):
    screen = SimpleNamespace(availableSize=lambda: QSize(3840, 2160))
    monkeypatch.setattr(MainWindow, "screen", lambda _: screen, raising=False)
    room.show_fitting(window, 1500, 900, is_maximised=False)
    assert not window.isMaximized()
    assert window.size() == QSize(1500, 900)


def test_the_first_window_fits_on_a_small_screen(
    small_screen, qtbot, runner, appearance, monkeypatch
):
    window = UnlockWindow(stubs.vault(), runner, appearance, lambda _: None)
    qtbot.addWidget(window)
    assert window.height() <= 600 - room.FRAME.height()


def test_every_line_of_an_open_list_is_in_sight(qtbot, qapp, appearance):
    """Six people of the demo clinic, and no arrow over the last of them."""
    appearance.apply(qapp, "light")
    box = QComboBox()
    box.addItems([f"Role {n}: Demo Person" for n in range(7)])
    _open(qtbot, box)
    list_ = box.view()
    last = list_.visualRect(list_.model().index(6, 0))
    assert list_.viewport().rect().contains(last)
    assert list_.verticalScrollBar().maximum() == 0


def test_an_open_list_cuts_no_choice_short(qtbot, qapp, appearance):
    appearance.apply(qapp, "light")
    box = QuietComboBox()
    box.setFixedWidth(168)
    box.addItems(["Fall from standing height or less", *("word" for _ in range(20))])
    _open(qtbot, box)
    words = box.view().fontMetrics().horizontalAdvance("Fall from standing height or less")
    assert box.view().viewport().width() >= words + 16


def _open(qtbot, box):
    qtbot.addWidget(box)
    box.show()
    box.showPopup()
    qtbot.waitUntil(box.view().isVisible)
