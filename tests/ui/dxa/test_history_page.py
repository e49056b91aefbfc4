"""Scans of one patient: shown, added, corrected, voided, and never under another name."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt

from msbone_desktop.domain.errors import RefusedEntryError, StorageError
from msbone_desktop.domain.screening import DxaScan, DxaSite
from msbone_desktop.ui.dxa.entry_dialog import ScanDialog
from msbone_desktop.ui.screening.dialogs import ReasonQuestion
from tests.ui.dxa.stubs import REPORT
from tests.ui.screening.stubs import person


def cells(page, row):
    model = page.model
    return [model.index(row, column).data() for column in range(model.columnCount())]


def shown(page, qtbot):
    page.open_patient(person(1))
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)


def test_scans_are_a_plain_table_with_signs_and_reasons(page, qtbot, qtmodeltester):
    shown(page, qtbot)
    assert cells(page, 0) == [
        "1 Jun 2026",
        "Total hip, left",
        "0.712",
        "\N{MINUS SIGN}2.6",
        "+0.4",
        "Cannot compare: another maker (Hologic, before: GE)",
        "Room 3",
        "1 report",
    ]
    assert cells(page, 1)[5] == "Not measurable: metalwork"
    assert cells(page, 2)[5] == (
        "\N{MINUS SIGN}0.070 g/cm² (\N{MINUS SIGN}9.1 %; \N{MINUS SIGN}4.6 % a year)\n"
        "Loss beyond measurement error (least significant change 0.028 g/cm²)"
    )
    qtmodeltester.check(page.model, force_py=True)


def test_what_weakens_a_comparison_stands_above_the_table(page, qtbot):
    shown(page, qtbot)
    assert page.cautions.text() == (
        "Caution, 1 Jun 2026 against 1 Jun 2024: other software (2, before: 1): ask the centre."
    )


def test_what_people_with_ms_lose_stands_under_changes_a_year_and_nowhere_else(page, qtbot):
    shown(page, qtbot)
    assert page.context.isVisible() and "Cosman 1998" in page.context.text()
    page.open_patient(person(2))
    assert not page.context.isVisible()
    qtbot.waitUntil(lambda: "No DXA scan" in page.empty.text())
    assert not page.context.isVisible()


def test_each_cell_is_read_aloud_with_its_column(page, qtbot):
    shown(page, qtbot)
    spoken = page.model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "T-score: \N{MINUS SIGN}2.6"


def test_the_reading_names_the_score_the_reason_and_the_comparison(page, qtbot):
    page.open_patient(person(1))
    qtbot.waitUntil(lambda: bool(page.reading.text()))
    said = page.reading.text()
    assert "Osteoporosis range (T-score)" in said
    assert "post-menopausal" in said
    assert "cannot compare: another scanner" in said


def test_no_scan_is_said_in_words(page, qtbot):
    page.open_patient(person(2))
    qtbot.waitUntil(lambda: "No DXA scan" in page.empty.text())
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
    qtbot.waitUntil(lambda: "No DXA scan" in page.empty.text())
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
    qtbot.waitUntil(lambda: "No DXA scan" in page.empty.text())
    assert page.problem.text() == ""
    service.wait = fail
    page.open_patient(person(1))
    qtbot.waitUntil(lambda: "disk" in page.problem.text())


def test_a_scan_is_voided_only_with_a_reason(page, service, qtbot):
    shown(page, qtbot)
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
    assert "No DXA scan" in page.empty.text()
    assert page.show_voided.text() == "Show 1 voided scan" and not page.voided.isVisible()
    page.show_voided.click()
    assert page.voided.isVisible() and page.show_voided.text() == "Hide 1 voided scan"
    assert [line.text() for line in page.voided.lines] == [
        "Scan of 1 Jun 2026",
        "Voided: wrong patient (A. Nurse, 22 Nov 2026)",
    ]
    assert page.voided.lines[0].font().strikeOut() and not page.voided.lines[1].font().strikeOut()
    page.open_patient(person(2))
    assert not page.show_voided.isVisible() and not page.voided.isVisible()


def set_text(editor, text):
    editor.line.setText(text)
    editor.line.textEdited.emit(text)


@pytest.fixture
def dialog(page, qtbot):
    page.open_patient(person(2))
    page.add_scan()
    qtbot.waitUntil(lambda: page.window().findChild(ScanDialog) is not None)
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
    set_text(dialog.rows[1]._editors["t_score"], "+2.6")
    assert "T-score plus 2.6" in dialog.rows[1].echo.text()
    set_text(dialog.rows[1]._editors["t_score"], "-2,6")
    assert "T-score minus 2.6" in dialog.rows[1].echo.text()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t_score", "-26"),
        ("t_score", "2.6"),
        ("z_score", "0.4"),
        ("t_score", "8.1"),
        ("t_score", "2.5-"),
        ("bmd_g_cm2", "0.199"),
        ("bmd_g_cm2", "2.001"),
        ("bmd_g_cm2", "850"),
        ("precision_error_g_cm2", "0.21"),
    ],
)
@pytest.mark.catalogue("E13")
def test_what_cannot_be_is_refused_with_the_mend(dialog, name, text):
    set_text(dialog.day, "1/6/26")
    set_text(dialog.rows[1]._editors["z_score"], "-1")
    set_text(dialog.rows[1]._editors[name], text)
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.complaint.text()
    if text == "850":
        assert "0.850" in dialog.complaint.text()


@pytest.mark.catalogue("E12")
def test_a_sign_that_does_not_fit_the_density_is_asked_about_once(dialog, service, qtbot):
    set_text(dialog.day, "1/6/26")
    set_text(dialog.rows[1]._editors["bmd_g_cm2"], "0.650")
    set_text(dialog.rows[1]._editors["t_score"], "+2.6")
    dialog.rows[1]._editors["side"].show_value("left")
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


@pytest.mark.catalogue("E12")
def test_a_score_without_its_sign_is_asked_for_with_both_ways_to_write_it(dialog):
    editor = dialog.rows[1]._editors["t_score"]
    set_text(editor, "2.5")
    assert editor.problem() == "Type its sign: -2.5 or +2.5."
    for typed in ("-2.5", "\N{MINUS SIGN}2,5", "+2.5", "0", "0.0"):
        set_text(editor, typed)
        assert editor.problem() is None


def test_a_hip_is_recorded_with_its_side_and_one_vertebra_is_asked_about(dialog, service):
    set_text(dialog.day, "1/6/26")
    set_text(dialog.rows[1]._editors["bmd_g_cm2"], "0.850")
    dialog.accept()
    assert "side" in dialog.complaint.text() and not service.calls
    dialog.rows[1]._editors["side"].show_value("right")
    set_text(dialog.rows[0]._editors["bmd_g_cm2"], "0.950")
    set_text(dialog.rows[0]._editors["region"], "L3")
    dialog.accept()
    assert "one vertebra only (L3)" in dialog.complaint.text() and not service.calls


def test_a_scanner_of_the_list_fills_in_its_words_and_tells_its_precision(dialog, service, qtbot):
    part = dialog.scanner
    offered = [part.picker.box.itemText(i) for i in range(part.picker.box.count())]
    assert offered == ["Room 3 (Hologic Horizon, H-1)", "Another scanner"]
    part.picker.show_value("1")
    part._picked()
    assert "once the day of the scan is given" in part.precision.text()
    set_text(dialog.day, "9/1/26")
    assert "No precision error" in part.precision.text()
    set_text(dialog.day, "10/1/26")
    assert "total hip 0.009 g/cm² (10 Jan 2026)" in part.precision.text()
    assert not part.texts["manufacturer"].isEnabled() and part.texts["software"].isEnabled()
    set_text(dialog.rows[0]._editors["t_score"], "-1.0")
    set_text(dialog.rows[0]._editors["region"], "L1-L4")
    set_text(part.texts["scan_mode"], "array")
    dialog.accept()
    qtbot.waitUntil(lambda: bool(service.calls))
    scan = service.calls[0][2]
    assert (scan.scanner_ref, scan.scanner_id, scan.manufacturer, scan.software) == (
        1, "H-1", "Hologic", "5.6",
    )  # fmt: skip
    assert (scan.scan_mode, scan.sites[0].region) == ("array", "L1-L4")


def test_what_is_refused_is_said_in_the_dialog_and_nothing_typed_is_lost(
    dialog, page, service, qtbot, monkeypatch
):
    def refuse(patient, scan):
        raise RefusedEntryError("performed_on", "The scan is dated before the birth.")

    set_text(dialog.day, "1/6/26")
    set_text(dialog.rows[0]._editors["t_score"], "-1.0")
    with monkeypatch.context() as patch:
        patch.setattr(service, "record", refuse)
        dialog.accept()
        qtbot.waitUntil(lambda: "before the birth" in dialog.complaint.text())
    assert dialog.isVisible() and page.problem.text() == ""
    assert dialog.rows[0]._editors["t_score"].line.text() == "-1.0"
    dialog.accept()
    qtbot.waitUntil(lambda: bool(service.calls))
    qtbot.waitUntil(lambda: page.window().findChild(ScanDialog) is None)


def test_pressing_twice_records_once(dialog, page, service, qtbot):
    set_text(dialog.day, "1/6/26")
    set_text(dialog.rows[0]._editors["t_score"], "-1.0")
    dialog.accept()
    dialog.accept()
    qtbot.waitUntil(lambda: page.window().findChild(ScanDialog) is None)
    assert [call[0] for call in service.calls] == ["record"]


def test_another_scanner_is_written_freely(dialog):
    part = dialog.scanner
    part.picker.show_value("1")
    part._picked()
    part.picker.show_value("other")
    part._picked()
    assert part.texts["manufacturer"].isEnabled()
    assert "scanner_ref" not in part.values()


def test_a_scan_is_corrected_by_a_new_one_with_a_reason(page, service, qtbot):
    shown(page, qtbot)
    page.table.selectRow(0)
    page.correct.click()
    qtbot.waitUntil(lambda: page.window().findChild(ScanDialog) is not None)
    dialog = page.window().findChild(ScanDialog)
    assert dialog.scan() is None
    dialog.accept()
    assert dialog.complaint.text() == "Say what was wrong."
    set_text(dialog.why, "digits turned round")
    set_text(dialog.rows[0]._editors["bmd_g_cm2"], "0.721")
    dialog.accept()
    qtbot.waitUntil(lambda: bool(service.calls))
    kind, patient, scan_id, scan, reason = service.calls[0]
    assert (kind, patient, scan_id, reason) == ("correct", 1, 11, "digits turned round")
    assert [site.bmd_g_cm2 for site in scan.sites] == [Decimal("0.721"), None, Decimal("0.700")]
    assert scan.sites[1] == DxaSite("lumbar_spine", not_measurable="metalwork")
    assert (scan.performed_on, scan.scanner_ref) == (date(2026, 6, 1), 1)


def test_the_question_of_a_screening_offers_nothing_that_its_record_cannot_keep(page, qtbot):
    dialog = ScanDialog(page._tools, page)
    qtbot.addWidget(dialog)
    assert "region" not in dialog.rows[0]._editors
    assert dialog.scanner.picker is None and "scan_mode" not in dialog.texts


def test_a_report_is_attached_to_the_chosen_scan_and_a_refusal_is_said(
    page, clinic, qtbot, monkeypatch
):
    shown(page, qtbot)
    monkeypatch.setattr(page.reports, "ask_which", lambda: "/reports/scan.pdf")
    page.reports.attach_report()
    assert not clinic.dxa_reports.calls
    page.table.selectRow(0)
    with qtbot.waitSignal(page.changed):
        page.reports.attach.click()
    assert clinic.dxa_reports.calls == [(1, 11, Path("/reports/scan.pdf"))]
    clinic.dxa_reports.refusal = "This file is not a PDF. Nothing was attached."
    page.table.selectRow(0)
    page.reports.attach.click()
    qtbot.waitUntil(lambda: "not a PDF" in page.reports.problem.text())


def test_the_report_of_the_chosen_scan_is_opened(page, qtbot):
    shown(page, qtbot)
    assert not page.reports.open.isEnabled()
    page.table.selectRow(0)
    with qtbot.waitSignal(page.report_wanted) as heard:
        page.reports.open.click()
    assert heard.args == [5]
    with qtbot.waitSignal(page.report_wanted):
        page.table.setFocus()
        qtbot.keyClick(page.table, Qt.Key.Key_Return)


def test_of_several_reports_staff_say_which(page, clinic, qtbot, monkeypatch):
    clinic.dxa.reports = (replace(REPORT, id=6), REPORT)
    shown(page, qtbot)
    page.table.selectRow(0)
    assert cells(page, 0)[-1] == "2 reports"
    monkeypatch.setattr(page.reports, "choose", lambda reports, _: reports[1])
    with qtbot.waitSignal(page.report_wanted) as heard:
        page.reports.open.click()
    assert heard.args == [5]


def test_a_report_of_somebody_else_is_voided_with_a_reason(page, clinic, qtbot):
    shown(page, qtbot)
    page.table.selectRow(0)
    page.reports.void.click()
    dialog = page.findChild(ReasonQuestion)
    dialog.line.setText("another person's")
    with qtbot.waitSignal(page.changed):
        dialog.accept()
    assert clinic.dxa_reports.calls == [("void", 1, 5, "another person's")]


def test_tab_goes_down_the_sites_before_it_comes_to_the_scanner(page, qtbot):
    dialog = ScanDialog(page._tools, page)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.day.setFocus()
    visited = []
    for _ in range(60):
        focus = dialog.focusWidget()
        visited.append(next((n for n, r in enumerate(dialog.rows) if r.isAncestorOf(focus)), None))
        if focus is dialog.add_button:
            break
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.add_button
    rows = [row for row in visited if row is not None]
    assert rows == sorted(rows) and set(rows) == {0, 1, 2}


def test_what_the_reading_rests_on_stands_below_it_with_its_label(page, qtbot):
    shown(page, qtbot)
    assert page.sources.isVisibleTo(page)
    assert page.sources.text() == "Which score is read: as told. Background statement, not graded."
    page._clear()
    assert page.sources.text() == "" and not page.sources.isVisibleTo(page)
