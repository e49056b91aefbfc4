"""What the clinic decided about locking, keeping and backing up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustSettings:
    """Empty folders: the usual place beside the clinic's file, and no second place."""

    idle_minutes: int = 5
    asks_reason: bool = False
    bin_days: int = 90
    retention_years: int = 0
    """0: kept until somebody decides."""
    backup_folder: str = ""
    second_backup_folder: str = ""
