"""A fictional person with her years of screenings and scans."""

from dataclasses import dataclass
from datetime import date

from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.domain.screening import DxaScan, ScreeningRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoVisit:
    """One screening: everything on record up to ``on``, who recorded it, and whether it was signed.

    ``amends``: the reason why it replaces the visit before it, for the same day of screening.
    """

    on: date
    by: str
    record: ScreeningRecord
    signed: bool = True
    notes: str = ""
    amends: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPatient:
    """One fictional person. ``case`` names what she is awkward for; empty for ordinary people."""

    details: PatientDetails
    visits: tuple[DemoVisit, ...]
    scans: tuple[DxaScan, ...]
    case: str = ""
