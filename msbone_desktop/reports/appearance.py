"""How pages look: sizes, spacing, colours and type, and the words for severities.

Colours are those of the light screen, and each differs from its neighbours in grey too: paper is
often printed without colour, so a colour never says anything that a word does not say.
"""

from dataclasses import dataclass

from msbone_desktop.domain.findings import Severity
from msbone_desktop.reports.fonts import Weight
from msbone_desktop.reports.tagging import Colour

MILLIMETRE = 72 / 25.4
PAPER = {"A4": (210 * MILLIMETRE, 297 * MILLIMETRE), "Letter": (612.0, 792.0)}
SIDE_MARGIN = 14 * MILLIMETRE
TOP_MARGIN = 11 * MILLIMETRE
BOTTOM_MARGIN = 9 * MILLIMETRE
GAP = 7.0
"""Between blocks of one section."""
SECTION_GAP = 7.0


def _colour(code: str) -> Colour:
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return (red, green, blue)


INK = _colour("#1B1F22")
SOFT = _colour("#586169")
RULE = _colour("#C9CED1")
FAINT = _colour("#E4E7E8")
SUNKEN = _colour("#F3F4F3")
WHITE = _colour("#FFFFFF")
ACCENT = _colour("#0B6E69")
UNKNOWN = _colour("#6B4E8E")
WATERMARK = _colour("#ECECEC")

SEVERITY_COLOUR = {
    Severity.URGENT: _colour("#A4161A"),
    Severity.HIGH: _colour("#B4470F"),
    Severity.MODERATE: _colour("#8A5A00"),
    Severity.LOW: _colour("#40566B"),
    Severity.INFO: _colour("#2B5D8C"),
}
SEVERITY_WORD = {
    Severity.URGENT: "Urgent",
    Severity.HIGH: "High",
    Severity.MODERATE: "Moderate",
    Severity.LOW: "Low",
    Severity.INFO: "For information",
}


@dataclass(frozen=True, slots=True)
class Style:
    """One kind of type."""

    size: float
    leading: float
    weight: Weight = "regular"
    colour: Colour = INK


TITLE = Style(17, 21, "bold")
SECTION = Style(10.5, 13, "bold", ACCENT)
GROUP = Style(8.0, 10.4, "semibold")
BODY = Style(7.9, 9.9)
STRONG = Style(7.9, 9.9, "semibold")
CELL = Style(7.6, 9.3)
SMALL = Style(7.1, 8.9, colour=SOFT)
SMALL_INK = Style(7.1, 8.9)
SMALL_STRONG = Style(7.1, 8.9, "semibold", SOFT)
COLUMN_HEAD = Style(7, 9, "semibold", SOFT)
SOURCE = Style(6.0, 7.1)
SOURCE_MARK = Style(6.0, 7.1, "semibold", ACCENT)
LINK = Style(6.0, 7.1, colour=ACCENT)
IDENTITY = Style(10.5, 13.5, "semibold")
IDENTITY_LONG = Style(8.2, 11, "semibold")
FOOT = Style(6.6, 8.4, colour=SOFT)
FOOT_STRONG = Style(6.6, 8.4, "semibold", INK)
HEADLINE = Style(13, 16, "bold")
