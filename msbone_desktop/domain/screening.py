"""What is recorded at one screening: the facts that the rules read, with their dates.

Field names are those of the screening format (docs/assess.md). Numbers are exact decimals as typed.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from msbone_desktop.domain.answers import Absence, Answer

Sex: TypeAlias = Literal["female", "male", "other"]
Menopause: TypeAlias = Literal["pre", "peri", "post"]
MsCourse: TypeAlias = Literal[
    "clinically_isolated",
    "relapsing_remitting",
    "secondary_progressive",
    "primary_progressive",
    "progressive_relapsing",
]
GaitAid: TypeAlias = Literal[
    "none", "unilateral", "bilateral", "wheelchair_part_time", "wheelchair_full_time"
]
MotorDecline: TypeAlias = Literal["none", "consistent", "rapid"]
Judgement: TypeAlias = Literal["adequate", "low"]

GAIT_AIDS: tuple[GaitAid, ...] = (
    "none",
    "unilateral",
    "bilateral",
    "wheelchair_part_time",
    "wheelchair_full_time",
)
"""From least to most support."""

NOT_ASKED = Absence.NOT_ASKED


@dataclass(frozen=True, slots=True)
class EdssScore:
    """One Expanded Disability Status Scale rating: 0, or 1.0 to 9.5 in half steps."""

    rated_on: date
    score: Decimal


@dataclass(frozen=True, slots=True)
class WalkTest:
    """A timed 25-foot walk, or a timed up and go, in seconds."""

    tested_on: date
    seconds: Decimal
    aid: str | None = None


@dataclass(frozen=True, slots=True)
class GaitAidObservation:
    """The walking aid in use on an earlier day."""

    seen_on: date
    aid: GaitAid


@dataclass(frozen=True, slots=True)
class Relapse:
    """One relapse by its first day."""

    onset_on: date


@dataclass(frozen=True, slots=True)
class SteroidCourse:
    """A systemic corticosteroid course. ``ended_on`` None: still going on."""

    drug: str
    route: str
    mg_per_day: Decimal | None
    started_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Antiepileptic:
    """An antiepileptic medicine taken now, by the name that was typed."""

    drug: str


@dataclass(frozen=True, slots=True)
class VitaminDResult:
    """A serum 25(OH)D result in the unit it was reported in."""

    sampled_on: date
    value: Decimal
    unit: Literal["nmol/L", "ng/mL"]
    assay: str | None = None


@dataclass(frozen=True, slots=True)
class LaboratoryValue:
    """A result with its laboratory's own upper limit, both in ``unit``."""

    value: Decimal
    unit: str | None = None
    upper_limit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Fracture:
    """One fracture at any time of life; ``mechanism`` None: not known."""

    site: str
    happened_on: date | None = None
    mechanism: str | None = None
    pathological: bool = False


@dataclass(frozen=True, slots=True)
class DxaSite:
    """One site of a DXA scan. ``not_measurable`` holds the reason when it could not be scanned.

    ``region`` is the part that was measured, such as L1-L4; only like is compared with like.
    """

    site: str
    side: Literal["left", "right"] | None = None
    bmd_g_cm2: Decimal | None = None
    t_score: Decimal | None = None
    z_score: Decimal | None = None
    precision_error_g_cm2: Decimal | None = None
    not_measurable: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DxaScan:
    """One DXA scan with the sites measured on it.

    ``scanner_ref`` names a scanner of the clinic's list; ``scanner_id`` is what was written down.
    """

    performed_on: date
    sites: tuple[DxaSite, ...]
    facility: str | None = None
    manufacturer: str | None = None
    scanner_id: str | None = None
    software: str | None = None
    reference_database: str | None = None
    cross_calibrated: bool = False
    use_radius_33: bool = False
    scan_mode: str | None = None
    scanner_ref: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningRecord:
    """Everything that one screening gives the rules to read.

    A field that was not asked is ``Absence.NOT_ASKED``; an empty tuple means asked, none. A list
    named in ``incomplete`` lost an entry that could not be understood, so nothing may be
    concluded from what it does not hold.
    """

    id: str
    assessed_on: date | None
    date_of_birth: Answer[date] = NOT_ASKED
    sex_for_reference: Answer[Sex] = NOT_ASKED
    menopause: Answer[Menopause] = NOT_ASKED
    ms_course: Answer[MsCourse] = NOT_ASKED
    edss: Answer[tuple[EdssScore, ...]] = NOT_ASKED
    pdds: Answer[int] = NOT_ASKED
    gait_aid: Answer[GaitAid] = NOT_ASKED
    gait_aid_history: Answer[tuple[GaitAidObservation, ...]] = NOT_ASKED
    motor_decline: Answer[MotorDecline] = NOT_ASKED
    timed_25_foot_walk: Answer[tuple[WalkTest, ...]] = NOT_ASKED
    timed_up_and_go: Answer[tuple[WalkTest, ...]] = NOT_ASKED
    relapses: Answer[tuple[Relapse, ...]] = NOT_ASKED
    steroid_courses: Answer[tuple[SteroidCourse, ...]] = NOT_ASKED
    antiepileptics: Answer[tuple[Antiepileptic, ...]] = NOT_ASKED
    vitamin_d: Answer[tuple[VitaminDResult, ...]] = NOT_ASKED
    pth: Answer[LaboratoryValue] = NOT_ASKED
    adjusted_calcium: Answer[LaboratoryValue] = NOT_ASKED
    egfr: Answer[Decimal] = NOT_ASKED
    falls_last_6_months: Answer[int] = NOT_ASKED
    falls_last_12_months: Answer[int] = NOT_ASKED
    injurious_falls_last_6_months: Answer[int] = NOT_ASKED
    falls_needing_care_last_6_months: Answer[int] = NOT_ASKED
    fear_of_falling: Answer[bool] = NOT_ASKED
    fractures: Answer[tuple[Fracture, ...]] = NOT_ASKED
    physical_activity: Answer[Judgement] = NOT_ASKED
    calcium_intake: Answer[Judgement] = NOT_ASKED
    calcium_mg_per_day: Answer[Decimal] = NOT_ASKED
    heat_intolerance: Answer[bool] = NOT_ASKED
    limited_sun: Answer[bool] = NOT_ASKED
    gi_limits_dairy: Answer[bool] = NOT_ASKED
    malabsorption: Answer[bool] = NOT_ASKED
    hepatic_failure: Answer[bool] = NOT_ASKED
    musculoskeletal_disease: Answer[bool] = NOT_ASKED
    height_cm: Answer[Decimal] = NOT_ASKED
    weight_kg: Answer[Decimal] = NOT_ASKED
    bmi: Answer[Decimal] = NOT_ASKED
    smoker: Answer[bool] = NOT_ASKED
    alcohol_units_per_day: Answer[Decimal] = NOT_ASKED
    disease_modifying_therapies: Answer[tuple[str, ...]] = NOT_ASKED
    dxa_scans: Answer[tuple[DxaScan, ...]] = NOT_ASKED
    dxa_interval_months: Answer[int] = NOT_ASKED
    incomplete: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class InputFault:
    """Something in the input that could not be understood; the value counts as unknown.

    ``code`` is one of the error codes of the assess format; ``field`` the path of the value.
    """

    code: str
    field: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadScreening:
    """A screening as read from outside: the record, its id as given, and the faults found."""

    given_id: object
    record: ScreeningRecord
    faults: tuple[InputFault, ...] = field(default=())
