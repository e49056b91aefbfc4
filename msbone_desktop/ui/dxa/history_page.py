"""The DXA page of a patient: the list of scans, what it says, and the way to add to it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.findings import DxaReading
from msbone_desktop.domain.patients import Patient, PatientId
from msbone_desktop.domain.screening import DxaScan
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.dxa.entry_dialog import ScanDialog
from msbone_desktop.ui.dxa.history_model import DxaHistoryModel
from msbone_desktop.ui.dxa.wording import reading_words
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.screening.dialogs import ReasonQuestion
from msbone_desktop.ui.widgets.date_editor import day_first
from msbone_desktop.ui.widgets.entry_shapes import FieldTools
from msbone_desktop.ui.widgets.reading.dates import DateOrder
from msbone_desktop.ui.widgets.reading.wording import date_words

T = TypeVar("T")
Scans = Sequence[tuple[int, DxaScan]]
EMPTY = "No DXA scan is recorded for this person. Add the first one from its report."


class KeepsScans(Protocol):
    """What the page needs of the DXA service."""

    def history(self, patient: PatientId) -> tuple[tuple[int, DxaScan], ...]:
        """Return the scans with their ids, newest first."""

    def record(self, patient: PatientId, scan: DxaScan) -> int:
        """Store a scan and return its id."""

    def void(self, patient: PatientId, scan_id: int, reason: str) -> None:
        """Mark a scan as entered in error."""

    def reading(self, patient: PatientId) -> DxaReading:
        """Return what the newest scan says."""


class DxaHistoryPage(QWidget):
    """Scans of one patient. What arrives late for another patient is never shown."""

    changed = Signal()
    """A scan was recorded or voided."""

    def __init__(
        self,
        runner: BackgroundRunner,
        service: KeepsScans,
        dictionary: DataDictionary,
        appearance: Appearance,
        now: Callable[[], datetime],
        date_order: Callable[[], DateOrder] = day_first,
    ) -> None:
        super().__init__()
        self._runner, self._service, self._now = runner, service, now
        self._patient: PatientId | None = None
        self._tools = FieldTools(
            appearance, dictionary, self._today, date_order, lambda *_: (), lambda *_: False
        )
        self._dictionary = dictionary
        self.model = DxaHistoryModel(dictionary)
        self.reading = PlainLabel("", wrap=True)
        self.problem = PlainLabel("", "error", wrap=True)
        self.empty = PlainLabel(EMPTY, "soft", wrap=True)
        self.add = QPushButton("Add a scan…")
        self.add.setProperty("kind", "primary")
        appearance.keep_icon(self.add, "plus", lambda tokens: tokens.accent_ink)
        self.add.clicked.connect(self.add_scan)
        self.void = QPushButton("Void this scan…")
        self.void.setToolTip("Mark the chosen scan as entered in error, with a reason")
        self.void.clicked.connect(self._ask_void)
        self.table = self._table()
        self._lay_out()
        self._clear()

    def open_patient(self, patient: Patient) -> None:
        """Show the scans of ``patient``."""
        self._patient = patient.id
        self._clear()
        self._reload()

    def add_scan(self) -> None:
        """Open the dialog for a new scan of the patient on the page."""
        patient = self._patient
        if patient is None:
            return
        dialog = ScanDialog(self._tools, parent=self.window())
        dialog.accepted.connect(lambda: self._record(patient, dialog.scan()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _reload(self) -> None:
        patient = self._patient
        if patient is not None:
            service = self._service
            self._ask(lambda: (service.history(patient), service.reading(patient)), self._show)

    def _show(self, answer: tuple[Scans, DxaReading]) -> None:
        scans, reading = answer
        self.model.show_scans(scans)
        self.table.setVisible(bool(scans))
        self.empty.setVisible(not scans)
        self.reading.setText("\n".join(reading_words(reading, self._dictionary)))
        self.reading.setVisible(bool(scans))
        self._chosen()

    def _clear(self) -> None:
        self.model.show_scans(())
        self.reading.setText("")
        self._say("")
        for widget in (self.table, self.empty, self.reading):
            widget.hide()
        self._chosen()

    def _record(self, patient: PatientId, scan: DxaScan | None) -> None:
        if scan is not None:
            self._ask(lambda: self._service.record(patient, scan), lambda _: self._stored())

    def _ask_void(self) -> None:
        row, patient = self.model.row(self.table.currentIndex()), self._patient
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
            self._ask(
                lambda: self._service.void(patient, row.scan_id, reason), lambda _: self._stored()
            )

        dialog.accepted.connect(void)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _stored(self) -> None:
        self.changed.emit()
        self._reload()

    def _ask(self, work: Callable[[], T], on_success: Callable[[T], None]) -> None:
        """Ask elsewhere; drop the answer if another patient is on the page by then."""
        patient = self._patient

        def failed(error: BaseException) -> None:
            if patient == self._patient:
                self._say(explain(error))

        self._runner.run(
            self,
            work,
            lambda answer: on_success(answer) if patient == self._patient else None,
            failed,
        )

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _chosen(self) -> None:
        self.void.setVisible(self.model.rowCount() > 0)
        self.void.setEnabled(self.model.row(self.table.currentIndex()) is not None)

    def _today(self) -> date:
        return self._now().astimezone().date()

    def _table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName("DXA scans")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(32)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        table.selectionModel().currentChanged.connect(self._chosen)
        return table

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addWidget(PlainLabel("What the newest scan says", "heading"))
        inside.addWidget(self.reading)
        inside.addWidget(self.empty)
        top = QHBoxLayout()
        top.addWidget(PlainLabel("DXA scans", "title"))
        top.addStretch(1)
        top.addWidget(self.void)
        top.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.problem)
        column.addWidget(card)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
