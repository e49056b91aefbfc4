"""What can be stored about a person: refused with the field and the reason, never cut or mended."""

import unicodedata
from dataclasses import replace
from datetime import date

from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.patients import NAME_LIMIT, NOTE_LIMIT, PatientDetails

CLINIC_ID_LIMIT = 40
EARLIEST_BIRTH = 1900
LONGEST_INTERVAL = 120
_LINES = "\n\t"
_JOINERS = "\u200c\u200d"
"""Zero-width joiners belong to Persian and Indic spelling, but in a name nobody could see them."""


def checked(details: PatientDetails, today: date) -> PatientDetails:
    """Return ``details`` as stored: trimmed, in one Unicode form.

    Raises:
        RefusedEntryError: Something cannot be stored; ``field`` says which entry.
    """
    family = _line("family_name", details.family_name, NAME_LIMIT, "family name")
    given = _line("given_name", details.given_name, NAME_LIMIT, "given name")
    _no_pictures("family_name", family)
    _no_pictures("given_name", given)
    if not family and not given:
        raise RefusedEntryError("family_name", "Enter a name. One name alone is enough.")
    clinic_id = _line("clinic_id", details.clinic_id, CLINIC_ID_LIMIT, "clinic ID")
    if not clinic_id:
        raise RefusedEntryError("clinic_id", "Enter a clinic ID.")
    found = replace(
        details,
        family_name=family,
        given_name=given,
        clinic_id=clinic_id,
        phone=_line("phone", details.phone, 60, "phone number"),
        email=_line("email", details.email, 320, "e-mail address"),
        address=_text("address", details.address, 2000, "address"),
        contact_note=_text("contact_note", details.contact_note, NOTE_LIMIT, "contact note"),
        opted_out_reason=_text(
            "opted_out_reason", details.opted_out_reason, NOTE_LIMIT, "reason for opting out"
        ),
        left_reason=_text("left_reason", details.left_reason, NOTE_LIMIT, "reason for leaving"),
    )
    _check_contact(found.phone, found.email)
    _check_dates(details, today)
    months = details.dxa_interval_months
    if months is not None and not 1 <= months <= LONGEST_INTERVAL:
        raise RefusedEntryError(
            "dxa_interval_months", f"Enter 1 to {LONGEST_INTERVAL} months between scans."
        )
    return found


def _line(field: str, typed: str, limit: int, label: str) -> str:
    return _clean(field, typed, limit, label, allowed="")


def _text(field: str, typed: str, limit: int, label: str) -> str:
    return _clean(field, typed.replace("\r\n", "\n"), limit, label, allowed=_LINES + _JOINERS)


def _clean(field: str, typed: str, limit: int, label: str, allowed: str) -> str:
    if len(typed) > 10 * limit:
        raise RefusedEntryError(field, _too_long(label, len(typed), limit))
    normal = unicodedata.normalize("NFC", typed)
    if not normal.strip() or all(unicodedata.category(c) in {"Zs", "Cf"} for c in normal):
        return ""  # only spaces, or nothing that can be seen
    trimmed = normal.strip()
    for position, character in enumerate(trimmed, 1):
        # Cc: control. Cf: invisible or turning the direction of writing. Cs: half a character.
        # Zl, Zp: line ends. Co, Cn: nothing that a page could print.
        category = unicodedata.category(character)
        if category in {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"} and character not in allowed:
            raise RefusedEntryError(
                field,
                f"The {label} holds a character that cannot be seen or printed "
                f"(U+{ord(character):04X}) at position {position}. Delete it, or type the "
                f"{label} anew.",
            )
    if len(trimmed) > limit:
        raise RefusedEntryError(field, _too_long(label, len(trimmed), limit))
    return trimmed


def _too_long(label: str, length: int, limit: int) -> str:
    return f"The {label} has {length:,} characters; at most {limit:,} are kept. Shorten it."


def _no_pictures(field: str, name: str) -> None:
    for position, character in enumerate(name, 1):
        if unicodedata.category(character) == "So" or ord(character) in range(0x1F3FB, 0x1F400):
            raise RefusedEntryError(
                field, f"A name has no pictures in it; delete the one at position {position}."
            )


def _check_contact(phone: str, email: str) -> None:
    if phone and sum(character.isdecimal() for character in phone) < 3:
        raise RefusedEntryError("phone", "A phone number has at least three digits.")
    before, at, after = email.partition("@")
    if email and (not before or not at or not after or "@" in after or " " in email):
        raise RefusedEntryError("email", "An e-mail address looks like name@place.org.")


def _check_dates(details: PatientDetails, today: date) -> None:
    born = details.born_on
    if born is not None and born.year < EARLIEST_BIRTH:
        raise RefusedEntryError("born_on", f"The date of birth is before {EARLIEST_BIRTH}.")
    for field, label in (
        ("born_on", "date of birth"),
        ("menopause_on", "date of menopause"),
        ("ms_onset_on", "onset of MS"),
        ("deceased_on", "date of death"),
        ("left_on", "day of leaving"),
    ):
        day: PartialDate | None = getattr(details, field)
        if day is None:
            continue
        if day.earliest > today:
            raise RefusedEntryError(field, f"The {label} is in the future.")
        if born is not None and field != "born_on" and _latest(day) < born.earliest:
            raise RefusedEntryError(field, f"The {label} is before the date of birth.")


def _latest(day: PartialDate) -> date:
    """The last day that a date known in part may be, or one shortly after it."""
    return date(day.year, day.month or 12, day.day or (28 if day.month == 2 else 30))
