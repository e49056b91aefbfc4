"""The dialog for one DXA scan: a row a site, and the scanner it was made on."""

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.screening import DxaScan
from msbone_desktop.ui.dialog import Dialog
from msbone_desktop.ui.dxa.site_shape import site_shape
from msbone_desktop.ui.page import scrolling
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.date_editor import DateEditor
from msbone_desktop.ui.widgets.editors import WordsEditor
from msbone_desktop.ui.widgets.entry_row import EntryRow
from msbone_desktop.ui.widgets.entry_shapes import FieldTools
from msbone_desktop.ui.widgets.tick_editor import TickEditor

USUAL_SITES = ("lumbar_spine", "total_hip", "femoral_neck")
TEXTS = ("scanner_id", "manufacturer", "facility", "software", "reference_database")
TICKS = ("cross_calibrated", "use_radius_33")


class ScanDialog(Dialog):
    """Enters one scan. The usual sites stand ready; what stays blank is not recorded."""

    def __init__(self, tools: FieldTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._shape = site_shape(tools)
        self._doubts_shown: tuple[str, ...] = ()
        self.setWindowTitle("DXA scan")
        self.setSizeGripEnabled(True)
        self.rows: list[EntryRow] = []
        self.day = DateEditor(tools.latest, tools.order)
        self.day.name_it("Day of the scan")
        self.texts = {name: WordsEditor(200) for name in TEXTS}
        self.ticks = {name: TickEditor(self._label(name)) for name in TICKS}
        self.complaint = PlainLabel("", "error", wrap=True)
        self.record_button = QPushButton("Record the scan")
        self._lay_out()
        for site in USUAL_SITES:
            self.add_site({"site": site})
        self.day.edited.connect(self._say_day)
        self.day.left.connect(self._complain_of_day)
        self._fit()
        self.day.setFocus()

    def scan(self) -> DxaScan | None:
        """Return the scan, or None while something is missing or wrong."""
        if self._problem() is not None:
            return None
        sites = tuple(entry for row in self.rows if (entry := row.entry()) is not None)
        more: dict[str, Any] = {n: e.value() for n, e in self.texts.items() if not e.blank()}
        more |= {name: not e.blank() for name, e in self.ticks.items()}
        return DxaScan(performed_on=self.day.value(), sites=sites, **more)

    def add_site(self, suggested: dict[str, Any] | None = None) -> EntryRow:
        """Add a row for a site."""
        row = EntryRow(self._tools.appearance, self._shape, "Site", None, suggested)
        row.edited.connect(self._edited)
        row.removed.connect(lambda: self._remove(row))
        row.finished.connect(lambda: self._go_on(row))
        self.rows.append(row)
        self._sites.addWidget(row)
        return row

    def accept(self) -> None:
        """Record, unless something is wrong or unusual and not confirmed by pressing again."""
        problem = self._problem()
        if problem is not None:
            self._complain(problem)
            return
        doubts = tuple(doubt for row in self.rows for doubt in row.unusual())
        if doubts and doubts != self._doubts_shown:
            self._doubts_shown = doubts
            self._say(f"Unusual: {'; '.join(doubts)}. Press Record again if this is right.")
            return
        super().accept()

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
        return next((e.problem() for e in self.texts.values() if e.problem()), None)

    def _complain(self, problem: str) -> None:
        self._say(problem)
        if self.day.blank() or self.day.problem():
            self.day.setFocus()
            return
        for row in self.rows:
            if row.problem():
                row.complain()
                return
        if self.rows:
            self.rows[0].setFocus()

    def _say(self, text: str) -> None:
        self.complaint.setText(text)
        self.complaint.setVisible(bool(text))

    def _edited(self) -> None:
        self._doubts_shown = ()
        self._say("")

    def _say_day(self) -> None:
        self._edited()
        self.day_echo.setText(self.day.echo())
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

    def _label(self, name: str) -> str:
        return self._tools.definition(f"dxa_scans.{name}").label

    # --- layout ---

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(PlainLabel("DXA scan", "title"))
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
        column.addLayout(self._scanner_grid())
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scrolling(content), 1)
        outer.addLayout(self._foot())

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

    def _scanner_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for place, (name, editor) in enumerate(self.texts.items()):
            caption = PlainLabel(self._label(name))
            caption.setBuddy(editor)
            editor.name_it(self._label(name))
            grid.addWidget(caption, place // 2, place % 2 * 2)
            grid.addWidget(editor, place // 2, place % 2 * 2 + 1)
        below = (len(self.texts) + 1) // 2
        for place, (name, tick) in enumerate(self.ticks.items()):
            tick.name_it(self._label(name))
            grid.addWidget(tick, below, place * 2, 1, 2)
        grid.setColumnStretch(3, 1)
        return grid

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
        self.resize(QSize(1040, 640).boundedTo(room - QSize(40, 40)))
