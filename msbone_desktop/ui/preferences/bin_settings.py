"""For how long patients stay in the bin, and for how many years records are kept."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.bin import MOST_BIN_DAYS, MOST_RETENTION_YEARS
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.ui.appearance import SPACE_8, SPACE_12
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.page import Card
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.quiet_boxes import QuietSpinBox
from msbone_desktop.ui.workplace import Workplace

DAYS_HELP = "Holds for whoever is put into the bin from now on."
YEARS_HELP = (
    "After the last entry, for patients with a signed screening. The law of your place says how "
    "many; while nobody has decided, none of them can be deleted for good."
)


class BinSettings(Card):
    """Shown to everybody who sees the bin, changed by whoever may change settings."""

    saved = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__("How long records are kept")
        self.column.setSpacing(SPACE_8)
        self._workplace = workplace
        self.days, self.years = QuietSpinBox(), QuietSpinBox()
        self.days.setRange(1, MOST_BIN_DAYS)
        self.years.setRange(0, MOST_RETENTION_YEARS)
        self.years.setSpecialValueText("Not decided")
        for box in (self.days, self.years):
            box.setFixedWidth(140)
        self.rows = {
            "bin_days": FormRow("Da&ys in the bin", self.days, DAYS_HELP, beside=True),
            "retention_years": FormRow("Yea&rs of keeping", self.years, YEARS_HELP, beside=True),
        }
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.hide()
        self.said = PlainLabel("", "caption")
        self.save_button = QPushButton("&Save")
        self.save_button.clicked.connect(self.save)
        self.save_button.setEnabled(False)  # until what holds is read
        for row in self.rows.values():
            self.column.addWidget(row)
        self.column.addWidget(self.problem)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_12)
        buttons.addStretch()
        buttons.addWidget(self.said)
        buttons.addWidget(self.save_button)
        self.column.addLayout(buttons)
        may = workplace.clinic.actor.may(Permission.SETTINGS)
        self.save_button.setVisible(may)
        for box in (self.days, self.years):
            box.setReadOnly(not may)
            box.valueChanged.connect(lambda _: self.said.setText(""))

    def show_settings(self, days: int, years: int) -> None:
        """Show what holds."""
        said = self.said.text()
        self.save_button.setEnabled(True)
        self.days.setValue(days)
        self.years.setValue(years)
        self.said.setText(said)

    def save(self) -> None:
        """Keep what is shown, or say under its field why not."""
        for row in self.rows.values():
            row.show_error("")
        self.problem.hide()
        days, years = self.days.value(), self.years.value()
        self._workplace.runner.run(
            owner=self,
            work=lambda: self._workplace.clinic.bin.save_settings(days, years),
            on_success=lambda _: self._kept(),
            on_failure=self._report,
        )

    def _kept(self) -> None:
        self.said.setText("Saved")
        self.saved.emit()

    def _report(self, error: BaseException) -> None:
        if isinstance(error, RefusedEntryError) and error.field in self.rows:
            self.rows[error.field].show_error(explain(error))
            self.rows[error.field].focus()
            return
        self.problem.setText(explain(error))
        self.problem.show()
