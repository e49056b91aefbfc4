"""The clinic's patients."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.calendar import clinic_day
from msbone_desktop.domain.errors import (
    ChangedElsewhereError,
    DuplicateClinicIdError,
    NotFoundError,
)
from msbone_desktop.domain.patients import (
    Patient,
    PatientDetails,
    PatientId,
    PatientPage,
    PatientRow,
    SimilarPatient,
)
from msbone_desktop.storage import folding, listing, patient_pages, patient_search, similarity
from msbone_desktop.storage.columns import (
    from_moment,
    from_partial,
    to_answer,
    to_moment,
    to_partial,
)
from msbone_desktop.storage.schema import patient, patient_listing
from msbone_desktop.storage.schema_trust import audit_event


class Patients:
    """Patients by number, by what was typed, and by likeness."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, details: PatientDetails, by: str, at: datetime) -> Patient:
        """Store a new patient.

        Raises:
            DuplicateClinicIdError: Another patient has the clinic ID.
        """
        self._refuse_duplicate(details, besides=None)
        number = self._next_number()
        values = {"id": number} | _stored(details) | _origin(by, at) | _interval_set(details, at)
        self._connection.execute(patient.insert(), values)
        listing.file_details(self._connection, number, details, is_new=True)
        return self.get(number)

    def add_all(self, people: Sequence[PatientDetails], by: str, at: datetime) -> None:
        """Store many new patients at once, ten times as fast as one by one.

        Raises:
            DuplicateClinicIdError: Two of them, or one of them and a patient, share a clinic ID.
        """
        first = self._next_number()
        origin = _origin(by, at)
        rows = [
            _stored(details) | origin | {"id": number} | _interval_set(details, at)
            for number, details in enumerate(people, first)
        ]
        if not rows:
            return
        taken = set(self._connection.scalars(sa.select(patient.c.clinic_id_key)))
        for row in rows:
            if row["clinic_id_key"] in taken:
                raise DuplicateClinicIdError
            taken.add(row["clinic_id_key"])
        self._connection.execute(patient.insert(), rows)
        numbered = [(PatientId(number), details) for number, details in enumerate(people, first)]
        listing.file_new(self._connection, numbered)

    def update(
        self,
        number: PatientId,
        expected_version: int,
        details: PatientDetails,
        by: str,
        at: datetime,
    ) -> Patient:
        """Replace the details of a patient.

        Raises:
            NotFoundError: There is no such patient.
            ChangedElsewhereError: The record is not at ``expected_version`` any more.
            DuplicateClinicIdError: Another patient has the clinic ID.
        """
        before = self.get(number)
        if before.version != expected_version:
            raise ChangedElsewhereError
        self._refuse_duplicate(details, besides=number)
        values = _stored(details) | {
            "version": expected_version + 1,
            "changed_by": by,
            "changed_at": from_moment(at),
        }
        if details.dxa_interval_months != before.details.dxa_interval_months:
            values |= _interval_set(details, at)
        self._connection.execute(patient.update().where(patient.c.id == number).values(values))
        listing.file_details(self._connection, number, details, is_new=False)
        return self.get(number)

    def get(self, number: PatientId) -> Patient:
        """Return one patient.

        Raises:
            NotFoundError: There is no such patient.
        """
        row = self._connection.execute(_ONE, {"number": number}).one_or_none()
        if row is None:
            raise NotFoundError
        return _to_domain(row)

    def rows(self, numbers: Iterable[PatientId]) -> tuple[PatientRow, ...]:
        """Return the lines of the list for ``numbers``, in their order, without unknown ones."""
        wanted = list(numbers)
        found = self._connection.execute(
            sa.select(*listing.SHOWN).where(patient_listing.c.patient_id.in_(wanted))
        )
        by_number = {row.patient_id: listing.to_row(row) for row in found}
        return tuple(by_number[number] for number in wanted if number in by_number)

    def page_of_all(self) -> tuple[PatientRow, ...]:
        """Return the line of the list of every patient, by number."""
        listed = sa.select(*listing.SHOWN).order_by(patient_listing.c.patient_id)
        return tuple(map(listing.to_row, self._connection.execute(listed)))

    def phones(self) -> dict[PatientId, str]:
        """Return every phone number that is known."""
        rows = self._connection.execute(
            sa.select(patient.c.id, patient.c.phone).where(patient.c.phone != "")
        )
        return {PatientId(number): phone for number, phone in rows}

    def search(self, text: str, limit: int = 50) -> tuple[PatientRow, ...]:
        """Find patients by what was typed; see ``patient_search.search``."""
        found = patient_search.search(self._connection, text, limit)
        return patient_search.with_pointers(self._connection, text, found)

    def page(
        self,
        *,
        text: str = "",
        saved_filter: str = "all",
        sort: str = "name",
        descending: bool = False,
        offset: int = 0,
        limit: int = 200,
        seen_since: date,
    ) -> PatientPage:
        """Return a slice of the list; see ``patient_pages.page``."""
        return patient_pages.page(
            self._connection,
            text=text,
            condition=patient_pages.condition(saved_filter, seen_since),
            order=patient_pages.order(sort, descending=descending),
            offset=offset,
            limit=limit,
        )

    def similar_to(
        self, details: PatientDetails, besides: PatientId | None = None
    ) -> tuple[SimilarPatient, ...]:
        """Return patients who may be the same person; see ``similarity``."""
        return similarity.similar_to(self._connection, details, besides)

    def clinic_ids(self, prefix: str) -> tuple[str, ...]:
        """Return the clinic IDs that start with ``prefix``, whatever their case."""
        start = folding.fold(prefix)
        ids = self._connection.scalars(
            sa.select(patient.c.clinic_id_key).where(
                patient.c.clinic_id_key >= start, patient.c.clinic_id_key < start + "\U0010ffff"
            )
        )
        return tuple(ids)

    def count(self) -> int:
        """Return how many patients there are."""
        return self._connection.scalar(sa.select(sa.func.count()).select_from(patient)) or 0

    def _next_number(self) -> PatientId:
        """Return a number that nobody had: the history names those who are gone by theirs."""
        columns = (patient.c.id, audit_event.c.patient_id)
        used = (self._connection.scalar(sa.select(sa.func.max(column))) for column in columns)
        return PatientId(max(number or 0 for number in used) + 1)

    def _refuse_duplicate(self, details: PatientDetails, besides: PatientId | None) -> None:
        key = folding.fold(details.clinic_id)
        holder = self._connection.scalar(
            sa.select(patient.c.id).where(patient.c.clinic_id_key == key)
        )
        if holder is not None and holder != besides:
            raise DuplicateClinicIdError


