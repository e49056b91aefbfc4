"""The clinic's scanners: what is kept, what is refused, and what a scan takes from them."""

from datetime import date
from decimal import Decimal

import pytest

from msbone_desktop.domain.errors import ChangedElsewhereError, NotFoundError, RefusedEntryError
from msbone_desktop.domain.scanners import ScannerDetails
from tests.services.dxa_clinic import NEW, OLD, hip, hologic, scan


@pytest.fixture
def scanners(open_file):
    return open_file.scanners


def refused(work, *given, **more):
    with pytest.raises(RefusedEntryError) as found:
        work(*given, **more)
    return found.value.field


def test_a_scanner_is_kept_with_everything_that_was_entered(scanners):
    kept = scanners.add(hologic(facility=" City Hospital ", software="5.6"))
    assert scanners.get(kept.id) == kept
    assert (kept.details.facility, kept.details.software, kept.details.in_use) == (
        "City Hospital", "5.6", True,
    )  # fmt: skip
    changed = scanners.update(kept.id, kept.version, hologic("Room 4", in_use=False))
    assert (changed.details.name, changed.details.in_use) == ("Room 4", False)
    with pytest.raises(ChangedElsewhereError):
        scanners.update(kept.id, kept.version, hologic("Room 5"))
    with pytest.raises(NotFoundError):
        scanners.get(99)


def test_those_in_use_are_listed_first(scanners):
    for name, in_use in (("a", False), ("c", True), ("B", True)):
        scanners.add(hologic(name, in_use=in_use))
    assert [each.details.name for each in scanners.list()] == ["B", "c", "a"]


def test_a_name_is_needed_and_neither_name_nor_serial_number_stands_twice(scanners):
    assert refused(scanners.add, ScannerDetails(name="  ")) == "name"
    assert refused(scanners.add, ScannerDetails(name="x" * 201)) == "name"
    assert refused(scanners.add, ScannerDetails(name="x", model="a\x07")) == "model"
    first = scanners.add(hologic())
    assert refused(scanners.add, hologic("ROOM 3")) == "name"
    assert refused(scanners.add, hologic("Other", serial=first.details.serial)) == "serial"
    other = scanners.add(hologic("GE", serial=first.details.serial, manufacturer="GE"))
    assert refused(scanners.update, other.id, 1, hologic("Room 3")) == "name"
    assert scanners.update(first.id, 1, first.details).version == 2


def test_precision_errors_are_added_never_overwritten_and_voided_with_a_reason(scanners):
    one = scanners.add(hologic())
    scanners.add_precision(one.id, "total_hip", Decimal("0.0090"), OLD)
    kept = scanners.add_precision(one.id, "total_hip", Decimal("0.0140"), NEW)
    assert [(e.value, e.determined_on, e.entered_by) for e in kept.precision] == [
        (Decimal("0.0140"), NEW, "A. Nurse"),
        (Decimal("0.0090"), OLD, "A. Nurse"),
    ]
    assert str(kept.precision[0].value) == "0.0140"
    twice = (one.id, "total_hip", Decimal("0.01"), NEW)
    assert refused(scanners.add_precision, *twice) == "determined_on"
    newest = kept.precision[0].id
    assert refused(scanners.void_precision, one.id, newest, " ") == "reason"
    left = scanners.void_precision(one.id, newest, "typing error")
    assert [e.value for e in left.precision] == [Decimal("0.0090")]
    with pytest.raises(NotFoundError):
        scanners.void_precision(one.id, newest, "again")


@pytest.mark.parametrize(
    ("site", "value", "on", "field"),
    [
        ("toe", "0.01", NEW, "site"),
        ("total_hip", "0", NEW, "value"),
        ("total_hip", "0.201", NEW, "value"),
        ("total_hip", "NaN", NEW, "value"),
        ("total_hip", "0.01", date(2026, 11, 23), "determined_on"),
    ],
)
def test_a_precision_error_that_cannot_be_is_refused(scanners, site, value, on, field):
    one = scanners.add(hologic())
    assert refused(scanners.add_precision, one.id, site, Decimal(value), on) == field


def test_the_error_that_counted_on_a_day_is_found_for_each_site(scanners):
    one = scanners.add(hologic())
    scanners.add_precision(one.id, "total_hip", Decimal("0.009"), OLD)
    scanners.add_precision(one.id, "lumbar_spine", Decimal("0.011"), NEW)
    assert {s: e.value for s, e in scanners.precision_on(one.id, OLD).items()} == {
        "total_hip": Decimal("0.009")
    }
    assert set(scanners.precision_on(one.id, NEW)) == {"total_hip", "lumbar_spine"}


