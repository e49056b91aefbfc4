"""What staff type is understood, or refused with the mend."""

from datetime import date
from decimal import Decimal

import pytest

from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.ui.widgets.reading.dates import read_date, read_past_date
from msbone_desktop.ui.widgets.reading.edss import STEPS, read_edss
from msbone_desktop.ui.widgets.reading.numbers import UnreadableError, read_count, read_number
from msbone_desktop.ui.widgets.reading.wording import (
    age_words,
    date_words,
    number_words,
    score_words,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "text", ["-2,5", "\N{MINUS SIGN}2.5", "-2.5", " -2.5\n", "\u0662\u066b\u0665", "－２．５"]
)
@pytest.mark.catalogue("E04", "E15")
def test_each_way_of_writing_a_score_is_read(text):
    assert abs(read_number(text)) == Decimal("2.5")


@pytest.mark.catalogue("E04")
def test_the_sign_is_kept():
    assert read_number("-2,5") == read_number("\N{MINUS SIGN}2.5") == Decimal("-2.5")
    assert read_number("+2.5") == Decimal("2.5")


@pytest.mark.parametrize(
    "text",
    [
        "2.5-",
        "(2.5)",
        "– 2.5",
        "- 2.5",
        "1_000",
        "0x10",
        "nan",
        "inf",
        "-Infinity",
        "1e400",
        "1e3",
        "1 000",
        "1'000",
        "1,234.5",
        "1.234,5",
        "",
        " ",
        "abc",
        ".5",
        "2.",
        "--2",
        "1" * 41,
        "٢" + "2",
        "1٬000",
        "²",
        "½",
        "Ⅳ",
    ],
)
@pytest.mark.catalogue("E03", "E15")
def test_anything_else_is_refused_with_the_mend(text):
    with pytest.raises(UnreadableError, match=r"\."):
        read_number(text)


@pytest.mark.parametrize("text", ["1.234", "1,234", "12,500", "-1.234", "999.999"])
@pytest.mark.catalogue("E14")
def test_three_digits_after_one_mark_may_be_a_thousand(text):
    with pytest.raises(UnreadableError, match="may be"):
        read_number(text, places=2)


def test_three_decimals_are_read_where_they_belong():
    assert read_number("0.850", places=3) == Decimal("0.850")
    assert read_number("1,234", places=3) == Decimal("1.234")


@pytest.mark.catalogue("E17")
def test_a_number_is_never_rounded():
    assert str(read_number("2.50")) == "2.50"
    with pytest.raises(UnreadableError, match="2 decimals"):
        read_number("0.8567")
    with pytest.raises(UnreadableError, match="2 decimals"):
        read_number("0.850")


def test_a_count_is_whole():
    assert read_count("12") == read_count("１２") == 12
    for text in ("1.0", "1,5", "-1", "+1", "two", "", "1 000"):
        with pytest.raises(UnreadableError):
            read_count(text)


@pytest.mark.parametrize("text", ["6,5", "6.50", "6.5"])
@pytest.mark.catalogue("E11")
def test_edss_six_and_a_half_is_read_in_each_way(text):
    assert read_edss(text) == Decimal("6.5")


def test_edss_has_twenty_steps_less_one_half():
    assert len(STEPS) == 19
    assert [read_edss(str(step)) for step in STEPS] == list(STEPS)


@pytest.mark.parametrize(
    ("text", "mend"),
    [("0.5", "0 and 1.0"), ("6.3", "6.0 and 6.5"), ("10", "0 to 9.5"), ("-1", "0 to 9.5")],
)
@pytest.mark.catalogue("E11")
def test_edss_beside_the_scale_is_refused_with_the_nearest(text, mend):
    with pytest.raises(UnreadableError, match=mend):
        read_edss(text)


@pytest.mark.parametrize(
    "text",
    [
        "14031979",
        "14/3/79",
        "14 mar 1979",
        "14mar79",
        "14.03.1979",
        "1979-03-14",
        "19790314",
        "mar 14, 1979",
        "14 March 1979",
        "١٤/٣/١٩٧٩",
        "14-3-1979",
    ],
)
@pytest.mark.catalogue("E24")
def test_each_way_of_writing_a_day_is_read(text):
    assert read_date(text, TODAY).day == PartialDate(1979, 3, 14)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-22"),
        ("yesterday", "2026-11-21"),
        ("-3m", "2026-08-22"),
        ("-9m", "2026-02-22"),
        ("-2w", "2026-11-08"),
        ("-10d", "2026-11-12"),
        ("-1y", "2025-11-22"),
        ("1979", "1979"),
        ("mar 1979", "1979-03"),
        ("3/1979", "1979-03"),
        ("1979-03", "1979-03"),
    ],
)
def test_relative_and_partial_dates_are_read(text, day):
    assert read_date(text, TODAY).day.isoformat() == day


