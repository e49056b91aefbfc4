"""Which precision error counts on a day, and which scanners were stated to agree."""

from datetime import date
from decimal import Decimal

from msbone_desktop.domain.scanners import (
    CrossCalibration,
    PrecisionError,
    Scanner,
    ScannerDetails,
    ScannerId,
    ScannerMove,
    one_maker,
    precision_on,
    stated_pairs,
)

FIRST, MOVED = date(2020, 1, 10), date(2024, 5, 2)


def error(number, value, on, site="total_hip"):
    return PrecisionError(id=number, site=site, value=Decimal(value), determined_on=on)


def scanner(*precision, **more):
    details = ScannerDetails(name="Room 3", serial=more.pop("serial", ""))
    return Scanner(id=ScannerId(1), details=details, version=1, precision=precision, **more)


def precision_of(known, on):
    found = precision_on(known, "total_hip", on)
    assert found is not None
    return found.value


def test_the_newest_error_determined_by_the_day_of_the_scan_counts():
    known = scanner(error(2, "0.014", MOVED), error(1, "0.009", FIRST))
    assert precision_on(known, "total_hip", date(2020, 1, 9)) is None
    assert precision_of(known, FIRST) == Decimal("0.009")
    assert precision_of(known, date(2024, 5, 1)) == Decimal("0.009")
    assert precision_of(known, MOVED) == Decimal("0.014")
    assert precision_on(known, "lumbar_spine", MOVED) is None


def test_after_a_move_only_what_was_determined_since_counts_and_older_scans_keep_theirs():
    moves = (ScannerMove(id=2, moved_on=MOVED), ScannerMove(id=1, moved_on=date(2022, 1, 1)))
    old, between = error(1, "0.009", FIRST), error(2, "0.012", date(2023, 1, 1))
    known = scanner(between, old, moves=moves)
    assert precision_of(known, date(2021, 12, 31)) == Decimal("0.009")
    assert precision_on(known, "total_hip", date(2022, 1, 1)) is None
    assert precision_of(known, date(2024, 5, 1)) == Decimal("0.012")
    assert precision_on(known, "total_hip", MOVED) is None
    again = scanner(error(3, "0.014", MOVED), between, old, moves=moves)
    assert precision_of(again, MOVED) == Decimal("0.014")


def test_of_two_errors_of_one_day_the_one_entered_later_counts():
    for entered in ((7, 3), (3, 7)):
        known = scanner(*(error(number, "0.012", FIRST) for number in entered))
        newest = precision_on(known, "total_hip", MOVED)
        assert newest is not None and newest.id == 7


def test_makers_are_compared_by_letters_and_an_unknown_one_decides_nothing():
    assert one_maker("Hologic ", "hologic") is True
    assert one_maker("Hologic", "GE") is False
    assert one_maker("", "GE") is None


def test_pairs_are_those_that_a_facility_stated_whichever_scanner_names_them():
    stated = CrossCalibration(id=1, scanner=ScannerId(1), other=ScannerId(2), stated_on=MOVED)
    assert stated_pairs((scanner(calibrations=(stated,)),)) == {frozenset((1, 2))}
    assert stated_pairs((scanner(),)) == frozenset()


def test_a_scanner_is_known_by_its_serial_number_and_by_its_name_without_one():
    assert scanner(serial="HA-77").identity == "HA-77"
    assert scanner().identity == "Room 3"
