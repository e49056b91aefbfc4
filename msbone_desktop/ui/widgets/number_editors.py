"""Editors for numbers: with a unit, in one of several units, counts, and laboratory results."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from msbone_desktop.domain.dictionary import FieldDefinition
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.choice_editors import Segments
from msbone_desktop.ui.widgets.editors import Editor, TextEditor
from msbone_desktop.ui.widgets.reading.numbers import UnreadableError, read_count, read_number
from msbone_desktop.ui.widgets.reading.wording import number_words, score_words, short_number

UNIT_CHANGED = "The unit was changed, so the number was cleared. Type the number in the new unit."
NG_TO_NMOL = Decimal("2.496")
"""Only to show the other unit beside the one that was typed; nothing is compared with it."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with the unit that was chosen for it."""

    value: Decimal
    unit: str


class NumberEditor(TextEditor):
    """A decimal within the limits of its definition, with its unit written behind it."""

    line_width = 88

    def __init__(
        self, definition: FieldDefinition, places: int = 2, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.definition = definition
        self._places = places
        if definition.unit and definition.unit not in definition.label.lower():
            self.row.addWidget(PlainLabel(definition.unit, "soft"))
        self.row.addStretch(1)

    def read(self, text: str) -> Decimal:
        """Understand a number; what is outside the hard limits is refused with the limits."""
        number = read_number(text, self._places)
        _admit(self.definition, number)
        return number

    def write(self, value: Any) -> str:
        """Return the number as typed."""
        return f"{value:f}"

    def echo(self) -> str:
        """Say a signed number in words."""
        value = self.value()
        if isinstance(value, Decimal) and "score" in self.definition.label:
            return score_words(self.definition.label, value)
        if isinstance(value, Decimal) and value < 0:
            return number_words(value, self.definition.unit)
        return ""

    def unusual(self) -> str | None:
        """Return the number in words when it is outside the soft limits."""
        value = self.value()
        if isinstance(value, Decimal) and _is_unusual(self.definition, value):
            return self.words(value)
        return None

    def words(self, value: Any) -> str:
        """Return the number with its unit."""
        return number_words(value, self.definition.unit)


class CountEditor(NumberEditor):
    """A whole number."""

    line_width = 64

    def read(self, text: str) -> int:  # type: ignore[override]
        """Understand a whole number within the limits."""
        count = read_count(text)
        _admit(self.definition, Decimal(count))
        return count

    def write(self, value: Any) -> str:
        """Return the count in digits."""
        return str(value)

    def unusual(self) -> str | None:
        """Return the count in words when it is outside the soft limits."""
        value = self.value()
        if isinstance(value, int) and _is_unusual(self.definition, Decimal(value)):
            return self.words(value)
        return None

    def words(self, value: Any) -> str:
        """Return the count alone; the question says of what."""
        return str(value)


class MeasureEditor(Editor):
    """A number whose unit must be chosen; changing the unit clears the number."""

    def __init__(
        self,
        definitions: dict[str, FieldDefinition],
        places: int = 2,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._definitions = definitions
        self._places = places
        self.number = _BareNumber(places)
        self.unit = Segments(tuple((unit, unit) for unit in definitions))
        self._cleared = False
        self._shown_unit: str | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.number)
        row.addWidget(self.unit, 1)
        self.setFocusProxy(self.number)
        self.number.edited.connect(self._number_edited)
        self.unit.edited.connect(self._unit_edited)
        for part in (self.number, self.unit):
            part.left.connect(self.left)
            part.entered.connect(self.entered)
            part.backspaced.connect(self.backspaced)

    def blank(self) -> bool:
        """Tell whether neither a number nor a unit is given."""
        return self.number.blank() and self.unit.blank()

    def value(self) -> Measure:
        """Return the number with its unit."""
        return Measure(self.number.value(), self.unit.value())

    def show_value(self, value: Any) -> None:
        """Show a :class:`Measure`, or nothing for None."""
        self.number.show_value(None if value is None else value.value)
        self.unit.show_value(None if value is None else value.unit)
        self._shown_unit = None if value is None else value.unit
        self._cleared = False

    def problem(self) -> str | None:
        """Return what is missing or wrong."""
        if self.number.problem():
            return self.number.problem()
        if self.number.blank():
            return UNIT_CHANGED if self._cleared else "Type the number."
        if self.unit.blank():
            units = " or ".join(self._definitions)
            return f"Choose the unit of the result: {units}. It is never guessed."
        try:
            _admit(self._definitions[self.unit.value()], self.number.value())
        except UnreadableError as error:
            return str(error)
        return None

    def echo(self) -> str:
        """Say the result in both units of vitamin D."""
        if self.blank() or self.problem():
            return ""
        return both_units(self.number.value(), self.unit.value())

    def unusual(self) -> str | None:
        """Return the result in words when it is outside the soft limits of its unit."""
        if self.blank() or self.problem():
            return None
        unusual = _is_unusual(self._definitions[self.unit.value()], self.number.value())
        return self.words(self.value()) if unusual else None

    def words(self, value: Any) -> str:
        """Return the number with its unit."""
        return number_words(value.value, value.unit)

    def name_it(self, name: str) -> None:
        """Name the number and the unit."""
        self.number.name_it(name)
        self.unit.name_it(f"{name}, unit")

    def mark_faulty(self, faulty: bool) -> None:
        """Colour the frame of the number."""
        self.number.mark_faulty(faulty)

    def _number_edited(self) -> None:
        self._cleared = False
        self.edited.emit()

    def _unit_edited(self) -> None:
        unit = None if self.unit.blank() else self.unit.value()
        if self._shown_unit is not None and unit != self._shown_unit and not self.number.blank():
            self.number.show_value(None)
            self._cleared = True
        self._shown_unit = unit
        self.edited.emit()
        self.left.emit()


class _BareNumber(TextEditor):
    line_width = 88

    def __init__(self, places: int) -> None:
        super().__init__()
        self._places = places

    def read(self, text: str) -> Decimal:
        return read_number(text, self._places)

    def write(self, value: Any) -> str:
        return f"{value:f}"


def both_units(value: Decimal, unit: str) -> str:
    """Return a 25(OH)D result with the same in the other unit; empty for other units."""
    tenth = Decimal("0.1")
    if unit == "ng/mL":
        return f"{value:f} ng/mL, about {(value * NG_TO_NMOL).quantize(tenth)} nmol/L"
    if unit == "nmol/L":
        return f"{value:f} nmol/L, about {(value / NG_TO_NMOL).quantize(tenth)} ng/mL"
    return ""


def _admit(definition: FieldDefinition, number: Decimal) -> None:
    if not definition.admits(number):
        raise UnreadableError(
            f"{short_number(number)} is outside what can be recorded ({definition.range_words})."
        )


def _is_unusual(definition: FieldDefinition, number: Decimal) -> bool:
    below, above = definition.ask_below, definition.ask_above
    return (below is not None and number < below) or (above is not None and number > above)
