"""The work list as staff use it: real window parts on a real file."""

import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from shiboken6 import isValid

from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.follow_up import Group, WorkList, WorkRow
from msbone_desktop.domain.patients import PatientDetails, PatientId, PatientRow
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.clinic import open_clinic
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.storage.database import Database
from msbone_desktop.ui.reminders.actions import BY_KEY
from msbone_desktop.ui.reminders.list_model import WorkListModel, reconciliation
from msbone_desktop.ui.reminders.page import READING, RemindersPage
from msbone_desktop.ui.reminders.patient_tab import PatientReminders
from msbone_desktop.ui.workplace import Workplace
from tests.people import staff

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
DAY = NOW.date()


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge(shipped("resources"))


@pytest.fixture
def real(tmp_path, knowledge, runner):
    """Three patients with a yearly scan of their own, and one who moved away."""
    database = Database.create(
        tmp_path / "clinic.msbone", bytes(range(32)), migrations=shipped("db")
    )
    clinic = open_clinic(database, staff("A. Physio"), lambda: NOW, knowledge)
    for number, name in enumerate(("Ash", "Birch", "Cedar"), 1):
        details = PatientDetails(
            family_name=name, given_name="Ann", born_on=None, clinic_id=f"c{number}"
        )
        clinic.patients.create(replace(details, dxa_interval_months=12, phone=f"555 000{number}"))
    gone = PatientDetails(family_name="Gone", given_name="Far", born_on=None, clinic_id="c9")
    clinic.patients.create(replace(gone, left_on=PartialDate(2026), left_reason="moved"))
    yield clinic
    runner.finish(clinic.close)


@pytest.fixture
def workplace(real, runner, appearance):
    return Workplace(real, runner, appearance, lambda: NOW)


@pytest.fixture
def page(qtbot, workplace):
    page = RemindersPage(workplace)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    page.enter()
    qtbot.waitUntil(lambda: bool(page.model.shown))
    page.table.go_to_line(page.model.first_row())
    return page


def names(page):
    return [row.person.family_name for row in page.model.shown]


def settle(qtbot, page):
    page._workplace.runner.finish(lambda: None)
    qtbot.wait(20)


def press(qtbot, page, key):
    qtbot.keyClick(page.table, key)
    settle(qtbot, page)


def test_the_list_counts_everybody_in_one_line(qtbot, page):
    assert names(page) == ["Ash", "Birch", "Cedar"]
    assert page._caption.text() == (
        "4 patients = 3 on the list + 0 not due + 1 left out with a reason"
    )


def test_a_letter_does_the_work_and_the_next_patient_is_in_hand(qtbot, page, real):
    press(qtbot, page, Qt.Key.Key_B)
    dialog = page.acting.dialog
    dialog.day.line.setText("")
    qtbot.keyClicks(dialog.day.line, "3/12/2026")
    qtbot.keyClick(dialog.day.line, Qt.Key.Key_Return)
    settle(qtbot, page)
    qtbot.waitUntil(lambda: names(page)[-1] == "Ash")
    assert [row.person.family_name for row in page.table.chosen()] == ["Birch"]
    (event,) = real.reminders.events(1)
    assert (event.action, event.until_day) == ("booked", date(2026, 12, 3))
    assert not isValid(dialog)


def test_a_key_acts_on_no_line_of_the_kind_that_is_no_longer_chosen(qtbot, page, real):
    page.table.go_to_line(page.model.first_row() + 1)
    settle(qtbot, page)
    held = threading.Event()
    page._workplace.runner._executor.submit(held.wait, 30)
    page.kind.setCurrentIndex(1)
    assert page.kind.currentData() != page.kind.itemData(0)
    assert page.table.chosen() == () and page.model.shown == () and page._caption.text() == ""
    for key in BY_KEY:
        page.act(key)
    assert page.acting.dialog is None and page._message.text() == READING
    held.set()
    page.kind.setCurrentIndex(0)
    qtbot.waitUntil(lambda: names(page) == ["Ash", "Birch", "Cedar"])
    assert [row.person.family_name for row in page.table.chosen()] == ["Birch"]
    settle(qtbot, page)
    for each in range(page.kind.count()):
        assert real.reminders.events(2, page.kind.itemData(each)) == ()


