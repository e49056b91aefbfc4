"""Screenings: drafts that change, and signed ones that stay."""

import json
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.errors import (
    ChangedElsewhereError,
    NotFoundError,
    SignedScreeningError,
    WrongPatientError,
)
from msbone_desktop.domain.patients import PatientId, PatientRow
from msbone_desktop.domain.screenings import (
    Confirmation,
    Screening,
    ScreeningId,
    ScreeningState,
)
from msbone_desktop.storage import listing, screening_rows
from msbone_desktop.storage.columns import from_day, from_moment
from msbone_desktop.storage.patients import Patients
from msbone_desktop.storage.schema import patient, patient_listing, screening
from msbone_desktop.storage.screening_rows import to_domain


class Screenings:
    """The screenings of all patients. Every change names the patient whom the caller means."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add_draft(
        self,
        patient_id: PatientId,
        *,
        assessed_on: date,
        answers: str,
        rule_set_version: str,
        rule_set_hash: str,
        profile: str,
        software_version: str,
        started_by: str,
        started_at: datetime,
        notes: str = "",
        amends: ScreeningId | None = None,
        amendment_reason: str | None = None,
    ) -> Screening:
        """Begin a draft, or return the one that is open already.

        ``answers`` is the record in the assess format; ``amends`` the signed screening that this
        one will replace, with the reason. The rules named are those in use; signing names them
        anew.

        Raises:
            NotFoundError: There is no such patient or screening.
            WrongPatientError: The screening to amend is another patient's.
            ChangedElsewhereError: The screening to amend is a draft, or was amended already.
        """
        present = self._present_draft(patient_id, amends)
        if present is not None:
            return present
        moment = from_moment(started_at)
        values = {
            "patient_id": patient_id,
            "state": ScreeningState.DRAFT.value,
            "assessed_on": from_day(assessed_on),
            "answers": answers,
            "notes": notes,
            "confirmations": "[]",
            "carried_forward": "[]",
            "rule_set_version": rule_set_version,
            "rule_set_hash": rule_set_hash,
            "profile": profile,
            "software_version": software_version,
            "version": 1,
            "started_by": started_by,
            "started_at": moment,
            "saved_at": moment,
            "amends": amends,
            "amendment_reason": amendment_reason,
            "triggered": "",
        }
        key = self._connection.execute(screening.insert(), values).inserted_primary_key
        assert key is not None
        listing.refresh(self._connection, patient_id)
        return self.get(ScreeningId(key[0]))

    def save_draft(
        self,
        number: ScreeningId,
        patient_id: PatientId,
        expected_version: int,
        *,
        answers: str,
        notes: str,
        confirmations: tuple[Confirmation, ...],
        carried_forward: tuple[str, ...],
        saved_at: datetime,
        half_typed: str = "",
    ) -> Screening:
        """Replace what a draft holds; its day follows ``assessed_on`` of the answers.

        Raises:
            NotFoundError: There is no such screening.
            WrongPatientError: It belongs to another patient.
            SignedScreeningError: It is not a draft.
            ChangedElsewhereError: It is not at ``expected_version`` any more.
        """
        draft = self._draft(number, patient_id, expected_version)
        self._write(
            number,
            answers=answers,
            assessed_on=screening_rows.day_of(answers) or from_day(draft.assessed_on),
            notes=notes,
            confirmations=screening_rows.from_confirmations(confirmations),
            carried_forward=json.dumps(list(carried_forward), ensure_ascii=False),
            half_typed=half_typed or None,
            saved_at=from_moment(saved_at),
            version=expected_version + 1,
        )
        return self.get(number)

    def sign(
        self,
        number: ScreeningId,
        patient_id: PatientId,
        expected_version: int,
        *,
        answers: str,
        findings: str,
        rule_set_version: str,
        rule_set_hash: str,
        profile: str,
        software_version: str,
        signed_by: str,
        signed_at: datetime,
    ) -> Screening:
        """Sign a draft for good; a screening that it amends becomes amended with it.

        Raises:
            NotFoundError: There is no such screening.
            WrongPatientError: It belongs to another patient.
            SignedScreeningError: It is signed already.
            ChangedElsewhereError: It, or the one that it amends, was changed meanwhile.
        """
        draft = self._draft(number, patient_id, expected_version)
        if draft.amends is not None:
            old = self._owned(draft.amends, patient_id)
            if old.state is not ScreeningState.SIGNED:
                raise ChangedElsewhereError
            self._write(old.id, state=ScreeningState.AMENDED.value, version=old.version + 1)
        moment = from_moment(signed_at)
        self._write(
            number,
            state=ScreeningState.SIGNED.value,
            answers=answers,
            assessed_on=screening_rows.day_of(answers) or from_day(draft.assessed_on),
            half_typed=None,
            findings=findings,
            triggered=screening_rows.triggered_in(findings),
            rule_set_version=rule_set_version,
            rule_set_hash=rule_set_hash,
            profile=profile,
            software_version=software_version,
            signed_by=signed_by,
            signed_at=moment,
            saved_at=moment,
            version=expected_version + 1,
        )
        listing.refresh(self._connection, patient_id)
        return self.get(number)

    def discard_draft(
        self, number: ScreeningId, patient_id: PatientId, expected_version: int
    ) -> None:
        """Delete a draft.

        Raises:
            MsboneError: As for ``save_draft``.
        """
        self._draft(number, patient_id, expected_version)
        self._connection.execute(screening.delete().where(screening.c.id == number))
        listing.refresh(self._connection, patient_id)

    def get(self, number: ScreeningId) -> Screening:
        """Return one screening.

        Raises:
            NotFoundError: There is no such screening.
        """
        row = self._connection.execute(
            sa.select(screening).where(screening.c.id == number)
        ).one_or_none()
        if row is None:
            raise NotFoundError
        return to_domain(row)

    def of(self, patient_id: PatientId) -> tuple[Screening, ...]:
        """Return the patient's screenings, newest first."""
        rows = self._connection.execute(_newest_first().where(screening.c.patient_id == patient_id))
        return tuple(to_domain(row) for row in rows)

    def latest_signed(self, patient_id: PatientId) -> Screening | None:
        """Return the newest screening that is signed and not amended."""
        row = self._connection.execute(
            _newest_first()
            .where(screening.c.patient_id == patient_id, screening.c.state == "signed")
            .limit(1)
        ).one_or_none()
        return None if row is None else to_domain(row)

    def drafts(self) -> tuple[tuple[Screening, PatientRow], ...]:
        """Return every open draft of a listed patient with her, the one saved last first."""
        rows = self._connection.execute(
            sa.select(screening)
            # Whoever was put away is not listed, and her drafts wait for nobody.
            .join(patient_listing, patient_listing.c.patient_id == screening.c.patient_id)
            # Written out, so that SQLite knows the index of drafts to be enough.
            .where(screening.c.state == sa.literal_column("'draft'"))
            .order_by(screening.c.saved_at.desc(), screening.c.id.desc())
        )
        drafts = [to_domain(row) for row in rows]
        patients = Patients(self._connection).rows(draft.patient for draft in drafts)
        return tuple(zip(drafts, patients, strict=True))

    def _present_draft(self, patient_id: PatientId, amends: ScreeningId | None) -> Screening | None:
        """Return the draft that is open already; None when one may begin."""
        known = sa.select(patient.c.id).where(patient.c.id == patient_id)
        if self._connection.scalar(known) is None:
            raise NotFoundError
        row = self._connection.execute(
            sa.select(screening).where(
                screening.c.patient_id == patient_id,
                screening.c.state == "draft",
                screening.c.amends.is_(None) if amends is None else screening.c.amends == amends,
            )
        ).one_or_none()
        if row is not None:
            return to_domain(row)
        if (
            amends is not None
            and self._owned(amends, patient_id).state is not ScreeningState.SIGNED
        ):
            raise ChangedElsewhereError
        return None

    def _owned(self, number: ScreeningId, patient_id: PatientId) -> Screening:
        found = self.get(number)
        if found.patient != patient_id:
            raise WrongPatientError
        return found

    def _draft(
        self, number: ScreeningId, patient_id: PatientId, expected_version: int
    ) -> Screening:
        found = self._owned(number, patient_id)
        if found.state is not ScreeningState.DRAFT:
            raise SignedScreeningError
        if found.version != expected_version:
            raise ChangedElsewhereError
        return found

    def _write(self, number: ScreeningId, **values: Any) -> None:
        self._connection.execute(
            screening.update().where(screening.c.id == number).values(**values)
        )


def _newest_first() -> sa.Select[Any]:
    return sa.select(screening).order_by(screening.c.assessed_on.desc(), screening.c.id.desc())
