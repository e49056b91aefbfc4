"""Thousands of names in many scripts: each is drawn whole and reads back, or the page is refused."""

import random
import unicodedata
from dataclasses import replace

import pytest

from msbone_desktop.domain.errors import UnprintableTextError
from msbone_desktop.domain.findings import Severity
from msbone_desktop.reports.appearance import BODY
from msbone_desktop.reports.bidirectional import runs_right_to_left
from msbone_desktop.reports.fonts import load_fonts
from msbone_desktop.reports.lines import Span, TypeSetter
from msbone_desktop.reports.summary import build_summary
from tests.reports.content import FONTS, SUBJECT, assessment, finding, usual
from tests.reports.reading import reading_order, whole_text

LETTERS = {
    "Latin": ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x1E00, 0x1EFF)),
    "Greek": ((0x370, 0x3FF), (0x1F00, 0x1FFF)),
    "Cyrillic": ((0x400, 0x52F),),
    "Arabic": ((0x620, 0x64A), (0x671, 0x6D3)),
    "Han": ((0x4E00, 0x9FFF),),
}
AWKWARD = (
    *((0x20, 0x7E), (0xA0, 0x17F), (0x300, 0x36F), (0x590, 0x6FF), (0x1F300, 0x1F64F)),
    *((0x2000, 0x206F), (0x2190, 0x22FF), (0xE000, 0xE0FF), (0xFB00, 0xFFFD), (0x10000, 0x103FF)),
)


def signs(ranges):
    return [chr(code) for first, last in ranges for code in range(first, last + 1)]


def names(rng, letters, count, longest=14):
    return ["".join(rng.choices(letters, k=rng.randint(1, longest))) for _ in range(count)]


def bare(text):
    """Leave out blanks: where a name is parted into lines is no matter here."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.catalogue("G01")
def test_five_thousand_names_are_drawn_letter_for_letter_or_refused():
    rng, fonts = random.Random(1), load_fonts(FONTS)
    setter = TypeSetter(fonts, "a name")
    scripts = [signs(ranges) for ranges in LETTERS.values()]
    pool = [name for letters in scripts for name in names(rng, letters, 600)]
    pool += names(rng, signs(AWKWARD), 2500, longest=4)
    drawn = refused = 0
    for name in pool:
        try:
            lines = setter.lines(setter.words([Span(name, BODY)]), 9e9)
        except UnprintableTextError:
            refused += 1
            continue
        drawn += 1
        kept = "".join(unicodedata.normalize("NFC", name).split())
        runs = [run for line in lines for segment in line.segments for run in segment.runs]
        assert all(sign in run.face.advances for run in runs for sign in run.text)
        assert "".join("".join(line.text for line in lines).split()) == kept
        if not runs_right_to_left(kept):
            shown = "".join("".join(run.text for run in runs).split())
            assert shown == kept.replace("\ufe0f", "").replace("\ufe0e", "")
    assert len(pool) == 5500
    assert drawn > 2500 and refused > 1000


@pytest.mark.catalogue("G01")
def test_two_thousand_names_read_back_from_the_file():
    rng, fonts = random.Random(2), load_fonts(FONTS)
    faces = (fonts.primary("semibold"), *fonts._fallbacks)
    wanted = []
    for ranges in LETTERS.values():
        letters = [s for s in signs(ranges) if any(s in face.advances for face in faces)]
        wanted += names(rng, [s for s in letters if s.isalpha()], 400, 9)
    rows = [wanted[start : start + 8] for start in range(0, len(wanted), 8)]
    findings = tuple(
        finding(f"R-{n}", f"Row {n}", Severity.LOW, "\n".join(row)) for n, row in enumerate(rows)
    )
    pdf = build_summary(usual(assessment=assessment(findings)), FONTS)
    seen, told = bare(whole_text(pdf)), [bare(text) for text in reading_order(pdf)]
    lost = [
        name
        for name in wanted
        if bare(name) not in seen and not any(bare(name) in text for text in told)
    ]
    assert len(wanted) == 2000
    assert lost == []


UNSEEN = [
    *("\u202e", "\u202a", "\u2066", "\u200e", "\u061c"),  # these turn the direction of writing
    *("\u200b", "\u2060", "\ufeff", "\u00ad", "\u200c", "\u200d"),  # these cannot be seen
    *("\ufe00", "\ufe0f", "\ufffc", "\ue000"),  # another shape, no character, a font's own sign
    *("\U0001f60d", "\U0001d400"),  # DejaVu has these, but nobody could read them back
]


@pytest.mark.parametrize("character", UNSEEN)
@pytest.mark.catalogue("D08")
def test_what_cannot_be_seen_or_turns_a_name_round_is_refused(character):
    made = usual(subject=replace(SUBJECT, family_name=f"Now{character}ak"))
    with pytest.raises(UnprintableTextError, match=f"U\\+{ord(character):04X}") as caught:
        build_summary(made, FONTS)
    assert "Now" not in str(caught.value)


def test_a_joiner_between_arabic_letters_is_part_of_the_name():
    name = "فارسی\u200cزبان"
    pdf = build_summary(usual(subject=replace(SUBJECT, family_name=name)), FONTS)
    assert name in reading_order(pdf)


def test_a_long_name_that_is_cut_into_lines_is_read_without_gaps():
    name, other = "محمدعليحسنفاطمةالزهراء" * 3, "ليلى علي حسن فاطمة الزهراء ليلى علي حسن"
    subject = replace(SUBJECT, family_name=name, given_name=other)
    told = reading_order(build_summary(usual(subject=subject), FONTS))
    assert name in told
    assert other in told


def test_a_symbol_may_ask_to_be_drawn_as_text():
    text = finding("X", "Made up", Severity.LOW, "\u26a0\ufe0f Look here")
    assert "\u26a0 Look here" in whole_text(
        build_summary(usual(assessment=assessment((text,))), FONTS)
    )


def test_a_wide_or_foreign_blank_is_drawn_as_a_space():
    runs = load_fonts(FONTS).runs("a\u1680b\u2003c\u3000d", "regular", "a test")
    assert "".join(run.text for run in runs) == "a b c d"
