"""What goes on the papers of follow-up, whole, so that the maker of a page fetches nothing."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from msbone_desktop.domain.access import AccessCard, SuggestedSite
from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.dictionary import DataDictionary
from msbone_desktop.domain.documents import SubjectIdentity
from msbone_desktop.domain.follow_up import ReminderKind, WorkList, WorkRow
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.questionnaire import Questionnaire
from msbone_desktop.domain.screening import DxaScan

Variant: TypeAlias = Literal["walking", "aid", "wheelchair"]
TypeSize: TypeAlias = Literal[12, 14, 18]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """When, by whom and for which clinic a paper is made."""

    clinic: ClinicIdentity
    at: datetime
    """With its time zone."""
    by: str
    software_version: str
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoutContent:
    """The patient's own page. ``released``: ids of the findings that a clinician released to it."""

    made: Made
    subject: SubjectIdentity
    screened_on: date | None
    released: tuple[str, ...] = ()
    unknown_fields: tuple[str, ...] = ()
    next_dxa_on: date | None = None
    booked_on: date | None = None
    labs_on: date | None = None
    variant: Variant = "walking"
    size: TypeSize = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContent:
    """One recall letter. ``number``: 1 or 2."""

    subject: SubjectIdentity
    address: str
    kind: ReminderKind
    due_on: date
    number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterBatch:
    """Letters in the order of the list, and what the clinic says about booking and transport."""

    made: Made
    letters: tuple[LetterContent, ...]
    booking_words: str = ""
    transport_words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressLabel:
    """One label."""

    patient: PatientId
    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSheet:
    """A format of labels, in millimetres."""

    id: str
    title: str
    paper: Literal["A4", "Letter"]
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    step_x: float
    step_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelBatch:
    """Labels on sheets of one format; ``start``: the first free label of a sheet that was begun."""

    made: Made
    sheet: LabelSheet
    labels: tuple[AddressLabel, ...]
    start: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkListContent:
    """The list as it is in sight: ``rows`` are those shown, ``listed`` counts everybody."""

    made: Made
    listed: WorkList
    rows: tuple[WorkRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReason:
    """Why a scan is asked for, with its evidence label."""

    title: str
    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DxaRequestContent:
    """A request for a scan with the access-to-scan card."""

    made: Made
    subject: SubjectIdentity
    phone: str
    address: str
    reasons: tuple[RequestReason, ...]
    sites: tuple[SuggestedSite, ...]
    questions: tuple[str, ...]
    card: AccessCard
    scans: tuple[DxaScan, ...] = ()
    site_words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankFormContent:
    """The screening as a form for a pen."""

    made: Made
    questionnaire: Questionnaire
    dictionary: DataDictionary


@dataclass(frozen=True, slots=True)
class PageSet:
    """Which pages of a file are whose; ``first`` counts from 1."""

    patient: PatientId
    first: int
    pages: int
