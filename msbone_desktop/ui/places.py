"""The pages of one window and the ways between them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.patients import Patient, PatientId, PatientRow
from msbone_desktop.domain.screenings import Screening
from msbone_desktop.ui.appearance import Scheme
from msbone_desktop.ui.hooks import PageHooks, make_evidence_page
from msbone_desktop.ui.navigation import Navigation
from msbone_desktop.ui.settings_places import settings_makers
from msbone_desktop.ui.workplace import Workplace


class Places(QObject):
    """Makes each page when it is first needed and joins its signals to the others."""

    saved = Signal(datetime)
    backed_up = Signal(object)
    restore_wanted = Signal(object, str)
    key_wanted = Signal(str)
    offers_changed = Signal()

    def __init__(
        self, workplace: Workplace, hooks: PageHooks, keep_scheme: Callable[[Scheme], object]
    ) -> None:
        super().__init__()
        self._workplace = workplace
        self._hooks = hooks
        self._keep_scheme = keep_scheme
        self._navigation: Navigation | None = None

    def attach(self, navigation: Navigation) -> None:
        """Name the stack in which the pages stand."""
        self._navigation = navigation

    def makers(self) -> dict[str, Callable[[], QWidget]]:
        """Return how each page is made."""
        more = {
            entry.key: lambda make=make: make(self._workplace)
            for entry, make in self._hooks.more.items()
        }
        return {
            "today": self._today,
            "patients": self._patients,
            "patient": self._patient,
            "editor": self._editor,
            "screening": self._screening,
            "preview": self._preview,
            "reminders": self._reminders,
            "evidence": lambda: make_evidence_page(self._workplace),
            "join": self._join,
            **settings_makers(self, self._workplace),
            **more,
        }

    def open_patient(self, patient: PatientId) -> None:
        """Bring one patient to the front; first ask why, where the clinic wants that."""
        if self._navigation is None or not self._workplace.clinic.audit.asks:
            self._open_patient(patient)
            return
        from msbone_desktop.ui.history.why_dialog import ask_first

        wanted = self._navigation.set_out()
        ask_first(self._workplace, self, patient, self._open_patient, wanted)

    def _open_patient(self, patient: PatientId) -> None:
        page = self._page("patient")
        if self.go("patient"):
            page.open_patient(patient)
            self._quietly(lambda: self._workplace.clinic.today.note_opened(patient))

    def new_patient(self) -> None:
        """Bring an empty form to the front."""
        if self.go("editor"):
            self._page("editor").start_new()
            self._page("editor").focus_first()

    def edit_patient(self, patient: Patient) -> None:
        """Bring the details of a patient to the front."""
        if self.go("editor"):
            self._page("editor").start_edit(patient)
            self._page("editor").focus_first()

    def join_records(self, patient: Patient) -> None:
        """Bring the page to the front on which another record is joined into a patient's."""
        if self.go("join"):
            self._page("join").open_for(patient)

    def open_screening(self, screening: Screening, patient: Patient) -> None:
        """Bring a screening to the front."""
        if screening.patient != patient.id:
            return
        # Opened before it is shown, so that nobody sees the patient before for a moment.
        if self._page("screening").open(patient, screening):
            self.go("screening")
            self._note_seen(patient.id, "screening")

    def preview(self, screening: Screening, patient: Patient) -> None:
        """Bring the summary of a screening to the front."""
        if screening.patient == patient.id and self.go("preview"):
            self._page("preview").open_summary(screening.id, patient)
            self._note_seen(patient.id, "summary")

    def show_report(self, report: int, patient: Patient | None) -> None:
        """Bring a scanning centre's report to the front."""
        if patient is not None and self.go("preview"):
            reports = self._workplace.clinic.dxa_reports
            self._page("preview").open_document(
                patient,
                ("dxa report", report),
                lambda: reports.document(patient.id, report),
                "Opening the report…",
            )

    def choose_scheme(self, scheme: Scheme) -> None:
        """Change to light or dark now, and from now on."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._workplace.appearance.apply(app, scheme)
        self._keep_scheme(scheme)

    def _today(self) -> QWidget:
        from msbone_desktop.ui.today.page import TodayPage

        page = TodayPage(self._workplace)
        page.patient_wanted.connect(self.open_patient)
        page.draft_wanted.connect(self._open_draft)
        page.new_patient_wanted.connect(self.new_patient)
        page.patients_wanted.connect(lambda: self.go("reminders"))
        return page

    def _reminders(self) -> QWidget:
        from msbone_desktop.ui.reminders.page import RemindersPage

        page = RemindersPage(self._workplace)
        page.patient_wanted.connect(self.open_patient)
        page.scan_wanted.connect(self._open_scans)
        page.handout_wanted.connect(self._open_handout)
        page.batch_wanted.connect(self._open_batch)
        page.saved.connect(self.saved)
        page.offers_changed.connect(self.offers_changed)
        return page

    def _open_batch(self, title: str, make: Any, after: Any) -> None:
        """Bring a file with pages of many patients to the front."""
        if self.go("preview"):
            self._page("preview").open_batch(title, make, after=after)

    def _open_handout(self, patient: PatientId) -> None:
        """Bring the patient's own page to the front, with what was released to it before."""
        which, make = ("handout", 0), lambda: self._workplace.clinic.papers.handout(patient)
        self._read_first(
            patient, lambda person: self.open_paper(person, which, make, "Making the handout…")
        )

    def open_paper(self, patient: Patient, which: tuple[str, int], make: Any, doing: str) -> None:
        """Bring one patient's document to the front."""
        if self.go("preview"):
            self._page("preview").open_document(patient, which, make, doing)

    def _open_scans(self, patient: PatientId) -> None:
        self._page("patient").record_scan_of(patient)
        self.open_patient(patient)

    def _patients(self) -> QWidget:
        from msbone_desktop.ui.patients.list_page import PatientsPage

        page = PatientsPage(self._workplace)
        page.patient_wanted.connect(self.open_patient)
        page.new_patient_wanted.connect(self.new_patient)
        return page

    def _patient(self) -> QWidget:
        from msbone_desktop.ui.patients.patient_page import PatientPage

        hooks = self._hooks
        late = {"dxa": hooks.dxa, "reminders": hooks.reminders, "documents": hooks.documents}
        if self._workplace.clinic.actor.may(Permission.READ_HISTORY):
            late["history"] = hooks.history
        page = PatientPage(self._workplace, late, self.moves)
        page.paper_wanted.connect(self.open_paper)
        page.batch_wanted.connect(self._open_batch)
        page.edit_wanted.connect(self.edit_patient)
        page.join_wanted.connect(self.join_records)
        page.putting_away.done.connect(lambda _: self._forget_pages_of_a_patient())
        page.screening_wanted.connect(self.open_screening)
        page.summary_wanted.connect(self.preview)
        page.evidence_wanted.connect(self._show_statement)
        page.report_wanted.connect(self.show_report)
        page.offers_changed.connect(self.offers_changed)
        return page

    def _editor(self) -> QWidget:
        from msbone_desktop.ui.patients.editor_page import PatientEditorPage

        page = PatientEditorPage(self._workplace)
        page.saved.connect(self._patient_saved)
        page.left.connect(self._back)
        page.patient_wanted.connect(self.open_patient)
        return page

    def _screening(self) -> QWidget:
        page: Any = self._hooks.screening(self._workplace)
        page.saved.connect(lambda _: self.saved.emit(self._workplace.now()))
        page.signed.connect(lambda _: self.saved.emit(self._workplace.now()))
        page.discarded.connect(self._screening_discarded)
        page.preview_wanted.connect(lambda screening: self.preview(screening, page.patient))
        page.edit_wanted.connect(lambda: self.edit_patient(page.patient))
        page.offers_changed.connect(self.offers_changed)
        return cast("QWidget", page)

    def _preview(self) -> QWidget:
        from msbone_desktop.ui.documents.preview_page import PreviewPage

        page = PreviewPage(self._workplace)
        page.closed.connect(self._back)
        page.offers_changed.connect(self.offers_changed)
        return page

    def _join(self) -> QWidget:
        from msbone_desktop.ui.joining.page import JoinPage

        page = JoinPage(self._workplace, self.moves)
        page.closed.connect(lambda patient: self.open_patient(patient.id))
        page.joined.connect(self._forget_pages_of_a_patient)
        page.joined.connect(lambda: self.saved.emit(self._workplace.now()))
        return page

    def _forget_pages_of_a_patient(self) -> None:
        """Let no way back lead to pages of somebody who was put away."""
        self._forget("join", "editor", "screening", "preview")

    def _forget(self, *keys: str) -> None:
        if self._navigation is not None:
            for key in keys:
                self._navigation.forget_steps_through(key)

    def _screening_discarded(self) -> None:
        self._back()
        self._forget("screening")

    def _open_draft(self, screening: Screening, row: PatientRow) -> None:
        self._read_first(row.id, lambda patient: self.open_screening(screening, patient))

    def _read_first(self, patient: PatientId, go_on: Callable[[Patient], None]) -> None:
        """Read a patient afresh for the banner, then go on, if nobody went elsewhere meanwhile."""
        if self._navigation is not None:
            self._navigation.moves += 1  # of two that are asked for, the later one opens
        moves = self.moves()
        self._workplace.runner.run(
            owner=self,
            work=lambda: self._workplace.clinic.patients.get(patient),
            on_success=lambda person: go_on(person) if moves == self.moves() else None,
            # That page says what is wrong.
            on_failure=lambda _: self.open_patient(patient) if moves == self.moves() else None,
        )

    def _show_statement(self, statement_id: str) -> None:
        if self.go("evidence"):
            self._page("evidence").show_statement(statement_id)

    def _patient_saved(self, patient: Patient) -> None:
        self.saved.emit(self._workplace.now())
        self.open_patient(patient.id)
        self._forget("editor")

    def _note_seen(self, patient: PatientId, screen: str) -> None:
        self._quietly(lambda: self._workplace.clinic.audit.note_viewed(patient, screen))

    def _quietly(self, work: Callable[[], object]) -> None:
        from msbone_desktop.ui.errors import explain

        def log(error: BaseException) -> None:
            explain(error)

        self._workplace.runner.run(self, work, lambda _: None, log)

    def _page(self, key: str) -> Any:
        return None if self._navigation is None else self._navigation.page(key)

    def go(self, key: str) -> bool:
        """Bring a page to the front; tell whether the one in front let itself be left."""
        return self._navigation is not None and self._navigation.go(key)

    def moves(self) -> int:
        """Return how often a page was brought to the front."""
        return self._navigation.moves if self._navigation is not None else 0

    def _back(self) -> None:
        if self._navigation is not None:
            self._navigation.back("today")
