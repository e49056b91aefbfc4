"""A small chart of measurements over time, drawn with the document's own geometry.

A gap in the record is a gap in the line. Each line carries its own label; nothing is told by
colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from msbone_desktop.domain.charting import Mark, Threshold, free_place, ticks
from msbone_desktop.domain.documents import TrendPoint, TrendSeries
from msbone_desktop.reports.appearance import ACCENT, FAINT, INK, RULE, SOFT, SUNKEN, Style
from msbone_desktop.reports.blocks import Figure
from msbone_desktop.reports.fonts import Weight
from msbone_desktop.reports.lines import TypeSetter
from msbone_desktop.reports.tagging import Colour, TaggedCanvas
from msbone_desktop.reports.wording import day, number

_LEFT, _RIGHT, _TOP, _BOTTOM = 26.0, 67.0, 12.0, 14.0
_TICK = Style(6.4, 8, colour=SOFT)
_LABEL = Style(6.8, 8.4, "semibold")
_COLOURS: tuple[Colour, ...] = (ACCENT, INK, SOFT)
_DASHES: tuple[list[float], ...] = ([], [4, 2], [1.2, 1.8])
_STEPS = tuple(Decimal(step) for step in ("0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2"))


@dataclass(frozen=True, slots=True)
class Scale:
    """From the range of the values to a stretch of the page."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where ``value`` stands; the middle when there is only one value."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (self.end - self.start) * (value - self.low) / (self.high - self.low)


def described(series: Sequence[TrendSeries]) -> str:
    """Return every value of the chart in words, for those who cannot see it."""
    lines = []
    for line in series:
        points = ", ".join(
            ("no value" if point.value is None else number(point.value)) + f" on {day(point.on)}"
            for point in line.points
        )
        lines.append(f"{line.label} in {line.unit}: {points}.")
        if line.band is not None:
            low, high = number(line.band.low), number(line.band.high)
            lines.append(f"No more than measurement error: {low} to {high}.")
    words = "Chart of measurements over time. " + " ".join(lines)
    return words.replace("\u00a0", " ")


def _marks_described(marks: Sequence[Mark]) -> str:
    """Return what is marked on the time axis, in words."""
    told = [
        f"{mark.words} from {day(mark.start)}"
        + (f" to {day(mark.end)}" if mark.end is not None and mark.end != mark.start else "")
        for mark in marks
    ]
    return f" Marked: {', '.join(told)}." if told else ""


def trend_chart(
    setter: TypeSetter,
    series: Sequence[TrendSeries],
    size: tuple[float, float],
    marks: Sequence[Mark] = (),
    limits: Sequence[Threshold] = (),
) -> Figure | None:
    """Return the chart; None when there is nothing to draw a line through.

    Args:
        setter: Sets its words.
        series: Lines; those with one value only are left out.
        size: Width and height, in points.
        marks: Relapses and steroids; those outside the days of the lines are left out.
        limits: What classifies the values: dashed across the chart, with its words.
    """
    drawn = [line for line in series if sum(p.value is not None for p in line.points) >= 2]
    if not drawn:
        return None
    shown = drawn[: len(_COLOURS)]
    days = [point.on for line in shown for point in line.points]
    inside = [
        mark for mark in marks if mark.start <= max(days) and (mark.end or mark.start) >= min(days)
    ]
    chart = _Chart(setter, shown, size, inside, limits)
    told = f" Limits: {', '.join(each.words for each in limits)}." if limits else ""
    words = (described(shown) + told + _marks_described(inside)).replace("\u00a0", " ")
    return Figure(size, words, chart.paint)


