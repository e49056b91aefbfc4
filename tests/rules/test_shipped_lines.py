"""The lines that no single rule holds, as shipped: on each of them, and beside it."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from msbone_desktop.exchange.json_lines import decode
from msbone_desktop.exchange.screening_reader import read_screening
from msbone_desktop.rules.rulebook import assess_read
from msbone_desktop.rules.rulebook_loading import load_rulebook

RULEBOOK = load_rulebook(Path(__file__).parents[2] / "resources")
ON = date(2026, 11, 22)
D = Decimal


def assessed(**answers):
    given = {"id": "line", "assessed_on": ON.isoformat(), **answers}
    read = read_screening(given, RULEBOOK.dictionary)
    assert not read.faults
    return assess_read(RULEBOOK, read)


def ago(days):
    return (ON - timedelta(days=days)).isoformat()


def scan(day, **site):
    return {"date": day, "scanner_id": "A", "sites": [{"site": "total_hip", **site}]}


@pytest.mark.parametrize(
    ("menopause", "score", "category"),
    [
        ("post", "-2.51", "T_osteoporosis_range"),
        ("post", "-2.5", "T_osteoporosis_range"),
        ("post", "-2.49", "T_low_bone_mass_osteopenia"),
        ("post", "-1.01", "T_low_bone_mass_osteopenia"),
        ("post", "-1.0", "T_normal"),
        ("pre", "-2.01", "Z_below_expected_for_age"),
        ("pre", "-2.0", "Z_below_expected_for_age"),
        ("pre", "-1.99", "Z_within_expected_for_age"),
    ],
)
def test_the_line_itself_belongs_to_the_lower_category(menopause, score, category):
    scores = {"t_score": D(score), "z_score": D(score)}
    reading = assessed(
        sex_for_reference="female", menopause=menopause, dxa_scans=[scan(ago(9), **scores)]
    ).dxa
    assert reading.category == category


@pytest.mark.parametrize(
    ("born", "basis"), [("1976-06-01", "T"), ("1976-06-02", "Z"), ("1976-05-31", "T")]
)
def test_men_are_read_by_t_score_from_their_fiftieth_birthday_on_the_day_of_the_scan(born, basis):
    scans = [scan("2026-06-01", t_score=-1, z_score=-1)]
    found = assessed(sex_for_reference="male", date_of_birth=born, dxa_scans=scans)
    assert found.dxa.basis == basis


def test_the_age_counts_on_the_day_of_the_newest_scan():
    scans = [scan(day, t_score=-1, z_score=-1) for day in ("2026-06-01", "2020-06-01")]
    found = assessed(sex_for_reference="male", date_of_birth="1976-06-01", dxa_scans=scans)
    assert found.dxa.basis == "T"


@pytest.mark.parametrize(
    ("newer", "verdict"),
    [
        ("0.8723", "significant_loss"),
        ("0.8724", "within_LSC"),
        ("0.9276", "within_LSC"),
        ("0.9277", "significant_gain"),
    ],
)
def test_a_change_that_equals_the_least_significant_counts(newer, verdict):
    scans = [
        scan(ago(700), bmd_g_cm2=D("0.9")),
        scan(ago(30), bmd_g_cm2=D(newer), precision_error_g_cm2=D("0.01")),
    ]
    assert assessed(dxa_scans=scans).dxa.changes == {"total_hip": verdict}


def test_the_newest_scan_is_compared_with_the_one_before_it():
    older = [scan(ago(days), bmd_g_cm2=D(bmd)) for days, bmd in ((900, "0.7"), (400, "0.9"))]
    newest = scan(ago(30), bmd_g_cm2=D("0.8"), precision_error_g_cm2=D("0.01"))
    found = assessed(dxa_scans=[newest, *older])
    assert found.dxa.changes == {"total_hip": "significant_loss"}


@pytest.mark.parametrize(
    ("scanned", "due", "status"),
    [
        ("2025-12-23", "2026-12-23", "upcoming"),
        ("2025-12-22", "2026-12-22", "due_soon"),
        ("2025-11-23", "2026-11-23", "due_soon"),
        ("2025-11-22", "2026-11-22", "due"),
        ("2025-10-23", "2026-10-23", "due"),
        ("2025-10-22", "2026-10-22", "overdue"),
        ("2024-02-29", "2025-02-28", "overdue"),
    ],
)
def test_a_yearly_scan_is_due_after_twelve_months_with_thirty_days_around(scanned, due, status):
    found = assessed(motor_decline="rapid", dxa_scans=[scan(scanned)]).dxa_reminder
    assert (found.due_on, found.status) == (date.fromisoformat(due), status)


@pytest.mark.parametrize(
    ("born", "frax"),
    [
        ("1986-11-22", "caution_no_ms"),
        ("1986-11-23", "not_valid_age"),
        ("1935-11-23", "caution_no_ms"),
        ("1935-11-22", "not_valid_age"),
    ],
)
def test_frax_is_for_forty_to_ninety(born, frax):
    assert assessed(date_of_birth=born).frax == frax


EDGES = {
    "nmol/L": ("30", "50", "75", "100", "150", "250"),
    "ng/mL": ("12", "20", "30", "40", "60", "100"),
}
BELOW = ("B0_lt30", "B1_30_50", "B2_50_75", "B3_75_100", "B4_100_150", "B5_150_250", "B6_gt250")


@pytest.mark.parametrize("unit", EDGES)
@pytest.mark.parametrize("number", range(6))
@pytest.mark.catalogue("E06")
def test_each_band_begins_and_ends_on_its_edge_in_the_unit_of_the_result(unit, number):
    def band(value):
        result = {"date": ago(9), "value": value, "unit": unit}
        return assessed(vitamin_d=[result]).vitamin_d_band

    edge, step = D(EDGES[unit][number]), D("0.1")
    assert band(edge - step) == BELOW[number]
    assert band(edge) == BELOW[number + (number < 4)]
    assert band(edge + step) == BELOW[number + 1]


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("125", "nmol/L", False),
        ("125.1", "nmol/L", True),
        ("50", "ng/mL", False),
        ("50.1", "ng/mL", True),
    ],
)
def test_above_the_line_of_concern_a_caution_is_shown(value, unit, said):
    found = assessed(vitamin_d=[{"date": ago(9), "value": D(value), "unit": unit}])
    assert ("VITD-CONCERN" in {remark.code for remark in found.remarks}) is said


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [("20", "ng/mL", "20 ng/mL (49.9 nmol/L)"), ("50", "nmol/L", "50 nmol/L (20.0 ng/mL)"),
     ("100", "ng/mL", "100 ng/mL (249.6 nmol/L)"), ("250", "nmol/L", "250 nmol/L (100.2 ng/mL)")],
)  # fmt: skip
def test_the_other_unit_is_shown_to_one_decimal(value, unit, shown):
    found = assessed(vitamin_d=[{"date": ago(9), "value": D(value), "unit": unit}])
    (said,) = (r.message for r in found.remarks if r.code == "VITD-BAND")
    assert said.startswith(shown + ".")


def _noted(code, **answers):
    return {note.rule_id for note in assessed(**answers).notes if note.code == code}


@pytest.mark.parametrize(("days", "old"), [(365, set()), (366, {"MOB-40"})])
def test_an_edss_older_than_a_year_says_so(days, old):
    edss = [{"date": ago(days), "score": 5}]
    assert _noted("OLDER_THAN_12_MONTHS", edss=edss) == old


@pytest.mark.parametrize(("egfr", "said"), [("60", set()), ("59.9", {"PTH-SEC"})])
def test_kidneys_may_explain_a_raised_pth_below_their_line(egfr, said):
    pattern = {
        "pth": {"value": 8, "upper_limit": 7},
        "adjusted_calcium": {"value": 2, "upper_limit": 3},
        "vitamin_d": [{"date": ago(9), "value": 40, "unit": "nmol/L"}],
    }
    assert _noted("KIDNEY_DISEASE_MAY_EXPLAIN", egfr=D(egfr), **pattern) == said


@pytest.mark.parametrize(
    ("days_after_onset", "said"), [(0, True), (29, True), (30, False), (-1, False)]
)
def test_what_was_measured_within_thirty_days_of_a_relapse_is_checked_again(days_after_onset, said):
    walks = [{"date": ago(200), "seconds": 5}, {"date": ago(40), "seconds": 9}]
    relapses = [{"onset": ago(40 + days_after_onset)}]
    found = _noted("DURING_RELAPSE", timed_25_foot_walk=walks, relapses=relapses)
    assert bool(found) is said


@pytest.mark.parametrize(
    ("value", "unit", "asked"),
    [("150", "ng/mL", False), ("150.1", "ng/mL", True), ("10", "nmol/L", False),
     ("9.9", "nmol/L", True)],
)  # fmt: skip
def test_an_unusual_25_oh_d_is_asked_again(value, unit, asked):
    result = [{"date": ago(9), "value": D(value), "unit": unit}]
    assert bool(_noted("CHECK_ENTRY", vitamin_d=result)) is asked


@pytest.mark.parametrize(
    ("course", "count"),
    [
        ({"start": ago(100), "end": ago(94)}, 1),
        ({"start": ago(100), "end": ago(93)}, 0),
        ({"start": ago(369), "end": ago(365)}, 1),
        ({"start": ago(369), "end": ago(366)}, 0),
        ({"start": ago(100), "end": ago(96), "route": "im"}, 0),
        ({"start": ago(100), "end": ago(96), "drug": "prednisolone"}, 0),
        ({"start": ago(100), "end": ago(96), "route": "oral", "mg_per_day": 500}, 1),
        ({"start": ago(100), "end": ago(96), "route": "oral", "mg_per_day": D("499.9")}, 0),
    ],
)
def test_a_pulse_is_short_high_and_of_the_last_year(course, count):
    whole = {"drug": "methylprednisolone", "route": "iv", "mg_per_day": 1000} | course
    found = assessed(steroid_courses=[whole]).steroid_pulses
    assert found is not None and found.count == count


@pytest.mark.parametrize(
    ("drug", "mg", "total"),
    [("methylprednisolone", 1000, "6250"), ("prednisone", 500, "2500"),
     ("prednisolone", 500, "2500"), ("hydrocortisone", 2000, "2500"),
     ("dexamethasone", 750, "25000"), ("deflazacort", 600, "2500")],
)  # fmt: skip
def test_pulses_are_added_up_as_prednisone_by_exact_factors(drug, mg, total):
    course = {"drug": drug, "route": "oral", "mg_per_day": mg, "start": ago(100), "end": ago(96)}
    found = assessed(steroid_courses=[course]).steroid_pulses
    assert found is not None and found.prednisone_equivalent_mg == D(total)


@pytest.mark.parametrize(
    ("edss", "aid", "conflict"),
    [
        ("6.0", "bilateral", True),
        ("6.5", "bilateral", False),
        ("6.5", "wheelchair_full_time", True),
        ("7.0", "wheelchair_full_time", False),
        ("6.0", "none", True),
        ("5.5", "none", False),
        ("6.0", "unilateral", False),
    ],
)
def test_an_edss_that_does_not_fit_the_aid_is_told(edss, aid, conflict):
    found = assessed(edss=[{"date": ago(9), "score": D(edss)}], gait_aid=aid)
    assert ("EDSS_VS_GAIT_AID" in {c.code for c in found.conflicts}) is conflict


@pytest.mark.parametrize(("scanned", "told"), [("1991-03-09", True), ("1991-03-10", False)])
def test_a_scan_before_the_day_of_birth_is_told(scanned, told):
    found = assessed(date_of_birth="1991-03-10", dxa_scans=[scan(scanned)])
    assert ("DXA_BEFORE_BIRTH" in {c.code for c in found.conflicts}) is told


def test_the_numbers_of_a_line_are_read_as_typed():
    given = decode('{"id": "x", "assessed_on": "2026-11-22", "bmi": 30.000000000000000001}')
    read = read_screening(given, RULEBOOK.dictionary)
    found = {f.rule_id: f.status for f in assess_read(RULEBOOK, read).findings}
    assert found["VITD-SCREEN"] == "triggered"
