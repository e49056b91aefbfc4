"""Whoever does not see the screen, or has no mouse, can do the same work."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from msbone_desktop.ui.unlock.unlock_page import UnlockPage
from msbone_desktop.ui.unlock.window import UnlockWindow
from tests.ui import stubs

PLACES = ("today", "patients", "patient", "editor", "preview", "evidence", "settings")
CONTROLS = (QAbstractButton, QAbstractScrollArea, QComboBox, QLineEdit, QPlainTextEdit)


def nameless(root):
    found = []
    for widget in root.findChildren(QWidget):
        by_keyboard = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if not widget.isVisibleTo(root) or not by_keyboard:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


@pytest.mark.parametrize("place", PLACES)
def test_everything_that_takes_the_keyboard_has_a_name(qtbot, window, place):
    if place == "patient":
        window.open_patient(7)
        qtbot.waitUntil(lambda: bool(window.places._page("patient").banner.name.text()))
        window.places._page("patient").tabs.setCurrentIndex(1)
    elif place == "editor":
        window.run_command("new_patient")
    else:
        window.navigation.go(place)
    assert nameless(window) == []


@pytest.mark.parametrize("exists", [True, False])
def test_everything_on_the_first_window_has_a_name(qtbot, runner, appearance, exists):
    window = UnlockWindow(stubs.vault(exists=exists), runner, appearance, lambda _: None)
    qtbot.addWidget(window)
    window.show()
    assert nameless(window) == []


def test_the_fields_of_the_first_window_follow_in_order_of_sight(qtbot, runner, appearance):
    window = UnlockWindow(stubs.vault(), runner, appearance, lambda _: None)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page = window.page
    assert isinstance(page, UnlockPage) and page.roles is not None
    page.name.focus()
    for following in (page.passphrase_field, page.button, page.roles, page.name_field):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is following


def test_each_line_of_a_list_is_one_sentence_for_a_screen_reader(window):
    lines = window.places._page("today").due.list.lines
    spoken = lines.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Bąk, Bilal, 14 Feb 1951 · 75 y · MS-00001, Overdue since 1 Jan 2026"


@pytest.mark.parametrize("place", ["today", "patients", "evidence", "settings"])
def test_tab_reaches_every_control_of_a_page_and_comes_round(qtbot, window, place):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.navigation.go(place)
    qtbot.wait(50)
    page = window.navigation.currentWidget()
    wanted = {
        widget
        for widget in page.findChildren(CONTROLS[0])
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not getattr(widget, "group", lambda: None)()
    }
    seen, start = set(), window.focusWidget()
    for _ in range(80):
        focus = window.focusWidget()
        seen.add(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        if window.focusWidget() is start:
            break
    assert window.focusWidget() is start
    assert wanted <= seen