class _Chart:
    def __init__(
        self,
        setter: TypeSetter,
        series: Sequence[TrendSeries],
        size: tuple[float, float],
        marks: Sequence[Mark],
        limits: Sequence[Threshold],
    ) -> None:
        self._limits = limits
        self._setter, self._series, self._size, self._marks = setter, series, size, marks
        values = [p.value for line in series for p in line.points if p.value is not None]
        bands = [line.band for line in series if line.band is not None]
        values += [edge for band in bands for edge in (band.low, band.high)]
        values += [each.value for each in limits]
        days = [point.on for line in series for point in line.points]
        self._ticks = ticks(min(values), max(values), _STEPS)
        self._first, self._last = min(days), max(days)
        kinds = {mark.kind for mark in marks}
        told = (("error band shaded", bands), ("relapse dotted", "relapse" in kinds))
        parts = [words for words, is_there in told if is_there]
        parts += ["steroids grey"] if "steroids" in kinds else []
        self._legend = " · ".join(parts)
        for text in (
            *(line.label for line in series),
            series[0].unit,
            self._legend,
            *(each.words for each in limits),
        ):
            setter.fonts.runs(text, "semibold", setter.where)

    def paint(self, canvas: TaggedCanvas, x: float, y: float) -> None:
        """Draw axes, lines, points and labels with the lower left corner at ``x``, ``y``."""
        width, height = self._size
        across = Scale(
            self._first.toordinal(), self._last.toordinal(), x + _LEFT + 4, x + width - _RIGHT
        )
        up = Scale(float(self._ticks[0]), float(self._ticks[-1]), y + _BOTTOM, y + height - _TOP)
        self._draw_behind(canvas, across, up)
        self._draw_axes(canvas, across, up, x, y)
        self._draw_limits(canvas, across, up)
        ends = [self._draw_line(canvas, i, s, across, up) for i, s in enumerate(self._series)]
        self._draw_labels(canvas, ends, x + width - _RIGHT + 6)

    def _draw_behind(self, canvas: TaggedCanvas, across: Scale, up: Scale) -> None:
        """Fill courses of steroids and bands, then dot relapses: lines and points come over it."""
        for mark in self._marks:
            start = max(across.at(mark.start.toordinal()), across.start)
            if mark.kind == "steroids":
                end = min(across.at((mark.end or mark.start).toordinal()), across.end)
                width = max(end - start, 1.0)
                canvas.filled_box(start, up.start, width, up.end - up.start, FAINT)
        for line in self._series:
            if line.band is not None:
                start = across.at(line.band.since.toordinal())
                low, high = up.at(float(line.band.low)), up.at(float(line.band.high))
                canvas.filled_box(start, low, across.end - start, high - low, SUNKEN)
                for edge in (low, high):
                    canvas.ruled_line(start, edge, across.end, edge, RULE, 0.4)
        canvas.setDash([0.8, 1.6])
        for mark in self._marks:
            if mark.kind == "relapse":
                place = across.at(mark.start.toordinal())
                canvas.ruled_line(place, up.start, place, up.end, SOFT, 0.7)
        canvas.setDash([])

    def _draw_axes(
        self, canvas: TaggedCanvas, across: Scale, up: Scale, x: float, y: float
    ) -> None:
        for tick in self._ticks:
            height = up.at(float(tick))
            canvas.ruled_line(x + _LEFT, height, across.end + 3, height, FAINT)
            self._write(canvas, number(tick), x + _LEFT - 4, height - 2.2, _TICK, to_right=True)
        self._write(canvas, self._series[0].unit, x, y + self._size[1] - 6, _TICK)
        right = x + self._size[0]
        self._write(canvas, self._legend, right, y + self._size[1] - 6, _TICK, to_right=True)
        for on, at_end in ((self._first, False), (self._last, True)):
            place = across.at(on.toordinal())
            self._write(
                canvas, day(on), place + (6 if at_end else -4), y + 2, _TICK, to_right=at_end
            )

    def _draw_limits(self, canvas: TaggedCanvas, across: Scale, up: Scale) -> None:
        """Dash each limit; its words stand where they cover no point, or nowhere."""
        points = [
            (across.at(p.on.toordinal()) - across.start, up.at(float(p.value)))
            for line in self._series
            for p in line.points
            if p.value is not None
        ]
        for limit in self._limits:
            level = up.at(float(limit.value))
            canvas.setDash([2.4, 1.6])
            canvas.ruled_line(across.start, level, across.end, level, SOFT, 0.6)
            canvas.setDash([])
            runs = self._setter.fonts.runs(limit.words, _TICK.weight, self._setter.where)
            width = sum(run.width for run in runs) * _TICK.size
            taken = [x for x, y in points if level - 2 < y < level + 9]
            left = free_place(width, across.end - across.start, taken, 3)
            if left is not None:
                self._write(canvas, limit.words, across.start + left, level + 1.6, _TICK)

    def _draw_line(
        self, canvas: TaggedCanvas, index: int, line: TrendSeries, across: Scale, up: Scale
    ) -> tuple[float, int, str]:
        colour = _COLOURS[index]
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(1.2)
        canvas.setDash(_DASHES[index])
        for start, end in pairwise(sorted(line.points, key=_on)):
            if start.value is None or end.value is None or end.breaks:
                continue
            canvas.line(
                across.at(start.on.toordinal()),
                up.at(float(start.value)),
                across.at(end.on.toordinal()),
                up.at(float(end.value)),
            )
        canvas.setDash([])
        last = 0.0
        for point in sorted(line.points, key=_on):
            if point.value is not None:
                last = up.at(float(point.value))
                canvas.dot(across.at(point.on.toordinal()), last, 1.9, colour)
        return last, index, line.label

    def _draw_labels(
        self, canvas: TaggedCanvas, ends: Sequence[tuple[float, int, str]], x: float
    ) -> None:
        floor = -9e9
        for height, index, text in sorted(ends):
            baseline = max(height - 2.4, floor)
            style = Style(_LABEL.size, _LABEL.leading, _LABEL.weight, _COLOURS[index])
            self._write(canvas, text, x, baseline, style)
            floor = baseline + _LABEL.leading

    def _write(
        self,
        canvas: TaggedCanvas,
        text: str,
        x: float,
        y: float,
        style: Style,
        *,
        to_right: bool = False,
    ) -> None:
        weight: Weight = style.weight
        runs = self._setter.fonts.runs(text, weight, self._setter.where)
        if to_right:
            x -= sum(run.width for run in runs) * style.size
        for run in runs:
            canvas.show(run, x, y, style.size, style.colour)
            x += run.width * style.size


def _on(point: TrendPoint) -> date:
    return point.on
