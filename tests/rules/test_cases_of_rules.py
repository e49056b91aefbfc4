"""Each rule on its lines and beside them: one file of cases a rule, in the folder cases."""

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from msbone_desktop.domain.findings import Status
from msbone_desktop.exchange.screening_reader import read_screening
from msbone_desktop.rules.rulebook import assess_read
from msbone_desktop.rules.rulebook_loading import DEFAULT_PROFILE, load_rulebook

RESOURCES = Path(__file__).parents[2] / "resources"
FILES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
CAN_BE_POSSIBLE = {"MOB-65", "MOB-70", "MOB-DECL"}
NOT_IN_THE_MODULE = {"LIFE-SMOKE", "LIFE-ALC", "LIFE-BMI"}

# Everything asked; of all rules only MOB-NR triggers.
BASE = {
    "id": "case",
    "assessed_on": "2026-11-22",
    "date_of_birth": "1991-03-10",
    "sex_for_reference": "female",
    "menopause": "pre",
    "edss": [{"date": "2026-10-01", "score": 2}],
    "gait_aid": "none",
    "motor_decline": "none",
    "steroid_courses": [],
    "antiepileptics": [],
    "vitamin_d": [{"date": "2026-09-01", "value": 80, "unit": "nmol/L"}],
    "pth": {"value": 5, "unit": "pmol/L", "upper_limit": 7},
    "adjusted_calcium": {"value": 2, "unit": "mmol/L", "upper_limit": 3},
    "falls_last_6_months": 0,
    "falls_last_12_months": 0,
    "injurious_falls_last_6_months": 0,
    "fear_of_falling": False,
    "fractures": [],
    "physical_activity": "adequate",
    "calcium_intake": "adequate",
    "heat_intolerance": False,
    "limited_sun": False,
    "gi_limits_dairy": False,
    "malabsorption": False,
    "hepatic_failure": False,
    "musculoskeletal_disease": False,
    "bmi": 24,
    "smoker": False,
    "alcohol_units_per_day": 0,
    "disease_modifying_therapies": [],
    "dxa_scans": [],
}


def _listed():
    for path in FILES:
        content = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        for case in content["case"]:
            yield pytest.param(content["rule"], case, id=f"{content['rule']}: {case['why']}")


CASES = list(_listed())


@cache
def rulebook(profile):
    return load_rulebook(RESOURCES, profile)


def as_given(case):
    """Return the screening of a case."""
    given = {**BASE, **case.get("set", {})}
    for name in case.get("without", []):
        del given[name]
    return given


def finding(rule, case):
    rules = rulebook(case.get("profile", DEFAULT_PROFILE))
    found = assess_read(rules, read_screening(as_given(case), rules.dictionary)).findings
    return next((f for f in found if f.rule_id == rule), None)


@pytest.mark.parametrize(("rule", "case"), CASES)
@pytest.mark.catalogue("H06")
def test_a_rule_says_what_its_case_expects(rule, case):
    assert set(case) <= {"why", "set", "without", "status", "severity", "missing", "profile"}
    found = finding(rule, case)
    assert ("absent" if found is None else found.status) == case["status"]
    if "severity" in case:
        assert found.severity.word == case["severity"]
    if "missing" in case:
        assert {lack.field: lack.reason for lack in found.missing} == case["missing"]
    if case["status"] == "unknown":
        rules = rulebook(case.get("profile", DEFAULT_PROFILE)).rules
        assert found.message == rules[rule].missing and found.missing


@pytest.mark.parametrize("rule", sorted({case.values[0] for case in CASES} - NOT_IN_THE_MODULE))
def test_in_the_base_of_the_cases_only_the_reminder_about_walking_triggers(rule):
    expected = Status.TRIGGERED if rule == "MOB-NR" else Status.NOT_TRIGGERED
    assert finding(rule, {}).status is expected


def test_each_rule_has_a_file_of_cases_under_its_own_name():
    for folder in (RESOURCES / "rules", Path(__file__).parent / "cases"):
        assert [path.name for path in sorted(folder.glob("*.toml"))] == [p.name for p in FILES]
    for path in FILES:
        cases = tomllib.loads(path.read_text(encoding="utf-8"))
        rule = tomllib.loads((RESOURCES / "rules" / path.name).read_text(encoding="utf-8"))
        assert cases["rule"] == rule["id"]


