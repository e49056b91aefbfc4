"""The bin as staff use it: reasons, undo, refusals, and for how long records are kept."""

from datetime import date, timedelta

import pytest

from msbone_desktop.domain.audit import AuditQuery
from msbone_desktop.domain.calendar import clinic_day
from msbone_desktop.domain.errors import (
    InTheBinError,
    NotFoundError,
    RefusedEntryError,
)
from msbone_desktop.services.permission import permission_of
from tests.services.dxa_clinic import scan
from tests.services.test_permissions import methods


@pytest.fixture
def sign(open_file):
    def signed(patient):
        draft = open_file.screenings.start(patient)
        return open_file.screenings.sign(draft.id, patient, draft.version)

    return signed


def only(open_file):
    (line,) = open_file.bin.look().lines
    return line


def test_putting_away_takes_a_reason_and_taking_out_undoes_it(open_file, enter_patient, clock):
    patient = enter_patient(family_name="Ash")
    with pytest.raises(RefusedEntryError, match="reason"):
        open_file.bin.put(patient, "  ")
    open_file.bin.put(patient, " Entered twice ")
    entry = only(open_file).entry
    assert (entry.reason, entry.by, entry.at) == ("Entered twice", "A. Nurse", clock())
    assert entry.purge_after == clinic_day(clock()) + timedelta(days=90)
    assert open_file.patients.search("Ash") == ()
    open_file.bin.take_out(patient)
    assert [row.id for row in open_file.patients.search("Ash")] == [patient]
    assert open_file.bin.look().lines == ()
    with pytest.raises(NotFoundError):
        open_file.bin.take_out(patient)


def test_every_method_that_names_a_patient_refuses_one_in_the_bin(open_file, enter_patient):
    patient = enter_patient()
    open_file.bin.put(patient, "Entered twice")
    refused = 0
    for service, name, method in methods(open_file):
        code = method.__wrapped__.__code__ if hasattr(method, "__wrapped__") else method.__code__
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        if "patient" not in names or name in ("take_out", "delete_for_good"):
            continue
        assert permission_of(method) is not None, name
        others = dict.fromkeys(
            each for each in names if each not in ("self", "patient", "progress", "cancelled")
        )
        with pytest.raises(InTheBinError):
            getattr(service, name)(patient=patient, **others)
        refused += 1
    assert refused > 40


def test_papers_and_screenings_of_somebody_in_the_bin_stay_shut(
    open_file, enter_patient, sign, tmp_path
):
    patient, other = enter_patient(address="1 Road"), enter_patient(address="2 Road")
    signed = sign(patient)
    paper = open_file.documents.summary(signed.id, patient)
    sheet = open_file.papers.sheets()[0]
    open_file.bin.put(patient, "Entered twice")
    for act in (
        lambda: open_file.screenings.get(signed.id),
        lambda: open_file.documents.save(paper, tmp_path),
        lambda: open_file.documents.note_printed(paper),
        lambda: open_file.papers.labels([other, patient], sheet),
    ):
        with pytest.raises(InTheBinError):
            act()
    assert list(tmp_path.glob("*.pdf")) == []
    open_file.bin.take_out(patient)
    assert open_file.documents.summary(signed.id, patient) == paper


@pytest.mark.catalogue("H13")
def test_somebody_in_the_bin_is_on_no_list_and_counted_with_a_reason(open_file, enter_patient):
    kept = enter_patient(dxa_interval_months=12)
    away = enter_patient(dxa_interval_months=12)
    open_file.screenings.start(away)
    open_file.today.note_opened(away)
    before = open_file.reminders.work_list()
    open_file.bin.put(away, "Entered twice")
    listed = open_file.reminders.work_list()
    assert [row.person.id for row in listed.rows] == [kept]
    assert (before.patients, listed.patients, listed.in_bin) == (2, 2, 1)
    assert listed.patients == listed.due + listed.not_due + listed.excluded
    assert open_file.today.look().drafts == () and open_file.today.look().opened_today == ()
    assert open_file.today.due().count == 1
    assert open_file.patients.page().total == 1
    assert open_file.screenings.drafts() == ()


def test_what_was_exported_of_her_is_taken_back_from_calendars(
    open_file, enter_patient, tmp_path, later
):
    away = enter_patient(dxa_interval_months=12)
    enter_patient(dxa_interval_months=12)
    open_file.calendar.export("dxa", tmp_path)
    open_file.bin.put(away, "Entered twice")
    later()
    path, export = open_file.calendar.export("dxa", tmp_path)
    assert (export.unchanged, export.cancelled) == (1, 1)
    assert b"STATUS:CANCELLED" in path.read_bytes()
    later()
    assert open_file.calendar.export("dxa", tmp_path)[1].cancelled == 0


