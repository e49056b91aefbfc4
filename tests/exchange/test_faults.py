"""What cannot be understood is named with its place, and never reads as no."""

import json
from pathlib import Path

import pytest

from msbone_desktop.domain.findings import Severity, Status
from msbone_desktop.exchange.assessment_writer import to_json
from msbone_desktop.exchange.json_lines import NotJsonError, decode
from msbone_desktop.exchange.screening_reader import read_screening
from msbone_desktop.rules.rulebook import assess_read
from msbone_desktop.rules.rulebook_loading import load_rulebook

RESOURCES = Path(__file__).parents[2] / "resources"
BASE = decode((Path(__file__).parent / "worked_cases.json").read_text(encoding="utf-8"))["base"]
DAY = "2026-09-01"


@pytest.fixture(scope="module")
def rulebook():
    return load_rulebook(RESOURCES)


def _assessed(rulebook, given):
    return assess_read(rulebook, read_screening(given, rulebook.dictionary))


def _faults(assessment):
    return [(fault.code, fault.field) for fault in assessment.faults]


def _status(assessment, rule):
    return next(f.status for f in assessment.findings if f.rule_id == rule)


def _course(**changed):
    course = {"drug": "prednisone", "route": "oral", "mg_per_day": 10, "start": "2026-03-01"}
    return {"steroid_courses": [{**course, **changed}]}


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"edss_total": 3}, "FIELD_UNKNOWN", "edss_total"),
        ({"edss": [{"date": DAY, "score": 2, "by": "x"}]}, "FIELD_UNKNOWN", "edss[0].by"),
        ({"id": None}, "VALUE_MISSING", "id"),
        ({"edss": [{"date": DAY}]}, "VALUE_MISSING", "edss[0].score"),
        ({"edss": [{"score": 2}]}, "VALUE_MISSING", "edss[0].date"),
        ({"fractures": [{"date": DAY}]}, "VALUE_MISSING", "fractures[0].site"),
        ({"pth": {"unit": "pmol/L"}}, "VALUE_MISSING", "pth.value"),
        ({"id": ""}, "VALUE_INVALID", "id"),
        ({"id": 7}, "VALUE_INVALID", "id"),
        ({"bmi": True}, "VALUE_INVALID", "bmi"),
        ({"bmi": "24"}, "VALUE_INVALID", "bmi"),
        ({"fear_of_falling": 0}, "VALUE_INVALID", "fear_of_falling"),
        ({"fear_of_falling": "no"}, "VALUE_INVALID", "fear_of_falling"),
        ({"falls_last_6_months": decode("1.5")}, "VALUE_INVALID", "falls_last_6_months"),
        ({"gait_aid": "stick"}, "VALUE_INVALID", "gait_aid"),
        ({"gait_aid": {"absent": "forgotten"}}, "VALUE_INVALID", "gait_aid.absent"),
        ({"fractures": "none"}, "VALUE_INVALID", "fractures"),
        ({"fractures": ["wrist"]}, "VALUE_INVALID", "fractures[0]"),
        ({"disease_modifying_therapies": [""]}, "VALUE_INVALID", "disease_modifying_therapies[0]"),
        ({"bmi": 9}, "OUT_OF_RANGE", "bmi"),
        ({"falls_last_6_months": -1}, "OUT_OF_RANGE", "falls_last_6_months"),
        ({"egfr": 0}, "OUT_OF_RANGE", "egfr"),
        ({"dxa_interval_months": 0}, "OUT_OF_RANGE", "dxa_interval_months"),
        ({"edss": [{"date": DAY, "score": decode("0.5")}]}, "EDSS_INVALID", "edss[0].score"),
        ({"edss": [{"date": DAY, "score": 10}]}, "EDSS_INVALID", "edss[0].score"),
        ({"edss": [{"date": DAY, "score": "6.5"}]}, "EDSS_INVALID", "edss[0].score"),
        ({"edss": [{"date": DAY, "score": True}]}, "EDSS_INVALID", "edss[0].score"),
        ({"vitamin_d": [{"date": DAY, "value": 45}]}, "VITD_UNIT_MISSING", "vitamin_d[0].unit"),
        (
            {"vitamin_d": [{"date": DAY, "value": 45, "unit": "nmol"}]},
            "VITD_UNIT_MISSING",
            "vitamin_d[0].unit",
        ),
        ({"date_of_birth": "1991-02-29"}, "DATE_INVALID", "date_of_birth"),
        ({"date_of_birth": 1991}, "DATE_INVALID", "date_of_birth"),
        ({"date_of_birth": "19910310"}, "DATE_INVALID", "date_of_birth"),
        ({"assessed_on": "22.11.2026"}, "DATE_INVALID", "assessed_on"),
        ({"edss": [{"date": "2026-11-23", "score": 2}]}, "DATE_IN_FUTURE", "edss[0].date"),
        ({"date_of_birth": "2026-11-23"}, "DATE_IN_FUTURE", "date_of_birth"),
        (_course(end="2026-02-28"), "END_BEFORE_START", "steroid_courses[0].end"),
    ],
)
def test_each_fault_has_its_code_and_its_place(rulebook, changed, code, field):
    found = _assessed(rulebook, {**BASE, "id": "f", **changed})
    assert _faults(found) == [(code, field)]
    assert all(fault.message for fault in found.faults)
    json.loads(to_json(found))


