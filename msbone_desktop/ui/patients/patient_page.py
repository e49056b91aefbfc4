"""One patient: the banner, and behind it what is known of her."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.errors import JoinedRecordError
from msbone_desktop.domain.patients import Patient, PatientId
from msbone_desktop.domain.screenings import Screening, ScreeningState
from msbone_desktop.ui.appearance import SPACE_12, SPACE_24
from msbone_desktop.ui.by_role import leave_out
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.joining.joined_bar import JoinedBar
from msbone_desktop.ui.page import Page
from msbone_desktop.ui.patients.banner import IdentityBanner
from msbone_desktop.ui.patients.late_tab import TITLES, LateTab, MakesTab
from msbone_desktop.ui.patients.look import PatientLook, look_at
from msbone_desktop.ui.patients.overview_tab import OverviewTab
from msbone_desktop.ui.patients.putting_away import PuttingAway
from msbone_desktop.ui.patients.reason_dialog import ReasonDialog
from msbone_desktop.ui.patients.record_tabs import record_tabs
from msbone_desktop.ui.patients.screenings_tab import ScreeningsTab
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.reading.wording import date_words
from msbone_desktop.ui.workplace import Workplace


class PatientPage(Page):
    """Shows one patient at a time; an answer about another one is dropped.

    Args:
        workplace: The open clinic.
        more: How the tabs are made that are not loaded before they are opened, by name.
        moves: Returns how often a page was brought to the front, this one or another.
    """

    edit_wanted = Signal(object)
    join_wanted = Signal(object)
    screening_wanted = Signal(object, object)
    summary_wanted = Signal(object, object)
    evidence_wanted = Signal(str)
    report_wanted = Signal(int, object)
    paper_wanted = Signal(object, object, object, str)
    batch_wanted = Signal(str, object, object)
    offers_changed = Signal()

    def __init__(
        self, workplace: Workplace, more: Mapping[str, MakesTab], moves: Callable[[], int]
    ) -> None:
        super().__init__()
        self._workplace, self._moves = workplace, moves
        self._wanted: PatientId | None = None
        self._scan_for: PatientId | None = None
        self._patient: Patient | None = None
        self.banner = IdentityBanner(workplace.appearance, lambda: workplace.today)
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.setContentsMargins(SPACE_24, SPACE_12, SPACE_24, 0)
        self.problem.hide()
        self.overview = OverviewTab(workplace)
        may_screen = workplace.clinic.actor.may(Permission.SCREEN)
        self.screenings = ScreeningsTab(workplace.appearance, may_screen=may_screen)
        actor = workplace.clinic.actor
        leave_out(actor, Permission.EDIT_PEOPLE, self.banner.edit)
        leave_out(actor, Permission.SIGN, self.screenings.amend)
        leave_out(actor, Permission.PRINT, self.screenings.summary)
        leave_out(actor, Permission.SCREEN, self.screenings.new)
        self.late = {
            name: LateTab(make, workplace, TITLES[name], self._read) for name, make in more.items()
        }
        self.putting_away = PuttingAway(workplace)
        self.joined = JoinedBar(workplace)
        self.tabs = record_tabs(self.overview, self.screenings, self.late.values())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.banner, self.joined, self.problem, self.putting_away):
            column.addWidget(widget)
        column.addWidget(self.tabs, 1)
        self._connect()

    def open_patient(self, patient: PatientId) -> None:
        """Go on to ``patient``. The one before vanishes at once, before anything is read."""
        if patient != self._wanted:
            self.tabs.setCurrentIndex(0)
        self._wanted, self._patient = patient, None
        for tab in self.late.values():
            tab.forget()
        self.banner.clear()
        self.overview.clear()
        self.screenings.show_screenings(())
        self.problem.hide()
        self.putting_away.forget()
        self.joined.hide()
        for widget in (self.banner, self.tabs):
            widget.show()
        self.tabs.setEnabled(False)
        self.offers_changed.emit()
        self._read()

    def enter(self) -> None:
        """Read the patient again: a screening may have been signed meanwhile."""
        if self._wanted is not None and self._patient is not None:
            self.open_patient(self._wanted)

    def focus_first(self) -> None:
        """Go to the tabs."""
        self.tabs.tabBar().setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def shown_patient(self) -> PatientId | None:
        """Who is on the page, once she was read."""
        return None if self._patient is None else self._patient.id

    def keep(self) -> dict[str, Any]:
        """Return who is on the page and which tab."""
        wanted = None if self._wanted is None else int(self._wanted)
        return {"patient": wanted, "tab": self.tabs.currentIndex()}

    def take_back(self, kept: dict[str, Any]) -> None:
        """Bring the tab to the front, and the dialog that was open on it."""
        tab = kept.get("tab")
        if isinstance(tab, int) and 0 <= tab < self.tabs.count():
            self.tabs.setCurrentIndex(tab)
        dialog = kept.get("dialog")
        if isinstance(dialog, dict) and "dxa" in self.late:
            self.late["dxa"].reopen(str(dialog.get("name")))

    def panes(self) -> tuple[QWidget, ...]:
        """Return the tabs and what is in the one in front."""
        return (self.tabs.tabBar(), self.tabs.currentWidget())

    def offers(self) -> frozenset[str]:
        """Return what can be done with this patient now."""
        if self._patient is None:
            return frozenset({"undo"} if self.putting_away.isVisible() else ())
        chosen = self.screenings.chosen()
        more = {"preview"} if chosen is not None else set()
        if chosen is not None and chosen.state is ScreeningState.SIGNED:
            more.add("amend")
        if self.putting_away.may:
            more.add("put_away")
        if self._workplace.clinic.actor.may(Permission.MERGE):
            more.add("join_records")
        return frozenset({"edit_patient", "new_screening", *more})

    def do(self, command: str) -> None:
        """Carry out a command of the menu."""
        chosen = self.screenings.chosen()
        if command == "edit_patient":
            self.edit_wanted.emit(self._patient)
        elif command == "new_screening":
            self._start_screening()
        elif command == "put_away" and self._patient is not None:
            self.putting_away.ask(self._patient)
        elif command == "join_records":
            self.join_wanted.emit(self._patient)
        elif command == "undo":
            self.putting_away.undo()
        elif command == "preview" and chosen is not None:
            self.summary_wanted.emit(chosen, self._patient)
        elif command == "amend" and chosen is not None:
            self._ask_for_reason(chosen)

    def _read(self) -> None:
        patient = self._wanted
        if patient is not None:
            self._workplace.runner.run(
                owner=self,
                work=lambda: look_at(self._workplace.clinic, patient),
                on_success=lambda look: self._show(patient, look),
                on_failure=lambda error: self._report(patient, error),
            )

    def _show(self, patient: PatientId, look: PatientLook) -> None:
        if patient != self._wanted:  # staff have gone on to someone else
            return
        self._patient = look.patient
        self.banner.show_patient(look.patient)
        self.joined.show_joined(look.joined)
        self.overview.show_look(look)
        self.screenings.show_screenings(look.screenings)
        self.tabs.setEnabled(True)
        if QApplication.focusWidget() is None:  # it was on what could not be used while reading
            self.focus_first()
        self._show_late(self.tabs.currentIndex())
        self._record_scan(patient)
        self.offers_changed.emit()

    def _report(self, patient: PatientId, error: BaseException) -> None:
        if patient != self._wanted:
            return
        if isinstance(error, JoinedRecordError):  # its page is that of the record it is part of
            self.open_patient(PatientId(error.into))
        else:
            self._refuse(explain(error))

    def _put_away(self, patient: PatientId) -> None:
        """Show nobody, but for the way back."""
        if patient == self._wanted:
            self._wanted = self._patient = None
            self.banner.clear()
            for widget in (self.banner, self.joined, self.problem, self.tabs):
                widget.hide()
            self.putting_away.show()
            self.putting_away.undo_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.offers_changed.emit()

    def _refuse(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()

    def _start_screening(self) -> None:
        patient = self._patient
        if patient is not None:
            self._work_on(patient, lambda: self._workplace.clinic.screenings.start(patient.id))

    def _ask_for_reason(self, screening: Screening) -> None:
        patient = self._patient
        if patient is None:
            return
        about = (
            f"{patient.name}: the screening of {date_words(screening.assessed_on)} stays in the "
            "record. A new draft begins with its answers."
        )
        dialog = ReasonDialog(self, about)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        amend = self._workplace.clinic.screenings.amend
        dialog.given.connect(
            lambda reason: self._work_on(patient, lambda: amend(screening.id, patient.id, reason))
        )
        dialog.open()

    def _work_on(self, patient: Patient, work: Callable[[], Screening]) -> None:
        """Make a draft; open it if nobody went elsewhere meanwhile. It stays among the drafts."""
        moves = self._moves()

        def opened(draft: Screening) -> None:
            if patient.id == self._wanted and moves == self._moves():
                self.screening_wanted.emit(draft, patient)

        self._workplace.runner.run(
            owner=self,
            work=work,
            on_success=opened,
            on_failure=lambda error: self._report(patient.id, error),
        )

    def _show_late(self, number: int) -> None:
        tab = self.tabs.widget(number)
        if isinstance(tab, LateTab) and self._patient is not None:
            tab.show_patient(self._patient)

    def record_scan_of(self, patient: PatientId) -> None:
        """Ask for a scan as soon as this patient, and nobody else, is on the page."""
        self._scan_for = patient

    def _record_scan(self, patient: PatientId) -> None:
        if self._scan_for == patient:
            self.show_tab("dxa")
            self.late["dxa"].begin()
        self._scan_for = None

    def show_tab(self, name: str) -> None:
        """Bring a tab to the front."""
        self.tabs.setCurrentWidget(self.late[name])

    def _connect(self) -> None:
        for tab in self.late.values():
            tab.preview_wanted.connect(self.paper_wanted)
            tab.batch_wanted.connect(self.batch_wanted)
            tab.report_wanted.connect(lambda report: self.report_wanted.emit(report, self._patient))
        self.banner.edit_wanted.connect(lambda: self.edit_wanted.emit(self._patient))
        self.overview.screening_wanted.connect(self._open_screening)
        self.overview.new_screening_wanted.connect(self._start_screening)
        self.overview.basis_wanted.connect(self._show_basis)
        self.screenings.open_wanted.connect(self._open_screening)
        self.screenings.new_wanted.connect(self._start_screening)
        self.screenings.amend_wanted.connect(self._ask_for_reason)
        self.screenings.summary_wanted.connect(
            lambda screening: self.summary_wanted.emit(screening, self._patient)
        )
        self.screenings.chosen_changed.connect(self.offers_changed)
        self.putting_away.done.connect(self._put_away)
        self.putting_away.undone.connect(self.open_patient)
        self.putting_away.refused.connect(self._refuse)
        self.joined.separated.connect(self.open_patient)
        self.joined.refused.connect(self._refuse)
        self.tabs.currentChanged.connect(self._show_late)

    def _open_screening(self, screening: Screening) -> None:
        self.screening_wanted.emit(screening, self._patient)

    def _show_basis(self, finding: object) -> None:
        support = getattr(finding, "support", ())
        if support:
            self.evidence_wanted.emit(support[0].statement_id)
