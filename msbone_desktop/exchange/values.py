"""Reading single values of a screening: numbers, words, dates, yes or no."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msbone_desktop.domain.dictionary import FieldDefinition
from msbone_desktop.exchange.faults import BAD, GIVEN_TWICE, Bad, Faults

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_EDSS = frozenset({Decimal(0), *(Decimal(step) / 2 for step in range(2, 20))})
_NUMBERS = (int, Decimal)


def _at(path: str, key: str) -> str:
    """Return the path of the value. Put together for a fault only: most values have none."""
    return f"{path}.{key}" if key else path


def number(
    value: Any, path: str, field: FieldDefinition, faults: Faults, key: str = ""
) -> Decimal | Bad:
    """Read a number inside the hard limits of ``field``; ``true`` and ``"24"`` are no numbers."""
    kind = type(value)
    if kind is int:
        value = Decimal(value)
    elif kind is not Decimal:
        words = f"Give a number for {field.label.lower()}."
        return faults.note("VALUE_INVALID", _at(path, key), words)
    if field.whole and value != value.to_integral_value():
        return faults.note("VALUE_INVALID", _at(path, key), "Give a whole number.")
    if not field.admits(value):
        return faults.note("OUT_OF_RANGE", _at(path, key), f"Give a number {field.range_words}.")
    exact: Decimal = value
    return exact


def whole(value: Any, path: str, field: FieldDefinition, faults: Faults) -> int | Bad:
    """Read a whole number; ``2.0`` is one."""
    exact = number(value, path, field, faults)
    return exact if isinstance(exact, Bad) else int(exact)


def word(value: Any, path: str, field: FieldDefinition, faults: Faults, key: str = "") -> str | Bad:
    """Read one of the words of ``field``."""
    if type(value) is str and value in field.words:
        return value
    allowed = ", ".join(field.words)
    return faults.note("VALUE_INVALID", _at(path, key), f"Give one of these words: {allowed}.")


def yes_no(value: Any, path: str, faults: Faults) -> bool | Bad:
    """Read ``true`` or ``false``."""
    if type(value) is bool:
        return value
    return faults.note("VALUE_INVALID", path, "Give true or false.")


def text(value: Any, path: str, longest: int, faults: Faults) -> str | Bad:
    """Read a text of 1 to ``longest`` characters."""
    if type(value) is str and value.strip() and len(value) <= longest:
        return value
    return faults.note("VALUE_INVALID", path, f"Give a text of 1 to {longest} characters.")


def day(value: Any, path: str, latest: date | None, faults: Faults, key: str = "") -> date | Bad:
    """Read a date written YYYY-MM-DD, not after ``latest``."""
    if type(value) is str and _DAY.fullmatch(value):
        try:
            found = date.fromisoformat(value)
        except ValueError:
            pass
        else:
            if latest is not None and found > latest:
                words = "This date is after the day of the screening."
                return faults.note("DATE_IN_FUTURE", _at(path, key), words)
            return found
    return faults.note("DATE_INVALID", _at(path, key), "Give a real date written YYYY-MM-DD.")


def edss_score(value: Any, path: str, faults: Faults) -> Decimal | Bad:
    """Read an EDSS score: 0, or 1.0 to 9.5 in steps of 0.5."""
    if type(value) in _NUMBERS:
        exact = Decimal(value)
        if exact in _EDSS:
            return exact
    return faults.note(
        "EDSS_INVALID", path, "Not an EDSS score: use 0, or 1.0 to 9.5 in steps of 0.5."
    )


def required(entry: Mapping[str, Any], key: str, path: str, faults: Faults) -> Any:
    """Return the value of ``key``, or note that it is missing."""
    value = entry.get(key)
    if value is None:
        return faults.note("VALUE_MISSING", f"{path}.{key}", "This value is needed.")
    if value is GIVEN_TWICE:
        return twice(f"{path}.{key}", faults)
    return value


def twice(path: str, faults: Faults) -> Bad:
    """Note that a key stands twice."""
    return faults.note("VALUE_INVALID", path, "This field is given twice; neither was used.")


def no_unknown_keys(
    entry: Mapping[str, Any], allowed: frozenset[str], path: str, faults: Faults
) -> None:
    """Note each key that the format does not have."""
    if not entry.keys() <= allowed:
        for key in entry:
            if key not in allowed:
                faults.unknown_key(f"{path}.{key}" if path else key)


def is_bad(*values: object) -> bool:
    """Tell whether one of ``values`` has a fault."""
    return BAD in values
