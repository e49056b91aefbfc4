"""What somebody meant who typed into the search box.

The text becomes terms that must all hold; a term lists the ways in which it can hold, as
prefixes of the words under which patients are filed (see ``folding.search_words``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from msbone_desktop.storage import folding

_SHORTEST_PHONE = 3
_LONGEST = 200
_MOST_TERMS = 12
_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_SEPARATED = re.compile(r"(?<!\d)(\d{1,4})\s*[./\-]\s*(\d{1,2})(?:\s*[./\-]\s*(\d{1,4}))?(?!\d)")
_NUMBERS = re.compile(r"[+(]*\d[\d\s+()./\-]*\s[\d\s+()./\-]*\d")
_DAY_NAMED = re.compile(
    r"(?<![^\W_])(?:(\d{1,2})(?:st|nd|rd|th)?\.?\s+)?([a-z]{3,9})\.?,?\s+"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4}|\d{2})(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that was typed. It holds for a patient who has a word that starts with one of
    ``prefixes``, or that is one of ``words``.
    """

    prefixes: tuple[str, ...]
    words: tuple[str, ...] = ()

    @property
    def is_name(self) -> bool:
        """Whether it can only be part of a name or of a clinic ID with letters."""
        return not self.words and len(self.prefixes) == 1 and not self.prefixes[0][0].isdigit()


def terms_of(text: str) -> tuple[Term, ...]:
    """Read ``text``. Nothing in it is a wildcard."""
    # Half a character could not be asked of the database; nobody types more than a name and date.
    whole = text[:_LONGEST].encode("utf-8", "ignore").decode("utf-8")
    rest = folding.fold(whole).strip()
    if _NUMBERS.fullmatch(rest):
        return (_spaced_number(rest),)
    dates: list[Term] = []
    for pattern, read in ((_DAY_NAMED, _named), (_SEPARATED, _separated)):
        rest = _taken(rest, pattern, read, dates)
    rest = rest.replace("'", "").replace("’", "")
    words = [_word(each) for each in re.split(r"\s+", rest)]
    return (*dates, *(term for group in words for term in group))[:_MOST_TERMS]


def _spaced_number(typed: str) -> Term:
    """Read digits in groups: a telephone number, or a date as 14 03 1979."""
    number = folding.digits(typed)
    match = _SEPARATED.fullmatch("/".join(typed.split()))
    days = _separated(match) if match else []
    prefixes = [number, *(f"@{day}" for day in days)]
    if len(number) >= _SHORTEST_PHONE:
        prefixes.append(f"#{number[::-1]}")
    return Term(tuple(prefixes))


def _taken(rest: str, pattern: re.Pattern[str], read: object, found: list[Term]) -> str:
    """Take the dates of one form out of ``rest``."""
    assert callable(read)

    def replace(match: re.Match[str]) -> str:
        prefixes = read(match)
        if not prefixes:
            return match[0]
        found.append(_born(prefixes, folding.joined(match[0])))
        return " "

    return pattern.sub(replace, rest)


def _born(days: list[str], typed: str) -> Term:
    """A date of birth; also those stored in part that may be this very day."""
    partly = {day[:length] for day in days for length in (4, 7) if len(day) > length}
    others = (typed,) if typed.isdigit() else ()
    return Term(
        tuple(dict.fromkeys((*(f"@{day}" for day in days), *others))),
        tuple(sorted(f"@{day}" for day in partly)),
    )


def _named(match: re.Match[str]) -> list[str]:
    """14 mar 1979, mar 14 1979, mar 1979."""
    before, name, after, year = match.groups()
    number = next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(name)), None)
    if number is None or (before and after):
        return []
    day = before or after
    return _days([(full, number, int(day) if day else None) for full in _years(year)])


def _separated(match: re.Match[str]) -> list[str]:
    """14/3/1979, 3/14/1979, 1979-03-14, 1979-03, 03/1979."""
    first, second, third = match.groups()
    if third is None:
        if len(first) == 4:
            return _days([(int(first), int(second), None)])
        return []
    if len(first) == 4:
        return _days([(int(first), int(second), int(third))])
    if len(first) > 2 or len(third) not in {2, 4}:
        return []
    return _days(
        [
            each
            for year in _years(third)
            for each in ((year, int(second), int(first)), (year, int(first), int(second)))
        ]
    )


def _years(typed: str) -> tuple[int, ...]:
    return (int(typed),) if len(typed) == 4 else (1900 + int(typed), 2000 + int(typed))


def _days(readings: Sequence[tuple[int, int, int | None]]) -> list[str]:
    """Return the readings that are real dates."""
    found = []
    for year, month, day in readings:
        try:
            real = date(year, month, day or 1).isoformat()
        except ValueError:
            continue
        found.append(real if day else real[:7])
    return list(dict.fromkeys(found))


def _word(typed: str) -> list[Term]:
    """Read one word without spaces."""
    if any(sign in typed for sign in folding.SIGNS):
        return [Term((part,)) for part in folding.key(typed).split()]
    number = folding.digits(typed)
    bare = folding.joined(typed)
    if not bare:
        return []
    if not number or number != bare:
        # MS-0012 is one clinic ID; Smith-Jones is two words of a name.
        parts = [bare] if number else folding.key(typed).split()
        return [Term((part,)) for part in parts]
    prefixes = [number]
    if len(number) == 4:
        prefixes.append(f"@{number}")
    prefixes += [f"@{day}" for day in _run_together(number)]
    if len(number) >= _SHORTEST_PHONE:
        prefixes.append(f"#{number[::-1]}")
    return [Term(tuple(prefixes))]


def _run_together(number: str) -> list[str]:
    """14031979, 03141979, 19790314, 140379."""
    if len(number) == 8:
        year, first, second = int(number[4:]), int(number[:2]), int(number[2:4])
        iso = (int(number[:4]), int(number[4:6]), int(number[6:]))
        return _days([(year, second, first), (year, first, second), iso])
    if len(number) == 6:
        first, second = int(number[:2]), int(number[2:4])
        readings = [
            each
            for year in _years(number[4:])
            for each in ((year, second, first), (year, first, second))
        ]
        return _days(readings)
    return []
