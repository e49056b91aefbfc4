"""How scans and their reading are said, on the DXA page and in the form."""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal

from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.dxa_change import SiteChange
from msbone_desktop.domain.findings import DxaReading
from msbone_desktop.domain.screening import DxaScan, DxaSite
from msbone_desktop.ui.widgets.reading.wording import date_words, short_number

CATEGORY_WORDS = {
    "no_dxa": "No scan is recorded.",
    "unknown_basis": "Not classified: which score applies cannot be told",
    "no_T_score": "Not classified: no T-score at a site that counts",
    "no_Z_score": "Not classified: no Z-score at a site that counts",
    "T_osteoporosis_range": "Osteoporosis range (T-score)",
    "T_low_bone_mass_osteopenia": "Low bone mass / osteopenia (T-score)",
    "T_normal": "T-score of minus 1.0 or above",
    "Z_below_expected_for_age": "Below the expected range for age (Z-score)",
    "Z_within_expected_for_age": "Within the expected range for age (Z-score)",
}
CHANGE_WORDS = {
    "significant_loss": "loss beyond the least significant change",
    "significant_gain": "gain beyond the least significant change",
    "within_LSC": "change within measurement error",
    "not_comparable": "cannot compare: another scanner, maker, side or region",
    "no_LSC": "cannot judge: no precision error is recorded",
}
VERDICT_WORDS = {
    "significant_loss": "Loss beyond measurement error",
    "significant_gain": "Gain beyond measurement error",
    "within_LSC": "Within measurement error",
}
NOT_RECORDED = "Not recorded"
CONTEXT = (
    "For comparison: people with MS in Cosman 1998 lost 3 to 6 % a year (women) or 7.3 % (men) at "
    "the femoral neck, people without MS 0.5 to 1.6 %."
)
"""Stands under changes, so that a yearly one can be told from the usual."""


def site_words(site: DxaSite, dictionary: DataDictionary) -> str:
    """Return "Total hip, left"."""
    name = dictionary.value_words("dxa_scans.sites.site", site.site)
    return f"{name}, {site.side}" if site.side else name


def score(value: Decimal | None) -> str:
    """Return a T- or Z-score, or a difference, with its sign, always."""
    if value is None:
        return ""
    return f"+{value:f}" if value > 0 else short_number(value or abs(value))


def change_words(change: SiteChange) -> str:
    """Return "−0.030 g/cm² (−3.8 %; −1.9 % a year)"; empty where nothing may be compared."""
    if change.absolute is None or change.percent is None:
        return ""
    parts = [f"{_rounded(change.percent, '0.1')} %"]
    if change.percent_a_year is not None:
        parts.append(f"{_rounded(change.percent_a_year, '0.1')} % a year")
    return f"{score(change.absolute)} g/cm² ({'; '.join(parts)})"


def verdict_words(change: SiteChange) -> str:
    """Return the verdict with its reason, or with the least significant change."""
    if change.verdict == "not_comparable":
        return f"Cannot compare: {change.reason}"
    if change.least_significant is None:
        return f"Cannot judge: {change.reason}"
    least = change.least_significant.quantize(Decimal("0.001"), ROUND_HALF_EVEN)
    return f"{VERDICT_WORDS[change.verdict]} (least significant change {least} g/cm²)"


def caution_lines(changes: Iterable[SiteChange]) -> list[str]:
    """Return what has to be known of the comparisons, each once with its two days."""
    found = {
        f"{date_words(each.newer_on)} against {date_words(each.older_on)}: {caution}."
        for each in changes
        for caution in each.cautions
    }
    return sorted(found)


def _rounded(value: Decimal, step: str) -> str:
    return score(value.quantize(Decimal(step), ROUND_HALF_EVEN))


def scan_words(scan: DxaScan, dictionary: DataDictionary) -> str:
    """Return a scan in one line."""
    said = []
    for site in scan.sites:
        parts = []
        if site.not_measurable is not None:
            parts.append("not measurable")
        if site.t_score is not None:
            parts.append(f"T {score(site.t_score)}")
        if site.z_score is not None:
            parts.append(f"Z {score(site.z_score)}")
        if not parts and site.bmd_g_cm2 is not None:
            parts.append(f"{site.bmd_g_cm2:f} g/cm²")
        said.append(f"{site_words(site, dictionary)} {' '.join(parts)}".strip())
    sites = "; ".join(said) or "no site"
    return f"{date_words(scan.performed_on)}: {sites}"


def reading_words(reading: DxaReading, dictionary: DataDictionary) -> list[str]:
    """Return the reading of the newest scan: which score and why, the category, the changes."""
    lines = []
    category = CATEGORY_WORDS.get(reading.category or "no_dxa", reading.category or "")
    if reading.performed_on is not None:
        category = f"{date_words(reading.performed_on)}: {category}"
    if reading.worst_site is not None and reading.worst_score is not None:
        name = dictionary.value_words("dxa_scans.sites.site", reading.worst_site)
        category += (
            f", lowest at {name.lower()} ({reading.basis}-score {score(reading.worst_score)})"
        )
    lines.append(category)
    if reading.basis_reason:
        lines.append(f"{_basis_words(reading)}: {reading.basis_reason}.")
    for site, verdict in reading.changes.items():
        name = dictionary.value_words("dxa_scans.sites.site", site)
        lines.append(f"{name}, against the scan before: {CHANGE_WORDS.get(verdict, verdict)}")
    return lines


def _basis_words(reading: DxaReading) -> str:
    return f"Why the {reading.basis}-score" if reading.basis else "Why no score is read"
