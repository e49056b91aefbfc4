"""How far missing answers leave the findings open, held against every way to fill them in."""

import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, product
from pathlib import Path
from typing import Any, Literal

import pytest

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.findings import Severity
from msbone_desktop.domain.screening import (
    Antiepileptic,
    EdssScore,
    Fracture,
    LaboratoryValue,
    ScreeningRecord,
    SteroidCourse,
    VitaminDResult,
)
from msbone_desktop.rules.rulebook_loading import load_rulebook

D = Decimal
ON = date(2026, 11, 22)
RULEBOOK = load_rulebook(Path(__file__).parents[2] / "resources")
LAB = [LaboratoryValue(D(value), "pmol/L", D(6)) for value in (5, 7)]


def ago(days):
    return ON - timedelta(days=days)


def course(route, mg, days, ended):
    end = ago(ended)
    return SteroidCourse("prednisone", route, D(mg), end - timedelta(days=days - 1), end)


RESULTS: dict[Literal["nmol/L", "ng/mL"], tuple[str, ...]] = {
    "nmol/L": ("20", "29.9", "30", "49.9", "50", "74.9", "75", "100", "250", "251"),
    "ng/mL": ("11", "12", "19.9", "20", "30", "100", "101"),
}
EVERY: dict[str, list[Any]] = {
    "edss": [(EdssScore(ON, D(half) / 2),) for half in (0, *range(2, 20))],
    "steroid_courses": [(), *((course(*each),) for each in product(
        ("oral", "iv"), ("1", "4.9", "5", "60"), (1, 89, 90), (0, 365, 366)))],
    "antiepileptics": [(), *((Antiepileptic(n),) for n in (
        "carbamazepine", "phenytoin", "lamotrigine"))],
    "vitamin_d": [(VitaminDResult(ago(days), D(value), unit),)
        for unit, values in RESULTS.items() for value in values for days in (0, 365, 366)],
    "falls_last_6_months": list(range(5)),
    "injurious_falls_last_6_months": list(range(4)),
    "fractures": [(), *((Fracture(site, ago(days), cause, through),) for site, days, cause, through
        in product(("hip", "hand"), (90, 91), (
            "no_trauma", "fall_standing_or_less", "high_energy"), (False, True)))],
    "motor_decline": ["none", "consistent", "rapid"],
    "physical_activity": ["adequate", "low"],
    "calcium_intake": ["adequate", "low"],
    "pth": LAB,
    "adjusted_calcium": LAB,
}  # fmt: skip
QUIET: dict[str, Any] = {
    "edss": (EdssScore(ON, D(3)),),
    "steroid_courses": (),
    "antiepileptics": (),
    "vitamin_d": (VitaminDResult(ON, D(80), "nmol/L"),),
    "falls_last_6_months": 0,
    "injurious_falls_last_6_months": 0,
    "fractures": (),
    "motor_decline": "none",
    "physical_activity": "adequate",
    "calcium_intake": "adequate",
    "pth": LAB[0],
    "adjusted_calcium": LAB[0],
}
BASES = {
    "nothing": QUIET,
    "low": QUIET | {"edss": (EdssScore(ON, D(4)),)},
    "moderate": QUIET | {"falls_last_6_months": 1, "physical_activity": "low"},
    "parathyroid": QUIET | {"pth": LAB[1], "date_of_birth": date(1950, 1, 1)},
    "injured": QUIET | {"falls_last_6_months": 4, "injurious_falls_last_6_months": 3},
    "high": QUIET | {"motor_decline": "rapid"},
}


def record(answers):
    return ScreeningRecord(id="s", assessed_on=ON, **answers)


def open_of(one):
    span = RULEBOOK.attention_range(one)
    assert span is not None
    return span


def agrees(one):
    injured, falls = one.injurious_falls_last_6_months, one.falls_last_6_months
    return injured <= falls


def brute(base, fields):
    """Return the attention of every way to answer ``fields``, by those answers."""
    found = {}
    for numbers in product(*(range(len(EVERY[field])) for field in fields)):
        given = {f: EVERY[f][n] for f, n in zip(fields, numbers, strict=True)}
        one = record(base | given)
        if agrees(one):
            found[numbers] = RULEBOOK.assess(one).attention
    return found


def left_open(attention, fields, place):
    """Return the most that stays open once the field at ``place`` is answered, whatever it is."""
    by_answer: dict[int, list[Severity]] = {}
    for numbers, value in attention.items():
        by_answer.setdefault(numbers[place], []).append(value)
    return max(max(values) - min(values) for values in by_answer.values())


