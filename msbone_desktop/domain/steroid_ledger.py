"""Steroids year by year in prednisone equivalents, relapse pulses apart from everything else.

What cannot be converted or has no dose is counted and said to be so; it is never taken for nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from msbone_desktop.domain.screening import SteroidCourse
from msbone_desktop.domain.steroids import PulseLimits, is_pulse, prednisone_mg


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfSteroids:
    """One calendar year. ``pulse_mg`` and ``other_mg``: prednisone equivalent, in mg."""

    year: int
    pulses: int = 0
    pulse_mg: Decimal = Decimal(0)
    other_courses: int = 0
    other_mg: Decimal = Decimal(0)
    without_dose: int = 0
    """Courses whose dose is not recorded: the sums leave them out."""
    without_factor: int = 0
    """Courses of a steroid that has no factor to a prednisone equivalent."""
    running_pulse_mg: Decimal = Decimal(0)
    running_other_mg: Decimal = Decimal(0)
    """Sums of all years up to and with this one, in mg."""
    pulses_whole: bool = True
    others_whole: bool = True
    """Whether the running sum holds every course; otherwise it is the least that it can be."""


@dataclass(slots=True)
class _Sums:
    pulses: int = 0
    pulse: Fraction = Fraction(0)
    courses: int = 0
    other: Fraction = Fraction(0)
    without_dose: int = 0
    without_factor: int = 0
    pulses_whole: bool = True
    others_whole: bool = True


def ledger(
    courses: Iterable[SteroidCourse],
    on: date,
    factors: Mapping[str, Fraction],
    limits: PulseLimits,
) -> tuple[YearOfSteroids, ...]:
    """Return the years in which steroids were taken, the earliest first.

    A course counts in each year by its days there; one that goes on counts up to ``on``.
    """
    sums: dict[int, _Sums] = {}
    for course in courses:
        if course.started_on > on:
            continue
        last = min(course.ended_on or on, on)
        for year in range(course.started_on.year, last.year + 1):
            begin, end = max(course.started_on, date(year, 1, 1)), min(last, date(year, 12, 31))
            _add(
                sums.setdefault(year, _Sums()),
                course,
                (end - begin).days + 1,
                factors,
                pulse=is_pulse(course, on, limits),
                begins=year == course.started_on.year,
            )
    years, running = [], _Sums()
    for year in sorted(sums):
        found = sums[year]
        running.pulse += found.pulse
        running.other += found.other
        running.pulses_whole &= found.pulses_whole
        running.others_whole &= found.others_whole
        years.append(
            YearOfSteroids(
                year=year,
                pulses=found.pulses,
                pulse_mg=_shown(found.pulse),
                other_courses=found.courses,
                other_mg=_shown(found.other),
                without_dose=found.without_dose,
                without_factor=found.without_factor,
                running_pulse_mg=_shown(running.pulse),
                running_other_mg=_shown(running.other),
                pulses_whole=running.pulses_whole,
                others_whole=running.others_whole,
            )
        )
    return tuple(years)


def _add(
    sums: _Sums,
    course: SteroidCourse,
    days: int,
    factors: Mapping[str, Fraction],
    *,
    pulse: bool,
    begins: bool,
) -> None:
    if pulse:
        sums.pulses += begins  # one that goes over New Year is still one
    else:
        sums.courses += 1
    factor = factors.get(course.drug)
    if factor is None or course.mg_per_day is None:
        sums.without_factor += factor is None
        sums.without_dose += factor is not None
        sums.pulses_whole &= not pulse
        sums.others_whole &= pulse
    elif pulse:
        sums.pulse += prednisone_mg(course.mg_per_day, factor, days)
    else:
        sums.other += prednisone_mg(course.mg_per_day, factor, days)


def _shown(total: Fraction) -> Decimal:
    """Round to the tenth of a milligram, for showing; nothing is compared with it."""
    return Decimal(round(total * 10)) / 10
