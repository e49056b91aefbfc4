"""Who has a clinic's file open."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """What the holder of a file told of itself; "" and None where it told nothing."""

    name: str = ""
    seat: str = ""
    since: datetime | None = None

    @property
    def words(self) -> str:
        """Return it as the end of "in use": " by A. Nurse on desk-2 since 10:00 (22 Nov 2026)".

        The time is of the zone that this computer is set to.
        """
        from msbone_desktop.domain.calendar import day_words

        words = f" by {self.name}" if self.name else ""
        words += f" on {self.seat}" if self.seat else ""
        if self.since is not None:
            local = self.since.astimezone()
            words += f" since {local:%H:%M} ({day_words(local.date())})"
        return words
