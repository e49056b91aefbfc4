"""How far missing answers leave open what a screening finds: the least and the most it could be.

Judged rule by rule: a rule that missing answers leave open may turn out either way. It is a range
of the order of reading, never of a risk.
"""

from dataclasses import dataclass

from msbone_desktop.domain.findings import Assessment, Finding, Severity, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionRange:
    """From what is found already to what the missing answers could add."""

    least: Severity
    most: Severity
    open_rules: tuple[str, ...]
    """Titles of what could still be found above ``least``, the most pressing first."""
    field: str | None
    """The one missing field that would settle the most of it."""
    settles_all: bool

    @property
    def is_open(self) -> bool:
        """Whether anything more pressing could still be found."""
        return self.most > self.least


def attention_range(assessment: Assessment) -> AttentionRange:
    """Return the range over all answers that are missing."""
    least = assessment.attention
    left_open = [
        finding
        for finding in assessment.findings
        if finding.status in (Status.UNKNOWN, Status.POSSIBLE) and finding.severity > least
    ]
    left_open.sort(key=lambda finding: (-finding.severity, finding.rule_id))
    most = max((finding.severity for finding in left_open), default=least)
    field, settles_all = _settling(left_open)
    return AttentionRange(
        least=least,
        most=most,
        open_rules=tuple(finding.title for finding in left_open),
        field=field,
        settles_all=settles_all,
    )


def _settling(left_open: list[Finding]) -> tuple[str | None, bool]:
    """Return the field that is missing for the most rules, weighed by the most pressing first."""
    missing: dict[str, list[int]] = {}
    for finding in left_open:
        for name in {gap.field.split(".")[0] for gap in finding.missing}:
            missing.setdefault(name, []).append(int(finding.severity))
    if not missing:
        return None, False
    best = max(sorted(missing), key=lambda name: (max(missing[name]), len(missing[name])))
    alone = all(
        {gap.field.split(".")[0] for gap in finding.missing} == {best} for finding in left_open
    )
    return best, alone
