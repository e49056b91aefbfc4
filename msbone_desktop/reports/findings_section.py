"""What the rules found: the headline, the findings, and what could not be judged."""

from collections.abc import Iterable, Sequence

from msbone_desktop.domain.documents import SummaryContent
from msbone_desktop.domain.findings import Finding, InputUsed, Status
from msbone_desktop.reports.appearance import (
    BODY,
    CELL,
    GAP,
    GROUP,
    HEADLINE,
    INK,
    SEVERITY_COLOUR,
    SEVERITY_WORD,
    SMALL,
    SMALL_INK,
    SMALL_STRONG,
    STRONG,
    SUNKEN,
    UNKNOWN,
    Style,
)
from msbone_desktop.reports.blocks import Block, Stack, Text
from msbone_desktop.reports.columns import Columns
from msbone_desktop.reports.composition import Composer, DataRow, P, Paragraph
from msbone_desktop.reports.grid import Column, Frame, Grid, Row
from msbone_desktop.reports.lines import Span
from msbone_desktop.reports.references_section import GRADED, Citations, bracketed, numbers_in
from msbone_desktop.reports.wording import REASONS, day, label, listed, used

CORE_ITEMS = 6
_COLUMNS = (Column(1.0), Column(1.0), Column(2.05), Column(1.25))
_SHORT = 10
"""A value up to so many letters never stands alone in a line, apart from what it is of."""
_ROOMY = 3
"""Up to so many findings a treatment's evidence is printed with what it says; of more only its
label and its sources, which are never left out."""
_HEAD = ("Finding", "This patient", "Why it matters", "Evidence")
_LISTED_SINGLY = 5
_STILL_OPEN = (
    "What was not recorded or not decided below could not be judged. No finding does not mean no "
    "risk."
)
_GAP_COLUMNS = (Column(1.3), Column(1.0), Column(2.8))
_GAP_HEAD = ("Item", "Reason", "Not judged for this reason")
_NARROW = Frame(rules=True, padding=(5.0, 2.2))
_OWN_BLOCK = ("VITD", "DXA", "FRAX", "TX-NOTE")
"""Remarks whose code begins so stand in a section of their own, not beside a finding."""


def headline_section(
    composer: Composer, content: SummaryContent, citations: Citations
) -> list[Block]:
    """Lay out what the eye must meet first."""
    composer = composer.about("the headline of the findings")
    blocks = [_attention(composer, content, citations)]
    blocks += _incomplete(composer, content)
    blocks += _conflicts(composer, content)
    blocks += _failures(composer, content)
    return blocks


def _attention(composer: Composer, content: SummaryContent, citations: Citations) -> Block:
    assessment = content.assessment
    severity = assessment.attention
    colour = SEVERITY_COLOUR[severity]
    open_states = (Status.TRIGGERED, Status.POSSIBLE, Status.UNKNOWN)
    if not any(finding.status in open_states for finding in assessment.findings):
        title, text = "No finding", _nothing_found(content, citations)
    elif not assessment.of(Status.TRIGGERED):
        colour, title, text = UNKNOWN, "No finding so far", _STILL_OPEN
    else:
        word = SEVERITY_WORD[severity]
        title = f"Attention: {word[0].lower()}{word[1:]}"
        count = len(assessment.of(Status.TRIGGERED))
        order = ", most pressing first" if count > 1 else ""
        text = (
            f"{_counted(count, 'finding')}{order}. "
            "The word sets the order of reading; it is no score and no risk level."
        )
    headline = Style(HEADLINE.size, HEADLINE.leading, "bold", colour)
    line = Paragraph((Span(f"{title}\u00a0\u00a0 ", headline), Span(text, SMALL_INK)))
    frame = Frame(fill=SUNKEN, bar=colour, padding=(11.0, 5.0))
    return composer.panel([composer.text(line)], frame, before=GAP)


