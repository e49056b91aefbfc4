"""Findings as they were kept with a signed screening."""

from msbone_desktop.domain.findings import Assessment, Status
from msbone_desktop.domain.screenings import Screening
from msbone_desktop.exchange.assessment_record import from_stored


def stored_assessment(screening: Screening) -> Assessment:
    """Return the findings of a signed screening exactly as they were signed.

    Raises:
        ValueError: The screening is a draft, which keeps no findings.
    """
    if screening.findings is None:
        raise ValueError("A draft keeps no findings.")
    return from_stored(screening.findings)


def triggered_rules(screening: Screening, status: Status) -> frozenset[str]:
    """Return the ids of the rules that had ``status`` when the screening was signed."""
    return frozenset(f.rule_id for f in stored_assessment(screening).of(status))
