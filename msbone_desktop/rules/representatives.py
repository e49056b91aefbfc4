"""Values that stand for all others: one on each side of every limit that rules ask of a fact."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import product
from typing import Any

from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.rules.criteria import AnyEntry, Comparison, Criterion
from msbone_desktop.rules.truth import Missing

_STEPS = {name: Decimal(1) for name in ("days", "falls", "years")} | {"EDSS points": Decimal("0.5")}
_STEP = Decimal("0.1")
_STAND_IN_UNIT = "nmol/L"


class Representatives:
    """Knows for each fact, and each fact of an entry, the values that rules tell apart."""

    def __init__(self, leaves: Iterable[Criterion], dictionary: DataDictionary) -> None:
        self._dictionary = dictionary
        self._asked: dict[tuple[str | None, str], list[Comparison]] = {}
        self.lists: dict[str, tuple[str, ...]] = {}
        """The facts that are asked of the entries of each list."""
        for leaf in leaves:
            self._collect(leaf, None)
        self._values = {key: self._told_apart(key) for key in self._asked}
        for of, name in self._asked:
            if of is not None:
                self.lists[of] = (*self.lists.get(of, ()), name)

    def of(self, name: str, of: str | None = None) -> tuple[Any, ...]:
        """Return a value for each way in which the rules could judge the fact ``name``."""
        return self._values[of, name]

    def numbers(self, name: str, bounds: Iterable[object]) -> tuple[Any, ...]:
        """Return the values of a count, with recorded counts that bound it among them."""
        more = [bound for bound in bounds if isinstance(bound, int) and bound not in self.of(name)]
        return (*self.of(name), *more)

    def entries(self, of: str) -> Iterator[dict[str, Any]]:
        """Yield an entry for each way in which the rules could judge one of the list ``of``."""
        names = self.lists[of]
        for values in product(*(self.of(name, of) for name in names)):
            yield dict(zip(names, values, strict=True))

    def filled(self, of: str, values: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield an entry of the list ``of`` with each way to fill in what it lacks."""
        gaps = [name for name in self.lists[of] if type(values[name]) is Missing]
        for filling in product(*(self.of(name, of) for name in gaps)):
            yield values | dict(zip(gaps, filling, strict=True))

    def _collect(self, leaf: Criterion, of: str | None) -> None:
        if isinstance(leaf, AnyEntry):
            for criterion in leaf.criteria:
                for part in criterion.leaves():
                    self._collect(part, leaf.list_name)
        else:
            assert isinstance(leaf, Comparison)
            self._asked.setdefault((of, leaf.fact.name), []).append(leaf)

    def _told_apart(self, key: tuple[str | None, str]) -> tuple[Any, ...]:
        asked = self._asked[key]
        found: dict[tuple[bool, ...], Any] = {}
        for value in self._candidates(key, asked):
            found.setdefault(tuple(c.compare(value, _operand(c)) for c in asked), value)
        return tuple(found.values())

    def _candidates(self, key: tuple[str | None, str], asked: list[Comparison]) -> list[Any]:
        fact = asked[0].fact
        if fact.kind == "yes_no":
            return [False, True]
        if fact.kind == "word":
            field = self._dictionary.fields.get(".".join(part for part in key if part))
            return list((field.words if field else None) or fact.words)
        step = _STEPS.get(fact.unit or "", _STEP)
        limits = {_operand(comparison) for comparison in asked}
        return sorted({limit + side * step for limit in limits for side in (-1, 0, 1)})


def _operand(comparison: Comparison) -> Any:
    operand = comparison.operand
    return operand[_STAND_IN_UNIT] if isinstance(operand, dict) else operand
