"""Address labels on sheets of common formats, to the tenth of a millimetre."""

from pathlib import Path

from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.papers import AddressLabel, LabelBatch, LabelSheet
from msbone_desktop.reports.appearance import MILLIMETRE, PAPER, Style
from msbone_desktop.reports.archival import RawPages
from msbone_desktop.reports.blocks import Stack
from msbone_desktop.reports.composition import Composer, P
from msbone_desktop.reports.fonts import load_fonts
from msbone_desktop.reports.lines import TypeSetter
from msbone_desktop.reports.tagging import TaggedCanvas

TITLE = "Address labels"
_INSET = 3.0 * MILLIMETRE
_SIZES = (10.0, 9.0, 8.0, 7.0, 6.0)
"""Type sizes to try, the largest first: a long address is set smaller and never cut."""


def build_labels(batch: LabelBatch, fonts: Path) -> RawPages:
    """Draw the labels from the first free one on.

    Raises:
        RefusedEntryError: The start lies outside the sheet, or an address fits no label.
        UnprintableTextError: A name or address holds a character that no font can draw.
    """
    sheet, made = batch.sheet, batch.made
    on_sheet = sheet.columns * sheet.rows
    if not 1 <= batch.start <= on_sheet:
        raise RefusedEntryError("start", f"Enter 1 to {on_sheet}: the first free label.")
    composer = Composer(TypeSetter(load_fonts(fonts), "the name or address of a patient"))
    canvas = TaggedCanvas(PAPER[sheet.paper])
    for number, label in enumerate(batch.labels, start=batch.start - 1):
        place = number % on_sheet
        if number > batch.start - 1 and place == 0:
            canvas.showPage()
        _draw(composer, canvas, sheet, place, label)
    canvas.showPage()
    pages = canvas.page_index
    with composer.setter.fonts.embedding:
        canvas.save()
    return RawPages(
        canvas.output.getvalue(),
        canvas.document,
        TITLE,
        made.language,
        made.at,
        made.software_version,
        pages,
    )


def corner(sheet: LabelSheet, place: int) -> tuple[float, float]:
    """Return the left and upper edge of the label at ``place``, in points from the lower left."""
    row, column = divmod(place, sheet.columns)
    left = (sheet.left + column * sheet.step_x) * MILLIMETRE
    down = (sheet.top + row * sheet.step_y) * MILLIMETRE
    return left, PAPER[sheet.paper][1] - down


def _draw(
    composer: Composer, canvas: TaggedCanvas, sheet: LabelSheet, place: int, label: AddressLabel
) -> None:
    width = sheet.width * MILLIMETRE - 2 * _INSET
    height = sheet.height * MILLIMETRE - 2 * _INSET
    for size in _SIZES:
        block = _block(composer, label, size)
        if block.arrange(width) <= height:
            left, top = corner(sheet, place)
            block.draw(canvas, left + _INSET, top - _INSET)
            return
    raise RefusedEntryError(
        "address",
        "One of the addresses does not fit this label, even in small type. Choose larger labels, "
        "or shorten the address of the patient.",
    )


def _block(composer: Composer, label: AddressLabel, size: float) -> Stack:
    strong, plain = Style(size, size * 1.25, "semibold"), Style(size, size * 1.25)
    lines = [composer.text(P(label.name, strong))]
    lines += [
        composer.text(P(line.strip(), plain)) for line in label.address.splitlines() if line.strip()
    ]
    return Stack(lines)
