"""JSON in and out: exact, one line, no NaN, and nothing odd stops the program."""

import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.screening import DxaScan, DxaSite, Fracture, ScreeningRecord
from msbone_desktop.exchange import assessment_writer, json_writing, screening_writer
from msbone_desktop.exchange.assessment_record import from_stored, to_stored
from msbone_desktop.exchange.faults import GIVEN_TWICE
from msbone_desktop.exchange.json_lines import NotJsonError, decode, decode_file, decode_lines
from msbone_desktop.exchange.screening_reader import read_screening
from msbone_desktop.rules.rulebook import assess_read
from msbone_desktop.rules.rulebook_loading import load_rulebook

RESOURCES = Path(__file__).parents[2] / "resources"
DAY = '"assessed_on": "2026-11-22"'


@pytest.fixture(scope="module")
def rulebook():
    return load_rulebook(RESOURCES)


@pytest.fixture
def answer(rulebook):
    """Read a text, judge it, and return the assessment with what was written."""

    def answered(text):
        read = read_screening(decode(text), rulebook.dictionary)
        found = assess_read(rulebook, read)
        screening_writer.to_json(read.record)
        return found, assessment_writer.encode(found)

    return answered


def faults(assessment):
    return [(fault.code, fault.field) for fault in assessment.faults]


# ---- in ----


def test_lines_are_read_one_at_a_time_and_empty_ones_skipped():
    lines = decode_lines(io.BytesIO(b'\xef\xbb\xbf{"a": 1}\n\n  \n[2.50]\r\n3'))
    assert next(lines) == {"a": 1}
    assert list(lines) == [[Decimal("2.50")], 3]


def test_what_stands_before_a_bad_line_has_been_read():
    lines = decode_lines(io.BytesIO(b'{"a": 1}\n\n{"b": }\n{"c": 3}\n'))
    assert next(lines) == {"a": 1}
    with pytest.raises(NotJsonError) as refused:
        next(lines)
    assert refused.value.line == 3


def test_a_line_that_is_not_utf_8_is_named():
    lines = decode_lines(io.BytesIO(b"1\n\xff\n"))
    assert next(lines) == 1
    with pytest.raises(NotJsonError, match="UTF-8") as refused:
        next(lines)
    assert refused.value.line == 2


def test_a_byte_order_mark_belongs_to_the_first_line_alone():
    lines = decode_lines(io.BytesIO("1\n\ufeff2\n".encode()))
    assert next(lines) == 1
    with pytest.raises(NotJsonError):
        next(lines)


def test_a_file_is_read_whole_and_its_fault_named_by_line():
    assert decode_file(b"\xef\xbb\xbf[1,\n2]") == [1, 2]
    with pytest.raises(NotJsonError) as refused:
        decode_file(b"[1,\n2,\n]")
    assert refused.value.line == 3
    with pytest.raises(NotJsonError, match="UTF-8") as refused:
        decode_file(b"[1,\n\xff]")
    assert refused.value.line == 2


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.catalogue("E03")
def test_what_is_no_number_is_no_json(word):
    with pytest.raises(NotJsonError, match="is not JSON") as refused:
        decode(word, line=7)
    assert refused.value.line == 7


@pytest.mark.parametrize("text", ["1.10", "0.1", "-8.0", "1E+2", "24"])
def test_a_number_is_kept_as_it_was_typed(text):
    assert str(decode(text)) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9" * 5000, "OUT_OF_RANGE"),
        ("1e999999", "OUT_OF_RANGE"),
        ("1e99999999999999999999", "OUT_OF_RANGE"),
        ("-1E99999999999999999999", "OUT_OF_RANGE"),
        ("1E-99999999999999999999", None),
        ("1e-999999999", None),
        ("-1e-999999999", "OUT_OF_RANGE"),
        ("0.0e-5", "OUT_OF_RANGE"),
        ("6e1", None),
    ],
)
def test_the_largest_and_the_smallest_numbers_stop_nothing(answer, text, code):
    found, written = answer(f'{{"id": "n", "egfr": {text}, {DAY}}}')
    assert faults(found) == ([(code, "egfr")] if code else [])
    json.loads(written)


