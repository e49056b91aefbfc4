"""A screening service that keeps its drafts in memory and judges with the shipped rules."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.patients import Patient, PatientDetails, PatientId
from msbone_desktop.domain.screening import (
    DxaScan,
    DxaSite,
    EdssScore,
    Fracture,
    ScreeningRecord,
    VitaminDResult,
)
from msbone_desktop.domain.screenings import Offer, Screening, ScreeningId, ScreeningState
from msbone_desktop.services.knowledge import load_knowledge
from tests.people import staff

RESOURCES = Path(__file__).parents[3] / "resources"
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)
ACTOR = staff("A. Nurse")


@cache
def knowledge():
    return load_knowledge(RESOURCES)


def person(number: int = 1, family: str = "Adeyemi", given: str = "Ann") -> Patient:
    details = PatientDetails(
        family_name=family,
        given_name=given,
        born_on=PartialDate(1979, 3, 14),
        clinic_id=f"MS-{number:05d}",
        sex_for_reference="female",
    )
    return Patient(id=PatientId(number), details=details, version=1, created_at=NOW, changed_at=NOW)


def blank_record(number: int = 1) -> ScreeningRecord:
    return ScreeningRecord(
        id=f"S-{number}",
        assessed_on=TODAY,
        date_of_birth=date(1979, 3, 14),
        sex_for_reference="female",
    )


def full_record(number: int = 1) -> ScreeningRecord:
    ratings = tuple(
        EdssScore(date(2026 - back, 3, 2), max(Decimal("1.0"), Decimal(13 - back) / 2))
        for back in range(25)
    )
    hip = DxaSite("total_hip", "left", Decimal("0.712"), Decimal("-2.6"), Decimal("-1.9"))
    return replace(
        blank_record(number),
        menopause="post",
        ms_course="secondary_progressive",
        edss=ratings,
        gait_aid="none",
        motor_decline="none",
        vitamin_d=(VitaminDResult(date(2025, 9, 1), Decimal("42"), "nmol/L"),),
        falls_last_6_months=3,
        falls_last_12_months=2,
        fear_of_falling=True,
        fractures=(Fracture("wrist", date(2024, 11, 1), "fall_standing_or_less"),),
        physical_activity="low",
        steroid_courses=(),
        antiepileptics=(),
        dxa_scans=(DxaScan(performed_on=date(2026, 6, 1), sites=(hip,), scanner_id="HOL-1"),),
    )


class StubScreenings:
    """Does what the service does, without a file. ``before_save`` may wait or raise."""

    def __init__(self) -> None:
        self.rulebook = knowledge().rulebook
        self.questionnaire = knowledge().questionnaire
        self.dictionary = self.rulebook.dictionary
        self.kept: dict[int, Screening] = {}
        self.records: dict[int, ScreeningRecord] = {}
        self.calls: list[tuple] = []  # type: ignore[type-arg]
        self.offered: tuple[Offer, ...] = ()
        self.before_save = lambda: None
        self.before_offers = lambda _patient: None

    def add(self, number: int = 1, patient: int = 1, record=None, **changes) -> Screening:
        self.records[number] = record or blank_record(number)
        screening = Screening(
            id=ScreeningId(number),
            patient=PatientId(patient),
            state=ScreeningState.DRAFT,
            assessed_on=TODAY,
            answers="{}",
            findings=None,
            notes="",
            confirmations=(),
            carried_forward=(),
            rule_set_version="1.0",
            rule_set_hash="",
            profile="module-2019",
            software_version="1.0",
            version=1,
            started_by=ACTOR.name,
            started_at=NOW,
            saved_at=NOW,
        )
        self.kept[number] = replace(screening, **changes)
        return self.kept[number]

    def assess(self, record):
        return self.rulebook.assess(record)

    def start(self, patient):
        return self.add(900 + patient, patient)

    def record_of(self, screening):
        return self.records[screening.id]

    def offers(self, patient):
        self.before_offers(patient)
        return self.offered

    def save_draft(
        self,
        screening,
        patient,
        expected_version,
        record,
        notes,
        confirmations,
        carried_forward,
        half_typed="",
    ):
        self.before_save()
        kept = self.kept[screening]
        assert (kept.patient, kept.version) == (patient, expected_version)
        self.calls.append(("save", screening, patient, record, notes))
        self.records[screening] = record
        self.kept[screening] = replace(
            kept,
            version=kept.version + 1,
            notes=notes,
            confirmations=confirmations,
            carried_forward=carried_forward,
            half_typed=half_typed,
        )
        return self.kept[screening]

    def sign(self, screening, patient, expected_version):
        self.calls.append(("sign", screening, patient, expected_version))
        kept = self.kept[screening]
        assert (kept.patient, kept.version) == (patient, expected_version)
        self.kept[screening] = replace(
            kept, state=ScreeningState.SIGNED, signed_by=ACTOR.name, signed_at=NOW
        )
        return self.kept[screening]

    def amend(self, screening, patient, reason):
        self.calls.append(("amend", screening, patient, reason))
        record = self.records[screening]
        return self.add(screening + 100, patient, record, amends=screening, amendment_reason=reason)

    def discard_draft(self, screening, patient, expected_version):
        self.calls.append(("discard", screening, patient, expected_version))

    def findings_of(self, screening):
        return self.assess(self.records[screening.id])

    def rule_words(self, rule_id):
        return self.rulebook.rules[rule_id].words()

    def label(self, field):
        return self.dictionary.label(field)

    def value_words(self, field, word):
        return self.dictionary.value_words(field, word)

    def complete_drug(self, field, prefix):
        return self.rulebook.drugs[field].complete(prefix)

    def recognises_drug(self, field, name):
        return self.rulebook.drugs[field].class_of(name) is not None


def evidence():
    return SimpleNamespace(library=knowledge().library)
