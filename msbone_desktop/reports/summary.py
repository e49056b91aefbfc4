"""The clinician summary: one screening on paper, with what was found, why, and what is missing."""

import re
from collections.abc import Callable
from pathlib import Path

from msbone_desktop.domain.documents import SummaryContent
from msbone_desktop.reports.appearance import (
    BODY,
    FOOT,
    GAP,
    IDENTITY,
    IDENTITY_LONG,
    RULE,
    SECTION_GAP,
    SMALL,
    SMALL_INK,
    SMALL_STRONG,
    STRONG,
    TITLE,
    Style,
)
from msbone_desktop.reports.archival import RawPages, archive
from msbone_desktop.reports.blocks import Block, Stack
from msbone_desktop.reports.composition import Composer, P, Paragraph
from msbone_desktop.reports.counting import pages_needed
from msbone_desktop.reports.discussion_section import discussion_section, load_discussion
from msbone_desktop.reports.document import Furniture, lay_out
from msbone_desktop.reports.dxa_section import dxa_section
from msbone_desktop.reports.external_risk_section import external_risk_section
from msbone_desktop.reports.findings_section import (
    findings_section,
    headline_section,
    unrecorded_section,
)
from msbone_desktop.reports.fonts import load_fonts
from msbone_desktop.reports.grid import Column, Frame, Grid, Row
from msbone_desktop.reports.lines import TypeSetter
from msbone_desktop.reports.references_section import (
    Citations,
    cautions_section,
    references_section,
)
from msbone_desktop.reports.vitamin_d_section import vitamin_d_section
from msbone_desktop.reports.wording import day, moment

SUMMARY_TITLE = "Bone health summary"
_LIMITS = (
    "Supports clinical judgement and does not replace it. Based on the MSBEST module of 2019, "
    "literature up to 2017. No clinician has confirmed this rule set yet."
)
_LONG_WORD = 15
_NOT_RECORDED = "not recorded"
_USUAL_PAGES = 2
"""Findings on the first sheet, evidence on its back; a third page is worth smaller gaps."""
_DEMO = "DEMO: invented patient, not for care"


def build_summary(content: SummaryContent, fonts: Path) -> bytes:
    """Return the clinician summary as a PDF/A-2b and PDF/UA-1 file.

    The same content gives the same bytes. ``fonts``: the folder ``resources/fonts``; the points
    to discuss are read from ``resources/documents`` beside it.

    Raises:
        UnprintableTextError: Some text holds a character that no shipped font can draw.
        MissingFontError: A font file is missing.
    """
    return archive(build_pages(content, fonts))


def build_pages(content: SummaryContent, fonts: Path) -> RawPages:
    """Draw the summary. :func:`archive` makes the finished file of it."""
    composer = Composer(TypeSetter(load_fonts(fonts), "the summary"))
    citations = Citations(content.library)
    table = load_discussion(fonts.parent / "documents" / "discussion.toml")
    blocks = [
        *_letterhead(composer, content),
        *headline_section(composer, content, citations),
        *findings_section(composer, content, citations),
        *unrecorded_section(composer, content),
        *_measurements(composer, content, citations),
        *discussion_section(composer, content.assessment, table),
        *external_risk_section(composer, content),
        *_remarks_section(composer, content, citations),
        _signature(composer),
    ]
    framed = composer.about("the name, date of birth or number of the patient")
    furniture, paper = _furniture(content), content.clinic.paper

    def pages(ending: list[Block]) -> int:
        return pages_needed(framed, [*blocks, *ending], furniture, paper=paper)

    return lay_out(
        framed,
        [*blocks, *_evidence(composer, citations, pages)],
        furniture,
        paper=paper,
        prepared_at=content.prepared_at,
        software_version=content.software_version,
    )


def _evidence(
    composer: Composer, citations: Citations, pages: Callable[[list[Block]], int]
) -> list[Block]:
    """Set cautions and references as lists, or closer where that saves a third page.

    ``pages``: how many pages the summary takes with such an ending.
    """

    def ending(*, dense: bool) -> list[Block]:
        return [
            *cautions_section(composer, citations, dense=dense),
            *references_section(composer, citations, dense=dense),
        ]

    roomy = ending(dense=False)
    if pages(roomy) != _USUAL_PAGES + 1:
        return roomy
    dense = ending(dense=True)
    return dense if pages(dense) == _USUAL_PAGES else roomy


