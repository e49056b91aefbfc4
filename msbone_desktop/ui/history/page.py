"""The history of the whole clinic: found, read, verified, exported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
)

from msbone_desktop.domain.audit import AuditQuery, ChainReport
from msbone_desktop.services.history_words import ACTIONS
from msbone_desktop.ui.appearance import SPACE_8
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.history.entries import HistoryEntries
from msbone_desktop.ui.history.filters import HistoryFilters
from msbone_desktop.ui.page import Page, page_column, title_row
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.workplace import Workplace

if TYPE_CHECKING:
    from msbone_desktop.domain.patients import PatientId, PatientRow

CAPTION = "Who did what, when, where and why. Nothing here can be changed or taken out."
ASKING = "&Ask why, when a patient is opened who is on no list of today"
NOT_ENCRYPTED = "The file is not encrypted: whoever has it can read it."


class HistoryPage(Page):
    """``told`` carries how far a verification is, from the thread that works."""

    closed = Signal()
    told = Signal(int, int)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._query = AuditQuery()
        self.filters = HistoryFilters(workplace, ACTIONS)
        self.entries = HistoryEntries(workplace, with_patient=True)
        self.verify_button = QPushButton("Verif&y now")
        self.export_button = QPushButton("E&xport…")
        self.back = QPushButton("&Back to the settings")
        workplace.appearance.keep_icon(self.back, "arrow-left")
        self.asking = QCheckBox(ASKING)
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Progress of the verification")
        self.progress.hide()
        self.said = PlainLabel("", "soft", wrap=True)
        self.findings = QPlainTextEdit()
        self.findings.setReadOnly(True)
        self.findings.setTabChangesFocus(True)
        self.findings.setAccessibleName("What the verification found")
        self.findings.setFixedHeight(96)
        self.findings.hide()
        self._lay_out()
        self.filters.wanted.connect(self.search)
        self.verify_button.clicked.connect(self.verify)
        self.export_button.clicked.connect(self.export)
        self.back.clicked.connect(self.closed)
        self.asking.clicked.connect(self._switch_asking)
        self.told.connect(self._show_progress)

    def enter(self) -> None:
        """Read who is named in the history, and its newest entries."""
        clinic = self._workplace.clinic
        self.asking.setChecked(clinic.audit.asks)
        self._workplace.runner.run(
            owner=self,
            work=clinic.history.people,
            on_success=self.filters.offer_people,
            on_failure=self._report,
        )
        self.search()

    def focus_first(self) -> None:
        """Go to the entries."""
        self.entries.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def offers(self) -> frozenset[str]:
        """Return what the menu can do here."""
        return frozenset({"back"})

    def do(self, command: str) -> None:  # noqa: ARG002
        """Go back."""
        self.closed.emit()

    def panes(self) -> tuple[HistoryFilters, HistoryEntries]:
        """Return the filters and the entries."""
        return (self.filters, self.entries)

    def search(self) -> None:
        """Show the entries that the filters ask for."""
        if self.filters.days() is None:
            return
        typed = self.filters.patient.text().strip()
        self.filters.rows["patient"].show_error("")
        if not typed:
            self._show(None)
            return
        patients, history = self._workplace.clinic.patients, self._workplace.clinic.history
        self._workplace.runner.run(
            owner=self,
            work=lambda: (patients.search(typed, 50), history.put_away(typed)),
            on_success=lambda found: self._found(typed, *found),
            on_failure=self._report,
        )

    def verify(self) -> None:
        """Prove the whole history."""
        self.verify_button.setEnabled(False)
        self.findings.hide()
        self.said.setText("Verifying…")
        self.progress.setRange(0, 0)
        self.progress.show()
        audit, told = self._workplace.clinic.audit, self.told.emit
        self._workplace.runner.run(
            owner=self,
            work=lambda: audit.verify(told),
            on_success=self._verified,
            on_failure=self._report,
        )

    def export(self) -> None:
        """Ask for a place and write what is shown there."""
        chosen = self.ask_where()
        if not chosen:
            return
        query, history = self._query, self._workplace.clinic.history
        self.said.setText("Exporting…")
        self._workplace.runner.run(
            owner=self,
            work=lambda: history.export(query, Path(chosen)),
            on_success=lambda count: self.said.setText(
                f"{count:,} entries saved as {chosen}. {NOT_ENCRYPTED}"
            ),
            on_failure=self._report,
        )

    def ask_where(self) -> str:
        """Ask for a place; nothing when staff cancel."""
        where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"msbone-history-{self._workplace.now():%Y%m%d-%H%M%S}.csv"
        path, _ = QFileDialog.getSaveFileName(
            self,
            "Export the history (not encrypted)",
            str(Path(where) / name),
            "CSV (*.csv)",
            options=QFileDialog.Option.DontConfirmOverwrite,  # nothing is ever overwritten
        )
        return path

    def _found(self, typed: str, found: tuple[PatientRow, ...], put_away: PatientId | None) -> None:
        if typed != self.filters.patient.text().strip():
            return
        if put_away is not None and not found:  # in the bin, or deleted: on no list any more
            self._show(put_away)
            return
        row = self.filters.one_patient(found)
        if row is not None:
            self._show(row.id)

    def _show(self, patient: PatientId | None) -> None:
        days = self.filters.days()
        if days is None:
            return
        action = self.filters.action.currentData()
        self._query = AuditQuery(
            actor=self.filters.person.currentData() or "",
            patient=patient,
            actions=(action,) if action else (),
            since=days[0],
            before=days[1],
        )
        self.entries.show_query(self._query)

    def _verified(self, report: ChainReport) -> None:
        self.verify_button.setEnabled(True)
        self.progress.hide()
        head = f"{report.head.count:,} entries, {report.rows:,} rows compared"
        if report.is_whole:
            self.said.setText(f"The history is whole: {head}. Head: {report.head.words}")
        else:
            self.said.setText(f"The history is NOT whole: {head}.")
        found = (*report.faults, *(f"Note: {remark}" for remark in report.remarks))
        self.findings.setPlainText("\n".join(found))
        self.findings.setVisible(bool(found))
        self.search()

    def _show_progress(self, done: int, of: int) -> None:
        self.progress.setRange(0, of)
        self.progress.setValue(done)

    def _switch_asking(self, asks: bool) -> None:
        clinic = self._workplace.clinic
        self._workplace.runner.run(
            owner=self,
            work=lambda: clinic.audit.switch_asking(asks, clinic.actor.name),
            on_success=lambda _: self.said.setText("Saved"),
            on_failure=self._report,
        )

    def _report(self, error: BaseException) -> None:
        self.verify_button.setEnabled(True)
        self.progress.hide()
        self.said.setText(explain(error))

    def _lay_out(self) -> None:
        column = page_column(self)
        head, _, _ = title_row("History", CAPTION)
        head.addWidget(self.back)
        head.addWidget(self.verify_button)
        head.addWidget(self.export_button)
        column.addLayout(head)
        column.addWidget(self.filters)
        state = QHBoxLayout()
        state.setSpacing(SPACE_8)
        state.addWidget(self.said, 1)
        state.addWidget(self.progress)
        column.addLayout(state)
        column.addWidget(self.findings)
        column.addWidget(self.entries, 1)
        column.addWidget(self.asking)
