"""The history of a clinic's file: who did what, when, where and why, and whether it is whole."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msbone_desktop.domain.patients import PatientId

PROGRAM = "MSBone"
"""Stands where a person's name would: what the program does by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditContext:
    """Who works where in one session; every entry of the history carries it."""

    actor: str
    now: Callable[[], datetime] = field(repr=False)
    account: int | None = None
    session: str = ""
    """Joins the entries from one unlocking to the next locking."""
    seat: str = ""
    """The name of the computer."""


@dataclass(frozen=True, slots=True)
class AuditNote:
    """Something that was done without changing a row: seen, printed, exported, unlocked."""

    action: str
    entity: str = ""
    entity_id: int | None = None
    patient: int | None = None
    was: dict[str, Any] | None = None
    became: dict[str, Any] | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """One entry of the history. ``was`` and ``became`` hold what changed, and only that."""

    id: int
    at: datetime
    """In UTC."""
    offset_minutes: int
    """What the clinic's clock was ahead of UTC."""
    session: str
    seat: str
    account: int | None
    actor: str
    action: str
    entity: str
    entity_id: int | None
    patient: PatientId | None
    was: dict[str, Any]
    became: dict[str, Any]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuery:
    """What part of the history is wanted; what is None or empty does not narrow it."""

    actor: str = ""
    patient: PatientId | None = None
    actions: tuple[str, ...] = ()
    since: datetime | None = None
    before: datetime | None = None
    """The first moment that is not wanted any more."""
    older_than: int | None = None
    """Only entries with a smaller number: where the page before ended."""


@dataclass(frozen=True, slots=True)
class ChainHead:
    """How long the history is, and the seal of its last entry."""

    count: int
    seal: str

    @property
    def words(self) -> str:
        """Return the head as it stands on paper: enough of the seal to compare by eye."""
        return f"{self.count:,} · {self.seal[:16]}" if self.count else "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """What a verification of the history found."""

    head: ChainHead
    rows: int
    """Rows of the record that were compared with what the history says of them."""
    faults: tuple[str, ...]
    """Each a sentence; none: the history is whole."""
    remarks: tuple[str, ...]
    """What is no fault, but worth knowing: a restored backup, rows older than the history."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.faults
