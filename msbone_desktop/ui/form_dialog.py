"""A dialog with a few fields that closes only when what was given was kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.ui.appearance import SPACE_12, SPACE_16, SPACE_24
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.dialog import Dialog
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.plain_label import PlainLabel


class FormDialog(Dialog):
    """``kept`` carries what the work gave back, once it is done.

    Args:
        parent: The page it belongs to.
        runner: Where the work is done.
        title: What is asked, as a heading.
        about: What follows from it.
        yes: The button that does it; ``&`` marks its mnemonic.
    """

    kept = Signal(object)

    def __init__(
        self, parent: QWidget, runner: BackgroundRunner, title: str, about: str, yes: str
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self.setWindowTitle("MSBone")
        self.setMinimumWidth(480)
        self.rows: dict[str, FormRow] = {}
        self.fields = QVBoxLayout()
        self.fields.setSpacing(SPACE_12)
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.hide()
        self.yes = QPushButton(yes)
        self.yes.setProperty("kind", "primary")
        self.yes.setDefault(True)
        buttons = QDialogButtonBox()
        buttons.addButton(self.yes, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.give)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_24, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_12)
        column.addWidget(PlainLabel(title, "title", wrap=True))
        column.addWidget(PlainLabel(about, "soft", wrap=True))
        column.addLayout(self.fields)
        column.addWidget(self.problem)
        column.addWidget(buttons)

    def add(self, name: str, row: FormRow) -> FormRow:
        """Add a field. ``name``: as the error that refuses it calls it."""
        self.rows[name] = row
        self.fields.addWidget(row)
        return row

    def faults(self) -> Mapping[str, str]:
        """Return what is wrong before anything is asked, by field."""
        return {}

    def work(self) -> Callable[[], object]:
        """Return what is to be done, off the window's thread, with what the fields say now."""
        raise NotImplementedError

    def give(self) -> None:
        """Do it, or say under each field what is wrong."""
        if not self.yes.isEnabled():
            return
        self.problem.hide()
        faults = self.faults()
        for name, row in self.rows.items():
            row.show_error(faults.get(name, ""))
        if faults:
            first = next((row for name, row in self.rows.items() if name in faults), None)
            if first is not None:
                first.focus()
            return
        self.yes.setEnabled(False)
        self._runner.run(
            owner=self, work=self.work(), on_success=self._kept, on_failure=self._refused
        )

    def _kept(self, answer: object) -> None:
        self.accept()
        self.kept.emit(answer)

    def _refused(self, error: BaseException) -> None:
        self.yes.setEnabled(True)
        row = self.rows.get(error.field) if isinstance(error, RefusedEntryError) else None
        if row is None:
            self.problem.setText(explain(error))
            self.problem.show()
            return
        row.show_error(explain(error))
        row.focus()