@pytest.mark.parametrize("field", ["steroid_courses", "timed_25_foot_walk"])
def test_a_number_with_a_huge_fraction_takes_no_time(answer, field):
    entries = {
        "steroid_courses": '{"drug": "deflazacort", "route": "oral", "mg_per_day": 1e-999999999, '
        '"start": "2026-01-01"}',
        "timed_25_foot_walk": '{"date": "2026-01-01", "seconds": 1e-999999999}, '
        '{"date": "2026-02-01", "seconds": 5}',
    }
    found, _ = answer(f'{{"id": "n", "{field}": [{entries[field]}], {DAY}}}')
    assert not found.faults


# ---- out ----


def test_an_id_is_given_back_whatever_it_is(answer):
    for given in (
        '"x"', "7", "1.50", "true", "null", "[1, null]", '{"a": "b"}', "9" * 5000, '"é\\u0000"'
    ):  # fmt: skip
        found, written = answer(f'{{"id": {given}, {DAY}}}')
        assert decode(written.decode())["id"] == decode(given)
        assert b"\n" not in written
        assert (found.faults == ()) is (given[0] == '"')


def test_a_key_that_stands_twice_in_an_id_is_neither(answer):
    found, written = answer(f'{{"id": {{"a": 1, "a": 2}}, {DAY}}}')
    assert json.loads(written)["id"] == {"a": None}
    assert faults(found) == [("VALUE_INVALID", "id")]


@pytest.mark.catalogue("D13")
def test_half_a_surrogate_pair_is_given_back_as_the_escape_it_was(answer):
    _, written = answer(f'{{"id": "a\\ud800", {DAY}}}')
    assert b'"a\\ud800"' in written and json.loads(written)["id"] == "a\ud800"
    found, written = answer(f'{{"id": {{"\\udfff": ["\\ud800"]}}, "\\ud800": 1, {DAY}}}')
    assert json.loads(written)["id"] == {"\ufffd": ["\ud800"]}
    assert ("FIELD_UNKNOWN", "\ud800") in faults(found)
    drug = '[{"drug": "\\udead"}]'
    answer(f'{{"id": "s", "antiepileptics": {drug}, {DAY}}}')


def test_a_whole_pair_stays_a_character(answer):
    _, written = answer(f'{{"id": "\\ud83e\\uddb4", {DAY}}}')
    assert "🦴".encode() in written


def test_an_id_nested_as_deep_as_can_be_read_stops_nothing(answer):
    survived = 0
    for depth in range(800, 1000, 5):
        try:
            _, written = answer(f'{{"id": {"[" * depth}{"]" * depth}, {DAY}}}')
        except NotJsonError:
            break
        survived += 1
        assert written.startswith((b'{"id":[[', b'{"id":null,'))
    assert survived


def test_an_id_too_deep_to_write_is_left_out(rulebook):
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    found = rulebook.assess(ScreeningRecord(id="d", assessed_on=date(2026, 11, 22)), (), deep)
    assert json.loads(assessment_writer.to_json(found))["id"] is None
    while deep:
        deep = deep.pop()  # type: ignore[assignment]


def test_what_has_no_place_in_the_format_is_not_written():
    with pytest.raises(TypeError, match="has no place"):
        json_writing.encode({"a": object()})
    assert json_writing.encode({"a": GIVEN_TWICE}) == b'{"a":null}'


def test_the_same_assessment_has_the_same_bytes(answer):
    text = f'{{"id": "b", "edss": [{{"date": "2026-10-01", "score": 6.50}}], {DAY}}}'
    first, second = answer(text), answer(text)
    assert first[1] == second[1]
    assert b'"value":6.50' in first[1]


def test_a_total_of_whole_milligrams_is_written_without_a_point(answer):
    pulse = {
        "drug": "methylprednisolone",
        "route": "iv",
        "mg_per_day": 1000,
        "start": "2026-09-01",
        "end": "2026-09-05",
    }
    _, written = answer(f'{{"id": "p", "steroid_courses": [{json.dumps(pulse)}], {DAY}}}')
    assert b'"steroid_pulses":{"count":1,"prednisone_equivalent_mg":6250}' in written
    pulse |= {"drug": "deflazacort", "route": "oral", "end": "2026-09-01"}
    _, written = answer(f'{{"id": "p", "steroid_courses": [{json.dumps(pulse)}], {DAY}}}')
    assert b'"prednisone_equivalent_mg":833.33}' in written


