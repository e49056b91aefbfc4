"""The clinic's policy on a page of its own, and the list of whose findings other rules change."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt

from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.clinic import open_clinic
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.storage.database import Database
from msbone_desktop.ui.preferences.follow_up_page import FollowUpPage
from msbone_desktop.ui.workplace import Workplace
from tests.people import staff

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture
def knowledge():
    return load_knowledge(shipped("resources"))


@pytest.fixture
def real(tmp_path, knowledge, runner):
    database = Database.create(tmp_path / "c.msbone", bytes(range(32)), migrations=shipped("db"))
    clinic: Any = open_clinic(database, staff("A. Lead"), lambda: NOW, knowledge)
    details = PatientDetails(family_name="Ash", given_name="Ann", born_on=None, clinic_id="c1")
    clinic.patients.create(details)
    draft = clinic.screenings.start(1)
    record = replace(clinic.screenings.record_of(draft), falls_last_6_months=2)
    kept = clinic.screenings.save_draft(draft.id, 1, draft.version, record, "")
    clinic.screenings.sign(kept.id, 1, kept.version)
    yield clinic
    runner.finish(clinic.close)


@pytest.fixture
def page(qtbot, real, runner, appearance):
    page = FollowUpPage(Workplace(real, runner, appearance, lambda: NOW))
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    page.enter()
    qtbot.waitUntil(lambda: "MOB-65" in page.boxes)
    return page


def test_the_policy_is_shown_changed_and_kept(qtbot, page, real):
    assert page.boxes["MOB-DECL"].isChecked() and not page.boxes["MOB-DECL"].isEnabled()
    assert not page.boxes["MOB-65"].isChecked()
    page.boxes["MOB-65"].setChecked(True)
    page.numbers["due_soon_days"].setValue(60)
    page.booking.setPlainText("use the green door.")
    page.save()
    qtbot.waitUntil(lambda: page.saved_words.text().startswith("Saved"))
    policy = real.policy.get()
    assert (policy.due_soon_days, policy.booking_words) == (60, "use the green door.")
    assert "MOB-65" in policy.annual_dxa_rules


def test_what_is_refused_is_said_under_its_field(qtbot, page, real):
    page.transport.setPlainText("x" * 1001)
    page.save()
    row = page.rows["transport_words"]
    qtbot.waitUntil(row.error.isVisible)
    assert not real.policy.get().asked


def test_somebody_elses_change_is_not_overwritten(qtbot, page, real):
    real.policy.save(replace(real.policy.get(), grace_days=10), 0)
    page.save()
    qtbot.waitUntil(lambda: page.problem.text() != "")
    assert real.policy.get().grace_days == 10


def test_who_changes_under_other_rules_is_listed_with_before_and_after(qtbot, page, knowledge):
    page.look.click()
    qtbot.waitUntil(lambda: "findings change for 0" in page.words.text())
    rulebook = knowledge.rulebook
    rulebook._evaluations = tuple(e for e in rulebook._evaluations if e.rule.id != "FALL-REC")
    rulebook.hash = "f" * 64
    page.look.click()
    qtbot.waitUntil(lambda: page.recalled.count() == 1)
    item = page.recalled.item(0)
    assert "Ash, Ann (c1)" in item.text() and "found, high → no such rule" in item.text()
    with qtbot.waitSignal(page.patient_wanted) as wanted:
        page.recalled.itemActivated.emit(item)
    assert wanted.args == [1]
    assert item.data(Qt.ItemDataRole.UserRole) == 1


def test_looking_can_be_cancelled(qtbot, page):
    page._start()
    page._cancelled = True
    qtbot.waitUntil(page.look.isEnabled)
    assert page.words.text() == "Cancelled."
