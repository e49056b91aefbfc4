"""What the live panel says about an assessment, line by line; no widgets in here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from msbone_desktop.domain.evidence import EvidenceLibrary
from msbone_desktop.domain.finding_labels import evidence_label
from msbone_desktop.domain.findings import (
    Assessment,
    Conflict,
    Finding,
    InputUsed,
    Severity,
    Status,
)
from msbone_desktop.ui.widgets.reading.wording import count_words, date_words, number_words

RowKind: TypeAlias = Literal[
    "warning", "conflict", "incomplete", "heading", "finding", "possible", "missing", "statement",
    "remark",
]  # fmt: skip

REASONS = {
    "not_asked": "Not recorded",
    "unknown": "Not known",
    "declined": "Declined",
    "none_recorded": "None recorded",
    "invalid": "Not understood",
    "conflicting": "Conflicting entries",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelRow:
    """One line of the panel. ``key`` stays the same while the line is about the same thing."""

    key: str
    kind: RowKind
    title: str = ""
    message: str = ""
    details: tuple[str, ...] = ()
    label: str = ""
    """The evidence label, or what the line is for."""
    severity: Severity | None = None
    rule_id: str = ""
    """The finding whose basis opens from here."""
    target: str = ""
    """The field that this line leads to."""

    @property
    def spoken(self) -> str:
        """The whole line for people who do not see it."""
        rank = f"{self.severity.word}: " if self.severity is not None else ""
        possible = "possible: " if self.kind == "possible" else ""
        parts = (f"{possible}{rank}{self.title}", self.message, *self.details, self.label)
        return ". ".join(part.rstrip(".") for part in parts if part)


@dataclass(frozen=True, slots=True)
class PanelWords:
    """Where the panel gets its words from."""

    label: Callable[[str], str]
    value_words: Callable[[str, str], str]
    library: EvidenceLibrary
    places: Mapping[str, int]
    """The place of each field in the form: missing items are listed in that order."""

    def value(self, used: InputUsed) -> str:
        """Return a used value with its name, unit and day."""
        return f"{self.label(field_of(used.field))}: {self.bare_value(used)}"

    def bare_value(self, used: InputUsed) -> str:
        """Return a used value with its unit and day."""
        value = used.value
        if value is None:
            said = "not known"
        elif isinstance(value, bool):
            said = "yes" if value else "no"
        elif isinstance(value, str):
            said = self.value_words(used.field, value)
        else:
            unit = used.unit if used.unit and "points" not in used.unit else None
            said = str(value) if isinstance(value, int) else number_words(value, unit)
        return f"{said}, {date_words(used.observed_on)}" if used.observed_on else said


def field_of(path: str) -> str:
    """Return the field of the form that ``path`` belongs to: ``pth.value`` is in ``pth``."""
    return path.split(".", 1)[0].split("[", 1)[0]


def panel_rows(assessment: Assessment, words: PanelWords) -> tuple[PanelRow, ...]:
    """Return everything to say, in the order in which it matters."""
    rows = [*_failures(assessment), *(_conflict(c, words) for c in assessment.conflicts)]
    rows += _faults(assessment)
    rows += _incomplete(assessment, words)
    rows += _findings(assessment, words)
    rows += _possible(assessment, words)
    rows += _missing(assessment, words)
    rows += _remarks(assessment)
    return tuple(rows)


def _failures(assessment: Assessment) -> list[PanelRow]:
    return [
        PanelRow(
            key=f"failed:{finding.rule_id}",
            kind="warning",
            title=f"This rule could not be applied: {finding.title}",
            message="The program failed here, so nothing is known about it. Judge it yourself, "
            "and tell whoever looks after MSBone.",
            rule_id=finding.rule_id,
        )
        for finding in assessment.findings
        if finding.failed
    ]


def _conflict(conflict: Conflict, words: PanelWords) -> PanelRow:
    return PanelRow(
        key=f"conflict:{conflict.code}",
        kind="conflict",
        title=conflict.message,
        details=tuple(words.value(value) for value in conflict.values),
        target=field_of(conflict.fields[0]) if conflict.fields else "",
    )


def _faults(assessment: Assessment) -> list[PanelRow]:
    return [
        PanelRow(
            key=f"fault:{fault.field}:{fault.code}",
            kind="conflict",
            title="This entry is not understood and does not count",
            message=fault.message,
            target=field_of(fault.field),
        )
        for fault in assessment.faults
    ]


def _incomplete(assessment: Assessment, words: PanelWords) -> list[PanelRow]:
    open_items = assessment.unknown_core
    if not open_items:
        return []
    core = [finding for finding in assessment.findings if finding.is_core]
    waiting = [finding for finding in core if finding.rule_id in open_items]
    titles = [finding.title for finding in waiting]
    asked = {field_of(item.field) for finding in waiting for item in finding.missing}
    return [
        PanelRow(
            key="incomplete",
            kind="incomplete",
            title=f"Screening incomplete: {len(open_items)} of {len(core)} core items not recorded",
            message=", ".join(titles) + ". What is not recorded says nothing about the bones.",
            target=min(
                asked, key=lambda fact: words.places.get(fact, len(words.places)), default=""
            ),
        )
    ]


def _findings(assessment: Assessment, words: PanelWords) -> list[PanelRow]:
    found = [f for f in assessment.of(Status.TRIGGERED) if not f.failed]
    heading = PanelRow(
        key="heading:findings", kind="heading", title="Findings", label=_count(len(found))
    )
    if found:
        return [heading, *(_finding(f, assessment, words, "finding") for f in found)]
    return [heading, PanelRow(key="none", kind="statement", message=_no_findings(assessment))]


def _no_findings(assessment: Assessment) -> str:
    waiting = len(assessment.of(Status.UNKNOWN)) + len(assessment.of(Status.POSSIBLE))
    day = date_words(assessment.assessed_on) if assessment.assessed_on else "this day"
    if waiting:
        rules = count_words(waiting, "rule waits", "rules wait")
        return f"No finding yet; {rules} for an answer. That is no statement about the bones."
    return (
        f"None of the module's risk factors was recorded on {day}. People with MS who walk well "
        "can still have low bone density (Moen 2011; Sioka 2011)."
    )


def _finding(
    finding: Finding, assessment: Assessment, words: PanelWords, kind: RowKind
) -> PanelRow:
    notes = [note.message for note in assessment.notes if note.rule_id == finding.rule_id]
    return PanelRow(
        key=f"rule:{finding.rule_id}",
        kind=kind,
        title=finding.title,
        message=finding.message,
        details=(*(words.value(used) for used in finding.inputs), *notes),
        label=evidence_label(finding, words.library),
        severity=finding.severity,
        rule_id=finding.rule_id,
        target=field_of(finding.missing[0].field) if finding.missing else "",
    )


def _possible(assessment: Assessment, words: PanelWords) -> list[PanelRow]:
    found = [f for f in assessment.of(Status.POSSIBLE) if not f.failed]
    if not found:
        return []
    heading = PanelRow(
        key="heading:possible",
        kind="heading",
        title="Needs your yes or no",
        label=_count(len(found)),
    )
    rows = [heading]
    for finding in found:
        rows.append(_finding(finding, assessment, words, "possible"))
        if finding.missing:
            field = field_of(finding.missing[0].field)
            rows.append(
                PanelRow(
                    key=f"answer:{finding.rule_id}",
                    kind="missing",
                    title=words.label(field),
                    label=f"Answer here to decide: {finding.title}",
                    target=field,
                )
            )
    return rows


def _missing(assessment: Assessment, words: PanelWords) -> list[PanelRow]:
    waiting: dict[str, list[Finding]] = {}
    reasons: dict[str, str] = {}
    for finding in assessment.of(Status.UNKNOWN):
        for item in finding.missing:
            field = field_of(item.field)
            waiting.setdefault(field, []).append(finding)
            reasons.setdefault(field, item.reason)
    if not waiting:
        return []
    rows = [
        PanelRow(
            key="heading:missing",
            kind="heading",
            title="Not recorded",
            label=_count(len(waiting)),
        )
    ]
    core_first = sorted(
        waiting,
        key=lambda field: (
            not any(f.is_core for f in waiting[field]),
            words.places.get(field, len(words.places)),
        ),
    )
    for field in core_first:
        core = "core item, " if any(f.is_core for f in waiting[field]) else ""
        titles = ", ".join(dict.fromkeys(finding.title for finding in waiting[field]))
        reason = REASONS.get(reasons[field], "Not recorded")
        rows.append(
            PanelRow(
                key=f"missing:{field}",
                kind="missing",
                title=words.label(field),
                label=f"{reason}; {core}needed for: {titles}",
                target=field,
            )
        )
    return rows


def _remarks(assessment: Assessment) -> list[PanelRow]:
    rows = [
        PanelRow(
            key=f"remark:{remark.code}:{place}",
            kind="remark",
            message=remark.message,
            label=remark.label,
        )
        for place, remark in enumerate(assessment.remarks)
    ]
    if not rows:
        return []
    return [PanelRow(key="heading:remarks", kind="heading", title="Remarks"), *rows]


def _count(count: int) -> str:
    return str(count) if count else ""
