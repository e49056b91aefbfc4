"""Backups seen, made and chosen on their page."""

from datetime import UTC, datetime
from typing import Any

import pytest

from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.clinic import open_clinic
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.storage.database import Database
from msbone_desktop.ui.preferences import backups_page
from msbone_desktop.ui.preferences.backups_page import BackupsPage
from msbone_desktop.ui.status_line import StatusLine
from msbone_desktop.ui.workplace import Workplace
from tests.people import staff

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture
def real(tmp_path, runner):
    folder = tmp_path / "clinic"
    folder.mkdir()
    (folder / "clinic.keys").write_text("{}")
    database = Database.create(folder / "clinic.msbone", bytes(range(32)), migrations=shipped("db"))
    knowledge = load_knowledge(shipped("resources"))
    clinic: Any = open_clinic(database, staff("A. Lead"), lambda: NOW, knowledge)
    clinic.patients.create(
        PatientDetails(family_name="Ash", given_name="Ann", born_on=None, clinic_id="c1")
    )
    yield clinic
    runner.finish(clinic.close)


@pytest.fixture
def page(qtbot, real, runner, appearance):
    page = BackupsPage(Workplace(real, runner, appearance, lambda: NOW))
    qtbot.addWidget(page)
    page.resize(900, 800)
    page.show()
    page.enter()
    qtbot.waitUntil(lambda: page.state.text() != "")
    return page


def test_a_backup_is_made_proven_and_listed_with_what_it_holds(qtbot, page):
    assert page.state.text() == "No backup yet"
    with qtbot.waitSignal(page.backed_up, timeout=10_000):
        page.now.click()
    assert page.state.text().startswith("Backup proven today")
    assert page.list.count() == 1 and "1 patient · 0 screenings" in page.list.item(0).text()


def test_a_second_folder_gets_its_own_and_a_missing_one_is_refused(qtbot, page, tmp_path):
    page.second.setText(str(tmp_path / "no such folder"))
    page.save_folders()
    qtbot.waitUntil(page.rows["second"].error.isVisible)
    stick = tmp_path / "stick"
    stick.mkdir()
    page.second.setText(str(stick))
    page.save_folders()
    qtbot.waitUntil(lambda: not page.rows["second"].error.isVisible())
    page._workplace.runner.finish(lambda: None)
    qtbot.wait(20)
    with qtbot.waitSignal(page.backed_up, timeout=10_000):
        page.now.click()
    assert len(list(stick.iterdir())) == 1 and page.list.count() == 2


@pytest.mark.catalogue("B17")
def test_the_clinics_own_folder_is_refused(qtbot, page, real):
    page.first.setText(str(real.database.path.parent))
    page.save_folders()
    qtbot.waitUntil(lambda: "another folder" in page.rows["first"].error.text())


def test_putting_one_back_asks_first_and_for_the_passphrase_of_its_day(qtbot, page, monkeypatch):
    with qtbot.waitSignal(page.backed_up, timeout=10_000):
        page.now.click()
    page.list.setCurrentRow(0)
    heard = []
    page.restore_wanted.connect(lambda *given: heard.append(given))
    monkeypatch.setattr(backups_page, "ask", lambda *_: False)
    page.restore.click()
    monkeypatch.setattr(backups_page, "ask", lambda *_: True)
    page.ask_passphrase = lambda: ""
    page.restore.click()
    assert heard == []
    page.ask_passphrase = lambda: "walk the line"
    page.restore.click()
    assert heard[0][1] == "walk the line" and heard[0][0].name.startswith("msbone-backup-")


def test_the_status_line_keeps_both_what_was_saved_and_how_old_the_backup_is(qtbot, appearance):
    line = StatusLine("Rules 1.0", is_demo=False)
    qtbot.addWidget(line)
    line.note_saved(NOW)
    line.note_backup("Backup failed", "urgent")
    assert "Saved" in line.words.text() and "Backup failed" in line.words.text()
    assert line.words.property("kind") == "error"
    line.note_backup("Backup proven today 10:00", "soft")
    assert line.words.property("kind") == "caption"


def test_without_any_backup_that_is_said_and_nothing_can_be_put_back(page):
    page._show(page._service.state, ())
    assert page.nothing.isVisible() and not page.list.isVisible()
    assert not page.restore.isVisible()
