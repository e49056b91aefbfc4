"""The scans of a patient: the list, what it says, and the ways to add to it and mend it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
)

from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.patients import Patient
from msbone_desktop.domain.scanners import Scanner
from msbone_desktop.domain.screening import DxaScan
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.dialog import Dialog
from msbone_desktop.ui.dxa.asking import PatientPart
from msbone_desktop.ui.dxa.entry_dialog import ScanDialog, ScanToEnter
from msbone_desktop.ui.dxa.history_model import DxaHistoryModel, SiteRow
from msbone_desktop.ui.dxa.report_bar import ReportBar
from msbone_desktop.ui.dxa.scan_table import ScanTable
from msbone_desktop.ui.dxa.voided_scans import VoidedScans
from msbone_desktop.ui.dxa.wording import CONTEXT, caution_lines, reading_words
from msbone_desktop.ui.page import Card
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.screening.dialogs import ReasonQuestion
from msbone_desktop.ui.widgets.date_editor import day_first
from msbone_desktop.ui.widgets.entry_shapes import FieldTools
from msbone_desktop.ui.widgets.reading.dates import DateOrder
from msbone_desktop.ui.widgets.reading.wording import count_words, date_words

if TYPE_CHECKING:
    from msbone_desktop.services.clinic import Clinic
    from msbone_desktop.services.dxa import DxaLook

EMPTY = "No DXA scan is recorded for this person."
ADD_FIRST = "Add the first one from its report."
"""Said only to those who may."""
LOADING = "Reading the scans…"


class DxaHistoryPage(PatientPart):
    """Scans of one patient. What arrives late for another patient is never shown."""

    changed = Signal()
    """A scan was recorded, corrected or voided."""
    report_wanted = Signal(int)
    """Somebody wants to see a report."""

    def __init__(
        self,
        runner: BackgroundRunner,
        clinic: Clinic,
        dictionary: DataDictionary,
        appearance: Appearance,
        now: Callable[[], datetime],
        date_order: Callable[[], DateOrder] = day_first,
    ) -> None:
        super().__init__(runner)
        self._clinic, self._now = clinic, now
        self._tools = FieldTools(
            appearance, dictionary, self._today, date_order, lambda *_: (), lambda *_: False
        )
        self._dictionary, self._appearance = dictionary, appearance
        self._look: DxaLook | None = None
        self.may_enter = True
        """Whether the person who works here may enter a scan."""
        self.model = DxaHistoryModel(dictionary, appearance)
        self.reading = PlainLabel("", wrap=True)
        self.sources = PlainLabel("", "caption", wrap=True)
        self.cautions = PlainLabel("", "unknown", wrap=True)
        self.context = PlainLabel(CONTEXT, "caption", wrap=True)
        self.empty = PlainLabel(EMPTY, "soft", wrap=True)
        self.reports = ReportBar(runner, clinic.dxa_reports)
        self.reports.changed.connect(self._stored)
        self.reports.report_wanted.connect(self.report_wanted)
        self._make_buttons()
        self.table = ScanTable(self.model)
        self.table.selectionModel().currentChanged.connect(self._chosen)
        self.table.activated.connect(self.reports.open_report)
        self._lay_out()
        self._clear()

    def open_patient(self, patient: Patient) -> None:
        """Show the scans of ``patient``."""
        self.take(patient)
        self._clear()
        self.empty.setText(LOADING)
        self.empty.show()
        self.reload()

    def look(self) -> DxaLook | None:
        """Return what is shown."""
        return self._look

    def reload(self) -> None:
        """Read the scans again."""
        patient = self._patient
        if patient is not None:
            service = self._clinic.dxa
            self.ask(lambda: service.look(patient), self._show)

    def add_scan(self) -> None:
        """Open the dialog for a new scan of the patient on the page."""
        if self._patient is not None:
            scanners = self._clinic.scanners
            self.ask(scanners.list, lambda found: self._enter(found, None))

    def correct_scan(self) -> None:
        """Open the dialog with the chosen scan, to put a right one in its place."""
        row = self._row()
        if row is not None and self._patient is not None:
            scanners = self._clinic.scanners
            self.ask(scanners.list, lambda found: self._enter(found, row))

    def _enter(self, scanners: tuple[Scanner, ...], row: SiteRow | None) -> None:
        patient = self._patient
        if patient is None:
            return
        wrong = None if row is None else self._as_entered(row.scan_id)
        dialog = ScanDialog(self._tools, self.window(), ScanToEnter(scanners, wrong))
        dialog.name(self.whose)
        service = self._clinic.dxa

        def keep() -> None:
            scan, reason = dialog.scan(), dialog.reason()
            if scan is None:
                return
            if row is None:
                self.keep_from(dialog, lambda: service.record(patient, scan), self._stored)
            else:
                self.keep_from(
                    dialog,
                    lambda: service.correct(patient, row.scan_id, scan, reason),
                    self._stored,
                )

        dialog.keep_by(keep)
        self._open(dialog)

    def _as_entered(self, scan_id: int) -> DxaScan | None:
        scans = () if self._look is None else self._look.scans
        return next((scan for number, scan in scans if number == scan_id), None)

    def _ask_void(self) -> None:
        row, patient = self._row(), self._patient
        if row is None or patient is None:
            return
        dialog = ReasonQuestion(
            self,
            f"Void the scan of {date_words(row.scan.performed_on)}?",
            "Void the scan",
            "It stays on record with your reason and counts no longer. Why is it wrong?",
        )

        def void() -> None:
            reason = dialog.reason()  # read here: the dialog may be gone when the work begins
            service = self._clinic.dxa
            self.ask(lambda: service.void(patient, row.scan_id, reason), lambda _: self._stored())

        dialog.accepted.connect(void)
        self._open(dialog)

    def _open(self, dialog: Dialog) -> None:
        self.say_problem("")
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show(self, look: DxaLook) -> None:
        self._look = look
        self.model.show_look(look)
        scans = bool(look.scans)
        self.table.setVisible(scans)
        self.empty.setText(f"{EMPTY} {ADD_FIRST}" if self.may_enter else EMPTY)
        self.empty.setVisible(not scans)
        self.reading.setText("\n".join(reading_words(look.reading, self._dictionary)))
        self.reading.setVisible(scans)
        self.sources.setText("\n".join(f"{each.message} {each.label}." for each in look.remarks))
        self.sources.setVisible(bool(look.remarks))
        cautions = caution_lines(look.changes)
        self.cautions.setText("\n".join(f"Caution, {line}" for line in cautions))
        self.cautions.setVisible(bool(cautions))
        self.voided.show_scans(look.voided)
        self.voided.hide()
        self.show_voided.setVisible(bool(look.voided))
        self._say_voided()
        self.context.setVisible(any(each.percent_a_year is not None for each in look.changes))
        self.table.fit()
        self._chosen()

    def _turn_voided(self) -> None:
        self.voided.setVisible(self.voided.isHidden())
        self._say_voided()

    def _say_voided(self) -> None:
        count = 0 if self._look is None else len(self._look.voided)
        what = count_words(count, "voided scan", "voided scans")
        self.show_voided.setText(f"{'Show' if self.voided.isHidden() else 'Hide'} {what}")

    def _clear(self) -> None:
        self._look = None
        self.model.show_look(None)
        self.reading.setText("")
        self.say_problem("")
        self.reports.say_problem("")
        self.sources.setText("")
        shown = (self.table, self.empty, self.reading, self.sources, self.cautions, self.context)
        for widget in (*shown, self.voided, self.show_voided):
            widget.hide()
        self._chosen()

    def _stored(self) -> None:
        self.changed.emit()
        self.reload()

    def _row(self) -> SiteRow | None:
        return self.table.chosen()

    def _chosen(self) -> None:
        row = self._row()
        self.reports.setVisible(self.model.rowCount() > 0)
        self.reports.show_row(self._patient, row)
        for button in (self.correct, self.void):
            button.setVisible(self.model.rowCount() > 0)
            button.setEnabled(row is not None)

    def _today(self) -> date:
        return self._now().astimezone().date()

    # --- layout ---

    def _make_buttons(self) -> None:
        self.voided = VoidedScans()
        self.show_voided = QPushButton("")
        self.show_voided.setProperty("kind", "link")
        self.show_voided.clicked.connect(self._turn_voided)
        self.add = QPushButton("Add a scan…")
        self.add.setProperty("kind", "primary")
        self._appearance.keep_icon(self.add, "plus", lambda tokens: tokens.accent_ink)
        self.correct = QPushButton("Correct this scan…")
        self.correct.setToolTip("Enter the chosen scan anew; the wrong one stays on file")
        self.void = QPushButton("Void this scan…")
        self.void.setToolTip("Mark the chosen scan as entered in error, with a reason")
        for button, act in (
            (self.add, self.add_scan),
            (self.correct, self.correct_scan),
            (self.void, self._ask_void),
        ):
            button.clicked.connect(act)

    def _lay_out(self) -> None:
        card = Card("What the newest scan says")
        card.column.addWidget(self.reading)
        card.column.addWidget(self.sources)
        card.column.addWidget(self.cautions)
        card.column.addWidget(self.empty)
        top = QHBoxLayout()
        top.addWidget(PlainLabel("DXA scans", "title"))
        top.addStretch(1)
        top.addWidget(self.add)
        below = QHBoxLayout()
        below.setSpacing(8)
        for widget in (self.reports, self.correct, self.void):
            below.addWidget(widget)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.problem)
        column.addWidget(self.reports.problem)
        column.addWidget(card)
        column.addWidget(self.table)
        column.addWidget(self.show_voided, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.voided)
        column.addWidget(self.context)
        column.addLayout(below)