def _nothing_found(content: SummaryContent, citations: Citations) -> str:
    on = content.assessment.assessed_on
    when = f" on {day(on)}" if on else ""
    return (
        f"None of the risk factors of the module was recorded{when}. People with MS who walk well "
        "can still have low bone density (Moen 2011; Sioka 2011) "
        f"{citations.of_statement('S22')}. No finding does not mean no risk."
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _incomplete(composer: Composer, content: SummaryContent) -> list[Block]:
    unknown = content.assessment.unknown_core
    if not unknown:
        return []
    titles = {finding.rule_id: finding.title for finding in content.assessment.findings}
    names = listed([titles.get(rule, rule) for rule in unknown])
    lines = [
        Paragraph(
            (
                Span("Screening incomplete: ", Style(8.0, 10.4, "bold", UNKNOWN)),
                Span(f"{len(unknown)} of {CORE_ITEMS} core items not recorded. ", STRONG),
                Span(f"{names}.", BODY),
            )
        ),
        P(
            "What was not recorded could not be judged. No finding does not mean no risk.",
            SMALL_INK,
            before=1,
        ),
    ]
    frame = Frame(outline=UNKNOWN, dashed=True, padding=(11.0, 5.0))
    return [composer.panel([composer.text(line) for line in lines], frame, before=GAP)]


def _conflicts(composer: Composer, content: SummaryContent) -> list[Block]:
    conflicts = content.assessment.conflicts
    if not conflicts:
        return []
    composer = composer.about("entries that contradict each other")
    lines = [P("Entries contradict each other. Neither was chosen.", STRONG)]
    for conflict in conflicts:
        values = "; ".join(_sentence(content, item) for item in conflict.values)
        spans = [Span(conflict.message + " ", BODY), Span(values, STRONG)]
        lines.append(Paragraph(tuple(spans), 2))
    frame = Frame(outline=INK, padding=(11.0, 5.0))
    return [composer.panel([composer.text(line) for line in lines], frame, before=GAP)]


def _sentence(content: SummaryContent, item: InputUsed) -> str:
    name, words, when = used(content, item)
    return f"{name}: {words}" + (f" ({when})" if when else "")


def _failures(composer: Composer, content: SummaryContent) -> list[Block]:
    failed = [finding.title for finding in content.assessment.findings if finding.failed]
    if not failed:
        return []
    text = (
        f"The program failed to judge: {listed(failed)}. Treat these as not assessed and report "
        "this page to whoever looks after the program."
    )
    frame = Frame(outline=INK, bar=INK, padding=(11.0, 5.0))
    return [composer.panel([composer.text(P(text, STRONG))], frame, before=GAP)]


def findings_section(
    composer: Composer, content: SummaryContent, citations: Citations
) -> list[Block]:
    """Lay out triggered findings, then those that a clinician has to decide."""
    composer = composer.about("a finding")
    blocks: list[Block] = []
    triggered = content.assessment.of(Status.TRIGGERED)
    possible = content.assessment.of(Status.POSSIBLE)
    with_gists = len(triggered) + len(possible) <= _ROOMY
    if triggered:
        rows = [_row(content, citations, finding, with_gists) for finding in triggered]
        blocks += [composer.heading("Findings"), composer.table(_COLUMNS, _HEAD, rows, before=3)]
    if possible:
        rows = [
            _row(content, citations, finding, with_gists, open_question=True)
            for finding in possible
        ]
        head = ("Question", "This patient", "Why it matters", "Evidence")
        blocks += [
            composer.heading("Needs a clinician's yes or no"),
            composer.table(_COLUMNS, head, rows, before=3),
        ]
    return blocks


def _row(
    content: SummaryContent,
    citations: Citations,
    finding: Finding,
    with_gists: bool,
    *,
    open_question: bool = False,
) -> DataRow:
    colour = UNKNOWN if open_question else SEVERITY_COLOUR[finding.severity]
    word = "Possible" if open_question else SEVERITY_WORD[finding.severity]
    name = [P(word, Style(6.8, 8, "bold", colour)), P(finding.title, STRONG)]
    if open_question:
        name.append(P("\u2610 Yes    \u2610 No", BODY, before=2))
    why = [P(finding.message, CELL)]
    why += [
        P(citations.remark(remark), SMALL, before=2)
        for remark in content.assessment.remarks
        if remark.belongs_to == finding.rule_id and not remark.code.startswith(_OWN_BLOCK)
    ]
    values = [_value(content, item) for item in finding.inputs] or [P("Not recorded", SMALL)]
    values += [
        P(note.message, Style(7.3, 9.6, "semibold"), before=2)
        for note in content.assessment.notes
        if note.rule_id == finding.rule_id
    ]
    return DataRow((name, values, why, _evidence(citations, finding, with_gists)), colour)


def _value(content: SummaryContent, item: InputUsed) -> Paragraph:
    name, words, when = used(content, item)
    space = "\u00a0" if len(words) <= _SHORT else " "
    spans = [Span(f"{name}{space}", SMALL), Span(words, STRONG)]
    if when:
        spans.append(Span(f" ({when})", SMALL))
    return Paragraph(tuple(spans))


def _evidence(citations: Citations, finding: Finding, with_gists: bool) -> Sequence[Paragraph]:
    """Label the finding; a graded level speaks of a treatment and is printed as such."""
    printed = [P("Extension, not in the module", SMALL_STRONG)] if finding.extension else []
    labels: dict[str, list[str]] = {}
    treatments: list[Paragraph] = []
    for support in finding.support:
        words, marks = citations.label(support), citations.of_statement(support.statement_id)
        if support.about == "intervention" or support.level in GRADED:
            gist = citations.gist(support) if with_gists else ""
            text = f"{gist}. {words}\u00a0{marks}" if gist else f"{words}\u00a0{marks}"
            spans = (Span("About treatment: ", SMALL_STRONG), Span(text, SMALL))
            treatments.append(Paragraph(spans, 2))
        else:
            labels.setdefault(words, []).append(marks)
    printed += [P(f"{words}\u00a0{_merged(marks)}", SMALL_INK) for words, marks in labels.items()]
    return printed + treatments or [P("No statement of the module", SMALL)]


def _merged(marks: Iterable[str]) -> str:
    return bracketed({number for mark in marks for number in numbers_in(mark)})


def unrecorded_section(composer: Composer, content: SummaryContent) -> list[Block]:
    """List what was not recorded, why, and what could therefore not be judged."""
    composer = composer.about("what was not recorded")
    gaps: dict[tuple[str, str], list[str]] = {}
    for finding in content.assessment.of(Status.UNKNOWN) + content.assessment.of(Status.POSSIBLE):
        for missing in finding.missing:
            key = (label(content, missing.field), missing.reason)
            titles = gaps.setdefault(key, [])
            if finding.title not in titles:
                titles.append(finding.title)
    faults = [
        DataRow(([P(label(content, f.field), STRONG)], [P(REASONS["invalid"])], [P(f.message)]))
        for f in content.assessment.faults
    ]
    if not gaps and not faults:
        return []
    heading = composer.heading("Not recorded")
    if len(gaps) > _LISTED_SINGLY:
        blocks: list[Block] = [heading, _by_reason(composer, gaps)]
        if faults:
            blocks.append(composer.table(_GAP_COLUMNS, _GAP_HEAD, faults, frame=_NARROW, before=3))
        return blocks
    rows = [
        DataRow(
            (
                [P(name, STRONG)],
                [P(REASONS.get(reason, reason))],
                [P(", ".join(titles), SMALL_INK)],
            ),
            UNKNOWN,
        )
        for (name, reason), titles in gaps.items()
    ]
    table = composer.table(_GAP_COLUMNS, _GAP_HEAD, rows + faults, frame=_NARROW, before=3)
    return [heading, table]


def _by_reason(composer: Composer, gaps: dict[tuple[str, str], list[str]]) -> Grid:
    """Set many gaps in two columns: as a row each they would fill a page by themselves."""
    grouped: dict[str, list[Paragraph]] = {}
    for (name, reason), titles in gaps.items():
        spans = (Span(name, STRONG), Span(f" ({', '.join(titles)})", SMALL_INK))
        grouped.setdefault(reason, []).append(Paragraph(spans))
    rows = [
        Row([Stack([_reason(composer, reason), Columns(composer.entries(entries))])], UNKNOWN)
        for reason, entries in grouped.items()
    ]
    return Grid((Column(),), rows, Frame(rules=True, padding=(6.0, 3.0)), before=3)


def _reason(composer: Composer, reason: str) -> Text:
    spans = (
        Span(REASONS.get(reason, reason), GROUP),
        Span("\u2002(in brackets what could not be judged for this reason)", SMALL),
    )
    return composer.text(Paragraph(spans), "H3")
