"""The history on its page and on the patient's: found, read, verified, exported."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.clinic import open_clinic
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.storage.database import Database
from msbone_desktop.storage.purging import purge
from msbone_desktop.ui.history.page import HistoryPage
from msbone_desktop.ui.history.patient_tab import PatientHistory
from msbone_desktop.ui.history.why_dialog import WhyDialog
from msbone_desktop.ui.main_window import MainWindow
from msbone_desktop.ui.workplace import Workplace
from tests.people import staff
from tests.storage.making import details
from tests.ui import stubs

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge(shipped("resources"))


@pytest.fixture
def real(tmp_path, knowledge, runner):
    database = Database.create(tmp_path / "c.msbone", bytes(range(32)), migrations=shipped("db"))
    clinic: Any = open_clinic(database, staff("A. Lead"), lambda: NOW, knowledge)
    ann = clinic.patients.create(details(clinic_id="c1", phone="01632 1"))
    clinic.patients.create(details(family_name="Beech", clinic_id="c12"))
    clinic.patients.update(ann.id, ann.version, replace(ann.details, phone="01632 2"))
    clinic.today.note_opened(ann.id)
    yield clinic
    runner.finish(clinic.close)


@pytest.fixture
def workplace(real, runner, appearance):
    return Workplace(real, runner, appearance, lambda: NOW)


@pytest.fixture
def page(qtbot, workplace):
    page = HistoryPage(workplace)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    page.enter()
    qtbot.waitUntil(lambda: len(page.entries.entries.lines) == 5)
    return page


def _shown(page: Any) -> list[str]:
    model = page.entries.entries
    return [model.index(row, 2).data() for row in range(model.rowCount())]


def test_the_newest_entries_stand_first_with_what_changed_below(qtbot, page):
    assert _shown(page) == ["Seen", "Changed", "Entered", "Entered", "Unlocked"]
    page.entries.table.selectRow(1)
    fields = page.entries.changes
    assert [fields.index(0, column).data() for column in range(3)] == [
        "Phone",
        "01632 1",
        "01632 2",
    ]
    assert "Entry 4" in page.entries.about.text() and "UTC" in page.entries.about.text()


def test_one_patient_is_found_by_the_whole_clinic_id_and_never_somebody_like_her(qtbot, page):
    qtbot.keyClicks(page.filters.patient, "c12")
    qtbot.keyClick(page.filters.patient, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _shown(page) == ["Entered"])
    page.filters.patient.clear()
    qtbot.keyClicks(page.filters.patient, "ann")
    qtbot.keyClick(page.filters.patient, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Several fit" in page.filters.rows["patient"].error.text())
    page.filters.patient.clear()
    qtbot.keyClicks(page.filters.patient, "c1")
    qtbot.keyClick(page.filters.patient, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _shown(page) == ["Seen", "Changed", "Entered"])


def test_somebody_on_no_list_any_more_is_found_by_her_clinic_id(qtbot, page, real):
    beech = next(row for row in real.patients.search("Beech"))
    real.bin.put(beech.id, "Entered twice")
    page.filters.patient.setText("C12")
    page.search()
    qtbot.waitUntil(lambda: len(page.entries.entries.lines) == 2)
    assert {line.event.patient for line in page.entries.entries.lines} == {beech.id}
    with real.database.unit_of_work() as work:
        purge(work.connection, beech.id)
    page.search()
    qtbot.waitUntil(lambda: len(page.entries.entries.lines) == 4)
    assert page.entries.entries.lines[0].action == "Deleted for good"


def test_person_action_and_days_narrow_the_list(qtbot, page):
    page.filters.action.setCurrentIndex(page.filters.action.findData("viewed"))
    page.search()
    qtbot.waitUntil(lambda: _shown(page) == ["Seen"])
    page.filters.action.setCurrentIndex(0)
    page.filters.first.setText("22 Nov 2026")
    page.filters.last.setText("22 Nov 2026")
    page.search()
    qtbot.waitUntil(lambda: len(_shown(page)) == 5)
    page.filters.last.setText("20 Nov 2026")
    page.search()
    qtbot.waitUntil(lambda: _shown(page) == [] and "no such entry" in page.entries.message.text())
    page.filters.last.setText("some day")
    page.search()
    assert page.filters.rows["last"].error.text()


def test_everybody_who_is_named_can_be_chosen(qtbot, page):
    qtbot.waitUntil(lambda: page.filters.person.count() > 1)
    assert page.filters.person.findData("A. Lead") > 0


def test_verify_now_says_whole_with_the_head_or_names_what_is_not(qtbot, page, real):
    qtbot.mouseClick(page.verify_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "The history is whole: 5 entries" in page.said.text())
    assert page.findings.isHidden()
    with real.database.unit_of_work() as work:
        work.connection.exec_driver_sql("DROP TRIGGER audit_event_stays")
        work.connection.exec_driver_sql("UPDATE audit_event SET actor = 'x' WHERE id = 2")
    page.verify()
    qtbot.waitUntil(lambda: "NOT whole" in page.said.text())
    assert "Entry 2 (" in page.findings.toPlainText()


def test_what_is_shown_is_exported_where_staff_say(qtbot, page, tmp_path, monkeypatch):
    target = tmp_path / "h.csv"
    monkeypatch.setattr(page, "ask_where", lambda: str(target))
    page.filters.action.setCurrentIndex(page.filters.action.findData("viewed"))
    page.search()
    qtbot.waitUntil(lambda: _shown(page) == ["Seen"])
    page.export()
    qtbot.waitUntil(lambda: "1 entries saved" in page.said.text())
    assert "not encrypted" in page.said.text()
    assert target.read_text(encoding="utf-8-sig").count("\n") == 2


def test_asking_for_a_reason_is_switched_on_and_kept(qtbot, page, real):
    page.asking.click()
    qtbot.waitUntil(lambda: real.audit.asks and page.said.text() == "Saved")
    with real.database.unit_of_work() as work:
        assert work.trust.get().asks_reason


def test_older_entries_are_read_when_the_list_is_scrolled_down(qtbot, page, real):
    for number in range(150):
        with real.database.unit_of_work() as work:
            work.audit.note("viewed", "patient", number)
    page.search()
    qtbot.waitUntil(lambda: len(page.entries.entries.lines) == 100)
    bar = page.entries.table.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: len(page.entries.entries.lines) == 155)
    numbers = [line.event.id for line in page.entries.entries.lines]
    assert numbers == list(range(155, 0, -1))


def test_a_patients_tab_holds_her_entries_alone(qtbot, workplace, real):
    tab = PatientHistory(workplace)
    qtbot.addWidget(tab)
    tab.open_patient(real.patients.get(1))
    qtbot.waitUntil(lambda: len(tab.entries.entries.lines) == 3)
    assert {line.event.patient for line in tab.entries.entries.lines} == {1}


@pytest.fixture
def window(qtbot, runner, appearance):
    made = MainWindow(
        stubs.clinic(audit=stubs.StubAudit(asks=True)), runner, appearance, now=stubs.now
    )
    qtbot.addWidget(made)
    made.show()
    return made


def _dialog(qtbot) -> Any:
    def there() -> None:
        assert isinstance(QApplication.activeModalWidget(), WhyDialog)

    qtbot.waitUntil(there)
    return QApplication.activeModalWidget()


def test_where_the_clinic_asks_a_reason_no_record_opens_without_one(qtbot, window):
    window.open_patient(7)
    dialog = _dialog(qtbot)
    qtbot.keyClick(dialog.text, Qt.Key.Key_Return)
    assert "Write why" in dialog.row.error.text()
    assert window.navigation.key != "patient"
    qtbot.keyClicks(dialog.text, "She rang")
    qtbot.keyClick(dialog.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.navigation.key == "patient")
    assert window.places._workplace.clinic.audit.reasons == [(7, "She rang")]


def test_cancel_opens_nothing(qtbot, window):
    window.open_patient(7)
    dialog = _dialog(qtbot)
    qtbot.mouseClick(dialog.stay, Qt.MouseButton.LeftButton)
    qtbot.wait(20)
    assert window.navigation.key != "patient"
    assert window.places._workplace.clinic.audit.reasons == []


def test_the_settings_lead_to_the_history_and_back(qtbot, workplace, real, runner, appearance):
    made = MainWindow(real, runner, appearance, now=lambda: NOW)
    qtbot.addWidget(made)
    made.show()
    made.navigation.go("settings")
    made.places._page("settings").history_wanted.emit()
    assert made.navigation.key == "history"
    page = made.places._page("history")
    qtbot.waitUntil(lambda: bool(page.entries.entries.lines))
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert made.navigation.key == "settings"
