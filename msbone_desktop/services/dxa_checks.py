"""What a DXA scan must meet before it is kept."""

from datetime import date
from decimal import Decimal

from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.screening import DxaScan, DxaSite
from msbone_desktop.services.entry_checks import plain_text

TEXT_LIMIT = 200
REGION_LIMIT = 40
_SCAN_TEXTS = (
    "facility", "manufacturer", "scanner_id", "software", "reference_database", "scan_mode",
)  # fmt: skip
_NUMBERS = ("bmd_g_cm2", "t_score", "z_score", "precision_error_g_cm2")


def check_scan(scan: DxaScan, today: date, dictionary: DataDictionary) -> None:
    """Refuse a scan that cannot be true.

    Raises:
        RefusedEntryError: Naming the field.
    """
    if scan.performed_on > today:
        raise RefusedEntryError("performed_on", "The scan is dated in the future.")
    if not scan.sites:
        raise RefusedEntryError("sites", "Give at least one site.")
    for name in _SCAN_TEXTS:
        plain_text(name, getattr(scan, name) or "", TEXT_LIMIT, "This text")
    seen: set[tuple[str, str | None]] = set()
    for index, site in enumerate(scan.sites):
        _check_site(site, index, dictionary)
        if (site.site, site.side) in seen:
            raise RefusedEntryError(f"sites[{index}].site", "This site and side stand twice.")
        seen.add((site.site, site.side))


def _check_site(site: DxaSite, index: int, dictionary: DataDictionary) -> None:
    path = f"sites[{index}]"
    if site.site not in dictionary.fields["dxa_scans.sites.site"].words:
        raise RefusedEntryError(f"{path}.site", "Choose the site.")
    plain_text(f"{path}.region", site.region or "", REGION_LIMIT, "The region")
    plain_text(f"{path}.not_measurable", site.not_measurable or "", TEXT_LIMIT, "The reason")
    given = 0
    for name in _NUMBERS:
        value: Decimal | None = getattr(site, name)
        if value is None:
            continue
        given += name != "precision_error_g_cm2"
        field = dictionary.fields[f"dxa_scans.sites.{name}"]
        if not value.is_finite() or not field.admits(value):
            raise RefusedEntryError(
                f"{path}.{name}", f"{field.label}: give a number {field.range_words}."
            )
    if site.not_measurable is None and not given:
        raise RefusedEntryError(
            f"{path}.bmd_g_cm2", "Give a BMD or a score, or say why it could not be measured."
        )
    if site.not_measurable is not None and given:
        raise RefusedEntryError(
            f"{path}.not_measurable", "A site that could not be measured has no values."
        )
