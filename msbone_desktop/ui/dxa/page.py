"""The DXA tab of a patient: scans, their trend, access to the scan, and other tools' results."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.patients import Patient
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.ui.by_role import leave_out
from msbone_desktop.ui.dxa.access_panel import AccessPanel
from msbone_desktop.ui.dxa.history_page import DxaHistoryPage
from msbone_desktop.ui.dxa.risk_panel import RiskPanel
from msbone_desktop.ui.dxa.trend_panel import TrendPanel
from msbone_desktop.ui.page import scrolling
from msbone_desktop.ui.workplace import Workplace


class DxaPage(QWidget):
    """One patient's bone density, from the newest scan down."""

    changed = Signal()
    """A scan was recorded, corrected or voided."""
    report_wanted = Signal(int)
    """Somebody wants to see a report of a scan."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        clinic, runner, appearance = workplace.clinic, workplace.runner, workplace.appearance
        dictionary = clinic.screenings.dictionary

        def order() -> Any:
            return workplace.date_order

        def today() -> Any:
            return workplace.today

        self.scans = DxaHistoryPage(runner, clinic, dictionary, appearance, workplace.now, order)
        self.access = AccessPanel(runner, clinic.access, dictionary, appearance, today, order)
        self.risks = RiskPanel(runner, clinic.external_risks, appearance, today, order)
        self.trend = TrendPanel(runner, clinic, dictionary, appearance)
        self._leave_out_for(clinic.actor)
        self._parts = (self.scans, self.trend, self.access, self.risks)
        self.scans.changed.connect(self.changed)
        self.scans.changed.connect(self.trend.reload)
        self.scans.changed.connect(self.access.reload)
        self.scans.report_wanted.connect(self.report_wanted)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(16)
        for part in self._parts:
            column.addWidget(part)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))

    def _leave_out_for(self, actor: Actor) -> None:
        leave_out(
            actor,
            Permission.ENTER_SCANS,
            self.scans.add,
            self.scans.correct,
            self.scans.void,
            self.scans.reports.attach,
            self.scans.reports.void,
            self.access.edit,
            self.risks.add,
        )
        self._may_enter = actor.may(Permission.ENTER_SCANS)
        self.scans.may_enter = self.risks.may_enter = self._may_enter

    def begin(self) -> None:
        """Ask for a new scan of the patient on the page."""
        self.scans.add_scan()

    def reopen(self, dialog: str) -> None:
        """Open again the dialog of that name, which was open when the program was locked.

        Not for somebody whose role no longer includes entering what is typed in it.
        """
        if not self._may_enter:
            return
        openers = {
            "ScanDialog": self.scans.add_scan,
            "AccessDialog": self.access.edit_card,
            "RiskDialog": self.risks.add_result,
        }
        if dialog in openers:
            openers[dialog]()

    def open_patient(self, patient: Patient) -> None:
        """Show ``patient`` in every part."""
        for part in self._parts:
            part.open_patient(patient)
