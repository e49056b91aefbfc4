"""Values, dates and codes in the words that stand on paper."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal

from msbone_desktop.domain.documents import SummaryContent
from msbone_desktop.domain.findings import InputUsed, InputValue

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

REASONS = {
    "not_asked": "Not asked",
    "unknown": "Asked, not known",
    "declined": "Declined to answer",
    "none_recorded": "No result recorded",
    "invalid": "Entered, but not understood",
    "conflicting": "Entries contradict each other",
}

_ISO_DAY = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")
"""A rule names days by number; on paper no order of digits may mislead."""


def _day_of(found: re.Match[str]) -> str:
    try:
        return day(date.fromisoformat(found.group()))
    except ValueError:  # 30 February is no day, so it is left as it was written
        return found.group()


def day(value: date) -> str:
    """Return e.g. ``22 Nov 2026``, whatever the language of the computer; it is never parted."""
    return f"{value.day}\u00a0{_MONTHS[value.month - 1]}\u00a0{value.year}"


def moment(value: datetime) -> str:
    """Return e.g. ``22 Nov 2026 14:05 UTC+01:00``."""
    zone = value.tzname() or ""
    return f"{day(value)} {value:%H:%M} {zone}".rstrip()


def number(value: Decimal | int) -> str:
    """Return ``value`` as it was typed, with a true minus sign."""
    return f"{value:f}".replace("-", "\u2212") if isinstance(value, Decimal) else str(value)


def signed(value: Decimal) -> str:
    """Return a score with its sign."""
    return ("+" if value > 0 else "") + number(value)


def rounded(value: Decimal, places: int) -> str:
    """Return ``value`` rounded for display only, as the screen and the rules round."""
    return number(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN))


def site(content: SummaryContent, name: str, side: str | None = None) -> str:
    """Return a site of the body in words."""
    words = content.value_words.get(("dxa_scans.sites.site", name)) or plain(name)
    return f"{words}, {side}" if side else words


def plain(code: str) -> str:
    """Return a stored word that has no label in readable form."""
    return code.replace("_", " ").strip().capitalize()


def label(content: SummaryContent, field: str) -> str:
    """Return the label of a screening field."""
    return content.labels.get(field) or plain(field.rpartition(".")[2])


def value(content: SummaryContent, field: str, given: InputValue) -> str:
    """Return one value in words; a missing one is never "no"."""
    if given is None:
        return "Not recorded"
    if isinstance(given, bool):
        return "Yes" if given else "No"
    if isinstance(given, str):
        return _ISO_DAY.sub(_day_of, content.value_words.get((field, given), given))
    return number(given)


def used(content: SummaryContent, item: InputUsed) -> tuple[str, str, str]:
    """Return label, value with unit, and day of something that a rule used."""
    words = value(content, item.field, item.value)
    name = label(content, item.field)
    # "Falls in the last 6 months 1", not "1 falls".
    if item.unit and item.value is not None and item.unit.lower() not in name.lower():
        words = f"{words}\u00a0{item.unit}"
    return name, words, day(item.observed_on) if item.observed_on else ""


def listed(items: list[str]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]
