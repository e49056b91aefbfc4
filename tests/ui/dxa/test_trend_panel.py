"""Bone and steroids over the years, on the DXA tab."""

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Qt

from msbone_desktop.domain.screening import DxaSite
from msbone_desktop.domain.steroid_ledger import YearOfSteroids
from msbone_desktop.ui.charts.steroid_words import ledger_lines
from tests.ui.dxa.stubs import SCAN
from tests.ui.screening.stubs import person


def opened(tab, qtbot, number=1):
    tab.open_patient(person(number))
    qtbot.waitUntil(tab.trend.ledger.isVisible)


def test_scores_and_densities_stand_over_time_and_are_told_by_key(tab, clinic, qtbot):
    older = replace(
        SCAN,
        performed_on=SCAN.performed_on.replace(year=2024),
        sites=(DxaSite("femoral_neck", "left", Decimal("0.770")),),
    )
    clinic.dxa.scans[1] = ((11, SCAN), (10, older))
    opened(tab, qtbot)
    read_aloud = tab.trend.panel.view.accessibleDescription()
    assert "EDSS" not in read_aloud
    assert "Total hip, left SD: 1 Jun 2026 \N{MINUS SIGN}2.6" in read_aloud
    assert "Femoral neck, left g/cm²: 1 Jun 2024 0.770, 1 Jun 2026 0.700" in read_aloud
    qtbot.keyClick(tab.trend.panel.view, Qt.Key.Key_Down)
    assert "Femoral neck, left: 0.700 g/cm² on 1 Jun 2026" in tab.trend.panel.told.text()


def test_steroids_stand_year_by_year_with_pulses_apart(tab, qtbot):
    opened(tab, qtbot)
    first, second = tab.trend.years.text().splitlines()
    assert first == (
        "2024: 2 pulses, 3,750 mg; 1 other course, 900 mg. So far: pulses 3,750 mg of prednisone "
        "equivalent; other courses 900 mg of prednisone equivalent."
    )
    assert second == (
        "2025: 1 other course; 1 without a recorded dose. So far: pulses 3,750 mg of prednisone "
        "equivalent; other courses at least 900 mg of prednisone equivalent."
    )
    assert "no long-term use" in tab.trend.note.text() and tab.trend.note.isVisible()


def test_without_scans_or_steroids_nothing_is_drawn_and_that_is_said(tab, qtbot):
    opened(tab, qtbot, 2)
    assert not tab.trend.trend.isVisible()
    assert "does not say that there was none" in tab.trend.years.text()
    assert not tab.trend.note.isVisible()


def test_another_patients_years_vanish_at_once(tab, qtbot):
    opened(tab, qtbot)
    tab.open_patient(person(2))
    assert tab.trend.years.text() == "" and not tab.trend.trend.isVisible()


def test_a_sum_that_leaves_out_a_course_is_a_least_from_then_on():
    gap = YearOfSteroids(year=2024, other_courses=2, without_factor=2, others_whole=False)
    rest = YearOfSteroids(
        year=2026,
        pulse_mg=Decimal(1250),
        running_pulse_mg=Decimal(2500),
        running_other_mg=Decimal(40),
        others_whole=False,
    )
    first, second = ledger_lines((gap, rest))
    assert (
        first
        == "2024: 2 other courses; 2 that cannot be converted. So far: no sum for other courses."
    )
    assert "the rest of a pulse of the year before, 1,250 mg" in second
    assert "pulses 2,500 mg" in second and "other courses at least 40 mg" in second
    assert " 0 mg" not in first + second
