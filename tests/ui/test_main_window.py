import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QLabel

from msbone_desktop.ui.commands import COMMANDS
from msbone_desktop.ui.hooks import PageHooks
from msbone_desktop.ui.main_window import MainWindow
from msbone_desktop.ui.page import Page
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.rail import RailEntry
from msbone_desktop.ui.shortcuts_dialog import ShortcutsDialog
from tests.ui import stubs

PLACES = ("today", "patients", "patient", "editor", "preview", "evidence", "settings")


@pytest.mark.catalogue("C04")
def test_the_title_never_has_a_patients_name(qtbot, window):
    window.open_patient(7)
    qtbot.waitUntil(lambda: bool(window.places._page("patient").banner.name.text()))
    assert window.windowTitle() == "MSBone (DEMO)"


@pytest.mark.parametrize("place", PLACES)
def test_a_demo_clinic_says_so_on_every_screen(window, place):
    window.navigation.go(place)
    marks = [label for label in window.findChildren(PlainLabel) if label.text() == "DEMO"]
    assert any(label.isVisible() for label in marks)
    assert "DEMO" in window.status.words.text()


def test_a_real_clinic_never_says_demo(qtbot, runner, appearance):
    window = MainWindow(stubs.clinic(demo=False), runner, appearance, now=stubs.now)
    qtbot.addWidget(window)
    texts = [label.text() for label in window.findChildren(QLabel)]
    assert not any("DEMO" in text for text in (*texts, window.windowTitle()))


def test_every_command_stands_in_a_menu(window):
    in_menus = {
        action
        for top in window.menuBar().actions()
        for action in top.menu().actions()
        if not action.isSeparator()
    }
    assert set(window.actions_by_name.values()) <= in_menus


def test_no_two_shortcuts_are_the_same(window):
    keys = [action.shortcut().toString() for action in window.actions_by_name.values()]
    keys += [shortcut.key().toString() for shortcut in window.findChildren(QShortcut)]
    keys = [key for key in keys if key]
    assert len(keys) == len(set(keys))


def test_the_list_of_shortcuts_has_every_one(qtbot, window):
    dialog = ShortcutsDialog(window, window._page_keys)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    dialog.deleteLater()
    for command in COMMANDS:
        assert command.text.replace("&", "") in words or not command.shortcut
    assert "Alt+1" in words and "Settings" in words


@pytest.mark.parametrize(
    "number, place",
    [(1, "today"), (2, "patients"), (3, "reminders"), (4, "evidence"), (5, "settings")],
)
def test_alt_and_a_number_go_to_a_page(qtbot, window, number, place):
    window.activateWindow()
    qtbot.keyClick(window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.AltModifier)
    assert window.navigation.key == place
    assert window.rail.buttons[place].isChecked()


def test_the_way_back_leads_to_the_page_before(window):
    window.navigation.go("patients")
    window.navigation.go("evidence")
    window.run_command("back")
    assert window.navigation.key == "patients"
    window.run_command("back")
    assert window.navigation.key == "today"
    window.run_command("back")
    assert window.navigation.key == "today"


def test_saved_is_said_with_the_time_only_after_something_was_saved(window):
    assert window.status.words.text().startswith("Nothing unsaved")
    window.places.saved.emit(stubs.NOW)
    assert window.status.words.text() == (
        f"Saved {stubs.NOW.astimezone():%H:%M} · Rules 1.0 (module 2019) · DEMO"
    )


def test_commands_of_a_page_work_only_where_they_are_offered(qtbot, window):
    edit = window.actions_by_name["edit_patient"]
    assert not edit.isEnabled()
    window.open_patient(3)
    qtbot.waitUntil(edit.isEnabled)
    window.navigation.go("today")
    assert not edit.isEnabled()


def test_f6_goes_through_every_part_of_the_window(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.navigation.go("patients")
    qtbot.waitUntil(window.places._page("patients").table.isVisible)
    seen = set()
    for _ in range(4):
        window.run_command("next_pane")
        seen.add(QApplication.focusWidget())
    page = window.places._page("patients")
    assert {window.finder, page.filter} <= seen
    assert seen & set(window.rail.buttons.values())


def test_locking_asks_nothing_and_keeps_what_is_typed(qtbot, window):
    window.run_command("new_patient")
    editor = window.places._page("editor")
    qtbot.keyClicks(editor.fields.family_name.field, "Halfway")
    with qtbot.waitSignal(window.lock_wanted):
        window.run_command("lock")
    kept = window.keep()
    editor._changed = False  # or closing the window asks
    assert kept["place"] == "editor" and "Halfway" in kept["values"]


def test_a_page_can_be_added_to_the_rail(qtbot, runner, appearance):
    hooks = PageHooks(more={RailEntry("reminders", "Reminders", "bell"): lambda _: Page()})
    window = MainWindow(stubs.clinic(), runner, appearance, now=stubs.now, hooks=hooks)
    qtbot.addWidget(window)
    window.rail.buttons["reminders"].click()
    assert window.navigation.key == "reminders"


def test_the_window_follows_when_the_colours_change(qapp, window, appearance):
    appearance.apply(qapp, "dark")
    assert (
        window.rail.buttons["today"].icon().pixmap(24, 24).toImage()
        != appearance.icon("today", "#000000").pixmap(24, 24).toImage()
    )
    appearance.apply(qapp, "light")
    qapp.setStyleSheet("")
