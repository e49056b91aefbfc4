"""Builds the blocks of a document together with the structure that a screen reader follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from msbone_desktop.reports.appearance import ACCENT, BODY, COLUMN_HEAD, SECTION, SECTION_GAP, Style
from msbone_desktop.reports.blocks import Block, Stack, Text
from msbone_desktop.reports.grid import Column, Frame, Grid, Row
from msbone_desktop.reports.lines import Span, TypeSetter
from msbone_desktop.reports.structure import Element
from msbone_desktop.reports.tagging import Colour

TABLE = Frame(rules=True, padding=(6.0, 2.0))
_BULLETS = Frame()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text to be set: spans, and the space above them."""

    spans: tuple[Span, ...]
    before: float = 0.0


def P(text: str, style: Style = BODY, *, before: float = 0.0, link: str = "") -> Paragraph:  # noqa: N802
    """Return a paragraph that prints ``text`` letter by letter; nothing in it is markup."""
    return Paragraph((Span(text, style, link),), before)


@dataclass(frozen=True, slots=True)
class DataRow:
    """One row of a table: the paragraphs of each cell, and a bar at its left."""

    cells: tuple[Sequence[Paragraph], ...]
    bar: Colour | None = None


class Composer:
    """Makes blocks and their elements for one document."""

    def __init__(self, setter: TypeSetter) -> None:
        self.setter = setter

    def about(self, where: str) -> "Composer":
        """Return a composer that names its text ``where`` when it cannot be printed."""
        return Composer(self.setter.about(where))

    def text(
        self,
        paragraph: Paragraph,
        kind: str = "P",
        parent: Element | None = None,
        *,
        to_right: bool = False,
    ) -> Text:
        """Return one paragraph."""
        return Text(
            self.setter,
            paragraph.spans,
            Element(kind, parent),
            before=paragraph.before,
            to_right=to_right,
        )

    def heading(self, title: str) -> Text:
        """Return the heading of a section, which is also a bookmark."""
        block = Text(
            self.setter,
            (Span(title, SECTION),),
            Element("H2"),
            before=SECTION_GAP,
            bookmark=title,
        )
        block.keep_with_next = True
        return block

    def stack(self, paragraphs: Sequence[Paragraph], *, before: float = 0.0) -> Stack:
        """Return paragraphs under one another."""
        return Stack([self.text(paragraph) for paragraph in paragraphs], before=before)

    def panel(self, blocks: Sequence[Block], frame: Frame, *, before: float = 0.0) -> Grid:
        """Return ``blocks`` inside a frame."""
        return Grid((Column(),), [Row([Stack(blocks)])], frame, before=before)

    def side_by_side(
        self, cells: Sequence[Stack], columns: Sequence[Column], *, before: float = 0.0
    ) -> Grid:
        """Return stacks next to one another; they are read from left to right."""
        return Grid(columns, [Row(list(cells))], Frame(gutter=16.0), before=before)

    def table(
        self,
        columns: Sequence[Column],
        head: Sequence[str],
        rows: Sequence[DataRow],
        *,
        frame: Frame = TABLE,
        before: float = 0.0,
    ) -> Grid:
        """Return a table with a header row."""
        table = Element("Table")
        first = Element("TR", table)
        heads = [
            Stack([self.text(P(title, COLUMN_HEAD), parent=Element("TH", first, scope="Column"))])
            for title in head
        ]
        return Grid(
            columns,
            [self._table_row(table, row) for row in rows],
            frame,
            head=Row(heads),
            before=before,
        )

    def _table_row(self, table: Element, row: DataRow) -> Row:
        element = Element("TR", table)
        cells = []
        for paragraphs in row.cells:
            cell = Element("TD", element)
            cells.append(Stack([self.text(paragraph, parent=cell) for paragraph in paragraphs]))
        return Row(cells, row.bar)

    def bullets(
        self, items: Sequence[Paragraph], labels: Sequence[str] = (), *, before: float = 0.0
    ) -> Grid:
        """Return a list, with bullets or with ``labels`` of its own."""
        columns = _list_columns(items, labels)
        return Grid(columns, self._entries(items, labels), _BULLETS, before=before)

    def entries(
        self, items: Sequence[Paragraph], labels: Sequence[str] = (), *, before: float = 0.0
    ) -> list[Block]:
        """Return the entries of one list as blocks of their own, ``before`` apart."""
        columns = _list_columns(items, labels)
        return [
            Grid(columns, [row], _BULLETS, before=before) for row in self._entries(items, labels)
        ]

    def _entries(self, items: Sequence[Paragraph], labels: Sequence[str]) -> list[Row]:
        listing = Element("L")
        rows = []
        for number, item in enumerate(items):
            entry = Element("LI", listing)
            label = P(labels[number] if labels else "•", self._label_style(item))
            mark = self.text(label, "Lbl", entry)
            body = self.text(item, parent=Element("LBody", entry))
            rows.append(Row([Stack([mark]), Stack([body])]))
        return rows

    @staticmethod
    def _label_style(item: Paragraph) -> Style:
        style = item.spans[0].style
        return Style(style.size, style.leading, "semibold", ACCENT)


def _list_columns(items: Sequence[Paragraph], labels: Sequence[str]) -> tuple[Column, Column]:
    """Return the place of the marks, which grows with the size of the type, and of the text."""
    size = items[0].spans[0].style.size
    widest = 0.63 + 0.53 * max((len(label) for label in labels), default=1)
    return Column(points=round(widest * size, 1)), Column()
