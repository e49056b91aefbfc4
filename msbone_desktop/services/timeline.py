"""What the charts of a patient show: disability, bone, vitamin D and falls on one time axis."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from msbone_desktop.domain.calendar import clinic_day
from msbone_desktop.domain.charting import Chart, Mark, Point, Series, Span, Threshold, time_span
from msbone_desktop.domain.dxa import CLASSIFYING_SITES
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screening import DxaScan, SteroidCourse, VitaminDResult
from msbone_desktop.domain.steroid_ledger import YearOfSteroids, ledger
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.patient_record import record_from_facts
from msbone_desktop.storage.database import Database

_TENTH = Decimal("0.1")
_NG_TO_NMOL = Decimal("2.5")


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
        self, database: Database, knowledge: Knowledge, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._rulebook = knowledge.rulebook
        self._now = now

    def of(self, patient: PatientId) -> Timeline:
        """Return the charts of a patient; each is there, even with nothing in it."""
        today = clinic_day(self._now())
        with self._database.unit_of_work() as work:
            facts = work.facts.facts_of(patient)
            scans = [scan for _, scan in work.dxa_scans.of(patient)]
            record = record_from_facts(work, patient, today)
        basis = self._rulebook.read_dxa(record).basis or "T"
        words = self._rulebook.dictionary.fields["dxa_scans.sites.site"].words
        edss = [(one.rated_on, one.score) for one in facts.edss]
        falls = [(day, Decimal(count)) for day, count in facts.falls_last_6_months]
        charts = (
            Chart(
                title="EDSS",
                unit="",
                series=(Series("EDSS", _points(edss)),),
                thresholds=(Threshold(Decimal("6.5"), "6.5: help on both sides"),),
                steps=(Decimal(1), Decimal(2), Decimal(5)),
                empty="No EDSS is recorded.",
            ),
            Chart(
                title=f"{basis}-score",
                unit="SD",
                series=score_series(scans, basis, words),
                thresholds=_score_lines(basis),
                empty="No scan is recorded.",
            ),
            Chart(
                title="25(OH)D",
                unit="nmol/L",
                series=(Series("25(OH)D", _points(_vitamin_d(facts.vitamin_d))),),
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
        marks = _marks([r.onset_on for r in facts.relapses], facts.steroid_courses, today)
        limits = self._rulebook.limits.pulses
        return Timeline(
            charts=charts,
            marks=marks,
            span=time_span(charts, marks, today),
            steroids=ledger(facts.steroid_courses, today, self._rulebook.steroid_factors, limits),
        )


def score_series(scans: Iterable[DxaScan], basis: str, words: dict[str, str]) -> tuple[Series, ...]:
    """Return a line a site and side; a line breaks where the scanner is another one."""
    lines: dict[str, list[Point]] = {}
    scanners: dict[str, str | None] = {}
    for scan in sorted(scans, key=lambda scan: scan.performed_on):
        for site in scan.sites:
            value = site.t_score if basis == "T" else site.z_score
            if site.site not in CLASSIFYING_SITES or value is None:
                continue
            name = words.get(site.site, site.site)
            label = f"{name}, {site.side}" if site.side else name
            other = label in scanners and scanners[label] != scan.scanner_id
            scanners[label] = scan.scanner_id
            lines.setdefault(label, []).append(Point(scan.performed_on, value, breaks=other))
    return tuple(Series(label, tuple(points)) for label, points in lines.items())


def _score_lines(basis: str) -> tuple[Threshold, ...]:
    if basis == "Z":
        return (Threshold(Decimal(-2), "−2.0"),)
    return (Threshold(Decimal("-2.5"), "−2.5"), Threshold(Decimal(-1), "−1.0"))


def _points(values: Iterable[tuple[date, Decimal]]) -> tuple[Point, ...]:
    return tuple(Point(day, value) for day, value in sorted(values))


def _vitamin_d(results: Iterable[VitaminDResult]) -> list[tuple[date, Decimal]]:
    return [
        (
            result.sampled_on,
            result.value
            if result.unit == "nmol/L"
            else (result.value * _NG_TO_NMOL).quantize(_TENTH),
        )
        for result in results
    ]


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
