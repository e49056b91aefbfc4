"""Scans with what the clinic's list of scanners knows of them on the day of each."""

from dataclasses import replace

from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.scanners import Scanner, precision_on, stated_pairs
from msbone_desktop.domain.screening import DxaScan, DxaSite
from msbone_desktop.storage.unit_of_work import UnitOfWork

NumberedScans = tuple[tuple[int, DxaScan], ...]


def read_scans_of(work: UnitOfWork, patient: PatientId) -> NumberedScans:
    """Return the patient's scans with their numbers, newest first, as they are to be read."""
    scans = work.dxa_scans.of(patient)
    if all(scan.scanner_ref is None for _, scan in scans):
        return scans
    return with_scanners(scans, work.scanners.all())


def with_scanners(scans: NumberedScans, scanners: tuple[Scanner, ...]) -> NumberedScans:
    """Complete ``scans`` (newest first) from the list of scanners.

    A precision error that stands on the report is kept; where none does, the one counts that the
    facility had determined last by the day of the scan. A scan is cross-calibrated with the one
    before it where that is stated of their two scanners.
    """
    known = {int(scanner.id): scanner for scanner in scanners}
    stated = stated_pairs(scanners)
    found = []
    for place, (number, scan) in enumerate(scans):
        before = next(
            (other for _, other in scans[place + 1 :] if other.performed_on < scan.performed_on),
            None,
        )
        pair = {scan.scanner_ref, None if before is None else before.scanner_ref}
        scanner = known.get(scan.scanner_ref) if scan.scanner_ref is not None else None
        found.append(
            (
                number,
                replace(
                    scan,
                    cross_calibrated=scan.cross_calibrated or pair in stated,
                    sites=tuple(_with_precision(site, scan, scanner) for site in scan.sites),
                ),
            )
        )
    return tuple(found)


def _with_precision(site: DxaSite, scan: DxaScan, scanner: Scanner | None) -> DxaSite:
    if scanner is None or site.precision_error_g_cm2 is not None or site.bmd_g_cm2 is None:
        return site
    known = precision_on(scanner, site.site, scan.performed_on)
    return site if known is None else replace(site, precision_error_g_cm2=known.value)
