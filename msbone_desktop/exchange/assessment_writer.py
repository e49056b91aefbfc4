"""Writes an assessment in the assess format."""

from decimal import Decimal
from typing import Any

from msbone_desktop.domain.findings import Assessment, Finding, InputUsed, Status
from msbone_desktop.exchange import json_writing

_WRITTEN = (Status.TRIGGERED, Status.POSSIBLE, Status.UNKNOWN)


def as_json(assessment: Assessment) -> dict[str, Any]:
    """Return the assessment by the keys of the format. Rules that are not triggered are not listed.

    Notes, what is missing and evidence stand in it as they are: their fields are the format's, in
    its order, and nothing in them was typed by anybody.
    """
    listed = [finding for finding in assessment.findings if finding.status in _WRITTEN]
    ids: dict[Status, list[str]] = {status: [] for status in _WRITTEN}
    for finding in listed:
        ids[finding.status].append(finding.rule_id)
    triggered, possible, unknown = (sorted(ids[status]) for status in _WRITTEN)
    dxa, reminder, taken = assessment.dxa, assessment.dxa_reminder, assessment.steroid_pulses
    return {
        "id": assessment.id,
        "profile": assessment.profile,
        "rule_set_version": assessment.rule_set_version,
        "age": assessment.age,
        "attention": assessment.attention.word,
        "triggered": triggered,
        "possible": possible,
        "unknown": unknown,
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
        "notes": assessment.notes,
        "steroid_pulses": None
        if taken is None
        else {
            "count": taken.count,
            "prednisone_equivalent_mg": _plain(taken.prednisone_equivalent_mg),
        },
        "findings": [_finding(finding) for finding in listed],
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
        "status": finding.status,
        "severity": finding.severity.word,
        "inputs": [_input(used) for used in finding.inputs],
        "missing": finding.missing,
        "message": finding.message,
        "evidence": finding.support,
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
