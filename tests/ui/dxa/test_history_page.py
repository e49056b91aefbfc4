"""Scans of one patient: shown, added, voided, and never under another name."""

from datetime import date
from decimal import Decimal
from threading import Event

import pytest
from PySide6.QtWidgets import QApplication

from msbone_desktop.domain.errors import StorageError
from msbone_desktop.domain.findings import DxaReading
from msbone_desktop.domain.screening import DxaScan, DxaSite
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.dxa.entry_dialog import ScanDialog
from msbone_desktop.ui.dxa.history_page import DxaHistoryPage
from msbone_desktop.ui.screening.dialogs import ReasonQuestion
from tests.ui.screening.stubs import NOW, RESOURCES, StubScreenings, person

DICTIONARY = StubScreenings().dictionary
HIP = DxaSite("total_hip", "left", Decimal("0.712"), Decimal("-2.6"), Decimal("0.4"))
SPINE = DxaSite("lumbar_spine", not_measurable="metalwork")
SCAN = DxaScan(performed_on=date(2026, 6, 1), sites=(HIP, SPINE))
READING = DxaReading(
    "T",
    "T_osteoporosis_range",
    "total_hip",
    {"total_hip": "not_comparable"},
    Decimal("-2.6"),
    date(2026, 6, 1),
    "female reference, post-menopausal",
)


class StubScans:
    def __init__(self):
        self.scans = {1: ((11, SCAN),), 2: ()}
        self.calls = []
        self.wait = lambda: None

    def history(self, patient):
        self.wait()
        return self.scans[patient]

    def reading(self, patient):
        return READING if self.scans[patient] else DxaReading(None, "no_dxa", None, {})

    def record(self, patient, scan):
        self.calls.append(("record", patient, scan))
        self.scans[patient] = ((12, scan), *self.scans[patient])
        return 12

    def void(self, patient, scan_id, reason):
        self.calls.append(("void", patient, scan_id, reason))
        self.scans[patient] = ()


@pytest.fixture
def service():
    return StubScans()


@pytest.fixture
def page(qtbot, service):
    runner = BackgroundRunner()
    page = DxaHistoryPage(runner, service, DICTIONARY, Appearance(RESOURCES), lambda: NOW)
    qtbot.addWidget(page)
    page.resize(900, 500)
    page.show()
    yield page
    runner.shutdown()
    QApplication.processEvents()


def cells(page, row):
    model = page.model
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_scans_are_a_plain_table_with_signs_and_reasons(page, qtbot, qtmodeltester):
    page.open_patient(person(1))
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert cells(page, 0) == [
        "1 Jun 2026",
        "Total hip",
        "Left",
        "0.712",
        "\N{MINUS SIGN}2.6",
        "+0.4",
        "Not recorded",
    ]
    assert cells(page, 1)[3] == "Not measurable: metalwork"
    qtmodeltester.check(page.model, force_py=True)


def test_the_reading_names_the_score_the_reason_and_the_comparison(page, qtbot):
    page.open_patient(person(1))
    qtbot.waitUntil(lambda: bool(page.reading.text()))
    said = page.reading.text()
    assert "Osteoporosis range (T-score)" in said
    assert "post-menopausal" in said
    assert "cannot compare: another scanner" in said


def test_no_scan_is_said_in_words(page, qtbot):
    page.open_patient(person(2))
    qtbot.waitUntil(page.empty.isVisible)
    assert page.table.isHidden()
    assert "No DXA scan is recorded" in page.empty.text()


def test_switching_patients_never_shows_the_first_ones_scans(page, service, qtbot):
    both_asked = Event()
    service.wait = lambda: both_asked.wait(5)
    shown = []
    page.model.modelReset.connect(lambda: shown.append(page.model.rowCount()))
    page.open_patient(person(1))
    page.open_patient(person(2))
    both_asked.set()
    qtbot.waitUntil(page.empty.isVisible)
    assert set(shown) == {0}


