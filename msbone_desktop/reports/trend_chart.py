"""A small chart of measurements over time, drawn with the document's own geometry.

A gap in the record is a gap in the line. Each line carries its own label; nothing is told by
colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from msbone_desktop.domain.documents import TrendPoint, TrendSeries
from msbone_desktop.reports.appearance import ACCENT, FAINT, INK, SOFT, Style
from msbone_desktop.reports.blocks import Figure
from msbone_desktop.reports.fonts import Weight
from msbone_desktop.reports.lines import TypeSetter
from msbone_desktop.reports.tagging import Colour, TaggedCanvas
from msbone_desktop.reports.wording import day, number

_LEFT, _RIGHT, _TOP, _BOTTOM = 26.0, 64.0, 12.0, 14.0
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


def ticks(low: Decimal, high: Decimal) -> list[Decimal]:
    """Return two to six round numbers that enclose ``low`` to ``high``."""
    for step in _STEPS:
        first, last = low // step, high // step
        # Floor division of decimals goes towards zero; a tick below each negative value is needed.
        first -= 1 if first * step > low else 0
        last += 1 if last * step < high else 0
        if last - first <= 5:
            break
    last = max(last, first + 1)
    return [step * count for count in range(int(first), int(last) + 1)]


def described(series: Sequence[TrendSeries]) -> str:
    """Return every value of the chart in words, for those who cannot see it."""
    lines = []
    for line in series:
        points = ", ".join(
            ("no value" if point.value is None else number(point.value)) + f" on {day(point.on)}"
            for point in line.points
        )
        lines.append(f"{line.label} in {line.unit}: {points}.")
    words = "Chart of measurements over time. " + " ".join(lines)
    return words.replace("\u00a0", " ")


def trend_chart(
    setter: TypeSetter, series: Sequence[TrendSeries], size: tuple[float, float]
) -> Figure | None:
    """Return the chart; None when there is nothing to draw a line through."""
    drawn = [line for line in series if sum(p.value is not None for p in line.points) >= 2]
    if not drawn:
        return None
    chart = _Chart(setter, drawn[: len(_COLOURS)], size)
    return Figure(size, described(drawn[: len(_COLOURS)]), chart.paint)


class _Chart:
    def __init__(
        self, setter: TypeSetter, series: Sequence[TrendSeries], size: tuple[float, float]
    ) -> None:
        self._setter, self._series, self._size = setter, series, size
        values = [p.value for line in series for p in line.points if p.value is not None]
        days = [point.on for line in series for point in line.points]
        self._ticks = ticks(min(values), max(values))
        self._first, self._last = min(days), max(days)
        for text in (*(line.label for line in series), series[0].unit):
            setter.fonts.runs(text, "semibold", setter.where)

    def paint(self, canvas: TaggedCanvas, x: float, y: float) -> None:
        """Draw axes, lines, points and labels with the lower left corner at ``x``, ``y``."""
        width, height = self._size
        across = Scale(
            self._first.toordinal(), self._last.toordinal(), x + _LEFT + 4, x + width - _RIGHT
        )
        up = Scale(float(self._ticks[0]), float(self._ticks[-1]), y + _BOTTOM, y + height - _TOP)
        self._draw_axes(canvas, across, up, x, y)
        ends = [self._draw_line(canvas, i, s, across, up) for i, s in enumerate(self._series)]
        self._draw_labels(canvas, ends, x + width - _RIGHT + 6)

    def _draw_axes(
        self, canvas: TaggedCanvas, across: Scale, up: Scale, x: float, y: float
    ) -> None:
        for tick in self._ticks:
            height = up.at(float(tick))
            canvas.ruled_line(x + _LEFT, height, across.end + 3, height, FAINT)
            self._write(canvas, number(tick), x + _LEFT - 4, height - 2.2, _TICK, to_right=True)
        self._write(canvas, self._series[0].unit, x, y + self._size[1] - 6, _TICK)
        for on, at_end in ((self._first, False), (self._last, True)):
            place = across.at(on.toordinal())
            self._write(
                canvas, day(on), place + (6 if at_end else -4), y + 2, _TICK, to_right=at_end
            )

    def _draw_line(
        self, canvas: TaggedCanvas, index: int, line: TrendSeries, across: Scale, up: Scale
    ) -> tuple[float, int, str]:
        colour = _COLOURS[index]
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(1.2)
        canvas.setDash(_DASHES[index])
        for start, end in pairwise(sorted(line.points, key=_on)):
            if start.value is None or end.value is None:
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
