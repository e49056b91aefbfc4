"""One summary, beside the same words drawn by reportlab alone on as many pages."""

import argparse
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from io import BytesIO
from unittest.mock import patch

from measuring import Aim, Measure, Stopwatch
from samples import screening

NAMES = ("summary, drawn (archive and tags apart)", "summary, whole, as it is kept")


def measures(_options: argparse.Namespace) -> Iterator[Measure]:
    from msbone_desktop.environment.resources import shipped
    from msbone_desktop.reports.archival import archive
    from msbone_desktop.reports.summary import build_pages

    fonts = shipped("resources") / "fonts"
    content = _content()
    words = _words(archive(build_pages(content, fonts)))
    yield Measure(
        name=NAMES[0],
        unit="ms",
        aim=Aim(ratio=2.5),
        ours=Stopwatch(lambda: _untagged(content, fonts)),
        floor=Stopwatch(lambda: _bare(words)),
        rounds=15,
    )
    yield Measure(
        name=NAMES[1],
        unit="ms",
        aim=Aim(),
        ours=Stopwatch(lambda: archive(build_pages(content, fonts))),
        floor=Stopwatch(lambda: _bare(words)),
        rounds=15,
    )


def _untagged(content, fonts) -> None:
    """Draw the summary without noting which element each stretch belongs to."""
    from msbone_desktop.reports.summary import build_pages
    from msbone_desktop.reports.tagging import TaggedCanvas

    def nothing(*_args, **_options):
        return nullcontext()

    with (
        patch.object(TaggedCanvas, "inside", nothing),
        patch.object(TaggedCanvas, "artifact", nothing),
    ):
        build_pages(content, fonts)


def _content():
    from msbone_desktop.domain.clinic import ClinicIdentity
    from msbone_desktop.domain.documents import SubjectIdentity
    from msbone_desktop.environment.resources import shipped
    from msbone_desktop.exchange.screening_reader import read_screening
    from msbone_desktop.rules.rulebook import assess_read
    from msbone_desktop.services.knowledge import load_knowledge
    from msbone_desktop.services.summary_content import SummaryRequest, summary_content

    knowledge = load_knowledge(shipped("resources"), "module-2019")
    read = read_screening(screening(7), knowledge.rulebook.dictionary)
    subject = SubjectIdentity(
        patient=None,
        family_name="Made-Up",
        given_name="Ylva",
        born="10 Mar 1961",
        sex="Female",
        clinic_id="B-7",
    )
    request = SummaryRequest(
        clinic=ClinicIdentity(),
        subject=subject,
        record=read.record,
        assessment=assess_read(knowledge.rulebook, read),
        prepared_at=datetime(2026, 11, 22, 10, tzinfo=UTC),
        prepared_by="bench",
        recorded_by="",
        is_draft=True,
    )
    return summary_content(request, knowledge)


def _words(pdf: bytes) -> list[list[str]]:
    import pypdf

    pages = pypdf.PdfReader(BytesIO(pdf)).pages
    return [page.extract_text().splitlines() for page in pages]


def _bare(pages: list[list[str]]) -> bytes:
    """Draw the lines, a third in each weight, without wrapping, measuring or structure."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from msbone_desktop.environment.resources import shipped

    weights = ("Inter-Regular", "Inter-SemiBold", "Inter-Bold")
    for weight in weights:
        if f"Bare-{weight}" not in pdfmetrics.getRegisteredFontNames():
            file = shipped("resources") / "fonts" / f"{weight}.ttf"
            pdfmetrics.registerFont(TTFont(f"Bare-{weight}", str(file)))
    output = BytesIO()
    canvas = Canvas(output, pagesize=A4, invariant=1)
    for page in pages:
        for number, line in enumerate(page):
            canvas.setFont(f"Bare-{weights[number % 3]}", 8)
            canvas.drawString(40, 800 - 9 * (number % 84), line)
        canvas.showPage()
    canvas.save()
    return output.getvalue()