@pytest.mark.parametrize("given", [None, [], "text", 7, True])
def test_a_screening_that_is_no_object(rulebook, given):
    found = _assessed(rulebook, given)
    assert _faults(found) == [("RECORD_INVALID", "")]
    assert found.id is None and len(found.of(Status.UNKNOWN)) == len(rulebook.rules)


BROKEN = {
    "edss": ({"date": DAY, "score": 11}, ("MOB-40", "MOB-65", "MOB-70", "RESP-70")),
    "steroid_courses": ({"drug": "prednisone"}, ("STER-ANY", "STER-LT")),
    "antiepileptics": ({"drug": 5}, ("AED-NAMED", "AED-EXT")),
    "vitamin_d": ({"date": DAY, "value": 20}, ("VITD-LOW", "VITD-HIGH")),
    "fractures": ({"site": "elbow"}, ("FX-FRAG", "FX-COMP")),
    "disease_modifying_therapies": ("", ("DMT-FING", "DMT-IFN")),
}


@pytest.mark.parametrize("before", [True, False], ids=["first", "last"])
@pytest.mark.parametrize("name", BROKEN)
def test_a_list_that_lost_an_entry_is_never_a_no(rulebook, name, before):
    entry, rules = BROKEN[name]
    listed = [entry, *BASE[name]] if before else [*BASE[name], entry]
    found = _assessed(rulebook, {**BASE, "id": "f", name: listed})
    assert found.faults
    assert {_status(found, rule) for rule in rules} == {Status.UNKNOWN}


def test_the_other_entries_still_trigger(rulebook):
    wrist = {"date": "2024-11-01", "site": "wrist", "mechanism": "fall_standing_or_less"}
    found = _assessed(rulebook, {**BASE, "id": "f", "fractures": [{"site": "elbow"}, wrist]})
    assert _faults(found) == [("VALUE_INVALID", "fractures[0].site")]
    assert _status(found, "FX-FRAG") is Status.TRIGGERED


def test_a_laboratory_value_with_a_fault_inside_is_left_out_whole(rulebook):
    pth = {"value": 8, "unit": "pmol/L", "upper_limit": "6.9"}
    calcium = {"value": decode("2.3"), "unit": "mmol/L", "upper_limit": decode("2.6")}
    found = _assessed(rulebook, {**BASE, "id": "f", "pth": pth, "adjusted_calcium": calcium})
    assert _faults(found) == [("VALUE_INVALID", "pth.upper_limit")]
    assert _status(found, "PTH-SEC") is Status.UNKNOWN and not found.conflicts


