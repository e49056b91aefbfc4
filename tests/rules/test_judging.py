"""The worked cases, and the promise that a missing answer never reads as no."""

import json
import random
from pathlib import Path

import pytest

from msbone_desktop.domain.findings import Severity, Status
from msbone_desktop.exchange.assessment_record import from_stored, to_stored
from msbone_desktop.exchange.assessment_writer import to_json
from msbone_desktop.exchange.json_lines import decode
from msbone_desktop.exchange.screening_reader import read_screening
from msbone_desktop.exchange.screening_writer import to_json as record_to_json
from msbone_desktop.rules.evaluation import Evaluation
from msbone_desktop.rules.rulebook import assess_read
from msbone_desktop.rules.rulebook_loading import load_rulebook

RESOURCES = Path(__file__).parents[2] / "resources"
WORKED = decode(
    (Path(__file__).parents[1] / "exchange" / "worked_cases.json").read_text(encoding="utf-8")
)
BASE, CASES = WORKED["base"], WORKED["cases"]
NEVER_PRINTED = ("low risk", "safe", "no risk", "normal bone", "IU", "mg daily")
# A fall count of none in 12 months also answers the question on 6 months and on injuries.
IMPLIED = {"falls_last_6_months", "falls_last_12_months", "injurious_falls_last_6_months"}


@pytest.fixture(scope="module")
def rulebook():
    return load_rulebook(RESOURCES)


def assessed(rulebook, given):
    return assess_read(rulebook, read_screening(given, rulebook.dictionary))


def comparable(name, value):
    if name == "errors":
        return sorted(entry["code"] for entry in value)
    return sorted(value) if isinstance(value, list) else value


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_worked_case(rulebook, case):
    assessment = assessed(rulebook, {**BASE, **case["set"], "id": case["id"]})
    found = json.loads(to_json(assessment))
    for name, expected in case["expected"].items():
        got = found[name]
        if name in ("dxa", "dxa_reminder"):
            got = {key: got[key] for key in expected}
        assert comparable(name, got) == comparable(name, expected), name
    kept = to_stored(assessment)
    assert to_stored(from_stored(kept)) == kept


def test_each_rule_has_words_and_evidence_and_was_seen_triggered(rulebook):
    seen = set()
    for case in CASES:
        for finding in assessed(rulebook, {**BASE, **case["set"], "id": "x"}).of(Status.TRIGGERED):
            seen.add(finding.rule_id)
    more = {
        "disease_modifying_therapies": ["interferon beta-1a"],
        "antiepileptics": [{"drug": "phenytoin"}],
        "id": "more",
    }
    seen |= {f.rule_id for f in assessed(rulebook, {**BASE, **more}).of(Status.TRIGGERED)}
    assert seen == set(rulebook.rules)
    for rule in rulebook.rules.values():
        assert rule.words().strip(".") and rule.message and rule.missing
        assert rule.support or rule.extension_source


@pytest.mark.catalogue("E01", "H01")
def test_nothing_answered_is_nothing_known_and_nothing_denied(rulebook):
    empty = assessed(rulebook, {"id": "e", "assessed_on": "2026-11-22"})
    assert {f.rule_id for f in empty.of(Status.TRIGGERED)} == {"VITD-CHECK"}
    assert not empty.of(Status.NOT_TRIGGERED)
    undated = assessed(rulebook, {"id": "e"})
    assert len(undated.of(Status.UNKNOWN)) == len(rulebook.rules)
    assert undated.attention is Severity.INFO


def test_taking_answers_away_never_turns_a_rule_to_no(rulebook):
    draw = random.Random(7)
    compared = 0
    for _ in range(1500):
        full = {**BASE, **draw.choice(CASES)["set"], "id": "r"}
        gone = draw.sample(sorted(set(full) - {"id", "assessed_on"}), draw.randint(1, 6))
        less = {key: value for key, value in full.items() if key not in gone}
        before = {f.rule_id: f.status for f in assessed(rulebook, full).findings}
        for finding in assessed(rulebook, less).of(Status.NOT_TRIGGERED):
            compared += 1
            if before[finding.rule_id] is not Status.NOT_TRIGGERED:
                assert IMPLIED & set(gone), (finding.rule_id, gone)
    assert compared > 10_000


@pytest.mark.parametrize(
    ("nmol", "ng"), [(30, 12), (50, 20), (75, 30), (100, 40), (150, 60), (250, 100)]
)
@pytest.mark.catalogue("E06")
def test_an_edge_is_in_the_same_band_in_both_units(rulebook, nmol, ng):
    def band(value, unit):
        result = [{"date": "2026-09-01", "value": value, "unit": unit}]
        return assessed(rulebook, {**BASE, "id": "b", "vitamin_d": result}).vitamin_d_band

    assert band(nmol, "nmol/L") == band(ng, "ng/mL")


