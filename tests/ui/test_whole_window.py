"""Each place of the real window, on a real file."""

import threading
from collections import Counter
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QScrollArea,
    QSpinBox,
    QTabBar,
)

from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.ui.commands import MENUS
from msbone_desktop.ui.dxa.entry_dialog import ScanDialog
from msbone_desktop.ui.widgets.quiet_boxes import QuietComboBox, QuietSpinBox


def mnemonic(text):
    """Return the letter after a single ampersand, in lower case."""
    at = text.replace("&&", "  ").find("&")
    return text[at + 1].lower() if at >= 0 else ""


def letters(window):
    """Return the letters that Alt works with, of everything in sight."""
    found = [mnemonic(b.text()) for b in window.findChildren(QAbstractButton) if b.isVisible()]
    named = [label for label in window.findChildren(QLabel) if label.buddy() is not None]
    found += [mnemonic(label.text()) for label in named if label.isVisible()]
    for bar in window.findChildren(QTabBar):
        if bar.isVisible():
            found += [mnemonic(bar.tabText(tab)) for tab in range(bar.count())]
    return [letter for letter in found if letter]


def clashes(window):
    """Return the letters that two things in sight share, or one shares with a menu."""
    counted = Counter(letters(window)) + Counter(mnemonic(menu) for menu in MENUS)
    return sorted(letter for letter, count in counted.items() if count > 1)


@pytest.mark.parametrize(
    "place",
    [
        "today",
        "patients",
        "reminders",
        "evidence",
        "settings",
        "scanners",
        "follow_up",
        "backups",
        "bin",
        "join",
        "history",
        "people",
        "editor",
        "preview",
    ],
)
def test_no_letter_opens_two_things(qtbot, whole, place):
    whole.navigation.go(place)
    qtbot.wait(80)
    assert whole.navigation.currentWidget().isVisible()
    assert clashes(whole) == []
    belongs = {"editor": "patients", "preview": "patients", "join": "patients"}
    of_rail = place if place in whole.rail.buttons else belongs.get(place, "settings")
    assert whole.rail.buttons[of_rail].isChecked()


def person(real, family_name):
    return real.patients.create(
        PatientDetails(
            family_name=family_name,
            given_name="Ann",
            born_on=PartialDate.of(date(1970, 3, 4)),
            clinic_id=family_name,
        )
    )


def dialogs(window):
    return [d for d in window.findChildren(ScanDialog) if d.isVisible()]


def test_recording_a_scan_begins_with_the_patient_it_was_asked_for(qtbot, whole, real):
    ash, birch = person(real, "Ash"), person(real, "Birch")
    whole.places._open_scans(ash.id)
    whole.open_patient(birch.id)
    page = whole.places._page("patient")
    qtbot.waitUntil(lambda: page.banner.name.text() == "Birch, Ann")
    qtbot.wait(100)
    assert dialogs(whole) == []
    whole.places._open_scans(ash.id)
    qtbot.waitUntil(lambda: len(dialogs(whole)) == 1)
    assert page.banner.name.text() == "Ash, Ann"
    assert dialogs(whole)[0].whose.text() == "Ash, Ann · 4 Mar 1970 · Ash"
    assert dialogs(whole)[0].whose.isVisible()
    assert page.tabs.currentWidget() is page.late["dxa"]
    dialogs(whole)[0].reject()
    page.enter()
    qtbot.wait(100)
    assert dialogs(whole) == []


def test_no_letter_opens_two_things_on_a_patient(qtbot, whole, real):
    patient = person(real, "Ash")
    whole.open_patient(patient.id)
    tabs = whole.places._page("patient").tabs
    for tab in range(tabs.count()):
        tabs.setCurrentIndex(tab)
        qtbot.wait(80)
        assert clashes(whole) == [], tabs.tabText(tab)


def test_no_part_of_a_page_flashes_as_a_window_of_its_own(qtbot, witness, whole, real):
    patient = person(real, "Ash")
    for place in whole.places.makers():
        if place != "screening":  # which waits for a patient
            whole.navigation.go(place)
            qtbot.wait(30)
    whole.open_patient(patient.id)
    page = whole.places._page("patient")
    qtbot.waitUntil(lambda: page.banner.name.text() == "Ash, Ann")
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        qtbot.wait(30)
    assert witness.seen == []


def test_scrolling_a_page_changes_no_answer_under_the_wheel(qtbot, whole, real):
    """A box in an area that scrolls lets the wheel pass, unless it has the keyboard."""
    for place in ("settings", "follow_up", "bin", "backups", "people", "scanners", "editor"):
        whole.navigation.go(place)
        qtbot.wait(30)
        for area in whole.navigation.currentWidget().findChildren(QScrollArea):
            for box in (*area.findChildren(QComboBox), *area.findChildren(QSpinBox)):
                assert isinstance(box, QuietComboBox | QuietSpinBox), f"{place}: {box}"


def test_the_settings_scroll_at_the_edge_of_the_window(qtbot, whole):
    whole.navigation.go("settings")
    qtbot.wait(30)
    page = whole.navigation.currentWidget()
    area = page.findChild(QScrollArea)
    assert area.geometry() == page.rect()


def test_who_signed_and_when_can_be_read_whole(qtbot, whole, real):
    patient = person(real, "Ash")
    draft = real.screenings.start(patient.id)
    real.screenings.sign(draft.id, patient.id, draft.version)
    whole.open_patient(patient.id)
    page = whole.places._page("patient")
    page.tabs.setCurrentWidget(page.screenings)
    table = page.screenings.table
    qtbot.waitUntil(lambda: table.model().rowCount() == 1 and table.isVisible())
    words = table.fontMetrics().horizontalAdvance(
        "Signed by Demo Physiotherapist Reed, 30 Nov 2026 10:00"
    )
    assert table.columnWidth(2) >= words + 24


def test_the_keyboard_is_on_the_record_once_a_patient_was_found_and_read(qtbot, whole, real):
    patient = person(real, "Ash")
    whole.activateWindow()
    qtbot.waitUntil(whole.isActiveWindow)
    whole.run_command("find")
    qtbot.keyClicks(whole.finder, "ash")
    qtbot.waitUntil(whole.finder.popup.isVisible)
    qtbot.keyClick(whole.finder, Qt.Key.Key_Return)
    page = whole.places._page("patient")
    qtbot.waitUntil(lambda: page.shown_patient == patient.id and "edit_patient" in page.offers())
    bar = page.tabs.tabBar()
    assert QApplication.focusWidget() is bar
    qtbot.keyClick(bar, Qt.Key.Key_Tab)
    assert page.isAncestorOf(QApplication.focusWidget())


@pytest.mark.parametrize(
    ("place", "button"),
    [
        ("follow_up", lambda page: page.save_button),
        ("bin", lambda page: page.settings.save_button),
        ("settings", lambda page: page.locking.button),
    ],
)
def test_nothing_is_saved_before_what_holds_is_read(qtbot, whole, runner, place, button):
    """Until then the boxes hold the smallest numbers, and a lead may be quick."""
    reading, free = threading.Event(), threading.Event()

    def keep_busy():
        reading.set()
        free.wait(10)

    runner.run(whole, keep_busy, lambda _: None, lambda _: None)
    assert reading.wait(5)
    whole.navigation.go(place)
    save = button(whole.navigation.currentWidget())
    assert save.isVisible() and not save.isEnabled()
    free.set()
    qtbot.waitUntil(save.isEnabled)
