"""The dated facts of one person's life with MS; each screening takes those up to its day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from math import cos, exp, pi
from random import Random

from msbone_desktop.domain.calendar import add_months
from msbone_desktop.domain.screening import (
    EdssScore,
    Fracture,
    GaitAid,
    GaitAidObservation,
    Relapse,
    SteroidCourse,
    VitaminDResult,
    WalkTest,
)
from msbone_desktop.services.demo.ordinary import half_step
from msbone_desktop.services.demo.tables import Brief, DemoTables

_TENTH = Decimal("0.1")
_NMOL_IN_NG = 2.496
_BRIGHTEST_DAY = 213
"""1 August: the level in the blood lags behind the sun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """What happened and what was measured, oldest first."""

    edss: tuple[EdssScore, ...]
    walks: tuple[WalkTest, ...]
    ups: tuple[WalkTest, ...]
    aids: tuple[GaitAidObservation, ...]
    relapses: tuple[Relapse, ...]
    steroids: tuple[SteroidCourse, ...]
    vitamin_d: tuple[VitaminDResult, ...]
    fractures: tuple[Fracture, ...]


def gait_aid_at(edss: Decimal) -> GaitAid:
    """Return the walking aid that fits a score."""
    if edss >= 8:
        return "wheelchair_full_time"
    if edss >= 7:
        return "wheelchair_part_time"
    if edss >= Decimal("6.5"):
        return "bilateral"
    return "unilateral" if edss >= Decimal("5.5") else "none"


def visit_days(brief: Brief, today: date, rng: Random) -> tuple[date, ...]:
    """Return the days of the screenings, oldest first, about a year apart, on weekdays."""
    newest = brief.newest_visit_ago
    if newest is None:
        # One in six has not been seen for more than a year.
        newest = rng.randint(370, 600) if rng.random() < 1 / 6 else rng.randint(5, 340)
    day = today - timedelta(days=newest)
    days: list[date] = []
    for _ in range(brief.visits):
        # A day that was asked for stays; others do not fall on a weekend.
        late = max(0, day.weekday() - 4) if brief.newest_visit_ago is None or days else 0
        days.append(day - timedelta(days=late))
        day = days[-1] - timedelta(days=rng.randint(340, 395))
    return tuple(reversed(days))


def life_of(
    brief: Brief, days: tuple[date, ...], today: date, tables: DemoTables, rng: Random
) -> Life:
    """Draw the facts of a person who is seen on ``days``."""
    scores = _scores(brief, days, rng)
    relapses, pulses = _relapses(brief, days, today, tables, rng)
    return Life(
        edss=scores,
        walks=_walks(scores, 3.6, 0.2, 0.025, rng),
        ups=_walks(scores, 6.0, 0.16, 0.04, rng),
        aids=tuple(GaitAidObservation(s.rated_on, gait_aid_at(s.score)) for s in scores),
        relapses=relapses,
        steroids=tuple(sorted((*pulses, *_courses(brief, today)), key=lambda c: c.started_on)),
        vitamin_d=_vitamin_d(brief, days, tables, rng),
        fractures=_fractures(brief, today),
    )


def _scores(brief: Brief, days: tuple[date, ...], rng: Random) -> tuple[EdssScore, ...]:
    creep = brief.creep
    if creep is None:
        progressive = brief.course != "relapsing_remitting"
        # Below half a step in 13 months, so that nobody jumps by a whole point within a year.
        creep = rng.uniform(0.2, 0.42) if progressive else rng.uniform(0, 0.2)
    # Steps hide where between two of them a person stands.
    present = float(brief.edss) + rng.uniform(0, 0.45)
    found = []
    for day in days:
        years = (days[-1] - day).days / 365.25
        found.append(EdssScore(day, min(brief.edss, half_step(present - creep * years))))
    return tuple(found)


