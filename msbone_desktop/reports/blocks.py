"""What a page is made of: blocks that know their height, can be cut, and draw themselves.

A block is arranged for a width first; then it is drawn at a place, or cut where a page ends.
Everything that can be longer than a page can be cut, so no text is too long for paper.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from msbone_desktop.reports.fonts import Run
from msbone_desktop.reports.lines import Line, Segment, Span, TypeSetter
from msbone_desktop.reports.structure import Element
from msbone_desktop.reports.tagging import TaggedCanvas


class Block(Protocol):
    """A part of a page."""

    before: float
    """Space above it, dropped at the top of a page."""
    keep_with_next: bool
    """Never the last thing on a page."""

    def arrange(self, width: float) -> float:
        """Lay the block out for ``width`` and return its height."""

    def cut(self, height: float, *, anywhere: bool = False) -> "tuple[Block, Block] | None":
        """Cut an arranged block so that its first part fits ``height``; None if it cannot be.

        ``anywhere``: cut what is better kept whole too, because a whole page is not enough.
        """

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draw an arranged block with its upper left corner at ``x``, ``top``."""


class Text:
    """A paragraph, a heading, or a list item."""

    keep_with_next = False

    def __init__(
        self,
        setter: TypeSetter,
        spans: Sequence[Span],
        element: Element,
        *,
        before: float = 0.0,
        bookmark: str = "",
        to_right: bool = False,
    ) -> None:
        self._setter, self._element, self._bookmark = setter, element, bookmark
        self._words = setter.words(spans)
        self._lines: list[Line] = []
        self._width = 0.0
        self._word_follows = False
        """Behind the last line comes another word, in the next column or on the next page."""
        self.to_right = to_right
        self.before = before

    def arrange(self, width: float) -> float:
        """Break the text into lines of ``width``."""
        if self._words and width != self._width:
            self._lines, self._width = self._setter.lines(self._words, width), width
        return sum(line.leading for line in self._lines)

    def cut(
        self,
        height: float,
        *,
        anywhere: bool = False,  # noqa: ARG002 - a paragraph may always be cut between lines
    ) -> "tuple[Block, Block] | None":
        """Cut between two lines, leaving no single line behind where that can be avoided."""
        fitting, used = 0, 0.0
        for line in self._lines:
            used += line.leading
            if used > height + 0.01:
                break
            fitting += 1
        if 2 < fitting == len(self._lines) - 1:
            fitting -= 1
        if not 0 < fitting < len(self._lines):
            return None
        head = self._part(self._lines[:fitting])
        head._word_follows = not self._lines[fitting].goes_on
        tail = self._part(self._lines[fitting:], first=False)
        tail._word_follows = self._word_follows
        return head, tail

    def _part(self, lines: list[Line], *, first: bool = True) -> "Text":
        part = Text(self._setter, (), self._element, before=self.before if first else 0.0)
        part._lines, part._width, part.to_right = lines, self._width, self.to_right
        part._bookmark = self._bookmark if first else ""
        return part

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draw the lines; links become elements of their own inside the paragraph."""
        if self._bookmark:
            canvas.bookmark(self._bookmark, top)
        if any(segment.link for line in self._lines for segment in line.segments):
            self._draw_with_links(canvas, x, top)
            return
        reading = ""
        if any(line.read_as for line in self._lines):
            told = (line.text if line.goes_on else f" {line.text}" for line in self._lines)
            reading = "".join(told).lstrip()
        with canvas.inside(self._element, reading):
            for place, line in enumerate(self._lines):
                self._draw_line(canvas, line, x, top, self._end(place))
                top -= line.leading

    def _end(self, place: int) -> str:
        """Return the space that parts the words of two lines for who does not see them apart."""
        last = place + 1 == len(self._lines)
        word_follows = self._word_follows if last else not self._lines[place + 1].goes_on
        return " " if word_follows and not self._lines[place].read_as else ""

    def _draw_line(self, canvas: TaggedCanvas, line: Line, x: float, top: float, end: str) -> None:
        x += self._width - line.width if self.to_right else 0.0
        baseline = _baseline(line, top)
        for segment in line.segments:
            _draw_segment(canvas, segment, x, baseline, end if segment is line.segments[-1] else "")
            x += segment.width

    def _draw_with_links(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        for place, line in enumerate(self._lines):
            left, baseline = x, _baseline(line, top)
            for segment in line.segments:
                element = Element("Link", self._element) if segment.link else self._element
                end = self._end(place) if segment is line.segments[-1] else ""
                with canvas.inside(element):
                    _draw_segment(canvas, segment, left, baseline, end)
                if segment.link:
                    box = (left, top - line.leading, left + segment.width, top)
                    canvas.link(segment.link, box, element)
                left += segment.width
            top -= line.leading


def _baseline(line: Line, top: float) -> float:
    size = max(segment.style.size for segment in line.segments)
    return top - line.leading + (line.leading - size) / 2 + size * 0.22


def _draw_segment(
    canvas: TaggedCanvas, segment: Segment, x: float, baseline: float, end: str
) -> None:
    style = segment.style
    for run in segment.runs:
        drawn = run
        if end and run is segment.runs[-1] and end in run.face.advances:
            drawn = Run(run.face, run.text + end, run.width)
        canvas.show(drawn, x, baseline, style.size, style.colour)
        x += run.width * style.size


class Stack:
    """Blocks under one another."""

    keep_with_next = False

    def __init__(self, blocks: Sequence[Block], *, before: float = 0.0) -> None:
        self.blocks = list(blocks)
        self.before = before
        self._heights: list[float] = []
        self._width = self._height = 0.0

    def arrange(self, width: float) -> float:
        """Arrange each block; the space above the first is dropped."""
        if width == self._width:
            return self._height
        self._width = width
        self._heights = [block.arrange(width) for block in self.blocks]
        self._height = sum(self._heights) + sum(block.before for block in self.blocks[1:])
        return self._height

    def cut(self, height: float, *, anywhere: bool = False) -> "tuple[Block, Block] | None":
        """Cut between blocks, or inside the first one that does not fit."""
        used = 0.0
        for index, block in enumerate(self.blocks):
            space = block.before if index else 0.0
            if used + space + self._heights[index] > height + 0.01:
                parts = block.cut(height - used - space, anywhere=anywhere)
                heads, tails = self.blocks[:index], self.blocks[index:]
                if parts is not None:
                    heads, tails = [*heads, parts[0]], [parts[1], *tails[1:]]
                if not heads:
                    return None
                return Stack(heads, before=self.before), Stack(tails)
            used += space + self._heights[index]
        return None

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draw the blocks from top to bottom."""
        for index, block in enumerate(self.blocks):
            top -= block.before if index else 0.0
            block.draw(canvas, x, top)
            top -= self._heights[index]


class Figure:
    """A drawing of fixed size, described in words for those who cannot see it."""

    keep_with_next = False

    def __init__(
        self,
        size: tuple[float, float],
        alt: str,
        paint: Callable[[TaggedCanvas, float, float], None],
        *,
        before: float = 0.0,
    ) -> None:
        self._size, self._alt, self._paint = size, alt, paint
        self.before = before

    def arrange(self, width: float) -> float:  # noqa: ARG002 - its size is fixed
        """Return the height of the drawing."""
        return self._size[1]

    def cut(
        self,
        height: float,  # noqa: ARG002
        *,
        anywhere: bool = False,  # noqa: ARG002
    ) -> "tuple[Block, Block] | None":
        """A drawing is never cut."""
        return None

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draw it as one figure."""
        width, height = self._size
        box = (x, top - height, x + width, top)
        with canvas.inside(Element("Figure", alt=self._alt, box=box)):
            self._paint(canvas, x, top - height)
