import threading

import pytest
from PySide6.QtCore import Qt

from msbone_desktop.domain.errors import StorageError
from msbone_desktop.domain.patients import PatientPage
from msbone_desktop.ui.patients.list_model import COLUMNS, PatientListModel
from msbone_desktop.ui.patients.list_page import ADD_FIRST, NO_PATIENTS, NOBODY_FITS, PatientsPage
from tests.ui import stubs


@pytest.fixture
def open_page(qtbot, workplace):
    def show(count=450):
        workplace.clinic.patients = stubs.StubPatients(count)
        page = PatientsPage(workplace)
        qtbot.addWidget(page)
        page.resize(1100, 600)
        page.show()
        page.enter()
        return page

    return show


def rows_of(count, start=1):
    return tuple(stubs.patient_row(number) for number in range(start, start + count))


def test_the_model_is_a_sound_one(qtmodeltester):
    model = PatientListModel(str)
    model.show_rows(rows_of(5), 5)
    qtmodeltester.check(model)


def test_what_is_not_recorded_is_said_never_left_blank():
    model = PatientListModel(str)
    model.show_rows((stubs.patient_row(39),), 1)
    texts = [model.index(0, column).data() for column in range(len(COLUMNS))]
    born, edss = texts[1], texts[4]
    assert "" not in texts[:7]
    assert edss == "Not recorded"
    assert born == "14 Apr 1989"


def test_only_a_slice_is_read_and_the_next_one_when_it_is_scrolled_to(qtbot, open_page):
    page = open_page(450)
    qtbot.waitUntil(lambda: page.model.rowCount() == 200)
    assert page._count.text() == "450 patients"
    page.table.scrollToBottom()
    qtbot.waitUntil(lambda: page.model.rowCount() == 400)
    asked = page._workplace.clinic.patients.asked
    assert [(one["offset"], one["limit"]) for one in asked] == [(0, 200), (200, 200)]


def test_a_slice_of_a_list_that_is_gone_is_dropped(qtbot, open_page):
    page = open_page(450)
    qtbot.waitUntil(lambda: page.model.rowCount() == 200)
    old = page._asked(200)
    page.filters.buttons()[1].click()
    qtbot.waitUntil(lambda: len(page._workplace.clinic.patients.asked) == 2)
    page._add(PatientPage(rows_of(3), 450), old)
    assert page.model.rowCount() == 200


def test_sorting_is_the_files_work(qtbot, open_page):
    page = open_page(60)
    qtbot.waitUntil(lambda: page.model.rowCount() == 60)
    page.table.horizontalHeader().setSortIndicator(4, Qt.SortOrder.DescendingOrder)
    patients = page._workplace.clinic.patients
    qtbot.waitUntil(lambda: len(patients.asked) == 2)
    assert (patients.asked[-1]["sort"], patients.asked[-1]["descending"]) == ("edss", True)


def test_a_column_that_cannot_sort_leaves_the_order_and_its_mark(qtbot, open_page):
    page = open_page(60)
    qtbot.waitUntil(lambda: page.model.rowCount() == 60)
    page.table.horizontalHeader().setSortIndicator(7, Qt.SortOrder.AscendingOrder)
    assert page.table.horizontalHeader().sortIndicatorSection() == 0


def test_filters_are_asked_of_the_service(qtbot, open_page):
    page = open_page(60)
    patients = page._workplace.clinic.patients
    qtbot.keyClicks(page.filter, "duf")
    page.filters.buttons()[3].click()
    qtbot.waitUntil(lambda: patients.asked[-1]["saved_filter"] == "not_seen_12_months")
    assert patients.asked[-1]["text"] == "duf"


def test_enter_in_the_table_and_in_the_filter_opens_a_patient(qtbot, open_page):
    page = open_page(60)
    qtbot.waitUntil(lambda: page.model.rowCount() == 60)
    with qtbot.waitSignal(page.patient_wanted) as first:
        qtbot.keyClick(page.filter, Qt.Key.Key_Return)
    assert first.args == [1]
    page.table.selectRow(2)
    with qtbot.waitSignal(page.patient_wanted) as third:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert third.args == [3]


def test_an_empty_clinic_offers_the_first_patient(qtbot, open_page):
    page = open_page(0)
    qtbot.waitUntil(lambda: page._message.text() == f"{NO_PATIENTS} {ADD_FIRST}")
    assert page._first.isVisible()
    with qtbot.waitSignal(page.new_patient_wanted):
        page._first.click()


def test_a_filter_that_nobody_fits_says_so(qtbot, open_page):
    page = open_page(60)
    page.filter.setText("zzz")
    qtbot.waitUntil(lambda: page._message.text() == NOBODY_FITS)
    assert not page._first.isVisible()


def test_a_list_that_cannot_be_read_says_so_and_shows_nobody(qtbot, open_page):
    page = open_page(60)
    qtbot.waitUntil(lambda: page.model.rowCount() == 60)

    def fail(**asked):
        raise StorageError

    page._workplace.clinic.patients.page = fail
    page.enter()
    qtbot.waitUntil(lambda: page._message.text() == str(StorageError()))
    assert page.model.rowCount() == 0


def test_the_list_shows_that_it_is_being_read(qtbot, workplace):
    let_go = threading.Event()
    workplace.clinic.patients.page = stubs.waiting(let_go, workplace.clinic.patients.page)
    page = PatientsPage(workplace)
    qtbot.addWidget(page)
    page.enter()
    assert page._message.text() == "Reading the list…"
    let_go.set()
    qtbot.waitUntil(lambda: page.model.rowCount() == 60)
