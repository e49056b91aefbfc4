"""Text in two columns: down the first, then down the second, on each page anew.

Small type in lines as wide as the page cannot be read: the eye loses the line. Columns also keep
the order in which things are read when they go on over a page.
"""

from collections.abc import Sequence

from msbone_desktop.reports.blocks import Block, Stack
from msbone_desktop.reports.tagging import TaggedCanvas

GUTTER = 16.0
_TRIES = 10
"""Halvings until the two columns differ by less than a line."""
_Placed = list[tuple[Block, float]]
"""Blocks with their heights."""


class Columns:
    """Blocks one below the other, in two columns of about the same height.

    ``whole``: no block is parted between two columns unless it is too long for a page.
    """

    keep_with_next = False

    def __init__(
        self, blocks: Sequence[Block], *, before: float = 0.0, whole: bool = False
    ) -> None:
        self._blocks = list(blocks)
        self._halves: tuple[Stack, Stack] = (Stack(()), Stack(()))
        self._width = self._height = 0.0
        self._whole = whole
        self.before = before

    def arrange(self, width: float) -> float:
        """Part the blocks where the higher column becomes as low as it can be."""
        column = (width - GUTTER) / 2
        if column == self._width:
            return self._height
        self._width = column
        placed = self._placed()
        high = _height(placed)
        low = high / 2
        for _ in range(_TRIES):
            middle = (low + high) / 2
            fits = _height(self._filled(placed, middle)[1]) <= middle
            low, high = (low, middle) if fits else (middle, high)
        first, second = self._filled(placed, high)
        self._halves = (_stack(first), _stack(second))
        self._height = max(half.arrange(self._width) for half in self._halves)
        return self._height

    def _placed(self) -> _Placed:
        return [(block, block.arrange(self._width)) for block in self._blocks]

    def _filled(
        self, placed: _Placed, height: float, *, anywhere: bool = False
    ) -> tuple[_Placed, _Placed]:
        """Return what goes into a column of ``height``, and what is left."""
        used = 0.0
        for place, (block, needed) in enumerate(placed):
            used += block.before if place else 0.0
            if used + needed > height + 0.01:
                parts = None
                if anywhere or not self._whole:
                    parts = block.cut(height - used, anywhere=anywhere and place == 0)
                if parts is not None:
                    head, tail = [(part, part.arrange(self._width)) for part in parts]
                    return [*placed[:place], head], [tail, *placed[place + 1 :]]
                end = place
                while end and placed[end - 1][0].keep_with_next:
                    end -= 1
                return placed[:end], placed[end:]
            used += needed
        return placed, []

    def cut(self, height: float, *, anywhere: bool = False) -> "tuple[Block, Block] | None":
        """Fill both columns as far as ``height`` goes; what is left begins anew."""
        first, left = self._filled(self._placed(), height, anywhere=anywhere)
        second, left = self._filled(left, height, anywhere=anywhere and not first)
        if not first or not left:
            return None
        return self._part([*first, *second], self.before), self._part(left, 0.0)

    def _part(self, placed: _Placed, before: float) -> "Columns":
        return Columns([block for block, _ in placed], before=before, whole=self._whole)

    def draw(self, canvas: TaggedCanvas, x: float, top: float) -> None:
        """Draw the first column, then the second."""
        for half in self._halves:
            half.draw(canvas, x, top)
            x += self._width + GUTTER


def _height(placed: _Placed) -> float:
    return sum(height + (block.before if at else 0.0) for at, (block, height) in enumerate(placed))


def _stack(placed: _Placed) -> Stack:
    return Stack([block for block, _ in placed])
