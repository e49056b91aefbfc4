"""Two scans are compared only where like is compared with like, and otherwise the reason is said."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from msbone_desktop.domain.dxa import DxaLimits, changes, newest_first
from msbone_desktop.domain.dxa_change import change_table, judge, other_scanner
from msbone_desktop.domain.screening import DxaScan, DxaSite

FACTOR = Decimal("2.77")
NEW, MIDDLE, OLD = date(2026, 6, 1), date(2025, 6, 1), date(2024, 6, 1)


def site(bmd="0.800", name="total_hip", side="left", precision="0.010", region=None):
    return DxaSite(
        name,
        side,
        None if bmd is None else Decimal(bmd),
        precision_error_g_cm2=None if precision is None else Decimal(precision),
        region=region,
    )


def scan(*sites, on=NEW, **more):
    return DxaScan(performed_on=on, sites=sites, **({"scanner_id": "A"} | more))


def only(newer, older, **more):
    (row,) = change_table(newest_first((newer, older)), FACTOR, **more)
    return row


def test_a_change_is_given_with_percent_a_year_and_least_significant_change():
    row = only(scan(site("0.720")), scan(site("0.800"), on=OLD))
    assert (row.newer_on, row.older_on, row.site, row.side) == (NEW, OLD, "total_hip", "left")
    assert row.absolute == Decimal("-0.080")
    assert row.percent == Decimal(-10)
    assert row.percent_a_year.quantize(Decimal("0.001")) == Decimal("-5.003")
    assert row.least_significant == Decimal("0.02770")
    assert (row.verdict, row.reason, row.cautions) == ("significant_loss", "", ())


@pytest.mark.parametrize(
    ("before", "a_year"), [(date(2025, 12, 1), True), (date(2025, 12, 2), False)]
)
def test_a_change_over_less_than_six_months_is_not_turned_into_one_a_year(before, a_year):
    row = only(scan(site("0.720")), scan(site("0.800"), on=before))
    assert (row.percent_a_year is not None) is a_year
    assert row.percent == Decimal(-10)


def test_a_change_that_equals_the_least_significant_one_counts_in_both_directions():
    precision = Decimal("0.01")
    assert judge(Decimal("0.8723"), Decimal("0.9"), precision, FACTOR) == "significant_loss"
    assert judge(Decimal("0.8724"), Decimal("0.9"), precision, FACTOR) == "within_LSC"
    assert judge(Decimal("0.9277"), Decimal("0.9"), precision, FACTOR) == "significant_gain"
    assert judge(Decimal("0.9277"), Decimal("0.9"), None, FACTOR) == "no_LSC"


def test_without_a_precision_error_the_change_is_shown_and_not_judged():
    row = only(scan(site("0.720", precision=None)), scan(site("0.800"), on=OLD))
    assert (row.verdict, row.percent) == ("no_LSC", Decimal(-10))
    assert row.least_significant is None
    assert "no precision error" in row.reason


@pytest.mark.parametrize(
    ("newer", "older", "reason"),
    [
        (
            {"manufacturer": "Hologic"},
            {"manufacturer": "GE"},
            "another maker (Hologic, before: GE)",
        ),
        ({"scan_mode": "fast"}, {"scan_mode": "array"}, "another scan mode (fast, before: array)"),
        ({"scanner_id": "B"}, {}, "no cross-calibration between the two is stated"),
        ({"scanner_id": None}, {}, "the scanner of one of the scans is not recorded"),
        ({"scanner_ref": 1}, {"scanner_ref": 2}, "no cross-calibration between the two is stated"),
    ],
)
def test_scans_that_are_not_comparable_say_why_and_give_no_number(newer, older, reason):
    row = only(scan(site("0.7"), **newer), scan(site("0.8"), on=OLD, **older))
    assert row.verdict == "not_comparable"
    assert reason in row.reason
    assert (row.absolute, row.percent, row.percent_a_year, row.least_significant) == (None,) * 4


def test_other_makers_are_never_compared_whatever_is_stated():
    newer = scan(site(), manufacturer="Hologic", scanner_ref=1, cross_calibrated=True)
    older = scan(site(), on=OLD, manufacturer="GE", scanner_ref=2)
    stated = frozenset({frozenset((1, 2))})
    assert "another maker" in other_scanner(newer, older, stated)
    assert only(newer, older, stated=stated).verdict == "not_comparable"


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ({"scanner_ref": 1, "scanner_id": "new name"}, {"scanner_ref": 1, "scanner_id": "old"}),
        ({"manufacturer": "GE  Lunar"}, {"manufacturer": "ge lunar"}),
        ({"scanner_ref": 1, "scanner_id": "A"}, {"scanner_id": "A"}),
    ],
)
def test_one_scanner_is_one_scanner_however_it_is_written(newer, older):
    assert only(scan(site(), **newer), scan(site(), on=OLD, **older)).verdict == "within_LSC"


def test_two_scanners_of_the_list_are_compared_where_their_centres_state_it():
    newer, older = scan(site("0.7"), scanner_ref=1), scan(site("0.8"), on=OLD, scanner_ref=2)
    assert only(newer, older).verdict == "not_comparable"
    assert only(newer, older, stated=frozenset({frozenset((2, 1))})).verdict == "significant_loss"


def test_what_a_scan_says_of_the_one_before_says_nothing_of_an_older_one():
    newest = scan(site("0.7"), scanner_id="B", cross_calibrated=True)
    between = scan(site(name="lumbar_spine", side=None), on=MIDDLE, scanner_id="A")
    oldest = scan(site("0.8"), on=OLD, scanner_id="A")
    (row,) = change_table([newest, between, oldest], FACTOR)
    assert (row.older_on, row.verdict) == (OLD, "not_comparable")
    (row,) = change_table([newest, oldest], FACTOR)
    assert row.verdict == "significant_loss"


@pytest.mark.parametrize(
    ("newer", "older", "reason"),
    [
        ({"side": "right"}, {}, "another side"),
        ({"side": None}, {}, "the side of one is not recorded"),
        ({"region": "L1-L4"}, {"region": "L2-L4"}, "another region (L1-L4, before: L2-L4)"),
        ({"region": "L1-L4"}, {}, "recorded for one of the scans only"),
    ],
)
def test_another_side_or_region_is_not_compared(newer, older, reason):
    row = only(scan(site(**newer)), scan(site(**older), on=OLD))
    assert (row.verdict, row.absolute) == ("not_comparable", None)
    assert reason in row.reason
    found = changes(newest_first((scan(site(**newer)), scan(site(**older), on=OLD))), _LIMITS)
    assert found == {"total_hip": "not_comparable"}


_LIMITS = DxaLimits(Decimal("-2.5"), Decimal(-1), Decimal(-2), 50, FACTOR)


def test_one_region_written_two_ways_is_one_region():
    newer = scan(site(region="L1 \N{EN DASH} L4"))
    assert only(newer, scan(site(region="l1-l4"), on=OLD)).verdict == "within_LSC"


def test_other_software_or_reference_data_are_cautions_and_no_obstacle():
    newer = scan(site(), software="18", reference_database="NHANES", scan_mode="array")
    older = scan(site(), on=OLD, software="16", reference_database="Maker")
    row = only(newer, older)
    assert row.verdict == "within_LSC"
    assert [words for words in ("software", "reference data", "scan mode")
            if not any(words in caution for caution in row.cautions)] == []  # fmt: skip
    assert only(newer, replace(newer, performed_on=OLD)).cautions == ()


def test_each_scan_is_compared_with_the_one_before_and_a_gap_is_bridged():
    scans = [
        scan(site("0.70"), site("0.9", "lumbar_spine", None)),
        scan(site("0.75"), site(None, "lumbar_spine", None), on=MIDDLE),
        scan(site("0.80"), site("0.9", "lumbar_spine", None), on=OLD),
    ]
    rows = change_table(scans, FACTOR)
    assert [(row.site, row.newer_on, row.older_on) for row in rows] == [
        ("total_hip", NEW, MIDDLE),
        ("lumbar_spine", NEW, OLD),
        ("total_hip", MIDDLE, OLD),
    ]
    assert change_table(scans[:1], FACTOR) == ()


def test_the_same_side_is_sought_before_another_is_named():
    newer = scan(site("0.7", side="left"))
    older = scan(site("0.8", side="right"), on=MIDDLE)
    oldest = scan(site("0.8", side="left"), on=OLD)
    (first, *_) = change_table([newer, older, oldest], FACTOR)
    assert (first.older_on, first.verdict) == (OLD, "significant_loss")