@pytest.mark.catalogue("E05")
def test_twenty_nanograms_is_not_low_and_a_missing_unit_is_never_guessed(rulebook):
    def low(value, unit):
        result = [{"date": "2026-09-01", "value": value, "unit": unit}]
        found = assessed(rulebook, {**BASE, "id": "b", "vitamin_d": result})
        return next(f.status for f in found.findings if f.rule_id == "VITD-LOW")

    assert low(20, "ng/mL") is Status.NOT_TRIGGERED
    assert low(decode("19.9"), "ng/mL") is Status.TRIGGERED
    assert low(45, None) is Status.UNKNOWN


@pytest.mark.catalogue("H07")
def test_a_drug_that_no_list_knows_leaves_its_rules_unknown(rulebook):
    found = assessed(rulebook, {**BASE, "id": "d", "antiepileptics": [{"drug": "Tegretol"}]})
    states = {f.rule_id: f.status for f in found.findings}
    assert states["AED-NAMED"] is states["AED-EXT"] is Status.UNKNOWN
    assert any(r.code == "DRUG-NOT-RECOGNISED" for r in found.remarks)


def test_a_faulty_entry_leaves_its_list_incomplete(rulebook):
    results = [
        {"date": "2026-09-01", "value": 80, "unit": "nmol/L"},
        {"date": "2026-13-01", "value": 20, "unit": "nmol/L"},
    ]
    found = assessed(rulebook, {**BASE, "id": "f", "vitamin_d": results})
    assert [fault.code for fault in found.faults] == ["DATE_INVALID"]
    states = {f.rule_id: f.status for f in found.findings}
    assert states["VITD-LOW"] is Status.UNKNOWN


def test_a_fault_in_one_rule_shows_as_unknown_and_the_others_stay(rulebook, monkeypatch):
    apply = Evaluation.apply

    def broken(self, sheet):
        if self.rule.id == "MOB-65":
            raise RuntimeError
        return apply(self, sheet)

    monkeypatch.setattr(Evaluation, "apply", broken)
    found = assessed(rulebook, {**BASE, "id": "f"})
    states = {f.rule_id: f for f in found.findings}
    assert states["MOB-65"].failed and states["MOB-65"].status is Status.UNKNOWN
    assert len(found.findings) == len(rulebook.rules)
    assert "MOB-65" in found.unknown_core


def test_no_text_reassures_or_doses(rulebook):
    for case in CASES:
        found = assessed(rulebook, {**BASE, **case["set"], "id": "t"})
        texts = [f.message for f in found.findings] + [r.message for r in found.remarks]
        texts += [c.message for c in found.conflicts] + [n.message for n in found.notes]
        for text in texts:
            assert not any(word in text for word in NEVER_PRINTED), text


def test_a_record_is_the_same_after_writing_and_reading(rulebook):
    for case in CASES:
        first = read_screening({**BASE, **case["set"], "id": case["id"]}, rulebook.dictionary)
        if first.faults:
            continue
        again = read_screening(decode(record_to_json(first.record)), rulebook.dictionary)
        assert not again.faults
        assert again.record == first.record


def test_every_rule_was_seen_with_every_outcome_that_it_can_have(rulebook):
    more = [
        {"disease_modifying_therapies": ["interferon beta-1a"]},
        {"antiepileptics": [{"drug": "phenytoin"}]},
        {"edss": None, "gait_aid": "wheelchair_full_time"},
        {
            "vitamin_d": [
                {"date": "2026-09-01", "value": 80, "unit": "nmol/L"},
                {"date": "2026-09-01", "value": 80},
            ]
        },
        {
            "pth": {"value": 5, "upper_limit": 7},
            "adjusted_calcium": {"value": 2, "upper_limit": 3},
        },
    ]
    seen: dict[str, set[Status]] = {rule_id: set() for rule_id in rulebook.rules}
    for changes in [case["set"] for case in CASES] + more:
        full = {**BASE, **changes, "id": "o"}
        for gone in (None, *set(full) - {"id", "assessed_on"}):
            given = {key: value for key, value in full.items() if key != gone}
            for finding in assessed(rulebook, given).findings:
                seen[finding.rule_id].add(finding.status)
    for rule_id, outcomes in seen.items():
        wanted = set(Status)
        if rule_id not in ("MOB-65", "MOB-70", "MOB-DECL"):
            wanted.remove(Status.POSSIBLE)
        assert outcomes == wanted, rule_id
