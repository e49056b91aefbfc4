"""Gathers what a clinician summary shows, so that its maker fetches nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from msbone_desktop import __version__
from msbone_desktop.domain.answers import Absence, Answer
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.charting import Mark, Threshold
from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.documents import (
    SubjectIdentity,
    SummaryContent,
    TrendBand,
    TrendPoint,
    TrendSeries,
)
from msbone_desktop.domain.dxa import CLASSIFYING_SITES, newest_first
from msbone_desktop.domain.dxa_change import SiteChange, change_table
from msbone_desktop.domain.external_risk import ShownRisk
from msbone_desktop.domain.findings import Assessment
from msbone_desktop.domain.score_charts import score_charts
from msbone_desktop.domain.screening import DxaScan, ScreeningRecord
from msbone_desktop.services.knowledge import Knowledge

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRequest:
    """One summary to make."""

    clinic: ClinicIdentity
    subject: SubjectIdentity
    record: ScreeningRecord
    assessment: Assessment
    prepared_at: datetime
    prepared_by: str
    recorded_by: str
    is_draft: bool
    signed_line: str = ""
    history_head: str = ""
    external_risks: tuple[ShownRisk, ...] = ()
    dxa_reminder_words: str = ""


def summary_content(request: SummaryRequest, knowledge: Knowledge) -> SummaryContent:
    """Add labels, words, evidence and the DXA trend to ``request``."""
    fields = knowledge.rulebook.dictionary.fields
    scores, limits = score_trend(request.record, knowledge)
    return SummaryContent(
        clinic=request.clinic,
        subject=request.subject,
        record=request.record,
        assessment=request.assessment,
        labels={name: field.label for name, field in fields.items()},
        value_words={
            (name, word): label
            for name, field in fields.items()
            for word, label in field.words.items()
        },
        library=knowledge.library,
        dxa_trend=dxa_trend(request.record.dxa_scans, knowledge),
        site_changes=newest_changes(request.record.dxa_scans, knowledge),
        score_trend=scores,
        score_limits=limits,
        trend_marks=record_marks(request.record),
        prepared_at=request.prepared_at,
        prepared_by=request.prepared_by,
        recorded_by=request.recorded_by,
        software_version=__version__,
        is_draft=request.is_draft,
        signed_line=request.signed_line,
        history_head=request.history_head,
        external_risks=request.external_risks,
        dxa_reminder_words=request.dxa_reminder_words,
    )


def newest_changes(
    scans: Answer[tuple[DxaScan, ...]], knowledge: Knowledge
) -> tuple[SiteChange, ...]:
    """Return how each site of the newest scan compares with the value before, as on the screen."""
    if isinstance(scans, Absence) or len(scans) < 2:
        return ()
    newest = newest_first(scans)
    table = change_table(newest, knowledge.rulebook.limits.dxa.lsc_factor)
    return tuple(each for each in table if each.newer_on == newest[0].performed_on)


def dxa_trend(scans: Answer[tuple[DxaScan, ...]], knowledge: Knowledge) -> tuple[TrendSeries, ...]:
    """Return BMD over time, one line a site and side; a scan without the site is a gap."""
    if isinstance(scans, Absence) or len(scans) < 2:
        return ()
    newest = newest_first(scans)
    ordered = newest[::-1]
    changes = change_table(newest, knowledge.rulebook.limits.dxa.lsc_factor)
    changed = {(each.newer_on, each.site, each.side): each for each in changes}
    sides = sorted(
        {(site.site, site.side) for scan in ordered for site in scan.sites},
        key=lambda pair: (pair[0], pair[1] or ""),
    )
    series = []
    for site in CLASSIFYING_SITES:
        for name, side in sides:
            if name != site:
                continue
            points = tuple(
                TrendPoint(
                    scan.performed_on,
                    _bmd(scan, site, side),
                    breaks=_breaks(changed.get((scan.performed_on, site, side))),
                )
                for scan in ordered
            )
            if sum(point.value is not None for point in points) < 2:
                continue
            words = knowledge.rulebook.dictionary.value_words
            label = words("dxa_scans.sites.site", site)
            if side is not None:
                label += f", {words('dxa_scans.sites.side', side).lower()}"
            last = max(point.on for point in points if point.value is not None)
            band = _band(points, changed.get((last, site, side)))
            series.append(TrendSeries(label, "g/cm²", points, band))
    return tuple(series)


def score_trend(
    record: ScreeningRecord, knowledge: Knowledge
) -> tuple[tuple[TrendSeries, ...], tuple[Threshold, ...]]:
    """Return scores over time and what classifies them: those by which the newest scan is read."""
    if isinstance(record.dxa_scans, Absence):
        return (), ()
    rulebook = knowledge.rulebook
    scans = newest_first(record.dxa_scans)
    bases = {
        scan.performed_on: rulebook.read_dxa(replace(record, dxa_scans=(scan,))).basis
        for scan in scans
    }
    words = rulebook.dictionary.fields["dxa_scans.sites.site"].words
    charts = score_charts(scans, bases, words, rulebook.limits.dxa)
    chart = max(charts, key=lambda each: max((p.on for p in each.points), default=date.min))
    lines = tuple(
        TrendSeries(
            line.label,
            chart.title,
            tuple(TrendPoint(point.on, point.value, point.breaks) for point in line.points),
        )
        for line in chart.series
    )
    return lines, chart.thresholds


def record_marks(record: ScreeningRecord) -> tuple[Mark, ...]:
    """Return the relapses and courses of steroids that a screening knows, for its time axis."""
    relapses = () if isinstance(record.relapses, Absence) else record.relapses
    courses = () if isinstance(record.steroid_courses, Absence) else record.steroid_courses
    marks = [Mark("relapse", one.onset_on, None, "relapse") for one in relapses]
    marks += [
        Mark("steroids", one.started_on, one.ended_on or record.assessed_on, one.drug)
        for one in courses
    ]
    return tuple(sorted(marks, key=lambda mark: mark.start))


def _breaks(change: SiteChange | None) -> bool:
    return change is not None and change.verdict == "not_comparable"


def _band(points: tuple[TrendPoint, ...], change: SiteChange | None) -> TrendBand | None:
    if change is None or change.least_significant is None:
        return None
    before = next(point.value for point in points if point.on == change.older_on)
    assert before is not None
    least = change.least_significant
    return TrendBand(change.older_on, before - least, before + least)


def _bmd(scan: DxaScan, site: str, side: str | None) -> Decimal | None:
    return next((s.bmd_g_cm2 for s in scan.sites if s.site == site and s.side == side), None)


def day_words(day: date) -> str:
    """Return ``22 Nov 2026``: the month in letters, so that no order of digits misleads."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def born_words(born: Answer[date] | PartialDate | None) -> str:
    """Return a date of birth in words, as far as it is known."""
    if born is None or isinstance(born, Absence):
        return "not recorded"
    if isinstance(born, date):
        return day_words(born)
    exact = born.exact
    if exact is not None:
        return day_words(exact)
    if born.month is None:
        return f"{born.year} (day and month not known)"
    return f"{MONTHS[born.month - 1]} {born.year} (day not known)"
