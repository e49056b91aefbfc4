"""Reads EDSS scores and says in one line what each step stands for."""

from decimal import Decimal

from msbone_desktop.ui.widgets.reading.numbers import UnreadableError, read_number

ANCHORS: dict[Decimal, str] = {
    Decimal("0"): "Examination without findings",
    Decimal("1.0"): "Minimal signs in one function, nothing lost in daily life",
    Decimal("1.5"): "Minimal signs in more than one function, nothing lost in daily life",
    Decimal("2.0"): "Slight disability in one function",
    Decimal("2.5"): "Slight disability in two functions",
    Decimal("3.0"): "Moderate disability in one function; walks freely",
    Decimal("3.5"): "Moderate disability in one function and more elsewhere; walks freely",
    Decimal("4.0"): "Walks about 500 m without aid or rest; up most of the day",
    Decimal("4.5"): "Walks about 300 m without aid or rest; some help through the day",
    Decimal("5.0"): "Walks about 200 m without aid or rest; a full day is hard",
    Decimal("5.5"): "Walks about 100 m without aid or rest",
    Decimal("6.0"): "Needs a one-sided aid to walk about 100 m",
    Decimal("6.5"): "Needs support on both sides to walk about 20 m",
    Decimal("7.0"): "Walks no more than about 5 m with aid; wheels and transfers alone",
    Decimal("7.5"): "A few steps only; may need help to transfer",
    Decimal("8.0"): "In bed, chair or wheelchair, up much of the day; arms serve well",
    Decimal("8.5"): "In bed much of the day; some use of the arms",
    Decimal("9.0"): "Confined to bed; talks and eats",
    Decimal("9.5"): "Confined to bed; cannot talk well or eat and swallow",
}
"""Each step of the scale in our own short words, from least to most disability."""

STEPS = tuple(ANCHORS)


def read_edss(text: str) -> Decimal:
    """Return the EDSS score that ``text`` writes.

    Raises:
        UnreadableError: It is no number or no step of the scale; the message names the nearest.
    """
    number = read_number(text)
    if number in ANCHORS:
        return number
    if number == 10:
        raise UnreadableError("EDSS 10 is death from MS and is not recorded here. Use 0 to 9.5.")
    if not 0 <= number <= Decimal("9.5"):
        raise UnreadableError("EDSS goes from 0 to 9.5.")
    below = max(step for step in STEPS if step < number)
    above = min(step for step in STEPS if step > number)
    raise UnreadableError(f"EDSS has no step {number}. The nearest are {below} and {above}.")
