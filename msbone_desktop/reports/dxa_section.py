"""Bone density: the newest scan, how it was read, how it changed, and when the next is due."""

from collections.abc import Sequence
from decimal import Decimal

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.documents import SummaryContent
from msbone_desktop.domain.dxa import newest_first
from msbone_desktop.domain.dxa_change import SiteChange
from msbone_desktop.domain.findings import DxaReading, DxaReminder
from msbone_desktop.domain.screening import DxaScan, DxaSite
from msbone_desktop.reports.appearance import BODY, SMALL, SMALL_INK, STRONG
from msbone_desktop.reports.blocks import Block, Stack, Text
from msbone_desktop.reports.composition import Composer, DataRow, P, Paragraph
from msbone_desktop.reports.grid import Column, Frame
from msbone_desktop.reports.lines import Span
from msbone_desktop.reports.references_section import Citations
from msbone_desktop.reports.trend_chart import trend_chart
from msbone_desktop.reports.wording import day, number, rounded, signed, site

CATEGORIES = {
    "no_dxa": "No DXA scan is recorded.",
    "unknown_basis": "Not classified: which score counts cannot be told from what is recorded.",
    "no_T_score": "Not classified: the scan gives no T-score at a site that counts.",
    "no_Z_score": "Not classified: the scan gives no Z-score at a site that counts.",
    "T_osteoporosis_range": "Osteoporosis range (T-score)",
    "T_low_bone_mass_osteopenia": "Low bone mass / osteopenia (T-score)",
    "T_normal": "T-score of minus 1.0 or above",
    "Z_below_expected_for_age": "Below the expected range for age (Z-score); look for causes",
    "Z_within_expected_for_age": "Within the expected range for age (Z-score)",
}
VERDICTS = {
    "significant_loss": "Loss beyond measurement error",
    "significant_gain": "Gain beyond measurement error",
    "within_LSC": "Within measurement error",
    "not_comparable": "Not comparable",
    "no_LSC": "Not judged",
}
_SOURCES = {
    "module_annual": "The module advises a yearly scan while motor function or walking is being "
    "lost (Oleson 2017, expert opinion).",
    "clinician": "Interval set by the clinician.",
    "baseline_extension": "First scan suggested. Extension, not in the module: ISCD 2023 "
    "indications.",
}
_DUE = {
    "upcoming": "Next scan due",
    "due_soon": "Next scan due soon",
    "due": "Scan due",
    "overdue": "Scan overdue since",
}
_SITE_COLUMNS = (Column(1.4), Column(0.65), Column(0.45), Column(0.45), Column(2.45))
_SITE_HEAD = (
    "Site",
    "BMD g/cm²",
    "T",
    "Z",
    "Change since the scan before in g/cm² (least significant)",
)
_CHART, _SCORES = (178.0, 98.0), (178.0, 80.0)
_CHARTS_APART = 5.0


def dxa_section(
    composer: Composer, content: SummaryContent, citations: Citations
) -> tuple[Text, Block]:
    """Return heading and body of the DXA block; it says in words when there is no scan."""
    composer = composer.about("the bone density section")
    scans = _newest_first(content)
    reading = content.assessment.dxa
    left: list[Block] = [composer.text(line) for line in _facts(content, scans, reading, citations)]
    if scans:
        frame = Frame(rules=True, padding=(3.0, 2.2))
        shared = _shared_reason(content)
        rows = [_site_row(content, entry, scans, shared) for entry in scans[0].sites]
        table = composer.table(_SITE_COLUMNS, _SITE_HEAD, rows, frame=frame, before=4)
        left += [table, *(composer.text(line) for line in _below(content, shared))]
    left += [composer.text(line) for line in _next_date(content.assessment.dxa_reminder, citations)]
    if content.dxa_reminder_words:
        on = day(content.prepared_at.date())
        text = f"On the list of reminders on {on}: {content.dxa_reminder_words}."
        left.append(composer.text(P(text, SMALL_INK, before=1)))
    heading = composer.heading("Bone density (DXA)")
    marks = content.trend_marks
    setter, scores, limits = composer.setter, content.score_trend, content.score_limits
    charts = [
        chart
        for chart in (
            trend_chart(setter, content.dxa_trend, _CHART, marks),
            trend_chart(setter, scores, _SCORES, marks, limits),
        )
        if chart is not None
    ]
    if not charts:
        return heading, Stack(left, before=3)
    charts[-1].before = _CHARTS_APART
    columns = (Column(), Column(points=_CHART[0]))
    return heading, composer.side_by_side([Stack(left), Stack(charts)], columns, before=3)


def _newest_first(content: SummaryContent) -> list[DxaScan]:
    scans = content.record.dxa_scans
    if isinstance(scans, Absence):
        return []
    return newest_first(scans)


def _facts(
    content: SummaryContent,
    scans: Sequence[DxaScan],
    reading: DxaReading,
    citations: Citations,
) -> list[Paragraph]:
    category = CATEGORIES.get(reading.category or "", "Not classified.")
    if not scans:
        absent = content.record.dxa_scans
        declined = isinstance(absent, Absence) and absent is not Absence.NOT_ASKED
        return [P("DXA scans: asked, no answer." if declined else CATEGORIES["no_dxa"])]
    words = [Span(category, STRONG)]
    if reading.worst_score is not None and reading.worst_site and reading.basis:
        score = f"{reading.basis} {signed(reading.worst_score)}"
        words.append(Span(f"  lowest: {site(content, reading.worst_site).lower()}, {score}", BODY))
    lines = [Paragraph(tuple(words))]
    if reading.basis_reason:
        read_by = f"Read by {reading.basis}-score" if reading.basis else "Not classified"
        remarks = [each for each in content.assessment.remarks if each.code.startswith("DXA")]
        rests_on = "".join(f" {citations.standing(each)}" for each in remarks)
        lines.append(P(f"{read_by}: {reading.basis_reason}.{rests_on}", SMALL_INK, before=1))
    lines.append(P(_scan_words(scans), SMALL, before=1))
    return lines


