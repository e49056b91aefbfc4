"""What is entered for one site of a scan."""

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


class ReasonEditor(WordsEditor):
    """Why a site could not be measured."""

    line_width = 176


def site_shape(tools: FieldTools) -> EntryShape:
    """Return the shape of one site of a scan."""
    dictionary = tools.dictionary

    def number(name: str, places: int = 2) -> Column:
        definition = tools.definition(f"{SITES}.{name}")
        make = BmdEditor if name == "bmd_g_cm2" else NumberEditor
        return Column(name, definition.label, lambda: make(definition, places), required=False)

    def word(name: str, required: bool, width: int) -> Column:
        definition = tools.definition(f"{SITES}.{name}")
        choices = tuple(definition.words.items())
        placeholder = "Choose" if required else "—"
        return Column(name, definition.label, lambda: Picker(choices, placeholder, width), required)

    return EntryShape(
        (
            word("site", True, 160),
            word("side", False, 88),
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
)  # fmt: skip


def _check(parts: dict[str, Any]) -> str | None:
    measured = any(parts[name] is not None for name in NUMBERS)
    if parts["not_measurable"] and measured:
        return "Give either the numbers or why the site could not be measured, not both."
    if not parts["not_measurable"] and not measured:
        return "Still needed: a BMD or a score, or why the site could not be measured."
    return None


def _doubt(parts: dict[str, Any]) -> str | None:
    density, t_score = parts["bmd_g_cm2"], parts["t_score"]
    if density is None or t_score is None:
        return None
    odd = (t_score >= 1 and density < LOW_BMD) or (t_score <= -1 and density > HIGH_BMD)
    if not odd:
        return None
    other = score(-t_score)
    return f"{score_words('T-score', t_score)} with {density:f} g/cm² (or is it {other}?)"