def test_a_move_takes_earlier_errors_out_of_use_until_it_is_voided_with_a_reason(scanners):
    one = scanners.add(hologic())
    scanners.add_precision(one.id, "total_hip", Decimal("0.009"), OLD)
    moved = scanners.say_moved(one.id, NEW)
    assert [(each.moved_on, each.entered_by) for each in moved.moves] == [(NEW, "A. Nurse")]
    assert scanners.precision_on(one.id, NEW) == {}
    assert set(scanners.precision_on(one.id, OLD)) == {"total_hip"}
    assert refused(scanners.say_moved, one.id, NEW) == "moved_on"
    assert refused(scanners.say_moved, one.id, date(2026, 11, 23)) == "moved_on"
    assert refused(scanners.void_move, one.id, moved.moves[0].id, "") == "reason"
    assert scanners.void_move(one.id, moved.moves[0].id, "another scanner").moves == ()
    assert set(scanners.precision_on(one.id, NEW)) == {"total_hip"}
    with pytest.raises(NotFoundError):
        scanners.void_move(one.id, moved.moves[0].id, "again")


def test_a_cross_calibration_is_of_two_scanners_of_one_maker(scanners):
    one, two = scanners.add(hologic()), scanners.add(hologic("Room 9"))
    other = scanners.add(hologic("GE", manufacturer="GE"))
    state = scanners.state_cross_calibration
    assert refused(state, one.id, one.id, OLD) == "other"
    assert refused(state, one.id, other.id, OLD) == "other"
    assert refused(state, one.id, two.id, date(2026, 11, 23)) == "stated_on"
    kept = state(one.id, two.id, OLD, "letter of the centre")
    assert kept.calibrations == scanners.get(two.id).calibrations
    assert kept.calibrations[0].note == "letter of the centre"
    moved = hologic("Room 9", manufacturer="GE")
    assert refused(scanners.update, two.id, two.version, moved) == "manufacturer"
    left = scanners.void_cross_calibration(one.id, kept.calibrations[0].id, "was another pair")
    assert left.calibrations == ()


def test_a_scan_is_judged_by_its_scanners_error_of_its_day(open_file, enter_patient):
    patient = enter_patient()
    one = open_file.scanners.add(hologic())
    ref = {"scanner_ref": int(one.id), "scanner_id": one.identity, "manufacturer": "Hologic"}
    open_file.dxa.record(patient, scan(hip("0.800"), on=OLD, **ref))
    open_file.dxa.record(patient, scan(hip("0.770"), on=NEW, **ref))
    (row,) = open_file.dxa.look(patient).changes
    assert row.verdict == "no_LSC"
    kept = open_file.scanners.add_precision(one.id, "total_hip", Decimal("0.010"), OLD)
    (row,) = open_file.dxa.look(patient).changes
    assert (row.verdict, row.least_significant) == ("significant_loss", Decimal("0.02770"))
    assert open_file.dxa.reading(patient).changes == {"total_hip": "significant_loss"}
    open_file.scanners.add_precision(one.id, "total_hip", Decimal("0.020"), NEW)
    (row,) = open_file.dxa.look(patient).changes
    assert row.verdict == "within_LSC"
    open_file.scanners.void_precision(one.id, kept.precision[0].id, "wrong")
    assert open_file.dxa.look(patient).changes[0].verdict == "within_LSC"


def test_an_error_typed_from_the_report_comes_before_the_scanners(open_file, enter_patient):
    patient = enter_patient()
    one = open_file.scanners.add(hologic())
    open_file.scanners.add_precision(one.id, "total_hip", Decimal("0.050"), OLD)
    ref = {"scanner_ref": int(one.id)}
    open_file.dxa.record(patient, scan(hip("0.800"), on=OLD, **ref))
    typed = hip("0.770", precision_error_g_cm2=Decimal("0.010"))
    open_file.dxa.record(patient, scan(typed, on=NEW, **ref))
    assert open_file.dxa.look(patient).changes[0].verdict == "significant_loss"


def test_scans_of_two_scanners_are_compared_once_their_centres_state_it(open_file, enter_patient):
    patient = enter_patient()
    one, two = open_file.scanners.add(hologic()), open_file.scanners.add(hologic("Room 9"))
    open_file.dxa.record(patient, scan(on=OLD, scanner_ref=int(one.id), scanner_id="a"))
    open_file.dxa.record(patient, scan(on=NEW, scanner_ref=int(two.id), scanner_id="b"))
    assert open_file.dxa.look(patient).changes[0].verdict == "not_comparable"
    assert open_file.dxa.reading(patient).changes == {"total_hip": "not_comparable"}
    open_file.scanners.state_cross_calibration(two.id, one.id, OLD)
    assert open_file.dxa.look(patient).changes[0].verdict == "no_LSC"
    assert open_file.dxa.reading(patient).changes == {"total_hip": "no_LSC"}


def test_a_scan_cannot_name_a_scanner_of_another_maker_or_none_of_the_list(
    open_file, enter_patient
):
    patient = enter_patient()
    one = open_file.scanners.add(hologic())
    wrong = scan(scanner_ref=int(one.id), manufacturer="GE")
    assert refused(open_file.dxa.record, patient, wrong) == "manufacturer"
    with pytest.raises(NotFoundError):
        open_file.dxa.record(patient, scan(scanner_ref=99))
