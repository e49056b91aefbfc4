"""What the charts of a patient show: disability, bone, vitamin D and falls on one time axis."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.calendar import clinic_day
from msbone_desktop.domain.charting import Chart, Mark, Point, Series, Span, Threshold, time_span
from msbone_desktop.domain.dxa import newest_first
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.scanners import Scanner, stated_pairs
from msbone_desktop.domain.score_charts import score_charts
from msbone_desktop.domain.screening import DxaScan, ScreeningRecord, SteroidCourse, VitaminDResult
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.domain.steroid_ledger import YearOfSteroids, ledger
from msbone_desktop.domain.vitamin_d import in_other_unit
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.patient_record import record_from_facts
from msbone_desktop.services.permission import needs
from msbone_desktop.services.scan_reading import with_scanners
from msbone_desktop.storage.database import Database
from msbone_desktop.storage.facts import PatientFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Charts with one time axis, what is marked on it, and the years of steroids."""

    charts: tuple[Chart, ...]
    marks: tuple[Mark, ...]
    span: Span
    steroids: tuple[YearOfSteroids, ...]


class TimelineService:
    """Gathers the charts of one patient."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        actor: Actor,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._actor = actor
        self._rulebook = knowledge.rulebook
        self._now = now

    @needs(Permission.VIEW)
    def of(self, patient: PatientId) -> Timeline:
        """Return the charts of a patient; each is there, even with nothing in it."""
        today = clinic_day(self._now())
        with self._database.unit_of_work() as work:
            facts = work.facts.facts_of(patient)
            scanners = work.scanners.all()
            shown = with_scanners(work.dxa_scans.of(patient), scanners)
            record = record_from_facts(work, patient, today)
        scans = newest_first(scan for _, scan in reversed(shown))
        charts = self._charts(facts, record, scans, scanners)
        marks = _marks([r.onset_on for r in facts.relapses], facts.steroid_courses, today)
        return Timeline(
            charts=charts,
            marks=marks,
            span=time_span(charts, marks, today),
            steroids=ledger(
                facts.steroid_courses,
                today,
                self._rulebook.steroid_factors,
                self._rulebook.limits.pulses,
            ),
        )

    def _charts(
        self,
        facts: PatientFacts,
        record: ScreeningRecord,
        scans: list[DxaScan],
        scanners: tuple[Scanner, ...],
    ) -> tuple[Chart, ...]:
        """Return each chart, from the newest facts back."""
        limits = self._rulebook.limits
        bases = {scan.performed_on: self._basis(record, scan) for scan in scans}
        words = self._rulebook.dictionary.fields["dxa_scans.sites.site"].words
        edss = [(one.rated_on, one.score) for one in facts.edss]
        falls = [(day, Decimal(count)) for day, count in facts.falls_last_6_months]
        return (
            Chart(
                title="EDSS",
                unit="",
                series=(Series("EDSS", _points(edss)),),
                thresholds=(Threshold(Decimal("6.5"), "6.5: help on both sides"),),
                steps=(Decimal(1), Decimal(2), Decimal(5)),
                empty="No EDSS is recorded.",
            ),
            *score_charts(scans, bases, words, limits.dxa, stated_pairs(scanners)),
            Chart(
                title="25(OH)D",
                unit="nmol/L",
                series=(Series("25(OH)D", _points(self._vitamin_d(facts.vitamin_d))),),
                thresholds=(Threshold(Decimal(50), "50 nmol/L"),),
                steps=(Decimal(10), Decimal(20), Decimal(25), Decimal(50)),
                empty="No 25(OH)D is recorded.",
            ),
            Chart(
                title="Falls in 6 months",
                unit="",
                series=(Series("Falls", _points(falls)),),
                steps=(Decimal(1), Decimal(2), Decimal(5)),
                empty="No count of falls is recorded.",
            ),
        )

    def _basis(self, record: ScreeningRecord, scan: DxaScan) -> Literal["T", "Z"] | None:
        """Return the score that a scan is read by on its own day."""
        return self._rulebook.read_dxa(replace(record, dxa_scans=(scan,))).basis

    def _vitamin_d(self, results: Iterable[VitaminDResult]) -> list[tuple[date, Decimal]]:
        factor = self._rulebook.limits.vitamin_d_factor
        return [
            (
                result.sampled_on,
                result.value if result.unit == "nmol/L" else in_other_unit(result, factor)[0],
            )
            for result in results
        ]


def _points(values: Iterable[tuple[date, Decimal]]) -> tuple[Point, ...]:
    return tuple(Point(day, value) for day, value in sorted(values))


def _marks(
    relapses: Iterable[date], courses: Iterable[SteroidCourse], today: date
) -> tuple[Mark, ...]:
    marks = [Mark("relapse", day, None, f"Relapse from {day.isoformat()}") for day in relapses]
    marks += [
        Mark(
            "steroids",
            course.started_on,
            course.ended_on or today,
            f"{course.drug}, {course.route}, from {course.started_on.isoformat()}",
        )
        for course in courses
    ]
    return tuple(sorted(marks, key=lambda mark: mark.start))
