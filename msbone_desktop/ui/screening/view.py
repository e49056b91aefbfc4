"""The parts of the screening page and where they stand: form left, findings right."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from msbone_desktop.domain.findings import Assessment
from msbone_desktop.domain.patients import Patient
from msbone_desktop.domain.screenings import Screening
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.page import Page
from msbone_desktop.ui.patients.banner import IdentityBanner
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.screening.basis import BasisPane
from msbone_desktop.ui.screening.form import ScreeningForm
from msbone_desktop.ui.screening.needs import HasEvidence, ScreensPatients
from msbone_desktop.ui.screening.panel import FindingsPanel
from msbone_desktop.ui.screening.panel_rows import PanelWords, field_of
from msbone_desktop.ui.screening.top_bar import TopBar
from msbone_desktop.ui.widgets.entry_shapes import FieldTools
from msbone_desktop.ui.widgets.reading.dates import DateOrder


class ScreeningView(Page):
    """Shows a screening and leads from a finding to its basis or to the field it needs."""

    edit_wanted = Signal()
    """The patient's details are to be edited."""
    offers_changed = Signal()
    """What ``offers`` returns may have changed."""

    def __init__(
        self,
        screenings: ScreensPatients,
        evidence: HasEvidence,
        appearance: Appearance,
        now: Callable[[], datetime],
        date_order: Callable[[], DateOrder],
    ) -> None:
        super().__init__()
        self._service, self._now = screenings, now
        self.patient: Patient | None = None
        self.screening: Screening | None = None
        self._assessment: Assessment | None = None
        self._tools = FieldTools(
            appearance=appearance,
            dictionary=screenings.dictionary,
            latest=self._latest_day,
            order=date_order,
            complete_drug=screenings.complete_drug,
            recognises_drug=screenings.recognises_drug,
        )
        self._build(appearance, evidence)
        self._lay_out()
        self.panel.basis_wanted.connect(self.show_basis)
        self.panel.field_wanted.connect(self.go_to)
        self.basis.closed.connect(self.hide_basis)
        self.basis.field_wanted.connect(self.go_to)
        self.banner.edit_wanted.connect(self.edit_wanted)
        keys = QShortcut(QKeySequence("Ctrl+I"), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.show_help)

    def show_findings(self, assessment: Assessment) -> None:
        """Show what the rules say, and keep an open basis true."""
        self._assessment = assessment
        self.panel.show_assessment(assessment)
        if self.side.currentWidget() is self.basis:
            self.basis.show_basis(assessment, self.basis.rule_id, self._words)

    def show_help(self) -> None:
        """Show the basis of the finding in focus, or of the first rule that reads this field."""
        fact = self.form.fact_in_focus()
        for finding in self._assessment.findings if self._assessment is not None else ():
            read = [*(i.field for i in finding.inputs), *(m.field for m in finding.missing)]
            if fact is not None and fact in {field_of(path) for path in read}:
                self.show_basis(finding.rule_id)
                return
        self.panel.show_basis()

    def show_basis(self, rule_id: str) -> None:
        """Show why a finding is here."""
        if self._assessment and self.basis.show_basis(self._assessment, rule_id, self._words):
            self.side.setCurrentWidget(self.basis)
            self.basis.setFocus()
            self.offers_changed.emit()

    def hide_basis(self) -> None:
        """Go back to the findings."""
        if self.side.currentWidget() is self.basis:
            self.side.setCurrentWidget(self.panel)
            self.panel.go_to(self.basis.rule_id)
            self.offers_changed.emit()

    def go_to(self, fact: str) -> None:
        """Put the keyboard into the field of ``fact``."""
        self.form.go_to(fact)

    def focus_first(self) -> None:
        """Begin with the first question that has no answer."""
        self.form.focus_first()

    def panes(self) -> Sequence[QWidget]:
        """Return the two halves that F6 goes between."""
        basis_open = self.side.currentWidget() is self.basis
        return (self.form.pane(), self.basis if basis_open else self.panel.view)

    def report(self, sentence: str) -> None:
        """Show what went wrong, or take it away."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _today(self) -> date:
        return self._now().astimezone().date()

    def _latest_day(self) -> date:
        """The last day that an answer may be about: the day of the screening."""
        return self.screening.assessed_on if self.screening is not None else self._today()

    def _build(self, appearance: Appearance, evidence: HasEvidence) -> None:
        service, library = self._service, evidence.library
        self.banner = IdentityBanner(appearance, self._today)
        self.bar = TopBar(appearance)
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.setContentsMargins(24, 8, 24, 8)
        self.problem.hide()
        self.form = ScreeningForm(service.questionnaire, self._tools)
        self.panel = FindingsPanel(appearance)
        places = {fact: place for place, fact in enumerate(self.form.fields)}
        self._words = PanelWords(service.label, service.value_words, library, places)
        self.panel.use_words(self._words)
        self.basis = BasisPane(appearance, library, service.rule_words)

    def _lay_out(self) -> None:
        self.side = QStackedWidget()
        self.side.addWidget(self.panel)
        self.side.addWidget(self.basis)
        self.side.setMinimumWidth(260)
        self.form.setMinimumWidth(320)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self.form)
        split.addWidget(self.side)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([660, 420])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.banner, self.bar, self.problem):
            column.addWidget(widget)
        column.addWidget(split, 1)