def _furniture(content: SummaryContent) -> Furniture:
    subject, assessment = content.subject, content.assessment
    made = (
        f"Rule set {assessment.rule_set_version}, profile {assessment.profile}  ·  MSBone Desktop "
        f"{content.software_version}  ·  Prepared {moment(content.prepared_at)} by "
        f"{content.prepared_by}"
    )
    if content.history_head:
        made += f"  ·  History: entry {content.history_head}"
    return Furniture(
        title=SUMMARY_TITLE,
        identity=(
            subject.family_name or "Name not recorded",
            ", " if subject.given_name else "",
            subject.given_name,
            f" · born {subject.born or _NOT_RECORDED}",
            f" · ID {subject.clinic_id or _NOT_RECORDED}",
        ),
        provenance=(made, _LIMITS),
        watermark="DRAFT" if content.is_draft else "",
        demo=_DEMO if content.clinic.is_demo else "",
    )


def _letterhead(composer: Composer, content: SummaryContent) -> list[Block]:
    clinic = content.clinic
    where = composer.about("the name or address of the clinic")
    contact = "  ·  ".join(part for part in (clinic.address, clinic.phone) if part)
    left = [where.text(P(clinic.name or "Clinic not named", STRONG))]
    if contact:
        left.append(where.text(P(contact, SMALL)))
    left.append(composer.text(P(SUMMARY_TITLE, TITLE, before=5), "H1"))
    who = composer.about("the name of who recorded or signed")
    right = [who.text(line, to_right=True) for line in _circumstances(content)]
    top = composer.side_by_side([Stack(left), Stack(right)], (Column(1.5), Column(1.0)))
    return [top, _identity(composer, content)]


def _circumstances(content: SummaryContent) -> list[Paragraph]:
    on = content.assessment.assessed_on
    lines = [P(f"Screening of {day(on)}" if on else "Day of the screening not recorded", STRONG)]
    age = content.assessment.age
    lines.append(P("Age not recorded" if age is None else f"Aged {age} that day", SMALL))
    if on:
        lines.append(P("Answers without a date are of that day", SMALL))
    if content.recorded_by:
        lines.append(P(f"Recorded by {content.recorded_by}", SMALL))
    status = content.signed_line or ("Draft, not signed" if content.is_draft else "")
    if status:
        lines.append(P(status, SMALL_STRONG))
    return lines


def _identity(composer: Composer, content: SummaryContent) -> Block:
    composer = composer.about("the name, date of birth or number of the patient")
    subject = content.subject
    cells = (
        ("Family name", subject.family_name),
        ("Given name", subject.given_name),
        ("Born", "" if subject.born == _NOT_RECORDED else subject.born),
        ("Sex", subject.sex),
        ("Clinic ID", subject.clinic_id),
    )
    stacks = [
        Stack(
            [
                composer.text(P(title, FOOT)),
                composer.text(P(text or "Not recorded", _fitting(text))),
            ]
        )
        for title, text in cells
    ]
    shares = (1.5, 1.5, 1.0, 0.75, 0.95)
    frame = Frame(outline=RULE, padding=(8.0, 5.0))
    return Grid([Column(share) for share in shares], [Row(stacks)], frame, before=GAP)


def _fitting(text: str) -> Style:
    """Return the type for an identity: smaller for a long word, which is then not cut."""
    if not text:
        return BODY
    return IDENTITY_LONG if max(map(len, re.split(r"[\s-]", text))) > _LONG_WORD else IDENTITY


def _measurements(composer: Composer, content: SummaryContent, citations: Citations) -> list[Block]:
    """Bone density and vitamin D, next to one another where bone density is short."""
    dxa, vitamin_d = (
        dxa_section(composer, content, citations),
        vitamin_d_section(composer, content, citations),
    )
    if isinstance(content.record.dxa_scans, tuple) and content.record.dxa_scans:
        return [*dxa, *vitamin_d]
    columns = (Column(0.8), Column(1.2))
    return [composer.side_by_side([Stack(dxa), Stack(vitamin_d)], columns, before=SECTION_GAP)]


def _remarks_section(
    composer: Composer, content: SummaryContent, citations: Citations
) -> list[Block]:
    triggered = {finding.rule_id for finding in content.assessment.findings}
    lines = []
    for remark in content.assessment.remarks:
        beside = remark.belongs_to in triggered and not remark.code.startswith(("TX-NOTE", "FRAX"))
        if beside or remark.code.startswith(("VITD", "DXA")):
            continue
        lines.append(P(citations.remark(remark), SMALL_INK))
    if not lines:
        return []
    composer = composer.about("a remark")
    return [composer.heading("Remarks"), composer.bullets(lines, before=3)]


def _signature(composer: Composer) -> Block:
    cells = [
        Stack([composer.text(P(title, SMALL))]) for title in ("Clinician", "Signature", "Date")
    ]
    columns = (Column(1.3), Column(1.3), Column(0.7))
    return Grid(columns, [Row(cells)], Frame(rules=True, gutter=18, padding=(0, 2)), before=12)
