"""Backups as the clinic sees them: when, how much, proven or not; and which may be thinned out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

DAILY, WEEKLY, MONTHLY = 7, 5, 12
ALL_FOR = timedelta(days=1)
"""Every backup of the last day is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One backup: a folder with database, key file and description."""

    folder: Path
    made_at: datetime
    """Aware, in UTC."""
    patients: int
    screenings: int
    schema: str
    software: str


def to_thin_out(backups: Iterable[Backup], now: datetime) -> tuple[Backup, ...]:
    """Return the backups that are not needed: of a day, week and month the newest one stays.

    The newest of all stays whatever the clock says, and one that is dated in the future is left
    alone and keeps none of the others out.
    """
    past = sorted(
        (backup for backup in backups if backup.made_at <= now),
        key=lambda backup: backup.made_at,
        reverse=True,
    )
    kept: set[Path] = {backup.folder for backup in past[:1]}
    kept |= {backup.folder for backup in past if now - backup.made_at <= ALL_FOR}
    for form, most in (("%Y-%j", DAILY), ("%G-%V", WEEKLY), ("%Y-%m", MONTHLY)):
        newest: dict[str, Path] = {}
        for backup in past:
            newest.setdefault(backup.made_at.strftime(form), backup.folder)
        kept |= set(list(newest.values())[:most])
    return tuple(backup for backup in past if backup.folder not in kept)
