"""Which answers differ between two screenings, in words that fit into a sentence."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.screening import ScreeningRecord

_TOLD_ELSEWHERE = frozenset({"id", "assessed_on", "date_of_birth", "dxa_scans", "incomplete"})
_ABSENT = {
    Absence.NOT_ASKED: "not asked",
    Absence.UNKNOWN: "not known",
    Absence.DECLINED: "declined",
    Absence.INVALID: "not readable",
}


def answer_changes(
    old: ScreeningRecord, new: ScreeningRecord, dictionary: DataDictionary
) -> tuple[str, ...]:
    """Return each answer that is another one now, in the order of the questions.

    One value is told with what it was; of a list only its name, since its entries bear their own
    days and stand in the record.
    """
    told = []
    for each in fields(ScreeningRecord):
        was, now = getattr(old, each.name), getattr(new, each.name)
        if each.name in _TOLD_ELSEWHERE or was == now:
            continue
        label = dictionary.fields[each.name].label
        if isinstance(was, tuple) or isinstance(now, tuple):
            told.append(label)
        else:
            before, after = (_said(each.name, one, dictionary) for one in (was, now))
            told.append(f"{label} ({before} → {after})")
    return tuple(told)


def _said(name: str, value: Any, dictionary: DataDictionary) -> str:
    if isinstance(value, Absence):
        return _ABSENT[value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return dictionary.value_words(name, value)
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    return f"{value.value:f} {value.unit or ''}".strip()  # a laboratory value