def compare(base, fields):
    span = open_of(record({k: v for k, v in base.items() if k not in fields}))
    attention = brute(base, fields)
    assert (span.least, span.most) == (min(attention.values()), max(attention.values())), fields
    assert not span.each_alone
    if not span.is_open:
        assert (span.field, span.settles_all) == (None, False)
        return
    left = {f: left_open(attention, fields, place) for place, f in enumerate(fields)}
    assert left[span.field] == min(left.values()), fields
    assert span.settles_all == (min(left.values()) == 0), fields


@pytest.mark.parametrize("base", BASES)
def test_each_single_answer_is_judged_as_by_brute_force(base):
    for field in EVERY:
        if base == "injured" or "falls" not in field:
            compare(BASES[base], (field,))
    assert open_of(record(BASES[base])).is_open is False


@pytest.mark.parametrize("pair", list(combinations(EVERY, 2)), ids="-".join)
def test_each_pair_of_answers_is_judged_as_by_brute_force(pair):
    size = len(EVERY[pair[0]]) * len(EVERY[pair[1]])
    for base in ("nothing", "parathyroid") if size < 700 else ("nothing",):
        if base == "nothing" or not any("falls" in field for field in pair):
            compare(BASES[base], pair)


def test_what_is_found_only_because_an_answer_is_missing_is_not_the_least():
    span = open_of(record(QUIET | {"vitamin_d": Absence.NOT_ASKED}))
    assert RULEBOOK.assess(record(QUIET | {"vitamin_d": ()})).attention is Severity.LOW
    assert (span.least, span.most) == (Severity.INFO, Severity.URGENT)
    assert (span.field, span.settles_all) == ("vitamin_d", True)
    assert span.open_rules[0] == "Vitamin D above the quoted limit"


def test_gaps_inside_an_entry_are_filled_in_and_what_is_known_of_it_stays():
    broken = Fracture("hip", ago(400))
    (of_hip, of_hand) = (
        open_of(record(QUIET | {"fractures": (replace(broken, site=site),)}))
        for site in ("hip", "hand")
    )
    assert (of_hip.most, of_hip.field) == (Severity.HIGH, "fractures")
    assert of_hand.most is Severity.INFO
    undosed = SteroidCourse("prednisone", "oral", None, ago(120), None)
    span = open_of(record(QUIET | {"steroid_courses": (undosed,)}))
    assert (span.least, span.most) == (Severity.LOW, Severity.HIGH)


def test_a_list_that_lost_an_entry_may_hold_one_more():
    lost = replace(record(QUIET), incomplete=frozenset({"steroid_courses"}))
    span = open_of(lost)
    assert (span.least, span.most, span.field) == (Severity.INFO, Severity.HIGH, "steroid_courses")


def test_recorded_counts_bound_a_missing_one_unless_they_contradict_each_other():
    answers = QUIET | {"falls_last_12_months": 1, "falls_last_6_months": Absence.UNKNOWN}
    assert open_of(record(answers)).most is Severity.MODERATE
    injured = answers | {"falls_last_12_months": 9, "injurious_falls_last_6_months": 6}
    assert open_of(record(injured)).least is Severity.HIGH
    contradiction = injured | {"falls_last_12_months": 2}
    assert open_of(record(contradiction)).least is Severity.HIGH


def test_nothing_is_said_without_the_day_of_the_screening():
    assert RULEBOOK.attention_range(ScreeningRecord(id="s", assessed_on=None)) is None


def test_beyond_the_bound_each_answer_is_looked_at_alone_and_that_is_said():
    sheet = RULEBOOK._facts.read(record({}), ON)
    whole = RULEBOOK._completions.range_of(sheet)
    alone = RULEBOOK._completions.range_of(sheet, most_judged=5)
    assert (whole.each_alone, alone.each_alone) == (False, True)
    assert (whole.most, alone.most) == (Severity.URGENT, Severity.URGENT)


def test_the_range_with_nothing_answered_takes_less_than_thirty_milliseconds():
    took = []
    for _ in range(40):
        start = time.process_time()
        open_of(record({}))
        took.append(time.process_time() - start)
    slowed = 10 if sys.gettrace() else 1  # measuring coverage takes its own time
    assert sorted(took)[37] < 0.030 * slowed, sorted(took)
