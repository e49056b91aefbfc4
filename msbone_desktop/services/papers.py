"""Handouts, letters, labels, lists, requests and empty forms: made, kept, and found again.

Each is bound to the patient it was asked for. What was printed for whom is on record: a paper of
one person is kept with her documents, and a file of many names the pages of each.

Longer than our modules may be: one door for all papers, so that nothing is printed without being
bound to its patients and kept.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path

from msbone_desktop import __version__
from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.calendar import clinic_day
from msbone_desktop.domain.documents import BatchDocument, Document, SubjectIdentity
from msbone_desktop.domain.errors import RefusedEntryError, WrongPatientError
from msbone_desktop.domain.evidence import EvidenceLibrary
from msbone_desktop.domain.finding_labels import evidence_label
from msbone_desktop.domain.findings import Assessment, Status
from msbone_desktop.domain.follow_up import ReminderKind, State, WorkList, WorkRow
from msbone_desktop.domain.papers import (
    AddressLabel,
    BlankFormContent,
    DxaRequestContent,
    HandoutContent,
    LabelBatch,
    LabelSheet,
    LetterBatch,
    LetterContent,
    Made,
    PageSet,
    RequestReason,
    TypeSize,
    Variant,
    WorkListContent,
)
from msbone_desktop.domain.patients import Patient, PatientId
from msbone_desktop.domain.screenings import Actor, Screening, ScreeningId, ScreeningState
from msbone_desktop.domain.work_list import gets_letter
from msbone_desktop.services.access import AccessService
from msbone_desktop.services.keeping import kept_batch, kept_document
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.permission import needs, open_to_all
from msbone_desktop.services.reminders import ReminderService
from msbone_desktop.services.screening import ScreeningService
from msbone_desktop.services.subjects import printed_subject
from msbone_desktop.services.summary_content import day_words
from msbone_desktop.storage.database import Database

HANDOUT, LETTER, REQUEST = "handout", "letter", "dxa_request"
LETTERS, LABELS, LIST, FORM = "letters", "labels", "work_list", "blank_form"
_AIDS: dict[str, Variant] = {
    "unilateral": "aid",
    "bilateral": "aid",
    "wheelchair_part_time": "wheelchair",
    "wheelchair_full_time": "wheelchair",
}
NOBODY_DUE = (
    "Choose patients who are due: nobody is written to who has an appointment or is left out."
)
NO_ADDRESS = "No address is recorded for {name}: enter one before printing letters or labels."


class PaperService:
    """Makes every paper of follow-up."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        screenings: ScreeningService,
        reminders: ReminderService,
        access: AccessService,
        actor: Actor,
        now: Callable[[], datetime],
    ) -> None:
        self._database, self._knowledge = database, knowledge
        self._screenings, self._reminders, self._access = screenings, reminders, access
        self._actor, self._now = actor, now

    # --- handout ---------------------------------------------------------------------------

    @needs(Permission.VIEW)
    def released(self, screening: ScreeningId, patient: PatientId) -> tuple[str, ...]:
        """Return the findings that a clinician released to the patient's page."""
        with self._database.unit_of_work() as work:
            return work.releases.of(screening, patient)

    @needs(Permission.VIEW)
    def releasable(self, screening: ScreeningId, patient: PatientId) -> tuple[tuple[str, str], ...]:
        """Return the findings that have words for the patient's page: ids and those words."""
        from msbone_desktop.reports.paper_texts import load_texts

        found = self._own(screening, patient)
        words = load_texts(self._documents, "en", "handout")["findings"]
        assessment = self._screenings.findings_of(found)
        triggered = (f.rule_id for f in assessment.of(Status.TRIGGERED))
        return tuple((rule, words[rule]) for rule in triggered if rule in words)

    @needs(Permission.SIGN)
    def release(self, screening: ScreeningId, patient: PatientId, rules: tuple[str, ...]) -> None:
        """Release findings to the patient's page; what was released before is replaced.

        Raises:
            RefusedEntryError: The screening is not signed, or did not find one of them.
        """
        found = self._own(screening, patient)
        if found.state is ScreeningState.DRAFT:
            raise RefusedEntryError("rules", "Sign the screening first.")
        known = {rule for rule, _ in self.releasable(screening, patient)}
        if not known.issuperset(rules):
            raise RefusedEntryError("rules", "The screening did not find one of these.")
        with self._database.unit_of_work() as work:
            work.releases.add(screening, patient, rules, self._actor.name, self._now())

    @needs(Permission.PRINT)
    def handout(
        self,
        patient: PatientId,
        screening: ScreeningId | None = None,
        *,
        variant: Variant | None = None,
        size: TypeSize = 14,
    ) -> Document:
        """Make the patient's own page from her newest signed screening, or from another one."""
        from msbone_desktop.reports.handout import build_handout

        with self._database.unit_of_work() as work:
            person = work.patients.get(patient)
            newest = work.screenings.latest_signed(patient)
        chosen = newest if screening is None else self._own(screening, patient)
        due, booked = self._dates(patient)
        content = HandoutContent(
            made=self._made(),
            subject=self._subject(person),
            screened_on=None if chosen is None else chosen.assessed_on,
            released=() if chosen is None else self.released(chosen.id, patient),
            unknown_fields=() if chosen is None else self._unknown(chosen),
            next_dxa_on=due,
            booked_on=booked,
            labs_on=self._labs_on(patient),
            variant=variant or self._variant(chosen),
            size=size,
        )
        return self._keep(build_handout(content, self._fonts), person, HANDOUT, chosen)

    # --- letters, labels, lists ------------------------------------------------------------

    @needs(Permission.PRINT)
    def letters(
        self,
        rows: Iterable[WorkRow],
        *,
        progress: Callable[[int, int], object] = lambda *_: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[BatchDocument, tuple[PageSet, ...]]:
        """Make recall letters in the order of the list: one file, kept with whose pages are which.

        The number of the letter follows from what was sent before. Only those
        get one for whom ``gets_letter`` holds.

        Raises:
            RefusedEntryError: A patient has no address, or nobody is on the list.
            CancelledError: Somebody cancelled; nothing is kept.
        """
        from msbone_desktop.reports.letters import build_letters

        wanted = [row for row in rows if gets_letter(row)]
        if not wanted:
            raise RefusedEntryError("rows", NOBODY_DUE)
        people = self._people(row.person.id for row in wanted)
        self._check_addresses(people.values())
        with self._database.unit_of_work() as work:
            policy = work.policy.get()
        letters = tuple(self._letter(people[row.person.id], row) for row in wanted)
        batch = LetterBatch(
            made=self._made(),
            letters=letters,
            booking_words=policy.booking_words,
            transport_words=policy.transport_words,
        )
        raw, pages = build_letters(batch, self._fonts, progress=progress, cancelled=cancelled)
        return self._keep_batch(raw, LETTERS, pages), pages

    @needs(Permission.FOLLOW_UP)
    def note_letters_sent(self, patients: Iterable[PatientId], kind: ReminderKind) -> None:
        """Log a letter for each of those whose letters were printed."""
        for patient in patients:
            self._reminders.contact(patient, kind, channel="letter", outcome="sent")

    @open_to_all
    def sheets(self) -> tuple[LabelSheet, ...]:
        """Return the formats of label sheets."""
        from msbone_desktop.reports.paper_texts import label_sheets

        return label_sheets(self._documents)

    @needs(Permission.PRINT)
    def labels(
        self, patients: Iterable[PatientId], sheet: LabelSheet, *, start: int = 1
    ) -> BatchDocument:
        """Make address labels in the order given.

        Raises:
            RefusedEntryError: A patient has died or has no address, or an address fits no label.
        """
        from msbone_desktop.reports.labels import build_labels

        people = self._people(patients)
        if not people:
            raise RefusedEntryError("rows", "Choose patients first.")
        if any(person.details.deceased_on is not None for person in people.values()):
            raise RefusedEntryError("rows", "One of them has died. Leave that person out.")
        self._check_addresses(people.values())
        labels = tuple(
            AddressLabel(
                patient=person.id,
                name=f"{person.details.given_name} {person.details.family_name}".strip(),
                address=person.details.address,
            )
            for person in people.values()
        )
        batch = LabelBatch(made=self._made(), sheet=sheet, labels=labels, start=start)
        on_sheet = sheet.columns * sheet.rows
        pages = tuple(
            PageSet(label.patient, 1 + (start - 1 + place) // on_sheet, 1)
            for place, label in enumerate(labels)
        )
        return self._keep_batch(build_labels(batch, self._fonts), LABELS, pages)

    @needs(Permission.PRINT)
    def work_list(self, listed: WorkList, rows: tuple[WorkRow, ...]) -> BatchDocument:
        """Make the list as it is shown."""
        from msbone_desktop.reports.work_list import build_work_list

        content = WorkListContent(made=self._made(), listed=listed, rows=rows)
        raw = build_work_list(content, self._fonts)
        pages = tuple(PageSet(row.person.id, 1, raw.pages) for row in rows)
        return self._keep_batch(raw, LIST, pages)

    # --- request and form ------------------------------------------------------------------

    @needs(Permission.PRINT)
    def dxa_request(self, patient: PatientId) -> Document:
        """Make the request for a patient's DXA with her access card."""
        from msbone_desktop.reports.dxa_request import build_dxa_request

        plan = self._access.plan(patient)
        with self._database.unit_of_work() as work:
            person = work.patients.get(patient)
            newest = work.screenings.latest_signed(patient)
            scans = tuple(scan for _, scan in work.dxa_scans.of(patient))[:3]
        words = self._knowledge.rulebook.dictionary.fields["dxa_scans.sites.site"].words
        content = DxaRequestContent(
            made=self._made(),
            subject=self._subject(person),
            phone=person.details.phone,
            address=person.details.address,
            reasons=self._reasons(newest),
            sites=plan.sites,
            questions=plan.questions,
            card=plan.card,
            scans=scans,
            site_words=dict(words),
        )
        return self._keep(build_dxa_request(content, self._fonts), person, REQUEST, newest)

    @needs(Permission.PRINT)
    def blank_form(self) -> BatchDocument:
        """Make the empty screening form; it is nobody's, so no page is anybody's."""
        from msbone_desktop.reports.blank_form import build_blank_form

        content = BlankFormContent(
            made=self._made(),
            questionnaire=self._screenings.questionnaire,
            dictionary=self._knowledge.rulebook.dictionary,
        )
        return self._keep_batch(build_blank_form(content, self._fonts), FORM, ())

    # --- what is on record -----------------------------------------------------------------

    @needs(Permission.VIEW)
    def documents_of(self, patient: PatientId) -> tuple[Document, ...]:
        """Return the patient's own papers, newest first."""
        with self._database.unit_of_work() as work:
            return work.documents.of(patient)

    @needs(Permission.VIEW)
    def batches_of(self, patient: PatientId) -> tuple[tuple[BatchDocument, PageSet], ...]:
        """Return the files of many people that hold pages of this patient, with which pages."""
        with self._database.unit_of_work() as work:
            return work.batches.of(patient)

    # --- parts -----------------------------------------------------------------------------

    @property
    def _documents(self) -> Path:
        return self._knowledge.resources / "documents"

    @property
    def _fonts(self) -> Path:
        return self._knowledge.resources / "fonts"

    def _made(self) -> Made:
        with self._database.unit_of_work() as work:
            clinic = work.clinic.identity()
        return Made(
            clinic=clinic, at=self._now(), by=self._actor.name, software_version=__version__
        )

    def _own(self, screening: ScreeningId, patient: PatientId) -> Screening:
        with self._database.unit_of_work() as work:
            found = work.screenings.get(screening)
        if found.patient != patient:
            raise WrongPatientError
        return found

    def _people(self, patients: Iterable[PatientId]) -> dict[PatientId, Patient]:
        with self._database.unit_of_work() as work:
            found = {number: work.patients.get(number) for number in patients}
            for number in found:
                work.bin.refuse_put_away(number)
        return found

    @staticmethod
    def _check_addresses(people: Iterable[Patient]) -> None:
        for person in people:
            if not person.details.address.strip():
                raise RefusedEntryError("address", NO_ADDRESS.format(name=person.name))

    def _letter(self, person: Patient, row: WorkRow) -> LetterContent:
        assert row.reminder is not None
        return LetterContent(
            subject=self._subject(person),
            address=person.details.address,
            kind=row.reminder.kind,
            due_on=row.reminder.due_on,
            number=row.reminder.letters + 1,
        )

    def _subject(self, person: Patient) -> SubjectIdentity:
        return printed_subject(person, self._screenings.value_words)

    def _dates(self, patient: PatientId) -> tuple[date | None, date | None]:
        for reminder in self._reminders.of(patient):
            if reminder.kind == "dxa":
                booked = reminder.appointment_on if reminder.state is State.BOOKED else None
                return max(reminder.due_on, clinic_day(self._now())), booked
        return None, None

    def _labs_on(self, patient: PatientId) -> date | None:
        found = [r.due_on for r in self._reminders.of(patient) if r.kind == "vitamin_d"]
        return min(found, default=None)

    def _variant(self, screening: Screening | None) -> Variant:
        if screening is None:
            return "walking"
        aid = self._screenings.record_of(screening).gait_aid
        return _AIDS.get(str(aid), "walking")

    def _unknown(self, screening: Screening) -> tuple[str, ...]:
        assessment = self._screenings.findings_of(screening)
        core = set(assessment.unknown_core)
        fields = (
            missing.field.split(".")[0]
            for finding in assessment.findings
            if finding.rule_id in core
            for missing in finding.missing
        )
        return tuple(dict.fromkeys(fields))

    def _reasons(self, screening: Screening | None) -> tuple[RequestReason, ...]:
        if screening is None:
            return ()
        assessment = self._screenings.findings_of(screening)
        library = self._knowledge.library
        return tuple(_reason(rule, assessment, library) for rule in _asked_for(assessment))

    def _keep(
        self, raw: object, person: Patient, kind: str, screening: Screening | None
    ) -> Document:
        made = kept_document(raw, person.id, kind, self._now())
        with self._database.unit_of_work() as work:
            number = None if screening is None else screening.id
            work.documents.add(made, number, self._actor.name)
        return made

    def _keep_batch(self, raw: object, kind: str, pages: tuple[PageSet, ...]) -> BatchDocument:
        made = kept_batch(raw, kind, self._now())
        with self._database.unit_of_work() as work:
            work.batches.add(made, pages, self._actor.name)
        return made


_FOR_DXA = ("MOB-DECL", "MOB-65", "FX-FRAG", "STER-LT", "AED-NAMED", "AED-EXT", "STER-ANY")


def _asked_for(assessment: Assessment) -> list[str]:
    triggered = {finding.rule_id for finding in assessment.of(Status.TRIGGERED)}
    return [rule for rule in _FOR_DXA if rule in triggered]


def _reason(rule: str, assessment: Assessment, library: EvidenceLibrary) -> RequestReason:
    finding = next(f for f in assessment.findings if f.rule_id == rule)
    on = assessment.assessed_on
    value = finding.message.split(". ")[0].rstrip(".")
    when = f" (screened {day_words(on)})" if on is not None else ""
    label = evidence_label(finding, library)
    return RequestReason(title=finding.title, value=f"{value}{when}", label=label)
