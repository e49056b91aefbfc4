"""Screening a patient: draft, findings while typing, sign, amend."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from msbone_desktop import __version__
from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.calendar import clinic_day
from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.findings import Assessment
from msbone_desktop.domain.patients import NOTE_LIMIT, PatientId, PatientRow
from msbone_desktop.domain.screening import ScreeningRecord
from msbone_desktop.domain.screenings import (
    HALF_TYPED_LIMIT,
    Actor,
    Confirmation,
    Offer,
    Screening,
    ScreeningId,
    ScreeningState,
)
from msbone_desktop.exchange.assessment_record import to_stored
from msbone_desktop.exchange.json_lines import decode
from msbone_desktop.exchange.screening_reader import read_screening
from msbone_desktop.exchange.screening_writer import to_json
from msbone_desktop.rules.drugs import DrugList
from msbone_desktop.services.carry_forward import offers_from
from msbone_desktop.services.half_typed import marked
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.patient_record import (
    details_after,
    first_record,
    record_from_facts,
)
from msbone_desktop.services.permission import needs, open_to_all
from msbone_desktop.services.stored_findings import stored_assessment
from msbone_desktop.storage.database import Database
from msbone_desktop.storage.unit_of_work import UnitOfWork

TOO_MUCH = "The fields that cannot be read hold too much text to be kept. Shorten it."


class ScreeningService:
    """What staff do with screenings. ``assess`` is pure and quick; the rest works on the file."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        actor: Actor,
        now: Callable[[], datetime],
        new_id: Callable[[], str] = lambda: f"S-{secrets.token_hex(6)}",
    ) -> None:
        self._database = database
        self._rulebook = knowledge.rulebook
        self.questionnaire = knowledge.questionnaire
        self._actor = actor
        self._now = now
        self._new_id = new_id

    @property
    @open_to_all
    def dictionary(self) -> DataDictionary:
        """Labels, words and limits of every field."""
        return self._rulebook.dictionary

    @open_to_all
    def assess(self, record: ScreeningRecord) -> Assessment:
        """Apply the rules to what is on the screen; nothing is kept."""
        return self._rulebook.assess(record)

    @needs(Permission.SCREEN)
    def start(self, patient: PatientId) -> Screening:
        """Return the patient's open draft, or begin one dated today."""
        now = self._now()
        with self._database.unit_of_work() as work:
            person = work.patients.get(patient)
            for present in work.screenings.of(patient):
                if present.state is ScreeningState.DRAFT and present.amends is None:
                    return present
            record = first_record(work, person, self._new_id(), clinic_day(now))
            return self._add_draft(work, patient, record, now)

    @needs(Permission.VIEW)
    def get(self, screening: ScreeningId) -> Screening:
        """Return one screening.

        Raises:
            NotFoundError: There is none of that number.
        """
        with self._database.unit_of_work() as work:
            found = work.screenings.get(screening)
            work.bin.refuse_put_away(found.patient)
        return found

    @open_to_all
    def record_of(self, screening: Screening) -> ScreeningRecord:
        """Return what was recorded; what a draft holds and cannot be read is marked as such."""
        read = read_screening(decode(screening.answers), self._rulebook.dictionary)
        return marked(read.record, screening.half_typed)

    @needs(Permission.SCREEN)
    def offers(self, patient: PatientId) -> tuple[Offer, ...]:
        """Return last time's answers; each counts only when a person accepts it."""
        with self._database.unit_of_work() as work:
            latest = work.screenings.latest_signed(patient)
            dated = record_from_facts(work, patient, clinic_day(self._now()))
        last = None if latest is None else self.record_of(latest)
        return offers_from(last, dated, self.questionnaire)

    @needs(Permission.SCREEN)
    def save_draft(
        self,
        screening: ScreeningId,
        patient: PatientId,
        expected_version: int,
        record: ScreeningRecord,
        notes: str,
        confirmations: tuple[Confirmation, ...] = (),
        carried_forward: tuple[str, ...] = (),
        half_typed: str = "",
    ) -> Screening:
        """Keep a draft, with what is typed and no answer yet. It is kept when this returns.

        Raises:
            WrongPatientError: The draft belongs to another patient.
            ChangedElsewhereError: It is not the version that was edited.
            SignedScreeningError: It was signed meanwhile.
            RefusedEntryError: The notes, or what is no answer, are too long.
        """
        if len(notes) > NOTE_LIMIT:
            raise RefusedEntryError(
                "notes", f"The notes have {len(notes):,} characters; {NOTE_LIMIT:,} are kept."
            )
        if len(half_typed) > HALF_TYPED_LIMIT:
            raise RefusedEntryError("half_typed", TOO_MUCH)
        with self._database.unit_of_work() as work:
            return work.screenings.save_draft(
                screening,
                patient,
                expected_version,
                answers=to_json(record),
                notes=notes,
                confirmations=confirmations,
                carried_forward=carried_forward,
                half_typed=half_typed,
                saved_at=self._now(),
            )

    @needs(Permission.SIGN)
    def sign(self, screening: ScreeningId, patient: PatientId, expected_version: int) -> Screening:
        """Sign a draft: its findings are worked out once more and kept with it for good.

        In the same step its dated facts become facts of the patient, and a screening that it
        amends is marked as amended.
        """
        now = self._now()
        with self._database.unit_of_work() as work:
            draft = work.screenings.get(screening)
            record = self.record_of(draft)
            signed = work.screenings.sign(
                screening,
                patient,
                expected_version,
                answers=draft.answers,
                findings=to_stored(self._rulebook.assess(record)),
                rule_set_version=self._rulebook.version,
                rule_set_hash=self._rulebook.hash,
                profile=self._rulebook.profile.id,
                software_version=__version__,
                signed_by=self._actor.name,
                signed_at=now,
            )
            work.facts.record_facts_of(record, patient, screening, self._actor.name, now)
            self._keep_person(work, patient, record, now)
            return signed

    def _keep_person(
        self, work: UnitOfWork, patient: PatientId, record: ScreeningRecord, now: datetime
    ) -> None:
        person = work.patients.get(patient)
        details = details_after(person.details, record)
        if details != person.details:
            work.patients.update(patient, person.version, details, self._actor.name, now)

    @needs(Permission.SIGN)
    def amend(self, screening: ScreeningId, patient: PatientId, reason: str) -> Screening:
        """Begin a draft that will replace a signed screening, with the reason for it.

        Raises:
            RefusedEntryError: There is no reason.
        """
        if not reason.strip():
            raise RefusedEntryError("reason", "Say why it is amended; the reason stays with it.")
        now = self._now()
        with self._database.unit_of_work() as work:
            old = work.screenings.get(screening)
            record = replace(self.record_of(old), id=self._new_id())
            return self._add_draft(
                work, patient, record, now, notes=old.notes, amends=old.id, reason=reason.strip()
            )

    @needs(Permission.SCREEN)
    def discard_draft(
        self, screening: ScreeningId, patient: PatientId, expected_version: int
    ) -> None:
        """Remove a draft for good; a signed screening cannot be removed."""
        with self._database.unit_of_work() as work:
            work.screenings.discard_draft(screening, patient, expected_version)

    @needs(Permission.VIEW)
    def of(self, patient: PatientId) -> tuple[Screening, ...]:
        """Return the patient's screenings, newest first."""
        with self._database.unit_of_work() as work:
            return work.screenings.of(patient)

    @needs(Permission.VIEW)
    def drafts(self) -> tuple[tuple[Screening, PatientRow], ...]:
        """Return every draft with its patient, newest first."""
        with self._database.unit_of_work() as work:
            return work.screenings.drafts()

    @open_to_all
    def findings_of(self, screening: Screening) -> Assessment:
        """Return the findings as signed; for a draft those of today's rules."""
        if screening.state is ScreeningState.DRAFT:
            return self._rulebook.assess(self.record_of(screening))
        return stored_assessment(screening)

    @open_to_all
    def rule_words(self, rule_id: str) -> str:
        """Say in words when a rule triggers; for a rule that is gone, say so."""
        rule = self._rulebook.rules.get(rule_id)
        return "This rule is not in the present rule set." if rule is None else rule.words()

    @open_to_all
    def label(self, field: str) -> str:
        """Return the label of a field."""
        return self._rulebook.dictionary.label(field)

    @open_to_all
    def value_words(self, field: str, word: str) -> str:
        """Return the label of a stored word."""
        return self._rulebook.dictionary.value_words(field, word)

    @open_to_all
    def complete_drug(self, field: str, prefix: str) -> tuple[tuple[str, str], ...]:
        """Return (generic name, text to show) for medicines whose name starts so."""
        drugs = self._drugs(field)
        return () if drugs is None else drugs.complete(prefix)

    @open_to_all
    def recognises_drug(self, field: str, name: str) -> bool:
        """Tell whether rules can read the name."""
        drugs = self._drugs(field)
        return drugs is not None and drugs.class_of(name) is not None

    def _drugs(self, field: str) -> DrugList | None:
        return self._rulebook.drugs.get(field.split(".", maxsplit=1)[0])

    def _add_draft(
        self,
        work: UnitOfWork,
        patient: PatientId,
        record: ScreeningRecord,
        now: datetime,
        *,
        notes: str = "",
        amends: ScreeningId | None = None,
        reason: str | None = None,
    ) -> Screening:
        assert record.assessed_on is not None
        return work.screenings.add_draft(
            patient,
            assessed_on=record.assessed_on,
            answers=to_json(record),
            notes=notes,
            rule_set_version=self._rulebook.version,
            rule_set_hash=self._rulebook.hash,
            profile=self._rulebook.profile.id,
            software_version=__version__,
            started_by=self._actor.name,
            started_at=now,
            amends=amends,
            amendment_reason=reason,
        )
