"""What stands beside a finding: the values it used, notes, conflicts, remarks, and the order."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.findings import Severity, Status
from msbone_desktop.exchange.screening_reader import read_screening
from msbone_desktop.rules.rulebook import assess_read
from msbone_desktop.rules.rulebook_loading import load_rulebook
from tests.rules.test_cases_of_rules import BASE

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture(scope="module")
def rulebook():
    return load_rulebook(RESOURCES)


@pytest.fixture
def assess(rulebook):
    def assessed(without=(), **changed):
        given = {name: value for name, value in (BASE | changed).items() if name not in without}
        return assess_read(rulebook, read_screening(given, rulebook.dictionary))

    return assessed


def finding(assessment, rule):
    return next(f for f in assessment.findings if f.rule_id == rule)


def used(assessment, rule):
    return [
        (kept.field, kept.value, kept.unit, kept.observed_on and kept.observed_on.isoformat())
        for kept in finding(assessment, rule).inputs
    ]


def codes(kept):
    return [entry.code for entry in kept]


EDSS = {"edss": [{"date": "2026-10-01", "score": Decimal("6.5")}]}
WALKS = [
    {"date": "2026-04-01", "seconds": 8, "aid": "none"},
    {"date": "2026-10-01", "seconds": 12, "aid": "none"},
]


def test_a_finding_names_its_values_with_unit_and_day(assess):
    found = assess(**EDSS, gait_aid="bilateral")
    assert used(found, "MOB-40") == [("edss", Decimal("6.5"), None, "2026-10-01")]
    assert used(found, "MOB-65") == [
        ("edss", Decimal("6.5"), None, "2026-10-01"),
        ("gait_aid", "bilateral", None, None),
    ]


def test_a_laboratory_value_is_named_in_the_unit_it_was_given_in(assess):
    result = [{"date": "2026-09-01", "value": 18, "unit": "ng/mL"}]
    found = assess(vitamin_d=result, pth={"value": 8, "unit": "pg/mL", "upper_limit": 7})
    assert used(found, "VITD-LOW") == [("vitamin_d", 18, "ng/mL", "2026-09-01")]
    assert used(found, "PTH-SEC") == [
        ("pth", 8, "pg/mL", None),
        ("adjusted_calcium", 2, "mmol/L", None),
        ("vitamin_d", 18, "ng/mL", "2026-09-01"),
    ]


def test_what_is_measured_is_named_beside_a_worsening(assess):
    found = assess(without=["motor_decline"], timed_25_foot_walk=WALKS)
    assert used(found, "MOB-DECL") == [
        ("edss", 2, None, "2026-10-01"),
        ("timed_25_foot_walk", 12, "s", "2026-10-01"),
        ("gait_aid", "none", None, None),
    ]
    assert finding(found, "MOB-DECL").message != finding(assess(), "MOB-DECL").message


@pytest.mark.parametrize("empty", [[], {"absent": "declined"}])
def test_what_was_not_measured_is_not_named(assess, empty):
    found = assess(
        without=["edss", "gait_aid"],
        motor_decline="rapid",
        timed_25_foot_walk=empty,
        timed_up_and_go=empty,
    )
    assert used(found, "MOB-DECL") == [("motor_decline", "rapid", None, None)]


def test_of_any_reasons_only_those_that_hold_are_named(assess):
    found = assess(malabsorption=True, bmi=24)
    assert used(found, "VITD-SCREEN") == [("malabsorption", True, None, None)]


def test_a_body_mass_index_is_named_as_it_was_entered_or_by_its_two_parts(assess):
    assert used(assess(bmi=31), "VITD-SCREEN") == [("bmi", 31, "kg/m²", None)]
    parts = assess(without=["bmi"], weight_kg=100, height_cm=170)
    assert used(parts, "VITD-SCREEN") == [
        ("weight_kg", 100, "kg", None),
        ("height_cm", 170, "cm", None),
    ]


def test_an_age_is_named_by_the_date_of_birth(assess):
    found = assess(date_of_birth="1950-01-01", falls_last_6_months=1, falls_last_12_months=1)
    assert used(found, "VITD-SCREEN") == [
        ("date_of_birth", "1950-01-01", None, None),
        ("falls_last_6_months", 1, "falls", None),
        ("falls_last_12_months", 1, "falls", None),
    ]


def test_of_a_list_the_entries_that_met_the_rule_are_named(assess):
    found = assess(
        steroid_courses=[
            {"drug": "prednisone", "route": "oral", "mg_per_day": 5, "start": "2026-01-01"},
            {"drug": "hydrocortisone", "route": "im", "start": "2026-02-01", "end": "2026-02-02"},
            {"drug": "prednisone", "route": "oral", "start": "2020-01-01", "end": "2020-02-02"},
        ],
        fractures=[
            {"site": "hip", "date": "2026-11-01"},
            {"site": "rib", "mechanism": "no_trauma"},
        ],
        antiepileptics=[{"drug": "gabapentin"}, {"drug": "Carbamazepine"}],
        disease_modifying_therapies=["fingolimod"],
    )
    assert used(found, "STER-ANY") == [
        ("steroid_courses", "Prednisone, by mouth, 5 mg/day, going on", None, "2026-01-01"),
        (
            "steroid_courses",
            "Hydrocortisone, into a muscle, until 2026-02-02",
            None,
            "2026-02-01",
        ),
    ]
    assert len(used(found, "STER-LT")) == 1
    assert used(found, "FX-FRAG") == [("fractures", "Rib, no injury", None, None)]
    assert used(found, "FX-COMP") == [("fractures", "Hip", None, "2026-11-01")]
    assert used(found, "AED-NAMED") == [("antiepileptics", "Carbamazepine", None, None)]
    assert used(found, "DMT-FING") == [("disease_modifying_therapies", "fingolimod", None, None)]


def test_without_a_list_its_entries_are_not_named(assess):
    found = assess(
        without=["falls_last_6_months", "fractures"],
        date_of_birth="1950-01-01",
        falls_last_12_months=1,
    )
    assert ("falls_last_12_months", 1, "falls", None) in used(found, "VITD-SCREEN")
    assert all(field != "fractures" for field, *_ in used(found, "VITD-SCREEN"))


def test_a_rule_that_is_not_triggered_or_unknown_names_no_value(assess):
    for kept in assess(without=["bmi"]).findings:
        if kept.status is not Status.TRIGGERED:
            assert kept.inputs == ()


# ---- notes ----


def notes(assessment):
    return [(note.code, note.rule_id) for note in assessment.notes]


@pytest.mark.parametrize(("day", "old"), [("2025-11-22", False), ("2025-11-21", True)])
@pytest.mark.catalogue("H09")
def test_a_value_older_than_a_year_keeps_its_result_and_says_so(assess, day, old):
    found = assess(edss=[{"date": day, "score": 7}])
    assert finding(found, "MOB-65").status is Status.TRIGGERED
    assert (("OLDER_THAN_12_MONTHS", "MOB-65") in notes(found)) is old
    low = assess(vitamin_d=[{"date": day, "value": 20, "unit": "nmol/L"}])
    assert (("OLDER_THAN_12_MONTHS", "VITD-LOW") in notes(low)) is old


@pytest.mark.parametrize(
    ("onset", "during"),
    [("2026-10-01", True), ("2026-09-02", True), ("2026-09-01", False), ("2026-10-02", False)],
)
def test_a_worsening_measured_within_a_relapse_says_so(assess, onset, during):
    found = assess(without=["motor_decline"], timed_25_foot_walk=WALKS, relapses=[{"onset": onset}])
    assert (notes(found) == [("DURING_RELAPSE", "MOB-DECL")]) is during
    assert finding(found, "MOB-DECL").status is Status.POSSIBLE


@pytest.mark.parametrize(("egfr", "said"), [("59.9", True), ("60", False), (None, False)])
def test_a_raised_pth_with_a_weak_kidney_says_so(assess, egfr, said):
    found = assess(
        pth={"value": 8, "upper_limit": 7},
        vitamin_d=[{"date": "2026-09-01", "value": 60, "unit": "nmol/L"}],
        egfr=None if egfr is None else Decimal(egfr),
    )
    assert (("KIDNEY_DISEASE_MAY_EXPLAIN", "PTH-SEC") in notes(found)) is said


def test_a_weak_kidney_is_not_mentioned_beside_a_pth_that_is_not_raised(assess):
    assert notes(assess(egfr=30)) == []


@pytest.mark.parametrize(
    ("value", "unit", "note"),
    [
        ("150", "ng/mL", None),
        ("150.1", "ng/mL", ("CHECK_ENTRY", "VITD-HIGH")),
        ("10", "nmol/L", None),
        ("9.9", "nmol/L", ("CHECK_ENTRY", "VITD-LOW")),
        ("5", "ng/mL", None),
        ("400", "nmol/L", None),
    ],
)
def test_an_unusual_vitamin_d_is_to_be_checked(assess, value, unit, note):
    result = [{"date": "2026-09-01", "value": Decimal(value), "unit": unit}]
    assert notes(assess(vitamin_d=result)) == ([note] if note else [])


# ---- conflicts ----


def conflict(assessment, code):
    return next(c for c in assessment.conflicts if c.code == code)


@pytest.mark.parametrize(
    ("score", "aid", "contradicts"),
    [
        (6, "bilateral", True),
        ("6.5", "bilateral", False),
        ("6.5", "wheelchair_full_time", True),
        (7, "wheelchair_full_time", False),
        (6, "none", True),
        ("5.5", "none", False),
        (2, "unilateral", False),
        (2, "wheelchair_part_time", False),
    ],
)
@pytest.mark.catalogue("E19")
def test_an_edss_that_does_not_fit_the_aid_is_a_conflict(assess, score, aid, contradicts):
    found = assess(edss=[{"date": "2026-10-01", "score": Decimal(score)}], gait_aid=aid)
    assert codes(found.conflicts) == (["EDSS_VS_GAIT_AID"] if contradicts else [])


@pytest.mark.catalogue("E20")
def test_two_scores_on_the_newest_day_are_a_conflict_that_shows_both(assess):
    scores = [
        {"date": "2026-01-01", "score": 2},
        {"date": "2026-10-01", "score": 6},
        {"date": "2026-10-01", "score": 7},
    ]
    found = assess(edss=scores, gait_aid="none")
    assert codes(found.conflicts) == ["EDSS_SAME_DAY"]
    assert [value.value for value in conflict(found, "EDSS_SAME_DAY").values] == [6, 7]
    same = assess(edss=[scores[1], scores[1]], gait_aid="unilateral")
    assert codes(same.conflicts) == []


def test_no_score_at_all_is_no_conflict(assess):
    nothing: list[object] = [[], {"absent": "unknown"}]
    for scores in nothing:
        assert codes(assess(edss=scores, gait_aid="bilateral").conflicts) == []


def test_none_against_a_measured_worsening_is_a_conflict(assess):
    found = assess(motor_decline="none", timed_25_foot_walk=WALKS)
    assert codes(found.conflicts) == ["MOTOR_DECLINE_ENTRY_VS_DATA"]
    shown = conflict(found, "MOTOR_DECLINE_ENTRY_VS_DATA")
    assert shown.fields == ("motor_decline", "timed_25_foot_walk")
    assert codes(assess(motor_decline="rapid", timed_25_foot_walk=WALKS).conflicts) == []


@pytest.mark.parametrize(("six", "twelve", "said"), [(2, 1, True), (2, 2, False), (2, None, False)])
@pytest.mark.catalogue("E18")
def test_more_falls_in_6_months_than_in_12_are_a_conflict(assess, six, twelve, said):
    found = assess(falls_last_6_months=six, falls_last_12_months=twelve)
    assert (codes(found.conflicts) == ["FALLS_6M_GT_12M"]) is said


@pytest.mark.catalogue("E21")
def test_a_menopause_with_male_reference_data_is_a_conflict(assess):
    assert codes(assess(sex_for_reference="male").conflicts) == ["MENOPAUSE_ENTRY_FOR_MALE"]
    asked = assess(sex_for_reference="male", menopause={"absent": "unknown"})
    assert codes(asked.conflicts) == []


@pytest.mark.catalogue("E23")
def test_a_scan_before_birth_is_a_conflict_that_shows_the_day(assess):
    scans = [{"date": "1991-03-09", "sites": []}, {"date": "1991-03-10", "sites": []}]
    found = assess(dxa_scans=scans)
    assert codes(found.conflicts) == ["DXA_BEFORE_BIRTH"]
    days = [value.observed_on for value in conflict(found, "DXA_BEFORE_BIRTH").values]
    assert days == [None, date(1991, 3, 9)]
    assert codes(assess(without=["date_of_birth"], dxa_scans=scans).conflicts) == []


@pytest.mark.catalogue("E10")
def test_a_pth_without_its_limit_is_a_conflict(assess):
    assert codes(assess(pth={"value": 8}).conflicts) == ["PTH_WITHOUT_RANGE"]


def test_conflicts_stand_in_the_order_of_their_codes(assess):
    found = assess(pth={"value": 8}, sex_for_reference="male", gait_aid="bilateral")
    assert codes(found.conflicts) == sorted(codes(found.conflicts))
    assert len(found.conflicts) == 3 and all(c.message for c in found.conflicts)


# ---- remarks ----


def remark(assessment, code):
    return next((r for r in assessment.remarks if r.code == code), None)


PULSE = {
    "drug": "methylprednisolone",
    "route": "iv",
    "mg_per_day": 1000,
    "start": "2026-09-01",
    "end": "2026-09-05",
}


def test_pulses_are_told_in_grams_with_what_is_missing(assess):
    assert remark(assess(), "STER-PULSE") is None
    assert remark(assess(steroid_courses={"absent": "unknown"}), "STER-PULSE") is None
    told = remark(assess(steroid_courses=[PULSE]), "STER-PULSE")
    assert told.message.startswith("Relapse pulses in 12 months: 1; 6.25 g as prednisone.")
    assert told.belongs_to == "STER-ANY"
    without = {**PULSE, "mg_per_day": None}
    told = remark(assess(steroid_courses=[PULSE, without]), "STER-PULSE")
    assert "6.25 g as prednisone, without 1 whose dose is not known." in told.message


def test_medicines_that_no_rule_reads_are_named_and_unknown_ones_are_said_to_be(assess):
    found = assess(
        antiepileptics=[{"drug": " gabapentin "}, {"drug": "Tegretol"}],
        disease_modifying_therapies=["ocrelizumab", "Gilenya"],
    )
    assert "gabapentin." in remark(found, "AED-OTHER").message
    assert "Tegretol, Gilenya." in remark(found, "DRUG-NOT-RECOGNISED").message
    assert "ocrelizumab" in remark(found, "DMT-OTHER").message
    named = assess(antiepileptics=[{"drug": "carbamazepine"}])
    for code in ("AED-OTHER", "DRUG-NOT-RECOGNISED", "DMT-OTHER"):
        assert remark(named, code) is None


@pytest.mark.catalogue("D04")
def test_braces_in_a_name_are_only_braces(assess):
    found = assess(antiepileptics=[{"drug": "{drugs}"}])
    assert "{drugs}" in remark(found, "DRUG-NOT-RECOGNISED").message


@pytest.mark.parametrize(
    ("value", "unit", "shown", "more"),
    [
        ("20", "ng/mL", "20 ng/mL (49.9 nmol/L)", set()),
        ("99.9", "nmol/L", "99.9 nmol/L (40.0 ng/mL)", set()),
        ("100", "nmol/L", "100 nmol/L (40.1 ng/mL)", {"VITD-IDEAL"}),
        ("125", "nmol/L", "125 nmol/L (50.1 ng/mL)", {"VITD-IDEAL"}),
        ("125.1", "nmol/L", "125.1 nmol/L (50.1 ng/mL)", {"VITD-IDEAL", "VITD-CONCERN"}),
        ("50.1", "ng/mL", "50.1 ng/mL (125.0 nmol/L)", {"VITD-IDEAL", "VITD-CONCERN"}),
        ("250", "nmol/L", "250 nmol/L (100.2 ng/mL)", {"VITD-IDEAL", "VITD-CONCERN"}),
        ("251", "nmol/L", "251 nmol/L (100.6 ng/mL)", {"VITD-CONCERN"}),
        ("49", "nmol/L", "49 nmol/L (19.6 ng/mL)", {"VITD-DOSE"}),
    ],
)
def test_the_band_is_told_in_both_units_with_what_belongs_to_it(assess, value, unit, shown, more):
    result = [{"date": "2026-09-01", "value": Decimal(value), "unit": unit}]
    found = assess(vitamin_d=result)
    assert remark(found, "VITD-BAND").message.startswith(f"{shown}. ")
    told = {"VITD-IDEAL", "VITD-CONCERN", "VITD-DOSE"} & set(codes(found.remarks))
    assert told == more
    assert remark(assess(vitamin_d=[]), "VITD-BAND") is None


SCAN = {"date": "2026-06-01", "sites": [{"site": "total_hip", "z_score": -2, "t_score": -1}]}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, False),
        ({"edss": [{"date": "2026-10-01", "score": 7}]}, True),
        ({"fractures": [{"site": "hip", "mechanism": "no_trauma"}]}, True),
        (
            {"steroid_courses": [{**PULSE, "route": "oral", "start": "2026-01-01", "end": None}]},
            True,
        ),
        ({"dxa_scans": [SCAN]}, True),
        ({"dxa_scans": [SCAN], "menopause": "post"}, False),
        ({"malabsorption": True}, False),
    ],
)
def test_that_treatment_is_carried_over_is_told_where_it_may_come_up(assess, changed, told):
    assert (remark(assess(**changed), "TX-NOTE") is not None) is told


@pytest.mark.parametrize(
    ("born", "code"), [("1986-11-22", "FRAX-MS"), ("1986-11-23", "FRAX-AGE"), (None, None)]
)
def test_frax_is_spoken_of_by_age(assess, born, code):
    told = [c for c in codes(assess(date_of_birth=born).remarks) if c.startswith("FRAX")]
    assert told == ([code] if code else [])


# ---- the whole ----


def test_findings_stand_by_status_then_severity_then_id(assess):
    found = assess(
        without=["pdds", "edss", "fractures"],
        gait_aid="bilateral",
        falls_last_6_months=2,
        fear_of_falling=True,
    )
    rank = {status: place for place, status in enumerate(
        (Status.TRIGGERED, Status.POSSIBLE, Status.UNKNOWN, Status.NOT_TRIGGERED)
    )}  # fmt: skip
    order = [(rank[f.status], -f.severity, f.rule_id) for f in found.findings]
    assert order == sorted(order)
    assert [f.rule_id for f in found.of(Status.TRIGGERED)][:2] == ["FALL-REC", "FALL-6M"]
    assert found.attention is Severity.HIGH
    assert found.unknown_core == ("FX-FRAG", "MOB-65")


def test_what_is_only_possible_raises_no_attention(assess):
    found = assess(without=["edss"], gait_aid="wheelchair_full_time")
    assert finding(found, "MOB-70").status is Status.POSSIBLE
    assert found.attention is Severity.INFO


@pytest.mark.parametrize("day", [None, "2026-02-30"])
def test_without_a_day_every_rule_is_unknown_for_that_reason(assess, day):
    found = assess(assessed_on=day)
    reasons = {lack.reason for f in found.findings for lack in f.missing}
    assert reasons == {"not_asked" if day is None else "invalid"}
    assert {f.status for f in found.findings} == {Status.UNKNOWN}
    assert found.dxa.category is None and found.steroid_pulses is None


def test_a_record_without_a_day_and_faults_is_not_judged_for_want_of_asking(rulebook):
    from msbone_desktop.domain.screening import ScreeningRecord

    found = rulebook.assess(ScreeningRecord(id="r", assessed_on=None))
    assert found.id == "r" and found.findings[0].missing[0].reason == "not_asked"
    assert rulebook.assess(ScreeningRecord(id="r", assessed_on=None), (), None).id is None
    assert ScreeningRecord(id="r", assessed_on=None).edss is Absence.NOT_ASKED


def test_the_criteria_are_said_in_words_from_the_very_numbers_that_are_compared(rulebook):
    words = {rule_id: rule.words() for rule_id, rule in rulebook.rules.items()}
    assert words["MOB-65"].startswith("Current EDSS at least 6.5. Without it, only possible: ")
    assert "below 50 nmol/L or 20 ng/mL" in words["VITD-LOW"]
    assert "High when newest 25(OH)D below 30 nmol/L or 12 ng/mL." in words["VITD-LOW"]
    assert "at least 90 days" in words["STER-LT"] and "at least 5 mg/day" in words["STER-LT"]
    assert "or there is none" in words["VITD-CHECK"]
    assert "bone not hand or foot or skull or face" in words["FX-FRAG"]
    assert "not through a tumour" in words["FX-FRAG"]
    assert words["VITD-SCREEN"].startswith("Either body mass index more than 30 kg/m²")


def test_a_medicine_is_offered_by_any_of_its_names_and_stored_by_its_generic_one(rulebook):
    drugs = rulebook.drugs["antiepileptics"]
    assert drugs.complete("teg") == (("carbamazepine", "carbamazepine (Tegretol)"),)
    assert ("phenobarbital", "phenobarbital") in drugs.complete(" PHENO")
    assert drugs.complete("phenobarbitone") == (
        ("phenobarbital", "phenobarbital (phenobarbitone)"),
    )
    assert drugs.complete("  ") == () and drugs.complete("xyz") == ()
    assert rulebook.drugs["steroid_courses"].complete("pred")[0][0] == "prednisone"


@pytest.mark.parametrize(
    ("changed", "count"),
    [
        ({"start": "2026-09-01", "end": "2026-09-07"}, 1),
        ({"start": "2026-09-01", "end": "2026-09-08"}, 0),
        ({"start": "2025-11-18", "end": "2025-11-22"}, 1),
        ({"start": "2025-11-17", "end": "2025-11-21"}, 0),
        ({"route": "oral", "mg_per_day": 500}, 1),
        ({"route": "oral", "mg_per_day": Decimal("499.9")}, 0),
    ],
)
def test_a_pulse_is_at_most_a_week_at_least_500_mg_and_of_the_last_year(assess, changed, count):
    assert assess(steroid_courses=[PULSE | changed]).steroid_pulses.count == count


LONG = {"drug": "prednisone", "route": "oral", "mg_per_day": 5, "start": "2026-01-01"}


@pytest.mark.parametrize(
    ("changed", "source"),
    [
        ({"edss": [{"date": "2026-10-01", "score": Decimal("6.5")}]}, "baseline_extension"),
        ({"steroid_courses": [LONG]}, "baseline_extension"),
        ({"antiepileptics": [{"drug": "carbamazepine"}]}, "baseline_extension"),
        ({"antiepileptics": [{"drug": "phenytoin"}]}, "baseline_extension"),
        ({"fractures": [{"site": "hip", "mechanism": "no_trauma"}]}, "baseline_extension"),
        ({"motor_decline": "rapid"}, "module_annual"),
        ({"dxa_interval_months": 24}, "clinician"),
        ({"edss": [{"date": "2026-10-01", "score": 6}]}, None),
        ({"vitamin_d": [{"date": "2026-09-01", "value": 20, "unit": "nmol/L"}]}, None),
        ({"falls_last_6_months": 5}, None),
        ({"calcium_intake": "low"}, None),
        ({"steroid_courses": [PULSE]}, None),
    ],
)
def test_only_what_calls_for_a_first_scan_sets_a_date(assess, changed, source):
    found = assess(**changed).dxa_reminder
    assert found.source == source
    assert (found.status, found.due_on) == (
        ("due", date(2026, 11, 22)) if source else ("none", None)
    )


def test_what_is_only_possible_or_measured_sets_no_date(assess):
    found = assess(without=["motor_decline"], timed_25_foot_walk=WALKS)
    assert finding(found, "MOB-DECL").status is Status.POSSIBLE
    assert found.dxa_reminder.source is None
    found = assess(without=["edss"], gait_aid="bilateral")
    assert finding(found, "MOB-65").status is Status.POSSIBLE
    assert found.dxa_reminder.source is None


@pytest.mark.parametrize("menopause, is_read", [("post", True), ("unknown", False)])
def test_a_score_that_is_read_says_what_that_rests_on(assess, menopause, is_read):
    scan = {
        "date": "2026-05-01",
        "sites": [{"site": "total_hip", "t_score": -2, "z_score": -1}],
    }
    found = assess(dxa_scans=[scan], menopause=menopause)
    remarks = [remark for remark in found.remarks if remark.code == "DXA-SCORE"]
    assert bool(found.dxa.basis) is is_read
    assert [remark.references for remark in remarks] == [("msbest2019", "iscd2023")] * is_read
    assert all("extension" in remark.label for remark in remarks)


def test_a_remark_names_the_works_that_it_rests_on(assess):
    found = assess(vitamin_d=[{"date": "2026-10-01", "value": 110, "unit": "nmol/L"}])
    (ideal,) = [remark for remark in found.remarks if remark.code == "VITD-IDEAL"]
    assert ideal.references == ("demay2024", "mccartney2024")
