"""Reading DXA scans: which score, which category, and whether two scans can be compared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from msbone_desktop.domain.answers import Absence, Answer
from msbone_desktop.domain.calendar import completed_years
from msbone_desktop.domain.dxa_change import judge, other_place, other_scanner
from msbone_desktop.domain.findings import DxaReading
from msbone_desktop.domain.screening import DxaScan, DxaSite, Menopause, Sex

CLASSIFYING_SITES = ("lumbar_spine", "total_hip", "femoral_neck")
"""Sites whose scores classify; the 33 % radius joins them only where the clinician chose it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidedScan:
    """A scan that was entered in error: it stays on file and counts no longer."""

    performed_on: date
    reason: str
    voided_by: str
    voided_at: datetime


@dataclass(frozen=True, slots=True)
class DxaLimits:
    """Cut points: T- and Z-scores in standard deviations, age in years."""

    t_osteoporosis: Decimal
    t_normal: Decimal
    z_low: Decimal
    t_score_age_men: int
    lsc_factor: Decimal


def score_basis(
    sex: Answer[Sex], menopause: Answer[Menopause], age: int | None, limits: DxaLimits
) -> tuple[Literal["T", "Z"] | None, str]:
    """Choose the score for a scan, with the reason in words.

    Args:
        sex: Sex of the reference data.
        menopause: Menopausal state, for the female reference.
        age: Completed years on the day of the scan; None when not known.
        limits: The age from which men are read by T-score.
    """
    if sex == "male":
        if age is None or age < 0:
            return None, "the age on the day of the scan is not known"
        if age >= limits.t_score_age_men:
            return "T", f"male reference, aged {age} on the day of the scan"
        return "Z", f"male reference, aged {age} on the day of the scan"
    if sex == "female":
        if menopause == "post":
            return "T", "female reference, post-menopausal"
        if menopause == "peri":
            return "T", "female reference, in the menopausal transition"
        if menopause == "pre":
            return "Z", "female reference, pre-menopausal"
        return None, "the menopausal state is not known"
    if isinstance(sex, Absence):
        return None, "the sex of the reference data is not recorded"
    return None, "no reference data were chosen for this person"


def category(basis: Literal["T", "Z"], score: Decimal, limits: DxaLimits) -> str:
    """Return the category of ``score``; the cut points themselves belong to the lower category."""
    if basis == "Z":
        low = score <= limits.z_low
        return "Z_below_expected_for_age" if low else "Z_within_expected_for_age"
    if score <= limits.t_osteoporosis:
        return "T_osteoporosis_range"
    return "T_low_bone_mass_osteopenia" if score < limits.t_normal else "T_normal"


def newest_first(scans: Iterable[DxaScan]) -> list[DxaScan]:
    """Order scans newest first; of two on one day the later in the list counts."""
    by_day = {scan.performed_on: scan for scan in scans}
    return [by_day[day] for day in sorted(by_day, reverse=True)]


def lowest_site(scan: DxaScan, basis: Literal["T", "Z"]) -> tuple[str, Decimal] | None:
    """Return the classifying site with the lowest score, or None when it has no such score."""
    counted = (*CLASSIFYING_SITES, "radius_33") if scan.use_radius_33 else CLASSIFYING_SITES
    scores = [
        (score, counted.index(site.site), site.site)
        for site in scan.sites
        if site.site in counted
        and (score := site.t_score if basis == "T" else site.z_score) is not None
    ]
    if not scores:
        return None
    score, _, site = min(scores)
    return site, score


_MOST_TELLING = ("significant_loss", "significant_gain", "within_LSC", "no_LSC", "not_comparable")


def changes(scans: Sequence[DxaScan], limits: DxaLimits) -> dict[str, str]:
    """Compare the two newest of ``scans`` (newest first) site by site.

    A site that was measured on both sides takes the most telling verdict of its two sides.
    """
    if len(scans) < 2:
        return {}
    newer, older = scans[0], scans[1]
    elsewhere = other_scanner(newer, older)
    verdicts = {}
    for name in CLASSIFYING_SITES:
        found = {
            _verdict(new, old, elsewhere or other_place(new, old), limits)
            for new in newer.sites
            if new.site == name and new.bmd_g_cm2 is not None
            for old in older.sites
            if old.site == name and old.bmd_g_cm2 is not None
        }
        if found:
            verdicts[name] = min(found, key=_MOST_TELLING.index)
    return verdicts


def _verdict(newer: DxaSite, older: DxaSite, why_not: str, limits: DxaLimits) -> str:
    if why_not:
        return "not_comparable"
    assert newer.bmd_g_cm2 is not None and older.bmd_g_cm2 is not None
    return judge(newer.bmd_g_cm2, older.bmd_g_cm2, newer.precision_error_g_cm2, limits.lsc_factor)


def read_scans(
    scans: Answer[tuple[DxaScan, ...]],
    sex: Answer[Sex],
    menopause: Answer[Menopause],
    born_on: Answer[date],
    limits: DxaLimits,
    incomplete: bool = False,
) -> DxaReading:
    """Read the newest scan on the score that age (on the scan date) and sex call for.

    Args:
        scans: Any order; absent or empty means that no scan is on record.
        sex: Sex of the reference data.
        menopause: Menopausal state.
        born_on: Date of birth.
        limits: Cut points.
        incomplete: An entry was left out, so "no scan" may not be concluded from an empty list.
    """
    if isinstance(scans, Absence) or not scans:
        nothing = incomplete or scans is Absence.INVALID
        return DxaReading(None, None if nothing else "no_dxa", None, {})
    ordered = newest_first(scans)
    newest = ordered[0]
    age = None if isinstance(born_on, Absence) else completed_years(born_on, newest.performed_on)
    basis, reason = score_basis(sex, menopause, age, limits)
    verdicts = changes(ordered, limits)
    day = newest.performed_on
    if basis is None:
        return DxaReading(None, "unknown_basis", None, verdicts, None, day, reason)
    lowest = lowest_site(newest, basis)
    if lowest is None:
        return DxaReading(basis, f"no_{basis}_score", None, verdicts, None, day, reason)
    site, score = lowest
    return DxaReading(basis, category(basis, score, limits), site, verdicts, score, day, reason)