def test_a_problem_of_the_first_patient_is_not_the_seconds(page, service, qtbot):
    def fail():
        raise StorageError

    both_asked = Event()

    def first_fails():
        both_asked.wait(5)
        service.wait = lambda: None
        fail()

    service.wait = first_fails
    page.open_patient(person(1))
    page.open_patient(person(2))
    both_asked.set()
    qtbot.waitUntil(page.empty.isVisible)
    assert page.problem.text() == ""
    service.wait = fail
    page.open_patient(person(1))
    qtbot.waitUntil(lambda: "disk" in page.problem.text())


def test_a_scan_is_voided_only_with_a_reason(page, service, qtbot):
    page.open_patient(person(1))
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert not page.void.isEnabled()
    page.table.selectRow(0)
    page.void.click()
    dialog = page.findChild(ReasonQuestion)
    dialog.accept()
    assert not service.calls
    dialog.line.setText("wrong patient")
    dialog.accept()
    qtbot.waitUntil(lambda: service.calls == [("void", 1, 11, "wrong patient")])
    qtbot.waitUntil(page.empty.isVisible)


def set_text(editor, text):
    editor.line.setText(text)
    editor.line.textEdited.emit(text)


@pytest.fixture
def dialog(page, qtbot):
    page.open_patient(person(2))
    page.add_scan()
    return page.window().findChild(ScanDialog)


def test_a_scan_is_entered_a_row_a_site(dialog, service, qtbot):
    set_text(dialog.day, "1/6/26")
    hip = dialog.rows[1]._editors
    set_text(hip["bmd_g_cm2"], "0,712")
    set_text(hip["t_score"], "-2.6")
    hip["side"].show_value("left")
    set_text(dialog.rows[0]._editors["not_measurable"], "metalwork")
    set_text(dialog.texts["scanner_id"], "HOL-1")
    dialog.accept()
    qtbot.waitUntil(lambda: bool(service.calls))
    _, patient, scan = service.calls[0]
    assert patient == 2
    assert scan == DxaScan(
        performed_on=date(2026, 6, 1),
        sites=(
            DxaSite("lumbar_spine", not_measurable="metalwork"),
            DxaSite("total_hip", "left", Decimal("0.712"), Decimal("-2.6")),
        ),
        scanner_id="HOL-1",
    )


def test_the_sign_of_a_score_is_said_in_words(dialog):
    set_text(dialog.rows[1]._editors["t_score"], "2.6")
    assert "T-score plus 2.6" in dialog.rows[1].echo.text()
    set_text(dialog.rows[1]._editors["t_score"], "-2,6")
    assert "T-score minus 2.6" in dialog.rows[1].echo.text()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t_score", "-26"),
        ("t_score", "8.1"),
        ("t_score", "2.5-"),
        ("bmd_g_cm2", "0.199"),
        ("bmd_g_cm2", "2.001"),
        ("bmd_g_cm2", "850"),
        ("precision_error_g_cm2", "0.21"),
    ],
)
def test_what_cannot_be_is_refused_with_the_mend(dialog, name, text):
    set_text(dialog.day, "1/6/26")
    set_text(dialog.rows[1]._editors["z_score"], "-1")
    set_text(dialog.rows[1]._editors[name], text)
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.complaint.text()
    if text == "850":
        assert "0.850" in dialog.complaint.text()


def test_a_sign_that_does_not_fit_the_density_is_asked_about_once(dialog, service, qtbot):
    set_text(dialog.day, "1/6/26")
    set_text(dialog.rows[1]._editors["bmd_g_cm2"], "0.650")
    set_text(dialog.rows[1]._editors["t_score"], "+2.6")
    dialog.accept()
    assert dialog.isVisible()
    assert "\N{MINUS SIGN}2.6" in dialog.complaint.text()
    dialog.accept()
    qtbot.waitUntil(lambda: bool(service.calls))


def test_nothing_is_recorded_without_a_day_or_a_site(dialog, service):
    dialog.accept()
    assert "day of the scan" in dialog.complaint.text()
    set_text(dialog.day, "1/6/26")
    dialog.accept()
    assert "at least one site" in dialog.complaint.text()
    assert not service.calls
