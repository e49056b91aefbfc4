"""The page frame: who a page is about, which page it is, and by what it was made, on each page."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from msbone_desktop.reports.appearance import (
    BOTTOM_MARGIN,
    FOOT,
    FOOT_STRONG,
    INK,
    PAPER,
    RULE,
    SIDE_MARGIN,
    TOP_MARGIN,
    WATERMARK,
    WHITE,
    Style,
)
from msbone_desktop.reports.archival import RawPages
from msbone_desktop.reports.blocks import Block, Stack, Text
from msbone_desktop.reports.composition import Composer, P, Paragraph
from msbone_desktop.reports.lines import Span
from msbone_desktop.reports.structure import Element
from msbone_desktop.reports.tagging import TaggedCanvas

_PAGE_WORDS = 78.0
"""Width kept free for "Page 12 of 13"."""
_KEPT_AFTER_HEADING = 30.0
_BELOW_HEAD = 12.0
_MOST_IN_HEAD = 3 * FOOT_STRONG.leading
"""A name may be thousands of letters long; a page is not."""
_MARK = Style(7, 9, "bold", INK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What stands on every page beside its content."""

    title: str
    identity: tuple[str, ...]
    """Name, date of birth and number, in one line; each part keeps its own direction."""
    provenance: tuple[str, ...]
    """Rule set, software, when and by whom, and the limits: one paragraph each."""
    watermark: str = ""
    demo: str = ""


class Sheets:
    """Places blocks on pages, one below the other."""

    def __init__(self, composer: Composer, furniture: Furniture, paper: str) -> None:
        self._size = PAPER[paper]
        self.canvas = self._canvas = TaggedCanvas(self._size)
        self._composer = composer
        self.width = self._size[0] - 2 * SIDE_MARGIN
        self._y = 0.0
        self._fresh = True
        self._parts: list[tuple[int, Stack, Text]] = []
        self._first_page = 0
        self._dress(furniture)
        self._begin()

    def _dress(self, furniture: Furniture) -> None:
        """Make ready what stands on every page of a part."""
        composer = self._composer
        self._furniture = furniture
        self._foot_element = Element("Div")
        lines = [composer.text(P(t, FOOT), parent=self._foot_element) for t in furniture.provenance]
        self._foot = Stack(lines)
        self._identity = composer.text(_identity(furniture))
        self._foot_height = self._foot.arrange(self.width)
        self._foot_height += self._identity.arrange(self.width - _PAGE_WORDS)
        self._bottom = BOTTOM_MARGIN + self._foot_height + 12

    def begin_part(self, furniture: Furniture) -> None:
        """Go on with a part of its own, on a new page with a count and an identity of its own."""
        self._end_part()
        self._dress(furniture)
        self._begin()

    def _end_part(self) -> None:
        self._canvas.showPage()
        count = self._canvas.page_index - self._first_page
        self._parts.append((count, self._foot, self._identity))
        self._first_page = self._canvas.page_index
        # Read out once, behind what the part says: by whom and by what it was made, and its limits.
        self._canvas.place_in_reading_order(self._foot_element)

    def _begin(self) -> None:
        self._y = self._size[1] - TOP_MARGIN
        self._fresh = True
        with self._canvas.artifact("Background"):
            if self._furniture.watermark:
                self._draw_watermark(self._furniture.watermark)
        if self._canvas.page_index == self._first_page:
            self._draw_demo_mark()
            return
        with self._canvas.artifact("Pagination"):
            self._draw_demo_mark()
            self._draw_running_head()

    def place(self, blocks: Sequence[Block]) -> None:
        """Draw ``blocks``, going on to new pages as needed."""
        queue = deque(blocks)
        while queue:
            block = queue.popleft()
            height = block.arrange(self.width)
            left = self._y - self._bottom - (0.0 if self._fresh else block.before)
            fits = height <= left + 0.01 and self._may_follow(block, left - height, queue)
            if fits or (height <= left and self._fresh):
                self._draw(block, height)
                continue
            parts = None if block.keep_with_next and not self._fresh else block.cut(left)
            if parts is None and self._fresh:
                parts = block.cut(left, anywhere=True)
            if parts is not None:
                self._draw(parts[0], parts[0].arrange(self.width))
                queue.appendleft(parts[1])
            elif self._fresh:
                self._draw(block, height)
                continue
            else:
                queue.appendleft(block)
            self._turn_page()

    def _may_follow(self, block: Block, left: float, queue: deque[Block]) -> bool:
        """Tell whether what must not be parted from ``block`` has room below it.

        A heading needs the whole of a short block, or enough of one that can be cut there.
        """
        for following in queue:
            if not block.keep_with_next:
                return True
            height = following.arrange(self.width)
            left -= following.before
            if height > left:
                enough = left >= _KEPT_AFTER_HEADING and not following.keep_with_next
                return enough and following.cut(left) is not None
            left -= height
            block = following
        return True

    def _draw(self, block: Block, height: float) -> None:
        self._y -= 0.0 if self._fresh else block.before
        block.draw(self._canvas, SIDE_MARGIN, self._y)
        self._y -= height
        self._fresh = False

    def _turn_page(self) -> None:
        self._canvas.showPage()
        self._begin()

    def finish(self) -> tuple[int, ...]:
        """Close the last page, number the pages of each part and return how many each has."""
        self._end_part()
        first = 0
        for count, foot, identity in self._parts:
            for index in range(count):
                draw = partial(self._draw_foot, index, count, foot, identity)
                self._canvas.add_to_page(first + index, draw)
            first += count
        with self._composer.setter.fonts.embedding:
            self._canvas.save()
        return tuple(count for count, _, _ in self._parts)

    def _draw_foot(self, index: int, count: int, foot: Stack, identity: Text) -> None:
        width = self.width - _PAGE_WORDS
        top = BOTTOM_MARGIN + foot.arrange(self.width) + identity.arrange(width)
        canvas = self._canvas
        page_words = self._composer.text(P(f"Page {index + 1} of {count}", FOOT_STRONG))
        page_words.to_right = True
        page_words.arrange(_PAGE_WORDS)
        with canvas.artifact("Pagination"):
            right = SIDE_MARGIN + self.width
            canvas.ruled_line(SIDE_MARGIN, top + 4, right, top + 4, RULE)
            identity.draw(canvas, SIDE_MARGIN, top)
            page_words.draw(canvas, right - _PAGE_WORDS, top)
        top -= identity.arrange(width)
        if index == 0:
            foot.draw(canvas, SIDE_MARGIN, top)
            return
        with canvas.artifact("Pagination"):
            foot.draw(canvas, SIDE_MARGIN, top)

    def _draw_running_head(self) -> None:
        left = self._composer.text(_identity(self._furniture))
        right = self._composer.text(P(self._furniture.title, FOOT))
        right.to_right = True
        right.arrange(130)
        height = left.arrange(self.width - 140)
        if height > _MOST_IN_HEAD:  # the foot of the page has it whole
            height = FOOT.leading
        else:
            left.draw(self._canvas, SIDE_MARGIN, self._y)
        right.draw(self._canvas, SIDE_MARGIN + self.width - 130, self._y)
        line = self._y - height - 3
        self._canvas.ruled_line(SIDE_MARGIN, line, SIDE_MARGIN + self.width, line, RULE)
        self._y = line - _BELOW_HEAD

    def _draw_watermark(self, word: str) -> None:
        style = Style(150, 150, "bold", WATERMARK)
        line = self._composer.setter.lines(self._composer.setter.words([Span(word, style)]), 9e9)[0]
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(self._size[0] / 2, self._size[1] / 2)
        canvas.rotate(52)
        x = -line.width / 2
        for segment in line.segments:
            for run in segment.runs:
                canvas.show(run, x, -style.size * 0.36, style.size, style.colour)
                x += run.width * style.size
        canvas.restoreState()
        canvas.forget_colour()

    def _draw_demo_mark(self) -> None:
        if not self._furniture.demo:
            return
        mark = self._composer.text(P(self._furniture.demo, _MARK))
        line_width = sum(
            run.width * _MARK.size
            for run in self._composer.setter.fonts.runs(
                self._furniture.demo, _MARK.weight, "the mark"
            )
        )
        width, top = line_width + 16, self._size[1] - 7
        x = (self._size[0] - width) / 2
        mark.arrange(width)
        with self._canvas.artifact():
            self._canvas.filled_box(x, top - 13, width, 13, WHITE)
            self._canvas.outlined_box(x, top - 13, width, 13, INK, False)
        mark.draw(self._canvas, x + 8, top - 2)


