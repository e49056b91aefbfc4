"""Charts' geometry, the ledger of steroids, and how far missing answers leave things open."""

import itertools
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msbone_desktop.domain.charting import (
    Band,
    Chart,
    Mark,
    Point,
    Series,
    Span,
    Threshold,
    free_place,
    height,
    ticks,
    time_span,
    value_axis,
)
from msbone_desktop.domain.screening import SteroidCourse
from msbone_desktop.domain.steroid_ledger import ledger
from msbone_desktop.domain.steroids import PulseLimits

D = Decimal
STEPS = (D("0.5"), D(1), D(2), D(5))
TODAY = date(2026, 11, 22)


def chart(*values, thresholds=()):
    points = tuple(Point(date(2020 + n, 1, 1), D(v)) for n, v in enumerate(values))
    return Chart(title="T", unit="", series=(Series("a", points),), thresholds=thresholds)


@given(st.decimals(-400, 400, places=2), st.decimals(0, 400, places=2), st.integers(2, 8))
def test_ticks_enclose_the_values_and_are_few(low, more, most):
    found = ticks(low, low + more, STEPS, most)
    assert found[0] <= low and low + more <= found[-1]
    assert 2 <= len(found) <= most + 2
    gaps = {b - a for a, b in itertools.pairwise(found)}
    assert len(gaps) == 1


def test_values_beyond_every_step_still_get_an_axis():
    assert ticks(D(0), D(10) ** 12, (D(1),), 2)[-1] >= D(10) ** 12


def test_thresholds_are_always_inside_the_axis():
    axis = value_axis(chart("-1.2", "-1.3", thresholds=(Threshold(D("-2.5"), "x"),)))
    assert axis[0] <= D("-2.5") and axis[-1] >= D("-1.2")
    assert height(axis, axis[0]) == 0 and height(axis, axis[-1]) == 1
    assert value_axis(chart()) == (D(0), D(1))


def test_one_axis_covers_everything_and_today():
    marks = (Mark("steroids", date(2018, 5, 1), date(2018, 6, 1), "x"),)
    span = time_span((chart(1, 2),), marks, TODAY)
    assert span == Span(date(2018, 5, 1), TODAY)
    assert (span.place(span.first), span.place(span.last)) == (0, 1)
    assert time_span((), (), TODAY).place(TODAY) == 0.5
    assert span.years()[0] == date(2019, 1, 1)
    assert len(Span(date(1960, 1, 1), TODAY).years()) <= 12


@pytest.mark.parametrize(
    ("taken", "place"),
    [
        ((), 0),
        ((3,), 80),
        ((3, 90), 40),
        ((3, 50, 90), 20),
        ((3, 30, 50, 70, 90), None),
        ((26,), 80),
        ((27,), 0),
    ],
)
def test_words_on_a_line_cover_no_point(taken, place):
    assert free_place(20, 100, taken) == place


def test_words_longer_than_the_line_have_no_place():
    assert free_place(101, 100, ()) is None


def test_a_band_is_always_inside_the_axis():
    banded = replace(chart("0.8", "0.79"), band=Band(D("0.7"), D("0.9"), "x"))
    axis = value_axis(banded)
    assert axis[0] <= D("0.7") and axis[-1] >= D("0.9")


LIMITS = PulseLimits(longest_days=7, oral_mg_per_day=D(500), window_days=365)
FACTORS = {"prednisone": Fraction(1), "methylprednisolone": Fraction(5, 4)}


def course(
    drug="prednisone", mg="5", start=date(2025, 12, 22), end=date(2026, 1, 10), route="oral"
):
    return SteroidCourse(drug, route, None if mg is None else D(mg), start, end)


def test_a_course_counts_in_each_year_by_its_days_there():
    years = ledger([course()], TODAY, FACTORS, LIMITS)
    assert [(y.year, y.other_mg, y.running_other_mg) for y in years] == [
        (2025, D(50), D(50)),
        (2026, D(50), D(100)),
    ]
    assert all(y.other_courses == 1 and y.pulses == 0 for y in years)


def test_pulses_are_kept_apart_and_converted_exactly():
    pulse = course("methylprednisolone", "1000", date(2026, 3, 1), date(2026, 3, 3), "iv")
    (year,) = ledger([pulse], TODAY, FACTORS, LIMITS)
    assert (year.pulses, year.pulse_mg, year.other_courses, year.other_mg) == (1, D(3750), 0, D(0))


def test_a_pulse_over_new_year_is_one_pulse_with_its_dose_in_both_years():
    pulse = course("methylprednisolone", "1000", date(2025, 12, 31), date(2026, 1, 2), "iv")
    first, second = ledger([pulse], TODAY, FACTORS, LIMITS)
    assert (first.pulses, second.pulses) == (1, 0)
    assert (first.pulse_mg, second.pulse_mg) == (D(1250), D(2500))
    assert (second.running_pulse_mg, second.running_other_mg) == (D(3750), D(0))


def test_what_cannot_be_counted_is_said_and_never_taken_for_nothing():
    strange = course("betamethasone", "4", date(2026, 1, 1), date(2026, 1, 2))
    open_dose = course(mg=None, start=date(2026, 2, 1), end=None)
    (year,) = ledger([strange, open_dose], TODAY, FACTORS, LIMITS)
    assert (year.without_factor, year.without_dose, year.other_mg) == (1, 1, D(0))
    assert year.other_courses == 2
    assert (year.pulses_whole, year.others_whole) == (True, False)
    pulse = course("methylprednisolone", None, date(2027, 3, 1), date(2027, 3, 3), "iv")
    later = course(start=date(2028, 1, 1), end=date(2028, 1, 2))
    on = date(2028, 6, 1)
    years = ledger([strange, pulse, later], on, FACTORS, LIMITS)
    assert [(y.pulses_whole, y.others_whole) for y in years] == [
        (True, False),
        (False, False),
        (False, False),
    ]
    assert years[-1].running_other_mg == D(10)


def test_a_course_that_goes_on_counts_up_to_today_and_one_of_tomorrow_not_at_all():
    going_on = course(start=date(2026, 11, 21), end=None)
    tomorrow = course(start=date(2026, 12, 1), end=date(2026, 12, 9))
    next_year = course(start=date(2027, 1, 1), end=None)
    (year,) = ledger([going_on, tomorrow, next_year], TODAY, FACTORS, LIMITS)
    assert year.other_courses == 1
    assert year.other_mg == D(10)
    assert ledger([], TODAY, FACTORS, LIMITS) == ()
