"""The file itself: PDF/A, PDF/UA structure, paper, bookmarks and links."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from pikepdf.pdfa import validate_written

from msbone_desktop.reports.archival import archive
from msbone_desktop.reports.composition import Composer, P
from msbone_desktop.reports.document import Furniture, lay_out_parts
from msbone_desktop.reports.fonts import load_fonts
from msbone_desktop.reports.lines import TypeSetter
from msbone_desktop.reports.summary import build_pages, build_summary
from tests.reports.content import (
    CLINIC,
    FONTS,
    IMMOBILITY,
    LOW_VITAMIN_D,
    PREPARED,
    SUBJECT,
    assessment,
    rich,
    usual,
)
from tests.reports.reading import run

MIXED = replace(SUBJECT, family_name="محمد שרה", given_name="小明 ☐")


@pytest.mark.parametrize("content", [usual(), rich(is_draft=True), rich(subject=MIXED)])
def test_the_file_is_pdf_a_2b(content):
    # The validator knows no extension schema, so it sees the file without the PDF/UA statement.
    pdf = archive(build_pages(content, FONTS), claims_ua=False)
    report = validate_written(BytesIO(pdf), "2b")
    assert report.passed, [str(found) for found in report.findings]


def test_the_finished_file_states_both_standards():
    with pikepdf.open(BytesIO(build_summary(rich(), FONTS))) as pdf:
        packet = pdf.Root.Metadata.read_bytes().decode()
        assert "<pdfuaid:part>1</pdfuaid:part>" in packet
        assert "<pdfaid:part>2</pdfaid:part>" in packet
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert all(page.obj.Tabs == pikepdf.Name.S for page in pdf.pages)


def test_qpdf_finds_no_fault(tmp_path):
    assert "No syntax or stream encoding errors" in run(
        "qpdf", build_summary(rich(), FONTS), tmp_path, "--check", "FILE"
    )


def test_headings_tables_lists_and_figures_are_in_the_structure(tmp_path):
    told = run("pdfinfo", build_summary(rich(), FONTS), tmp_path, "-struct-text", "FILE")
    for wanted in ("H1", "H2", "Table", "TH:", "/Scope /Column", "LBody", "Figure", "Link"):
        assert wanted in told
    assert told.index("Bone health summary") < told.index("Nowak") < told.index("Immobility")
    assert "Page 1 of" not in told


def test_every_drawn_stretch_is_marked_and_numbered_once():
    with pikepdf.open(BytesIO(build_summary(rich(is_draft=True), FONTS))) as pdf:
        for page in pdf.pages:
            depth, numbers = 0, []
            for operands, operator in pikepdf.parse_content_stream(page):  # type: ignore[misc]
                name = str(operator)
                if name in ("BDC", "BMC"):
                    depth += 1
                    if str(operands[0]) != "/Artifact":
                        numbers.append(int(operands[1].MCID))
                elif name == "EMC":
                    depth -= 1
                elif name in ("Tj", "TJ", "f", "S", "B"):
                    assert depth == 1
            assert numbers == list(range(len(numbers)))


def test_the_chart_tells_its_values_and_gaps_in_words(tmp_path):
    with pikepdf.open(BytesIO(build_summary(rich(), FONTS))) as pdf:
        found = [str(o.Alt) for o in pdf.objects if _is_figure(o)]
    assert len(found) == 1
    assert "Total hip in g/cm²: 0.802 on 2 May 2021, " in found[0]
    assert "no value on 9 Oct 2023" in found[0]


def _is_figure(thing):
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == pikepdf.Name.Figure


def test_sections_are_bookmarks_and_addresses_are_links():
    with pikepdf.open(BytesIO(build_summary(rich(), FONTS))) as pdf:
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        links = {
            str(annotation.A.URI)
            for page in pdf.pages
            for annotation in page.obj.get("/Annots", [])
        }
    assert titles[:3] == ["Findings", "Needs a clinician's yes or no", "Not recorded"]
    assert "References" in titles
    assert "https://doi.org/10.1007/s00415-011-5980-6" in links
    assert all(link.startswith("https://") for link in links)


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_the_paper_is_that_of_the_clinic(paper, size):
    pdf = build_summary(rich(clinic=replace(CLINIC, paper=paper)), FONTS)
    with pikepdf.open(BytesIO(pdf)) as opened:
        boxes = {tuple(round(float(v)) for v in page.mediabox[2:]) for page in opened.pages}
    assert boxes == {size}


def test_a_usual_screening_fits_one_page():
    assert build_pages(usual(), FONTS).pages == 1


def test_every_font_is_embedded(tmp_path):
    told = run("pdffonts", build_summary(rich(subject=MIXED), FONTS), tmp_path, "FILE")
    rows = told.splitlines()[2:]
    assert {row.split()[0].partition("+")[2] for row in rows} >= {
        "Inter-Regular",
        "Inter-Bold",
        "DejaVuSans",
        "NotoSansArabic-Regular",
        "WenQuanYiMicroHei-0",
    }
    assert all(" yes yes yes " in row for row in rows)


def test_made_by_whom_its_limits_and_demo_are_read_out_once(tmp_path):
    demo = rich(clinic=replace(CLINIC, is_demo=True))
    told = run("pdfinfo", build_summary(demo, FONTS), tmp_path, "-struct-text", "FILE")
    assert build_pages(demo, FONTS).pages > 1
    for wanted in ("DEMO: invented patient", "Rule set 1.0", "Supports clinical judgement"):
        assert told.count(wanted) == 1
    assert told.index("DEMO: invented") < told.index("Bone health summary")
    assert told.index("Oleson 2017, cited") < told.index("Rule set 1.0")


def test_words_on_two_lines_or_pages_are_parted_when_read_out(tmp_path):
    words = [f"word{n}" for n in range(3000)]
    long = replace(IMMOBILITY, message=" ".join(words))
    made = usual(assessment=assessment((long, LOW_VITAMIN_D)))
    assert build_pages(made, FONTS).pages > 2
    told = run("pdfinfo", build_summary(made, FONTS), tmp_path, "-struct-text", "FILE")
    assert " ".join(words) in told.replace('"', "").replace("\n", "").replace("  ", "")
    assert "mentalsclerosis" not in told and "multiplesclerosis" not in told


def test_a_word_that_is_cut_is_read_out_whole(tmp_path):
    long = replace(IMMOBILITY, message="Q" * 900)
    made = usual(assessment=assessment((long,)))
    told = run("pdfinfo", build_summary(made, FONTS), tmp_path, "-struct-text", "FILE")
    assert "Q" * 900 in told


def test_each_letter_is_followed_by_its_own_foot_when_read_out(tmp_path):
    composer = Composer(TypeSetter(load_fonts(FONTS), "a test"))
    parts = [
        (
            [composer.text(P(f"Letter {name}"))],
            Furniture(title="T", identity=(name,), provenance=(f"Foot {name}",)),
        )
        for name in ("one", "two")
    ]
    raw, counts = lay_out_parts(
        composer, parts, paper="A4", prepared_at=PREPARED, software_version="1"
    )
    told = run("pdfinfo", archive(raw), tmp_path, "-struct-text", "FILE")
    places = [told.index(t) for t in ("Letter one", "Foot one", "Letter two", "Foot two")]
    assert counts == (1, 1) and places == sorted(places)


def test_each_link_is_an_element_that_names_where_it_leads():
    with pikepdf.open(BytesIO(build_summary(rich(), FONTS))) as pdf:
        areas = [area for page in pdf.pages for area in page.obj.get("/Annots", [])]
        links = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and _is_link(o)]
        held = [kid.Obj.objgen for link in links for kid in link.K if "/Obj" in kid]
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        owners = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
        assert areas and sorted(held) == sorted(area.objgen for area in areas)
        for area in areas:
            assert str(area.Contents) == f"Link: {area.A.URI}"
            assert _is_link(owners[int(area.StructParent)])


def _is_link(thing):
    return thing.get("/S") == pikepdf.Name.Link and "/P" in thing
