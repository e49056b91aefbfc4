"""Says on a patient's page which records were joined into it, and begins to separate one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.merging import JoinedRecord, SeparationPreview
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.ui.appearance import SPACE_4, SPACE_12, SPACE_24
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.joining.separate_dialog import SeparateDialog
from msbone_desktop.ui.joining.wording import joined_words
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.workplace import Workplace


class JoinedBar(QWidget):
    """``separated`` carries whose record was kept; ``refused`` the sentence why not."""

    separated = Signal(object)
    refused = Signal(str)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._shown: tuple[JoinedRecord, ...] = ()
        self.buttons: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_24, SPACE_4, SPACE_24, 0)
        self._column.setSpacing(SPACE_4)
        self.hide()

    def show_joined(self, joined: tuple[JoinedRecord, ...]) -> None:
        """Show one line a record; nothing at all where none was joined."""
        self.setVisible(bool(joined))
        if joined == self._shown:
            return
        self._shown = joined
        self.buttons = []
        while (item := self._column.takeAt(0)) is not None:
            line = item.widget()
            if line is not None:
                line.hide()
                line.deleteLater()
        for each in joined:
            self._column.addWidget(self._line(each))

    def _line(self, joined: JoinedRecord) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_12)
        row.addWidget(PlainLabel(joined_words(joined), "soft", wrap=True), 1)
        if self._workplace.clinic.actor.may(Permission.MERGE):
            button = QPushButton("Separate…")
            button.setAccessibleName(f"Separate {joined.merged.details.clinic_id} again")
            button.setProperty("kind", "quiet")
            button.clicked.connect(lambda: self.look(joined))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            self.buttons.append(button)
        return line

    def look(self, joined: JoinedRecord) -> None:
        """Read what separating would do, then ask."""
        merging = self._workplace.clinic.merging
        self._workplace.runner.run(
            owner=self,
            work=lambda: merging.separation(joined.kept, joined.id),
            on_success=self._ask,
            on_failure=lambda error: self.refused.emit(explain(error)),
        )

    def _ask(self, preview: SeparationPreview) -> None:
        if preview.joined not in self._shown:
            return  # staff have gone on
        dialog = SeparateDialog(self, preview)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.given.connect(
            lambda restored, reason: self._separate(preview.joined, restored, reason)
        )
        dialog.open()

    def _separate(self, joined: JoinedRecord, restored: frozenset[str], reason: str) -> None:
        merging = self._workplace.clinic.merging

        def done(_: PatientId) -> None:
            self.separated.emit(joined.kept)

        self._workplace.runner.run(
            owner=self,
            work=lambda: merging.separate(joined.kept, joined.id, restored=restored, reason=reason),
            on_success=done,
            on_failure=lambda error: self.refused.emit(explain(error)),
        )
