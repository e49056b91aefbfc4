"""Rows of cells: tables that carry data, and panels or columns that only place things."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from msbone_desktop.reports.appearance import RULE
from msbone_desktop.reports.blocks import Block, Stack
from msbone_desktop.reports.tagging import Colour, TaggedCanvas

_KEPT_WHOLE = 240.0
"""A row up to this height moves to the next page rather than being cut."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as wide as ``points``, or, without them, by its ``share`` of what is left."""

    share: float = 1.0
    points: float = 0.0


@dataclass(frozen=True, slots=True)
class Frame:
    """What is drawn around and between the rows. None of it is read out."""

    fill: Colour | None = None
    outline: Colour | None = None
    dashed: bool = False
    bar: Colour | None = None
    """A thick line down the left side."""
    rules: bool = False
    """A thin line under each row, broken at gutters."""
    padding: tuple[float, float] = (0.0, 0.0)
    """Inside each cell: left and right, top and bottom."""
    gutter: float = 0.0
    """Between columns."""


@dataclass(slots=True)
class Row:
    """One row: a stack of blocks for each column, and a bar of its own at the left."""

    cells: list[Stack]
    bar: Colour | None = None
    height: float = 0.0
    heights: list[float] = field(default_factory=list)


class Grid:
    """Rows of cells.

    ``head`` is drawn again, as an artifact, where the rows go on after a page break.
    """

    keep_with_next = False

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Row],
        frame: Frame,
        *,
        head: Row | None = None,
        before: float = 0.0,
    ) -> None:
        self._columns, self._rows, self._frame = tuple(columns), list(rows), frame
        self._head, self._head_is_artifact = head, False
        self._widths: list[float] = []
        self._width = self._height = 0.0
        self.before = before

    def arrange(self, width: float) -> float:
        """Give each column its part of ``width`` and each row its height."""
        if width == self._width:
            return self._height
        self._width = width
        free = width - self._frame.gutter * (len(self._columns) - 1)
        free -= sum(column.points for column in self._columns)
        shares = sum(column.share for column in self._columns if not column.points)
        self._widths = [c.points or free * c.share / shares for c in self._columns]
        for row in self._all_rows:
            self._arrange_row(row)
        self._height = sum(row.height for row in self._all_rows)
        return self._height

    @property
    def _all_rows(self) -> list[Row]:
        return ([self._head] if self._head else []) + self._rows

    def _arrange_row(self, row: Row) -> None:
        sideways, above = self._frame.padding
        row.heights = [
            cell.arrange(width - 2 * sideways)
            for cell, width in zip(row.cells, self._widths, strict=True)
        ]
        row.height = max(row.heights) + 2 * above

    def cut(self, height: float, *, anywhere: bool = False) -> tuple[Block, Block] | None:
        """Cut between rows, or inside a row that is long."""
        left = height - (self._head.height if self._head else 0.0)
        for index, row in enumerate(self._rows):
            if row.height > left + 0.01:
                may_cut = anywhere or row.height > _KEPT_WHOLE
                parts = self._cut_row(row, left, anywhere=anywhere) if may_cut else None
                heads, tails = self._rows[:index], self._rows[index:]
                if parts is not None:
                    heads, tails = [*heads, parts[0]], [parts[1], *tails[1:]]
                if not heads:
                    return None
                return self._part(heads, first=True), self._part(tails, first=False)
            left -= row.height
        return None

    def _cut_row(self, row: Row, height: float, *, anywhere: bool) -> tuple[Row, Row] | None:
        inner = height - 2 * self._frame.padding[1]
        heads, tails, some = [], [], False
        for cell, cell_height in zip(row.cells, row.heights, strict=True):
            parts = None if cell_height <= inner else cell.cut(inner, anywhere=anywhere)
            if parts is None:
                whole = cell_height <= inner
                heads.append(cell if whole else Stack(()))
                tails.append(Stack(()) if whole else cell)
                continue
            some = True
            heads.append(Stack([parts[0]]))
            tails.append(Stack([parts[1]]))
        return (Row(heads, row.bar), Row(tails, row.bar)) if some else None

    def _part(self, rows: list[Row], *, first: bool) -> "Grid":
        before = self.before if first else 0.0
        part = Grid(self._columns, rows, self._frame, head=self._head, before=before)
        part._head_is_artifact = self._head_is_artifact or not first
        part.arrange(self._width)
        return part

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draw backgrounds and lines first, then the cells in reading order."""
        with canvas.artifact():
            self._draw_frame(canvas, x, top)
        for row in self._all_rows:
            draw = partial(self._draw_row, canvas, row, x, top)
            if row is self._head and self._head_is_artifact:
                with canvas.artifact():
                    draw()
            else:
                draw()
            top -= row.height

    def _draw_row(self, canvas: TaggedCanvas, row: Row, x: float, top: float) -> None:
        sideways, above = self._frame.padding
        for cell, width in zip(row.cells, self._widths, strict=True):
            cell.draw(canvas, x + sideways, top - above)
            x += width + self._frame.gutter

    def _draw_frame(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        frame, height = self._frame, sum(row.height for row in self._all_rows)
        if frame.fill:
            canvas.filled_box(x, top - height, self._width, height, frame.fill)
        if frame.outline:
            canvas.outlined_box(x, top - height, self._width, height, frame.outline, frame.dashed)
        if frame.bar:
            canvas.filled_box(x, top - height, 3.0, height, frame.bar)
        for row in self._all_rows:
            if row.bar:
                canvas.filled_box(x, top - row.height + 3, 2.4, row.height - 6, row.bar)
            top -= row.height
            if frame.rules:
                self._draw_rules(canvas, x, top, 0.8 if row is self._head else 0.4)

    def _draw_rules(self, canvas: TaggedCanvas, x: float, y: float, weight: float) -> None:
        if not self._frame.gutter:
            canvas.ruled_line(x, y, x + self._width, y, RULE, weight)
            return
        for width in self._widths:
            canvas.ruled_line(x, y, x + width, y, RULE, weight)
            x += width + self._frame.gutter
