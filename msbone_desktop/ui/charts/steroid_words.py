"""Steroids year by year, in words: pulses apart from all else, and no gap taken for nothing."""

from collections.abc import Iterable
from decimal import Decimal

from msbone_desktop.domain.steroid_ledger import YearOfSteroids
from msbone_desktop.ui.widgets.reading.wording import count_words

UNIT = "mg of prednisone equivalent"


def ledger_lines(years: Iterable[YearOfSteroids]) -> list[str]:
    """Return a line a year: what was taken, what could not be counted, and both sums so far."""
    return [f"{year.year}: {'; '.join(_taken(year))}. {_so_far(year)}." for year in years]


def _taken(year: YearOfSteroids) -> list[str]:
    parts = []
    if year.pulses:
        parts.append(count_words(year.pulses, "pulse", "pulses") + _dose(year.pulse_mg))
    elif year.pulse_mg:
        parts.append(f"the rest of a pulse of the year before{_dose(year.pulse_mg)}")
    if year.other_courses:
        words = count_words(year.other_courses, "other course", "other courses")
        parts.append(words + _dose(year.other_mg))
    if year.without_dose:
        parts.append(f"{year.without_dose} without a recorded dose")
    if year.without_factor:
        parts.append(f"{year.without_factor} that cannot be converted")
    return parts


def _dose(dose: Decimal) -> str:
    return f", {dose:,f} mg" if dose else ""


def _so_far(year: YearOfSteroids) -> str:
    sums = (
        ("pulses", year.running_pulse_mg, year.pulses_whole),
        ("other courses", year.running_other_mg, year.others_whole),
    )
    told = [
        f"{name} {'' if whole else 'at least '}{dose:,f} {UNIT}"
        for name, dose, whole in sums
        if dose
    ]
    told += [f"no sum for {name}" for name, dose, whole in sums if not dose and not whole]
    return f"So far: {'; '.join(told)}"