_ONE = sa.select(patient).where(patient.c.id == sa.bindparam("number"))


def _origin(by: str, at: datetime) -> dict[str, Any]:
    moment = from_moment(at)
    return {
        "version": 1,
        "created_by": by,
        "created_at": moment,
        "changed_by": by,
        "changed_at": moment,
    }


def _stored(details: PatientDetails) -> dict[str, Any]:
    return {
        "family_name": details.family_name,
        "given_name": details.given_name,
        "born_on": from_partial(details.born_on),
        "clinic_id": details.clinic_id,
        "clinic_id_key": folding.fold(details.clinic_id),
        "sex_for_reference": str(details.sex_for_reference),
        "menopause": str(details.menopause),
        "menopause_on": from_partial(details.menopause_on),
        "ms_course": str(details.ms_course),
        "ms_onset_on": from_partial(details.ms_onset_on),
        "phone": details.phone,
        "email": details.email,
        "address": details.address,
        "contact_by": details.contact_by,
        "contact_note": details.contact_note,
        "opted_out": int(details.opted_out),
        "opted_out_reason": details.opted_out_reason,
        "deceased_on": from_partial(details.deceased_on),
        "dxa_interval_months": details.dxa_interval_months,
        "left_on": from_partial(details.left_on),
        "left_reason": details.left_reason or None,
    }


def _interval_set(details: PatientDetails, at: datetime) -> dict[str, Any]:
    """Return the clinic's day on which the interval between scans was set, if one is set."""
    is_set = details.dxa_interval_months is not None
    return {"dxa_interval_set_on": clinic_day(at).isoformat() if is_set else None}


def to_details(row: Any) -> PatientDetails:
    """Read the details of a patient from a stored row."""
    return PatientDetails(
        family_name=row.family_name,
        given_name=row.given_name,
        born_on=to_partial(row.born_on),
        clinic_id=row.clinic_id,
        sex_for_reference=to_answer(row.sex_for_reference),
        menopause=to_answer(row.menopause),
        menopause_on=to_partial(row.menopause_on),
        ms_course=to_answer(row.ms_course),
        ms_onset_on=to_partial(row.ms_onset_on),
        phone=row.phone,
        email=row.email,
        address=row.address,
        contact_by=row.contact_by,
        contact_note=row.contact_note,
        opted_out=bool(row.opted_out),
        opted_out_reason=row.opted_out_reason,
        deceased_on=to_partial(row.deceased_on),
        dxa_interval_months=row.dxa_interval_months,
        left_on=to_partial(row.left_on),
        left_reason=row.left_reason or "",
    )


def _to_domain(row: Any) -> Patient:
    return Patient(
        id=PatientId(row.id),
        details=to_details(row),
        version=row.version,
        created_at=to_moment(row.created_at),
        changed_at=to_moment(row.changed_at),
    )
