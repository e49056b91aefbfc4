"""How a patient is named on screen, the same way everywhere."""

from collections.abc import Callable
from datetime import date

from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.patients import Patient, PatientRow
from msbone_desktop.ui.person_list import PersonLine
from msbone_desktop.ui.widgets.reading.wording import age_words, date_words

NOT_RECORDED = "Not recorded"
NO_BIRTH_DATE = "Date of birth not recorded"


def row_name(row: PatientRow) -> str:
    """Return the family name first, as on the banner."""
    return f"{row.family_name}, {row.given_name}".strip(", ")


def born_words(born_on: PartialDate | None, today: date) -> str:
    """Return "14 Mar 1979 · 47 y"; a date that is not recorded is said to be so."""
    if born_on is None:
        return NO_BIRTH_DATE
    return f"{date_words(born_on)} · {age_words(born_on, today)}"


def known_by_words(row: PatientRow, today: date) -> str:
    """Return what tells a person from others of her name: date of birth, age and clinic ID."""
    born = born_words(row.born_on, today)
    return f"{born} · {row.clinic_id}" if row.clinic_id else born


def whose_words(patient: Patient) -> str:
    """Return name, date of birth and clinic ID: enough to see that it is the right person."""
    born = patient.details.born_on
    words = NO_BIRTH_DATE if born is None else date_words(born)
    return f"{patient.name} · {words} · {patient.details.clinic_id}"


def day_words(day: date | None) -> str:
    """Return the day, or that none is recorded."""
    return NOT_RECORDED if day is None else date_words(day)


def state_words(row: PatientRow) -> str:
    """Return what is unusual about a patient's record, or nothing."""
    parts = ("Deceased",) if row.deceased else ()
    if row.found_by:
        parts = (f"{row.found_by} was joined into this record", *parts)
    return " · ".join((*parts, *(("Draft to finish",) if row.has_draft else ())))


def person_line(
    row: PatientRow,
    today: date,
    trailing: str = "",
    tone: str = "ink_soft",
    key: Callable[[PatientRow], object] = lambda row: row.id,
) -> PersonLine:
    """Return a patient as a line of a list, told apart by birth and clinic ID."""
    detail = f"{born_words(row.born_on, today)} · {row.clinic_id}"
    return PersonLine(key(row), row_name(row), detail, trailing or state_words(row), tone)
