"""A tab of the patient page whose content is made when the tab is first opened."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msbone_desktop.domain.patients import Patient, PatientId
from msbone_desktop.ui.workplace import Workplace

TITLES = {
    "dxa": "D&XA",
    "reminders": "&Reminders",
    "documents": "Docu&ments",
    "history": "Histor&y",
}
MakesTab = Callable[[Workplace], QWidget]
"""Makes the content of a tab."""


class LateTab(QWidget):
    """Shows the patient in hand once it is opened. Its content has ``open_patient``.

    Args:
        make: Makes the content.
        workplace: The open clinic.
        title: Its name on the tab.
        changed: Called when the content changed the patient's record.
    """

    preview_wanted = Signal(object, object, object, str)
    batch_wanted = Signal(str, object, object)
    report_wanted = Signal(int)
    """Somebody wants to see a scanning centre's report."""

    def __init__(
        self,
        make: MakesTab,
        workplace: Workplace,
        title: str,
        changed: Callable[[], None],
    ) -> None:
        super().__init__()
        self._make, self._workplace, self._changed = make, workplace, changed
        self._shows: PatientId | None = None
        self.title = title
        self.content: QWidget | None = None

    def forget(self) -> None:
        """Show the patient anew the next time: she may be another one."""
        self._shows = None

    def begin(self) -> None:
        """Begin what is entered on this tab; only for content that has ``begin``."""
        self.content.begin()  # type: ignore[union-attr]

    def reopen(self, dialog: str) -> None:
        """Open a dialog of this tab again; only for content that has ``reopen``."""
        reopen = getattr(self.content, "reopen", None)
        if reopen is not None:
            reopen(dialog)

    def show_patient(self, patient: Patient) -> None:
        """Show ``patient``, unless she is shown already."""
        if self.content is None:
            self.content = self._make(self._workplace)
            changed = getattr(self.content, "changed", None)
            if changed is not None:
                changed.connect(self._changed)
            report_wanted = getattr(self.content, "report_wanted", None)
            if report_wanted is not None:
                report_wanted.connect(self.report_wanted)
            for name in ("preview_wanted", "batch_wanted"):
                wanted = getattr(self.content, name, None)
                if wanted is not None:
                    wanted.connect(getattr(self, name))
            column = QVBoxLayout(self)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(self.content)
        if self._shows != patient.id:
            self._shows = patient.id
            self.content.open_patient(patient)  # type: ignore[attr-defined]