def _scan_words(scans: Sequence[DxaScan]) -> str:
    words = f"Scan of {day(scans[0].performed_on)}"
    details = [scans[0].facility, scans[0].manufacturer, scans[0].reference_database]
    words += "".join(f", {detail}" for detail in details if detail)
    if len(scans) > 1:
        words += f". Scan before: {day(scans[1].performed_on)}"
        if scans[0].reference_database != scans[1].reference_database:
            words += ", with other reference data"
    return words + "."


def _site_row(
    content: SummaryContent, entry: DxaSite, scans: Sequence[DxaScan], shared: str
) -> DataRow:
    reading = content.assessment.dxa
    name = site(content, entry.site, entry.side)
    lowest = entry.site == reading.worst_site
    style = STRONG if lowest else BODY
    if entry.not_measurable:
        blank = [P("", BODY)]
        why = [P(f"Not measurable: {entry.not_measurable}", SMALL_INK)]
        return DataRow(([P(name)], blank, blank, blank, why))
    cells = (
        [P(name, style)],
        [P(_or_dash(entry.bmd_g_cm2), style)],
        [P(_score(entry.t_score), style)],
        [P(_score(entry.z_score), style)],
        [P(_change(content, entry, scans, shared), SMALL_INK)],
    )
    return DataRow(cells)


def _or_dash(value: Decimal | None) -> str:
    return "not given" if value is None else number(value)


def _score(value: Decimal | None) -> str:
    return "–" if value is None else signed(value)


def _change(content: SummaryContent, entry: DxaSite, scans: Sequence[DxaScan], shared: str) -> str:
    found = next((c for c in content.site_changes if (c.site, c.side) == _place(entry)), None)
    if found is None:
        return "No earlier value to compare with"
    words = VERDICTS.get(found.verdict, found.verdict)
    if found.reason and found.reason != shared:
        words += f": {found.reason}"
    if found.absolute is not None and found.percent is not None:
        words += f": {_size(found)}"
    if found.older_on != scans[1].performed_on:
        words += f", since {day(found.older_on)}"
    told = content.assessment.dxa.changes.get(entry.site, found.verdict)
    if told != found.verdict:
        words += f". Both sides together: {VERDICTS.get(told, told).lower()}"
    return words


def _place(entry: DxaSite) -> tuple[str, str | None]:
    return entry.site, entry.side


def _size(change: SiteChange) -> str:
    """Return e.g. "−0.026 (0.028), −3.7 %, −1.9 % a year"; in brackets what would count."""
    assert change.absolute is not None and change.percent is not None
    size = signed(change.absolute)
    if change.least_significant is not None:
        size += f"\u00a0({rounded(change.least_significant, 3)})"
    size += f", {_percent(change.percent)}"
    if change.percent_a_year is not None:
        size += f", {_percent(change.percent_a_year)} a\u00a0year"
    return size


def _percent(value: Decimal) -> str:
    return f"{'+' if value > 0 else ''}{rounded(value, 1)}\u00a0%"


def _shared_reason(content: SummaryContent) -> str:
    """Return why nothing can be compared or judged, where several sites have one reason."""
    reasons = [change.reason for change in content.site_changes if change.reason]
    return reasons[0] if len(reasons) > 1 and len(set(reasons)) == 1 else ""


def _below(content: SummaryContent, shared: str) -> list[Paragraph]:
    """Return what holds for the whole table: a reason that all share, and what else differed."""
    lines = []
    if shared:
        verdict = next(change.verdict for change in content.site_changes if change.reason)
        end = " No change is printed." if verdict == "not_comparable" else ""
        lines.append(P(f"{VERDICTS[verdict]}: {shared}.{end}", SMALL_INK, before=3))
    cautions = dict.fromkeys(text for change in content.site_changes for text in change.cautions)
    if cautions:
        lines.append(P(f"Compared with care: {'; '.join(cautions)}.", SMALL_INK, before=3))
    return lines


NO_INTERVAL = (
    "The module gives no interval for this person, and no clinician has set one. What this clinic "
    "decided for itself is on its list of reminders."
)
"""A signed page tells what its rules say; the clinic's own policy can change any day after it."""


def _next_date(reminder: DxaReminder, citations: Citations) -> list[Paragraph]:
    if reminder.due_on is None:
        return [P(NO_INTERVAL, before=4)]
    words = _DUE.get(reminder.status, "Next scan due")
    source = _SOURCES.get(reminder.source or "", "")
    if reminder.source == "module_annual":
        source = f"{source} {citations.of_statement('S33')}"
    elif reminder.source == "baseline_extension":
        source = f"{source} {citations.mark(['iscd2023'])}".rstrip()
    spans = (
        Span(f"{words} {day(reminder.due_on)}.", STRONG),
        Span(f" {source}", SMALL_INK),
    )
    return [Paragraph(spans, 4)]
