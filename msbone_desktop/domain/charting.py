"""The geometry of charts, without anything that draws: the same for the screen and for paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import count
from typing import Literal


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a day. ``breaks``: not to be joined to the one before."""

    on: date
    value: Decimal
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One line with its label, in order of time."""

    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A line across a chart with what it means."""

    value: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class Band:
    """Values between two edges, with what they mean: changes inside it are no changes."""

    low: Decimal
    high: Decimal
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart: a label, a unit, lines, thresholds, and the steps that ticks may take."""

    title: str
    unit: str
    series: tuple[Series, ...]
    thresholds: tuple[Threshold, ...] = ()
    band: Band | None = None
    steps: tuple[Decimal, ...] = (Decimal("0.5"), Decimal(1), Decimal(2), Decimal(5))
    empty: str = "Nothing is recorded."

    @property
    def points(self) -> tuple[Point, ...]:
        """Every point of every line."""
        return tuple(point for line in self.series for point in line.points)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the time axis of all charts: a relapse, or a course of steroids."""

    kind: Literal["relapse", "steroids"]
    start: date
    end: date | None
    words: str


@dataclass(frozen=True, slots=True)
class Span:
    """The days that an axis covers."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Return where a day stands: 0 at the left end, 1 at the right."""
        whole = (self.last - self.first).days
        return 0.5 if whole <= 0 else (day - self.first).days / whole

    def years(self) -> tuple[date, ...]:
        """Return the first days of the years inside, at most a dozen of them."""
        found = [
            date(year, 1, 1)
            for year in range(self.first.year, self.last.year + 1)
            if self.first <= date(year, 1, 1) <= self.last
        ]
        step = max(1, -(-len(found) // 12))
        return tuple(found[::step])


def time_span(charts: Iterable[Chart], marks: Iterable[Mark], today: date) -> Span:
    """Return one axis for all charts: from the first thing recorded to today, or the last."""
    days = [point.on for chart in charts for point in chart.points]
    days += [day for mark in marks for day in (mark.start, mark.end) if day is not None]
    return Span(min(days, default=today), max([*days, today]))


def ticks(
    low: Decimal, high: Decimal, steps: Sequence[Decimal], most: int = 5
) -> tuple[Decimal, ...]:
    """Return round values that enclose ``low`` to ``high``, no more than ``most`` apart by a step.

    Args:
        low: The lowest value.
        high: The highest one.
        steps: Steps to choose from, smallest first; larger ones follow by tens.
        most: The most intervals.
    """
    step = next(s for s in _growing(steps) if _count(low, high, s) <= most)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = max((high / step).to_integral_value(ROUND_CEILING), first + 1)
    return tuple(step * number for number in range(int(first), int(last) + 1))


def _growing(steps: Sequence[Decimal]) -> Iterable[Decimal]:
    return (step * 10**tens for tens in count() for step in steps)


def _count(low: Decimal, high: Decimal, step: Decimal) -> int:
    first = (low / step).to_integral_value(ROUND_FLOOR)
    return int((high / step).to_integral_value(ROUND_CEILING) - first)


def value_axis(chart: Chart) -> tuple[Decimal, ...]:
    """Return the ticks of a chart's values; thresholds and the band are always inside."""
    values = [point.value for point in chart.points]
    values += [threshold.value for threshold in chart.thresholds]
    values += [] if chart.band is None else [chart.band.low, chart.band.high]
    if not values:
        return (Decimal(0), Decimal(1))
    return ticks(min(values), max(values), chart.steps)


def height(axis: Sequence[Decimal], value: Decimal) -> float:
    """Return how high a value stands: 0 at the foot of the axis, 1 at its top."""
    return float((value - axis[0]) / (axis[-1] - axis[0]))


def free_place(width: float, room: float, taken: Sequence[float], clear: float = 6) -> float | None:
    """Return where words of ``width`` stand on a line without covering a point.

    Args:
        width: Of the words.
        room: Length of the line.
        taken: Where along the line the points are that the words would touch.
        clear: The distance to keep from them.

    Returns:
        The left end of the words, the leftmost of a few places; None when there is none.
    """
    if width > room:
        return None
    for share in (0.0, 1.0, 0.5, 0.25, 0.75):
        left = share * (room - width)
        if all(not left - clear <= point <= left + width + clear for point in taken):
            return left
    return None
