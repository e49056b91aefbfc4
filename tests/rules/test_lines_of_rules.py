"""Each limit, word and criterion of a rule is held by the cases of that rule.

A line is moved by a hair, or to the value beside it; a word or a criterion is taken out or put in.
Some case of the rule's own file has to notice, so that no rule is without a case on a line and one
beside it.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from msbone_desktop.exchange.screening_reader import read_screening
from msbone_desktop.rules.criteria import AllOf, AnyEntry, AnyOf, Comparison, is_none_of, is_one_of
from msbone_desktop.rules.evaluation import Evaluation
from msbone_desktop.rules.inputs import InputReader
from msbone_desktop.rules.rulebook_loading import DEFAULT_PROFILE
from tests.rules.test_cases_of_rules import CASES, as_given, rulebook

PROFILES = (DEFAULT_PROFILE, "nogg2024-lifestyle", "acr2022-steroids")
"""Under the second and third only what they change or add is moved."""
HAIR = Decimal("1E-9")
STEPS = {
    "days": Decimal(1),
    "falls": Decimal(1),
    "years": Decimal(1),
    "PDDS points": Decimal(1),
    "EDSS points": Decimal("0.5"),
    "kg/m²": Decimal("0.1"),
    "mg/day": Decimal(1),
    "UK units/day": Decimal("0.1"),
    "nmol/L": Decimal("0.1"),
    "ng/mL": Decimal("0.1"),
}
"""How far from its line a value beside it may lie at most."""
AWAY_FROM_THE_LINE = {"at_least": -1, "less_than": -1, "more_than": 1, "at_most": 1}
"""On which side of a line the value lies that the line itself is told apart from."""
SAID = {
    "at least": "at_least",
    "below": "less_than",
    "more than": "more_than",
    "at most": "at_most",
}


@cache
def _cases(rule, profile):
    """Read the facts of the cases of one rule under one profile."""
    read = []
    for parameters in CASES:
        of, case = parameters.values
        if of == rule and case.get("profile", DEFAULT_PROFILE) == profile:
            book = rulebook(profile)
            record = read_screening(as_given(case), book.dictionary).record
            if case["status"] != "absent":
                read.append((case, book._facts.read(record, record.assessed_on)))
    return read


def _holds(rule, profile):
    """Tell whether every case of the rule gives what it expects."""
    judged = Evaluation(rule, InputReader(rulebook(profile).dictionary))
    for case, sheet in _cases(rule.id, profile):
        sheet.inputs.clear()
        found = judged.apply(sheet)
        if found.status != case["status"]:
            return False
        if "severity" in case and found.severity.word != case["severity"]:
            return False
    return True


def _changed(criterion, target, into):
    """Return ``criterion`` with ``into`` in the place of ``target``; without it if that is None."""
    if criterion is target:
        return into
    if isinstance(criterion, (AllOf, AnyOf, AnyEntry)):
        inner = (_changed(each, target, into) for each in criterion.criteria)
        return replace(criterion, criteria=tuple(each for each in inner if each is not None))
    return criterion


def _rule_with(rule, target, into):
    return replace(
        rule,
        when=_changed(rule.when, target, into),
        possible=None if rule.possible is None else _changed(rule.possible, target, into),
        raised=tuple((severity, _changed(c, target, into)) for severity, c in rule.raised),
    )


def _criteria(criterion, is_alone=True) -> Iterator[tuple[object, bool]]:
    yield criterion, is_alone
    inner = getattr(criterion, "criteria", ())
    for each in inner:
        yield from _criteria(each, len(inner) == 1)


def _all_of(rule):
    yield from _criteria(rule.when)
    if rule.possible is not None:
        yield from _criteria(rule.possible)
    for _, criterion in rule.raised:
        yield from _criteria(criterion)


def _moved(comparison) -> Iterator[tuple[str, object]]:
    """Yield the operand a hair past its line, and on the value beside it."""
    side = next(
        AWAY_FROM_THE_LINE[key] for words, key in SAID.items() if f" {words} " in comparison.said
    )
    operand = comparison.operand
    if isinstance(operand, dict):
        for unit, line in operand.items():
            for how, value in _lines(line, unit, side):
                yield how, operand | {unit: value}
    else:
        yield from _lines(operand, comparison.fact.unit, side)


def _lines(line, unit, side):
    yield f"a case on {line} {unit}", line - side * HAIR
    yield f"a case beside {line} {unit}", line + side * STEPS[unit]


def _other_words(comparison):
    fact = comparison.fact
    fields = rulebook(DEFAULT_PROFILE).dictionary.fields
    name = f"{fact.entry_of}.{fact.name}" if fact.entry_of else fact.name
    vocabulary = set(fields[name].words) if name in fields else set(fact.words)
    for word in sorted(vocabulary | comparison.operand):
        yield f"a case with '{word}'", comparison.operand ^ {word}


def _mutants():
    for profile in PROFILES:
        for rule in rulebook(profile).rules.values():
            plain = rulebook(DEFAULT_PROFILE).rules.get(rule.id)
            said = set() if profile == DEFAULT_PROFILE or plain is None else _said(plain)
            for criterion, is_alone in _all_of(rule):
                if criterion.words() in said:
                    continue
                if not is_alone:
                    yield profile, rule, "a case for each criterion", criterion, None
                if isinstance(criterion, Comparison):
                    for lacking, operand in _other_operands(criterion):
                        into = replace(criterion, operand=operand)
                        yield profile, rule, f"{lacking} of {criterion.name}", criterion, into


def _said(rule):
    return {criterion.words() for criterion, _ in _all_of(rule)}


def _other_operands(comparison):
    if comparison.compare in {is_one_of, is_none_of}:
        return _other_words(comparison)
    if isinstance(comparison.operand, bool):
        return iter([("a case for yes and no", not comparison.operand)])
    return _moved(comparison)


MUTANTS = list(_mutants())


def test_the_cases_hold_before_anything_is_moved():
    for profile in {mutant[0] for mutant in MUTANTS}:
        for rule in rulebook(profile).rules.values():
            assert _holds(rule, profile), rule.id


@pytest.mark.parametrize(
    ("profile", "rule", "lacking", "criterion", "into"),
    MUTANTS,
    ids=[f"{m[0]}: {m[1].id}: {m[2]} ({number})" for number, m in enumerate(MUTANTS)],
)
@pytest.mark.catalogue("H06")
def test_each_rule_has_cases_on_and_beside_each_line(profile, rule, lacking, criterion, into):
    assert not _holds(_rule_with(rule, criterion, into), profile), f"{rule.id} lacks {lacking}"
