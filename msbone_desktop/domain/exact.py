"""Exact sums and products of decimals, however many digits they were typed with.

Python's own context rounds a result of more than 28 digits, and a line must not be met by rounding.
"""

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal

_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


def difference(minuend: Decimal, subtrahend: Decimal) -> Decimal:
    """Return ``minuend - subtrahend`` with all its digits."""
    return _EXACT.subtract(minuend, subtrahend)


def product(factor: Decimal, other: Decimal) -> Decimal:
    """Return ``factor * other`` with all its digits."""
    return _EXACT.multiply(factor, other)
