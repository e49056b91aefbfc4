"""How long the summaries of real-looking patients are, and what stands on each of their pages."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from msbone_desktop.domain.documents import SubjectIdentity
from msbone_desktop.domain.findings import Assessment, Status
from msbone_desktop.domain.screenings import ScreeningState
from msbone_desktop.environment.resources import shipped
from msbone_desktop.reports.appearance import SEVERITY_WORD
from msbone_desktop.reports.bidirectional import runs_right_to_left
from msbone_desktop.reports.summary import build_pages
from msbone_desktop.services.demo.filling import DEMO_PASSPHRASE, demo_vault
from msbone_desktop.services.knowledge import knowledge_source
from msbone_desktop.services.summary_content import SummaryRequest, summary_content

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
PAPER = ("A4", "Letter")
NOT_NONE = "no finding does not mean no risk."


@dataclass(frozen=True)
class Made:
    """A summary on both papers, as lines of each page, and what it was made of."""

    assessment: Assessment
    subject: SubjectIdentity
    pages: dict[str, list[list[str]]]

    @property
    def printed(self):
        """How many findings stand in its tables."""
        printed = (Status.TRIGGERED, Status.POSSIBLE)
        return sum(finding.status in printed for finding in self.assessment.findings)


@pytest.fixture(scope="module")
def summaries(tmp_path_factory):
    """Return the summary of each demo patient's newest signed screening, by number."""
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
            pages = {size: drawn(request, source(), size) for size in PAPER}
            made[row.clinic_id] = Made(request.assessment, request.subject, pages)
    clinic.close()
    return made


def drawn(request, knowledge, size):
    content = summary_content(
        replace(request, clinic=replace(request.clinic, paper=size)), knowledge
    )
    pages = build_pages(content, knowledge.resources / "fonts")
    texts = [page.extract_text() for page in PdfReader(BytesIO(pages.pdf)).pages]
    return [[line.strip() for line in text.splitlines() if line.strip()] for text in texts]


def test_all_but_the_patient_with_everything_fit_two_pages(summaries):
    long = {who for who, made in summaries.items() if len(made.pages["A4"]) > 2}
    assert len(summaries) > 60
    assert long <= {"DEMO-0001"}
    assert len(summaries["DEMO-0001"].pages["A4"]) <= 4


def test_on_the_shorter_letter_paper_hardly_any_needs_a_third_page(summaries):
    pages = [len(made.pages["Letter"]) for made in summaries.values()]
    assert sum(count > 2 for count in pages) <= 5
    assert max(pages) <= 4


def test_the_first_page_of_a_usual_screening_goes_down_to_the_signature(summaries):
    usual = [made.pages["A4"] for made in summaries.values() if made.printed <= 6]
    whole = [pages for pages in usual if any("Signature" in line for line in pages[0])]
    assert len(usual) > 25
    assert len(whole) >= 0.75 * len(usual)


def test_no_heading_stands_alone_at_the_foot_of_a_page(summaries):
    headings = (
        *("Findings", "Not recorded", "Bone density (DXA)", "Vitamin D", "Remarks"),
        *("Points to discuss (no orders)", "Cautions about this evidence", "References"),
        *("Needs a clinician's yes or no", "Results of other risk tools"),
    )
    for lines in every_page(summaries):
        foot = next(i for i, line in enumerate(lines) if re.search(r"Page \d+ of \d+", line))
        body = [line for line in lines[:foot] if "· born " not in line]
        assert body[-1] not in headings


def every_page(summaries):
    return [
        lines for made in summaries.values() for pages in made.pages.values() for lines in pages
    ]


def flat(lines):
    return " ".join(" ".join(lines).split())


@pytest.mark.catalogue("G05")
def test_each_page_says_whose_it_is_which_it_is_and_by_what_it_was_made(summaries):
    for made in summaries.values():
        who = made.subject
        for pages in made.pages.values():
            for number, lines in enumerate(pages, 1):
                text = flat(lines)
                if not runs_right_to_left(who.family_name):
                    assert f"{who.family_name}, {who.given_name}".rstrip(", ") in text
                assert f"· born {who.born} · ID {who.clinic_id}" in text
                assert f"Page {number} of {len(pages)}" in text
                assert "Rule set 1.0, profile module-2019" in text
                assert "Prepared 22 Nov 2026 10:00 UTC" in text
                assert "DEMO: invented patient" in text


@pytest.mark.catalogue("G15")
def test_the_page_holds_the_findings_of_the_assessment_and_no_others(summaries):
    for made in summaries.values():
        for pages in made.pages.values():
            text = flat(line for lines in pages for line in lines)
            found = {
                finding.rule_id
                for finding in made.assessment.findings
                if f"{SEVERITY_WORD[finding.severity]} {finding.title}" in text
            }
            assert found == {f.rule_id for f in made.assessment.of(Status.TRIGGERED)}


@pytest.mark.catalogue("H04")
def test_no_page_of_anybody_reassures(summaries):
    for lines in every_page(summaries):
        text = flat(lines).lower()
        assert not re.search(r"\b(?:low|no) risk\b(?! level)|\bsafe\b", text.replace(NOT_NONE, ""))


def test_each_reading_of_a_scan_stands_with_what_it_rests_on(summaries):
    read = [made for made in summaries.values() if made.assessment.dxa.basis is not None]
    assert len(read) > 20
    for made in read:
        text = " ".join(line for page in made.pages["A4"] for line in page)
        label = r"\(Background statement, not graded; where the module is silent: extension\) \[\d[\d, –]*\]"
        assert re.search(rf"Read by [TZ]-score: [^.]+\. {label}", text), made.subject.clinic_id
