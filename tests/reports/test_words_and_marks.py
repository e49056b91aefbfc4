"""Numbers, marks and signs as they stand on paper, by themselves."""

from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from msbone_desktop.reports.references_section import bracketed, numbers_in
from msbone_desktop.reports.summary import build_summary
from msbone_desktop.reports.wording import listed, number, rounded, signed
from tests.reports.content import FONTS, rich


@pytest.mark.parametrize(
    ("numbers", "mark"),
    [
        ([1], "[1]"),
        ([2, 1], "[1, 2]"),
        ([1, 2, 3], "[1\u20133]"),
        ([5, 1, 2, 3, 9, 10], "[1\u20133, 5, 9, 10]"),
    ],
)
def test_three_numbers_in_a_row_become_a_range_and_two_do_not(numbers, mark):
    made = bracketed(numbers)
    assert made.replace("\u00a0", " ") == mark
    assert " " not in made, "a mark is never parted at the end of a line"
    assert numbers_in(made) == set(numbers)


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("0.125", 2, "0.12"),
        ("0.135", 2, "0.14"),
        ("-3.65", 1, "\u22123.6"),
        ("2.5", 0, "2"),
        ("16.4262", 1, "16.4"),
    ],
)
@pytest.mark.catalogue("E17")
def test_paper_rounds_as_the_screen_does(value, places, shown):
    assert rounded(Decimal(value), places) == shown


def test_a_number_keeps_what_was_typed_and_a_score_shows_its_sign():
    assert number(Decimal("41.0")) == "41.0"
    assert number(3) == "3"
    assert [signed(Decimal(v)) for v in ("0.4", "-0.4", "0.0")] == ["+0.4", "\u22120.4", "0.0"]
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        *("", "a", "a and b", "a, b and c"),
    ]


def test_the_lowest_site_stands_out_in_weight():
    weights: dict[str, str] = {}

    def see(text, _cm, _tm, font, _size):
        weights.setdefault(text.strip(), str(font["/BaseFont"]) if font else "")

    for page in PdfReader(BytesIO(build_summary(rich(), FONTS))).pages:
        page.extract_text(visitor_text=see)
    assert weights["0.730"].endswith("Inter-SemiBold")
    assert weights["0.905"].endswith("Inter-Regular")
