"""Entries of one screening that contradict each other."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.findings import Conflict, InputUsed, InputValue
from msbone_desktop.rules.facts import Sheet

CONFLICTS = (
    "EDSS_SAME_DAY",
    "EDSS_VS_GAIT_AID",
    "MOTOR_DECLINE_ENTRY_VS_DATA",
    "FALLS_6M_GT_12M",
    "PTH_WITHOUT_RANGE",
    "MENOPAUSE_ENTRY_FOR_MALE",
    "DXA_BEFORE_BIRTH",
)
"""The codes of the conflicts that can be found."""

_BILATERAL_FROM = Decimal("6.5")
_FULL_TIME_FROM = Decimal("7.0")
_AID_FROM = Decimal("6.0")

Found = Iterator[tuple[str, tuple[InputUsed, ...]]]


def find_conflicts(sheet: Sheet, messages: dict[str, str]) -> tuple[Conflict, ...]:
    """Return the conflicts in alphabetical order of their codes, each with its values."""
    found = [*_edss(sheet), *_motor_decline(sheet), *_numbers(sheet), *_person(sheet)]
    return tuple(
        Conflict(code, messages[code], tuple(dict.fromkeys(v.field for v in values)), values)
        for code, values in sorted(found, key=lambda conflict: conflict[0])
    )


def _value(name: str, value: InputValue, on: date | None = None) -> InputUsed:
    return InputUsed(name, value, None, on)


def _edss(sheet: Sheet) -> Found:
    record, current = sheet.record, sheet.current_edss
    if current is None:
        if not isinstance(record.edss, Absence) and record.edss:
            newest = max(score.rated_on for score in record.edss)
            same_day = [s for s in record.edss if s.rated_on == newest]
            yield "EDSS_SAME_DAY", tuple(_value("edss", s.score, newest) for s in same_day)
        return
    aid = record.gait_aid
    if (
        (aid == "bilateral" and current.score < _BILATERAL_FROM)
        or (aid == "wheelchair_full_time" and current.score < _FULL_TIME_FROM)
        or (aid == "none" and current.score >= _AID_FROM)
    ):
        edss = _value("edss", current.score, current.rated_on)
        yield "EDSS_VS_GAIT_AID", (edss, _value("gait_aid", str(aid)))


def _motor_decline(sheet: Sheet) -> Found:
    if sheet.record.motor_decline == "none" and sheet.worsenings:
        measured = tuple(_value(name, "worse", on) for name, on in sheet.worsenings)
        yield "MOTOR_DECLINE_ENTRY_VS_DATA", (_value("motor_decline", "none"), *measured)


def _numbers(sheet: Sheet) -> Found:
    record = sheet.record
    six, twelve = record.falls_last_6_months, record.falls_last_12_months
    if not isinstance(six, Absence) and not isinstance(twelve, Absence) and six > twelve:
        yield (
            "FALLS_6M_GT_12M",
            (_value("falls_last_6_months", six), _value("falls_last_12_months", twelve)),
        )
    pth = record.pth
    if not isinstance(pth, Absence) and pth.upper_limit is None:
        yield "PTH_WITHOUT_RANGE", (InputUsed("pth", pth.value, pth.unit, None),)


def _person(sheet: Sheet) -> Found:
    record = sheet.record
    if record.sex_for_reference == "male" and not isinstance(record.menopause, Absence):
        yield (
            "MENOPAUSE_ENTRY_FOR_MALE",
            (_value("sex_for_reference", "male"), _value("menopause", record.menopause)),
        )
    born, scans = record.date_of_birth, record.dxa_scans
    if isinstance(born, Absence) or isinstance(scans, Absence):
        return
    early = tuple(s.performed_on for s in scans if s.performed_on < born)
    if early:
        before = tuple(_value("dxa_scans", "scan", day) for day in early)
        yield "DXA_BEFORE_BIRTH", (_value("date_of_birth", born.isoformat()), *before)
