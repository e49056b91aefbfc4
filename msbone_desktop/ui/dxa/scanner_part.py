"""The part of the scan dialog about the scanner: one of the clinic's list, or any other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from msbone_desktop.domain.scanners import Scanner, precision_on
from msbone_desktop.domain.screening import DxaScan
from msbone_desktop.ui.plain_label import PlainLabel
from msbone_desktop.ui.widgets.choice_editors import Picker
from msbone_desktop.ui.widgets.editors import WordsEditor
from msbone_desktop.ui.widgets.entry_shapes import FieldTools
from msbone_desktop.ui.widgets.reading.wording import date_words
from msbone_desktop.ui.widgets.tick_editor import TickEditor

TEXTS = ("scanner_id", "manufacturer", "facility", "software", "reference_database")
TICKS = ("cross_calibrated", "use_radius_33")
FROM_LIST = ("scanner_id", "manufacturer", "facility")
"""What the list of scanners says, and nobody types again."""
MODE_APART = {"software": "Software", "scan_mode": "Scan mode"}
"""Labels where the scan mode has a line of its own."""
OTHER = "other"
_WIDE = 320


@dataclass(frozen=True, slots=True)
class ScannerChoice:
    """Scanners to choose from, and the day of the scan as far as it is known."""

    scanners: tuple[Scanner, ...]
    day: Callable[[], date | None]


class ScannerPart(QWidget):
    """Scanner, software, scan mode and reference data.

    Without a ``choice`` there is no list to pick from and no scan mode: the record of a screening
    has no place for either.
    """

    edited = Signal()

    def __init__(self, tools: FieldTools, choice: ScannerChoice | None) -> None:
        super().__init__()
        self._tools, self._choice = tools, choice
        self.texts = {name: WordsEditor(200) for name in TEXTS}
        self.ticks = {name: TickEditor(self._label(name)) for name in TICKS}
        self.picker: Picker | None = None
        self.precision = PlainLabel("", "caption", wrap=True)
        if choice is not None:
            self.texts["scan_mode"] = WordsEditor(200)
            self.picker = Picker(_choices(choice.scanners), "Choose the scanner", _WIDE)
            self.picker.name_it("Scanner of the clinic's list")
            self.picker.edited.connect(self._picked)
        self._lay_out()
        self.say_precision()

    def values(self) -> dict[str, Any]:
        """Return what is entered, by the names of a scan."""
        found: dict[str, Any] = {n: e.value() for n, e in self.texts.items() if not e.blank()}
        found |= {name: not e.blank() for name, e in self.ticks.items()}
        scanner = self.scanner()
        return found if scanner is None else found | {"scanner_ref": int(scanner.id)}

    def scanner(self) -> Scanner | None:
        """Return the scanner chosen from the list."""
        if self._choice is None or self.picker is None or self.picker.blank():
            return None
        chosen = self.picker.value()
        return next((each for each in self._choice.scanners if str(each.id) == chosen), None)

    def problem(self) -> str | None:
        """Return what is wrong with a text."""
        return next((e.problem() for e in self.texts.values() if e.problem()), None)

    def show_scan(self, scan: DxaScan) -> None:
        """Show what is entered of a scan already."""
        for name, editor in self.texts.items():
            editor.show_value(getattr(scan, name))
        for name, tick in self.ticks.items():
            tick.show_value(getattr(scan, name))
        if self.picker is not None:
            listed = scan.scanner_ref is not None
            free = OTHER if scan.scanner_id or scan.manufacturer else None
            self.picker.show_value(str(scan.scanner_ref) if listed else free)
            self._lock(listed)
        self.say_precision()

    def say_precision(self) -> None:
        """Say which precision errors the chosen scanner has on the day of the scan."""
        scanner = self.scanner()
        day = None if self._choice is None else self._choice.day()
        words = "" if scanner is None else self._precision_words(scanner, day)
        self.precision.setText(words)
        self.precision.setVisible(bool(words))

    def _precision_words(self, scanner: Scanner, day: date | None) -> str:
        if day is None:
            return "Its precision errors are shown once the day of the scan is given."
        known = []
        for site in dict.fromkeys(each.site for each in scanner.precision):
            error = precision_on(scanner, site, day)
            if error is not None:
                name = self._tools.dictionary.value_words("dxa_scans.sites.site", site)
                known.append(
                    f"{name.lower()} {error.value:f} g/cm² ({date_words(error.determined_on)})"
                )
        if not known:
            return (
                "No precision error of this scanner counts for that day: none was determined by "
                "then, or none since it was moved or repaired. Type it from the report, or changes "
                "cannot be judged."
            )
        return (
            f"Precision error by that day: {'; '.join(known)}. What is typed from the report "
            "counts instead."
        )

    def _picked(self) -> None:
        scanner = self.scanner()
        if scanner is not None:
            details = scanner.details
            self.texts["scanner_id"].show_value(scanner.identity)
            self.texts["manufacturer"].show_value(details.manufacturer or None)
            self.texts["facility"].show_value(details.facility or None)
            self.texts["software"].show_value(details.software or None)
        self._lock(scanner is not None)
        self.say_precision()
        self.edited.emit()

    def _lock(self, listed: bool) -> None:
        for name in FROM_LIST:
            self.texts[name].set_editable(not listed)

    def _label(self, name: str) -> str:
        return self._tools.definition(f"dxa_scans.{name}").label

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        row = 0
        if self.picker is not None:
            caption = PlainLabel("From the clinic's list")
            caption.setBuddy(self.picker)
            grid.addWidget(caption, 0, 0)
            grid.addWidget(self.picker, 0, 1, 1, 4, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(self.precision, 1, 1, 1, 4)
            row = 2
        for place, (name, editor) in enumerate(self.texts.items()):
            label = MODE_APART.get(name) if self.picker is not None else None
            label = label or self._label(name)
            caption = PlainLabel(label)
            caption.setBuddy(editor)
            editor.name_it(label)
            editor.edited.connect(self.edited)
            grid.addWidget(caption, row + place // 2, place % 2 * 2)
            grid.addWidget(editor, row + place // 2, place % 2 * 2 + 1)
        below = row + (len(self.texts) + 1) // 2
        for place, (name, tick) in enumerate(self.ticks.items()):
            tick.name_it(self._label(name))
            tick.edited.connect(self.edited)
            grid.addWidget(tick, below, place * 2, 1, 2)
        grid.setColumnStretch(4, 1)


def _choices(scanners: tuple[Scanner, ...]) -> tuple[tuple[str, str], ...]:
    listed = tuple((str(each.id), scanner_words(each)) for each in scanners)
    return (*listed, (OTHER, "Another scanner"))


def scanner_words(scanner: Scanner) -> str:
    """Return "Room 3 (Hologic Horizon, S-123)", and whether it is out of use."""
    details = scanner.details
    make = " ".join(part for part in (details.manufacturer, details.model) if part)
    about = ", ".join(part for part in (make, details.serial) if part)
    words = f"{details.name} ({about})" if about else details.name
    return words if details.in_use else f"{words}, no longer in use"
