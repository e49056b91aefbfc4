"""How far missing answers leave open what is found: every way to fill them in, judged.

Filled in are the answers that a core item, or a rule of moderate attention or more, asks for. What
only rules of low attention ask for stays as it is. Answers that share no rule cannot change what
the other finds, so each group of answers is judged by itself: that is every completion, for the
price of few.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from math import prod
from typing import Any

from msbone_desktop.domain.attention_range import AttentionRange
from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.findings import Severity
from msbone_desktop.domain.screening import VitaminDResult
from msbone_desktop.rules.criteria import AnyEntry, Comparison, Criterion, EntryFacts, FactSheet
from msbone_desktop.rules.evaluation import severity_of
from msbone_desktop.rules.facts import Sheet
from msbone_desktop.rules.loading import Rule
from msbone_desktop.rules.representatives import Representatives
from msbone_desktop.rules.truth import TRUE, Missing

MOST_JUDGED = 400
"""Completions of one group of answers; beyond it each answer is looked at alone."""
_FALLS = ("injurious_falls_last_6_months", "falls_last_6_months", "falls_last_12_months")

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Judged:
    filling: dict[str, int]
    """Which of its ways to be filled in each answer took."""
    found: dict[str, Severity]

    @property
    def attention(self) -> Severity:
        return max(self.found.values(), default=Severity.INFO)


Group = list[_Judged]


class Completions:
    """Fills in what is missing, under one set of rules."""

    def __init__(self, rules: Iterable[Rule], dictionary: DataDictionary) -> None:
        self._rules = tuple(rules)
        self._titles = {rule.id: rule.title for rule in self._rules}
        self._facts: dict[str, set[str]] = {}
        """The facts that rules ask of each field."""
        self._fields: dict[str, set[str]] = {rule.id: set() for rule in self._rules}
        for rule in self._rules:
            for leaf in _leaves(rule):
                name, field = _asks(leaf)
                self._facts.setdefault(field, set()).add(name)
                self._fields[rule.id].add(field)
        every = (leaf for rule in self._rules for leaf in _leaves(rule))
        self._values = Representatives(every, dictionary)
        weighty = (r for r in self._rules if r.is_core or r.severity >= Severity.MODERATE)
        self._weighty = sorted({field for rule in weighty for field in self._fields[rule.id]})

    def range_of(self, sheet: Sheet, most_judged: int = MOST_JUDGED) -> AttentionRange:
        """Return the least and the most that is found over all ways to fill in what is missing."""
        gaps = {f: list(self._ways(sheet, f)) for f in self._weighty if self._lacks(sheet, f)}
        settled = [rule for rule in self._rules if not self._fields[rule.id] & gaps.keys()]
        floor = max(_found(settled, sheet).values(), default=Severity.INFO)
        groups: list[Group] = []
        each_alone = False
        for fields in self._groups(gaps):
            if prod(len(gaps[field]) for field in fields) > most_judged:
                each_alone = True
                groups += [self._judge(sheet, {field: gaps[field]}) for field in fields]
            else:
                groups.append(self._judge(sheet, {field: gaps[field] for field in fields}))
        least, most = _span(floor, groups)
        field, settles_all = _settling(floor, groups) if most > least else (None, False)
        return AttentionRange(
            least=least,
            most=most,
            open_rules=tuple(self._titles[rule] for rule in _above(least, groups)),
            field=field,
            settles_all=settles_all,
            each_alone=each_alone,
        )

    def _lacks(self, sheet: Sheet, field: str) -> bool:
        return any(
            name in sheet.incomplete
            or type(sheet.values[name]) is Missing
            or (name in self._values.lists and self._entries_lack(sheet, name))
            for name in self._facts[field]
        )

    def _entries_lack(self, sheet: Sheet, of: str) -> bool:
        asked = self._values.lists[of]
        return any(type(one.values[n]) is Missing for one in sheet.values[of] for n in asked)

    def _ways(self, sheet: Sheet, field: str) -> Iterator[Facts]:
        """Yield the facts that ``field`` gives, for each way to answer it."""
        if field in self._values.lists:
            yield from ({field: entries} for entries in self._lists(sheet, field))
            return
        names = sorted(self._facts[field])
        bounds = [sheet.values[name] for name in _FALLS] if field in _FALLS else []
        options = (self._values.numbers(name, bounds) for name in names)
        for values in product(*options):
            yield {n: _stand_in(sheet, n, v) for n, v in zip(names, values, strict=True)}

    def _lists(self, sheet: Sheet, of: str) -> Iterator[tuple[EntryFacts, ...]]:
        """Yield lists: gaps of entries filled, and where the list is open with one entry more."""
        entries = sheet.values[of]
        is_open = type(entries) is Missing or of in sheet.incomplete
        known = () if type(entries) is Missing else entries
        for filled in product(*(tuple(self._values.filled(of, e.values)) for e in known)):
            whole = tuple(map(EntryFacts, filled))
            yield whole
            if is_open:
                yield from ((*whole, EntryFacts(more)) for more in self._values.entries(of))

    def _groups(self, gaps: Iterable[str]) -> list[list[str]]:
        groups = [{field} for field in gaps]
        for together in (*self._fields.values(), set(_FALLS)):
            joined = [group for group in groups if group & together]
            groups = [group for group in groups if group not in joined]
            groups += [set().union(*joined)] if joined else []
        return [sorted(group) for group in groups]

    def _judge(self, sheet: Sheet, gaps: dict[str, list[Facts]]) -> Group:
        rules = [rule for rule in self._rules if self._fields[rule.id] & gaps.keys()]
        agreeing: Group = []
        others: Group = []
        for ways in product(*(enumerate(ways) for ways in gaps.values())):
            values = dict(sheet.values)
            for _, facts in ways:
                values |= facts
            numbers = (number for number, _ in ways)
            filling = dict(zip(gaps, numbers, strict=True))
            one = _Judged(filling, _found(rules, EntryFacts(values)))
            (agreeing if _counts_agree(values) else others).append(one)
        return agreeing or others


def _leaves(rule: Rule) -> Iterator[Criterion]:
    yield from rule.when.leaves()
    for _, criterion in rule.raised:
        yield from criterion.leaves()


def _asks(leaf: Criterion) -> tuple[str, str]:
    """Return the fact that a criterion asks, and the field that gives it."""
    if isinstance(leaf, AnyEntry):
        return leaf.list_name, leaf.list_name
    assert isinstance(leaf, Comparison)
    return leaf.name, leaf.fact.sources[0]


def _found(rules: Iterable[Rule], sheet: FactSheet) -> dict[str, Severity]:
    return {r.id: severity_of(r, sheet) for r in rules if r.when.judge(sheet) is TRUE}


def _stand_in(sheet: Sheet, name: str, value: Any) -> Any:
    return VitaminDResult(sheet.on, value, "nmol/L") if name == "vitamin_d" else value


def _counts_agree(values: Facts) -> bool:
    """Tell whether no count of falls is above one that includes it."""
    counts = [values[name] for name in _FALLS if type(values[name]) is not Missing]
    return all(part <= whole for part, whole in pairwise(counts))


def _span(floor: Severity, groups: Iterable[Group]) -> tuple[Severity, Severity]:
    spans = [[one.attention for one in group] for group in groups]
    return (
        max([floor, *(min(span) for span in spans)]),
        max([floor, *(max(span) for span in spans)]),
    )


def _above(least: Severity, groups: Iterable[Group]) -> tuple[str, ...]:
    reached: dict[str, Severity] = {}
    for group in groups:
        for one in group:
            for rule, severity in one.found.items():
                reached[rule] = max(severity, reached.get(rule, severity))
    above = (rule for rule, severity in reached.items() if severity > least)
    return tuple(sorted(above, key=lambda rule: (-reached[rule], rule)))


def _settling(floor: Severity, groups: Sequence[Group]) -> tuple[str, bool]:
    """Return the answer after which the least is left open, whatever it is, and if that is none."""
    widths: dict[str, tuple[int, Fraction]] = {}
    for place, group in enumerate(groups):
        others = [each for number, each in enumerate(groups) if number != place]
        for field in group[0].filling:
            left = []
            for way in sorted({one.filling[field] for one in group}):
                given = [one for one in group if one.filling[field] == way]
                least, most = _span(floor, [*others, given])
                left.append(most - least)
            widths[field] = (max(left), Fraction(sum(left), len(left)))
    best = min(sorted(widths), key=lambda field: widths[field])
    return best, widths[best][0] == 0