def _identity(furniture: Furniture) -> Paragraph:
    return Paragraph(tuple(Span(part, FOOT_STRONG) for part in furniture.identity))


def lay_out(
    composer: Composer,
    blocks: Sequence[Block],
    furniture: Furniture,
    *,
    paper: str,
    prepared_at: datetime,
    software_version: str,
) -> RawPages:
    """Draw ``blocks`` on as many pages as they need."""
    raw, _ = lay_out_parts(
        composer,
        [(blocks, furniture)],
        paper=paper,
        prepared_at=prepared_at,
        software_version=software_version,
    )
    return raw


def lay_out_parts(
    composer: Composer,
    parts: Iterable[tuple[Sequence[Block], Furniture]],
    *,
    paper: str,
    prepared_at: datetime,
    software_version: str,
    language: str = "en",
) -> tuple[RawPages, tuple[int, ...]]:
    """Draw parts one after the other, each from a new page on, with a count of its own.

    Returns:
        The pages, and how many each part has.
    """
    sheets: Sheets | None = None
    title = ""
    for blocks, furniture in parts:
        if sheets is None:
            sheets, title = Sheets(composer, furniture, paper), furniture.title
        else:
            sheets.begin_part(furniture)
        sheets.place(blocks)
    if sheets is None:
        raise ValueError("a document has at least one part")
    counts = sheets.finish()
    canvas = sheets.canvas
    raw = RawPages(
        canvas.output.getvalue(),
        canvas.document,
        title,
        language,
        prepared_at,
        software_version,
        sum(counts),
    )
    return raw, counts
