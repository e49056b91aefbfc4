"""What is entered about one DXA scanner."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton

from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.scanners import Scanner, ScannerDetails
from msbone_desktop.ui.appearance import SPACE_12
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.page import Card
from msbone_desktop.ui.plain_label import PlainLabel

LABELS = {
    "name": ("&Name", "As it is called here."),
    "facility": ("Scanning cen&tre", ""),
    "manufacturer": ("&Maker", "Scans of different makers are never compared."),
    "model": ("Mode&l", ""),
    "serial": ("Serial n&umber", "Stands on each scan made on it."),
    "software": ("Soft&ware", ""),
}


class ScannerForm(Card):
    """The details of the chosen scanner, or of a new one."""

    save_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__("Scanner")
        self.fields = {name: QLineEdit() for name in LABELS}
        self.rows = {
            name: FormRow(label, self.fields[name], help_text, beside=True)
            for name, (label, help_text) in LABELS.items()
        }
        self.in_use = QCheckBox("&In use: offered when a scan is entered")
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.hide()
        self.said = PlainLabel("", "caption")
        self.save = QPushButton("&Save")
        self.save.setProperty("kind", "primary")
        self.changed = False
        for row in self.rows.values():
            self.column.addWidget(row)
        self.column.addWidget(self.in_use)
        self.column.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_12)
        foot.addStretch()
        foot.addWidget(self.said)
        foot.addWidget(self.save)
        self.column.addLayout(foot)
        for field in self.fields.values():
            field.textEdited.connect(self._edited)
            field.returnPressed.connect(self._save)
        self.in_use.clicked.connect(self._edited)
        self.save.clicked.connect(self._save)

    def show_scanner(self, scanner: Scanner | None) -> None:
        """Show a scanner, or an empty form for a new one."""
        details = ScannerDetails(name="") if scanner is None else scanner.details
        self.heading.setText("New scanner" if scanner is None else details.name)
        for name, field in self.fields.items():
            field.setText(getattr(details, name))
        self.in_use.setChecked(details.in_use)
        self.said.setText("")
        self._forgive()
        self.changed = False

    def details(self) -> ScannerDetails:
        """Return what is entered."""
        texts = {name: field.text() for name, field in self.fields.items()}
        return ScannerDetails(**texts, in_use=self.in_use.isChecked())

    def focus_first(self) -> None:
        """Go to the name."""
        self.rows["name"].focus()

    def report(self, error: BaseException) -> None:
        """Say at its field what was refused."""
        if isinstance(error, RefusedEntryError) and error.field in self.rows:
            self.rows[error.field].show_error(explain(error))
            self.rows[error.field].focus()
            return
        self.problem.setText(explain(error))
        self.problem.show()

    def _save(self) -> None:
        self._forgive()
        self.save_wanted.emit(self.details())

    def _forgive(self) -> None:
        for row in self.rows.values():
            row.show_error("")
        self.problem.hide()

    def _edited(self, *_: object) -> None:
        self.changed = True
        self.said.setText("")