def _walks(
    scores: tuple[EdssScore, ...], base: float, growth: float, error: float, rng: Random
) -> tuple[WalkTest, ...]:
    """Time those who walk; the error stays below what counts as a change."""
    found = []
    for rated in scores:
        if rated.score >= 7 or rng.random() < 0.2:
            continue
        seconds = base * exp(growth * float(rated.score)) * (1 + rng.uniform(-error, error))
        aid = gait_aid_at(rated.score)
        found.append(WalkTest(rated.rated_on, Decimal(seconds).quantize(_TENTH), aid))
    return tuple(found)


def _relapses(
    brief: Brief, days: tuple[date, ...], today: date, tables: DemoTables, rng: Random
) -> tuple[tuple[Relapse, ...], list[SteroidCourse]]:
    onsets = [add_months(today, -months) for months in brief.pulse_months_ago]
    treated = set(onsets)
    if days and brief.course == "relapsing_remitting" and not onsets:
        # Not in the weeks before a screening: those would be "during a relapse".
        for day in rng.sample(days, rng.randint(0, min(2, len(days)))):
            onset = day - timedelta(days=rng.randint(60, 300))
            onsets.append(onset)
            if rng.random() < tables.figures["relapses_with_pulse"]:
                treated.add(onset)
    pulses = []
    for onset in sorted(treated):
        start = onset + timedelta(days=rng.randint(3, 6))
        end = start + timedelta(days=rng.choice((2, 2, 4)))
        pulses.append(SteroidCourse("methylprednisolone", "iv", Decimal(1000), start, end))
    return tuple(Relapse(onset) for onset in sorted(onsets)), pulses


def _courses(brief: Brief, today: date) -> list[SteroidCourse]:
    return [
        SteroidCourse(
            course["drug"],
            course["route"],
            Decimal(course["mg_per_day"]),
            today - timedelta(days=course["started_ago"]),
        )
        for course in brief.steroids
    ]


def _fractures(brief: Brief, today: date) -> tuple[Fracture, ...]:
    return tuple(
        Fracture(each["site"], today - timedelta(days=each["ago"]), each["mechanism"])
        for each in brief.fractures
    )


def seasonal_mean(day: date, tables: DemoTables) -> float:
    """Return the mean 25(OH)D of people without supplement on ``day``, in nmol/L."""
    winter, summer = tables.figures["vitamin_d_winter"], tables.figures["vitamin_d_summer"]
    bright = (1 + cos(2 * pi * (day.timetuple().tm_yday - _BRIGHTEST_DAY) / 365.25)) / 2
    return winter + (summer - winter) * bright


def _vitamin_d(
    brief: Brief, days: tuple[date, ...], tables: DemoTables, rng: Random
) -> tuple[VitaminDResult, ...]:
    figures = tables.figures
    found = []
    for place, day in enumerate(days):
        newest = place == len(days) - 1
        sampled = day - timedelta(days=rng.randint(3, 14))
        noise = rng.gauss(0, 1)
        if rng.random() < 0.15 and not newest:
            continue
        if brief.supplemented and place > 0:
            mean, spread = (
                figures["vitamin_d_supplemented"],
                figures["vitamin_d_supplemented_spread"],
            )
        else:
            mean, spread = seasonal_mean(sampled, tables), figures["vitamin_d_spread"]
        # Most of the spread lies between people, the rest between two samples of one.
        level = mean + spread * (0.9 * brief.vitamin_d_rank + 0.4 * noise)
        level = min(max(level, 14.0), 245.0)
        if brief.in_ng_per_ml:
            found.append(VitaminDResult(sampled, Decimal(round(level / _NMOL_IN_NG)), "ng/mL"))
        else:
            found.append(VitaminDResult(sampled, Decimal(round(level)), "nmol/L"))
    if brief.vitamin_d and found:
        value, unit = Decimal(brief.vitamin_d["value"]), brief.vitamin_d["unit"]
        found[-1] = replace(found[-1], value=value, unit=unit)
    return tuple(found)
