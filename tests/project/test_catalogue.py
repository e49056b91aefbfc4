"""The catalogue of faults says no more than the tests hold, and no less."""

import re

from tests.project.draw_catalogue import GROUPS, PAGE, marked, page, rows

COUNTS = {"A": 22, "B": 18, "C": 20, "D": 18, "E": 26, "G": 16, "H": 15, "I": 10}


def test_each_row_has_a_test_or_says_why_not_and_each_mark_has_a_row():
    held, listed = marked(), rows()
    assert set(held) <= set(listed), "a test holds a row that is not in the catalogue"
    for row, told in listed.items():
        assert ("why_not" in told) is (row not in held), row
        assert set(told) <= {"fault", "note", "why_not"}, row
        assert all(each.strip() for each in told.values()), row


def test_no_row_was_forgotten():
    assert set(GROUPS) == set(COUNTS)
    wanted = [f"{letter}{n:02d}" for letter, count in COUNTS.items() for n in range(1, count + 1)]
    assert list(rows()) == wanted


def test_an_id_in_a_tests_name_is_among_its_marks():
    held, listed = marked(), rows()
    for row, names in _named().items():
        assert row in listed, row
        for name in names:
            assert name in held[row], f"{name} is not marked with {row}"


def _named() -> dict[str, list[str]]:
    from tests.project.draw_catalogue import TESTS

    found: dict[str, list[str]] = {}
    for path in TESTS.rglob("test_*.py"):
        for name in re.findall(r"^def (test_(?:[a-i]\d\d_)+\w+)", path.read_text("utf-8"), re.M):
            for row in re.findall(r"(?<=_)[a-i]\d\d(?=_)", name):
                told = f"{path.relative_to(TESTS).as_posix()}::{name}"
                found.setdefault(row.upper(), []).append(told)
    return found


def test_the_page_is_the_one_that_is_drawn():
    drawn = page()
    assert PAGE.read_text("utf-8") == drawn, "run: python -m tests.project.draw_catalogue"