def test_deleting_for_good_waits_for_the_bin_and_needs_the_clinic_id(
    open_file, enter_patient, clock
):
    patient = enter_patient(clinic_id="MSB-7")
    open_file.bin.put(patient, "Entered twice")
    clock.moment += timedelta(days=90)
    assert only(open_file).why_kept == "Stays in the bin until 20 Feb 2027."
    with pytest.raises(RefusedEntryError, match="Stays in the bin until"):
        open_file.bin.delete_for_good(patient, "MSB-7")
    clock.moment += timedelta(days=1)
    assert only(open_file).why_kept == ""
    with pytest.raises(RefusedEntryError, match="not the clinic ID"):
        open_file.bin.delete_for_good(patient, "MSB-8")
    assert only(open_file).entry.patient.id == patient
    open_file.bin.delete_for_good(patient, " MSB-7 ")
    assert open_file.bin.look().lines == ()
    with pytest.raises(NotFoundError):
        open_file.patients.get(patient)
    lines = open_file.history.page(AuditQuery(patient=patient, actions=("purged",)))
    assert {line.action for line in lines} == {"Deleted for good"}
    assert [c.was for line in lines for c in line.changes] == ["MSB-7"]


def test_a_signed_screening_is_kept_as_many_years_as_the_clinic_decided(
    open_file, enter_patient, sign, clock
):
    patient = enter_patient(clinic_id="MSB-7")
    sign(patient)
    clock.moment += timedelta(days=30)
    open_file.dxa.record(patient, scan())
    open_file.bin.put(patient, "Moved away")
    clock.moment += timedelta(days=5000)
    assert "has not decided" in only(open_file).why_kept
    with pytest.raises(RefusedEntryError, match="has not decided"):
        open_file.bin.delete_for_good(patient, "MSB-7")
    open_file.bin.save_settings(90, 20)
    until = date(2046, 12, 22)
    assert only(open_file).entry.kept_until(20) == until
    assert "kept until 22 Dec 2046, 20 years after the last entry" in only(open_file).why_kept
    clock.moment += until - clinic_day(clock()) + timedelta(days=1)
    assert only(open_file).why_kept == ""
    open_file.bin.delete_for_good(patient, "MSB-7")


def test_settings_of_the_bin_hold_only_what_makes_sense(open_file, enter_patient):
    for days, years, field in ((0, 1, "bin_days"), (4000, 1, "bin_days"), (9, 101, "retention")):
        with pytest.raises(RefusedEntryError) as refused:
            open_file.bin.save_settings(days, years)
        assert refused.value.field.startswith(field)
    open_file.bin.save_settings(7, 10)
    look = open_file.bin.look()
    assert (look.bin_days, look.retention_years) == (7, 10)
    open_file.bin.put(enter_patient(), "Entered twice")
    assert only(open_file).why_kept == "Stays in the bin until 29 Nov 2026."


def test_the_history_says_what_was_done_in_words(open_file, enter_patient):
    patient = enter_patient()
    open_file.bin.put(patient, "Entered twice")
    open_file.bin.take_out(patient)
    taken, put, *_ = open_file.history.page(AuditQuery(patient=patient))
    assert (put.action, put.about, put.event.reason) == (
        "Put into the bin",
        "Patient",
        "Entered twice",
    )
    assert (taken.action, taken.about) == ("Taken out of the bin", "Patient")


def test_the_history_is_found_by_the_clinic_id_whatever_became_of_the_record(
    open_file, enter_patient, clock
):
    patient = enter_patient(clinic_id="MOB-9")
    found = open_file.history.put_away
    assert (found(" mob-9 "), found("MOB-10"), found("MOB-9\ud800")) == (patient, None, patient)
    open_file.bin.put(patient, "Entered twice")
    assert found("MOB-9") == patient
    clock.moment += timedelta(days=91)
    open_file.bin.delete_for_good(patient, "MOB-9")
    assert found("mob-9") == patient


def test_pages_in_files_of_several_people_are_counted(open_file, enter_patient):
    patient, other = enter_patient(address="1 Road"), enter_patient(address="2 Road")
    sheet = open_file.papers.sheets()[0]
    open_file.papers.labels([patient, other], sheet)
    open_file.papers.labels([patient], sheet)
    open_file.bin.put(patient, "Entered twice")
    assert only(open_file).entry.shared_files == 1
