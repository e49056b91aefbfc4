"""Remarks that belong to a finding: stale values, relapse, kidney, unusual entries."""

from collections.abc import Iterator
from dataclasses import dataclass

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.findings import Finding, Note, Status
from msbone_desktop.domain.motor_change import ChangeLimits, during_relapse
from msbone_desktop.domain.screening import VitaminDResult
from msbone_desktop.rules.facts import Sheet

_CONCLUDED = (Status.TRIGGERED, Status.POSSIBLE)


@dataclass(frozen=True, slots=True)
class NoteLimits:
    """Days after which a value is stale; eGFR below which the kidney may explain a raised PTH.

    eGFR in mL/min/1.73 m².
    """

    stale_days: int
    egfr_kidney: int


def find_notes(
    findings: tuple[Finding, ...],
    sheet: Sheet,
    messages: dict[str, str],
    limits: NoteLimits,
    changes: ChangeLimits,
    dictionary: DataDictionary,
) -> tuple[Note, ...]:
    """Return the notes in the order of the findings that they belong to."""
    notes: list[Note] = []
    stale = _stale(sheet, limits)
    for finding in findings:
        if finding.status not in _CONCLUDED:
            continue
        if stale and any(used.field in stale for used in finding.inputs):
            notes.append(_note("OLDER_THAN_12_MONTHS", finding.rule_id, messages))
        if finding.rule_id == "MOB-DECL" and _relapse(sheet, changes):
            notes.append(_note("DURING_RELAPSE", finding.rule_id, messages))
        if finding.rule_id == "PTH-SEC" and _kidney(sheet, limits):
            notes.append(_note("KIDNEY_DISEASE_MAY_EXPLAIN", finding.rule_id, messages))
    notes.extend(_unusual(sheet.newest_vitamin_d, messages, dictionary))
    return tuple(notes)


def _stale(sheet: Sheet, limits: NoteLimits) -> frozenset[str]:
    edss, vitamin_d = sheet.current_edss, sheet.newest_vitamin_d
    newest = {
        "edss": None if edss is None else edss.rated_on,
        "vitamin_d": None if vitamin_d is None else vitamin_d.sampled_on,
    }
    return frozenset(
        name
        for name, day in newest.items()
        if day is not None and (sheet.on - day).days > limits.stale_days
    )


def _note(code: str, rule_id: str, messages: dict[str, str]) -> Note:
    return Note(code, rule_id, messages[code])


def _relapse(sheet: Sheet, changes: ChangeLimits) -> bool:
    relapses = sheet.record.relapses
    if isinstance(relapses, Absence):
        return False
    return any(during_relapse(relapses, on, changes) for _, on in sheet.worsenings)


def _kidney(sheet: Sheet, limits: NoteLimits) -> bool:
    egfr = sheet.record.egfr
    return not isinstance(egfr, Absence) and egfr < limits.egfr_kidney


def _unusual(
    result: VitaminDResult | None, messages: dict[str, str], dictionary: DataDictionary
) -> Iterator[Note]:
    if result is None:
        return
    field = dictionary.fields[f"vitamin_d.value.{result.unit}"]
    if result.unit == "ng/mL" and field.ask_above is not None and result.value > field.ask_above:
        yield Note("CHECK_ENTRY", "VITD-HIGH", messages["CHECK_ENTRY_HIGH"])
    if result.unit == "nmol/L" and field.ask_below is not None and result.value < field.ask_below:
        yield Note("CHECK_ENTRY", "VITD-LOW", messages["CHECK_ENTRY_LOW"])
