"""Decoding JSON exactly: decimals as typed, no NaN, and a key given twice never decides."""

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from msbone_desktop.exchange.faults import GIVEN_TWICE

_LONGEST_INT = 4000
"""Digits; Python refuses to read longer ones as int, and a Decimal holds them."""
_SMALLEST_EXPONENT = -1000


class NotJsonError(ValueError):
    """A text is not JSON. ``line`` is counted from 1."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < _LONGEST_INT else Decimal(digits)


def _decimal(text: str) -> Decimal:
    if "e" not in text and "E" not in text:
        return Decimal(text)
    try:
        number = Decimal(text)
    except InvalidOperation:  # an exponent that no Decimal holds
        return Decimal("1E-1000" if "e-" in text.casefold() else "1E+999999")
    # A few letters can write a number whose exact fraction would fill the memory. Held at a size
    # that is still below every limit of the format.
    if number and number.adjusted() < _SMALLEST_EXPONENT:
        return Decimal("1E-1000").copy_sign(number)
    return number


def _constant(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                found[key] = GIVEN_TWICE
            seen.add(key)
    return found


_DECODER = json.JSONDecoder(
    parse_float=_decimal, parse_int=_whole, parse_constant=_constant, object_pairs_hook=_object
)


def decode(text: str, line: int = 1) -> Any:
    """Decode one JSON text that starts on ``line`` of its file.

    Raises:
        NotJsonError: It is not JSON, or nested beyond reason.
    """
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as fault:
        raise NotJsonError(line + fault.lineno - 1, "this is not JSON") from fault
    except RecursionError as fault:
        raise NotJsonError(line, "this is nested too deeply") from fault
    except ValueError as fault:
        raise NotJsonError(line, str(fault)) from fault


def decode_lines(stream: IO[bytes]) -> Iterator[Any]:
    """Decode JSON Lines one at a time; empty lines are skipped.

    Raises:
        NotJsonError: At the first line that is not JSON or not UTF-8.
    """
    for line, raw in enumerate(stream, start=1):
        try:
            text = raw.decode("utf-8-sig" if line == 1 else "utf-8")
        except UnicodeDecodeError as fault:
            raise NotJsonError(line, "this is not UTF-8") from fault
        if text.strip():
            yield decode(text.rstrip("\r\n"), line)


def decode_file(raw: bytes) -> Any:
    """Decode a whole file.

    Raises:
        NotJsonError: It is not JSON or not UTF-8.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise NotJsonError(line, "this is not UTF-8") from fault
    return decode(text)
