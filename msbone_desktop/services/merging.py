"""Joining two records of one patient, and separating them again."""

from collections.abc import Callable
from datetime import datetime

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.calendar import clinic_day
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.merging import (
    FIELDS,
    JoinedRecord,
    MergeId,
    MergePreview,
    SeparationPreview,
    field_choices,
    with_taken,
)
from msbone_desktop.domain.patients import PatientId, SimilarPatient
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.services.entry_checks import reason_given
from msbone_desktop.services.merge_words import clash_words
from msbone_desktop.services.patient_checks import checked
from msbone_desktop.services.permission import needs
from msbone_desktop.storage.database import Database
from msbone_desktop.storage.unit_of_work import UnitOfWork


class MergeService:
    """Joins and separates. Nothing is computed anew: what was signed stays as it was signed."""

    def __init__(self, database: Database, actor: Actor, now: Callable[[], datetime]) -> None:
        self._database = database
        self._actor = actor
        self._now = now

    @needs(Permission.MERGE)
    def candidates(self, patient: PatientId) -> tuple[SimilarPatient, ...]:
        """Return who may be the same person, each with the reason."""
        with self._database.unit_of_work() as work:
            details = work.patients.get(patient).details
            return work.patients.similar_to(details, patient)

    @needs(Permission.MERGE)
    def preview(self, patient: PatientId, other: PatientId) -> MergePreview:
        """Return what joining ``other`` into the record of ``patient`` would do.

        Raises:
            RefusedEntryError: They are the same record.
            NotFoundError: There is no such patient.
            InTheBinError: One of them is in the bin.
            JoinedRecordError: One of them was joined into another record already.
        """
        with self._database.unit_of_work() as work:
            return _preview(work, patient, other)

    @needs(Permission.MERGE)
    def join(
        self,
        patient: PatientId,
        other: PatientId,
        *,
        taken: frozenset[str],
        reason: str,
        typed: str = "",
        seen: tuple[int, int] | None = None,
    ) -> JoinedRecord:
        """Join ``other`` into the record of ``patient``, which is kept.

        Args:
            patient: Whose record stays.
            other: Whose record is put away; its clinic ID finds the kept one from then on.
            taken: The fields that the kept record takes from the other.
            reason: Why.
            typed: The other's clinic ID, where the dates of birth contradict each other.
            seen: The versions of both that the choice was made from.

        Raises:
            RefusedEntryError: There is no reason, something has to be settled first, what was
                typed is not the clinic ID, or the details chosen do not fit together.
            MsboneError: As for ``preview``.
        """
        said, now = reason_given(reason), self._now()
        if not taken <= FIELDS.keys():
            raise RefusedEntryError("taken", "There is no such field. Nothing was joined.")
        with self._database.unit_of_work() as work:
            preview = _preview(work, patient, other)
            _refuse(preview, typed, seen)
            details = with_taken(preview.kept.details, preview.other.details, taken)
            checked(details, clinic_day(now))
            merge = work.merges.join(
                patient,
                other,
                details=details,
                taken=taken,
                reason=said,
                by=self._actor.name,
                at=now,
            )
            return next(each for each in work.merges.into(patient) if each.id == merge)

    @needs(Permission.VIEW)
    def joined_into(self, patient: PatientId) -> tuple[JoinedRecord, ...]:
        """Return the records that were joined into the patient's, the newest first."""
        with self._database.unit_of_work() as work:
            return work.merges.into(patient)

    @needs(Permission.MERGE)
    def separation(self, patient: PatientId, merge: MergeId) -> SeparationPreview:
        """Return what separating a record from the patient's again would do.

        Raises:
            NotFoundError: It is not joined into this one.
        """
        with self._database.unit_of_work() as work:
            return work.merges.separation(patient, merge)

    @needs(Permission.MERGE)
    def separate(
        self, patient: PatientId, merge: MergeId, *, restored: frozenset[str], reason: str
    ) -> PatientId:
        """Separate a record from the patient's again; return whose it is.

        Args:
            patient: Whose record was kept.
            merge: Which joining is taken back.
            restored: Of the fields that were changed since, those that get back what they said
                before the joining; the others stay.
            reason: Why.

        Raises:
            RefusedEntryError: There is no reason.
            NotFoundError: As for ``separation``.
        """
        said = reason_given(reason)
        with self._database.unit_of_work() as work:
            work.audit.reason = said
            joined = work.merges.separation(patient, merge).joined
            work.merges.separate(patient, merge, restored, self._actor.name, self._now())
        return joined.merged.id


def _preview(work: UnitOfWork, patient: PatientId, other: PatientId) -> MergePreview:
    if patient == other:
        raise RefusedEntryError("other", "This is the same record. Choose the other one.")
    kept, hers = work.patients.get(patient), work.patients.get(other)
    work.bin.refuse_put_away(other)
    return MergePreview(
        kept=kept,
        other=hers,
        fields=field_choices(kept.details, hers.details),
        moving=work.merges.moving(patient, other),
        clashes=work.merges.clashes(patient, other),
    )


def _refuse(preview: MergePreview, typed: str, seen: tuple[int, int] | None) -> None:
    """Refuse what has to be settled first, or was not looked at."""
    for clash in preview.clashes:
        if clash.blocks:
            raise RefusedEntryError("other", f"Not joined. {clash_words(clash)}")
    if seen is not None and seen != (preview.kept.version, preview.other.version):
        raise RefusedEntryError(
            "other", "Not joined: one of the records was changed meanwhile. Look at both again."
        )
    if preview.birth_differs and typed.strip() != preview.other.details.clinic_id:
        raise RefusedEntryError(
            "typed",
            "The dates of birth differ. Type the clinic ID of the other record to join them all "
            "the same. Nothing was joined.",
        )
