"""How scans and their reading are said, on the DXA page and in the form."""

from decimal import Decimal

from msbone_desktop.domain.dictionary import DataDictionary
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
    "not_comparable": "cannot compare: another scanner, maker or side",
    "no_LSC": "cannot judge: no precision error is recorded",
}
NOT_RECORDED = "Not recorded"


def site_words(site: DxaSite, dictionary: DataDictionary) -> str:
    """Return "Total hip, left"."""
    name = dictionary.value_words("dxa_scans.sites.site", site.site)
    return f"{name}, {site.side}" if site.side else name


def score(value: Decimal | None) -> str:
    """Return a T- or Z-score with its sign, always."""
    if value is None:
        return ""
    return f"+{value:f}" if value > 0 else short_number(value)


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
