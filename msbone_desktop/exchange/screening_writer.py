"""Writes a record in the assess format: canonical, so that equal records have equal bytes."""

from datetime import date
from decimal import Decimal
from typing import Any

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.screening import (
    Antiepileptic,
    DxaScan,
    DxaSite,
    EdssScore,
    Fracture,
    GaitAidObservation,
    LaboratoryValue,
    Relapse,
    ScreeningRecord,
    SteroidCourse,
    VitaminDResult,
    WalkTest,
)
from msbone_desktop.exchange import json_writing

_NAMES: dict[type, dict[str, str]] = {
    EdssScore: {"rated_on": "date"},
    WalkTest: {"tested_on": "date"},
    GaitAidObservation: {"seen_on": "date"},
    Relapse: {"onset_on": "onset"},
    SteroidCourse: {"started_on": "start", "ended_on": "end"},
    Antiepileptic: {},
    VitaminDResult: {"sampled_on": "date"},
    LaboratoryValue: {},
    Fracture: {"happened_on": "date"},
    DxaScan: {"performed_on": "date"},
    DxaSite: {},
}
_NOT_IN_FORMAT = frozenset({"not_measurable", "region", "scan_mode", "scanner_ref", "incomplete"})


def as_json(record: ScreeningRecord) -> dict[str, Any]:
    """Return the record as JSON values, in the format's order, without what was not asked."""
    found: dict[str, Any] = {}
    for name in ScreeningRecord.__dataclass_fields__:
        if name in _NOT_IN_FORMAT:
            continue
        value = getattr(record, name)
        # A value that was not understood is not written: it would be read as an answer.
        if value in (Absence.NOT_ASKED, Absence.INVALID):
            continue
        found[name] = _value(value)
    return found


def to_json(record: ScreeningRecord) -> str:
    """Return the canonical text of the record."""
    return json_writing.encode(as_json(record)).decode()


def _value(value: Any) -> Any:
    if isinstance(value, Absence):
        return {"absent": value.value}
    if isinstance(value, tuple):
        return [_value(entry) for entry in value]
    names = _NAMES.get(type(value))
    if names is None:
        return value.isoformat() if isinstance(value, date) else _number(value)
    return {
        names.get(name, name): _value(getattr(value, name))
        for name in type(value).__dataclass_fields__
        if name not in _NOT_IN_FORMAT
    }


def _number(value: Any) -> Any:
    # Plain digits: "1E+2" and "100" must not be two texts of one number.
    if isinstance(value, Decimal) and value.as_tuple().exponent > 0:  # type: ignore[operator]
        return int(value)
    return value