def test_a_kept_assessment_is_read_back_as_it_was(rulebook, answer):
    for more in ('"fractures": []', '"steroid_courses": []', '"steroid_courses": [{"drug": 1}]'):
        found, _ = answer(f'{{"id": "k", {more}, {DAY}}}')
        kept = to_stored(found)
        assert from_stored(kept).findings[0] == found.findings[0]
        assert to_stored(from_stored(kept)) == kept
    undated = rulebook.assess(ScreeningRecord(id="u", assessed_on=None))
    assert to_stored(from_stored(to_stored(undated))) == to_stored(undated)


def test_a_record_is_written_in_plain_digits_without_what_was_not_asked():
    record = ScreeningRecord(
        id="r",
        assessed_on=date(2026, 11, 22),
        bmi=Decimal("2E+1"),
        egfr=Decimal("59.90"),
        smoker=False,
        fear_of_falling=Absence.DECLINED,
        calcium_mg_per_day=Absence.INVALID,
        fractures=(Fracture("hip"),),
        dxa_scans=(
            DxaScan(
                performed_on=date(2026, 6, 1),
                sites=(DxaSite("total_hip", not_measurable="metal in the hip"),),
            ),
        ),
    )
    text = screening_writer.to_json(record)
    assert text.startswith('{"id":"r","assessed_on":"2026-11-22","egfr":59.90,"fear_of_falling":')
    kept = json.loads(text)
    assert kept["bmi"] == 20 and '"bmi":20,' in text
    assert kept["fear_of_falling"] == {"absent": "declined"}
    assert kept["smoker"] is False
    assert "calcium_mg_per_day" not in kept and "edss" not in kept and "incomplete" not in kept
    assert kept["fractures"] == [
        {"site": "hip", "date": None, "mechanism": None, "pathological": False}
    ]
    assert kept["dxa_scans"][0]["sites"][0]["site"] == "total_hip"


# ---- values one by one ----

VITD = '"vitamin_d": [{"date": "2026-09-01", %s}]'
STEROID = '"steroid_courses": [{"drug": "prednisone", "route": "oral", "start": "2026-01-01", %s}]'
FRACTURE = '"fractures": [{"site": "hip", %s}]'
SCAN = '"dxa_scans": [{"date": "2026-06-01", "sites": [], %s}]'
SITE = '"dxa_scans": [{"date": "2026-06-01", "sites": [{"site": "total_hip", %s}]}]'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (VITD % '"value": "45"', [("VITD_UNIT_MISSING", "unit"), ("VALUE_INVALID", "value")]),
        (VITD % '"unit": "ng/mL"', [("VALUE_MISSING", "value")]),
        (VITD % '"value": true, "unit": "ng/mL"', [("VALUE_INVALID", "value")]),
        (VITD % '"value": 1.9, "unit": "ng/mL"', [("OUT_OF_RANGE", "value")]),
        (VITD % '"value": 4.9, "unit": "nmol/L"', [("OUT_OF_RANGE", "value")]),
        (VITD % '"value": 400.1, "unit": "ng/mL"', [("OUT_OF_RANGE", "value")]),
        (VITD % '"value": 1000.1, "unit": "nmol/L"', [("OUT_OF_RANGE", "value")]),
        (VITD % '"value": 45, "unit": "ng/mL", "assay": 5', [("VALUE_INVALID", "assay")]),
        (VITD % '"value": 45, "unit": "ng/mL", "unit": "nmol/L"', [("VITD_UNIT_MISSING", "unit")]),
        (VITD % f'"value": 45, "unit": "ng/mL", "assay": "{"x" * 201}"',
         [("VALUE_INVALID", "assay")]),
        (STEROID % '"mg_per_day": 0', [("OUT_OF_RANGE", "mg_per_day")]),
        (STEROID % '"mg_per_day": 5, "mg_per_day": 6', [("VALUE_INVALID", "mg_per_day")]),
        (STEROID % '"end": 20260101', [("DATE_INVALID", "end")]),
        (STEROID % '"end": "2026-11-23"', [("DATE_IN_FUTURE", "end")]),
        (STEROID % '"end": "2026-02-01", "end": "2026-02-01"', [("VALUE_INVALID", "end")]),
        (STEROID.replace('"drug": "prednisone", ', "") % '"end": null', [("VALUE_MISSING", "drug")]),
        (STEROID.replace('"prednisone"', "5") % '"end": null', [("VALUE_INVALID", "drug")]),
        (FRACTURE % '"pathological": "no"', [("VALUE_INVALID", "pathological")]),
        (FRACTURE % '"pathological": true, "pathological": false',
         [("VALUE_INVALID", "pathological")]),
        (FRACTURE % '"mechanism": "fall", "mechanism": null', [("VALUE_INVALID", "mechanism")]),
        (FRACTURE % '"mechanism": "fall"', [("VALUE_INVALID", "mechanism")]),
        (SCAN % '"facility": "A", "facility": "B"', [("VALUE_INVALID", "facility")]),
        (SCAN % '"cross_calibrated": 1', [("VALUE_INVALID", "cross_calibrated")]),
        (SCAN.replace('"sites": []', '"sites": {}') % '"facility": null',
         [("VALUE_INVALID", "sites")]),
        (SCAN.replace('"sites": [], ', "") % '"facility": null', [("VALUE_MISSING", "sites")]),
        (SCAN.replace("[]", "[5]") % '"facility": null', [("VALUE_INVALID", "sites[0]")]),
        (SITE % '"side": "both"', [("VALUE_INVALID", "sites[0].side")]),
        (SITE % '"t_score": -8.1', [("OUT_OF_RANGE", "sites[0].t_score")]),
        (SITE % '"bmd_g_cm2": 0.199', [("OUT_OF_RANGE", "sites[0].bmd_g_cm2")]),
        (SITE % '"precision_error_g_cm2": 0', [("OUT_OF_RANGE", "sites[0].precision_error_g_cm2")]),
        ('"timed_up_and_go": [{"date": "2026-06-01", "seconds": 5, "aid": "wheelchair"}]',
         [("VALUE_INVALID", "aid")]),
        ('"gait_aid_history": [{"date": "2026-06-01"}]', [("VALUE_MISSING", "aid")]),
        ('"relapses": [{"onset": "soon"}]', [("DATE_INVALID", "onset")]),
        ('"antiepileptics": [{}]', [("VALUE_MISSING", "drug")]),
        ('"antiepileptics": [{"drug": "  "}]', [("VALUE_INVALID", "drug")]),
        (f'"antiepileptics": [{{"drug": "{"x" * 101}"}}]', [("VALUE_INVALID", "drug")]),
    ],
)  # fmt: skip
def test_a_fault_in_an_entry_is_named_down_to_its_key(answer, text, expected):
    found, _ = answer(f'{{"id": "e", {text}, {DAY}}}')
    name = text.split('"')[1]
    assert faults(found) == [(code, f"{name}[0].{key}") for code, key in expected]


