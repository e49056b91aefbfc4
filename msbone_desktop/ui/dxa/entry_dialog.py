"""The dialog for one DXA scan: a row a site, and the scanner it was made on."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.scanners import Scanner
from msbone_desktop.domain.screening import DxaScan
from msbone_desktop.ui.dxa.asking import KeepingDialog
from msbone_desktop.ui.dxa.scanner_part import ScannerChoice, ScannerPart
from msbone_desktop.ui.dxa.site_shape import site_shape
from msbone_desktop.ui.keyboard_order import place_before
from msbone_desktop.ui.page import scrolling
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.date_editor import DateEditor
from msbone_desktop.ui.widgets.editors import WordsEditor
from msbone_desktop.ui.widgets.entry_row import EntryRow
from msbone_desktop.ui.widgets.entry_shapes import FieldTools
from msbone_desktop.ui.widgets.reading.wording import date_words

USUAL_SITES = ("lumbar_spine", "total_hip", "femoral_neck")
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class ScanToEnter:
    """What the dialog begins with. ``wrong``: the scan that the one to be entered corrects."""

    scanners: tuple[Scanner, ...] = ()
    wrong: DxaScan | None = None


class ScanDialog(KeepingDialog):
    """Enters one scan. The usual sites stand ready; what stays blank is not recorded.

    Without ``entry`` the dialog fills in a question of a screening, whose record knows neither
    scanners of the list nor regions.
    """

    def __init__(
        self, tools: FieldTools, parent: QWidget | None = None, entry: ScanToEnter | None = None
    ) -> None:
        super().__init__(parent)
        self._tools = tools
        self._wrong = None if entry is None else entry.wrong
        self._shape = site_shape(tools, with_region=entry is not None)
        self._doubts_shown: tuple[str, ...] = ()
        self.setWindowTitle("DXA scan")
        self.setSizeGripEnabled(True)
        self.rows: list[EntryRow] = []
        self.day = DateEditor(tools.latest, tools.order)
        self.day.name_it("Day of the scan")
        choice = None if entry is None else ScannerChoice(_offered(entry), self._day)
        self.scanner = ScannerPart(tools, choice)
        self.texts, self.ticks = self.scanner.texts, self.scanner.ticks
        self.why = WordsEditor(LONGEST_REASON)
        self.record_button = QPushButton("Record the scan" if self._wrong is None else "Correct")
        self._lay_out()
        self._begin()
        self.day.edited.connect(self._say_day)
        self.day.left.connect(self._complain_of_day)
        self.scanner.edited.connect(self._edited)
        self._fit()
        (self.day if self._wrong is None else self.why).setFocus()

    def scan(self) -> DxaScan | None:
        """Return the scan, or None while something is missing or wrong."""
        if self._problem() is not None:
            return None
        sites = tuple(entry for row in self.rows if (entry := row.entry()) is not None)
        return DxaScan(performed_on=self.day.value(), sites=sites, **self.scanner.values())

    def reason(self) -> str:
        """Return why the scan before was wrong."""
        return "" if self.why.blank() else str(self.why.value() or "")

    def add_site(self, suggested: dict[str, Any] | None = None, entry: Any = None) -> EntryRow:
        """Add a row for a site."""
        row = EntryRow(self._tools.appearance, self._shape, "Site", entry, suggested)
        row.edited.connect(self._edited)
        row.removed.connect(lambda: self._remove(row))
        row.finished.connect(lambda: self._go_on(row))
        self.rows.append(row)
        self._sites.addWidget(row)
        place_before(self.add_button, row)
        return row

    def entries(self) -> int:
        """Return how many sites are asked."""
        return len(self.rows)

    def make_entries(self, count: int) -> None:
        """Ask so many sites."""
        while len(self.rows) < count:
            self.add_site()
        while len(self.rows) > max(count, 1):
            self._remove(self.rows[-1])

    def accept(self) -> None:
        """Record, unless something is wrong or unusual and not confirmed by pressing again."""
        problem = self._problem()
        if problem is not None:
            self._complain(problem)
            return
        doubts = tuple(doubt for row in self.rows for doubt in row.unusual())
        if doubts and doubts != self._doubts_shown:
            self._doubts_shown = doubts
            button = self.record_button.text()
            self.refuse(f"Unusual: {'; '.join(doubts)}. Press {button} again if this is right.")
            return
        self.hand_over()

    def _begin(self) -> None:
        if self._wrong is None:
            for site in USUAL_SITES:
                self.add_site({"site": site})
            return
        self.day.show_value(self._wrong.performed_on)
        self.scanner.show_scan(self._wrong)
        for measured in self._wrong.sites:
            self.add_site(entry=measured).open()
        self._say_day()

    def _day(self) -> date | None:
        day = self.day.value()
        return day if isinstance(day, date) else None

    def _problem(self) -> str | None:
        if self.day.blank():
            return "Give the day of the scan."
        if self.day.problem():
            return self.day.problem()
        for row in self.rows:
            if row.problem():
                return row.problem()
        if all(row.blank() for row in self.rows):
            return "Give at least one site, with its numbers or why it could not be measured."
        if self.scanner.problem():
            return self.scanner.problem()
        if self._wrong is None:
            return None
        return self.why.problem() or ("" if self.reason() else "Say what was wrong.") or None

    def _complain(self, problem: str) -> None:
        self.refuse(problem)
        if self.day.blank() or self.day.problem():
            self.day.setFocus()
            return
        for row in self.rows:
            if row.problem():
                row.complain()
                return
        if self._wrong is not None and not self.reason():
            self.why.setFocus()
        elif self.rows:
            self.rows[0].setFocus()

    def _edited(self) -> None:
        self._doubts_shown = ()
        self.refuse("")

    def _say_day(self) -> None:
        self._edited()
        self.day_echo.setText(self.day.echo())
        self.scanner.say_precision()
        if not self.day.problem():
            self._complain_of_day()

    def _complain_of_day(self) -> None:
        self.day_complaint.setText(self.day.problem() or "")
        self.day.mark_faulty(bool(self.day.problem()))

    def _remove(self, row: EntryRow) -> None:
        self.rows.remove(row)
        self._sites.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.add_button.setFocus()
        self._edited()

    def _go_on(self, row: EntryRow) -> None:
        place = self.rows.index(row) + 1
        (self.rows[place] if place < len(self.rows) else self.add_button).setFocus()

    # --- layout ---

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        if self._wrong is None:
            column.addWidget(PlainLabel("DXA scan", "title"))
            column.addWidget(self.whose)
        else:
            was = date_words(self._wrong.performed_on)
            column.addWidget(PlainLabel(f"Correct the scan of {was}", "title"))
            column.addWidget(self.whose)
            column.addWidget(self._why_row())
        column.addLayout(self._day_row())
        self._sites = QVBoxLayout()
        self._sites.setSpacing(12)
        column.addLayout(self._sites)
        self.add_button = QPushButton("Add a site")
        self.add_button.setProperty("kind", "segment")
        self.add_button.setAutoDefault(False)
        self._tools.appearance.keep_icon(self.add_button, "plus")
        self.add_button.clicked.connect(lambda: self.add_site().setFocus())
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(PlainLabel("Scanner", "heading"))
        column.addWidget(self.scanner)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scrolling(content), 1)
        outer.addLayout(self._foot())

    def _why_row(self) -> QWidget:
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        caption = PlainLabel("What was wrong", "strong")
        caption.setBuddy(self.why)
        self.why.line.setFixedWidth(480)
        self.why.name_it("What was wrong")
        self.why.edited.connect(self._edited)
        column.addWidget(caption)
        column.addWidget(self.why)
        column.addWidget(
            PlainLabel("The scan before stays on file with this reason and counts no longer.",
                       "caption", wrap=True)
        )  # fmt: skip
        return frame

    def _day_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        caption = PlainLabel("Day of the scan")
        caption.setBuddy(self.day)
        self.day_echo = PlainLabel("", "caption")
        self.day_complaint = PlainLabel("", "error")
        for widget in (caption, self.day, self.day_echo, self.day_complaint):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 8, 24, 16)
        foot.setSpacing(8)
        self.complaint.hide()
        foot.addWidget(self.complaint)
        buttons = QDialogButtonBox()
        self.record_button.setProperty("kind", "primary")
        buttons.addButton(self.record_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.record_button.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        foot.addWidget(buttons)
        return foot

    def _fit(self) -> None:
        room = self.screen().availableGeometry().size()
        self.resize(QSize(1200, 680).boundedTo(room - QSize(40, 40)))


def _offered(entry: ScanToEnter) -> tuple[Scanner, ...]:
    """Return the scanners in use, and the one that the wrong scan was made on."""
    kept = None if entry.wrong is None else entry.wrong.scanner_ref
    return tuple(each for each in entry.scanners if each.details.in_use or each.id == kept)