def test_a_month_back_from_the_thirty_first_ends_with_the_month():
    assert read_date("-1m", date(2026, 3, 31)).day == PartialDate(2026, 2, 28)


def test_the_clinics_order_decides_and_the_other_reading_is_told():
    day_first = read_date("3/4/26", TODAY)
    assert (day_first.day, day_first.other) == (PartialDate(2026, 4, 3), PartialDate(2026, 3, 4))
    month_first = read_date("3/4/26", TODAY, "mdy")
    assert (month_first.day, month_first.other) == (day_first.other, day_first.day)
    assert read_date("14/3/79", TODAY).other is None
    assert read_date("3/3/79", TODAY).other is None


@pytest.mark.catalogue("E24")
def test_the_other_order_is_never_guessed():
    with pytest.raises(UnreadableError, match="14 Mar 1979"):
        read_date("3/14/79", TODAY)
    assert read_date("3/14/79", TODAY, "mdy").day == PartialDate(1979, 3, 14)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-W01-1",
        "30 feb 2020",
        "29/2/2025",
        "32/1/2020",
        "1850",
        "soon",
        "14",
        "14 3",
        "1/2/3/4",
        "ma 1979",
        "-99999m",
        "-9999y",
        "0/0/0",
        "14/3/979",
        "²²/3/1979",
        "1979-13-01",
        "140379",
        "x" * 99,
    ],
)
@pytest.mark.catalogue("E24")
def test_what_is_no_date_is_refused(text):
    with pytest.raises(UnreadableError):
        read_date(text, TODAY)


def test_two_digit_years_are_never_in_the_future():
    assert read_date("1/1/26", TODAY).day.year == 2026
    assert read_date("1/1/27", TODAY).day.year == 1927


@pytest.mark.catalogue("E23")
def test_a_day_after_the_screening_is_refused():
    assert read_past_date("22/11/2026", TODAY).day.exact == TODAY
    with pytest.raises(UnreadableError, match="future"):
        read_past_date("23/11/2026", TODAY)
    with pytest.raises(UnreadableError, match="future"):
        read_past_date("9999-12-31", TODAY)


def test_a_year_alone_is_refused_where_a_day_is_needed():
    with pytest.raises(UnreadableError, match="day and the month"):
        read_past_date("1979", TODAY)
    assert read_past_date("1979", TODAY, whole=False).day == PartialDate(1979)


def test_an_impossible_second_reading_is_not_shown():
    assert read_past_date("11/12/2025", TODAY).other == PartialDate(2025, 11, 12)
    assert read_past_date("3/12/2025", date(2026, 1, 1)).other == PartialDate(2025, 3, 12)
    assert read_past_date("11/12/2025", date(2025, 12, 11)).other is not None
    assert read_past_date("1/11/2026", date(2026, 11, 22)).other is not None
    assert read_past_date("1/12/2025", date(2025, 12, 1)).other == PartialDate(2025, 1, 12)
    assert read_past_date("2/1/2026", date(2026, 1, 20)).other is None


def test_what_was_understood_is_said_in_words():
    assert date_words(PartialDate(1979, 3, 14)) == "14 Mar 1979"
    assert date_words(PartialDate(1979, 3)) == "Mar 1979"
    assert date_words(PartialDate(1979)) == "1979"
    assert age_words(PartialDate(1979, 3, 14), TODAY) == "47 y"
    assert age_words(PartialDate(1979), TODAY) == "about 47 y"
    assert score_words("T-score", Decimal("-2.5")) == "T-score minus 2.5"
    assert score_words("T-score", Decimal("2.6")) == "T-score plus 2.6"
    assert score_words("T-score", Decimal("-0.0")) == "T-score 0"
    assert number_words(Decimal("-2.5"), "kg") == "minus 2.5 kg"
