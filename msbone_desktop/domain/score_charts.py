"""T- and Z-scores over time, each scan on the score that its own day calls for.

A line joins two scores only where the scans can be compared (as for densities) and rest on the
same reference data, and where the site was not left out between them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, TypeAlias

from msbone_desktop.domain.charting import Chart, Point, Series, Threshold
from msbone_desktop.domain.dxa import CLASSIFYING_SITES, DxaLimits
from msbone_desktop.domain.dxa_change import (
    NO_PAIRS,
    Pairs,
    other_place,
    other_reference,
    other_scanner,
)
from msbone_desktop.domain.screening import DxaScan, DxaSite

Basis: TypeAlias = Literal["T", "Z"] | None
EMPTY = "No scan is recorded."
Measured: TypeAlias = tuple[int, DxaScan, DxaSite]


def score_charts(
    scans: Sequence[DxaScan],
    bases: Mapping[date, Basis],
    words: Mapping[str, str],
    limits: DxaLimits,
    stated: Pairs = NO_PAIRS,
) -> tuple[Chart, ...]:
    """Return a chart for each score in use; one empty chart when there is nothing to show.

    Args:
        scans: One a day, newest first.
        bases: The score that sex, age and menopause call for on the day of each scan. Where there
            is none, T-scores stand as they were reported, without lines that would classify them.
        words: Labels of the sites.
        limits: Cut points.
        stated: Cross-calibrations that the facilities stated.
    """
    charts = []
    for basis in ("T", "Z", None):
        ordered = [scan for scan in reversed(scans) if bases.get(scan.performed_on) == basis]
        series = _series(ordered, basis, words, stated)
        if series:
            charts.append(
                Chart(
                    title=f"{basis}-score" if basis else "T-score as reported",
                    unit="SD",
                    series=series,
                    thresholds=_lines(basis, limits),
                )
            )
    empty = Chart(title="T- or Z-score", unit="SD", series=(), empty=EMPTY)
    return tuple(charts) or (empty,)


def _series(
    scans: Sequence[DxaScan], basis: Basis, words: Mapping[str, str], stated: Pairs
) -> tuple[Series, ...]:
    lines: dict[tuple[str, str | None], list[Point]] = {}
    before: dict[tuple[str, str | None], Measured | None] = {}
    for number, scan in enumerate(scans):
        for site in scan.sites:
            if site.site not in CLASSIFYING_SITES:
                continue
            key = (site.site, site.side)
            value = site.z_score if basis == "Z" else site.t_score
            if value is None:
                before[key] = None  # what could not be measured is a gap, not a bridge
                continue
            now = (number, scan, site)
            breaks = not _joins(before.get(key), now, stated)
            lines.setdefault(key, []).append(Point(scan.performed_on, value, breaks=breaks))
            before[key] = now
    ordered = sorted(lines, key=lambda key: CLASSIFYING_SITES.index(key[0]))
    return tuple(Series(_label(words.get(k[0], k[0]), k[1]), tuple(lines[k])) for k in ordered)


def _joins(older: Measured | None, newer: Measured, stated: Pairs) -> bool:
    if older is None:
        return False
    place, scan, site = newer
    adjacent = older[0] == place - 1
    return not (
        other_scanner(scan, older[1], stated, adjacent=adjacent)
        or other_place(site, older[2])
        or other_reference(scan, older[1])
    )


def _label(site: str, side: str | None) -> str:
    return f"{site}, {side}" if side else site


def _lines(basis: Basis, limits: DxaLimits) -> tuple[Threshold, ...]:
    values = {"T": (limits.t_osteoporosis, limits.t_normal), "Z": (limits.z_low,)}
    return tuple(
        Threshold(value, f"{value:f}".replace("-", "−")) for value in values.get(basis or "", ())
    )
