"""Rows of the screening table, read into the domain and written from it."""

import json
from typing import Any

from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screenings import (
    Confirmation,
    Screening,
    ScreeningId,
    ScreeningState,
)
from msbone_desktop.storage.columns import from_moment, to_day, to_moment


def to_domain(row: Any) -> Screening:
    """Make the screening of one row."""
    assessed_on = to_day(row.assessed_on)
    assert assessed_on is not None
    return Screening(
        id=ScreeningId(row.id),
        patient=PatientId(row.patient_id),
        state=ScreeningState(row.state),
        assessed_on=assessed_on,
        answers=row.answers,
        findings=row.findings,
        notes=row.notes,
        confirmations=_to_confirmations(row.confirmations),
        carried_forward=tuple(json.loads(row.carried_forward)),
        rule_set_version=row.rule_set_version,
        rule_set_hash=row.rule_set_hash,
        profile=row.profile,
        software_version=row.software_version,
        version=row.version,
        started_by=row.started_by,
        started_at=to_moment(row.started_at),
        saved_at=to_moment(row.saved_at),
        signed_by=row.signed_by,
        signed_at=None if row.signed_at is None else to_moment(row.signed_at),
        amends=None if row.amends is None else ScreeningId(row.amends),
        amendment_reason=row.amendment_reason,
        half_typed=row.half_typed or "",
    )


def from_confirmations(confirmations: tuple[Confirmation, ...]) -> str:
    """Write the confirmed unusual values."""
    entries = [
        [each.field, each.value, each.confirmed_by, from_moment(each.confirmed_at)]
        for each in confirmations
    ]
    return json.dumps(entries, ensure_ascii=False)


def _to_confirmations(stored: str) -> tuple[Confirmation, ...]:
    return tuple(
        Confirmation(field, value, by, to_moment(at)) for field, value, by, at in json.loads(stored)
    )


def day_of(answers: str) -> str | None:
    """Return ``assessed_on`` of a record in the assess format, where it has one."""
    record = json.loads(answers)
    day = record.get("assessed_on") if isinstance(record, dict) else None
    return day if isinstance(day, str) else None


def triggered_in(findings: str) -> str:
    """Return the ids of the triggered rules of an assessment in its stored format.

    They are kept beside it, so that the due dates of a whole clinic need no parsing.
    """
    assessment = json.loads(findings)
    found = assessment.get("findings", ()) if isinstance(assessment, dict) else ()
    return " ".join(each["rule_id"] for each in found if each.get("status") == "triggered")
