"""Criteria of a rule: what must hold, judged on facts, and said in words."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from msbone_desktop.domain.dictionary import FactDefinition
from msbone_desktop.domain.screening import VitaminDResult
from msbone_desktop.rules.truth import FALSE, TRUE, UNKNOWN, Missing, Truth

Facts = Mapping[str, Any]
Compare = Callable[[Any, Any], bool]

COMPARISONS: dict[str, tuple[Compare, str]] = {
    "at_least": (operator.ge, "at least"),
    "more_than": (operator.gt, "more than"),
    "less_than": (operator.lt, "below"),
    "at_most": (operator.le, "at most"),
}


class FactSheet(Protocol):
    """Facts by name, and the names whose list lost an entry."""

    @property
    def values(self) -> Facts:
        """Facts by name; ``Missing`` where there is no value."""

    @property
    def incomplete(self) -> frozenset[str]:
        """Facts of which only the worst can be concluded."""


class Criterion(Protocol):
    """Something that holds, does not hold, or cannot be told."""

    def judge(self, sheet: FactSheet) -> Truth:
        """Judge by the facts of ``sheet``."""

    def leaves(self) -> tuple["Criterion", ...]:
        """Return the criteria that read facts themselves."""

    def words(self) -> str:
        """Say what must hold."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One fact against a number, a word or yes/no.

    ``operand`` is a number, a number for each unit, a set of words, or a bool. A fact without a
    value is unknown, unless ``absent_counts``: then its absence is what the rule looks for.
    """

    fact: FactDefinition
    name: str
    compare: Compare
    operand: Any
    said: str
    absent_counts: bool = False

    def judge(self, sheet: FactSheet) -> Truth:
        """Judge the fact; from an incomplete list only TRUE can be concluded."""
        value = sheet.values[self.name]
        kind = type(value)
        if kind is Missing:
            return TRUE if self.absent_counts else UNKNOWN
        if kind is VitaminDResult:
            met = self.compare(value.value, self.operand[value.unit])
        else:
            met = self.compare(value, self.operand)
        if met:
            return TRUE
        return UNKNOWN if self.name in sheet.incomplete else FALSE

    def leaves(self) -> tuple[Criterion, ...]:
        """Return itself."""
        return (self,)

    def words(self) -> str:
        """Say the comparison."""
        return self.said


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """The facts of one entry of a list, as a sheet of their own."""

    values: Facts
    incomplete: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AnyEntry:
    """At least one entry of a list meets all of ``criteria``."""

    list_name: str
    list_label: str
    criteria: tuple[Criterion, ...]

    def judge(self, sheet: FactSheet) -> Truth:
        """Judge entry by entry; one that meets all decides, one that may leaves it unknown."""
        entries = sheet.values[self.list_name]
        if type(entries) is Missing:
            return UNKNOWN
        best = UNKNOWN if self.list_name in sheet.incomplete else FALSE
        for entry in entries:
            truth = self.judge_entry(entry)
            if truth is TRUE:
                return TRUE
            if truth is UNKNOWN:
                best = UNKNOWN
        return best

    def judge_entry(self, entry: FactSheet) -> Truth:
        """Judge one entry."""
        worst = TRUE
        for criterion in self.criteria:
            truth = criterion.judge(entry)
            if truth is FALSE:
                return FALSE
            if truth is UNKNOWN:
                worst = UNKNOWN
        return worst

    def leaves(self) -> tuple[Criterion, ...]:
        """Return itself: its own criteria read the entries, not the screening."""
        return (self,)

    def words(self) -> str:
        """Say what one entry must meet."""
        return f"one of {self.list_label}: " + ", ".join(c.words() for c in self.criteria)


@dataclass(frozen=True, slots=True)
class AllOf:
    """All criteria hold."""

    criteria: tuple[Criterion, ...]

    def judge(self, sheet: FactSheet) -> Truth:
        """Return the smallest of the criteria's truths."""
        worst = TRUE
        for criterion in self.criteria:
            truth = criterion.judge(sheet)
            if truth is FALSE:
                return FALSE
            if truth is UNKNOWN:
                worst = UNKNOWN
        return worst

    def leaves(self) -> tuple[Criterion, ...]:
        """Return the leaves of all."""
        return tuple(leaf for c in self.criteria for leaf in c.leaves())

    def words(self) -> str:
        """Join by "and"."""
        return " and ".join(c.words() for c in self.criteria)


@dataclass(frozen=True, slots=True)
class AllKnown(AllOf):
    """All criteria hold, and each can be told.

    A missing fact, or a list that lost an entry, leaves it unknown whatever the others say.
    """

    def judge(self, sheet: FactSheet) -> Truth:
        """Return TRUE only when all hold, and FALSE only when nothing is missing."""
        truths = [criterion.judge(sheet) for criterion in self.criteria]
        if UNKNOWN in truths:
            return UNKNOWN
        if FALSE not in truths:
            return TRUE
        lost = any(asked_name(leaf) in sheet.incomplete for leaf in self.leaves())
        return UNKNOWN if lost else FALSE


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one criterion holds."""

    criteria: tuple[Criterion, ...]

    def judge(self, sheet: FactSheet) -> Truth:
        """Return the largest of the criteria's truths."""
        best = FALSE
        for criterion in self.criteria:
            truth = criterion.judge(sheet)
            if truth is TRUE:
                return TRUE
            if truth is UNKNOWN:
                best = UNKNOWN
        return best

    def leaves(self) -> tuple[Criterion, ...]:
        """Return the leaves of all."""
        return tuple(leaf for c in self.criteria for leaf in c.leaves())

    def words(self) -> str:
        """Join by "or"."""
        parts = [c.words() for c in self.criteria]
        return parts[0] if len(parts) == 1 else "either " + ", or ".join(parts)


def asked_name(leaf: Criterion) -> str:
    """Return the name of the fact or the list that a leaf asks."""
    if isinstance(leaf, AnyEntry):
        return leaf.list_name
    assert isinstance(leaf, Comparison)
    return leaf.name


def is_one_of(value: object, words: frozenset[str]) -> bool:
    """Tell whether a word is in the set."""
    return value in words


def is_none_of(value: object, words: frozenset[str]) -> bool:
    """Tell whether a word is outside the set."""
    return value not in words


def number_words(value: Decimal | dict[str, Decimal], unit: str | None) -> str:
    """Say a number, or a number in each unit."""
    if isinstance(value, dict):
        return " or ".join(f"{number} {of}" for of, number in value.items())
    return f"{value} {unit}" if unit and unit != "EDSS points" else f"{value}"
