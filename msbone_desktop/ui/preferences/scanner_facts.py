"""What a scanning centre says of a scanner: its precision errors and its cross-calibrations."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from PySide6.QtCore import Signal

from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.scanners import CrossCalibration, Scanner, one_maker
from msbone_desktop.ui.preferences.dated_lines import DatedLine, DatedLines, first_problem
from msbone_desktop.ui.widgets.choice_editors import Picker
from msbone_desktop.ui.widgets.date_editor import DateEditor
from msbone_desktop.ui.widgets.editors import WordsEditor
from msbone_desktop.ui.widgets.number_editors import NumberEditor
from msbone_desktop.ui.widgets.reading.dates import DateOrder
from msbone_desktop.ui.widgets.reading.wording import date_words

SITE = "dxa_scans.sites.site"
PRECISION = "dxa_scans.sites.precision_error_g_cm2"


class PrecisionErrors(DatedLines):
    """The precision errors of the chosen scanner, the newest first."""

    given = Signal(str, object, object)
    """Site, number and day of a new one."""

    def __init__(
        self,
        dictionary: DataDictionary,
        lsc_factor: Decimal,
        latest: Callable[[], date],
        order: Callable[[], DateOrder],
    ) -> None:
        super().__init__(
            "Precision error",
            "As the scanning centre determined it (RMS SD). A scan is judged by the newest error "
            f"determined by its day; a change counts from {lsc_factor} times that on.",
            "a precision error",
        )
        self._dictionary, self._factor = dictionary, lsc_factor
        self._confirmed = ""
        self.site = Picker(tuple(dictionary.fields[SITE].words.items()), "Site", 168)
        self.number = NumberEditor(dictionary.fields[PRECISION], 4)
        self.day = DateEditor(latest, order)
        self.lay_out_entry(
            (("Site", self.site), ("Precision error", self.number), ("Determined on", self.day))
        )
        self.add_wanted.connect(self._give)

    def show_scanner(self, scanner: Scanner) -> None:
        """Show the errors of ``scanner`` and an empty new one."""
        self.show_lines(
            [
                DatedLine(
                    each.id,
                    f"{self._dictionary.value_words(SITE, each.site)}: {each.value:f} g/cm², "
                    f"{date_words(each.determined_on)}",
                    f"least significant change {self._least(each.value)} g/cm² · entered by "
                    f"{each.entered_by}",
                )
                for each in scanner.precision
            ],
            "None is recorded: changes on this scanner cannot be judged.",
        )
        for editor in (self.site, self.number, self.day):
            editor.show_value(None)
        self._confirmed = ""

    def _least(self, value: Decimal) -> Decimal:
        return (value * self._factor).quantize(Decimal("0.001"), ROUND_HALF_EVEN)

    def _give(self) -> None:
        parts = (
            ("Site", self.site, True),
            ("Precision error", self.number, True),
            ("Determined on", self.day, True),
        )
        if (problem := first_problem(parts)) is not None:
            self.say_problem(problem[0])
            problem[1].setFocus()
            return
        unusual = self.number.unusual()
        if unusual is not None and unusual != self._confirmed:
            self._confirmed = unusual
            self.say_problem(f"Unusual: {unusual}. Press Add again if this is right.")
            return
        self.say_problem("")
        self.given.emit(self.site.value(), self.number.value(), self.day.value())


class ScannerMoves(DatedLines):
    """The days on which the chosen scanner was moved or repaired."""

    given = Signal(object)
    """Day of a new one."""

    def __init__(self, latest: Callable[[], date], order: Callable[[], DateOrder]) -> None:
        super().__init__(
            "Moves and repairs",
            "From this day no earlier precision error counts: changes are judged again once the "
            "scanning centre has determined a new one, and that is added above.",
            "a move or repair",
        )
        self.day = DateEditor(latest, order)
        self.lay_out_entry((("Moved or repaired on", self.day),))
        self.add_wanted.connect(self._give)

    def show_scanner(self, scanner: Scanner) -> None:
        """Show the moves of ``scanner`` and an empty new one."""
        self.show_lines(
            [
                DatedLine(each.id, date_words(each.moved_on), f"entered by {each.entered_by}")
                for each in scanner.moves
            ],
            "None is entered.",
        )
        self.day.show_value(None)

    def _give(self) -> None:
        if (problem := first_problem((("Moved or repaired on", self.day, True),))) is not None:
            self.say_problem(problem[0])
            problem[1].setFocus()
            return
        self.say_problem("")
        self.given.emit(self.day.value())


class CrossCalibrations(DatedLines):
    """The scanners that the chosen one was calibrated against."""

    given = Signal(int, object, str)
    """Other scanner, day and note of a new statement."""

    def __init__(self, latest: Callable[[], date], order: Callable[[], DateOrder]) -> None:
        super().__init__(
            "Cross-calibration",
            "Only what a scanning centre states in writing. Scans of two scanners are compared "
            "only where this is stated of the two; of different makers never.",
            "a cross-calibration",
        )
        self.day = DateEditor(latest, order)
        self.note = WordsEditor(1000)
        self.other = Picker((), "Scanner", 220)
        self._latest, self._order = latest, order
        self.add_wanted.connect(self._give)

    def show_scanner(self, scanner: Scanner, everybody: tuple[Scanner, ...]) -> None:
        """Show the statements about ``scanner`` and an empty new one."""
        names = {int(each.id): each.details.name for each in everybody}
        self.show_lines(
            [
                DatedLine(
                    each.id,
                    f"With {names.get(_other(each, scanner), 'a scanner')}, stated on "
                    f"{date_words(each.stated_on)}",
                    " · ".join(p for p in (each.note, f"entered by {each.entered_by}") if p),
                )
                for each in scanner.calibrations
            ],
            "None is stated: its scans are compared with those of no other scanner.",
        )
        maker = scanner.details.manufacturer
        possible = [
            (str(each.id), each.details.name)
            for each in everybody
            if each.id != scanner.id and one_maker(maker, each.details.manufacturer) is not False
        ]
        self.other = Picker(tuple(possible), "Scanner", 220)
        self.day, self.note = DateEditor(self._latest, self._order), WordsEditor(1000)
        self.lay_out_entry(
            (("Other scanner", self.other), ("Stated on", self.day), ("Note", self.note))
        )

    def _give(self) -> None:
        parts = (
            ("Other scanner", self.other, True),
            ("Stated on", self.day, True),
            ("Note", self.note, False),
        )
        if (problem := first_problem(parts)) is not None:
            self.say_problem(problem[0])
            problem[1].setFocus()
            return
        self.say_problem("")
        note = "" if self.note.blank() else str(self.note.value() or "")
        self.given.emit(int(self.other.value()), self.day.value(), note)


def _other(stated: CrossCalibration, scanner: Scanner) -> int:
    return stated.other if stated.scanner == scanner.id else stated.scanner
