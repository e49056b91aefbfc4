"""Dates as a clinic counts them: completed years, calendar months, and dates known in part."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which the day, or the day and the month, may not be known."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("A day without a month is not a date.")
        date(self.year, self.month or 1, self.day or 1)

    @property
    def exact(self) -> date | None:
        """The date, when all of it is known."""
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def earliest(self) -> date:
        """The first day that this may be."""
        return date(self.year, self.month or 1, self.day or 1)

    def isoformat(self) -> str:
        """Return ``1979``, ``1979-03`` or ``1979-03-14``."""
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
        if self.day is not None:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)

    @classmethod
    def of(cls, day: date) -> "PartialDate":
        """Return ``day`` as a date of which everything is known."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def fromisoformat(cls, text: str) -> "PartialDate":
        """Read ``1979``, ``1979-03`` or ``1979-03-14``.

        Raises:
            ValueError: ``text`` is none of these, or no such date exists.
        """
        parts = text.split("-")
        digits = all(part.isascii() and part.isdigit() for part in parts)
        if not digits or len(parts) > 3 or [len(p) for p in parts] != [4, 2, 2][: len(parts)]:
            raise ValueError("A date is written YYYY, YYYY-MM or YYYY-MM-DD.")
        return cls(*(int(part) for part in parts))


def completed_years(born_on: date, on: date) -> int:
    """Return the age in completed years; a 29 February birthday counts from 1 March."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def add_months(day: date, months: int) -> date:
    """Return ``day`` plus calendar ``months``, clamped to the end of the month.

    What would lie after the last year that a date can have gives the last date there is.
    """
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    if year > MAXYEAR:
        return date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def clinic_day(moment: datetime) -> date:
    """Return the day of ``moment`` where the clinic is: the zone that this computer is set to.

    Just after midnight in Auckland it is still yesterday in UTC, and a reminder would come a day
    late.
    """
    return moment.astimezone().date()


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def day_words(day: date) -> str:
    """Return ``3 Mar 2027``: no order of figures that somebody could read the other way round."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
