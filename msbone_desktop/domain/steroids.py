"""Corticosteroid courses in prednisone equivalents; pulses apart from long-term use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from msbone_desktop.domain.findings import SteroidPulses
from msbone_desktop.domain.screening import SteroidCourse


@dataclass(frozen=True, slots=True)
class PulseLimits:
    """What counts as a relapse pulse. Days and mg/day of the drug itself."""

    longest_days: int
    oral_mg_per_day: Decimal
    window_days: int


def course_days(course: SteroidCourse, on: date) -> int:
    """Return the length of the course so far in days, first and last day counted."""
    return ((course.ended_on or on) - course.started_on).days + 1


def days_since_end(course: SteroidCourse, on: date) -> int:
    """Return the days since the last day of the course; 0 while it goes on."""
    return 0 if course.ended_on is None else (on - course.ended_on).days


def prednisone_mg(mg_per_day: Decimal, factor: Fraction, days: int = 1) -> Fraction:
    """Return the prednisone equivalent of ``days`` days in mg, exactly.

    Args:
        mg_per_day: Dose of the drug itself.
        factor: Prednisone for 1 mg of the drug.
        days: How long it was taken; without it, the dose of one day.
    """
    numerator, denominator = mg_per_day.as_integer_ratio()
    return Fraction(numerator * factor.numerator * days, denominator * factor.denominator)


def is_pulse(course: SteroidCourse, on: date, limits: PulseLimits) -> bool:
    """Tell whether the course is a short, high-dose relapse course."""
    if course_days(course, on) > limits.longest_days:
        return False
    if course.route == "iv":
        return course.drug == "methylprednisolone"
    if course.route == "oral" and course.mg_per_day is not None:
        return course.mg_per_day >= limits.oral_mg_per_day
    return False


def pulses(
    courses: Iterable[SteroidCourse],
    on: date,
    factors: Mapping[str, Fraction],
    limits: PulseLimits,
) -> SteroidPulses:
    """Count the pulses inside the window, and add up their prednisone equivalent in mg."""
    count, without_dose, total = 0, 0, Fraction(0)
    for course in courses:
        if days_since_end(course, on) > limits.window_days or not is_pulse(course, on, limits):
            continue
        count += 1
        if course.mg_per_day is None:
            without_dose += 1
            continue
        days = course_days(course, on)
        total += prednisone_mg(course.mg_per_day, factors[course.drug], days)
    # To the hundredth of a milligram, for showing; no rule compares it.
    exact = Decimal(total.numerator) / Decimal(total.denominator)
    shown = exact if exact == exact.to_integral_value() else exact.quantize(Decimal("0.01"))
    return SteroidPulses(count, shown.normalize() if shown else Decimal(0), without_dose)
