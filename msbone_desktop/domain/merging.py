"""Two records of one patient: what joining them would do, and what separating them again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, NewType

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.patients import Patient, PatientDetails, PatientId

MergeId = NewType("MergeId", int)

FIELDS: Mapping[str, tuple[str, ...]] = {
    "family_name": ("family_name",),
    "given_name": ("given_name",),
    "born_on": ("born_on",),
    "sex_for_reference": ("sex_for_reference",),
    "menopause": ("menopause", "menopause_on"),
    "ms_course": ("ms_course",),
    "ms_onset_on": ("ms_onset_on",),
    "phone": ("phone",),
    "email": ("email",),
    "address": ("address",),
    "contact_by": ("contact_by", "contact_note"),
    "opted_out": ("opted_out", "opted_out_reason"),
    "deceased_on": ("deceased_on",),
    "left_on": ("left_on", "left_reason"),
    "dxa_interval_months": ("dxa_interval_months",),
}
"""What is chosen together: a reason goes with what it is the reason of. The clinic ID is no choice:
the record that is kept keeps its own, and is found by the other one too."""


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """One field on both records. ``suggests_other``: the kept record says nothing there."""

    field: str
    kept: tuple[Any, ...]
    other: tuple[Any, ...]
    suggests_other: bool

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return self.kept != self.other


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that is on both records.

    ``same_day``: two entries of one kind on one day that differ; ``alike``: two that are the same.
    Both stay. Of two access cards or calendar entries the kept record's counts, and the other
    stays with the record that is put away. Two drafts have to be settled first.
    """

    kind: Literal["draft", "access_card", "calendar_entry", "same_day", "alike"]
    table: str
    day: date | None = None
    count: int = 1

    @property
    def blocks(self) -> bool:
        """Whether nothing can be joined while it is there."""
        return self.kind == "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePreview:
    """What joining ``other`` into ``kept`` would do; differing fields come first."""

    kept: Patient
    other: Patient
    fields: tuple[FieldChoice, ...]
    moving: Mapping[str, int]
    """How many rows move, by table."""
    clashes: tuple[Clash, ...]

    @property
    def birth_differs(self) -> bool:
        """Whether the dates of birth contradict each other."""
        return contradict(self.kept.details.born_on, self.other.details.born_on)

    @property
    def is_blocked(self) -> bool:
        """Whether something has to be settled first."""
        return any(clash.blocks for clash in self.clashes)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedRecord:
    """A record that was joined into another one, and why."""

    id: MergeId
    kept: PatientId
    merged: Patient
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FieldReturn:
    """One field of the kept record that joining had changed.

    ``changed_since``: somebody changed it afterwards, so it is asked what shall hold.
    """

    field: str
    before: tuple[Any, ...]
    now: tuple[Any, ...]
    changed_since: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparationPreview:
    """What separating would do. Counts are of rows, by table."""

    joined: JoinedRecord
    kept: Patient
    fields: tuple[FieldReturn, ...]
    going_back: Mapping[str, int]
    """Rows that had moved, with what was entered since and belongs to one of them."""
    changed: Mapping[str, int]
    """Of those: corrected, voided or signed since; they go back as they are now."""
    gone: Mapping[str, int]
    """Had moved, and were discarded since."""
    staying: Mapping[str, int]
    """Entered since, of the kept record alone: they stay with it, whomever they were meant for."""


def field_choices(kept: PatientDetails, other: PatientDetails) -> tuple[FieldChoice, ...]:
    """Return every field of both, those that differ first."""
    found = []
    for name in FIELDS:
        mine, hers = values_of(kept, name), values_of(other, name)
        empty = _is_empty(mine[0]) and not _is_empty(hers[0])
        found.append(FieldChoice(name, mine, hers, empty))
    return tuple(sorted(found, key=lambda choice: not choice.differs))


def values_of(details: PatientDetails, field: str) -> tuple[Any, ...]:
    """Return what a record says in a field."""
    return tuple(getattr(details, name) for name in FIELDS[field])


def with_taken(
    kept: PatientDetails, other: PatientDetails, taken: frozenset[str]
) -> PatientDetails:
    """Return the details of the kept record with the fields ``taken`` from the other one.

    Raises:
        KeyError: There is no such field.
    """
    changes = {name: getattr(other, name) for field in taken for name in FIELDS[field]}
    return replace(kept, **changes)


def contradict(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Tell whether two dates cannot be the same day, as far as both are known."""
    if one is None or other is None:
        return False
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return any(a is not None and b is not None and a != b for a, b in pairs)


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value is False or value is Absence.NOT_ASKED
