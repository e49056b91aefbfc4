"""The clinic's DXA scanners: the list, and behind it what is known of the chosen one."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from msbone_desktop.domain.scanners import Scanner, ScannerDetails, ScannerId
from msbone_desktop.ui.appearance import SPACE_12, SPACE_16, SPACE_24
from msbone_desktop.ui.dxa.scanner_part import scanner_words
from msbone_desktop.ui.errors import explain
from msbone_desktop.ui.help_dialogs import ask
from msbone_desktop.ui.page import Page, scrolling, title_row
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.preferences.scanner_facts import (
    CrossCalibrations,
    PrecisionErrors,
    ScannerMoves,
)
from msbone_desktop.ui.preferences.scanner_form import ScannerForm
from msbone_desktop.ui.workplace import Workplace

EMPTY = (
    "No scanner is on the list. Add the ones your people are scanned on: a change between two "
    "scans is judged only by its scanner's own precision error."
)
LIST_WIDTH = 260


class ScannersPage(Page):
    """One scanner at a time; what was typed is not lost by choosing another."""

    closed = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._service = workplace.clinic.scanners
        self._scanners: tuple[Scanner, ...] = ()
        self._chosen: Scanner | None = None
        self.list = QListWidget()
        self.list.setAccessibleName("Scanners")
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.setWordWrap(True)
        self.empty = PlainLabel(EMPTY, "soft", wrap=True)
        self.empty.setFixedWidth(LIST_WIDTH)
        self.empty.hide()
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.hide()
        self.form = ScannerForm()
        self.precision = PrecisionErrors(
            self._service.dictionary, self._service.lsc_factor, self._today, self._order
        )
        self.moves = ScannerMoves(self._today, self._order)
        self.calibrations = CrossCalibrations(self._today, self._order)
        self.back = QPushButton("&Back to the settings")
        self.add = QPushButton("&Add a scanner")
        workplace.appearance.keep_icon(self.add, "plus")
        workplace.appearance.keep_icon(self.back, "arrow-left")
        self._lay_out()
        self._connect()
        self._choose(None)

    def enter(self) -> None:
        """Read the list."""
        self._ask(self._service.list, lambda found: self._show(found, self._chosen))

    def focus_first(self) -> None:
        """Go to the list, or to the first name."""
        if self._scanners:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.focus_first()

    def offers(self) -> frozenset[str]:
        """Return what the menu can do here."""
        return frozenset({"save", "back"})

    def do(self, command: str) -> None:
        """Save, or go back."""
        if command == "save":
            self._save(self.form.details())
        else:
            self.closed.emit()

    def panes(self) -> tuple[QWidget, ...]:
        """Return the list and the scanner."""
        return (self.list, self.form)

    def may_leave(self) -> bool:
        """Ask before what was typed is lost."""
        if self.form.changed and not ask(
            self,
            "Leave without saving?",
            "What you typed about the scanner is not saved yet.",
            "Leave without saving",
            "Stay",
        ):
            return False
        self.form.changed = False
        return True

    def start_new(self) -> None:
        """Show an empty form."""
        if self.may_leave():
            self._select(None)
            self._choose(None)
            self.form.focus_first()

    def _save(self, details: ScannerDetails) -> None:
        chosen, service = self._chosen, self._service

        def work() -> Scanner:
            if chosen is None:
                return service.add(details)
            return service.update(chosen.id, chosen.version, details)

        self._workplace.runner.run(
            owner=self, work=work, on_success=self._stored, on_failure=self.form.report
        )

    def _stored(self, scanner: Scanner) -> None:
        self.form.changed = False
        self._read_again(scanner)
        self.form.said.setText("Saved")

    def _add_precision(self, site: str, value: Decimal, on: date) -> None:
        self._with_scanner(lambda number: self._service.add_precision(number, site, value, on),
                           self.precision)  # fmt: skip

    def _void_precision(self, number: int, reason: str) -> None:
        self._with_scanner(lambda one: self._service.void_precision(one, number, reason),
                           self.precision)  # fmt: skip

    def _say_moved(self, on: date) -> None:
        self._with_scanner(lambda number: self._service.say_moved(number, on), self.moves)

    def _void_move(self, number: int, reason: str) -> None:
        self._with_scanner(lambda one: self._service.void_move(one, number, reason), self.moves)

    def _state(self, other: int, on: date, note: str) -> None:
        self._with_scanner(
            lambda number: self._service.state_cross_calibration(
                number, ScannerId(other), on, note
            ),
            self.calibrations,
        )

    def _void_statement(self, number: int, reason: str) -> None:
        self._with_scanner(
            lambda one: self._service.void_cross_calibration(one, number, reason),
            self.calibrations,
        )

    def _with_scanner(self, work: Callable[[ScannerId], Scanner], card: Any) -> None:
        """Do something to the chosen scanner; what is refused is said on ``card``."""
        chosen = self._chosen
        if chosen is None:
            return
        self._workplace.runner.run(
            owner=self,
            work=lambda: work(chosen.id),
            on_success=self._read_again,
            on_failure=lambda error: card.say_problem(explain(error)),
        )

    def _read_again(self, scanner: Scanner) -> None:
        self._ask(self._service.list, lambda found: self._show(found, scanner))

    def _show(self, scanners: tuple[Scanner, ...], chosen: Scanner | None) -> None:
        self._scanners = scanners
        self.problem.hide()
        self.list.blockSignals(True)
        self.list.clear()
        for scanner in scanners:
            item = QListWidgetItem(scanner_words(scanner))
            item.setData(Qt.ItemDataRole.UserRole, int(scanner.id))
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.list.setVisible(bool(scanners))
        self.empty.setVisible(not scanners)
        if self.form.changed:
            return  # what staff have begun to type stays
        wanted = None if chosen is None else chosen.id
        found = next((each for each in scanners if each.id == wanted), None)
        self._select(found)
        said = self.form.said.text()
        self._choose(found)
        self.form.said.setText(said)

    def _select(self, scanner: Scanner | None) -> None:
        self.list.blockSignals(True)
        place = -1 if scanner is None else self._scanners.index(scanner)
        self.list.setCurrentRow(place)
        self.list.blockSignals(False)

    def _row_changed(self, row: int) -> None:
        if not self.may_leave():
            self._select(self._chosen)
            return
        self._choose(self._scanners[row] if 0 <= row < len(self._scanners) else None)

    def _choose(self, scanner: Scanner | None) -> None:
        self._chosen = scanner
        self.form.show_scanner(scanner)
        for card in (self.precision, self.moves, self.calibrations):
            card.setVisible(scanner is not None)
        if scanner is not None:
            self.precision.show_scanner(scanner)
            self.moves.show_scanner(scanner)
            self.calibrations.show_scanner(scanner, self._scanners)

    def _ask(self, work: Callable[[], Any], on_success: Callable[[Any], None]) -> None:
        def failed(error: BaseException) -> None:
            self.problem.setText(explain(error))
            self.problem.show()

        self._workplace.runner.run(self, work, on_success, failed)

    def _today(self) -> date:
        return self._workplace.today

    def _order(self) -> Any:
        return self._workplace.date_order

    def _connect(self) -> None:
        self.back.clicked.connect(self.closed)
        self.add.clicked.connect(self.start_new)
        self.list.currentRowChanged.connect(self._row_changed)
        self.form.save_wanted.connect(self._save)
        self.precision.given.connect(self._add_precision)
        self.precision.void_wanted.connect(self._void_precision)
        self.moves.given.connect(self._say_moved)
        self.moves.void_wanted.connect(self._void_move)
        self.calibrations.given.connect(self._state)
        self.calibrations.void_wanted.connect(self._void_statement)

    def _lay_out(self) -> None:
        head, _, _ = title_row("DXA scanners")
        head.addWidget(self.back)
        head.addWidget(self.add)
        content = QWidget()
        content.setMaximumWidth(820)
        cards = QVBoxLayout(content)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(SPACE_16)
        for card in (self.form, self.precision, self.moves, self.calibrations):
            cards.addWidget(card)
        cards.addStretch()
        side = QVBoxLayout()
        side.addWidget(self.empty)
        side.addWidget(self.list, 1)
        side.addStretch(0)
        both = QHBoxLayout()
        both.setSpacing(SPACE_24)
        both.addLayout(side)
        both.addWidget(scrolling(content), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_24, SPACE_16, SPACE_24, SPACE_16)
        column.setSpacing(SPACE_12)
        column.addLayout(head)
        column.addWidget(self.problem)
        column.addLayout(both, 1)
