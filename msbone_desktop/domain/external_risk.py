"""Results of risk tools that staff typed in. Nothing here computes or imitates one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, TypeAlias

StandIn: TypeAlias = Literal["none", "secondary_osteoporosis", "rheumatoid_arthritis"]

FRAX_TOOLS = frozenset({"FRAX", "FRAXplus"})
TOOLS = ("FRAX", "FRAXplus", "QFracture", "Garvan", "MS fracture score")
YOUNGEST, OLDEST = 40, 90
"""Completed years between which FRAX is valid."""

STAND_IN_WORDS: dict[str, str] = {
    "none": "no stand-in for MS",
    "secondary_osteoporosis": "secondary osteoporosis ticked for MS",
    "rheumatoid_arthritis": "rheumatoid arthritis ticked for MS",
}

_STEROIDS = (
    "FRAX's steroid question means 5 mg a day or more of prednisone for over 3 months, ever. "
    "Relapse pulses do not meet it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalRisk:
    """One result as typed in, with the inputs that decide what it may be compared with."""

    tool: str
    calculated_on: date
    tool_version: str = ""
    country_model: str = ""
    with_bmd: bool = False
    major_percent: Decimal | None = None
    hip_percent: Decimal | None = None
    stand_ins: tuple[StandIn, ...] = ()
    """Empty: it is not recorded whether one was ticked."""
    note: str = ""
    id: int = 0
    recorded_by: str = ""
    recorded_at: datetime | None = None


def stand_in_words(result: ExternalRisk) -> str:
    """Say which boxes were ticked as stand-ins for MS."""
    if not result.stand_ins:
        return "not recorded whether a stand-in for MS was ticked"
    return ", ".join(STAND_IN_WORDS[each] for each in result.stand_ins)


def outside_range(result: ExternalRisk, age: int | None) -> str:
    """Say why the percentages of ``result`` are not shown; empty when they may be.

    No probability is shown for anybody under 40: FRAX takes such an age as 40.
    """
    if age is None:
        return ""
    if age < YOUNGEST:
        return (
            f"Aged {age} on that day. No validated probability exists for this person; what was "
            f"typed is kept and not shown."
        )
    if age > OLDEST and result.tool in FRAX_TOOLS:
        return f"Aged {age} on that day: outside FRAX's age range ({YOUNGEST} to {OLDEST} years)."
    return ""


def not_a_trend(newer: ExternalRisk, older: ExternalRisk) -> str:
    """Say why two results are no trend; empty when nothing recorded speaks against it."""
    if newer.tool != older.tool:
        return "another tool"
    if newer.tool_version != older.tool_version or newer.country_model != older.country_model:
        return "another version or country model"
    if newer.with_bmd != older.with_bmd:
        return "one with BMD, one without"
    if not newer.stand_ins or not older.stand_ins:
        return "it is not recorded which stand-ins were ticked"
    if set(newer.stand_ins) != set(older.stand_ins):
        return "other stand-ins for MS were ticked"
    return ""


def cautions(
    result: ExternalRisk, age: int | None, earlier: Iterable[ExternalRisk]
) -> tuple[str, ...]:
    """Return what has to stand beside a result.

    Args:
        result: The result.
        age: Completed years on the day of the calculation; None when not known.
        earlier: Results before it.
    """
    found = []
    if (outside := outside_range(result, age)) != "":
        found.append(outside)
    if result.tool in FRAX_TOOLS:
        if age is None:
            found.append(
                f"The age on that day is not known, so whether it lies in FRAX's range "
                f"({YOUNGEST} to {OLDEST} years) cannot be told."
            )
        found += [
            "FRAX does not ask about MS; the module says it may not apply to most people with MS.",
            _bisson(result),
            _STEROIDS,
        ]
    for other in sorted(earlier, key=lambda each: each.calculated_on, reverse=True)[:1]:
        if (reason := not_a_trend(result, other)) != "":
            found.append(f"Not a trend with the result before: {reason}.")
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRisk:
    """One result with its cautions. ``hidden``: why its percentages are not shown; else empty."""

    result: ExternalRisk
    hidden: str
    cautions: tuple[str, ...]


def shown_risks(
    results: Sequence[ExternalRisk], age_on: Callable[[date], int | None]
) -> tuple[ShownRisk, ...]:
    """Return results, newest first, each with its cautions.

    Args:
        results: Those of one person, newest first.
        age_on: Completed years on a day; None when they are not known.
    """
    shown = []
    for place, result in enumerate(results):
        age = age_on(result.calculated_on)
        told = cautions(result, age, results[place + 1 :])
        shown.append(ShownRisk(result=result, hidden=outside_range(result, age), cautions=told))
    return tuple(shown)


def newest_of_each_tool(shown: Iterable[ShownRisk]) -> tuple[ShownRisk, ...]:
    """Return the newest result of each tool, of results that stand newest first."""
    found: dict[str, ShownRisk] = {}
    for each in shown:
        found.setdefault(each.result.tool, each)
    return tuple(found.values())


def _bisson(result: ExternalRisk) -> str:
    said = (
        "Bisson 2019 (744 people with MS): FRAX gave 3 to 5 percentage points less than the major "
        "fractures seen in 10 years"
    )
    if result.with_bmd:
        return f"{said}; with BMD it agreed best with rheumatoid arthritis ticked for MS."
    return f"{said}; without BMD, ticking secondary osteoporosis brought it closer."
