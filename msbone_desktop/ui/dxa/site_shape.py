"""What is entered for one site of a scan."""

import re
from decimal import Decimal
from typing import Any

from msbone_desktop.domain.screening import DxaSite
from msbone_desktop.ui.dxa.wording import score, site_words
from msbone_desktop.ui.widgets.choice_editors import Picker
from msbone_desktop.ui.widgets.editors import WordsEditor
from msbone_desktop.ui.widgets.entry_shapes import Column, EntryShape, FieldTools
from msbone_desktop.ui.widgets.number_editors import NumberEditor
from msbone_desktop.ui.widgets.reading.numbers import UnreadableError, read_number
from msbone_desktop.ui.widgets.reading.wording import score_words

SITES = "dxa_scans.sites"
NUMBERS = ("bmd_g_cm2", "t_score", "z_score")
PAIRED = frozenset(
    {
        "total_hip", "femoral_neck", "trochanter", "wards_area", "radius_33", "ultradistal_radius",
        "distal_femur", "proximal_tibia",
    }
)  # fmt: skip
"""Sites of which a body has two."""
ONE_VERTEBRA = re.compile(r"\s*L\s*[1-5]\s*", re.IGNORECASE)
SIGNS = ("+", "-", "\N{MINUS SIGN}", "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH PLUS SIGN}")
LOW_BMD, HIGH_BMD = Decimal("0.8"), Decimal("1.1")
"""A T-score above zero with less, or well below zero with more, often has the wrong sign. Only
asks the person who types; nothing is judged by it."""


class BmdEditor(NumberEditor):
    """A bone density in g/cm²; milligrams are recognised and refused with the mend."""

    def read(self, text: str) -> Decimal:
        """Understand a density."""
        number = read_number(text, 3)
        if 200 <= number <= 2000:
            raise UnreadableError(f"Write it in g/cm²: {number / 1000:.3f}.")
        return super().read(text)


class ScoreEditor(NumberEditor):
    """A T- or Z-score. Its sign is typed, never guessed: without it 2.5 may be either."""

    def read(self, text: str) -> Decimal:
        """Understand a score."""
        number = super().read(text)
        if number and not text.strip().startswith(SIGNS):
            raise UnreadableError(f"Type its sign: -{number:f} or +{number:f}.")
        return number

    def write(self, value: Any) -> str:
        """Return the score with its sign."""
        return f"{value:+f}" if value else f"{value:f}"


class RegionEditor(WordsEditor):
    """The vertebrae, or the part of the site, that were measured."""

    line_width = 72


class ReasonEditor(WordsEditor):
    """Why a site could not be measured."""

    line_width = 176


_EDITORS: dict[str, type[NumberEditor]] = {
    "bmd_g_cm2": BmdEditor,
    "t_score": ScoreEditor,
    "z_score": ScoreEditor,
}


def site_shape(tools: FieldTools, *, with_region: bool = True) -> EntryShape:
    """Return the shape of one site of a scan.

    ``with_region``: False where the region could not be kept, as in the record of a screening.
    """
    dictionary = tools.dictionary

    def number(name: str, places: int = 2) -> Column:
        definition = tools.definition(f"{SITES}.{name}")
        make = _EDITORS.get(name, NumberEditor)
        return Column(name, definition.label, lambda: make(definition, places), required=False)

    def word(name: str, required: bool, width: int) -> Column:
        definition = tools.definition(f"{SITES}.{name}")
        choices = tuple(definition.words.items())
        placeholder = "Choose" if required else "—"
        return Column(name, definition.label, lambda: Picker(choices, placeholder, width), required)

    region = Column("region", "Region, e.g. L1-L4", lambda: RegionEditor(40), required=False)
    return EntryShape(
        (
            word("site", True, 160),
            word("side", False, 88),
            *((region,) if with_region else ()),
            number("bmd_g_cm2", 3),
            number("t_score"),
            number("z_score"),
            number("precision_error_g_cm2", 4),
            Column("not_measurable", "Not measurable, because", ReasonEditor, required=False),
        ),
        lambda p: DxaSite(**p),
        lambda e: {name: getattr(e, name) for name in _NAMES},
        lambda e: site_words(e, dictionary),
        "Add a site",
        check=_check,
        doubt=_doubt,
    )


_NAMES = (
    "site", "side", "bmd_g_cm2", "t_score", "z_score", "precision_error_g_cm2", "not_measurable",
    "region",
)  # fmt: skip


def _check(parts: dict[str, Any]) -> str | None:
    measured = any(parts[name] is not None for name in NUMBERS)
    if parts["not_measurable"] and measured:
        return "Give either the numbers or why the site could not be measured, not both."
    if not parts["not_measurable"] and not measured:
        return "Still needed: a BMD or a score, or why the site could not be measured."
    if measured and parts["site"] in PAIRED and not parts["side"]:
        return "Still needed: the side. Only the same side is compared later."
    return None


def _doubt(parts: dict[str, Any]) -> str | None:
    if parts["site"] == "lumbar_spine" and ONE_VERTEBRA.fullmatch(parts.get("region") or ""):
        return f"one vertebra only ({parts['region']}): at least two are needed to read a spine"
    density, t_score = parts["bmd_g_cm2"], parts["t_score"]
    if density is None or t_score is None:
        return None
    odd = (t_score >= 1 and density < LOW_BMD) or (t_score <= -1 and density > HIGH_BMD)
    if not odd:
        return None
    other = score(-t_score)
    return f"{score_words('T-score', t_score)} with {density:f} g/cm² (or is it {other}?)"
