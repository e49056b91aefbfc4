"""DXA scans over the years: bone falls slowly, and every scan has its scanner's error."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from msbone_desktop.domain.calendar import add_months
from msbone_desktop.domain.screening import DxaScan, DxaSite
from msbone_desktop.services.demo.tables import Brief, DemoTables

_AGE_OF_TABLES = 35.0
"""Mean age of the people whose bone density the tables give (E02)."""
_WALKING_IS_LOST = Decimal(6)
_THOUSANDTH, _TENTH = Decimal("0.001"), Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Bone density by site at the age of the tables, and the share lost each year.

    From ``losing_since`` on, the day walking began to be lost, more is lost.
    """

    born_on: date
    sex: str
    density: dict[str, float]
    loss_a_year: float
    losing_since: date | None
    loss_when_losing: float

    def on(self, site: str, day: date) -> float:
        """Return the density of ``site`` on ``day``, without the error of a measurement."""
        fast = 0.0 if self.losing_since is None else max(0.0, _years(self.losing_since, day))
        slow = max(0.0, _years(self.born_on, day) - _AGE_OF_TABLES - fast)
        kept: float = (1 - self.loss_a_year) ** slow * (1 - self.loss_when_losing) ** fast
        return self.density[site] * kept


def _years(start: date, end: date) -> float:
    return (end - start).days / 365.25


def skeleton_of(
    brief: Brief, born_on: date, today: date, tables: DemoTables, rng: Random
) -> Skeleton:
    """Draw the bone density of a person from her rank among the people of the tables."""
    figures = tables.figures
    hip_rank = 0.75 * brief.bone + 0.66 * rng.gauss(0, 0.8)
    # A third of the tables' people are men: theirs up, hers down, and the mean stays.
    sex = 0.06 if brief.sex == "male" else -0.03
    spine = figures["spine_bmd"] + sex + brief.bone * figures["spine_bmd_spread"]
    hip = max(0.45, figures["hip_bmd"] + sex + hip_rank * figures["hip_bmd_spread"])
    return Skeleton(
        born_on,
        brief.sex or "female",
        {
            "lumbar_spine": max(0.55, spine),
            "total_hip": hip,
            "femoral_neck": hip * figures["neck_of_hip"],
        },
        figures["hip_loss_a_year"],
        add_months(today, -60) if brief.edss >= _WALKING_IS_LOST else None,
        brief.loss_a_year or figures["loss_a_year_when_walking_is_lost"],
    )


def scan_days(brief: Brief, today: date) -> tuple[date, ...]:
    """Return the days of the scans, oldest first: weekdays, none later than yesterday."""
    shift = timedelta(days=brief.scan_days_later)
    days = (add_months(today, -months) + shift for months in brief.scan_months_ago)
    past = (min(day, today - timedelta(days=1)) for day in days)
    return tuple(sorted(day - timedelta(days=max(0, day.weekday() - 4)) for day in past))


def scans_of(
    brief: Brief, skeleton: Skeleton, days: tuple[date, ...], tables: DemoTables, rng: Random
) -> tuple[DxaScan, ...]:
    """Scan a person on each of ``days``; the scanners take turns, the last one named stays."""
    found = []
    for place, day in enumerate(days):
        name = brief.scanners[min(place, len(brief.scanners) - 1)]
        scanner = tables.scanners[name]
        newest = place == len(days) - 1
        sites = tuple(
            _site(site, skeleton, day, scanner.precision[site], tables, rng)
            for site in scanner.precision
        )
        if brief.not_measurable and newest:
            sites = tuple(
                DxaSite("total_hip", "left", not_measurable=brief.not_measurable)
                if site.site == "total_hip"
                else site
                for site in sites
                if site.site != "femoral_neck"
            )
        found.append(
            DxaScan(
                performed_on=day,
                sites=sites,
                facility=scanner.facility,
                manufacturer=scanner.manufacturer,
                scanner_id=name,
                software=scanner.software,
                reference_database=tables.reference.name,
            )
        )
    return tuple(found)


def _site(
    site: str, skeleton: Skeleton, day: date, precision: Decimal, tables: DemoTables, rng: Random
) -> DxaSite:
    # Two errors of 1.3 together stay below the least significant change of 2.77.
    error = max(-1.3, min(1.3, rng.gauss(0, 0.8))) * float(precision)
    bmd = Decimal(skeleton.on(site, day) + error).quantize(_THOUSANDTH)
    reference = tables.reference.men if skeleton.sex == "male" else tables.reference.women
    peak, spread = reference[site]
    older = max(0.0, _years(skeleton.born_on, day) - 40)
    at_age = peak * (1 - tables.reference.loss_a_year_from_40 * older)
    return DxaSite(
        site,
        None if site == "lumbar_spine" else "left",
        bmd,
        t_score=Decimal((float(bmd) - peak) / spread).quantize(_TENTH),
        z_score=Decimal((float(bmd) - at_age) / spread).quantize(_TENTH),
        precision_error_g_cm2=precision,
    )
