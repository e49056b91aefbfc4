"""The history of one patient's record, for a tab of the patient page."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from msbone_desktop.domain.audit import AuditQuery
from msbone_desktop.domain.patients import Patient
from msbone_desktop.ui.appearance import SPACE_12, SPACE_24
from msbone_desktop.ui.history.entries import HistoryEntries
from msbone_desktop.ui.workplace import Workplace


class PatientHistory(QWidget):
    """Who saw, changed and printed what of this patient."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.entries = HistoryEntries(workplace, with_patient=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_12, SPACE_24, SPACE_12)
        column.addWidget(self.entries)

    def open_patient(self, patient: Patient) -> None:
        """Show one patient's history."""
        self.entries.show_query(AuditQuery(patient=patient.id))
