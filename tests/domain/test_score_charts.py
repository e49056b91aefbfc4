"""Scores over time: each scan on its own day's score, joined only where scans can be compared."""

from datetime import date
from decimal import Decimal

import pytest

from msbone_desktop.domain.dxa import DxaLimits
from msbone_desktop.domain.score_charts import EMPTY, score_charts
from msbone_desktop.domain.screening import DxaScan, DxaSite

D = Decimal
LIMITS = DxaLimits(D("-2.5"), D(-1), D(-2), 50, D("2.77"))
WORDS = {"total_hip": "Total hip", "lumbar_spine": "Lumbar spine"}


def hip(t="-1.5", z="-0.5", side="left"):
    return DxaSite(
        "total_hip",
        side,
        t_score=None if t is None else D(t),
        z_score=None if z is None else D(z),
    )


def scan(year, *sites, **more):
    given = {"scanner_id": "A", "manufacturer": "Hologic"} | more
    return DxaScan(performed_on=date(year, 6, 1), sites=sites or (hip(),), **given)


def charts(*scans, bases=None, stated=frozenset()):
    on_t = dict.fromkeys((each.performed_on for each in scans), "T")
    return score_charts(scans, on_t | (bases or {}), WORDS, LIMITS, stated)


def breaks(*scans, **more):
    (chart,) = charts(*scans, **more)
    return [point.breaks for point in chart.points]


def test_scores_of_one_scanner_are_joined():
    assert breaks(scan(2026), scan(2025), scan(2024)) == [True, False, False]


@pytest.mark.parametrize(
    "newer",
    [
        {"scanner_id": "B"},
        {"manufacturer": "GE"},
        {"scanner_id": None},
        {"reference_database": "NHANES"},
        {"scan_mode": "fast"},
    ],
    ids=str,
)
def test_a_line_breaks_where_scores_cannot_be_compared(newer):
    older = scan(2025, reference_database="own", scan_mode="array")
    assert breaks(scan(2026, **newer), older) == [True, True]


def test_two_scanners_of_the_list_are_joined_only_where_somebody_stated_their_calibration():
    newer, older = scan(2026, scanner_id=None, scanner_ref=2), scan(2025, scanner_ref=1)
    assert breaks(newer, older) == [True, True]
    assert breaks(newer, older, stated=frozenset({frozenset({1, 2})})) == [True, False]
    told = scan(2026, scanner_id="B", cross_calibrated=True)
    assert breaks(told, scan(2025)) == [True, False]


def test_the_other_hip_is_another_line_and_a_gap_stays_a_gap():
    (chart,) = charts(
        scan(2026), scan(2025, hip(None)), scan(2024, hip(), hip(side="right")), scan(2023)
    )
    assert [line.label for line in chart.series] == ["Total hip, left", "Total hip, right"]
    assert [(p.on.year, p.breaks) for p in chart.series[0].points] == [
        (2023, True),
        (2024, False),
        (2026, True),
    ]


def test_a_cross_calibration_with_the_scanner_before_is_about_that_one_only():
    spine = DxaSite("lumbar_spine", t_score=D(-1))
    told = scan(2026, scanner_id="B", cross_calibrated=True)
    (chart,) = charts(told, scan(2025, spine, scanner_id="C"), scan(2024))
    hips = next(line for line in chart.series if line.label == "Total hip, left")
    assert [p.breaks for p in hips.points] == [True, True]
    assert [line.label for line in chart.series] == ["Lumbar spine", "Total hip, left"]


def test_each_scan_stands_on_the_score_of_its_own_day():
    young, older = scan(2020), scan(2026)
    t, z = charts(older, young, bases={young.performed_on: "Z"})
    assert (t.title, [p.value for p in t.points]) == ("T-score", [D("-1.5")])
    assert (z.title, [p.value for p in z.points]) == ("Z-score", [D("-0.5")])
    assert [line.value for line in t.thresholds] == [D("-2.5"), D(-1)]
    assert [line.value for line in z.thresholds] == [D(-2)]


def test_without_a_basis_scores_stand_as_reported_and_nothing_classifies_them():
    (chart,) = charts(scan(2026), bases={date(2026, 6, 1): None})
    assert (chart.title, chart.thresholds) == ("T-score as reported", ())


def test_nothing_to_show_is_said():
    (chart,) = charts(scan(2026, DxaSite("trochanter", "left", t_score=D(-1))))
    assert (chart.points, chart.empty) == ((), EMPTY)
    assert charts()[0].empty == EMPTY
