"""Ages in completed years, months that end, and dates known in part."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msbone_desktop.domain.calendar import PartialDate, add_months, completed_years


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("1976-06-01", "2026-06-01", 50),
        ("1976-06-02", "2026-06-01", 49),
        ("2000-02-29", "2027-02-28", 26),
        ("2000-02-29", "2027-03-01", 27),
        ("2000-02-29", "2028-02-29", 28),
        ("2026-11-22", "2026-11-22", 0),
    ],
)
def test_an_age_is_in_completed_years(born, on, years):
    assert completed_years(date.fromisoformat(born), date.fromisoformat(on)) == years


@given(st.dates(max_value=date(9999, 12, 30)), st.dates(max_value=date(9999, 12, 30)))
@pytest.mark.catalogue("E22", "I05")
def test_an_age_rises_on_the_birthday_and_on_no_other_day(born, on):
    after = on + timedelta(days=1)
    rise = completed_years(born, after) - completed_years(born, on)
    if (born.month, born.day) == (2, 29):
        assert rise == ((on.month, on.day) == (2, 28))
    else:
        assert rise == ((after.month, after.day) == (born.month, born.day))


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2025-11-22", 12, "2026-11-22"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-08-31", 1, "2025-09-30"),
        ("2025-08-31", 24, "2027-08-31"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2025-10-31", 12, "2026-10-31"),
        ("9999-06-01", 12, "9999-12-31"),
        ("9998-06-15", 12, "9999-06-15"),
    ],
)
@pytest.mark.catalogue("I05")
def test_months_are_counted_on_the_calendar_and_clamped_to_the_end_of_one(day, months, then):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(then)


@pytest.mark.parametrize("text", ["1979", "1979-03", "1979-03-14", "0987"])
def test_a_date_known_in_part_is_written_as_it_was_read(text):
    assert PartialDate.fromisoformat(text).isoformat() == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "79",
        "1979-3",
        "1979-13",
        "1979-02-30",
        "1979-03-14-01",
        "1979-",
        "03-1979",
        "199x",
        "  79",
        "1_99",
        "+979",
        "１９７９",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"date|day|month|year"):
        PartialDate.fromisoformat(text)


def test_a_day_without_a_month_is_refused():
    with pytest.raises(ValueError, match="without a month"):
        PartialDate(1979, None, 14)


def test_only_a_whole_date_is_exact():
    assert PartialDate(1979).exact is None
    assert PartialDate(1979, 3).exact is None
    assert PartialDate.of(date(1979, 3, 14)).exact == date(1979, 3, 14)


def test_the_earliest_day_of_a_date_known_in_part():
    assert PartialDate(1979).earliest == date(1979, 1, 1)
    assert PartialDate(1979, 3).earliest == date(1979, 3, 1)
    assert PartialDate(1979, 3, 14).earliest == date(1979, 3, 14)
