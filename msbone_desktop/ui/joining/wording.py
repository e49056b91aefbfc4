"""What a field of a record says, in words short enough to stand beside the other record's."""

import textwrap
from typing import Any

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.merging import JoinedRecord
from msbone_desktop.domain.patients import Patient
from msbone_desktop.services.merge_words import FIELD_LABELS
from msbone_desktop.ui.patients.banner import SEX_WORDS
from msbone_desktop.ui.patients.editor_fields import CONTACT, COURSES, MENOPAUSE
from msbone_desktop.ui.patients.wording import NOT_RECORDED
from msbone_desktop.ui.widgets.reading.wording import date_words

_WIDTH = 38
_ABSENT = {
    Absence.NOT_ASKED: NOT_RECORDED,
    Absence.UNKNOWN: "Not known",
    Absence.DECLINED: "Declined",
    Absence.INVALID: NOT_RECORDED,
}
_WORDS: dict[str, dict[str, str]] = {
    "menopause": dict(MENOPAUSE),
    "ms_course": dict(COURSES),
    "contact_by": dict(CONTACT),
}


def value_words(field: str, values: tuple[Any, ...]) -> str:
    """Return what a record says in a field, with what belongs to it, never an empty text."""
    first, *rest = values
    more = [_plain(field, value) for value in rest if value]
    if field == "opted_out":
        return ": ".join(["Not wanted" if first else "Wanted", *(more if first else ())])
    if field == "sex_for_reference":
        return SEX_WORDS[first]
    words = _plain(field, first)
    return ", ".join([words, *more])


def wrapped_words(field: str, values: tuple[Any, ...]) -> str:
    """Return the words in lines that fit beside another record's; a button wraps none itself."""
    lines = value_words(field, values).splitlines() or [NOT_RECORDED]
    text = "\n".join(part for line in lines for part in textwrap.wrap(line, _WIDTH) or [""])
    return text.replace("&", "&&")


def label_of(field: str) -> str:
    """Return what a field is called."""
    return FIELD_LABELS[field]


def id_words(patient: Patient) -> str:
    """Return name and clinic ID."""
    return f"{patient.name} · {patient.details.clinic_id}"


def joined_words(joined: JoinedRecord) -> str:
    """Return the pointer from a kept record to one that was joined into it."""
    on = date_words(joined.at.astimezone().date())
    return (
        f"{joined.merged.details.clinic_id} ({joined.merged.name}) was joined into this record "
        f"on {on} by {joined.by}."
    )


def _plain(field: str, value: Any) -> str:
    if isinstance(value, Absence):
        return _ABSENT[value]
    if isinstance(value, PartialDate):
        return date_words(value)
    if value is None or value == "":
        return _WORDS.get(field, {}).get("", NOT_RECORDED)
    return _WORDS.get(field, {}).get(value, str(value))
