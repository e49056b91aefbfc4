"""The DXA scanners that a clinic sends people to, and what is known of their measurement error."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NewType

ScannerId = NewType("ScannerId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerDetails:
    """What staff enter about a scanner. ``name`` is what the clinic calls it, unique."""

    name: str
    facility: str = ""
    manufacturer: str = ""
    model: str = ""
    serial: str = ""
    software: str = ""
    in_use: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecisionError:
    """The facility's own precision error at one site (root mean square SD, g/cm²)."""

    id: int
    site: str
    value: Decimal
    determined_on: date
    entered_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerMove:
    """The scanner was moved or repaired: no precision error of before counts from that day."""

    id: int
    moved_on: date
    entered_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossCalibration:
    """A facility's statement that two scanners were calibrated against each other."""

    id: int
    scanner: ScannerId
    other: ScannerId
    stated_on: date
    note: str = ""
    entered_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanner:
    """One scanner of the clinic's list."""

    id: ScannerId
    details: ScannerDetails
    version: int
    precision: tuple[PrecisionError, ...] = ()
    """Newest first."""
    calibrations: tuple[CrossCalibration, ...] = ()
    """Those that name this scanner, newest first."""
    moves: tuple[ScannerMove, ...] = ()
    """Newest first."""

    @property
    def identity(self) -> str:
        """What stands on a scan for it: the serial number, which does not change with its name."""
        return self.details.serial or self.details.name


def precision_on(scanner: Scanner, site: str, day: date) -> PrecisionError | None:
    """Return the precision error that counted for ``site`` on ``day``.

    The newest that had been determined by then, and not before the scanner was last moved or
    repaired: it has to be measured anew, and its earlier scans keep the earlier error.
    """
    moved = max((m.moved_on for m in scanner.moves if m.moved_on <= day), default=date.min)
    known = [p for p in scanner.precision if p.site == site and moved <= p.determined_on <= day]
    return max(known, key=lambda p: (p.determined_on, p.id), default=None)


def one_maker(first: str, second: str) -> bool | None:
    """Tell whether two scanners come from one maker; None when a maker is not recorded."""
    makers = first.strip().casefold(), second.strip().casefold()
    if not all(makers):
        return None
    return makers[0] == makers[1]


def stated_pairs(scanners: tuple[Scanner, ...]) -> frozenset[frozenset[int]]:
    """Return the pairs of scanners that were stated to be cross-calibrated."""
    return frozenset(
        frozenset((int(each.scanner), int(each.other)))
        for scanner in scanners
        for each in scanner.calibrations
    )
