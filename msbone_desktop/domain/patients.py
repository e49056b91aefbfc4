"""People who are screened, and how they are found."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NewType

from msbone_desktop.domain.answers import Absence, Answer
from msbone_desktop.domain.calendar import PartialDate, completed_years
from msbone_desktop.domain.screening import Menopause, MsCourse, Sex

PatientId = NewType("PatientId", int)

NAME_LIMIT = 200
"""Longest name in characters; longer ones are refused, never cut."""
NOTE_LIMIT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientDetails:
    """What staff enter about a person. ``clinic_id`` is the clinic's own number, unique."""

    family_name: str
    given_name: str
    born_on: PartialDate | None
    clinic_id: str
    sex_for_reference: Answer[Sex] = Absence.NOT_ASKED
    """The sex of the DXA reference data."""
    menopause: Answer[Menopause] = Absence.NOT_ASKED
    menopause_on: PartialDate | None = None
    ms_course: Answer[MsCourse] = Absence.NOT_ASKED
    ms_onset_on: PartialDate | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    contact_by: Literal["letter", "phone", "email", "text", ""] = ""
    contact_note: str = ""
    opted_out: bool = False
    """Does not want reminders."""
    opted_out_reason: str = ""
    deceased_on: PartialDate | None = None
    dxa_interval_months: int | None = None
    """Months between DXA scans set by the clinician for this person."""
    left_on: PartialDate | None = None
    """Moved away or went to another clinic: nobody reminds her after that."""
    left_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """One person in the clinic's file; ``version`` rises with each change."""

    id: PatientId
    details: PatientDetails
    version: int
    created_at: datetime
    changed_at: datetime

    @property
    def name(self) -> str:
        """Family name first, as on the banner."""
        return f"{self.details.family_name}, {self.details.given_name}".strip(", ")

    def age(self, on: date) -> int | None:
        """Completed years on ``on``; None when the date of birth is not wholly known."""
        born = self.details.born_on
        return None if born is None or born.exact is None else completed_years(born.exact, on)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientRow:
    """One line of the patient list or of a search, without opening the record."""

    id: PatientId
    family_name: str
    given_name: str
    born_on: PartialDate | None
    sex_for_reference: str | None
    clinic_id: str
    ms_course: str | None
    edss: str | None
    """Newest score as typed, with no date."""
    edss_on: date | None
    last_screened_on: date | None
    last_dxa_on: date | None
    has_draft: bool
    deceased: bool
    found_by: str = ""
    """The clinic ID of a record joined into this one, where that is what was searched for."""


@dataclass(frozen=True, slots=True)
class PatientPage:
    """A slice of the patient list, and how many there are in all."""

    rows: tuple[PatientRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class SimilarPatient:
    """A patient who may be the same person, with the reason in words."""

    row: PatientRow
    reason: str
