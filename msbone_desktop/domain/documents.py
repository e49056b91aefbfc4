"""What goes on paper: everything a page needs, so that its maker fetches nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from msbone_desktop.domain.charting import Mark, Threshold
from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.dxa_change import SiteChange
from msbone_desktop.domain.evidence import EvidenceLibrary
from msbone_desktop.domain.external_risk import ShownRisk
from msbone_desktop.domain.findings import Assessment
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screening import ScreeningRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectIdentity:
    """Who a page is about. ``patient`` None: a screening read from a file, without a record."""

    patient: PatientId | None
    family_name: str
    given_name: str
    born: str
    """Date of birth as printed, e.g. "10 Mar 1991"."""
    sex: str
    clinic_id: str


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One measurement on a chart; ``value`` None is a gap.

    ``breaks``: it cannot be compared with the one before, and is not joined to it.
    """

    on: date
    value: Decimal | None
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class TrendBand:
    """From the measurement with which the newest is compared: inside, a change is none."""

    since: date
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class TrendSeries:
    """One line of a chart with its direct label and unit."""

    label: str
    unit: str
    points: tuple[TrendPoint, ...]
    band: TrendBand | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryContent:
    """Everything on a clinician summary."""

    clinic: ClinicIdentity
    subject: SubjectIdentity
    record: ScreeningRecord
    assessment: Assessment
    labels: dict[str, str]
    """Label of each screening field, for "not recorded" and values."""
    value_words: dict[tuple[str, str], str]
    """Words for coded values: (field, stored word) to label."""
    library: EvidenceLibrary
    dxa_trend: tuple[TrendSeries, ...]
    site_changes: tuple[SiteChange, ...] = ()
    """How the newest scan compares with the one before at each of its sites."""
    score_trend: tuple[TrendSeries, ...] = ()
    """T- or Z-scores, whichever the newest scan is read by."""
    score_limits: tuple[Threshold, ...] = ()
    """What classifies them; none where no score counts."""
    trend_marks: tuple[Mark, ...] = ()
    """Relapses and courses of steroids on the time axis of the trend."""
    prepared_at: datetime
    """With its time zone."""
    prepared_by: str
    recorded_by: str
    software_version: str
    is_draft: bool
    signed_line: str = ""
    """E.g. "Signed by A. Nurse, 22 Nov 2026 14:05"."""
    history_head: str = ""
    """How long the history of the file was and how it ended: an anchor on paper."""
    external_risks: tuple[ShownRisk, ...] = ()
    """The newest result of each risk tool that somebody typed in; the program computes none."""
    dxa_reminder_words: str = ""
    """What was done about the next scan by the day of preparation, e.g. "declined; back on …"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A finished PDF, bound to the patient it was made for."""

    patient: PatientId | None
    kind: str
    file_name: str
    """Neutral: never holds a name."""
    content: bytes
    sha256: str
    made_at: datetime
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchDocument:
    """A finished PDF with pages of many patients, or of nobody."""

    kind: str
    file_name: str
    content: bytes
    sha256: str
    made_at: datetime
    pages: int