@pytest.mark.catalogue("H06")
def test_each_rule_has_evidence_wording_and_cases_of_each_outcome_that_it_can_have():
    rules = rulebook(DEFAULT_PROFILE).rules | rulebook("nogg2024-lifestyle").rules
    assert len(rules) == len(FILES) == 32
    outcomes: dict[str, set[str]] = {rule: set() for rule in rules}
    for parameters in CASES:
        rule, case = parameters.values
        outcomes[rule].add(case["status"])
    for rule in rules.values():
        wanted = {"triggered", "unknown", "not_triggered"}
        if rule.id in CAN_BE_POSSIBLE:
            wanted.add("possible")
        assert outcomes[rule.id] - {"absent"} == wanted, rule.id
        assert (rule.possible is not None) == (rule.id in CAN_BE_POSSIBLE)
        assert rule.support or rule.extension_source, rule.id
        assert all((rule.title, rule.message, rule.missing, rule.words().strip("."))), rule.id


def test_the_core_items_are_the_six_that_were_named():
    core = {rule.id for rule in rulebook(DEFAULT_PROFILE).rules.values() if rule.is_core}
    assert core == {"MOB-65", "STER-LT", "AED-NAMED", "VITD-LOW", "FALL-6M", "FX-FRAG"}


RESTS_ON = {
    "ACT-LOW": ("moderate", False, "S09 S32 S04"),
    "AED-EXT": ("moderate", True, "S09"),
    "AED-NAMED": ("moderate", False, "S09"),
    "CALC-LOW": ("moderate", False, "S16"),
    "DMT-FING": ("info", False, "S01"),
    "DMT-IFN": ("info", False, "S02 S03"),
    "FALL-12M": ("info", True, "S20"),
    "FALL-6M": ("moderate", False, "S20"),
    "FALL-FEAR": ("low", False, "S09"),
    "FALL-INJ": ("high", False, "S20"),
    "FALL-REC": ("high", True, "S20"),
    "FX-COMP": ("high", False, "S11 S12 S13"),
    "FX-FRAG": ("high", False, "S10"),
    "GI-DAIRY": ("info", False, "S16"),
    "LIFE-ALC": ("low", True, ""),
    "LIFE-BMI": ("low", True, ""),
    "LIFE-SMOKE": ("low", True, ""),
    "MOB-40": ("low", False, "S34"),
    "MOB-65": ("high", False, "S34 S35"),
    "MOB-70": ("high", False, "S34"),
    "MOB-DECL": ("high", False, "S33"),
    "MOB-NR": ("info", False, "S22"),
    "PTH-PRIM": ("high", True, "S17"),
    "PTH-SEC": ("moderate", False, "S17"),
    "RESP-70": ("moderate", False, "S13"),
    "STER-ANY": ("low", False, "S09 S18"),
    "STER-LT": ("high", True, "S09 S18"),
    "SUN-LOW": ("low", False, "S15"),
    "VITD-CHECK": ("low", False, "S32"),
    "VITD-HIGH": ("urgent", False, "S27"),
    "VITD-LOW": ("moderate", False, "S19 S26 S30 S05"),
    "VITD-SCREEN": ("low", False, "S28"),
}
"""Severity, whether it goes beyond the module, and the statements behind it."""


def test_each_rule_has_the_severity_the_label_and_the_evidence_that_were_agreed():
    rules = rulebook("nogg2024-lifestyle").rules
    assert {
        rule.id: (
            rule.severity.word,
            rule.extension,
            " ".join(support.statement_id for support in rule.support),
        )
        for rule in rules.values()
    } == RESTS_ON


def test_a_graded_statement_is_never_about_a_finding():
    for rule in rulebook("nogg2024-lifestyle").rules.values():
        for statement in rule.support:
            graded = statement.level in ("1a", "1b", "2", "conflicting")
            assert graded == (statement.about == "intervention"), rule.id


@pytest.mark.parametrize("profile", ["acr2022-steroids", "es2011-vitd", "iom2011-vitd"])
def test_a_profile_takes_no_rule_away(profile):
    assert set(rulebook(profile).rules) == set(rulebook(DEFAULT_PROFILE).rules)
