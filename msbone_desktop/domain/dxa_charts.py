"""Bone density over time, a chart a site, with the band inside which a change is no change."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from msbone_desktop.domain.charting import Band, Chart, Point, Series
from msbone_desktop.domain.dxa import CLASSIFYING_SITES
from msbone_desktop.domain.dxa_change import SiteChange
from msbone_desktop.domain.screening import DxaScan

_STEPS = (Decimal("0.02"), Decimal("0.05"), Decimal("0.1"))
_THOUSANDTH = Decimal("0.001")


def density_charts(
    scans: Sequence[DxaScan], changes: Sequence[SiteChange], words: Mapping[str, str]
) -> tuple[Chart, ...]:
    """Return a chart for each site and side that was measured at least twice.

    Args:
        scans: One a day, newest first.
        changes: Their change table: a line breaks where two scans are not comparable.
        words: Labels of the sites.
    """
    newest = {(each.newer_on, each.site, each.side): each for each in changes}
    places = dict.fromkeys(
        (site.site, site.side)
        for name in CLASSIFYING_SITES
        for scan in scans
        for site in scan.sites
        if site.site == name
    )
    charts = []
    for name, side in places:
        points = _points(scans, name, side, newest)
        if len(points) < 2:
            continue
        label = f"{words.get(name, name)}, {side}" if side else words.get(name, name)
        last = newest.get((points[-1].on, name, side))
        charts.append(
            Chart(
                title=f"{label}: BMD",
                unit="g/cm²",
                series=(Series(label, tuple(points)),),
                band=_band(points, last),
                steps=_STEPS,
            )
        )
    return tuple(charts)


def _points(
    scans: Sequence[DxaScan],
    name: str,
    side: str | None,
    newest: Mapping[tuple[date, str, str | None], SiteChange],
) -> list[Point]:
    points: list[Point] = []
    gap = False
    for scan in reversed(scans):
        for site in scan.sites:
            if (site.site, site.side) != (name, side):
                continue
            if site.bmd_g_cm2 is None:
                gap = True  # it was tried, and could not be measured
                continue
            change = newest.get((scan.performed_on, name, side))
            breaks = gap or change is None or change.verdict == "not_comparable"
            points.append(Point(scan.performed_on, site.bmd_g_cm2, breaks=breaks))
            gap = False
    return points


def _band(points: Sequence[Point], last: SiteChange | None) -> Band | None:
    """Return the band around the measurement with which the newest is compared."""
    if last is None or last.least_significant is None:
        return None
    before = next(point.value for point in points if point.on == last.older_on)
    least = last.least_significant
    return Band(
        before - least,
        before + least,
        f"shaded: within ±{least.quantize(_THOUSANDTH)}: no more than measurement error",
    )
