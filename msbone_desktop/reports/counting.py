"""How many pages blocks would take, told without drawing them."""

from collections.abc import Sequence

from msbone_desktop.reports.blocks import Block
from msbone_desktop.reports.composition import Composer
from msbone_desktop.reports.document import Furniture, Sheets


class _Counted(Sheets):
    """Turns pages as they would be turned, and leaves the blocks as they are."""

    def _draw(self, block: Block, height: float) -> None:
        self._y -= height + (0.0 if self._fresh else block.before)
        self._fresh = False


def pages_needed(
    composer: Composer, blocks: Sequence[Block], furniture: Furniture, *, paper: str
) -> int:
    """Return how many pages of ``paper`` the blocks take; they can be drawn afterwards."""
    sheets = _Counted(composer, furniture, paper)
    sheets.place(blocks)
    return sheets.canvas.page_index + 1
