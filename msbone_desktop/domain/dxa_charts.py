"""Bone density over time, a chart a site, with the band inside which a change is no change."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msbone_desktop.domain.charting import Chart, Point, Series, Threshold
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
        points = [
            Point(
                scan.performed_on,
                site.bmd_g_cm2,
                breaks=_breaks(newest.get((scan.performed_on, name, side))),
            )
            for scan in reversed(scans)
            for site in scan.sites
            if (site.site, site.side) == (name, side) and site.bmd_g_cm2 is not None
        ]
        if len(points) < 2:
            continue
        label = f"{words.get(name, name)}, {side}" if side else words.get(name, name)
        last = newest.get((points[-1].on, name, side))
        charts.append(
            Chart(
                title=f"{label}: BMD",
                unit="g/cm²",
                series=(Series(label, tuple(points)),),
                thresholds=_band(points, last),
                steps=_STEPS,
            )
        )
    return tuple(charts)


def _breaks(change: SiteChange | None) -> bool:
    return change is None or change.verdict == "not_comparable"


def _band(points: Sequence[Point], last: SiteChange | None) -> tuple[Threshold, ...]:
    """Return both edges of the band around the measurement with which the newest is compared."""
    if last is None or last.least_significant is None:
        return ()
    before = next(point.value for point in points if point.on == last.older_on)
    least = last.least_significant.quantize(_THOUSANDTH)
    return (
        Threshold(before + last.least_significant, f"+{least}: gain beyond measurement error"),
        Threshold(before - last.least_significant, f"−{least}: loss beyond measurement error"),
    )
