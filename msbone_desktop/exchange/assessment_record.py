"""Keeps an assessment as text beside a signed screening, and reads it back as it was.

The text is the assess format with one more key, ``detail``, for what only screens and pages show.
A later rule set never changes what an old text says.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from msbone_desktop.domain.findings import (
    Assessment,
    Conflict,
    DxaReading,
    DxaReminder,
    Finding,
    InputUsed,
    MissingInput,
    Note,
    Remark,
    Severity,
    Status,
    SteroidPulses,
    Support,
)
from msbone_desktop.domain.screening import InputFault
from msbone_desktop.exchange import json_writing
from msbone_desktop.exchange.assessment_writer import as_json
from msbone_desktop.exchange.json_lines import decode


def to_stored(assessment: Assessment) -> str:
    """Return the text to keep; equal assessments give equal bytes."""
    kept = as_json(assessment)
    kept["detail"] = {
        "rule_set_hash": assessment.rule_set_hash,
        "assessed_on": assessment.assessed_on,
        "core": sorted(f.rule_id for f in assessment.findings if f.is_core),
        "failed": sorted(f.rule_id for f in assessment.findings if f.failed),
        "not_triggered": [
            {"rule_id": f.rule_id, "title": f.title, "severity": f.severity.word}
            for f in assessment.of(Status.NOT_TRIGGERED)
        ],
        "conflicts": [
            {
                "code": c.code,
                "message": c.message,
                "fields": c.fields,
                "values": [_used(used) for used in c.values],
            }
            for c in assessment.conflicts
        ],
        "remarks": [
            {
                "code": r.code,
                "message": r.message,
                "label": r.label,
                "statements": r.statements,
                "belongs_to": r.belongs_to,
                "references": r.references,
            }
            for r in assessment.remarks
        ],
        "dxa": {
            "worst_score": assessment.dxa.worst_score,
            "performed_on": assessment.dxa.performed_on,
            "basis_reason": assessment.dxa.basis_reason,
        },
        "pulses_without_dose": None
        if assessment.steroid_pulses is None
        else assessment.steroid_pulses.without_dose,
    }
    return json_writing.encode(kept).decode()


def from_stored(text: str) -> Assessment:
    """Read a kept text."""
    kept = decode(text)
    detail = kept["detail"]
    core, failed = frozenset(detail["core"]), frozenset(detail["failed"])
    findings = [_finding(f, core, failed) for f in kept["findings"]]
    findings += [_not_triggered(f, core) for f in detail["not_triggered"]]
    return Assessment(
        id=kept["id"],
        profile=kept["profile"],
        rule_set_version=kept["rule_set_version"],
        rule_set_hash=detail["rule_set_hash"],
        assessed_on=_day(detail["assessed_on"]),
        age=kept["age"],
        findings=tuple(findings),
        vitamin_d_band=kept["vitamin_d_band"],
        dxa=_dxa(kept["dxa"], detail["dxa"]),
        dxa_reminder=_reminder(kept["dxa_reminder"]),
        frax=kept["frax"],
        conflicts=tuple(_conflict(c) for c in detail["conflicts"]),
        notes=tuple(Note(n["code"], n["rule_id"], n["message"]) for n in kept["notes"]),
        steroid_pulses=_pulses(kept["steroid_pulses"], detail["pulses_without_dose"]),
        faults=tuple(InputFault(e["code"], e["field"], e["message"]) for e in kept["errors"]),
        remarks=tuple(
            Remark(
                r["code"],
                r["message"],
                r["label"],
                tuple(r["statements"]),
                r["belongs_to"],
                tuple(r.get("references", ())),  # kept since 28 November 2026
            )
            for r in detail["remarks"]
        ),
    )


def _used(used: InputUsed) -> dict[str, Any]:
    return {
        "field": used.field,
        "value": used.value,
        "unit": used.unit,
        "date": used.observed_on,
    }


def _input(kept: dict[str, Any]) -> InputUsed:
    return InputUsed(kept["field"], kept["value"], kept["unit"], _day(kept["date"]))


def _finding(kept: dict[str, Any], core: frozenset[str], failed: frozenset[str]) -> Finding:
    return Finding(
        rule_id=kept["rule_id"],
        title=kept["title"],
        status=Status(kept["status"]),
        severity=Severity[kept["severity"].upper()],
        inputs=tuple(_input(used) for used in kept["inputs"]),
        missing=tuple(MissingInput(m["field"], m["reason"]) for m in kept["missing"]),
        message=kept["message"],
        support=tuple(
            Support(s["statement_id"], s["level"], s["about"], tuple(s["citations"]))
            for s in kept["evidence"]
        ),
        extension=kept["extension"],
        is_core=kept["rule_id"] in core,
        failed=kept["rule_id"] in failed,
    )


def _not_triggered(kept: dict[str, Any], core: frozenset[str]) -> Finding:
    return Finding(
        rule_id=kept["rule_id"],
        title=kept["title"],
        status=Status.NOT_TRIGGERED,
        severity=Severity[kept["severity"].upper()],
        inputs=(),
        missing=(),
        message="",
        support=(),
        extension=False,
        is_core=kept["rule_id"] in core,
    )


def _conflict(kept: dict[str, Any]) -> Conflict:
    return Conflict(
        kept["code"],
        kept["message"],
        tuple(kept["fields"]),
        tuple(_input(used) for used in kept["values"]),
    )


def _dxa(kept: dict[str, Any], detail: dict[str, Any]) -> DxaReading:
    score = detail["worst_score"]
    return DxaReading(
        kept["basis"],
        kept["category"],
        kept["worst_site"],
        kept["changes"],
        None if score is None else Decimal(score),
        _day(detail["performed_on"]),
        detail["basis_reason"],
    )


def _reminder(kept: dict[str, Any]) -> DxaReminder:
    return DxaReminder(kept["status"], _day(kept["due_on"]), kept["source"])


def _pulses(kept: dict[str, Any] | None, without_dose: int | None) -> SteroidPulses | None:
    if kept is None:
        return None
    total = Decimal(kept["prednisone_equivalent_mg"])
    return SteroidPulses(kept["count"], total, without_dose or 0)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
