"""The data dictionary: each field and fact with its label, unit and plausible range."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDefinition:
    """One field of the screening, or of an entry in one of its lists (``edss.score``).

    Hard limits refuse a value; soft limits ask the person who types it to confirm.
    """

    name: str
    label: str
    unit: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    above: Decimal | None = None
    """Exclusive lower limit."""
    ask_below: Decimal | None = None
    ask_above: Decimal | None = None
    whole: bool = False
    words: dict[str, str] = field(default_factory=dict)
    """Stored word to label, in the order in which they are offered."""

    def admits(self, number: Decimal) -> bool:
        """Tell whether ``number`` is inside the hard limits."""
        if self.minimum is not None and number < self.minimum:
            return False
        if self.above is not None and number <= self.above:
            return False
        return self.maximum is None or number <= self.maximum

    @property
    def range_words(self) -> str:
        """The hard limits in words, for a message."""
        parts = []
        if self.above is not None:
            parts.append(f"above {self.above}")
        if self.minimum is not None:
            parts.append(f"from {self.minimum}")
        if self.maximum is not None:
            parts.append(f"up to {self.maximum}")
        unit = f" {self.unit}" if self.unit else ""
        return " ".join(parts) + unit


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDefinition:
    """Something that a rule may ask, derived from ``sources`` (fields of the screening).

    ``entry_of`` names the list whose entries have it; None for a fact of the whole screening.
    ``kind``: number, word, yes_no or measurement (a number with a unit of its own).
    """

    name: str
    label: str
    kind: str
    unit: str | None = None
    sources: tuple[str, ...] = ()
    entry_of: str | None = None
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataDictionary:
    """Every field and every fact by name; entry facts under ``list.fact``."""

    fields: dict[str, FieldDefinition]
    facts: dict[str, FactDefinition]

    def label(self, name: str) -> str:
        """Return the label of a field; the name itself for one that is not known."""
        found = self.fields.get(name)
        return found.label if found else name

    def value_words(self, name: str, word: str) -> str:
        """Return the label of a stored word of a field; the word itself without one."""
        found = self.fields.get(name)
        return found.words.get(word, word) if found else word
