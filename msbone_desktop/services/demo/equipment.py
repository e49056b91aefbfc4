"""The scanners on which the people of the demo clinic are scanned."""

from typing import TYPE_CHECKING

from msbone_desktop.domain.scanners import ScannerDetails
from msbone_desktop.services.demo.people import DemoPatient

if TYPE_CHECKING:
    from msbone_desktop.services.scanners import ScannerService


def list_scanners(people: tuple[DemoPatient, ...], service: "ScannerService") -> None:
    """Put every scanner of the people's scans on the clinic's list, with its precision errors.

    The errors were determined by the day of the first scan on it.
    """
    scans = sorted(
        (scan for person in people for scan in person.scans), key=lambda scan: scan.performed_on
    )
    listed: set[str] = set()
    for scan in scans:
        if scan.scanner_id is None or scan.scanner_id in listed:
            continue
        listed.add(scan.scanner_id)
        scanner = service.add(
            ScannerDetails(
                name=scan.facility or scan.scanner_id,
                facility=scan.facility or "",
                manufacturer=scan.manufacturer or "",
                serial=scan.scanner_id,
                software=scan.software or "",
            )
        )
        for site in scan.sites:
            if site.precision_error_g_cm2 is not None:
                service.add_precision(
                    scanner.id, site.site, site.precision_error_g_cm2, scan.performed_on
                )