def test_of_a_dxa_site_only_the_faulty_number_is_lost(rulebook):
    site = {"site": "total_hip", "t_score": 80, "z_score": -2}
    found = _assessed(rulebook, {**BASE, "id": "f", "dxa_scans": [{"date": DAY, "sites": [site]}]})
    assert _faults(found) == [("OUT_OF_RANGE", "dxa_scans[0].sites[0].t_score")]
    assert found.dxa.category == "Z_below_expected_for_age"


def test_a_list_of_scans_that_lost_its_only_scan_is_not_no_scan(rulebook):
    frag = [{"site": "hip", "mechanism": "no_trauma"}]
    given = {
        **BASE,
        "id": "f",
        "fractures": frag,
        "dxa_scans": [{"date": "2026-02-30", "sites": []}],
    }
    found = _assessed(rulebook, given)
    assert found.dxa.category is None
    assert found.dxa_reminder.status == "none"


def test_a_key_given_twice_is_not_used(rulebook):
    text = json.dumps({**_plain(BASE), "id": "f"})[:-1] + ', "fear_of_falling": true}'
    found = _assessed(rulebook, decode(text))
    assert _faults(found) == [("VALUE_INVALID", "fear_of_falling")]
    assert _status(found, "FALL-FEAR") is Status.UNKNOWN
    twice = decode('[{"date": "2026-09-01", "score": 2, "score": 7}]')
    found = _assessed(rulebook, {**BASE, "id": "f", "edss": twice})
    assert _faults(found) == [("VALUE_INVALID", "edss[0].score")]
    assert _status(found, "MOB-65") is Status.UNKNOWN


def _plain(value):
    return json.loads(json.dumps(value, default=float))


@pytest.mark.parametrize("name", ["id", "assessed_on"])
def test_a_required_key_given_twice_is_not_used(rulebook, name):
    text = json.dumps({**_plain(BASE), "id": "f"})[:-1] + f', "{name}": "2026-11-22"}}'
    found = _assessed(rulebook, decode(text))
    assert [field for _, field in _faults(found)] == [name]
    json.loads(to_json(found))


@pytest.mark.parametrize(
    "text", ["NaN", "[Infinity]", '{"bmi": -Infinity}', "{'a': 1}", "[1,]", ""]
)
def test_what_is_not_json_is_refused(text):
    with pytest.raises(NotJsonError):
        decode(text)


def test_deep_nesting_is_refused_with_its_line():
    with pytest.raises(NotJsonError) as refused:
        decode("[" * 100_000 + "]" * 100_000, line=4)
    assert refused.value.line == 4


@pytest.mark.parametrize(
    "text", ["9" * 5000, "-" + "9" * 5000, "1e999999999999", "9" * 5000 + ".5"]
)
def test_a_very_long_number_is_out_of_range(rulebook, text):
    found = _assessed(rulebook, {**BASE, "id": "f", "bmi": decode(text)})
    assert _faults(found) == [("OUT_OF_RANGE", "bmi")]
    json.loads(to_json(found))


def test_a_very_long_number_of_falls_is_out_of_range(rulebook):
    found = _assessed(rulebook, {**BASE, "id": "f", "falls_last_6_months": decode("9" * 5000)})
    assert _faults(found) == [("OUT_OF_RANGE", "falls_last_6_months")]


def test_without_a_day_nothing_is_judged(rulebook):
    given = {key: value for key, value in BASE.items() if key != "assessed_on"}
    given["fractures"] = [{"site": "hip", "mechanism": "no_trauma"}]
    found = _assessed(rulebook, {**given, "id": "f"})
    assert _faults(found) == [("VALUE_MISSING", "assessed_on")]
    assert len(found.of(Status.UNKNOWN)) == len(found.findings) == 29
    assert found.attention is Severity.INFO and found.age is None


def test_absence_is_no_fault_and_no_answer(rulebook):
    for absent in (None, {"absent": "unknown"}, {"absent": "declined"}):
        found = _assessed(rulebook, {**BASE, "id": "f", "fractures": absent})
        assert not found.faults
        assert _status(found, "FX-FRAG") is Status.UNKNOWN
    assert _status(_assessed(rulebook, {**BASE, "id": "f"}), "FX-FRAG") is Status.NOT_TRIGGERED
