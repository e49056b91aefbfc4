"""Whether two DXA scans can be compared, why not, and what changed where they can.

Densities are compared, never scores. Where two scans are not comparable no number is given at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from msbone_desktop.domain.calendar import add_months
from msbone_desktop.domain.exact import difference, product
from msbone_desktop.domain.screening import DxaScan, DxaSite

Pairs = frozenset[frozenset[int]]
"""Scanners of the clinic's list that were stated to be cross-calibrated, two by two."""
NO_PAIRS: Pairs = frozenset()
SHORTEST_MONTHS = 6
"""A change over less than this is not turned into a change a year."""
NO_PRECISION = "no precision error of the scanner counts for that day"
_DAYS_A_YEAR = Decimal("365.25")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteChange:
    """What became of one site from one scan to a later one.

    ``verdict``: significant_loss, significant_gain, within_LSC, no_LSC or not_comparable. The
    numbers are None where the scans are not comparable.
    """

    site: str
    side: str | None
    newer_on: date
    older_on: date
    verdict: str
    reason: str = ""
    """Why the two are not comparable, or why nothing can be judged."""
    cautions: tuple[str, ...] = ()
    absolute: Decimal | None = None
    percent: Decimal | None = None
    percent_a_year: Decimal | None = None
    least_significant: Decimal | None = None


def other_scanner(
    newer: DxaScan, older: DxaScan, stated: Pairs = NO_PAIRS, *, adjacent: bool = True
) -> str:
    """Say why the measurements of two scans cannot be compared; empty when they can.

    Args:
        newer: The later scan.
        older: The earlier scan.
        stated: Cross-calibrations that the facilities stated.
        adjacent: No other scan lies between the two, so that the later one's own note
            "cross-calibrated with the scanner before" is about the earlier.
    """
    if (makers := _differ(newer.manufacturer, older.manufacturer)) != "":
        return f"another maker ({makers})"
    if (modes := _differ(newer.scan_mode, older.scan_mode)) != "":
        return f"another scan mode ({modes})"
    if adjacent and newer.cross_calibrated:
        return ""
    if newer.scanner_ref is not None and older.scanner_ref is not None:
        if newer.scanner_ref == older.scanner_ref:
            return ""
        if frozenset((newer.scanner_ref, older.scanner_ref)) in stated:
            return ""
    elif not newer.scanner_id or not older.scanner_id:
        return "the scanner of one of the scans is not recorded"
    elif newer.scanner_id == older.scanner_id:
        return ""
    return "another scanner, and no cross-calibration between the two is stated"


def other_place(newer: DxaSite, older: DxaSite) -> str:
    """Say why two measurements of one kind of site cannot be compared; empty when they can."""
    if newer.side != older.side:
        return "another side" if newer.side and older.side else "the side of one is not recorded"
    if newer.region == older.region or _plain(newer.region) == _plain(older.region):
        return ""
    if newer.region and older.region:
        return f"another region ({newer.region}, before: {older.region})"
    return "the region that was measured is recorded for one of the scans only"


def other_reference(newer: DxaScan, older: DxaScan) -> str:
    """Say that the scores of two scans rest on other reference data; empty when they do not."""
    differ = _differ(newer.reference_database, older.reference_database)
    return f"other reference data ({differ})" if differ else ""


def judge(newer: Decimal, older: Decimal, precision: Decimal | None, lsc_factor: Decimal) -> str:
    """Judge a change of comparable densities; one that equals the least significant counts."""
    if precision is None:
        return "no_LSC"
    change = difference(newer, older)
    if change.copy_abs() < product(lsc_factor, precision):
        return "within_LSC"
    return "significant_loss" if change < 0 else "significant_gain"


def change_table(
    scans: Sequence[DxaScan], lsc_factor: Decimal, stated: Pairs = NO_PAIRS
) -> tuple[SiteChange, ...]:
    """Compare every measurement with the one before it at its site.

    Args:
        scans: One a day, newest first.
        lsc_factor: Least significant change = this x the later scan's precision error.
        stated: Cross-calibrations that the facilities stated.
    """
    found = []
    for place, newer in enumerate(scans):
        for site in newer.sites:
            if site.bmd_g_cm2 is None:
                continue
            before = _before(site, scans[place + 1 :])
            if before is None:
                continue
            older, other = before
            adjacent = older is scans[place + 1]
            why = other_scanner(newer, older, stated, adjacent=adjacent) or other_place(site, other)
            found.append(_change((newer, site), (older, other), why, lsc_factor))
    return tuple(found)


def _change(
    newer: tuple[DxaScan, DxaSite], older: tuple[DxaScan, DxaSite], why: str, lsc_factor: Decimal
) -> SiteChange:
    (scan, site), (scan_before, before) = newer, older
    assert site.bmd_g_cm2 is not None and before.bmd_g_cm2 is not None
    days = (scan.performed_on, scan_before.performed_on)
    if why:
        return SiteChange(
            site=site.site, side=site.side, newer_on=days[0], older_on=days[1],
            verdict="not_comparable", reason=why,
        )  # fmt: skip
    precision = site.precision_error_g_cm2
    absolute = site.bmd_g_cm2 - before.bmd_g_cm2
    percent = absolute * 100 / before.bmd_g_cm2
    long_enough = add_months(days[1], SHORTEST_MONTHS) <= days[0]
    a_year = percent * _DAYS_A_YEAR / (days[0] - days[1]).days if long_enough else None
    return SiteChange(
        site=site.site,
        side=site.side,
        newer_on=days[0],
        older_on=days[1],
        verdict=judge(site.bmd_g_cm2, before.bmd_g_cm2, precision, lsc_factor),
        reason=""
        if precision is not None
        else "no precision error of the scanner counts for that day",
        cautions=tuple(_cautions(scan, scan_before)),
        absolute=absolute,
        percent=percent,
        percent_a_year=a_year,
        least_significant=None if precision is None else lsc_factor * precision,
    )


def _before(site: DxaSite, earlier: Sequence[DxaScan]) -> tuple[DxaScan, DxaSite] | None:
    """Find the newest earlier measurement of the site: on the same side if there is one."""
    all_of_it = [
        (scan, other)
        for scan in earlier
        for other in scan.sites
        if other.site == site.site and other.bmd_g_cm2 is not None
    ]
    same = [found for found in all_of_it if found[1].side == site.side]
    return next(iter(same or all_of_it), None)


def _cautions(newer: DxaScan, older: DxaScan) -> Iterable[str]:
    if bool(newer.scan_mode) != bool(older.scan_mode):
        yield "the scan mode is recorded for one of the scans only"
    if (software := _differ(newer.software, older.software)) != "":
        yield f"other software ({software}): ask the centre whether the two are compatible"
    if (references := other_reference(newer, older)) != "":
        yield f"{references}: the scores are not comparable"


def _differ(newer: str | None, older: str | None) -> str:
    """Name two texts that are both recorded and differ; empty otherwise."""
    if not newer or not older or _plain(newer) == _plain(older):
        return ""
    return f"{newer.strip()}, before: {older.strip()}"


def _plain(text: str | None) -> str:
    """Return a text without what people write in different ways: case, blanks, kinds of dash."""
    return "".join((text or "").casefold().replace("\N{EN DASH}", "-").split())
