"""Made-up summaries: a plain one, and one with something in every section."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.documents import (
    SubjectIdentity,
    SummaryContent,
    TrendPoint,
    TrendSeries,
)
from msbone_desktop.domain.dxa_change import change_table
from msbone_desktop.domain.evidence import Caution, EvidenceLibrary, Level, Reference, Statement
from msbone_desktop.domain.findings import (
    Assessment,
    Conflict,
    DxaReading,
    DxaReminder,
    Finding,
    InputUsed,
    MissingInput,
    Note,
    Remark,
    Severity,
    Status,
    SteroidPulses,
    Support,
)
from msbone_desktop.domain.screening import (
    DxaScan,
    DxaSite,
    ScreeningRecord,
    VitaminDResult,
)

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
DAY = date(2026, 11, 22)
PREPARED = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)

LABELS = {
    "edss": "EDSS",
    "gait_aid": "Walking aid",
    "motor_decline": "Loss of motor function or walking",
    "vitamin_d": "25(OH)D",
    "falls_last_6_months": "Falls in 6 months",
    "steroid_courses": "Corticosteroid courses",
    "antiepileptics": "Antiepileptic medicines",
    "fractures": "Fractures",
    "physical_activity": "Physical activity",
    "fear_of_falling": "Fear of falling",
}
WORDS = {
    ("gait_aid", "bilateral"): "Two-sided aid",
    ("gait_aid", "none"): "No aid",
    ("physical_activity", "low"): "Low",
    ("motor_decline", "none"): "No loss",
}


def reference(key: str, text: str, url: str | None = None) -> Reference:
    """Return one work."""
    return Reference(
        id=key,
        author_year=text.split(".", maxsplit=1)[0],
        text=text,
        verification="verified",
        url=url,
    )


REFERENCES = {
    r.id: r
    for r in (
        reference(
            "moen2011",
            "Moen SM, Celius EG, Sandvik L, et al. Low bone mass in newly diagnosed multiple "
            "sclerosis and clinically isolated syndrome. Neurology 2011;77:151-7.",
        ),
        reference("sioka2011", "Sioka 2011, cited in MSBEST 2019."),
        reference("oleson2017", "Oleson 2017, cited in MSBEST 2019."),
        reference("klein2012", "Klein-Nulend 2012, cited in MSBEST 2019."),
        reference(
            "steffensen2011",
            "Steffensen LH, Jørgensen L, Straume B, et al. Can vitamin D3 supplementation prevent "
            "bone loss in persons with MS? A placebo-controlled trial. J Neurol 2011;258:1624-31. "
            "https://doi.org/10.1007/s00415-011-5980-6",
            "https://doi.org/10.1007/s00415-011-5980-6",
        ),
        reference(
            "holmoy2017",
            "Holmøy T, Lindstrøm JC, Eriksen EF, et al. High dose vitamin D supplementation does "
            "not affect biochemical bone markers in multiple sclerosis. BMC Neurol 2017;17:67. "
            "https://doi.org/10.1186/s12883-017-0851-0",
            "https://doi.org/10.1186/s12883-017-0851-0",
        ),
        reference(
            "sintzel2018",
            "Sintzel MB, et al. Vitamin D and multiple sclerosis. Neurol Ther 2018;7(1).",
            "https://doi.org/10.1007/s40120-017-0086-4",
        ),
        reference("gunn2013", "Gunn 2013, cited in MSBEST 2019."),
        reference("unused1999", "Nobody A. A work that no rule cites. 1999."),
    )
}


def statement(
    key: str,
    gist: str,
    level: Level = "not_graded",
    label: str = "Background statement, not graded",
    references: tuple[str, ...] = (),
    cautions: tuple[str, ...] = (),
) -> Statement:
    """Return one statement of the module."""
    graded = level in ("1a", "1b", "2", "conflicting")
    return Statement(
        id=key,
        gist=gist,
        place="1.0",
        level=level,
        label=label,
        about="intervention" if graded else "finding",
        references=references,
        cautions=cautions,
    )


STATEMENTS = {
    s.id: s
    for s in (
        statement(
            "S05",
            "Vitamin D supplements may not improve bone health compared with placebo in people "
            "with a low EDSS",
            "1a",
            "Level 1a (MSBEST 2019)",
            ("holmoy2017", "steffensen2011"),
            ("C3",),
        ),
        statement("S19", "Low vitamin D goes with fractures", cautions=("C10",)),
        statement("S20", "More than half fall within six months", references=("gunn2013",)),
        statement("S22", "Walking is no low risk", references=("moen2011", "sioka2011")),
        statement(
            "S30",
            "Correcting insufficiency is sensible",
            "expert_opinion",
            "Expert opinion (Sintzel 2018)",
            ("sintzel2018",),
        ),
        statement(
            "S33",
            "Yearly DXA while function is lost",
            "expert_opinion",
            "Expert opinion (Oleson 2017)",
            ("oleson2017",),
        ),
        statement("S34", "EDSS 6.5 means support on both sides"),
        statement("S35", "Little load on bones", references=("klein2012",)),
        statement(
            "S04",
            "An activity programme may improve whole-body bone density",
            "1b",
            "Level 1b (MSBEST 2019)",
        ),
        statement("S09", "Contributors to low bone density", references=("oleson2017",)),
    )
}

CAUTIONS = {
    "C3": Caution(
        id="C3",
        grade="A",
        text="Level 1a rests on three papers from one trial of 68 people with low disability.",
        references=("holmoy2017", "steffensen2011"),
    ),
    "C10": Caution(
        id="C10",
        grade="B",
        text="One of the two works cited for vitamin D and fractures measured neither.",
    ),
}

LIBRARY = EvidenceLibrary(
    version="1.0",
    module_citation="Patsakos EM, Mirkowski M, Bruno T, Craven BC, on behalf of the MSBEST Team. "
    "Bone Health. MSBEST version 1.0. 2019:1-16.",
    literature_until="2017",
    reviewed_on=date(2026, 11, 1),
    review_due_on=date(2027, 11, 1),
    statements=STATEMENTS,
    studies={},
    references=REFERENCES,
    cautions=CAUTIONS,
    glossary=(),
    key_points=(),
)


def support(key: str) -> Support:
    """Return the statement ``key`` as it stands behind a finding."""
    found = STATEMENTS[key]
    return Support(key, found.level, found.about, ())


def finding(
    rule_id: str,
    title: str,
    severity: Severity,
    message: str,
    *,
    status: Status = Status.TRIGGERED,
    inputs: tuple[InputUsed, ...] = (),
    missing: tuple[MissingInput, ...] = (),
    statements: tuple[str, ...] = (),
    extension: bool = False,
    is_core: bool = False,
) -> Finding:
    """Return what one rule concluded."""
    return Finding(
        rule_id,
        title,
        status,
        severity,
        inputs,
        missing,
        message,
        tuple(support(s) for s in statements),
        extension,
        is_core,
    )


IMMOBILITY = finding(
    "MOB-65",
    "Immobility",
    Severity.HIGH,
    "Needs support on both sides to walk, so bones are loaded little. Discuss bone assessment "
    "and supported standing or walking.",
    inputs=(
        InputUsed("edss", Decimal("6.5"), None, date(2026, 10, 1)),
        InputUsed("gait_aid", "bilateral", None, None),
    ),
    statements=("S34", "S35"),
    is_core=True,
)
LOW_VITAMIN_D = finding(
    "VITD-LOW",
    "Low vitamin D",
    Severity.MODERATE,
    "Below every target that the module quotes. Correcting it is sensible; the clinician decides "
    "how.",
    inputs=(InputUsed("vitamin_d", Decimal("41.0"), "nmol/L", date(2026, 9, 1)),),
    statements=("S19", "S30", "S05"),
    is_core=True,
)
FALLS = finding(
    "FALL-6M",
    "Falls in the last 6 months",
    Severity.MODERATE,
    "Ask how, where and with which aid. More than half of people with MS fall within six months.",
    inputs=(InputUsed("falls_last_6_months", 1, None, DAY),),
    statements=("S20",),
    is_core=True,
)
REPEATED_FALLS = finding(
    "FALL-REC",
    "Repeated falls",
    Severity.HIGH,
    "Consider a falls assessment by physiotherapy.",
    inputs=(InputUsed("falls_last_6_months", 3, None, DAY),),
    statements=("S20",),
    extension=True,
)
MOTOR_LOSS = finding(
    "MOB-DECL",
    "Motor loss",
    Severity.HIGH,
    "The measured walk got slower. Is motor function being lost?",
    status=Status.POSSIBLE,
    inputs=(InputUsed("edss", Decimal("6.5"), None, date(2026, 10, 1)),),
    missing=(MissingInput("motor_decline", "not_asked"),),
    statements=("S33",),
)
STEROIDS = finding(
    "STER-LT",
    "Long-term oral steroids",
    Severity.HIGH,
    "Steroid use not recorded.",
    status=Status.UNKNOWN,
    missing=(MissingInput("steroid_courses", "not_asked"),),
    statements=("S09",),
    extension=True,
    is_core=True,
)
ANTIEPILEPTICS = finding(
    "AED-NAMED",
    "Antiepileptic named by the module",
    Severity.MODERATE,
    "Antiepileptic use not recorded.",
    status=Status.UNKNOWN,
    missing=(MissingInput("antiepileptics", "declined"),),
    statements=("S09",),
    is_core=True,
)

NO_DXA = DxaReading(None, "no_dxa", None, {})
SCANS = (
    DxaScan(
        performed_on=date(2024, 11, 5),
        scanner_id="HOL-1",
        facility="City Hospital",
        sites=(
            DxaSite("lumbar_spine", None, Decimal("0.912"), Decimal("-1.2"), Decimal("-0.6")),
            DxaSite("total_hip", "left", Decimal("0.760"), Decimal("-2.1"), Decimal("-1.5")),
        ),
    ),
    DxaScan(
        performed_on=date(2025, 12, 5),
        scanner_id="HOL-1",
        facility="City Hospital",
        sites=(
            DxaSite("lumbar_spine", None, Decimal("0.905"), Decimal("-1.3"), Decimal("-0.6")),
            DxaSite(
                "total_hip",
                "left",
                Decimal("0.730"),
                Decimal("-2.3"),
                Decimal("-1.7"),
                Decimal("0.010"),
            ),
            DxaSite("femoral_neck", "left", not_measurable="metalwork in the hip"),
        ),
    ),
)


def assessment(findings: tuple[Finding, ...], **changes: object) -> Assessment:
    """Return the findings of one screening."""
    made = Assessment(
        id="s-1",
        profile="module-2019",
        rule_set_version="1.0",
        rule_set_hash="0" * 64,
        assessed_on=DAY,
        age=62,
        findings=findings,
        vitamin_d_band="B1_30_50",
        dxa=NO_DXA,
        dxa_reminder=DxaReminder("none", None, None),
        frax="caution_no_ms",
        conflicts=(),
        notes=(),
        steroid_pulses=SteroidPulses(0, Decimal(0)),
        faults=(),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


SUBJECT = SubjectIdentity(
    patient=None,
    family_name="Nowak-Øvergård",
    given_name="Łucja",
    born="10 Mar 1964",
    sex="Female",
    clinic_id="MS-00417",
)
CLINIC = ClinicIdentity(
    name="Fjordside MS Clinic",
    address="12 Harbour Street, 5003 Bergen",
    phone="+47 55 00 00 00",
)


def usual(**changes: object) -> SummaryContent:
    """Return the summary of a usual screening: three findings and one old scan less."""
    made = SummaryContent(
        clinic=CLINIC,
        subject=SUBJECT,
        record=ScreeningRecord(
            id="s-1",
            assessed_on=DAY,
            vitamin_d=(VitaminDResult(date(2026, 9, 1), Decimal("41.0"), "nmol/L"),),
            dxa_scans=(),
        ),
        assessment=assessment((IMMOBILITY, LOW_VITAMIN_D, FALLS)),
        labels=LABELS,
        value_words=WORDS,
        library=LIBRARY,
        dxa_trend=(),
        prepared_at=PREPARED,
        prepared_by="A. Nurse",
        recorded_by="A. Nurse",
        software_version="1.0.0",
        is_draft=False,
        signed_line="Signed by A. Nurse, 22 Nov 2026 14:05",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def rich(**changes: object) -> SummaryContent:
    """Return a summary with something in every section."""
    reading = DxaReading(
        "T",
        "T_low_bone_mass_osteopenia",
        "total_hip",
        {"lumbar_spine": "no_LSC", "total_hip": "significant_loss"},
        Decimal("-2.3"),
        date(2025, 12, 5),
        "T-score, because the person is post-menopausal.",
    )
    trend = TrendSeries(
        "Total hip",
        "g/cm²",
        (
            TrendPoint(date(2021, 5, 2), Decimal("0.802")),
            TrendPoint(date(2022, 10, 9), Decimal("0.781")),
            TrendPoint(date(2023, 10, 9), None),
            TrendPoint(date(2024, 11, 5), Decimal("0.760")),
            TrendPoint(date(2025, 12, 5), Decimal("0.730")),
        ),
    )
    spine = TrendSeries(
        "Lumbar spine",
        "g/cm²",
        (
            TrendPoint(date(2021, 5, 2), Decimal("0.930")),
            TrendPoint(date(2024, 11, 5), Decimal("0.912")),
            TrendPoint(date(2025, 12, 5), Decimal("0.905")),
        ),
    )
    made = usual(
        record=replace(usual().record, dxa_scans=SCANS),
        site_changes=change_table(SCANS[::-1], Decimal("2.77"))[:2],
        assessment=assessment(
            (
                IMMOBILITY,
                REPEATED_FALLS,
                LOW_VITAMIN_D,
                FALLS,
                MOTOR_LOSS,
                STEROIDS,
                ANTIEPILEPTICS,
            ),
            dxa=reading,
            dxa_reminder=DxaReminder("due_soon", date(2026, 12, 5), "module_annual"),
            conflicts=(
                Conflict(
                    "FALLS_6M_GT_12M",
                    "More falls in 6 months than in 12.",
                    ("falls_last_6_months", "falls_last_12_months"),
                    (
                        InputUsed("falls_last_6_months", 3, None, DAY),
                        InputUsed("falls_last_12_months", 1, None, DAY),
                    ),
                ),
            ),
            notes=(Note("OLDER_THAN_12_MONTHS", "FALL-6M", "Older than 12 months"),),
            remarks=(
                Remark(
                    "VITD-BAND",
                    "41.0 nmol/L is below every target that the module quotes.",
                    "Background statement, not graded",
                    ("S30",),
                ),
                Remark(
                    "TX-NOTE",
                    "No fracture trial of bone medicines in MS is known to the module.",
                    "Key point, not graded",
                    ("S09",),
                ),
                Remark(
                    "STER-PULSE",
                    "Relapse pulses: none recorded.",
                    "Extension",
                    (),
                    "FALL-6M",
                ),
            ),
        ),
        dxa_trend=(trend, spine),
    )
    return replace(made, **changes)  # type: ignore[arg-type]
