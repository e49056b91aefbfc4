import threading
from typing import Any

import pytest
from PySide6.QtCore import Qt

from msbone_desktop.ui.person_list import KEY_ROLE, LINE_ROLE
from tests.ui import stubs


@pytest.fixture
def finder(window, qtbot):
    window.activateWindow()
    window.run_command("find")
    qtbot.waitUntil(window.finder.hasFocus)
    return window.finder


def shown(finder):
    lines = finder.results.lines
    return [lines.index(row).data(LINE_ROLE) for row in range(lines.rowCount())]


def test_typing_shows_who_matches_told_apart_by_birth_and_number(qtbot, finder):
    qtbot.keyClicks(finder, "duf")
    qtbot.waitUntil(finder.popup.isVisible)
    first = shown(finder)[0]
    assert first.title.startswith("Dufresne")
    assert "73 y" in first.detail and "MS-00003" in first.detail


def test_the_arrows_and_enter_open_a_patient_without_leaving_the_field(qtbot, finder, window):
    qtbot.keyClicks(finder, "duf")
    qtbot.waitUntil(finder.popup.isVisible)
    qtbot.keyClick(finder, Qt.Key.Key_Down)
    second = finder.results.lines.index(1).data(KEY_ROLE)
    with qtbot.waitSignal(finder.chosen) as opened:
        qtbot.keyClick(finder, Qt.Key.Key_Return)
    assert opened.args == [second]
    assert window.navigation.key == "patient"
    assert not finder.popup.isVisible() and finder.text() == ""


def test_escape_closes_the_results_and_not_the_page(qtbot, finder, window):
    window.navigation.go("patients")
    window.run_command("find")
    qtbot.keyClicks(finder, "duf")
    qtbot.waitUntil(finder.popup.isVisible)
    qtbot.keyClick(finder, Qt.Key.Key_Escape)
    assert not finder.popup.isVisible()
    assert window.navigation.key == "patients"


def test_what_is_typed_is_searched_for_letter_by_letter(qtbot, finder, clinic):
    asked: list[Any] = []
    clinic.patients.search = stubs.noting(asked, clinic.patients.search)
    qtbot.keyClicks(finder, "%_\\")
    qtbot.waitUntil(finder.popup.isVisible)
    assert asked[-1][0] == "%_\\"
    assert finder.message.isVisible() and "Nobody found" in finder.message.text()


def test_a_late_answer_never_replaces_a_newer_one(qtbot, finder, clinic):
    first_asked, let_go = threading.Event(), threading.Event()

    def search(text, limit=50):
        if text == "i":
            first_asked.set()
            let_go.wait(3)
            return (stubs.patient_row(8),)
        return (stubs.patient_row(1),)

    clinic.patients.search = search
    qtbot.keyClicks(finder, "i")
    assert first_asked.wait(3)
    qtbot.keyClicks(finder, "t")
    let_go.set()
    qtbot.waitUntil(finder.popup.isVisible)
    assert [line.key for line in shown(finder)] == [1]


def test_a_failing_search_says_so_in_the_list(qtbot, finder, clinic, caplog):
    def search(text, limit=50):
        raise OSError

    clinic.patients.search = search
    qtbot.keyClicks(finder, "x")
    qtbot.waitUntil(finder.popup.isVisible)
    assert "went wrong" in finder.message.text()


def test_escape_in_an_empty_search_goes_back_to_the_field_in_hand(qtbot, window):
    window.activateWindow()
    window.navigation.go("today")
    window.navigation.go("patients")
    field = window.places._page("patients").filter
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "Ash")
    window.run_command("find")
    qtbot.waitUntil(window.finder.hasFocus)
    qtbot.keyClicks(window.finder, "duf")
    qtbot.waitUntil(window.finder.popup.isVisible)
    qtbot.keyClick(window.finder, Qt.Key.Key_Escape)
    assert window.finder.hasFocus()
    qtbot.keyClick(window.finder, Qt.Key.Key_Escape)
    assert window.navigation.key == "patients"
    assert field.hasFocus() and field.text() == "Ash"
    assert window.finder.text() == ""
