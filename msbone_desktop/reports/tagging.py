"""A reportlab canvas that notes which element each stretch of its content belongs to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from msbone_desktop.reports.fonts import Run
from msbone_desktop.reports.structure import Element, LinkArea, MarkedContent

Colour = tuple[float, float, float]


class TaggedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """Draws pages; everything on them is either part of an element or an artifact.

    Content inside :meth:`artifact` (page numbers, lines, backgrounds) is skipped by a screen
    reader.
    """

    def __init__(self, size: tuple[float, float]) -> None:
        self.output = BytesIO()
        # Not compressed: the file for the archive is, when it is written.
        super().__init__(self.output, pagesize=size, pageCompression=0, invariant=1)
        self._code: list[str]
        self.document = Element("Document")
        self._pages: list[Any] = []
        self._next_mark = 0
        self._marks: list[int] = []
        """How many stretches of each closed page are marked."""
        self._added_to: int | None = None
        self._links_on_page = 0
        self._bookmarks = 0
        self._inside_artifact = False
        self._colour: Colour | None = None

    @property
    def page_index(self) -> int:
        """Number of the page that is being drawn, from 0."""
        return len(self._pages) if self._added_to is None else self._added_to

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Close the page; its content can still be added to by :meth:`add_to_page`."""
        super().showPage()
        self._pages.append(self._doc.Pages.pages[-1])
        self._marks.append(self._next_mark)
        self._next_mark = self._links_on_page = 0
        self._colour = None

    def add_to_page(self, index: int, draw: Callable[[], None]) -> None:
        """Draw on a closed page, e.g. a footer that says how many pages there are."""
        self._code = []
        self._colour = None
        self._added_to, self._next_mark = index, self._marks[index]
        draw()
        self._marks[index], self._added_to = self._next_mark, None
        self._pages[index].stream += "\n".join(self._code) + "\n"
        self._code = []

    @contextmanager
    def inside(self, element: Element, read_as: str = "") -> Iterator[None]:
        """Mark what is drawn as content of ``element``.

        ``read_as``: the text in the order in which it is read, where that is not the order in
        which it is drawn.
        """
        if self._inside_artifact:
            yield
            return
        self._adopt(element.top)
        self._code.append(f"/{element.kind} <</MCID {self._next_mark}>> BDC")
        element.kids.append(MarkedContent(self.page_index, self._next_mark))
        self._next_mark += 1
        if read_as:
            # On the element, not in the page: poppler turns the latter round once more.
            element.read_as = f"{element.read_as} {read_as}".lstrip()
        yield
        self._code.append("EMC")

    def place_in_reading_order(self, element: Element) -> None:
        """Let ``element`` be read here, though what it holds is drawn later."""
        self._adopt(element.top)

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """Mark what is drawn as decoration that is not read out. May be nested."""
        if self._inside_artifact:
            yield
            return
        self._inside_artifact = True
        self._code.append(f"/Artifact <</Type /{kind}>> BDC")
        yield
        self._code.append("EMC")
        self._inside_artifact = False

    def link(self, address: str, box: tuple[float, float, float, float], element: Element) -> None:
        """Make ``box`` lead to ``address``, as part of ``element``."""
        if self._inside_artifact:
            return
        self.linkURL(address, box, relative=0)
        element.kids.append(LinkArea(self.page_index, self._links_on_page, address))
        self._links_on_page += 1

    def bookmark(self, title: str, top: float) -> None:
        """Add an entry to the list of bookmarks, leading to ``top`` of this page."""
        if self._inside_artifact:
            return
        self._bookmarks += 1
        key = f"section-{self._bookmarks}"
        self.bookmarkPage(key, fit="XYZ", left=0, top=top)
        self.addOutlineEntry(title, key, 0)

    def show(self, run: Run, x: float, y: float, size: float, colour: Colour) -> None:
        """Draw ``run`` with its left end at ``x`` and its baseline at ``y``."""
        if colour != self._colour:
            self._code.append("{:.3f} {:.3f} {:.3f} rg".format(*colour))
            self._colour = colour
        font, document = run.face.font, self._doc
        parts = [f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm"]
        for subset, codes in font.splitString(run.text, document):
            name = font.getSubsetInternalName(subset, document)
            parts.append(f"{name} {size:g} Tf <{codes.hex()}> Tj")
        self._code.append(" ".join(parts) + " ET")

    def forget_colour(self) -> None:
        """Set the colour again before the next text, because the drawing state was put back."""
        self._colour = None

    def filled_box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fill a box whose lower left corner is at ``x``, ``y``."""
        self.setFillColorRGB(*colour)
        self.rect(x, y, width, height, stroke=0, fill=1)
        self._colour = None

    def outlined_box(
        self, x: float, y: float, width: float, height: float, colour: Colour, dashed: bool
    ) -> None:
        """Draw the outline of a box."""
        self.setStrokeColorRGB(*colour)
        self.setLineWidth(0.8)
        self.setDash([3, 2] if dashed else [])
        self.rect(x, y, width, height, stroke=1, fill=0)
        self.setDash([])

    def dot(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Draw a filled circle around ``x``, ``y``."""
        self.setFillColorRGB(*colour)
        self.circle(x, y, radius, stroke=0, fill=1)
        self._colour = None

    def ruled_line(
        self, x1: float, y1: float, x2: float, y2: float, colour: Colour, width: float = 0.5
    ) -> None:
        """Draw a straight line."""
        self.setStrokeColorRGB(*colour)
        self.setLineWidth(width)
        self.line(x1, y1, x2, y2)

    def _make_preamble(self) -> None:
        # reportlab's own begins each page with Helvetica, which is not embedded.
        self._preamble = "1 0 0 1 0 0 cm"

    def _adopt(self, top: Element) -> None:
        if top is not self.document:
            top.parent = self.document
            self.document.kids.append(top)
