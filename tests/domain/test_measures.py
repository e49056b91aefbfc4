"""Vitamin D bands, steroid courses, worsening, and due dates: each line, and the step beside it."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.findings import DxaReminder, Severity
from msbone_desktop.domain.motor_change import ChangeLimits, during_relapse, walk_worse
from msbone_desktop.domain.reminders import ReminderWindows, frax_note, next_dxa, status_on
from msbone_desktop.domain.screening import Relapse, SteroidCourse, VitaminDResult
from msbone_desktop.domain.steroids import (
    PulseLimits,
    course_days,
    days_since_end,
    is_pulse,
    pulses,
)
from msbone_desktop.domain.vitamin_d import BANDS, VitaminDEdges, band, in_other_unit

ON = date(2026, 11, 22)
EDGES = [(30, 12), (50, 20), (75, 30), (100, 40), (150, 60), (250, 100)]
LINES = VitaminDEdges(*({"nmol/L": Decimal(nmol), "ng/mL": Decimal(ng)} for nmol, ng in EDGES))
PULSE = PulseLimits(7, Decimal(500), 365)
FACTORS = {
    "prednisone": Fraction(1),
    "methylprednisolone": Fraction(5, 4),
    "deflazacort": Fraction(5, 6),
}
WINDOWS = ReminderWindows(12, 30, 30)
CHANGES = ChangeLimits(
    Decimal(1), Decimal("0.5"), Decimal(6), Decimal("0.2"), Decimal("0.31"), 366, 30
)


def ago(days):
    return ON - timedelta(days=days)


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("unit", ["nmol/L", "ng/mL"])
def test_the_lower_edges_belong_to_the_band_above_and_the_two_highest_to_the_band_below(
    number, unit
):
    edge = EDGES[number][unit == "ng/mL"]
    step = Decimal("1E-20")
    below, on, above = (
        BANDS.index(band(VitaminDResult(ON, edge + move, unit), LINES))
        for move in (-step, Decimal(0), step)
    )
    if number < 4:
        assert (below, on, above) == (number, number + 1, number + 1)
    else:
        assert (below, on, above) == (number, number, number + 1)


def test_the_other_unit_is_shown_to_one_decimal():
    factor = Decimal("2.496")
    ng = VitaminDResult(ON, Decimal(20), "ng/mL")
    nmol = VitaminDResult(ON, Decimal(50), "nmol/L")
    assert in_other_unit(ng, factor) == (Decimal("49.9"), "nmol/L")
    assert in_other_unit(nmol, factor) == (Decimal("20.0"), "ng/mL")


def course(drug="methylprednisolone", route="iv", dose="1000", days=5, ended=10):
    start = ago(ended + days - 1)
    return SteroidCourse(drug, route, None if dose is None else Decimal(dose), start, ago(ended))


def test_a_course_counts_its_first_and_its_last_day():
    assert course_days(course(days=1), ON) == 1
    assert course_days(SteroidCourse("prednisone", "oral", None, ago(89)), ON) == 90
    assert days_since_end(course(ended=365), ON) == 365
    assert days_since_end(SteroidCourse("prednisone", "oral", None, ago(89)), ON) == 0


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        (course(days=7), True),
        (course(days=8), False),
        (course(drug="prednisone"), False),
        (course(route="im"), False),
        (course(route="oral", dose="500"), True),
        (course(route="oral", dose="499.9"), False),
        (course(route="oral", dose=None), False),
        (course(route="iv", dose=None), True),
        (course(drug="prednisone", route="oral", dose="500"), True),
    ],
)
def test_a_pulse_is_short_and_high(given, counts):
    assert is_pulse(given, ON, PULSE) is counts


def test_pulses_are_counted_and_added_up_as_prednisone():
    taken = pulses((course(), course(ended=365), course(ended=366)), ON, FACTORS, PULSE)
    assert (taken.count, taken.prednisone_equivalent_mg, taken.without_dose) == (
        2,
        Decimal(12500),
        0,
    )


def test_a_pulse_without_a_dose_is_counted_and_said_to_be_missing_from_the_total():
    taken = pulses((course(), course(dose=None), course(days=30)), ON, FACTORS, PULSE)
    assert (taken.count, taken.prednisone_equivalent_mg, taken.without_dose) == (
        2,
        Decimal(6250),
        1,
    )


def test_no_pulse_is_none():
    taken = pulses((), ON, FACTORS, PULSE)
    assert (taken.count, taken.prednisone_equivalent_mg) == (0, Decimal(0))


def test_a_total_that_has_no_end_is_shown_to_the_hundredth():
    odd = course(drug="deflazacort", route="oral", dose="1000", days=1)
    assert str(pulses((odd,), ON, FACTORS, PULSE).prednisone_equivalent_mg) == "833.33"


@pytest.mark.parametrize(("days", "during"), [(-1, False), (0, True), (29, True), (30, False)])
def test_a_relapse_reaches_29_days_and_not_back(days, during):
    assert during_relapse((Relapse(ago(days)),), ON, CHANGES) is during


def test_without_a_walk_nothing_is_worse():
    assert not walk_worse((), CHANGES.walk_share, CHANGES)


@pytest.mark.parametrize(
    ("ahead", "status"),
    [(31, "upcoming"), (30, "due_soon"), (1, "due_soon"), (0, "due"), (-30, "due"),
     (-31, "overdue")],
)  # fmt: skip
def test_a_due_date_has_thirty_days_on_either_side(ahead, status):
    assert status_on(ON + timedelta(days=ahead), ON, WINDOWS) == status


def due(**changed):
    asked: dict[str, Any] = {
        "on": ON,
        "since": ON,
        "last_scan_on": date(2026, 6, 1),
        "scan_on_record": True,
        "motor_loss": False,
        "interval_months": Absence.NOT_ASKED,
        "baseline_reason": False,
        "windows": WINDOWS,
    }
    return next_dxa(**(asked | changed))


NONE = {"last_scan_on": None, "scan_on_record": False}


def test_motor_loss_decides_over_the_clinicians_interval_and_a_first_scan():
    found = due(motor_loss=True, interval_months=24, baseline_reason=True)
    assert found == DxaReminder("upcoming", date(2027, 6, 1), "module_annual")
    assert due(motor_loss=True, **NONE) == DxaReminder("due", ON, "module_annual")


def test_the_clinicians_interval_decides_over_a_first_scan():
    assert due(interval_months=6).due_on == date(2026, 12, 1)
    found = due(interval_months=24, baseline_reason=True, **NONE)
    assert found == DxaReminder("due", ON, "clinician")


def test_a_first_scan_is_due_only_where_there_is_none_on_record():
    assert due(baseline_reason=True, **NONE) == DxaReminder("due", ON, "baseline_extension")
    assert due(baseline_reason=True) == DxaReminder("none", None, None)
    lost = {"last_scan_on": None, "scan_on_record": True}
    assert due(baseline_reason=True, **lost).status == "none"


def test_without_a_reason_there_is_no_reminder():
    assert due(**NONE) == due() == DxaReminder("none", None, None)


def test_without_a_scan_it_is_due_from_the_day_the_reason_was_found():
    found = due(baseline_reason=True, since=ago(40), **NONE)
    assert found == DxaReminder("overdue", ago(40), "baseline_extension")
    assert due(motor_loss=True, since=ago(10), **NONE).due_on == ago(10)


@pytest.mark.parametrize(
    ("age", "note"),
    [(None, "unknown_age"), (39, "not_valid_age"), (40, "caution_no_ms"), (90, "caution_no_ms"),
     (91, "not_valid_age")],
)  # fmt: skip
def test_frax_is_for_ages_40_to_90(age, note):
    assert frax_note(age, 40, 90) == note


def test_severities_are_in_order_and_said_in_words():
    assert [severity.word for severity in sorted(Severity)] == [
        "info",
        "low",
        "moderate",
        "high",
        "urgent",
    ]
