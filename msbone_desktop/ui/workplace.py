"""What every page of the window is given: the open clinic and the means to work with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.ui.appearance import Appearance
from msbone_desktop.ui.background import BackgroundRunner

if TYPE_CHECKING:
    from msbone_desktop.services.clinic import Clinic


@dataclass(slots=True)
class Workplace:
    """One unlocked clinic in one window. ``now`` is the program's only clock, aware and in UTC."""

    clinic: Clinic
    runner: BackgroundRunner
    appearance: Appearance
    now: Callable[[], datetime]
    identity: ClinicIdentity = field(init=False)
    """The clinic as it is now: staff may change its address or the order of dates."""

    def __post_init__(self) -> None:
        self.identity = self.clinic.identity

    @property
    def date_order(self) -> Literal["dmy", "mdy"]:
        """How a typed date is read."""
        return self.identity.date_order

    @property
    def today(self) -> date:
        """The day on the clinic's wall."""
        return self.now().astimezone().date()


def clock_words(moment: datetime) -> str:
    """Return the time of day on the clinic's wall, e.g. "14:05"."""
    return f"{moment.astimezone():%H:%M}"
