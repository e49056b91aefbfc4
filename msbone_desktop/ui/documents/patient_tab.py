"""The papers of one patient: what was made and when, made again byte for byte, and new ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTableView, QVBoxLayout, QWidget

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.documents import BatchDocument, Document
from msbone_desktop.domain.papers import PageSet
from msbone_desktop.domain.patients import Patient, PatientId
from msbone_desktop.domain.screenings import Screening, ScreeningState
from msbone_desktop.ui.appearance import SPACE_8, SPACE_12, SPACE_24
from msbone_desktop.ui.by_role import leave_out
from msbone_desktop.ui.documents.handout_dialog import HandoutDialog
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.patients.list_view import dress_table
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.reading.wording import date_words
from msbone_desktop.ui.workplace import Workplace, clock_words

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
KINDS = {
    "summary": "Summary",
    "handout": "Handout",
    "dxa_request": "DXA request",
    "letters": "Recall letters",
    "labels": "Address labels",
    "work_list": "Work list",
}
EMPTY = "Nothing was made on paper for this patient yet."


@dataclass(frozen=True, slots=True)
class Line:
    """One paper. ``own`` False: a file with pages of other patients too."""

    document: Document | BatchDocument
    pages: str

    @property
    def own(self) -> bool:
        """Whether the file holds this patient's pages alone."""
        return isinstance(self.document, Document)


COLUMNS: tuple[tuple[str, int, Callable[[Line], str]], ...] = (
    ("Paper", 200, lambda line: KINDS.get(line.document.kind, line.document.kind)),
    ("Made", 170, lambda line: made_words(line.document.made_at)),
    ("Pages", 130, lambda line: line.pages),
    ("Fingerprint (SHA-256)", 380, lambda line: line.document.sha256[:32] + "…"),
)


class PapersModel(QAbstractTableModel):
    """The papers, newest first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def show_lines(self, lines: list[Line]) -> None:
        """Show other papers."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the headings."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section][0]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        return COLUMNS[index.column()][2](self.lines[index.row()])


class PatientPapers(QWidget):
    """``preview_wanted``: kind and number, what makes or fetches the document, and what is said."""

    preview_wanted = Signal(object, object, object, str)
    batch_wanted = Signal(str, object, object)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._patient: Patient | None = None
        self._asked = 0
        self.model = PapersModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName("Papers of this patient")
        dress_table(self.table)
        for column, (_, width, _) in enumerate(COLUMNS):
            self.table.setColumnWidth(column, width)
        self.message = PlainLabel("", "soft", wrap=True)
        self.open = QPushButton("&Open")
        self.handout = QPushButton("Hando&ut…")
        self.request = QPushButton("DXA re&quest")
        self._lay_out()
        self.open.clicked.connect(self._open)
        self.table.activated.connect(self._open)
        self.handout.clicked.connect(self._ask_handout)
        self.request.clicked.connect(self._make_request)

    def open_patient(self, patient: Patient) -> None:
        """Show one patient's papers."""
        self._patient = patient
        self.model.show_lines([])
        self.message.setText("Reading…")
        papers = self._workplace.clinic.papers
        self._run(
            patient.id,
            lambda: (papers.documents_of(patient.id), papers.batches_of(patient.id)),
            self._show,
        )

    def _show(self, found: Any) -> None:
        own, batches = found
        lines = [Line(document, str(document.pages)) for document in own]
        lines += [Line(document, _own_pages(pages)) for document, pages in batches]
        lines.sort(key=lambda line: line.document.made_at, reverse=True)
        self.model.show_lines(lines)
        self.message.setText("" if lines else EMPTY)
        if lines:
            self.table.selectRow(0)

    def _open(self, *_: object) -> None:
        rows = self.table.selectionModel().selectedRows()
        if self._patient is None or not rows:
            return
        line = self.model.lines[rows[0].row()]
        document = line.document
        if not isinstance(document, Document):
            # It holds pages of other patients too, so it is shown under its own title, not hers.
            title = f"{KINDS.get(document.kind, document.kind)} of {made_words(document.made_at)}"
            self.batch_wanted.emit(title, lambda *_: document, None)
            return
        self._asked += 1
        self.preview_wanted.emit(
            self._patient, (document.kind, self._asked), lambda: document, "Opening…"
        )

    def _ask_handout(self) -> None:
        patient = self._patient
        if patient is None:
            return
        clinic = self._workplace.clinic

        def work() -> tuple[Screening | None, Any, Any]:
            listed = clinic.screenings.of(patient.id)
            signed = next((s for s in listed if s.state is ScreeningState.SIGNED), None)
            if signed is None:
                return None, (), ()
            if not clinic.actor.may(Permission.SIGN):  # what is released already is printed
                return None, (), ()
            findings = clinic.papers.releasable(signed.id, patient.id)
            return signed, findings, clinic.papers.released(signed.id, patient.id)

        self._run(patient.id, work, lambda found: self._show_dialog(patient, *found))

    def _show_dialog(
        self,
        patient: Patient,
        screening: Screening | None,
        findings: tuple[tuple[str, str], ...],
        released: tuple[str, ...],
    ) -> None:
        dialog = HandoutDialog(self, patient.name, findings, released)
        dialog.given.connect(
            lambda rules, variant, size: self._make_handout(
                patient, screening, rules, variant, size
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def _make_handout(
        self, patient: Patient, screening: Screening | None, rules: Any, variant: Any, size: Any
    ) -> None:
        papers = self._workplace.clinic.papers

        def make() -> Document:
            if screening is not None:
                papers.release(screening.id, patient.id, rules)
            made: Document = papers.handout(patient.id, variant=variant, size=size)
            return made

        self._asked += 1
        self.preview_wanted.emit(patient, ("handout", self._asked), make, "Making the handout…")

    def _make_request(self) -> None:
        patient = self._patient
        if patient is not None:
            papers = self._workplace.clinic.papers
            self._asked += 1
            self.preview_wanted.emit(
                patient,
                ("dxa_request", self._asked),
                lambda: papers.dxa_request(patient.id),
                "Making the request…",
            )

    def _run(
        self, patient: PatientId, work: Callable[[], Any], then: Callable[[Any], None]
    ) -> None:
        def answer(found: Any) -> None:
            if self._patient is not None and self._patient.id == patient:
                then(found)

        self._workplace.runner.run(
            owner=self,
            work=work,
            on_success=answer,
            on_failure=lambda error: self.message.setText(explain(error)),
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_8)
        for button in (self.open, self.handout, self.request):
            row.addWidget(button)
        row.addWidget(self.message, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_12, SPACE_24, SPACE_12)
        column.setSpacing(SPACE_12)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        leave_out(self._workplace.clinic.actor, Permission.PRINT, self.handout, self.request)


def made_words(at: datetime) -> str:
    """Return the day and time on the clinic's wall."""
    return f"{date_words(at.astimezone().date())}, {clock_words(at)}"


def _own_pages(pages: PageSet) -> str:
    last = pages.first + pages.pages - 1
    return f"page {pages.first}" if pages.pages == 1 else f"pages {pages.first}-{last}"
