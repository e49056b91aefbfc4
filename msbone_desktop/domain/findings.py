"""What the rules concluded for one screening, and from what."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Literal, TypeAlias

from msbone_desktop.domain.evidence import Level
from msbone_desktop.domain.screening import InputFault


class Status(StrEnum):
    """The outcome of one rule. Missing input is never ``NOT_TRIGGERED``."""

    TRIGGERED = "triggered"
    POSSIBLE = "possible"
    """Only surrogate or computed data: a clinician must say yes or no."""
    UNKNOWN = "unknown"
    NOT_TRIGGERED = "not_triggered"


class Severity(IntEnum):
    """Order of findings on the page. Not a score: never added up, never shown as a number."""

    INFO = 0
    LOW = 1
    MODERATE = 2
    HIGH = 3
    URGENT = 4

    @property
    def word(self) -> str:
        """The word in files and on screen."""
        return _WORDS[self]


_WORDS = {severity: severity.name.lower() for severity in Severity}

InputValue: TypeAlias = Decimal | int | str | bool | None


@dataclass(frozen=True, slots=True)
class InputUsed:
    """A value that a rule used, with its unit and day."""

    field: str
    value: InputValue
    unit: str | None
    observed_on: date | None


@dataclass(frozen=True, slots=True)
class MissingInput:
    """An input that a rule needed and did not have.

    ``reason``: not_asked, unknown, declined, none_recorded, invalid or conflicting.
    """

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Support:
    """A statement behind a rule, with the level that belongs to the statement."""

    statement_id: str
    level: Level
    about: Literal["finding", "intervention"]
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule concluded."""

    rule_id: str
    title: str
    status: Status
    severity: Severity
    inputs: tuple[InputUsed, ...]
    missing: tuple[MissingInput, ...]
    message: str
    support: tuple[Support, ...]
    extension: bool
    is_core: bool = False
    """One of the six core items."""
    failed: bool = False
    """The rule itself failed; its status is unknown and staff are warned."""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that goes with a finding. ``code``: OLDER_THAN_12_MONTHS, DURING_RELAPSE,
    KIDNEY_DISEASE_MAY_EXPLAIN or CHECK_ENTRY.
    """

    code: str
    rule_id: str
    message: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Entries that contradict each other; both values are shown, none is chosen."""

    code: str
    message: str
    fields: tuple[str, ...]
    values: tuple[InputUsed, ...]


@dataclass(frozen=True, slots=True)
class DxaReading:
    """The newest scan on the score that its age and sex call for. See domain/dxa.py."""

    basis: Literal["T", "Z"] | None
    category: str | None
    worst_site: str | None
    changes: dict[str, str]
    worst_score: Decimal | None = None
    performed_on: date | None = None
    basis_reason: str = ""
    """Why this score, in words."""


@dataclass(frozen=True, slots=True)
class DxaReminder:
    """When the next DXA is due. ``status``: none, upcoming, due_soon, due, overdue; ``source``:
    module_annual, clinician, baseline_extension or None.
    """

    status: str
    due_on: date | None
    source: str | None


@dataclass(frozen=True, slots=True)
class SteroidPulses:
    """High-dose relapse courses of the last 12 months."""

    count: int
    prednisone_equivalent_mg: Decimal
    without_dose: int = 0
    """Courses counted whose dose is not known, so that the total is too small."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A display text that is no rule (STER-PULSE, AED-OTHER, VITD-BAND, VITD-DOSE, DMT-OTHER,
    TX-NOTE, DXA and FRAX notes), with its evidence label in words.
    """

    code: str
    message: str
    label: str
    statements: tuple[str, ...] = ()
    belongs_to: str | None = None
    """The rule beside which it is shown, if any."""
    references: tuple[str, ...] = ()
    """Works that it rests on besides those of its statements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything that the rule set says about one screening."""

    id: object
    profile: str
    rule_set_version: str
    rule_set_hash: str
    assessed_on: date | None
    age: int | None
    findings: tuple[Finding, ...]
    """Triggered, then possible, then unknown, most severe first in each; then the others."""
    vitamin_d_band: str | None
    dxa: DxaReading
    dxa_reminder: DxaReminder
    frax: str
    conflicts: tuple[Conflict, ...]
    notes: tuple[Note, ...]
    steroid_pulses: SteroidPulses | None
    faults: tuple[InputFault, ...]
    remarks: tuple[Remark, ...] = ()

    def of(self, status: Status) -> tuple[Finding, ...]:
        """Return the findings with ``status``, in order."""
        return tuple(f for f in self.findings if f.status is status)

    @property
    def attention(self) -> Severity:
        """The highest severity among triggered rules; INFO when there is none. Not a risk level."""
        return max((f.severity for f in self.of(Status.TRIGGERED)), default=Severity.INFO)

    @property
    def unknown_core(self) -> tuple[str, ...]:
        """Core items that are unknown or only possible, in alphabetical order."""
        open_states = (Status.UNKNOWN, Status.POSSIBLE)
        return tuple(
            sorted(f.rule_id for f in self.findings if f.is_core and f.status in open_states)
        )
