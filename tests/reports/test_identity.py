"""Whose page it is: on every page, letter for letter, and nowhere in the metadata."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from msbone_desktop.domain.errors import MissingFontError, UnprintableTextError
from msbone_desktop.domain.findings import Severity
from msbone_desktop.reports.fonts import load_fonts
from msbone_desktop.reports.summary import build_summary
from tests.reports.content import CLINIC, FONTS, SUBJECT, assessment, finding, rich, usual
from tests.reports.reading import page_texts, reading_order, run, whole_text

NAMES = [
    ("王", "小明"),
    ("Łukasz", "Żółć"),
    ("Nguyễn", "Thị Ánh"),
    ("O'Brien", "Siân"),
    ("Ελένη", "Παπαδοπούλου"),
    ("Дмитрий", "Щёголев"),
    ("Müller-Lüdenscheidt", "Jörg"),
    ("Şahin", "Gökçe İpek"),
    ("Ørsted", "Åse"),
    ("D’Angelo", "Zoë"),
    ("Kahananui", "Kaʻiulani"),
    ("佐藤", "さくら"),
    ("김", "민준"),
]
TURNED = [("محمد", "علي حسن"), ("שרה", "כהן"), ("فاطمة", "الزهراء")]


def named(family, given, **changes):
    subject = replace(SUBJECT, family_name=family, given_name=given)
    return usual(subject=subject, **changes)


@pytest.mark.parametrize(("family", "given"), NAMES)
@pytest.mark.catalogue("G01")
def test_a_name_reads_back_as_it_is_recorded(family, given, tmp_path):
    pdf = build_summary(named(family, given), FONTS)
    for text in (whole_text(pdf), run("pdftotext", pdf, tmp_path, "FILE", "-")):
        assert family in text
        assert given in text
        assert "■" not in text


@pytest.mark.parametrize(("family", "given"), TURNED)
def test_a_name_written_from_right_to_left_is_drawn_turned_and_read_out_as_recorded(family, given):
    pdf = build_summary(named(family, given), FONTS)
    assert family in whole_text(pdf)
    assert family in reading_order(pdf)
    assert given in reading_order(pdf)


@pytest.mark.catalogue("G05")
def test_every_page_says_whose_it_is_and_which_of_how_many():
    findings = tuple(
        finding(f"R-{n}", f"Rule {n}", Severity.LOW, "A reason.", statements=("S09",))
        for n in range(60)
    )
    pages = page_texts(build_summary(usual(assessment=assessment(findings)), FONTS))
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert "Nowak-Øvergård, Łucja · born 10 Mar 1964 · ID MS-00417" in text
        assert f"Page {number} of {len(pages)}" in text
        assert "Rule set 1.0, profile module-2019 · MSBone Desktop 1.0.0" in text
        assert "Prepared 22 Nov 2026 14:05 UTC by A. Nurse" in text
        assert "does not replace" in text
        assert "No clinician has confirmed this rule set yet." in text


def test_a_draft_says_so_across_every_page():
    draft = page_texts(build_summary(rich(is_draft=True, signed_line=""), FONTS))
    assert len(draft) > 1
    assert all("DRAFT" in text for text in draft)
    assert "Draft, not signed" in draft[0]
    assert not any("DRAFT" in text for text in page_texts(build_summary(rich(), FONTS)))


def test_a_demo_clinic_is_marked_on_every_page():
    pages = page_texts(build_summary(rich(clinic=replace(CLINIC, is_demo=True)), FONTS))
    assert all("DEMO: invented patient, not for care" in text for text in pages)
    assert "DEMO" not in whole_text(build_summary(rich(), FONTS))


@pytest.mark.catalogue("G07")
def test_the_metadata_names_nobody():
    pdf = build_summary(rich(), FONTS)
    with pikepdf.open(BytesIO(pdf)) as opened:
        words = str(dict(opened.docinfo)) + opened.Root.Metadata.read_bytes().decode()
    for name in ("Nowak", "Łucja", "Nurse", "MS-00417", "Fjordside"):
        assert name not in words
    assert "Bone health summary" in words


@pytest.mark.parametrize("character", ["🦴", "\U00013000", "\x07", "ᠠ"])
@pytest.mark.catalogue("G01")
def test_a_character_that_no_font_has_stops_the_page_and_names_the_place(character):
    with pytest.raises(UnprintableTextError, match="name, date of birth") as caught:
        build_summary(named(f"Now{character}ak", "Łucja"), FONTS)
    assert f"U+{ord(character):04X}" in str(caught.value)
    assert "Now" not in str(caught.value)


@pytest.mark.catalogue("G04")
def test_a_missing_font_stops_the_page(tmp_path):
    for file in FONTS.glob("Inter-*.ttf"):
        (tmp_path / file.name).symlink_to(file)
    with pytest.raises(MissingFontError, match="NotoSansArabic"):
        load_fonts(tmp_path)


@pytest.mark.catalogue("G06")
def test_two_summaries_made_at_once_do_not_mix():
    made = [named(family, given) for family, given in NAMES[:4]] * 3
    alone = [build_summary(content, FONTS) for content in made]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda content: build_summary(content, FONTS), made))
    assert together == alone


def test_the_same_summary_gives_the_same_bytes():
    assert build_summary(rich(), FONTS) == build_summary(rich(), FONTS)
    assert build_summary(rich(), FONTS) != build_summary(usual(), FONTS)


@pytest.mark.catalogue("D08")
def test_a_name_from_right_to_left_does_not_turn_the_line_that_it_begins():
    (page,) = page_texts(build_summary(named("שרה", "כהן"), FONTS))
    line = page[page.rindex("· born") :]
    assert line.startswith("· born 10 Mar 1964 · ID MS-00417 Page 1 of 1")


def test_a_summary_without_a_given_name_has_no_stray_comma():
    text = whole_text(build_summary(named("Nowak", ""), FONTS))
    assert "Nowak · born 10 Mar 1964" in text


def test_the_end_of_the_history_stands_on_every_page():
    pages = page_texts(build_summary(usual(history_head="1,234 · 0123456789abcdef"), FONTS))
    assert all("History: entry 1,234 · 0123456789abcdef" in page for page in pages)
    assert "History" not in whole_text(build_summary(usual(), FONTS))


def test_a_long_name_stands_in_the_head_of_a_later_page_too():
    long = "Featherstonehaugh-Cholmondeley-Marjoribanks"
    findings = tuple(
        finding(f"R-{n}", f"Rule {n}", Severity.LOW, "A reason.", statements=("S09",))
        for n in range(60)
    )
    content = named(long, "Alexandrina Bartholomea Constantia Philippa Wilhelmina Theodora")
    pages = page_texts(build_summary(replace(content, assessment=assessment(findings)), FONTS))
    assert len(pages) > 2
    for page in pages[1:]:
        assert page.replace("- ", "-").count(f"{long}, Alexandrina") == 2
        assert page.count("born 10 Mar 1964 · ID MS-00417") == 2
    assert "Rule 59" in " ".join(pages)


def test_who_has_no_sex_on_record_is_printed_as_not_recorded():
    text = whole_text(build_summary(usual(subject=replace(SUBJECT, sex="")), FONTS))
    assert "Sex Not recorded" in text
