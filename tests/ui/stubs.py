"""Small services of the shapes the screens ask, with made-up people and no database."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

from msbone_desktop.domain.accounts import Account, AccountId, Role
from msbone_desktop.domain.attention_range import AttentionRange
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.charting import Chart, Mark, Point, Series, Span
from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.documents import Document
from msbone_desktop.domain.errors import (
    NotFoundError,
    RecoveryCodeError,
    RefusedEntryError,
    WrongPassphraseError,
)
from msbone_desktop.domain.evidence import (
    Caution,
    EvidenceLibrary,
    GlossaryTerm,
    Reference,
    Statement,
    Study,
    StudyArm,
)
from msbone_desktop.domain.findings import (
    Assessment,
    DxaReading,
    DxaReminder,
    Finding,
    MissingInput,
    Severity,
    Status,
    Support,
)
from msbone_desktop.domain.follow_up import FollowUpPolicy, ReminderKind, WorkList
from msbone_desktop.domain.patients import (
    Patient,
    PatientDetails,
    PatientId,
    PatientPage,
    PatientRow,
    SimilarPatient,
)
from msbone_desktop.domain.screenings import Screening, ScreeningId, ScreeningState
from msbone_desktop.services.timeline import Timeline
from msbone_desktop.services.today import DxaDue
from msbone_desktop.services.what_changed import WhatChanged
from tests.people import staff

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
LONG_NAME = "Featherstonehaugh-Vandenbergh-Ångström-W"
FAMILIES = (
    "Adeyemi Bąk Castellanos Dufresne Eriksson Fitzgerald Grünwald Haddad Ito Jónsdóttir".split()
)
GIVENS = "Ann Bilal Chiara Dmitri Elif Fionnuala Gustavo Hye-jin Ines Jürgen Katarína Léa".split()
COURSES = ("relapsing_remitting", "secondary_progressive", "primary_progressive", None)


def now() -> datetime:
    return NOW


def patient_row(number: int) -> PatientRow:
    family = LONG_NAME if number == 7 else FAMILIES[number % len(FAMILIES)]
    return PatientRow(
        id=PatientId(number),
        family_name=family,
        given_name=GIVENS[number % len(GIVENS)],
        born_on=None if number % 9 == 8 else PartialDate(1950 + number % 50, 1 + number % 12, 14),
        sex_for_reference="female" if number % 3 else "male",
        clinic_id=f"MS-{number:05d}",
        ms_course=COURSES[number % 4],
        edss=None if number % 5 == 4 else f"{1 + number % 8}.5",
        edss_on=date(2026, 3, 2),
        last_screened_on=None if number % 6 == 5 else date(2026, 1 + number % 11, 3),
        last_dxa_on=None if number % 4 == 3 else date(2024, 1 + number % 12, 20),
        has_draft=number % 11 == 3,
        deceased=number % 17 == 16,
    )


def patient(number: int, **details: Any) -> Patient:
    row = patient_row(number)
    return Patient(
        id=row.id,
        details=replace(
            PatientDetails(
                family_name=row.family_name,
                given_name=row.given_name,
                born_on=row.born_on,
                clinic_id=row.clinic_id,
                sex_for_reference="female",
            ),
            **details,
        ),
        version=1,
        created_at=NOW,
        changed_at=NOW,
    )


def finding(
    rule_id: str = "MOB-01",
    title: str = "Needs a walking aid",
    status: Status = Status.TRIGGERED,
    severity: Severity = Severity.HIGH,
    message: str = "EDSS 6.5 on 2 Mar 2026. Consider a DXA scan and a review of falls.",
) -> Finding:
    unknown = status is Status.UNKNOWN
    return Finding(
        rule_id=rule_id,
        title=title,
        status=status,
        severity=severity,
        inputs=(),
        missing=(MissingInput("vitamin_d", "not_asked"),) if unknown else (),
        message=message,
        support=(Support("S06", "not_graded", "finding", ("Dobson 2012",)),),
        extension=False,
        is_core=True,
    )


def assessment(*findings: Finding, reminder: DxaReminder | None = None) -> Assessment:
    return Assessment(
        id="1",
        profile="module-2019",
        rule_set_version="1.0",
        rule_set_hash="abc",
        assessed_on=NOW.date(),
        age=47,
        findings=findings,
        vitamin_d_band=None,
        dxa=DxaReading(None, None, None, {}),
        dxa_reminder=reminder or DxaReminder("none", None, None),
        frax="",
        conflicts=(),
        notes=(),
        steroid_pulses=None,
        faults=(),
    )


RICH = assessment(
    finding("FRAC-01", "Fracture after a fall from standing", severity=Severity.URGENT,
            message="Wrist, 14 Jun 2025. Discuss referral for fracture prevention."),
    finding(),
    finding("MED-02", "Several steroid courses in a year", severity=Severity.MODERATE,
            message="3 courses since Dec 2025. Review cumulative exposure."),
    finding("SUN-01", "Heat keeps her out of the sun", severity=Severity.LOW,
            message="Consider asking for 25(OH)D."),
    finding("LIFE-03", "Alcohol", Status.POSSIBLE, Severity.LOW, "Only an estimate is recorded."),
    finding("VITD-01", "Vitamin D", Status.UNKNOWN, Severity.MODERATE, ""),
)  # fmt: skip


def screening(number: int, of: int = 1, state: ScreeningState = ScreeningState.SIGNED) -> Screening:
    signed = state is not ScreeningState.DRAFT
    return Screening(
        id=ScreeningId(number),
        patient=PatientId(of),
        state=state,
        assessed_on=date(2026, 11, 1 + number),
        answers="{}",
        findings="{}" if signed else None,
        notes="",
        confirmations=(),
        carried_forward=(),
        rule_set_version="1.0",
        rule_set_hash="abc",
        profile="module-2019",
        software_version="0.1",
        version=1,
        started_by="A. Nurse",
        started_at=NOW,
        saved_at=NOW,
        signed_by="A. Nurse" if signed else None,
        signed_at=NOW if signed else None,
    )


class StubPatients:
    def __init__(self, count: int = 60) -> None:
        self.rows = [patient_row(number) for number in range(1, count + 1)]
        self.similar: tuple[SimilarPatient, ...] = ()
        self.created: list[PatientDetails] = []
        self.asked: list[dict[str, object]] = []

    def search(self, text: str, limit: int = 50) -> tuple[PatientRow, ...]:
        wanted = text.casefold()
        return tuple(
            row
            for row in self.rows
            if wanted in f"{row.family_name} {row.given_name} {row.clinic_id}".casefold()
        )[:limit]

    def page(self, **asked: object) -> PatientPage:
        self.asked.append(asked)
        rows = self.search(str(asked.get("text", "")), 10_000)
        start, limit = int(str(asked.get("offset", 0))), int(str(asked.get("limit", 200)))
        return PatientPage(tuple(rows[start : start + limit]), len(rows))

    def get(self, patient_id: PatientId) -> Patient:
        if not any(row.id == patient_id for row in self.rows):
            raise NotFoundError
        return patient(patient_id)

    def create(self, details: PatientDetails) -> Patient:
        self.created.append(details)
        return replace(patient(1), details=details)

    def update(
        self, patient_id: PatientId, expected_version: int, details: PatientDetails
    ) -> Patient:
        return replace(patient(patient_id), details=details, version=expected_version + 1)

    def similar_to(
        self, details: PatientDetails, besides: PatientId | None = None
    ) -> tuple[SimilarPatient, ...]:
        return self.similar

    def next_clinic_id(self) -> str:
        return "MS-00061"


class StubScreenings:
    def __init__(self) -> None:
        self.listed = [
            screening(4, state=ScreeningState.DRAFT),
            screening(3),
            screening(2, state=ScreeningState.AMENDED),
        ]
        self.amended: list[tuple[int, int, str]] = []

    def of(self, patient_id: PatientId) -> tuple[Screening, ...]:
        return tuple(replace(one, patient=patient_id) for one in self.listed)

    def start(self, patient_id: PatientId) -> Screening:
        return screening(9, patient_id, ScreeningState.DRAFT)

    def amend(self, screening_id: ScreeningId, patient_id: PatientId, reason: str) -> Screening:
        self.amended.append((screening_id, patient_id, reason))
        return screening(9, patient_id, ScreeningState.DRAFT)

    def findings_of(self, one: Screening) -> Assessment:
        return RICH

    def get(self, screening_id: ScreeningId) -> Screening:
        return next(one for one in self.listed if one.id == screening_id)

    def drafts(self) -> tuple[tuple[Screening, PatientRow], ...]:
        return ((screening(4, 3, ScreeningState.DRAFT), patient_row(3)),)

    def label(self, field: str) -> str:
        return {"vitamin_d": "25-hydroxyvitamin D"}.get(field, field.replace("_", " "))

    def value_words(self, field: str, word: str) -> str:
        return word.replace("_", " ").capitalize()

    def rule_words(self, rule_id: str) -> str:
        return "EDSS is at least 6.5"


class StubDxa:
    def history(self, patient_id: PatientId) -> tuple[object, ...]:
        return ()

    def reading(self, patient_id: PatientId) -> DxaReading:
        return DxaReading(None, None, None, {})


class StubTimeline:
    def of(self, patient_id: PatientId) -> Timeline:
        points = tuple(Point(date(2020 + n, 5, 1), Decimal(4) + n) for n in range(4))
        charts = (
            Chart(title="EDSS", unit="", series=(Series("EDSS", points),)),
            Chart(title="25(OH)D", unit="nmol/L", series=(), empty="No 25(OH)D is recorded."),
        )
        marks = (Mark("relapse", date(2021, 3, 1), None, "Relapse from 2021-03-01"),)
        span = Span(date(2020, 5, 1), date(2026, 11, 22))
        return Timeline(charts=charts, marks=marks, span=span, steroids=())


class StubChanges:
    def of(self, patient_id: PatientId) -> WhatChanged:
        return WhatChanged(since=date(2025, 11, 22), found=("Motor loss",))

    def range_of(self, screening: Screening) -> AttentionRange:
        return AttentionRange(
            least=Severity.LOW,
            most=Severity.HIGH,
            open_rules=("Immobility",),
            field="edss",
            settles_all=True,
        )


class StubPolicy:
    def get(self) -> FollowUpPolicy:
        return FollowUpPolicy(asked=True)


class StubReminders:
    def work_list(self, kind: ReminderKind = "dxa") -> WorkList:
        return WorkList(
            kind=kind,
            on=date(2026, 11, 22),
            rows=(),
            patients=0,
            due=0,
            not_due=0,
            excluded=0,
            counts={},
        )

    def next_review(self, patient_id: PatientId) -> date | None:
        return date(2027, 3, 4)

    def next_dxa(self, patient_id: PatientId) -> DxaReminder:
        return DxaReminder("overdue", date(2026, 9, 1), "module_annual")


@dataclass(frozen=True)
class StubToday:
    drafts: tuple[tuple[Screening, PatientRow], ...]
    opened_today: tuple[PatientRow, ...]
    notices: tuple[str, ...]
    dxa_due: tuple[tuple[PatientRow, DxaReminder], ...] = ()
    dxa_due_count: int = 0


class StubTodayService:
    def __init__(self, today: StubToday | None = None) -> None:
        self.today = today or StubToday(
            drafts=tuple((screening(n, n, ScreeningState.DRAFT), patient_row(n)) for n in (3, 14)),
            opened_today=tuple(patient_row(n) for n in (1, 2, 7, 5)),
            dxa_due=tuple(
                (patient_row(n), DxaReminder("overdue", date(2026, n, 1), "module_annual"))
                for n in (1, 2, 7, 4, 5)
            ),
            dxa_due_count=23,
            notices=("The rule set 1.0 is due for review on 1 Jan 2027.",),
        )
        self.noted: list[PatientId] = []

    def look(self) -> StubToday:
        return self.today

    def due(self) -> DxaDue:
        return DxaDue(self.today.dxa_due, self.today.dxa_due_count)

    def note_opened(self, patient_id: PatientId) -> None:
        self.noted.append(patient_id)


NOTHING_TODAY = StubToday((), (), ())


def library() -> EvidenceLibrary:
    references = {
        "dobson2012": Reference(
            id="dobson2012",
            author_year="Dobson 2012",
            text="Dobson R, Ramagopalan S, Giovannoni G. Bone health and multiple sclerosis. "
            "Mult Scler. 2012;18(11):1522-8.",
            verification="verified",
            url="https://doi.org/10.1177/1352458512453362",
        )
    }
    cautions = {
        "C01": Caution(
            id="C01",
            grade="A",
            text="The age given in the table is not the age in the paper.",
            references=("dobson2012",),
        )
    }
    statements = {
        f"S{n:02d}": Statement(
            id=f"S{n:02d}",
            gist=f"People who need support to walk lose bone at the hip faster ({n}).",
            place="Risk factors",
            level="not_graded" if n > 5 else "1b",
            label="Not graded in the module" if n > 5 else "Level 1b (about the intervention)",
            about="finding" if n > 5 else "intervention",
            citations=("Dobson 2012",),
            references=("dobson2012",),
            cautions=("C01",) if n % 3 == 0 else (),
            studies=("T1",) if n < 6 else (),
        )
        for n in range(1, 36)
    }
    studies = {
        "T1": Study(
            id="T1",
            reference="dobson2012",
            author_year="Dobson 2012",
            design="Randomised trial",
            country="United Kingdom",
            topic="Exercise",
            pedro=6,
            n_initial=40,
            n_final=36,
            intervention="Resistance training twice a week",
            arms=(StudyArm(name="Training", n=20, description="Age 44, EDSS 3.5"),),
            outcomes=("Hip BMD",),
            results=("No difference between groups",),
            cautions=("C01",),
        )
    }
    return EvidenceLibrary(
        version="1.0",
        module_citation="MSBEST module, 2019",
        literature_until="2018",
        reviewed_on=date(2026, 1, 1),
        review_due_on=date(2027, 1, 1),
        statements=statements,
        studies=studies,
        references=references,
        cautions=cautions,
        glossary=(
            GlossaryTerm("BMD", "bone mineral density"),
            GlossaryTerm("PTH", "parathyroid hormone"),
        ),
        key_points=("S01", "S06"),
    )


class StubEvidence:
    def __init__(self) -> None:
        self.library = library()

    def rules_resting_on(self, statement_id: str) -> tuple[str, ...]:
        return ("Needs a walking aid",) if statement_id == "S06" else ()

    def rules_behind(self, rule_id: str) -> tuple[Statement, ...]:
        return (self.library.statements["S06"],)


def pdf_bytes() -> bytes:
    """A PDF of two pages with nothing but a line of text each."""
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for number in (1, 2):
        canvas.drawString(72, 760, f"Page {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


class StubDocuments:
    def __init__(self) -> None:
        self.saved: list[object] = []

    def summary(self, screening_id: ScreeningId, patient_id: PatientId) -> Document:
        return Document(
            patient=patient_id,
            kind="summary",
            file_name=f"summary-{screening_id}.pdf",
            content=pdf_bytes(),
            sha256="0" * 64,
            made_at=NOW,
            pages=2,
        )

    def note_printed(self, document: Any) -> None:
        self.saved.append((document, "printed"))

    def save_as(self, document: Document, path: Path) -> Path:
        self.saved.append((document, path))
        return path


class StubMerging:
    def joined_into(self, patient: PatientId) -> tuple[object, ...]:
        return ()


class StubAudit:
    """Asks for no reason unless told to."""

    def __init__(self, asks: bool = False) -> None:
        self.asks = asks
        self.reasons: list[tuple[int, str]] = []
        self.viewed: list[tuple[int, str]] = []

    def asks_reason(self, patient: PatientId) -> bool:
        return self.asks

    def give_reason(self, patient: PatientId, reason: str) -> None:
        self.reasons.append((patient, reason))

    def note_viewed(self, patient: PatientId, screen: str = "record") -> None:
        self.viewed.append((patient, screen))


class StubPeople:
    def __init__(self, due: bool = False) -> None:
        self.due = due
        self.confirmed: list[tuple[int, str]] = []
        self.sheet_id = "" if due else "3F2A-91C0"
        self.people = [
            Account(
                id=AccountId(1), name="A. Lead", role=Role.LEAD, active=True, slot="a", version=1
            ),
            Account(
                id=AccountId(2), name="B. Nurse", role=Role.NURSE, active=True, slot="b", version=1
            ),
            Account(
                id=AccountId(3), name="C. Gone", role=Role.READER, active=False, slot="c", version=2
            ),
        ]
        self.asked: list[tuple[Any, ...]] = []

    def sheet_is_due(self) -> bool:
        return self.due

    def make_sheet(self) -> Any:
        return SimpleNamespace(content=pdf_bytes(), file_name="msbone-recovery-sheet.pdf")

    def group_to_confirm(self) -> int:
        return 4

    def confirm_sheet(self, group: int, typed: str) -> None:
        if typed != "ABCD":
            raise RefusedEntryError("group", "That is not group 4 of the sheet.")
        self.confirmed.append((group, typed))

    def listed(self) -> tuple[Account, ...]:
        return tuple(self.people)

    def _change(self, *asked: Any) -> Account:
        self.asked.append(asked)
        return self.people[1]

    def add(self, name: str, role: Role, passphrase: str) -> Account:
        return self._change("add", name, role, passphrase)

    def change_role(self, identity: AccountId, role: Role, version: int) -> Account:
        return self._change("role", identity, role, version)

    def remove(self, identity: AccountId, version: int) -> Account:
        return self._change("remove", identity, version)

    def readmit(self, identity: AccountId, version: int, passphrase: str) -> Account:
        return self._change("readmit", identity, version, passphrase)

    def reset_passphrase(self, identity: AccountId, passphrase: str) -> None:
        self._change("reset", identity, passphrase)

    def change_own_passphrase(self, old: str, new: str) -> None:
        if old == "wrong":
            raise WrongPassphraseError
        self._change("own", old, new)


class StubSettings:
    idle_minutes = 5

    def __init__(self, identity: ClinicIdentity) -> None:
        self.kept = identity

    def save_idle_minutes(self, minutes: int) -> None:
        self.idle_minutes = minutes

    def identity(self) -> ClinicIdentity:
        return self.kept

    def save_identity(self, identity: ClinicIdentity) -> ClinicIdentity:
        self.kept = identity
        return identity


def clinic(count: int = 60, *, demo: bool = True, **parts: object) -> Any:
    identity = ClinicIdentity(name="Riverside MS Clinic", phone="01234 567890", is_demo=demo)
    made = {
        "actor": staff("A. Nurse"),
        "identity": identity,
        "patients": StubPatients(count),
        "screenings": StubScreenings(),
        "dxa": StubDxa(),
        "evidence": StubEvidence(),
        "documents": StubDocuments(),
        "settings": StubSettings(identity),
        "reminders": StubReminders(),
        "policy": StubPolicy(),
        "timeline": StubTimeline(),
        "changes": StubChanges(),
        "today": StubTodayService(),
        "audit": StubAudit(),
        "people": StubPeople(),
        "merging": StubMerging(),
        "close": lambda: None,
    }
    return SimpleNamespace(**{**made, **parts})


def noting(heard: list[Any], answer: Callable[..., Any], take: slice = slice(None)) -> Any:
    """Return ``answer``, with what it is asked kept in ``heard``."""

    def ask(*given: Any, **more: Any) -> Any:
        heard.append(given[take])
        return answer(*given, **more)

    return ask


def waiting(event: Event, answer: Callable[..., Any]) -> Any:
    """Return ``answer``, held back until ``event``."""

    def ask(*given: Any, **more: Any) -> Any:
        event.wait(5)
        return answer(*given, **more)

    return ask


def vault(*, exists: bool = True, demo: bool = True) -> Any:
    return StubVault(exists=exists, demo=demo)


class StubVault:
    def __init__(self, *, exists: bool = True, demo: bool = True) -> None:
        self.exists = exists
        self.has_lost_its_file = False
        self.is_demo = demo
        self.hint = "walk the line slowly" if demo else ""
        self.sheet_id = "" if demo else "3F2A-91C0"
        self.seconds = 0
        self.people = StubPeople()
        self.closing: Callable[[], object] = lambda: None
        self.recovered: list[tuple[str, str, str]] = []
        self.opened_by: list[str] = []
        self.created_with: list[tuple[str, ClinicIdentity]] = []

    def create(self, passphrase: str, identity: ClinicIdentity) -> None:
        self.created_with.append((passphrase, identity))

    def unlock(self, passphrase: str, name: str) -> Any:
        if passphrase == "wrong":
            raise WrongPassphraseError
        self.opened_by.append(name)
        return clinic(people=self.people, close=self.closing)

    def wait(self, _name: str) -> int:
        return self.seconds

    def recover(self, code: str, name: str, passphrase: str) -> None:
        if not code.startswith("3"):
            raise RecoveryCodeError((1,))
        self.recovered.append((code, name, passphrase))
