"""Small charts under one another on one time axis, with relapses and steroids marked across them.

Left and right go from value to value, up and down from chart to chart; the value in hand is told.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from msbone_desktop.domain.charting import (
    Chart,
    Mark,
    Point,
    Series,
    Span,
    free_place,
    height,
    value_axis,
)
from msbone_desktop.ui.appearance import RADIUS, Appearance
from msbone_desktop.ui.widgets.reading.wording import date_words

_LEFT, _RIGHT, _TOP, _GAP, _FOOT = 40.0, 112.0, 10.0, 34.0, 22.0
_HEIGHT = 78.0
_RADIUS = 3.5
_TITLE = _RADIUS + 5
"""From the foot of a title to its chart, so that a point at the very top does not touch it."""


class TimelineView(QWidget):
    """``told`` carries the value in hand, in words."""

    told = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._charts: tuple[Chart, ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._span = Span(date(2000, 1, 1), date(2000, 1, 2))
        self._chart, self._point = 0, -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Charts over time")
        appearance.on_change(self, self.update)

    def show_charts(self, charts: tuple[Chart, ...], marks: tuple[Mark, ...], span: Span) -> None:
        """Show other charts."""
        self._charts, self._marks, self._span = charts, marks, span
        self._chart, self._point = 0, -1
        self.setAccessibleDescription(as_table(charts, marks))
        self.setFixedHeight(int(_TOP + len(charts) * (_HEIGHT + _GAP) + _FOOT))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a comfortable width."""
        return QSize(640, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from value to value and from chart to chart."""
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        turns = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key in moves and self._in_hand():
            count = len(self._in_hand())
            self._point = max(0, min(self._point + moves[key], count - 1))
        elif key in turns and self._charts:
            self._chart = max(0, min(self._chart + turns[key], len(self._charts) - 1))
            self._point = len(self._in_hand()) - 1
        else:
            super().keyPressEvent(event)
            return
        self.told.emit(self.words())
        self.update()

    def words(self) -> str:
        """Return the value in hand, in words."""
        if not self._charts:
            return ""
        chart, values = self._charts[self._chart], self._in_hand()
        if not values:
            return f"{chart.title}: {chart.empty}"
        if not 0 <= self._point < len(values):
            return chart.title
        label, point = values[self._point]
        return f"{label}: {number_words(point)} {chart.unit} on {date_words(point.on)}".replace(
            "  ", " "
        )

    def _in_hand(self) -> list[tuple[str, Point]]:
        if not self._charts:
            return []
        chart = self._charts[self._chart]
        found = [(line.label, point) for line in chart.series for point in line.points]
        return sorted(found, key=lambda pair: (pair[1].on, pair[0]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw every chart, then the marks across all of them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPointSizeF(8.5)
        painter.setFont(font)
        for number, chart in enumerate(self._charts):
            area = QRectF(
                _LEFT,
                _TOP + 14 + number * (_HEIGHT + _GAP),
                max(self.width() - _LEFT - _RIGHT, 40.0),
                _HEIGHT,
            )
            self._paint_marks(painter, area, named=number == 0)
            self._paint_chart(painter, chart, area, number)
        if self._charts:
            self._paint_years(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._appearance.tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)  # that of the last point would fill it all
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()

    def _paint_chart(self, painter: QPainter, chart: Chart, area: QRectF, number: int) -> None:
        tokens = self._appearance.tokens
        painter.setPen(QColor(tokens.ink))
        painter.drawText(QPointF(_LEFT, area.top() - _TITLE), _heading(chart))
        if not chart.points:
            painter.setPen(QColor(tokens.ink_soft))
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, chart.empty)
            return
        axis = value_axis(chart)
        painter.setPen(QPen(QColor(tokens.line), 1))
        for value in (axis[0], axis[-1]):
            y = area.bottom() - height(axis, value) * area.height()
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(QColor(tokens.ink_soft))
        for value in (axis[0], axis[-1]):
            y = area.bottom() - height(axis, value) * area.height()
            box = QRectF(0, y - 8, _LEFT - 8, 16)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, right, f"{value:f}".replace("-", "−"))
        self._paint_band(painter, chart, area, axis)
        for threshold in chart.thresholds:
            y = area.bottom() - height(axis, threshold.value) * area.height()
            painter.setPen(QPen(QColor(tokens.moderate), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            # Under the line where its words would touch the title.
            base = y + 11 if y - area.top() < 10 else y - 3
            width = QFontMetricsF(painter.font()).horizontalAdvance(threshold.words)
            left = self.clear_place(width, base, chart, area, axis)
            if left is not None:
                painter.drawText(QPointF(area.left() + 4 + left, base), threshold.words)
        self._paint_lines(painter, chart, area, number)

    def _paint_band(
        self, painter: QPainter, chart: Chart, area: QRectF, axis: tuple[Decimal, ...]
    ) -> None:
        if chart.band is None:
            return
        top = area.bottom() - height(axis, chart.band.high) * area.height()
        foot = area.bottom() - height(axis, chart.band.low) * area.height()
        wash = QColor(self._appearance.tokens.moderate)
        painter.setPen(wash)
        title = QFontMetricsF(painter.font()).horizontalAdvance(_heading(chart))
        painter.drawText(QPointF(_LEFT + title + 12, area.top() - _TITLE), chart.band.words)
        wash.setAlpha(36)
        painter.fillRect(QRectF(area.left(), top, area.width(), foot - top), wash)

    def clear_place(
        self, width: float, base: float, chart: Chart, area: QRectF, axis: tuple[Decimal, ...]
    ) -> float | None:
        """Return where words of ``width`` on ``base`` stand clear of all lines, else of points."""
        points = [self._at(area, axis, point) for point in chart.points]
        lines = [at for one in chart.series for at in self._samples(one, area, axis)]

        def place(drawn: list[QPointF]) -> float | None:
            taken = [at.x() - area.left() - 4 for at in drawn if base - 16 < at.y() < base + 8]
            return free_place(width, area.width() - 8, taken)

        left = place(points + lines)
        return place(points) if left is None else left

    def _samples(self, line: Series, area: QRectF, axis: tuple[Decimal, ...]) -> Iterator[QPointF]:
        """Yield places along a line, close enough together for words not to slip between."""
        for before, after in pairwise(line.points):
            if not after.breaks:
                start, end = self._at(area, axis, before), self._at(area, axis, after)
                count = 1 + int((end.x() - start.x()) / 8)
                yield from (start + (end - start) * (step / count) for step in range(count))

    def _paint_lines(self, painter: QPainter, chart: Chart, area: QRectF, number: int) -> None:
        tokens = self._appearance.tokens
        inks = (tokens.accent, tokens.info, tokens.high, tokens.unknown, tokens.low)
        axis = value_axis(chart)
        taken: list[float] = []
        held = self._in_hand() if number == self._chart and self.hasFocus() else []
        for place, line in enumerate(chart.series):
            ink = QColor(inks[place % len(inks)])
            before: QPointF | None = None
            for point in line.points:
                at = self._at(area, axis, point)
                painter.setPen(QPen(ink, 1.6))
                if before is not None and not point.breaks:
                    painter.drawLine(before, at)
                painter.setBrush(ink)
                painter.drawEllipse(at, _RADIUS, _RADIUS)
                chosen = 0 <= self._point < len(held) and held[self._point] == (line.label, point)
                if chosen:
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawEllipse(at, _RADIUS + 4, _RADIUS + 4)
                before = at
            if line.points:
                self._name_line(
                    painter, line.label, self._at(area, axis, line.points[-1]), taken, ink
                )

    def _name_line(
        self, painter: QPainter, label: str, at: QPointF, taken: list[float], ink: QColor
    ) -> None:
        """Write a label beside the last point, below those that stand there already."""
        y = at.y() + 4
        while any(abs(y - other) < 12 for other in taken):
            y += 12
        taken.append(y)
        painter.setPen(ink)
        room = _RIGHT - 12
        short = QFontMetricsF(painter.font()).elidedText(label, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(self.width() - _RIGHT + 10, y), short)

    def _paint_marks(self, painter: QPainter, area: QRectF, *, named: bool) -> None:
        tokens = self._appearance.tokens
        for mark in self._marks:
            x = area.left() + self._span.place(mark.start) * area.width()
            if mark.kind == "relapse":
                painter.setPen(QPen(QColor(tokens.high), 1, Qt.PenStyle.DotLine))
                painter.drawLine(QPointF(x, area.top() - 2), QPointF(x, area.bottom()))
                continue
            end = area.left() + self._span.place(mark.end or mark.start) * area.width()
            wash = QColor(tokens.info)
            wash.setAlpha(46)
            painter.fillRect(QRectF(x, area.top(), max(end - x, 2.0), area.height()), wash)
        if named and self._marks:
            painter.setPen(QColor(tokens.ink_soft))
            words = "dotted: relapse   shaded: steroids"
            box = QRectF(area.left(), area.top() - _TITLE - 11, area.width(), 14)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, words)

    def _paint_years(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._appearance.tokens.ink_soft))
        width = max(self.width() - _LEFT - _RIGHT, 40.0)
        foot = _TOP + len(self._charts) * (_HEIGHT + _GAP)
        for day in self._span.years():
            x = _LEFT + self._span.place(day) * width
            painter.drawText(
                QRectF(x - 24, foot - 6, 48, 16), Qt.AlignmentFlag.AlignHCenter, str(day.year)
            )

    def _at(self, area: QRectF, axis: tuple[Decimal, ...], point: Point) -> QPointF:
        x = area.left() + self._span.place(point.on) * area.width()
        return QPointF(x, area.bottom() - height(axis, point.value) * area.height())


def _heading(chart: Chart) -> str:
    return f"{chart.title}, {chart.unit}" if chart.unit else chart.title


def as_table(charts: tuple[Chart, ...], marks: tuple[Mark, ...]) -> str:
    """Return everything that is drawn, as lines to be read aloud."""
    lines = []
    for chart in charts:
        if not chart.points:
            lines.append(f"{chart.title}: {chart.empty}")
        for line in chart.series:
            values = ", ".join(
                f"{date_words(point.on)} {number_words(point)}" for point in line.points
            )
            if values:
                lines.append(f"{line.label} {chart.unit}: {values}.".replace(" :", ":"))
        if chart.band is not None:
            lines.append(f"{chart.title}: {chart.band.words}.")
    lines += [f"{mark.words}." for mark in marks]
    return "\n".join(lines)


def number_words(point: Point) -> str:
    """Return the value of a point with a real minus sign."""
    return f"{point.value:f}".replace("-", "−")
