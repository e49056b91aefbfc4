"""An editor for dates: what was understood stands beside it in words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.ui.widgets.editors import TextEditor
from msbone_desktop.ui.widgets.reading.dates import DateOrder, DateReading, read_past_date
from msbone_desktop.ui.widgets.reading.numbers import UnreadableError
from msbone_desktop.ui.widgets.reading.wording import age_words, date_words

WAYS_TO_WRITE = "14 3 79, 14/3/1979, 14 mar 1979, today, -3m (three months ago)"


def day_first() -> DateOrder:
    """Return the order of a clinic that has not chosen one."""
    return "dmy"


class DateEditor(TextEditor):
    """A day that is not in the future.

    Args:
        latest: Returns the last day that may be given: today, or the day of the screening.
        order: Returns whether "3/4/26" starts with the day: a setting that may change.
        whole: False accepts a year, or a month and year; the value is then a ``PartialDate``.
        with_age: Shows the age beside a date of birth.
    """

    line_width = 120

    def __init__(
        self,
        latest: Callable[[], date],
        order: Callable[[], DateOrder] = day_first,
        *,
        whole: bool = True,
        with_age: bool = False,
    ) -> None:
        super().__init__()
        self._latest, self._order = latest, order
        self._whole, self._with_age = whole, with_age
        self._reading: DateReading | None = None
        self.line.setPlaceholderText("Date")
        self.line.setToolTip(WAYS_TO_WRITE)
        self.left.connect(self._tidy)

    def read(self, text: str) -> date | PartialDate:
        """Understand a date in any of the ways of writing it."""
        self._reading = None
        reading = read_past_date(text, self._latest(), self._order(), whole=self._whole)
        self._reading = reading
        exact = reading.day.exact
        if not self._whole:
            return reading.day
        if exact is None:
            raise UnreadableError("Give the whole date.")
        return exact

    def write(self, value: Any) -> str:
        """Return the date as it is written on every screen."""
        return date_words(value)

    def echo(self) -> str:
        """Say the date with the month in letters, and the second reading if there is one."""
        reading = self._reading
        if self.blank() or self.problem() or reading is None:
            return ""
        said = date_words(reading.day)
        if self._with_age:
            said += f" · {age_words(reading.day, self._latest())}"
        if reading.other is not None:
            said += f" (not {date_words(reading.other)})"
        return "" if said == self.line.text() else said

    def words(self, value: Any) -> str:
        """Return the date in words."""
        return date_words(value)

    def _tidy(self) -> None:
        """Write an understood date out, unless its second reading should stay in sight."""
        if self.value() is not None and self._reading and self._reading.other is None:
            self.line.setText(self.write(self.value()))
            self.understand()
