"""After how long without a key or the mouse the program locks by itself."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.form_row import FormRow
from msbone_desktop.ui.page import Card
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.quiet_boxes import QuietSpinBox
from msbone_desktop.ui.workplace import Workplace

WORDS = (
    "The window is covered at once, what was typed is kept encrypted, and whoever unlocks finds "
    "her own place again. Ctrl+L locks now. On Linux it locks with the desktop as well."
)


class LockingCard(Card):
    """Keeps the minutes for the whole clinic; they hold from the next unlocking."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__("Locking")
        self._workplace = workplace
        self.minutes = QuietSpinBox()
        self.minutes.setRange(1, 60)
        self.minutes.setSuffix(" minutes")
        self.minutes.setFixedWidth(140)
        self.row = FormRow("Loc&k after", self.minutes, "Without a key or the mouse.", beside=True)
        self.button = QPushButton("Save the minutes")
        self.said = PlainLabel("", "caption")
        self.column.addWidget(PlainLabel(WORDS, "caption", wrap=True))
        self.column.addWidget(self.row)
        self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.said)
        self.button.clicked.connect(self.save)
        self.button.setEnabled(False)  # until the minutes in force are read

    def read(self) -> None:
        """Show the minutes in force."""
        settings = self._workplace.clinic.settings
        self._workplace.runner.run(
            owner=self,
            work=lambda: settings.idle_minutes,
            on_success=self._show,
            on_failure=self._report,
        )

    def _show(self, minutes: int) -> None:
        self.minutes.setValue(minutes)
        self.button.setEnabled(True)

    def save(self) -> None:
        """Keep them."""
        minutes, settings = self.minutes.value(), self._workplace.clinic.settings
        self._workplace.runner.run(
            owner=self,
            work=lambda: settings.save_idle_minutes(minutes),
            on_success=lambda _: self.said.setText("Saved. It holds from the next unlocking."),
            on_failure=self._report,
        )

    def _report(self, error: BaseException) -> None:
        self.row.show_error(explain(error))
