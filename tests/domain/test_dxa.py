"""Which score, which category, which site, and whether a change is one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.dxa import (
    DxaLimits,
    category,
    changes,
    lowest_site,
    newest_first,
    read_scans,
    score_basis,
)
from msbone_desktop.domain.screening import DxaScan, DxaSite

LIMITS = DxaLimits(Decimal("-2.5"), Decimal(-1), Decimal(-2), 50, Decimal("2.77"))
DAY, EARLIER = date(2026, 6, 1), date(2025, 6, 1)


def site(name="total_hip", bmd=None, t=None, z=None, precision=None, side=None):
    bmd, t, z, precision = (None if n is None else Decimal(n) for n in (bmd, t, z, precision))
    return DxaSite(name, side, bmd, t, z, precision)


def scan(*sites, on=DAY, **more):
    return DxaScan(performed_on=on, sites=sites, **({"scanner_id": "HOL-1"} | more))


@pytest.mark.parametrize(
    ("sex", "menopause", "age", "basis"),
    [
        ("male", Absence.NOT_ASKED, 50, "T"),
        ("male", Absence.NOT_ASKED, 49, "Z"),
        ("male", Absence.NOT_ASKED, None, None),
        ("male", Absence.NOT_ASKED, -1, None),
        ("female", "post", None, "T"),
        ("female", "peri", 35, "T"),
        ("female", "pre", 60, "Z"),
        ("female", Absence.UNKNOWN, 60, None),
        ("other", "post", 60, None),
        (Absence.DECLINED, "post", 60, None),
    ],
)
@pytest.mark.catalogue("E21")
def test_the_score_follows_sex_menopause_and_age_on_the_day_of_the_scan(sex, menopause, age, basis):
    chosen, reason = score_basis(sex, menopause, age, LIMITS)
    assert chosen == basis and reason


@pytest.mark.parametrize(
    ("basis", "score", "expected"),
    [
        ("T", "-2.51", "T_osteoporosis_range"),
        ("T", "-2.5", "T_osteoporosis_range"),
        ("T", "-2.49", "T_low_bone_mass_osteopenia"),
        ("T", "-1.01", "T_low_bone_mass_osteopenia"),
        ("T", "-1.0", "T_normal"),
        ("Z", "-2.0", "Z_below_expected_for_age"),
        ("Z", "-1.99", "Z_within_expected_for_age"),
    ],
)
@pytest.mark.catalogue("E16")
def test_a_score_on_the_line_belongs_to_the_lower_category_but_for_normal(basis, score, expected):
    assert category(basis, Decimal(score), LIMITS) == expected


def test_the_lowest_of_the_sites_that_classify_counts():
    found = scan(
        site("lumbar_spine", t="-1.2"),
        site("femoral_neck", t="-1.9"),
        site("trochanter", t="-4"),
        site("radius_33", t="-3"),
        site("total_hip"),
    )
    assert lowest_site(found, "T") == ("femoral_neck", Decimal("-1.9"))
    assert lowest_site(replace(found, use_radius_33=True), "T") == ("radius_33", Decimal(-3))
    assert lowest_site(found, "Z") is None


def test_of_equal_scores_the_first_site_is_named():
    assert lowest_site(scan(site("total_hip", t=-2), site("lumbar_spine", t=-2)), "T") == (
        "lumbar_spine",
        Decimal(-2),
    )


def test_of_two_scans_of_one_day_the_later_in_the_list_counts():
    first, second, old = scan(), scan(site()), scan(on=EARLIER)
    assert newest_first((first, old, second)) == [second, old]


def verdict(newer, older):
    return changes(newest_first((older, newer)), LIMITS)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("0.9277", "0.9", "significant_loss"),
        ("0.9276", "0.9", "within_LSC"),
        ("0.9", "0.9277", "significant_gain"),
        ("0.9", "0.9276", "within_LSC"),
        ("0.9276" + "9" * 40, "0.9", "within_LSC"),
    ],
)
def test_a_change_that_equals_the_least_significant_one_counts(before, after, expected):
    newer = scan(site(bmd=after, precision="0.01"))
    assert verdict(newer, scan(site(bmd=before), on=EARLIER)) == {"total_hip": expected}


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ({"scanner_id": "A"}, {"scanner_id": "B"}),
        ({"scanner_id": None}, {"scanner_id": None}),
        ({"manufacturer": "Hologic"}, {"manufacturer": "GE"}),
        ({"manufacturer": "Hologic", "cross_calibrated": True}, {"manufacturer": "GE"}),
    ],
)
def test_scans_of_other_scanners_or_makers_are_not_compared(newer, older):
    after = scan(site(bmd="0.7", precision="0.01"), **newer)
    before = scan(site(bmd="0.9", precision="0.01"), on=EARLIER, **older)
    assert verdict(after, before) == {"total_hip": "not_comparable"}


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ({"scanner_id": "A", "cross_calibrated": True}, {"scanner_id": "B"}),
        ({"manufacturer": " hologic"}, {"manufacturer": "Hologic"}),
        ({"manufacturer": "Hologic"}, {"manufacturer": None}),
    ],
)
def test_cross_calibrated_scanners_and_one_maker_written_two_ways_are(newer, older):
    after = scan(site(bmd="0.7", precision="0.01"), **newer)
    before = scan(site(bmd="0.9"), on=EARLIER, **older)
    assert verdict(after, before) == {"total_hip": "significant_loss"}


def test_the_precision_of_the_newer_scan_is_used():
    newer, older = scan(site(bmd="0.7")), scan(site(bmd="0.9", precision="0.01"), on=EARLIER)
    assert verdict(newer, older) == {"total_hip": "no_LSC"}


def test_other_sides_are_not_compared_and_the_same_side_speaks_for_both():
    left, right = site(bmd="0.9", side="left"), site(bmd="0.9", side="right")
    older = scan(left, right, on=EARLIER)
    newer = scan(site(bmd="0.7", precision="0.01", side="left"))
    assert verdict(newer, scan(right, on=EARLIER)) == {"total_hip": "not_comparable"}
    assert verdict(newer, older) == {"total_hip": "significant_loss"}


def test_only_sites_measured_on_both_days_are_compared():
    newer = scan(site("lumbar_spine", bmd="0.9"), site("trochanter", bmd="0.9"), site())
    older = scan(site(bmd="0.9"), site("trochanter", bmd="0.9"), on=EARLIER)
    assert verdict(newer, older) == {}
    assert changes([newer], LIMITS) == {}


def read(scans, sex="female", menopause="post", born=Absence.NOT_ASKED, **more):
    return read_scans(scans, sex, menopause, born, LIMITS, **more)


def test_no_scan_is_said_only_where_none_was_lost():
    for none in ((), Absence.NOT_ASKED, Absence.UNKNOWN, Absence.DECLINED):
        assert read(none).category == "no_dxa"
    assert read(Absence.INVALID).category is None
    assert read((), incomplete=True).category is None


def test_a_scan_without_the_score_that_counts_says_so():
    assert read((scan(site(z="-2")),)).category == "no_T_score"
    assert read((scan(site(t="-2")),), menopause="pre").category == "no_Z_score"
    assert read((scan(site(t="-3")),), menopause=Absence.UNKNOWN).category == "unknown_basis"


def test_a_man_is_as_old_as_on_the_day_of_the_scan():
    scans = (scan(site(t="-2.7", z="-2.0")),)
    younger = read(scans, sex="male", born=date(1976, 6, 2))
    older = read(scans, sex="male", born=date(1976, 6, 1))
    assert (younger.basis, younger.category) == ("Z", "Z_below_expected_for_age")
    assert (older.basis, older.category) == ("T", "T_osteoporosis_range")
    assert (older.worst_site, older.worst_score) == ("total_hip", Decimal("-2.7"))
    assert older.performed_on == DAY and "50" in older.basis_reason