@pytest.mark.catalogue("E26")
def test_ctrl_z_takes_the_last_change_back(qtbot, page, real):
    press(qtbot, page, Qt.Key.Key_N)
    page.acting.dialog.yes.click()
    settle(qtbot, page)
    qtbot.waitUntil(lambda: names(page) == ["Birch", "Cedar"])
    assert page._undo.isVisible()
    qtbot.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, page)
    qtbot.waitUntil(lambda: names(page) == ["Ash", "Birch", "Cedar"])
    assert [event.action for event in real.reminders.events(1)] == ["undone", "contacted"]
    page.acting.undo()
    assert page._message.text() == "There is nothing to undo."


def test_what_is_refused_is_said_under_its_field_and_the_dialog_stays(qtbot, page, real):
    press(qtbot, page, Qt.Key.Key_A)
    dialog = page.acting.dialog
    dialog.yes.click()
    settle(qtbot, page)
    qtbot.waitUntil(dialog.rows["reason"].error.isVisible)
    assert dialog.isVisible() and dialog.yes.isEnabled()
    dialog.day.line.setText("31/2/2027")
    dialog.day.understand()
    dialog._give()
    assert dialog.rows["review_on"].error.text()
    assert real.reminders.events(1) == ()
    dialog.reject()


def test_every_twelve_months_needs_one_key_and_remembers_what_was_before(qtbot, page, real):
    real.reminders.set_annual_dxa(1, 24)
    press(qtbot, page, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: "every 12 months" in page._message.text())
    assert real.patients.get(1).details.dxa_interval_months == 12
    page.acting.undo()
    settle(qtbot, page)
    assert real.patients.get(1).details.dxa_interval_months == 24


def test_enter_opens_the_patient_and_r_her_scans(qtbot, page):
    with qtbot.waitSignal(page.patient_wanted) as wanted:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert wanted.args == [1]
    with qtbot.waitSignal(page.scan_wanted) as wanted:
        qtbot.keyClick(page.table, Qt.Key.Key_R)
    assert wanted.args == [1]


def test_a_change_binds_to_the_patient_it_was_chosen_for(qtbot, page, real):
    press(qtbot, page, Qt.Key.Key_S)
    dialog = page.acting.dialog
    page.table.go_to_line(page.model.line_of(3))
    dialog.yes.click()
    settle(qtbot, page)
    assert [event.action for event in real.reminders.events(1)] == ["snoozed"]
    assert real.reminders.events(3) == ()


def test_events_of_a_patient_who_is_no_longer_in_hand_are_dropped(qtbot, page, real):
    row = page.model.shown[0]
    page.table.go_to_line(page.model.line_of(2))
    settle(qtbot, page)
    before = page.detail._column.itemAt(0).widget().text()
    page._show_events(1, row, ())
    assert page.detail._column.itemAt(0).widget().text() == before


def test_filters_hide_rows_and_say_so_in_the_heading(qtbot, page):
    page.filter.setText("cedar")
    assert names(page) == ["Cedar"]
    heading = page.model.index(0, 0).data()
    assert heading.endswith("Never scanned  1 of 3")
    page.filter.setText("0002")
    assert names(page) == ["Birch"]
    page.filter.clear()
    page.untouched.setChecked(True)
    assert len(names(page)) == 3


def test_the_arrow_goes_from_the_filter_into_the_list(qtbot, page):
    page.activateWindow()
    page.filter.setFocus()
    qtbot.keyClicks(page.filter, "birch")
    qtbot.keyClick(page.filter, Qt.Key.Key_Return)
    assert [row.person.family_name for row in page.table.chosen()] == ["Birch"]


def test_those_left_out_are_one_key_away_with_their_reason(qtbot, page):
    line = page.model.rowCount() - 1
    assert page.model.line_at(line) is Group.NOT_ON_LIST
    page.table.go_to_line(line)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert names(page)[-1] == "Gone"
    last = page.model.rowCount() - 1
    assert page.model.index(last, 5).data() == "no longer here: moved"


def test_the_policy_is_asked_once(qtbot, page, real):
    qtbot.waitUntil(page.question.isVisible)
    assert page.question.boxes["MOB-65"].isChecked()
    assert not page.question.boxes["MOB-DECL"].isEnabled()
    assert not page.question.boxes["FX-FRAG"].isChecked()
    page.question.findChildren(QPushButton)[0].click()
    settle(qtbot, page)
    qtbot.waitUntil(lambda: not page.question.isVisible())
    assert real.policy.get().annual_dxa_rules == ("MOB-DECL", "MOB-65")
    page.enter()
    settle(qtbot, page)
    assert not page.question.isVisible()


def test_another_kind_of_reminder_has_its_own_list(qtbot, page):
    page.kind.setCurrentIndex(page.kind.findData("bone_review"))
    settle(qtbot, page)
    qtbot.waitUntil(lambda: page._listed.kind == "bone_review")
    assert len(page.model.shown) == 3


