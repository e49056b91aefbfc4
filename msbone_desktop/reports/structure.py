"""The structure of a document (headings, tables, lists) for screen readers, and its PDF form."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String


@dataclass(eq=False, slots=True)
class Element:
    """One element of the structure tree, e.g. a heading (``H1``) or a table cell (``TD``)."""

    kind: str
    parent: "Element | None" = None
    alt: str = ""
    """What a figure shows, in words."""
    read_as: str = ""
    """Its text in reading order, where it is drawn in another."""
    scope: str = ""
    """``Column`` or ``Row`` for a header cell."""
    span: int = 1
    """Columns that a cell covers."""
    box: tuple[float, float, float, float] | None = None
    """Where a figure stands on its page."""
    kids: list["Element | MarkedContent | LinkArea"] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.parent is not None:
            self.parent.kids.append(self)

    @property
    def top(self) -> "Element":
        """The outermost element that holds this one."""
        element = self
        while element.parent is not None:
            element = element.parent
        return element


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A stretch of a page's content that belongs to an element."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class LinkArea:
    """A clickable area: the annotation number ``index`` of a page."""

    page: int
    index: int
    address: str


@dataclass(slots=True)
class _Tree:
    """What is collected while elements become PDF objects."""

    pdf: Pdf
    pages: list[Page]
    owners: dict[int, dict[int, Object]] = field(default_factory=dict)
    """Per page: the element of each marked stretch."""
    links: list[Object] = field(default_factory=list)
    """The element of each link, in order of its key."""


def write_structure(pdf: Pdf, document: Element) -> None:
    """Add ``document`` to ``pdf`` as its structure tree."""
    tree = _Tree(pdf, list(pdf.pages))
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = Array([_written(tree, document, root)])
    numbers = Array()
    for index, page in enumerate(tree.pages):
        page.obj.StructParents = index
        page.obj.Tabs = Name.S
        owners = tree.owners.get(index, {})
        numbers.append(index)
        numbers.append(pdf.make_indirect(Array([owners[n] for n in sorted(owners)])))
    for key, owner in enumerate(tree.links, start=len(tree.pages)):
        numbers.append(key)
        numbers.append(owner)
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = len(tree.pages) + len(tree.links)
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _written(tree: _Tree, element: Element, parent: Object) -> Object:
    written = tree.pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name("/" + element.kind), P=parent)
    )
    if element.alt:
        written.Alt = String(element.alt)
    if element.read_as:
        written.ActualText = String(element.read_as)
    if attributes := _attributes(element):
        written.A = attributes
    written.K = Array(list(_written_kids(tree, element, written)))
    return written


def _attributes(element: Element) -> Dictionary | None:
    if element.box is not None:
        box = Array([round(value, 2) for value in element.box])
        return Dictionary(O=Name.Layout, BBox=box, Placement=Name.Block)
    if element.kind not in ("TH", "TD"):
        return None
    attributes = Dictionary(O=Name.Table)
    if element.scope:
        attributes.Scope = Name("/" + element.scope)
    if element.span > 1:
        attributes.ColSpan = element.span
    return attributes if len(attributes) > 1 else None


def _written_kids(tree: _Tree, element: Element, written: Object) -> Iterator[Object]:
    for kid in element.kids:
        if isinstance(kid, Element):
            yield _written(tree, kid, written)
        elif isinstance(kid, MarkedContent):
            tree.owners.setdefault(kid.page, {})[kid.number] = written
            yield Dictionary(Type=Name.MCR, Pg=tree.pages[kid.page].obj, MCID=kid.number)
        else:
            page = tree.pages[kid.page].obj
            annotation = page.Annots[kid.index]
            annotation.StructParent = len(tree.pages) + len(tree.links)
            annotation.Contents = String(f"Link: {kid.address}")
            annotation.F = 4
            tree.links.append(written)
            yield Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)
