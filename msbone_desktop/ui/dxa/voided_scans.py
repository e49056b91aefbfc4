"""Scans that count no longer: struck through, each with why, by whom and when it was voided."""

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from msbone_desktop.domain.dxa import VoidedScan
from msbone_desktop.ui.appearance import SPACE_4
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.reading.wording import date_words


class VoidedScans(QWidget):
    """A line for the scan and a line for the reason, again and again."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_4)
        self.lines: list[PlainLabel] = []

    def show_scans(self, scans: Iterable[VoidedScan]) -> None:
        """Show other scans in place of those before."""
        for line in self.lines:
            self._column.removeWidget(line)
            line.deleteLater()
        self.lines = []
        for scan in scans:
            when = date_words(scan.voided_at.astimezone().date())
            what = PlainLabel(f"Scan of {date_words(scan.performed_on)}", "soft", wrap=True)
            struck = what.font()
            struck.setStrikeOut(True)
            what.setFont(struck)
            what.setAccessibleName(f"Voided: {what.text()}")
            why = f"Voided: {scan.reason} ({scan.voided_by}, {when})"
            self.lines += [what, PlainLabel(why, "caption", wrap=True)]
        for line in self.lines:
            self._column.addWidget(line)
