"""How long the summaries of real-looking patients are, and what their first page holds."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from msbone_desktop.domain.findings import Status
from msbone_desktop.domain.screenings import ScreeningState
from msbone_desktop.environment.resources import shipped
from msbone_desktop.reports.summary import build_pages
from msbone_desktop.services.demo.filling import DEMO_PASSPHRASE, demo_vault
from msbone_desktop.services.knowledge import knowledge_source
from msbone_desktop.services.summary_content import SummaryRequest, summary_content

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
PAPER = ("A4", "Letter")


@pytest.fixture(scope="module")
def summaries(tmp_path_factory):
    """Return findings and raw pages of each demo patient's newest signed screening, by number."""
    source = knowledge_source(shipped("resources"))
    folder = tmp_path_factory.mktemp("demo")
    vault = demo_vault(folder, lambda: AT, source, migrations=shipped("db"))
    clinic = vault.unlock(DEMO_PASSPHRASE, "Demo")
    made = {}
    for row in clinic.patients.page(limit=1000).rows:
        signed = [s for s in clinic.screenings.of(row.id) if s.state is ScreeningState.SIGNED]
        if signed:
            request = SummaryRequest(
                clinic=clinic.identity,
                subject=clinic.documents._subject(clinic.patients.get(row.id)),
                record=clinic.screenings.record_of(signed[0]),
                assessment=clinic.screenings.findings_of(signed[0]),
                prepared_at=AT,
                prepared_by="Demo",
                recorded_by="Demo",
                is_draft=False,
                signed_line="",
            )
            printed = (Status.TRIGGERED, Status.POSSIBLE)
            count = sum(finding.status in printed for finding in request.assessment.findings)
            made[row.clinic_id] = (count, *(drawn(request, source(), size) for size in PAPER))
    clinic.close()
    return made


def drawn(request, knowledge, size):
    content = summary_content(
        replace(request, clinic=replace(request.clinic, paper=size)), knowledge
    )
    return build_pages(content, knowledge.resources / "fonts")


def test_all_but_the_patient_with_everything_fit_two_pages(summaries):
    long = {who for who, (_, pages, _) in summaries.items() if pages.pages > 2}
    assert len(summaries) > 60
    assert long <= {"DEMO-0001"}
    assert summaries["DEMO-0001"][1].pages <= 4


def test_on_the_shorter_letter_paper_hardly_any_needs_a_third_page(summaries):
    long = {who for who, (_, _, pages) in summaries.items() if pages.pages > 2}
    assert len(long) <= 5
    assert max(pages.pages for _, _, pages in summaries.values()) <= 4


def test_the_first_page_of_a_usual_screening_goes_down_to_the_signature(summaries):
    usual = [pages for count, pages, _ in summaries.values() if count <= 6]
    whole = [
        pages
        for pages in usual
        if "Signature" in PdfReader(BytesIO(pages.pdf)).pages[0].extract_text()
    ]
    assert len(usual) > 25
    assert len(whole) >= 0.75 * len(usual)


def test_no_heading_stands_alone_at_the_foot_of_a_page(summaries):
    headings = (
        *("Findings", "Not recorded", "Bone density (DXA)", "Vitamin D", "Remarks"),
        *("Points to discuss (no orders)", "Cautions about this evidence", "References"),
    )
    both = [pages for _, *papers in summaries.values() for pages in papers]
    for pages in both:
        for page in PdfReader(BytesIO(pages.pdf)).pages:
            lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
            foot = next(i for i, line in enumerate(lines) if re.search(r"Page \d+ of \d+", line))
            body = [line for line in lines[:foot] if "· born " not in line]
            assert body[-1] not in headings
