"""Text that looks like markup, is far too long, or is there three hundred times."""

import sys
from dataclasses import replace
from decimal import Decimal

import pytest

from msbone_desktop.domain.external_risk import ExternalRisk, shown_risks
from msbone_desktop.domain.findings import InputUsed, Note, Severity
from msbone_desktop.reports.summary import build_summary
from tests.reports.content import (
    CLINIC,
    DAY,
    FONTS,
    IMMOBILITY,
    SCANS,
    SUBJECT,
    assessment,
    finding,
    rich,
    usual,
)
from tests.reports.reading import page_texts, whole_text

MARKUP = [
    "R&D <-2.5",
    "<b>bold</b>",
    "</para><para>",
    '<font color="[[[os.system(1)]]]">',
    '<img src="http://example.org/a.png"/>',
    '<a href="file:///etc/passwd">x</a>',
    "&amp; &#169;",
    "(\\) %PDF endstream",
]
_watched: list[str] | None = None


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if _watched is None:
        return
    if event == "open":
        _watched.append(f"open {arguments[0]}")
    elif event.startswith(("socket.", "subprocess.", "os.system", "urllib.")):
        _watched.append(event)


sys.addaudithook(_watch)


def everywhere(text: str):
    """Return a summary that holds ``text`` in each field that a person may fill."""
    used = InputUsed("medicine", text, None, None)
    marked = replace(IMMOBILITY, title=text, message=text, inputs=(used,))
    blocked = replace(SCANS[1].sites[2], not_measurable=text)
    scan = replace(
        SCANS[1],
        facility=text,
        manufacturer=text,
        reference_database=text,
        sites=(*SCANS[1].sites[:2], blocked),
    )
    risk = ExternalRisk(
        tool=text,
        tool_version=text,
        country_model=text,
        note=text,
        recorded_by=text,
        calculated_on=DAY,
        hip_percent=Decimal(1),
    )
    made = rich(
        subject=replace(SUBJECT, family_name=text, given_name=text, clinic_id=text, born=text),
        clinic=replace(CLINIC, name=text, address=text, phone=text),
        assessment=assessment((marked,), notes=(Note("CHECK_ENTRY", "MOB-65", text),)),
        prepared_by=text,
        recorded_by=text,
        signed_line=text,
        history_head=text,
        external_risks=shown_risks([risk], lambda _: 62),
        dxa_reminder_words=text,
    )
    return replace(made, record=replace(made.record, dxa_scans=(SCANS[0], scan)))


@pytest.mark.parametrize("text", MARKUP)
@pytest.mark.catalogue("G02")
def test_markup_is_printed_letter_by_letter(text):
    printed = whole_text(build_summary(everywhere(text), FONTS)).replace("- ", "-")
    wanted = " ".join(text.split())
    assert printed.replace(" ", "").count(wanted.replace(" ", "")) >= 26


@pytest.mark.catalogue("G02", "I10")
def test_no_file_and_no_network_is_touched_while_a_page_is_made():
    global _watched  # noqa: PLW0603 - an audit hook cannot be taken away again
    content = everywhere('<img src="http://example.org/a.png"/> محمد 王 שרה')
    build_summary(content, FONTS)  # what is read once (fonts, colour profile) has been read now
    _watched = []
    try:
        build_summary(content, FONTS)
        seen = list(_watched)
    finally:
        _watched = None
    # The colour profile that ships with pikepdf goes into every file.
    assert [entry for entry in seen if not entry.endswith("sRGB.icc")] == []


@pytest.mark.catalogue("G03")
def test_three_hundred_findings_flow_over_pages_and_none_is_lost():
    findings = tuple(
        finding(f"R-{n}", f"Rule number {n};", Severity.LOW, "A reason that takes a line or two.")
        for n in range(300)
    )
    pages = page_texts(build_summary(usual(assessment=assessment(findings)), FONTS))
    text = " ".join(pages)
    assert len(pages) > 8
    assert all(f"Rule number {n};" in text for n in range(300))
    assert sum("Why it matters" in page for page in pages) >= len(pages) - 1


@pytest.mark.catalogue("G03")
def test_a_note_longer_than_a_page_goes_on_over_the_next():
    words = " ".join(f"word{n}" for n in range(4000))
    made = usual(assessment=assessment((replace(IMMOBILITY, message=words),)))
    pages = page_texts(build_summary(made, FONTS))
    text = " ".join(pages)
    assert len(pages) > 3
    assert all(f"word{n}" in text for n in range(4000))


@pytest.mark.parametrize("field", ["family_name", "clinic_id"])
@pytest.mark.catalogue("G03")
def test_a_word_of_five_thousand_letters_is_cut_into_lines(field):
    made = usual(subject=replace(SUBJECT, **{field: "Q" * 5000}))  # type: ignore[arg-type]
    pages = page_texts(build_summary(made, FONTS))
    assert sum(page.count("Q") for page in pages) >= 5000 * len(pages)


def test_a_long_word_in_a_finding_is_cut_and_complete():
    made = usual(assessment=assessment((replace(IMMOBILITY, message="Q" * 5000),)))
    assert whole_text(build_summary(made, FONTS)).count("Q") == 5000