@pytest.mark.parametrize(
    "text",
    [
        SCAN % '"facility": "", "manufacturer": null, "cross_calibrated": null',
        SITE % '"side": null, "t_score": -8.0, "z_score": 8, "bmd_g_cm2": 2.000',
        VITD % '"value": 2, "unit": "ng/mL", "assay": ""',
        FRACTURE % '"pathological": null, "mechanism": null, "date": null',
        STEROID.replace("prednisone", " PREDNISONE ") % '"end": "2026-01-01"',
        '"falls_last_6_months": 2.0',
        '"antiepileptics": null',
        '"edss": [{"date": "2026-11-22", "score": 0.0}, {"date": "2026-11-22", "score": 9.50}]',
    ],
)
def test_what_the_format_allows_is_no_fault(answer, text):
    found, _ = answer(f'{{"id": "e", {text}, {DAY}}}')
    assert faults(found) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"pth": 7', [("VALUE_INVALID", "pth")]),
        ('"pth": []', [("VALUE_INVALID", "pth")]),
        ('"bmi": {"absent": "declined", "why": 1}', [("FIELD_UNKNOWN", "bmi.why")]),
        ('"bmi": {"absent": null}', [("VALUE_INVALID", "bmi.absent")]),
        ('"bmi": {"absent": ["unknown"]}', [("VALUE_INVALID", "bmi.absent")]),
        ('"bmi": {}', [("VALUE_INVALID", "bmi")]),
        ('"": 1', [("FIELD_UNKNOWN", "")]),
        ('"incomplete": ["edss"]', [("FIELD_UNKNOWN", "incomplete")]),
    ],
)
def test_a_fault_in_an_answer_is_named(answer, text, expected):
    found, _ = answer(f'{{"id": "e", {text}, {DAY}}}')
    assert faults(found) == expected
