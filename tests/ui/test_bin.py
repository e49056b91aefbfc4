"""Putting a patient away from her page, taking that back, and the page of the bin."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from msbone_desktop.domain.accounts import Role
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.clinic import open_clinic
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.storage.database import Database
from msbone_desktop.ui.main_window import MainWindow
from msbone_desktop.ui.patients.reason_dialog import ReasonDialog
from msbone_desktop.ui.preferences.bin_page import BinPage
from msbone_desktop.ui.typed_dialog import TypedDialog
from msbone_desktop.ui.workplace import Workplace
from tests.people import staff
from tests.ui.test_accessibility import nameless


class Clock:
    moment = datetime(2026, 11, 22, 10, tzinfo=UTC)

    def __call__(self):
        return self.moment


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def opened(tmp_path, runner, clock):
    database = Database.create(tmp_path / "c.msbone", bytes(range(32)), migrations=shipped("db"))
    knowledge = load_knowledge(shipped("resources"))
    yield lambda role=Role.LEAD: open_clinic(database, staff("A. Lead", role), clock, knowledge)
    runner.finish(database.close)


@pytest.fixture
def clinic(opened) -> Any:
    return opened()


@pytest.fixture
def ash(clinic):
    details = PatientDetails(family_name="Ash", given_name="Ann", born_on=None, clinic_id="M&B-1")
    return clinic.patients.create(details)


@pytest.fixture
def window(qtbot, clinic, runner, appearance, clock, ash):
    window = MainWindow(clinic, runner, appearance, now=clock)
    qtbot.addWidget(window)
    window.show()
    window.open_patient(ash.id)
    page = window.places._page("patient")
    qtbot.waitUntil(lambda: page.banner.name.text() == "Ash, Ann")
    return window


def bin_page(qtbot, clinic, runner, appearance, clock):
    page = BinPage(Workplace(clinic, runner, appearance, clock))
    qtbot.addWidget(page)
    page.resize(900, 900)
    page.show()
    page.enter()
    qtbot.waitUntil(lambda: page.nothing.text() != "Looking…")
    return page


def dialog(window, kind):
    found = [each for each in window.findChildren(kind) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def put_away(qtbot, window, reason="Entered twice"):
    page = window.places._page("patient")
    window.actions_by_name["put_away"].trigger()
    asked = dialog(window, ReasonDialog)
    qtbot.keyClicks(asked.text, reason)
    qtbot.keyClick(asked.go_on, Qt.Key.Key_Space)
    return page


def press_ctrl_z(qtbot, window):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.catalogue("E26")
def test_a_patient_is_put_away_with_a_reason_and_ctrl_z_takes_that_back(qtbot, window, clinic, ash):
    window.places.edit_patient(ash)
    window.open_patient(ash.id)
    page = window.places._page("patient")
    qtbot.waitUntil(lambda: "put_away" in page.offers())
    put_away(qtbot, window)
    qtbot.waitUntil(page.putting_away.isVisible)
    assert page.banner.name.text() == "" and not page.tabs.isVisible()
    assert clinic.patients.search("Ash") == ()
    assert page.offers() == {"undo"}
    assert "editor" not in window.navigation._steps
    press_ctrl_z(qtbot, window)
    qtbot.waitUntil(lambda: page.banner.name.text() == "Ash, Ann")
    assert page.tabs.isVisible() and not page.putting_away.isVisible()
    assert [row.id for row in clinic.patients.search("Ash")] == [ash.id]


def test_without_a_reason_nobody_is_put_away(qtbot, window, clinic):
    put_away(qtbot, window, reason="  ")
    asked = dialog(window, ReasonDialog)
    assert asked.row.error.text() == "Write why this record is put away."
    asked.reject()
    assert clinic.bin.look().lines == ()


def test_going_on_to_somebody_else_ends_the_offer_to_undo(qtbot, window, clinic, ash):
    birch = clinic.patients.create(
        PatientDetails(family_name="Birch", given_name="Bo", born_on=None, clinic_id="2")
    )
    page = put_away(qtbot, window)
    qtbot.waitUntil(page.putting_away.isVisible)
    window.open_patient(birch.id)
    qtbot.waitUntil(lambda: page.banner.name.text() == "Birch, Bo")
    press_ctrl_z(qtbot, window)
    qtbot.wait(60)
    assert [line.entry.patient.id for line in clinic.bin.look().lines] == [ash.id]


def test_a_record_in_the_bin_says_so_instead_of_opening(qtbot, window, clinic, ash):
    clinic.bin.put(ash.id, "Entered twice")
    window.open_patient(ash.id)
    page = window.places._page("patient")
    qtbot.waitUntil(page.problem.isVisible)
    assert page.problem.text().startswith("This patient is in the bin.")
    assert page.banner.name.text() == ""


def test_whoever_may_not_put_away_is_not_offered_it(qtbot, opened, runner, appearance, clock, ash):
    nurse: Any = opened(Role.NURSE)
    window = MainWindow(nurse, runner, appearance, now=clock)
    qtbot.addWidget(window)
    window.show()
    window.open_patient(ash.id)
    page = window.places._page("patient")
    qtbot.waitUntil(lambda: "edit_patient" in page.offers())
    assert "put_away" not in page.offers()
    settings = window.places._page("settings")
    assert not [b for b in settings.findChildren(type(page.banner.edit)) if b.text() == "B&in…"]


def test_an_empty_bin_says_how_one_gets_there(qtbot, clinic, runner, appearance, clock):
    page = bin_page(qtbot, clinic, runner, appearance, clock)
    assert page.nothing.isVisible() and page.nothing.text().startswith("The bin is empty")
    assert not page.list.isVisible() and not page.detail.isVisible()


def test_the_bin_tells_who_why_and_until_when_and_gives_back(
    qtbot, clinic, runner, appearance, clock, ash
):
    clinic.bin.put(ash.id, "Entered twice")
    page = bin_page(qtbot, clinic, runner, appearance, clock)
    assert page.who.text() == "Ash, Ann"
    assert "Why: Entered twice" in page.facts.text() and "by A. Lead" in page.facts.text()
    assert page.keeping.text() == "Stays in the bin until 20 Feb 2027."
    assert not page.delete.isEnabled() and page.ask_delete() is None
    with qtbot.waitSignal(page.taken_out):
        page.take_out.click()
    assert page.nothing.isVisible() and not page.detail.isVisible()
    assert clinic.patients.get(ash.id) == ash


def test_deleting_for_good_takes_the_clinic_id(qtbot, clinic, runner, appearance, clock, ash):
    clinic.bin.put(ash.id, "Entered twice")
    clock.moment += timedelta(days=91)
    page = bin_page(qtbot, clinic, runner, appearance, clock)
    page.delete.click()
    asked = dialog(page, TypedDialog)
    assert asked.row.label.text() == "T&ype the clinic ID M&&B-1"
    qtbot.keyClicks(asked.text, "M&B-2")
    asked.go_on.click()
    assert asked.isVisible() and asked.row.error.isVisible()
    asked.text.setText("M&B-1")
    asked.go_on.click()
    qtbot.waitUntil(page.nothing.isVisible)
    assert clinic.patients.page().total == 0 and clinic.bin.look().lines == ()


def test_enter_in_the_typed_field_does_not_delete(qtbot, clinic, runner, appearance, clock, ash):
    clinic.bin.put(ash.id, "Entered twice")
    clock.moment += timedelta(days=91)
    page = bin_page(qtbot, clinic, runner, appearance, clock)
    asked = page.ask_delete()
    assert asked is not None
    asked.text.setText("M&B-1")
    qtbot.keyClick(asked.text, Qt.Key.Key_Return)
    qtbot.wait(60)
    assert len(clinic.bin.look().lines) == 1


def test_only_the_lead_sees_deleting_and_saving(qtbot, opened, runner, appearance, clock, ash):
    clinic: Any = opened(Role.CLINICIAN)
    clinic.bin.put(ash.id, "Entered twice")
    page = bin_page(qtbot, clinic, runner, appearance, clock)
    assert page.take_out.isVisible()
    assert not page.delete.isVisible() and not page.settings.save_button.isVisible()
    assert page.settings.days.isReadOnly()


def test_everything_on_the_page_has_a_name(qtbot, clinic, runner, appearance, clock, ash):
    clinic.bin.put(ash.id, "Entered twice")
    assert nameless(bin_page(qtbot, clinic, runner, appearance, clock)) == []


def test_how_long_records_are_kept_is_saved_on_the_page(qtbot, clinic, runner, appearance, clock):
    page = bin_page(qtbot, clinic, runner, appearance, clock)
    assert page.settings.years.text() == "Not decided"
    page.settings.years.setValue(30)
    page.settings.days.setValue(14)
    with qtbot.waitSignal(page.settings.saved):
        page.settings.save_button.click()
    assert page.settings.said.text() == "Saved"
    look = clinic.bin.look()
    assert (look.bin_days, look.retention_years) == (14, 30)
