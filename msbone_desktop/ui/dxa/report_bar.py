"""What can be done with the reports of the chosen scan: attach, open, take back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QPushButton

from msbone_desktop.domain.dxa_reports import DxaReport
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.dxa.asking import PatientPart
from msbone_desktop.ui.dxa.history_model import SiteRow
from msbone_desktop.ui.screening.dialogs import ReasonQuestion
from msbone_desktop.ui.widgets.reading.wording import count_words, date_words

if TYPE_CHECKING:
    from msbone_desktop.services.dxa_reports import DxaReportService


class ReportBar(PatientPart):
    """Three buttons. What is refused is said by whoever shows ``problem``."""

    changed = Signal()
    report_wanted = Signal(int)

    def __init__(self, runner: BackgroundRunner, service: DxaReportService) -> None:
        super().__init__(runner)
        self._service = service
        self._row: SiteRow | None = None
        self.open = QPushButton("Open its report")
        self.attach = QPushButton("Attach its report…")
        self.attach.setToolTip("Keep the report (PDF) of the chosen scan in the encrypted file")
        self.void = QPushButton("Void its report…")
        self.void.setToolTip("Take a report that does not belong here out of use, with a reason")
        for button, act in (
            (self.open, self.open_report),
            (self.attach, self.attach_report),
            (self.void, self.void_report),
        ):
            button.clicked.connect(act)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button in (self.open, self.attach, self.void):
            row.addWidget(button)

    def show_row(self, patient: PatientId | None, row: SiteRow | None) -> None:
        """Offer what can be done with the reports of the scan in ``row``."""
        self._patient, self._row = patient, row
        self.attach.setEnabled(row is not None)
        for button in (self.open, self.void):
            button.setEnabled(row is not None and bool(row.reports))

    def open_report(self) -> None:
        """Show the report of the chosen scan; of several, ask which."""
        report = self._one_of(self.open)
        if report is not None:
            self.report_wanted.emit(report.id)

    def attach_report(self) -> None:
        """Ask for a PDF and keep it with the chosen scan."""
        row, patient = self._row, self._patient
        if row is None or patient is None:
            return
        chosen = self.ask_which()
        if chosen:
            self.say_problem("")
            self.ask(
                lambda: self._service.attach_file(patient, row.scan_id, Path(chosen)),
                lambda _: self.changed.emit(),
            )

    def void_report(self) -> None:
        """Ask why a report of the chosen scan is wrong, and take it out of use."""
        report, patient = self._one_of(self.void), self._patient
        if report is None or patient is None:
            return
        dialog = ReasonQuestion(
            self,
            "Void this report?",
            "Void the report",
            f"{report_words(report)}. It stays on file with your reason and is not shown any more. "
            "Why is it wrong?",
        )

        def void() -> None:
            reason = dialog.reason()
            self.ask(
                lambda: self._service.void(patient, report.id, reason),
                lambda _: self.changed.emit(),
            )

        dialog.accepted.connect(void)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_which(self) -> str:
        """Ask for a file; nothing when staff cancel."""
        path, _ = QFileDialog.getOpenFileName(
            self, "Attach the report of a scan", "", "PDF (*.pdf)"
        )
        return path

    def choose(self, reports: tuple[DxaReport, ...], below: QPushButton) -> DxaReport | None:
        """Ask which of several reports is meant."""
        menu = QMenu(self)
        actions = {menu.addAction(report_words(report)): report for report in reports}
        chosen = menu.exec(below.mapToGlobal(QPoint(0, below.height())))
        menu.deleteLater()
        return actions.get(chosen)

    def _one_of(self, button: QPushButton) -> DxaReport | None:
        reports = () if self._row is None else self._row.reports
        if len(reports) > 1:
            return self.choose(reports, button)
        return next(iter(reports), None)


def report_words(report: DxaReport) -> str:
    """Return "2 pages, attached 22 Nov 2026 by A. Nurse"."""
    day = date_words(report.attached_at.astimezone().date())
    return f"{count_words(report.pages, 'page', 'pages')}, attached {day} by {report.attached_by}"
