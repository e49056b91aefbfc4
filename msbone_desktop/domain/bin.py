"""The bin: who was put away, why, and from when on that may become deletion for good."""

from dataclasses import dataclass
from datetime import date, datetime

from msbone_desktop.domain.calendar import add_months, day_words
from msbone_desktop.domain.patients import Patient

MOST_BIN_DAYS = 3650
MOST_RETENTION_YEARS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class BinEntry:
    """One patient in the bin."""

    patient: Patient
    reason: str
    by: str
    at: datetime
    purge_after: date
    """The last day of the time in the bin, as it was set on the day she was put there."""
    signed: int
    """How many screenings are signed."""
    last_entry_on: date
    """The clinic's day of whatever was entered last, before she was put into the bin."""
    joined: int = 0
    """How many other records were joined into this one and would go with it."""
    shared_files: int = 0
    """How many files with pages of other people hold a page of hers, and stay."""

    def kept_until(self, retention_years: int) -> date | None:
        """Return the last day on which she has to be kept; None while nobody decided on one."""
        if not self.signed:
            return self.purge_after
        if not retention_years:
            return None
        return max(self.purge_after, add_months(self.last_entry_on, 12 * retention_years))

    def why_kept(self, retention_years: int, today: date) -> str:
        """Return in words why she cannot be deleted for good yet; empty when she can."""
        until = self.kept_until(retention_years)
        if until is None:
            return (
                "A signed screening is on file, and this clinic has not decided for how many "
                "years such records are kept."
            )
        if today > until:
            return ""
        if until == self.purge_after:
            return f"Stays in the bin until {day_words(until)}."
        return (
            f"A signed screening is on file: kept until {day_words(until)}, {retention_years} "
            f"{'year' if retention_years == 1 else 'years'} after the last entry."
        )
