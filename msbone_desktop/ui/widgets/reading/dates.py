"""Reads dates in the many ways in which staff write them; today is passed in."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from msbone_desktop.domain.calendar import PartialDate, add_months
from msbone_desktop.ui.widgets.reading.numbers import UnreadableError, plain_digits
from msbone_desktop.ui.widgets.reading.wording import MONTHS, date_words

DateOrder: TypeAlias = Literal["dmy", "mdy"]

EARLIEST_YEAR = 1900
LONGEST = 40
EXAMPLE = "Write a date such as 14 Mar 1979, 14/3/1979 or 1979-03-14."

_AGO = re.compile(r"-([0-9]{1,4})([dwmy])")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?")
_PARTS = re.compile(r"[ ./-]+")
_LETTERS = re.compile(r"(?<=[0-9])(?=[a-z])|(?<=[a-z])(?=[0-9])")


@dataclass(frozen=True, slots=True)
class DateReading:
    """What was understood. ``other`` is the second reading of "3/4/26": the order decides."""

    day: PartialDate
    other: PartialDate | None = None


def read_date(text: str, today: date, order: DateOrder = "dmy") -> DateReading:
    """Understand ``text``, or refuse it with the mend.

    Raises:
        UnreadableError: No date is written like this, or no such date exists.
    """
    plain = plain_digits(text.strip()).casefold().replace(",", " ").strip()
    if not plain or len(plain) > LONGEST or not plain.isascii():
        raise UnreadableError(EXAMPLE)
    found = _relative(plain, today) or _iso(plain) or _digits(plain, order)
    if found is None:
        found = _in_parts(plain, today, order)
    if found.day.year < EARLIEST_YEAR:
        raise UnreadableError(f"The year {found.day.year} is too long ago. {EXAMPLE}")
    return found


def read_past_date(
    text: str, latest: date, order: DateOrder = "dmy", *, whole: bool = True
) -> DateReading:
    """Understand ``text`` as a day not after ``latest``.

    Args:
        text: What was typed.
        latest: Today, or the day of the screening.
        order: Whether the day or the month comes first in "3/4/26".
        whole: Whether the day and the month must be known.

    Raises:
        UnreadableError: See :func:`read_date`; or the day is later, or not wholly known.
    """
    found = read_date(text, latest, order)
    if found.day.earliest > latest:
        raise UnreadableError(f"{date_words(found.day)} is in the future.")
    if whole and found.day.exact is None:
        raise UnreadableError(f"Give the day and the month as well: 14 Mar {found.day.year}.")
    if found.other is not None and found.other.earliest > latest:
        return DateReading(found.day)
    return found


def _relative(plain: str, today: date) -> DateReading | None:
    if plain in ("today", "yesterday"):
        day = today - timedelta(days=plain == "yesterday")
        return DateReading(PartialDate.of(day))
    ago = _AGO.fullmatch(plain)
    if ago is None:
        return None
    count, unit = int(ago[1]), ago[2]
    try:
        if unit in "dw":
            return DateReading(
                PartialDate.of(today - timedelta(days=count * (7 if unit == "w" else 1)))
            )
        return DateReading(PartialDate.of(add_months(today, -count * (12 if unit == "y" else 1))))
    except (ValueError, OverflowError) as error:
        raise UnreadableError("That is too long ago.") from error


def _iso(plain: str) -> DateReading | None:
    found = _ISO.fullmatch(plain)
    if found is None:
        return None
    return DateReading(_real(int(found[1]), int(found[2]), int(found[3]) if found[3] else None))


def _digits(plain: str, order: DateOrder) -> DateReading | None:
    """Read "14031979", "19790314" or "1979". A year here is 1900 or later, so no text is two."""
    if not plain.isdecimal():
        return None
    if len(plain) == 4:
        return DateReading(_real(int(plain), None, None))
    if len(plain) != 8:
        raise UnreadableError(EXAMPLE)
    if int(plain[4:]) < EARLIEST_YEAR:
        return DateReading(_real(int(plain[:4]), int(plain[4:6]), int(plain[6:])))
    return _ordered(int(plain[:2]), int(plain[2:4]), int(plain[4:]), order)


def _in_parts(plain: str, today: date, order: DateOrder) -> DateReading:
    parts = [part for part in _PARTS.split(_LETTERS.sub(" ", plain)) if part]
    names = [place for place, part in enumerate(parts) if part.isalpha()]
    numbers = [part for part in parts if part.isdecimal()]
    if len(names) + len(numbers) != len(parts) or len(names) > 1:
        raise UnreadableError(EXAMPLE)
    if names:
        return _with_month_name(_month(parts[names[0]]), numbers, today)
    if len(numbers) == 2 and len(numbers[1]) == 4:
        return DateReading(_real(int(numbers[1]), int(numbers[0]), None))
    if len(numbers) != 3 or any(len(part) > 2 for part in numbers[:2]):
        raise UnreadableError(EXAMPLE)
    return _ordered(int(numbers[0]), int(numbers[1]), _year(numbers[2], today), order)


def _with_month_name(month: int, numbers: list[str], today: date) -> DateReading:
    if len(numbers) == 1 and len(numbers[0]) == 4:
        return DateReading(_real(int(numbers[0]), month, None))
    if len(numbers) != 2 or len(numbers[0]) > 2:
        raise UnreadableError(EXAMPLE)
    return DateReading(_real(_year(numbers[1], today), month, int(numbers[0])))


def _ordered(first: int, second: int, year: int, order: DateOrder) -> DateReading:
    month_first = order == "mdy"
    day, month = (second, first) if month_first else (first, second)
    swapped = _possible(year, day, month)
    if _possible(year, month, day) is None and swapped is not None:
        wanted = "month first" if month_first else "day first"
        raise UnreadableError(
            f"Dates are written {wanted} here. If {date_words(swapped)} is meant, write it so."
        )
    taken = _real(year, month, day)
    return DateReading(taken, swapped if swapped != taken else None)


def _month(name: str) -> int:
    for number, short in enumerate(MONTHS, 1):
        if (len(name) >= 3 and _full_name(number).startswith(name)) or name == short.casefold():
            return number
    if name == "sept":
        return 9
    raise UnreadableError(f"No month is called that. {EXAMPLE}")


def _full_name(number: int) -> str:
    return (
        "january february march april may june july august september october november december"
    ).split()[number - 1]


def _year(text: str, today: date) -> int:
    """Read a year; of two digits, the latest that is not in the future."""
    if len(text) == 4:
        return int(text)
    if len(text) != 2:
        raise UnreadableError(EXAMPLE)
    year = today.year - today.year % 100 + int(text)
    return year if year <= today.year else year - 100


def _possible(year: int, month: int, day: int) -> PartialDate | None:
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None


def _real(year: int, month: int | None, day: int | None) -> PartialDate:
    try:
        return PartialDate(year, month, day)
    except ValueError as error:
        raise UnreadableError("There is no such date.") from error
