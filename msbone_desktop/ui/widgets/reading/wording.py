"""Says dates and numbers back in words, the same way everywhere."""

from datetime import date
from decimal import Decimal

from msbone_desktop.domain.calendar import PartialDate, completed_years

MONTHS = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())


def date_words(day: date | PartialDate) -> str:
    """Return "14 Mar 1979", "Mar 1979" or "1979"."""
    if isinstance(day, date):
        day = PartialDate.of(day)
    if day.month is None:
        return str(day.year)
    month_and_year = f"{MONTHS[day.month - 1]} {day.year}"
    return month_and_year if day.day is None else f"{day.day} {month_and_year}"


def age_words(born_on: PartialDate, today: date) -> str:
    """Return "47 y", or "about 47 y" when the day is not known."""
    if born_on.exact is not None:
        return f"{completed_years(born_on.exact, today)} y"
    return f"about {today.year - born_on.year} y"


def number_words(number: Decimal, unit: str | None = None) -> str:
    """Return the number as typed, with its sign in letters: "minus 2.5"."""
    sign = "minus " if number.is_signed() and number else ""
    plain = f"{sign}{abs(number):f}"
    return f"{plain} {unit}" if unit else plain


def score_words(name: str, score: Decimal) -> str:
    """Return "T-score minus 2.5" or "T-score plus 0.4": the sign is the point."""
    if not score:
        return f"{name} 0"
    return f"{name} {'minus' if score < 0 else 'plus'} {abs(score):f}"


def short_number(number: Decimal) -> str:
    """Return the number as typed, with a true minus sign."""
    return f"{number:f}".replace("-", "\N{MINUS SIGN}")


def count_words(count: int, one: str, many: str) -> str:
    """Return "1 scan" or "3 scans"."""
    return f"{count} {one if count == 1 else many}"
