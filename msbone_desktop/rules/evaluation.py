"""Applies one rule to the facts of one screening."""

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.findings import Finding, InputUsed, MissingInput, Severity, Status
from msbone_desktop.rules.criteria import AllOf, AnyOf, Criterion, FactSheet
from msbone_desktop.rules.facts import Sheet
from msbone_desktop.rules.inputs import Asked, InputReader, asked_of, missing_inputs
from msbone_desktop.rules.loading import Rule
from msbone_desktop.rules.truth import FALSE, TRUE, Missing

# By names of their own, as in truth.py.
_TRIGGERED, _POSSIBLE = Status.TRIGGERED, Status.POSSIBLE
_UNKNOWN, _NOT_TRIGGERED = Status.UNKNOWN, Status.NOT_TRIGGERED

RULE_FAULT = (
    "This rule could not be worked out because of a fault in the program. Treat it as not known, "
    "and report it."
)


class Evaluation:
    """Judges one rule. What never changes is worked out once, when it is made."""

    def __init__(self, rule: Rule, inputs: InputReader) -> None:
        self.rule = rule
        self._inputs = inputs
        self._leaves = rule.when.leaves()
        self._possible_leaves = () if rule.possible is None else rule.possible.leaves()
        self._all_tell = not has_alternatives(rule.when)
        self._asked = asked_of(self._leaves + self._possible_leaves)
        self._not_triggered = self._finding(_NOT_TRIGGERED, rule.message, rule.severity)

    def apply(self, sheet: Sheet) -> Finding:
        """Return the finding: triggered, not triggered, possible or unknown."""
        rule = self.rule
        truth = rule.when.judge(sheet)
        if truth is FALSE:
            return self._not_triggered
        if truth is TRUE:
            inputs = self._inputs.used(self._asked_when_true(sheet), sheet)
            return self._finding(_TRIGGERED, rule.message, severity_of(rule, sheet), inputs)
        missing = missing_inputs(self._leaves, sheet)
        if (
            rule.possible is not None
            and self._stand_in_allowed(sheet)
            and rule.possible.judge(sheet) is TRUE
        ):
            inputs = self._inputs.used(asked_of(telling(rule.possible, sheet)), sheet)
            return self._finding(_POSSIBLE, rule.possible_message, rule.severity, inputs, missing)
        return self._finding(_UNKNOWN, rule.missing, rule.severity, (), missing)

    def undecided(self, reason: str, *, failed: bool = False) -> Finding:
        """Return the rule as unknown without judging it: no usable date, or a fault in the rule."""
        message = RULE_FAULT if failed else self.rule.missing
        lack = () if failed else (MissingInput("assessed_on", reason),)
        return self._finding(_UNKNOWN, message, self.rule.severity, missing=lack, failed=failed)

    def _asked_when_true(self, sheet: Sheet) -> Asked:
        if self._all_tell:
            return self._asked
        return asked_of(telling(self.rule.when, sheet) + self._possible_leaves)

    def _stand_in_allowed(self, sheet: Sheet) -> bool:
        name = self.rule.possible_if_absent
        assert name is not None
        value = sheet.values[name]
        return type(value) is Missing or type(value) is Absence

    def _finding(
        self,
        status: Status,
        message: str,
        severity: Severity,
        inputs: tuple[InputUsed, ...] = (),
        missing: tuple[MissingInput, ...] = (),
        failed: bool = False,
    ) -> Finding:
        rule = self.rule
        return Finding(
            rule.id,
            rule.title,
            status,
            severity,
            inputs,
            missing,
            message,
            rule.support,
            rule.extension,
            rule.is_core,
            failed,
        )


def severity_of(rule: Rule, sheet: FactSheet) -> Severity:
    """Return how pressing a rule that holds is, raised where one of its criteria says so."""
    severity = rule.severity
    for raised, criterion in rule.raised:
        if criterion.judge(sheet) is TRUE:
            severity = max(severity, raised)
    return severity


def telling(criterion: Criterion, sheet: Sheet) -> tuple[Criterion, ...]:
    """Return the leaves that decided: all of "and", of "or" only those that hold."""
    if isinstance(criterion, AnyOf):
        holding = [c for c in criterion.criteria if c.judge(sheet) is TRUE]
        return tuple(leaf for c in holding for leaf in telling(c, sheet))
    if isinstance(criterion, AllOf):
        return tuple(leaf for c in criterion.criteria for leaf in telling(c, sheet))
    return (criterion,)


def has_alternatives(criterion: Criterion) -> bool:
    """Tell whether an "or" is in it, so that the facts decide which of its leaves tell."""
    if isinstance(criterion, AllOf):
        return any(has_alternatives(each) for each in criterion.criteria)
    return isinstance(criterion, AnyOf)
