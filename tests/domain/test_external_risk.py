"""What stands beside a risk result that was typed in; none is ever computed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from msbone_desktop.domain.external_risk import (
    ExternalRisk,
    cautions,
    not_a_trend,
    outside_range,
    stand_in_words,
)

FRAX = ExternalRisk(
    tool="FRAX",
    tool_version="4.4",
    country_model="UK",
    with_bmd=True,
    major_percent=Decimal("12"),
    hip_percent=Decimal("3.1"),
    stand_ins=("none",),
    calculated_on=date(2026, 6, 1),
)
EARLIER = replace(FRAX, calculated_on=date(2024, 6, 1))
QFRACTURE = replace(FRAX, tool="QFracture")


@pytest.mark.parametrize(
    ("age", "hidden"), [(39, True), (40, False), (90, False), (91, True), (None, False)]
)
def test_frax_numbers_are_shown_from_40_to_90_only(age, hidden):
    assert bool(outside_range(FRAX, age)) is hidden


def test_nobody_under_40_is_shown_a_probability_of_any_tool():
    assert "No validated probability" in outside_range(QFRACTURE, 39)
    assert outside_range(QFRACTURE, 95) == ""


def test_frax_is_shown_with_what_is_known_of_it_in_ms():
    said = " ".join(cautions(FRAX, 55, ()))
    for words in ("does not ask about MS", "Bisson 2019", "3 to 5 percentage points",
                  "with BMD it agreed best", "Relapse pulses do not meet it"):  # fmt: skip
        assert words in said
    assert "without BMD" in " ".join(cautions(replace(FRAX, with_bmd=False), 55, ()))
    assert cautions(QFRACTURE, 55, ()) == ()


def test_an_age_out_of_range_or_unknown_is_said_first():
    assert "Aged 39" in cautions(FRAX, 39, ())[0]
    assert "not known" in cautions(FRAX, None, ())[0]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"tool": "Garvan"}, "another tool"),
        ({"tool_version": "3"}, "another version"),
        ({"country_model": "US"}, "another version or country"),
        ({"with_bmd": False}, "one with BMD"),
        ({"stand_ins": ("rheumatoid_arthritis",)}, "other stand-ins"),
        ({"stand_ins": ()}, "not recorded which"),
    ],
)
def test_results_with_other_inputs_are_no_trend(changes, reason):
    assert reason in not_a_trend(FRAX, replace(EARLIER, **changes))
    assert any(reason in said for said in cautions(FRAX, 55, (replace(EARLIER, **changes),)))


def test_alike_results_are_compared_and_only_the_one_before_counts():
    assert not_a_trend(FRAX, EARLIER) == ""
    oldest = replace(FRAX, tool="Garvan", calculated_on=date(2020, 1, 1))
    assert not any("trend" in said for said in cautions(FRAX, 55, (oldest, EARLIER)))


def test_stand_ins_are_said_and_an_unanswered_one_is_not_none():
    assert stand_in_words(FRAX) == "no stand-in for MS"
    assert "not recorded" in stand_in_words(replace(FRAX, stand_ins=()))
    both = replace(FRAX, stand_ins=("secondary_osteoporosis", "rheumatoid_arthritis"))
    assert "secondary osteoporosis" in stand_in_words(both)
    assert "rheumatoid arthritis" in stand_in_words(both)
