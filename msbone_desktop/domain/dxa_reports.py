"""A scanning centre's own report of a scan, as it was received."""

from dataclasses import dataclass
from datetime import datetime

from msbone_desktop.domain.patients import PatientId


@dataclass(frozen=True, slots=True, kw_only=True)
class DxaReport:
    """A report on file, without its pages. ``sha256`` is that of the very bytes received."""

    id: int
    patient: PatientId
    scan_id: int
    sha256: str
    pages: int
    attached_by: str
    attached_at: datetime
