"""Whole screenings with what the rules must say about them, and the two formats as schemas."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from msbone_desktop.exchange.assessment_record import from_stored, to_stored
from msbone_desktop.exchange.assessment_writer import to_json
from msbone_desktop.exchange.json_lines import decode
from msbone_desktop.exchange.screening_reader import read_screening
from msbone_desktop.rules.rulebook import assess_read
from msbone_desktop.rules.rulebook_loading import load_rulebook

HERE, RESOURCES = Path(__file__).parent, Path(__file__).parents[2] / "resources"


def _listed(name):
    text = (HERE / name).read_text(encoding="utf-8")
    return decode(text), json.loads(text)


WORKED, WORKED_PLAIN = _listed("worked_cases.json")
MORE, MORE_PLAIN = _listed("more_cases.json")
CASES = WORKED["cases"] + MORE["cases"]
PLAIN = WORKED_PLAIN["cases"] + MORE_PLAIN["cases"]
IDS = [case["id"] for case in CASES]


@pytest.fixture(scope="module")
def rulebook():
    return load_rulebook(RESOURCES)


def _schema(name):
    text = (RESOURCES / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture(scope="module")
def screening_schema():
    return _schema("screening")


@pytest.fixture(scope="module")
def assessment_schema():
    return _schema("assessment")


def _assessed(rulebook, case):
    given = {**WORKED["base"], **case["set"], "id": case["id"]}
    return assess_read(rulebook, read_screening(given, rulebook.dictionary))


def _comparable(name, value):
    if name == "errors":
        return sorted(entry["code"] for entry in value)
    if name == "notes":
        return sorted(
            [entry["code"], entry["rule_id"]] if isinstance(entry, dict) else entry
            for entry in value
        )
    return sorted(value) if isinstance(value, list) else value


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_what_the_rules_say(rulebook, case):
    found = json.loads(to_json(_assessed(rulebook, case)))
    for name, expected in case["expected"].items():
        got = found[name]
        if name in ("dxa", "dxa_reminder"):
            got = {key: got[key] for key in expected}
        assert _comparable(name, got) == _comparable(name, expected), name


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_what_is_written_fits_its_schema_and_can_be_kept(rulebook, assessment_schema, case):
    assessment = _assessed(rulebook, case)
    errors = list(assessment_schema.iter_errors(json.loads(to_json(assessment))))
    assert errors == []
    kept = to_stored(assessment)
    assert to_stored(from_stored(kept)) == kept


@pytest.mark.parametrize("case", PLAIN, ids=IDS)
def test_only_a_case_with_a_fault_breaks_the_schema(screening_schema, case):
    given = {**WORKED_PLAIN["base"], **case["set"], "id": case["id"]}
    assert screening_schema.is_valid(given) is case.get("schema_valid", True)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_the_order_of_keys_has_no_meaning(rulebook, case):
    given = {**WORKED["base"], **case["set"], "id": case["id"]}
    turned = dict(reversed(given.items()))
    texts = {
        to_json(assess_read(rulebook, read_screening(one, rulebook.dictionary)))
        for one in (given, turned)
    }
    if not case["expected"].get("errors"):
        assert len(texts) == 1


WHOLE = json.loads((HERE / "whole_answers.json").read_text(encoding="utf-8"), parse_float=Decimal)


@pytest.mark.parametrize("example", WHOLE, ids=[example["given"]["id"] for example in WHOLE])
def test_an_answer_is_right_from_its_first_key_to_its_last_but_for_wording(rulebook, example):
    read = read_screening(example["given"], rulebook.dictionary)
    found = decode(to_json(assess_read(rulebook, read)))
    for finding in found["findings"]:
        assert finding.pop("title") and finding.pop("message")
    for fault in found["errors"]:
        assert fault.pop("message")
    assert found == example["expected"]
    assert list(found) == list(example["expected"])