def test_the_tab_of_a_patient_shows_and_changes_only_her_own(qtbot, workplace, real):
    tab: Any = PatientReminders(workplace)
    qtbot.addWidget(tab)
    tab.show()
    tab.open_patient(real.patients.get(1))
    settle_tab = lambda: (workplace.runner.finish(lambda: None), qtbot.wait(20))  # noqa: E731
    settle_tab()
    tab.kind.setCurrentIndex(tab.kind.findData("falls_review"))
    settle_tab()
    tab.make.click()
    dialog = tab.acting.dialog
    dialog.day.line.setText("")
    qtbot.keyClicks(dialog.day.line, "1/3/2027")
    dialog.reason.setPlainText("fell twice")
    dialog.yes.click()
    settle_tab()
    assert [r.kind for r in real.reminders.of(1)] == ["dxa", "bone_review", "falls_review"]
    assert len(real.reminders.of(2)) == 2
    tab._show(2, "dxa", real.reminders.place_of(2), ())
    words = [tab.detail._column.itemAt(n).widget().text() for n in range(3)]
    assert "Falls review" in words[0]


def test_ten_thousand_lines_are_arranged_without_a_pause_that_is_felt(qtbot, appearance):
    rows = tuple(
        WorkRow(
            person=PatientRow(
                id=PatientId(number),
                family_name=f"Name{number}",
                given_name="Ann",
                born_on=None,
                sex_for_reference=None,
                clinic_id=str(number),
                ms_course=None,
                edss=None,
                edss_on=None,
                last_screened_on=None,
                last_dxa_on=None,
                has_draft=False,
                deceased=False,
            ),
            group=Group.NOT_ON_LIST,
            reminder=None,
            why_not="nothing is due",
        )
        for number in range(10_000)
    )
    listed = WorkList(
        kind="dxa",
        on=DAY + timedelta(days=1),
        rows=rows,
        patients=10_000,
        due=0,
        not_due=10_000,
        excluded=0,
        counts={Group.NOT_ON_LIST: 10_000},
    )
    model = WorkListModel()
    model.show_list(listed)
    assert model.rowCount() == 1
    model.fold(Group.NOT_ON_LIST)
    assert model.rowCount() == 10_001
    assert reconciliation(listed).startswith("10,000 patients = 0 on the list + 10,000 not due")


def test_letters_of_those_in_hand_are_previewed_and_noted_as_sent_only_when_told(
    qtbot, page, real, workplace
):
    from msbone_desktop.ui.documents.preview_page import PreviewPage

    for number in (1, 2, 3):
        person = real.patients.get(number)
        kept = replace(person.details, address=f"{number} Road")
        real.patients.update(number, person.version, kept)
    preview = PreviewPage(workplace)
    qtbot.addWidget(preview)
    preview.show()
    page.batch_wanted.connect(
        lambda title, make, after: preview.open_batch(title, make, after=after)
    )
    page.papers.letters()
    qtbot.waitUntil(lambda: preview.pdf.pageCount() == 3, timeout=10_000)
    assert preview.banner.name.text() == "Recall letters for 3 patients"
    assert real.reminders.events(1) == ()
    preview.after_button.click()
    settle(qtbot, page)
    qtbot.waitUntil(lambda: len(real.reminders.events(1)) == 1)
    assert not preview.after_button.isEnabled()


def test_a_cancelled_batch_shows_nothing_and_keeps_nothing(qtbot, page, real, workplace):
    from msbone_desktop.domain.errors import CancelledError
    from msbone_desktop.ui.documents.preview_page import PreviewPage

    preview = PreviewPage(workplace)
    qtbot.addWidget(preview)
    preview.show()

    def make(watch, cancelled):
        watch(1, 50)
        while not cancelled():
            time.sleep(0.005)
        raise CancelledError

    preview.open_batch("Recall letters for 50 patients", make)
    qtbot.waitUntil(lambda: preview.message.text() == "1 of 50 are made.")
    preview.cancel_button.click()
    qtbot.waitUntil(lambda: "Cancelled" in preview.message.text())
    assert preview.offers() == {"back"}


def test_a_calendar_of_a_filtered_list_holds_what_is_shown(qtbot, page, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    page.papers.ask_folder = lambda: str(folder)
    page.filter.setText("birch")
    page.papers.calendar()
    qtbot.waitUntil(lambda: "1 new" in page._message.text())
    page.filter.clear()
