"""Reads numbers as clinic staff type them, with one decimal mark and never a group separator."""

import re
import unicodedata
from decimal import Decimal

LONGEST = 40
"""More characters than any number here needs; keeps nonsense from costing time."""

_NUMBER = re.compile(r"[+-]?([0-9]+)(?:[.,]([0-9]+))?", re.ASCII)
_MARKS = {
    "\N{MINUS SIGN}": "-",
    "\N{FULLWIDTH HYPHEN-MINUS}": "-",
    "\N{FULLWIDTH PLUS SIGN}": "+",
    "\N{FULLWIDTH FULL STOP}": ".",
    "\N{FULLWIDTH COMMA}": ",",
    "\N{ARABIC DECIMAL SEPARATOR}": ".",
}


class UnreadableError(ValueError):
    """What was typed cannot be read; the message says how to mend it."""


def read_number(text: str, places: int = 2) -> Decimal:
    """Return the decimal that ``text`` writes, exactly as typed.

    A comma and a point are both decimal marks. Where fewer than three ``places`` make sense,
    "1.234" may be a thousand to whoever typed it, so it is refused.

    Raises:
        UnreadableError: ``text`` is no number, or may be two.
    """
    plain = plain_digits(text.strip())
    if len(plain) > LONGEST:
        raise UnreadableError("That is too long for a number.")
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise UnreadableError(_mend(plain))
    whole, fraction = found[1], found[2] or ""
    if len(fraction) > places:
        raise UnreadableError(_too_fine(plain, whole, fraction, places))
    return Decimal(plain.replace(",", "."))


def read_count(text: str) -> int:
    """Return the whole number that ``text`` writes.

    Raises:
        UnreadableError: ``text`` is not a whole number.
    """
    try:
        number = read_number(text, places=2)
    except UnreadableError as error:
        raise UnreadableError(f"{error} A whole number is needed here.") from error
    if number != number.to_integral_value() or not plain_digits(text.strip()).isdecimal():
        raise UnreadableError("Write a whole number, for example 2.")
    return int(number)


def plain_digits(text: str) -> str:
    """Return ``text`` with digits and marks of other scripts as ASCII.

    Digits of two scripts in one number are left alone, and so refused: nobody types them on
    purpose.
    """
    scripts = {
        ord(c) - unicodedata.decimal(c) for c in text if unicodedata.decimal(c, None) is not None
    }
    if len(scripts) > 1:
        return text
    return "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return _MARKS.get(character, character) if digit is None else str(digit)


def _mend(plain: str) -> str:
    if not plain:
        return "Write a number."
    if plain.endswith(("-", "\N{EN DASH}", "\N{MINUS SIGN}")) or plain.startswith(
        ("(", "\N{EN DASH}", "\N{EM DASH}", "- ")
    ):
        return "Write the minus directly before the number: -2.5."
    if plain[0] in ".,":
        return f"Write a zero before the decimal mark: 0{plain}."
    if plain[-1] in ".,":
        return "Write a digit after the decimal mark, or leave the mark out."
    if re.search(r"[0-9][\s'_\u00a0\u202f\u066c][0-9]|[.,].*[.,]", plain):
        return "Write the number without separators between thousands: 1234.5."
    return "This is not a number. Write it in digits, for example 2.5."


def _too_fine(plain: str, whole: str, fraction: str, places: int) -> str:
    joined = f"{whole}{fraction}"
    if len(fraction) == 3 and len(whole) <= 3 and not whole.startswith("0"):
        return (
            f"{plain} may be {joined} or {whole}.{fraction}. Write {joined}, "
            f"or no more than {places} decimals."
        )
    if places == 0:
        return "Write a whole number."
    return f"Write no more than {places} decimals."
