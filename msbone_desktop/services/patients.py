"""What staff do with patients: find, enter, correct."""

import re
from collections.abc import Callable
from datetime import datetime

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.calendar import add_months, clinic_day
from msbone_desktop.domain.patients import (
    Patient,
    PatientDetails,
    PatientId,
    PatientPage,
    PatientRow,
    SimilarPatient,
)
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.services.patient_checks import checked
from msbone_desktop.services.permission import needs
from msbone_desktop.storage.database import Database

_PREFIX = "MSB-"


class PatientService:
    """Finds and keeps patients. Every call is one transaction."""

    def __init__(self, database: Database, now: Callable[[], datetime], actor: Actor) -> None:
        self._database = database
        self._now = now
        self._actor = actor

    @needs(Permission.VIEW)
    def search(self, text: str, limit: int = 50) -> tuple[PatientRow, ...]:
        """Find patients by name in any order, date of birth, clinic ID or last digits of a phone.

        Accents and case do not matter, and nothing that is typed is a wildcard.
        """
        with self._database.unit_of_work() as work:
            return work.patients.search(text, limit)

    @needs(Permission.VIEW)
    def page(
        self,
        *,
        text: str = "",
        saved_filter: str = "all",
        sort: str = "name",
        descending: bool = False,
        offset: int = 0,
        limit: int = 200,
    ) -> PatientPage:
        """Return a slice of the patient list.

        Args:
            text: As for ``search``; "" shows all.
            saved_filter: all, never_scanned, incomplete or not_seen_12_months.
            sort: name, born, clinic_id, ms_course, edss, last_screened or last_dxa.
            descending: Turn the order round; what is not recorded stays last.
            offset: How many rows to skip.
            limit: How many rows to return.
        """
        with self._database.unit_of_work() as work:
            return work.patients.page(
                text=text,
                saved_filter=saved_filter,
                sort=sort,
                descending=descending,
                offset=offset,
                limit=limit,
                seen_since=add_months(clinic_day(self._now()), -12),
            )

    @needs(Permission.VIEW)
    def get(self, patient: PatientId) -> Patient:
        """Return one patient.

        Raises:
            NotFoundError: There is none of that number.
        """
        with self._database.unit_of_work() as work:
            return work.patients.get(patient)

    @needs(Permission.EDIT_PEOPLE)
    def create(self, details: PatientDetails) -> Patient:
        """Enter a new patient.

        Raises:
            RefusedEntryError: Something cannot be stored; its ``field`` says what.
            DuplicateClinicIdError: Another patient has the clinic ID.
        """
        now = self._now()
        kept = checked(details, clinic_day(now))
        with self._database.unit_of_work() as work:
            return work.patients.add(kept, self._actor.name, now)

    @needs(Permission.EDIT_PEOPLE)
    def update(self, patient: PatientId, expected_version: int, details: PatientDetails) -> Patient:
        """Correct a patient's details.

        Raises:
            RefusedEntryError: Something cannot be stored; its ``field`` says what.
            DuplicateClinicIdError: Another patient has the clinic ID.
            ChangedElsewhereError: The record was changed since it was read.
            NotFoundError: There is no such patient.
        """
        now = self._now()
        kept = checked(details, clinic_day(now))
        with self._database.unit_of_work() as work:
            return work.patients.update(patient, expected_version, kept, self._actor.name, now)

    @needs(Permission.VIEW)
    def similar_to(
        self, details: PatientDetails, besides: PatientId | None = None
    ) -> tuple[SimilarPatient, ...]:
        """Return patients who may be the same person, each with the reason."""
        with self._database.unit_of_work() as work:
            return work.patients.similar_to(details, besides)

    @needs(Permission.EDIT_PEOPLE)
    def next_clinic_id(self) -> str:
        """Offer the next number after the highest one of the form MSB-0001."""
        with self._database.unit_of_work() as work:
            present = work.patients.clinic_ids(_PREFIX)
        numbers = (re.fullmatch(r"msb-(\d{1,9})", each) for each in present)
        highest = max((int(match[1]) for match in numbers if match), default=0)
        return f"{_PREFIX}{highest + 1:04d}"
