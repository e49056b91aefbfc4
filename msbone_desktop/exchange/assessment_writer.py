"""Writes an assessment in the assess format."""

from decimal import Decimal
from typing import Any

from msbone_desktop.domain.findings import Assessment, Finding, InputUsed, Status
from msbone_desktop.exchange import json_writing

_WRITTEN = (Status.TRIGGERED, Status.POSSIBLE, Status.UNKNOWN)


def as_json(assessment: Assessment) -> dict[str, Any]:
    """Return the assessment as JSON values. Rules that are not triggered are not listed."""
    ids: dict[Status, list[str]] = {status: [] for status in Status}
    for finding in assessment.findings:
        ids[finding.status].append(finding.rule_id)
    dxa, reminder, taken = assessment.dxa, assessment.dxa_reminder, assessment.steroid_pulses
    return {
        "id": assessment.id,
        "profile": assessment.profile,
        "rule_set_version": assessment.rule_set_version,
        "age": assessment.age,
        "attention": assessment.attention.word,
        "triggered": sorted(ids[Status.TRIGGERED]),
        "possible": sorted(ids[Status.POSSIBLE]),
        "unknown": sorted(ids[Status.UNKNOWN]),
        "unknown_core": list(assessment.unknown_core),
        "vitamin_d_band": assessment.vitamin_d_band,
        "dxa": {
            "basis": dxa.basis,
            "category": dxa.category,
            "worst_site": dxa.worst_site,
            "changes": dxa.changes,
        },
        "dxa_reminder": {
            "status": reminder.status,
            "due_on": reminder.due_on,
            "source": reminder.source,
        },
        "frax": assessment.frax,
        "conflicts": [conflict.code for conflict in assessment.conflicts],
        "errors": [
            {"code": f.code, "field": f.field, "message": f.message} for f in assessment.faults
        ],
        "notes": [
            {"code": n.code, "rule_id": n.rule_id, "message": n.message} for n in assessment.notes
        ],
        "steroid_pulses": None
        if taken is None
        else {
            "count": taken.count,
            "prednisone_equivalent_mg": _plain(taken.prednisone_equivalent_mg),
        },
        "findings": [_finding(f) for f in assessment.findings if f.status in _WRITTEN],
    }


def to_json(assessment: Assessment) -> str:
    """Return the assessment as one line."""
    return encode(assessment).decode()


def encode(assessment: Assessment) -> bytes:
    """Return the assessment as one line of UTF-8, without the line end."""
    values = as_json(assessment)
    try:
        return json_writing.encode(values)
    except RecursionError:
        # An id nested as deep as can be read, but deeper than can be written.
        return json_writing.encode({**values, "id": None})


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule_id": finding.rule_id,
        "title": finding.title,
        "status": finding.status.value,
        "severity": finding.severity.word,
        "inputs": [_input(used) for used in finding.inputs],
        "missing": [{"field": m.field, "reason": m.reason} for m in finding.missing],
        "message": finding.message,
        "evidence": [
            {
                "statement_id": s.statement_id,
                "level": s.level,
                "about": s.about,
                "citations": s.citations,
            }
            for s in finding.support
        ],
        "extension": finding.extension,
    }


def _input(used: InputUsed) -> dict[str, Any]:
    return {
        "field": used.field,
        "value": used.value,
        "unit": used.unit,
        "date": used.observed_on,
    }


def _plain(number: Decimal) -> Decimal | int:
    return int(number) if number == number.to_integral_value() else number
