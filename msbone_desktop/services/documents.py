"""Pages on paper: made for one patient, kept as they were made, saved whole."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.documents import BatchDocument, Document, SubjectIdentity
from msbone_desktop.domain.errors import WrongPatientError
from msbone_desktop.domain.external_risk import (
    ExternalRisk,
    newest_of_each_tool,
    shown_risks,
)
from msbone_desktop.domain.patients import Patient, PatientId
from msbone_desktop.domain.screenings import Actor, Screening, ScreeningId, ScreeningState
from msbone_desktop.domain.work_list import done_words
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.permission import needs, require_present
from msbone_desktop.services.reminders import ReminderService
from msbone_desktop.services.screening import ScreeningService
from msbone_desktop.services.subjects import printed_subject
from msbone_desktop.services.summary_content import SummaryRequest, day_words, summary_content
from msbone_desktop.services.whole_files import write_new
from msbone_desktop.storage.database import Database

SUMMARY = "summary"


class DocumentService:
    """Makes, keeps and saves documents."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        screenings: ScreeningService,
        reminders: ReminderService,
        actor: Actor,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._knowledge = knowledge
        self._screenings = screenings
        self._reminders = reminders
        self._actor = actor
        self._now = now

    @needs(Permission.PRINT)
    def summary(self, screening: ScreeningId, patient: PatientId) -> Document:
        """Return the clinician summary of a screening.

        That of a signed screening is made once and kept: asked for again it gives the same
        bytes. That of a draft is made anew each time and says DRAFT.

        Raises:
            WrongPatientError: The screening belongs to another patient.
            UnprintableTextError: A text holds a character that no font can print.
        """
        with self._database.unit_of_work() as work:
            found = work.screenings.get(screening)
            if found.patient != patient:
                raise WrongPatientError
            is_draft = found.state is ScreeningState.DRAFT
            kept = None if is_draft else work.documents.of_screening(screening, SUMMARY)
            if kept is not None:
                return kept
            person = work.patients.get(patient)
            clinic = work.clinic.identity()
            head = "" if is_draft else work.history.head().words
            results = work.external_risks.of(patient)
        if not is_draft:
            self._database.trail.keep_anchor()
        document = self._make(found, person, clinic, head, results)
        if not is_draft:
            with self._database.unit_of_work() as work:
                work.documents.add(document, screening, self._actor.name)
        return document

    @needs(Permission.EXPORT)
    def save(self, document: Document, folder: Path) -> Path:
        """Save a document under its neutral name; an existing file is never replaced.

        Raises:
            FileExistsAlreadyError: The folder has a file of that name.
            FileNotWrittenError: The disk refused; nothing is left behind.
        """
        return self.save_as(document, folder / document.file_name)

    @needs(Permission.EXPORT)
    def save_as(self, document: Document | BatchDocument, path: Path) -> Path:
        """Save a document under a name that staff chose; an existing file is never replaced."""
        self._refuse_put_away(document)
        write_new(path, document.content)
        self._note("saved", document)
        return path

    @needs(Permission.PRINT)
    def note_printed(self, document: Document | BatchDocument) -> None:
        """Enter in the history that a document was sent to a printer."""
        self._refuse_put_away(document)
        self._note("printed", document)

    def _refuse_put_away(self, document: Document | BatchDocument) -> None:
        require_present(self, document.patient if isinstance(document, Document) else None)

    def _note(self, action: str, document: Document | BatchDocument) -> None:
        whose = document.patient if isinstance(document, Document) else None
        held = {"kind": document.kind, "file": document.file_name, "sha256": document.sha256}
        with self._database.unit_of_work() as work:
            work.audit.note(action, "document", patient=whose, became=held)

    def _make(
        self,
        screening: Screening,
        person: Patient,
        clinic: ClinicIdentity,
        head: str,
        results: tuple[ExternalRisk, ...],
    ) -> Document:
        from msbone_desktop.reports.archival import archive
        from msbone_desktop.reports.summary import build_pages

        made_at = self._now()
        request = SummaryRequest(
            clinic=clinic,
            subject=self._subject(person),
            record=self._screenings.record_of(screening),
            assessment=self._screenings.findings_of(screening),
            prepared_at=made_at,
            prepared_by=self._actor.name,
            recorded_by=screening.signed_by or screening.started_by,
            is_draft=screening.state is ScreeningState.DRAFT,
            signed_line=_signed_line(screening),
            history_head=head,
            dxa_reminder_words=done_words(self._reminders.place_of(person.id)),
            external_risks=newest_of_each_tool(shown_risks(results, person.age)),
        )
        fonts = self._knowledge.resources / "fonts"
        raw = build_pages(summary_content(request, self._knowledge), fonts)
        content = archive(raw)
        return Document(
            patient=person.id,
            kind=SUMMARY,
            file_name=_neutral_name(SUMMARY, person.id, screening.id, made_at),
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            made_at=made_at,
            pages=raw.pages,
        )

    def _subject(self, person: Patient) -> SubjectIdentity:
        return printed_subject(person, self._screenings.value_words)


def _neutral_name(kind: str, patient: PatientId, screening: ScreeningId, at: datetime) -> str:
    """Numbers and the moment only: a file name is seen by everybody who passes the folder."""
    return f"msbone-{kind}-{patient}-{screening}-{at:%Y%m%d-%H%M%S}.pdf"


def _signed_line(screening: Screening) -> str:
    if screening.signed_by is None or screening.signed_at is None:
        return ""
    moment = screening.signed_at.astimezone()
    return f"Signed by {screening.signed_by}, {day_words(moment.date())} {moment:%H:%M}"
