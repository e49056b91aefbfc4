"""Services of the DXA page that keep what they are given in memory."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from msbone_desktop.domain.access import AccessCard, booking_questions, suggested_sites
from msbone_desktop.domain.charting import Chart, Point, Series, Span
from msbone_desktop.domain.dxa import VoidedScan
from msbone_desktop.domain.dxa_change import SiteChange
from msbone_desktop.domain.dxa_reports import DxaReport
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.external_risk import ShownRisk, cautions, outside_range
from msbone_desktop.domain.findings import DxaReading, Remark
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.scanners import PrecisionError, Scanner, ScannerDetails, ScannerId
from msbone_desktop.domain.screening import DxaScan, DxaSite
from msbone_desktop.domain.steroid_ledger import YearOfSteroids
from msbone_desktop.services.access import ScanPlan
from msbone_desktop.services.dxa import DxaLook
from msbone_desktop.services.timeline import Timeline
from tests.people import staff
from tests.ui.screening.stubs import NOW, TODAY, StubScreenings

DICTIONARY = StubScreenings().dictionary
HIP = DxaSite("total_hip", "left", Decimal("0.712"), Decimal("-2.6"), Decimal("0.4"))
SPINE = DxaSite("lumbar_spine", not_measurable="metalwork")
NECK = DxaSite("femoral_neck", "left", Decimal("0.700"), Decimal("-2.0"))
SCAN = DxaScan(performed_on=date(2026, 6, 1), sites=(HIP, SPINE, NECK), scanner_ref=1)
SOURCE = Remark("DXA-SCORE", "Which score is read: as told.", "Background statement, not graded")
READING = DxaReading(
    "T",
    "T_osteoporosis_range",
    "total_hip",
    {"total_hip": "not_comparable"},
    Decimal("-2.6"),
    date(2026, 6, 1),
    "female reference, post-menopausal",
)
CHANGES = (
    SiteChange(
        site="total_hip", side="left", newer_on=date(2026, 6, 1), older_on=date(2024, 6, 1),
        verdict="not_comparable", reason="another maker (Hologic, before: GE)",
    ),
    SiteChange(
        site="femoral_neck", side="left", newer_on=date(2026, 6, 1), older_on=date(2024, 6, 1),
        verdict="significant_loss", cautions=("other software (2, before: 1): ask the centre",),
        absolute=Decimal("-0.070"), percent=Decimal("-9.09"), percent_a_year=Decimal("-4.55"),
        least_significant=Decimal("0.02770"),
    ),
)  # fmt: skip
REPORT = DxaReport(
    id=5, patient=PatientId(1), scan_id=11, sha256="0" * 64, pages=2, attached_by="A. Nurse",
    attached_at=NOW,
)  # fmt: skip
ROOM_3 = Scanner(
    id=ScannerId(1),
    details=ScannerDetails(
        name="Room 3", facility="City", manufacturer="Hologic", model="Horizon", serial="H-1",
        software="5.6",
    ),
    version=1,
    precision=(
        PrecisionError(
            id=1, site="total_hip", value=Decimal("0.009"), determined_on=date(2026, 1, 10)
        ),
    ),
)  # fmt: skip
OLD_ROOM = Scanner(id=ScannerId(2), details=ScannerDetails(name="Cellar", in_use=False), version=1)


class StubScans:
    def __init__(self):
        self.scans = {1: ((11, SCAN),), 2: ()}
        self.calls = []
        self.wait = lambda: None
        self.reports = (REPORT,)
        self.voided: tuple[VoidedScan, ...] = ()

    def look(self, patient):
        self.wait()
        scans = self.scans[patient]
        return DxaLook(
            scans=scans,
            shown=scans,
            changes=CHANGES if scans else (),
            reading=READING if scans else DxaReading(None, "no_dxa", None, {}),
            reports=self.reports if scans else (),
            remarks=(SOURCE,) if scans else (),
            scanner_names={1: "Room 3"},
            voided=() if scans else self.voided,
        )

    def record(self, patient, scan):
        self.calls.append(("record", patient, scan))
        self.scans[patient] = ((12, scan), *self.scans[patient])
        return 12

    def correct(self, patient, scan_id, scan, reason):
        self.calls.append(("correct", patient, scan_id, scan, reason))
        self.scans[patient] = ((13, scan),)
        return 13

    def void(self, patient, scan_id, reason):
        self.calls.append(("void", patient, scan_id, reason))
        self.scans[patient] = ()
        self.voided = (
            VoidedScan(
                performed_on=SCAN.performed_on,
                reason=reason,
                voided_by="A. Nurse",
                voided_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
            ),
        )


class StubReports:
    def __init__(self):
        self.calls = []
        self.refusal = ""

    def attach_file(self, patient, scan_id, path):
        self.calls.append((patient, scan_id, path))
        if self.refusal:
            raise RefusedEntryError("report", self.refusal)
        return 6

    def void(self, patient, number, reason):
        self.calls.append(("void", patient, number, reason))


class StubAccess:
    def __init__(self):
        self.cards = {1: AccessCard(), 2: AccessCard()}

    def plan(self, patient):
        card = self.cards[patient]
        return ScanPlan(
            card=card,
            edss=None,
            sites=suggested_sites(card, None, ()),
            questions=booking_questions(card, TODAY),
        )

    def save(self, patient, card, expected_version):
        assert expected_version == self.cards[patient].version
        self.cards[patient] = replace(card, version=expected_version + 1)
        return self.cards[patient]


class StubRisks:
    def __init__(self, age=55):
        self.results: dict[int, tuple[Any, ...]] = {1: (), 2: ()}
        self.age = age

    def of(self, patient):
        results = self.results[patient]
        return tuple(
            ShownRisk(
                result=result,
                hidden=outside_range(result, self.age),
                cautions=cautions(result, self.age, results[place + 1 :]),
            )
            for place, result in enumerate(results)
        )

    def record(self, patient, result):
        kept = replace(result, id=len(self.results[patient]) + 1, recorded_by="A. Nurse")
        self.results[patient] = (kept, *self.results[patient])
        return kept.id

    def void(self, patient, number, reason):
        assert reason
        self.results[patient] = tuple(r for r in self.results[patient] if r.id != number)


SCORES = Chart(
    title="T-score",
    unit="SD",
    series=(Series("Total hip, left", (Point(date(2026, 6, 1), Decimal("-2.6")),)),),
)
STEROIDS = (
    YearOfSteroids(
        year=2024, pulses=2, pulse_mg=Decimal(3750), other_courses=1, other_mg=Decimal(900),
        running_pulse_mg=Decimal(3750), running_other_mg=Decimal(900),
    ),
    YearOfSteroids(
        year=2025, other_courses=1, without_dose=1,
        running_pulse_mg=Decimal(3750), running_other_mg=Decimal(900), others_whole=False,
    ),
)  # fmt: skip


class StubTimeline:
    def __init__(self):
        self.steroids = {1: STEROIDS, 2: ()}

    def of(self, patient):
        days = Span(date(2024, 1, 1), TODAY)
        charts = (replace(SCORES, title="EDSS"), SCORES)
        return Timeline(charts=charts, marks=(), span=days, steroids=self.steroids[patient])


def dxa_clinic():
    return SimpleNamespace(
        actor=staff("A. Nurse"),
        dxa=StubScans(),
        dxa_reports=StubReports(),
        scanners=SimpleNamespace(list=lambda: (ROOM_3, OLD_ROOM)),
        access=StubAccess(),
        external_risks=StubRisks(),
        timeline=StubTimeline(),
        screenings=SimpleNamespace(dictionary=DICTIONARY),
    )
