"""A patient's scans on a real file: corrected, voided, never lost by signing, with their reports."""

import hashlib
from datetime import date
from decimal import Decimal

import pytest

from msbone_desktop.domain.errors import (
    DamagedDatabaseError,
    NotFoundError,
    RefusedEntryError,
    WrongPatientError,
)
from msbone_desktop.domain.screening import DxaSite
from msbone_desktop.services import dxa_reports
from msbone_desktop.storage.schema_followup import dxa_report
from tests.services.dxa_clinic import OLD, hip, hologic, pdf, scan


@pytest.fixture
def patient(enter_patient):
    return enter_patient()


def refused(work, *given, **more):
    with pytest.raises(RefusedEntryError) as found:
        work(*given, **more)
    return found.value


def test_region_mode_and_scanner_are_kept_with_a_scan(open_file, patient):
    one = open_file.scanners.add(hologic())
    spine = DxaSite("lumbar_spine", None, Decimal("0.9"), Decimal("-1.0"), region="L1-L4")
    made = scan(spine, scan_mode="array", scanner_ref=int(one.id), scanner_id="S-Room 3")
    number = open_file.dxa.record(patient, made)
    assert open_file.dxa.history(patient) == ((number, made),)
    assert open_file.dxa.look(patient).scanner_names == {int(one.id): "Room 3"}


@pytest.mark.parametrize(
    ("made", "field"),
    [
        (scan(on=date(2026, 11, 23)), "performed_on"),
        (scan(on=date(1979, 3, 13)), "performed_on"),
        (scan(hip(region="L" * 41)), "sites[0].region"),
        (scan(scan_mode="x" * 201), "scan_mode"),
        (scan(DxaSite("total_hip", "left")), "sites[0].bmd_g_cm2"),
        (scan(hip(), hip()), "sites[1].site"),
    ],
)
def test_a_scan_that_cannot_be_is_refused_at_its_field(open_file, patient, made, field):
    assert refused(open_file.dxa.record, patient, made).field == field


def test_a_correction_voids_with_a_reason_adds_the_new_one_and_keeps_the_report(open_file, patient):
    wrong = open_file.dxa.record(patient, scan(hip("0.800")))
    report = open_file.dxa_reports.attach(patient, wrong, pdf())
    correct = open_file.dxa.correct
    assert refused(correct, patient, wrong, scan(), " ").field == "reason"
    assert (
        refused(correct, patient, wrong, scan(on=date(2027, 1, 1)), "why").field == "performed_on"
    )
    assert open_file.dxa.history(patient) == ((wrong, scan(hip("0.800"))),)
    right = correct(patient, wrong, scan(hip("0.700")), "digits turned round")
    assert open_file.dxa.history(patient) == ((right, scan(hip("0.700"))),)
    (kept,) = open_file.dxa_reports.of(patient)
    assert (kept.id, kept.scan_id) == (report, right)
    (voided,) = open_file.dxa.look(patient).voided
    assert (voided.performed_on, voided.reason) == (scan().performed_on, "digits turned round")
    with pytest.raises(NotFoundError):
        correct(patient, wrong, scan(), "again")


def test_another_patients_scan_is_neither_corrected_nor_given_a_report(
    open_file, patient, enter_patient
):
    number = open_file.dxa.record(patient, scan())
    other = enter_patient()
    with pytest.raises(WrongPatientError):
        open_file.dxa.correct(other, number, scan(), "why")
    with pytest.raises(WrongPatientError):
        open_file.dxa_reports.attach(other, number, pdf())
    report = open_file.dxa_reports.attach(patient, number, pdf())
    with pytest.raises(WrongPatientError):
        open_file.dxa_reports.document(other, report)
    with pytest.raises(WrongPatientError):
        open_file.dxa_reports.void(other, report, "why")
    assert open_file.dxa_reports.of(other) == ()


def test_of_two_scans_of_one_day_the_one_entered_later_is_read(open_file, enter_patient):
    patient = enter_patient(menopause="post", sex_for_reference="female")
    open_file.dxa.record(patient, scan(hip(), on=OLD))
    open_file.dxa.record(patient, scan(DxaSite("total_hip", "left", t_score=Decimal("-1.5"))))
    open_file.dxa.record(patient, scan(DxaSite("total_hip", "left", t_score=Decimal("-3.0"))))
    assert open_file.dxa.reading(patient).worst_score == Decimal("-3.0")


@pytest.mark.parametrize(("menopause", "codes"), [("post", ["DXA-SCORE"]), (None, [])])
def test_what_a_reading_rests_on_comes_with_it(open_file, enter_patient, menopause, codes):
    known = {} if menopause is None else {"menopause": menopause}
    patient = enter_patient(sex_for_reference="female", **known)
    open_file.dxa.record(patient, scan(DxaSite("total_hip", "left", t_score=Decimal("-1.5"))))
    look = open_file.dxa.look(patient)
    assert [remark.code for remark in look.remarks] == codes
    assert bool(look.reading.basis) is bool(codes)


def test_signing_a_screening_loses_nothing_of_a_scan_and_adds_none(open_file, patient):
    one = open_file.scanners.add(hologic())
    two = open_file.scanners.add(hologic("Room 9"))
    open_file.scanners.add_precision(one.id, "total_hip", Decimal("0.010"), OLD)
    open_file.scanners.state_cross_calibration(one.id, two.id, OLD)
    open_file.dxa.record(patient, scan(hip("0.8"), on=OLD, scanner_ref=int(two.id)))
    made = scan(
        hip("0.750", region="whole"),
        DxaSite("lumbar_spine", not_measurable="metalwork"),
        scanner_ref=int(one.id),
        scan_mode="array",
    )
    open_file.dxa.record(patient, made)
    before = open_file.dxa.history(patient)
    draft = open_file.screenings.start(patient)
    record = open_file.screenings.record_of(draft)
    saved = open_file.screenings.save_draft(draft.id, patient, draft.version, record, "", (), ())
    open_file.screenings.sign(draft.id, patient, saved.version)
    assert open_file.dxa.history(patient) == before


def test_a_scan_corrected_while_a_screening_was_open_does_not_come_back_by_signing(
    open_file, patient, later
):
    wrong = open_file.dxa.record(patient, scan(hip("0.800")))
    draft = open_file.screenings.start(patient)
    record = open_file.screenings.record_of(draft)
    later()
    open_file.dxa.correct(patient, wrong, scan(hip("0.700")), "digits turned round")
    before = open_file.dxa.history(patient)
    saved = open_file.screenings.save_draft(draft.id, patient, draft.version, record, "", (), ())
    open_file.screenings.sign(draft.id, patient, saved.version)
    assert open_file.dxa.history(patient) == before


def test_a_report_is_kept_byte_for_byte_and_given_back(open_file, patient, tmp_path):
    number = open_file.dxa.record(patient, scan())
    content = pdf(3)
    path = tmp_path / "Ann Ordinary.pdf"
    path.write_bytes(content)
    report = open_file.dxa_reports.attach_file(patient, number, path)
    (kept,) = open_file.dxa.look(patient).reports
    assert (kept.id, kept.scan_id, kept.pages, kept.attached_by) == (report, number, 3, "A. Nurse")
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    document = open_file.dxa_reports.document(patient, report)
    assert (document.content, document.patient, document.pages) == (content, patient, 3)
    assert "Ordinary" not in document.file_name
    assert path.read_bytes() == content
    assert "already" in str(refused(open_file.dxa_reports.attach, patient, number, content))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a PDF"),
        (b"<html>%PDF", "not a PDF"),
        (b"%PDF-1.7 and nothing else", "damaged"),
        (pdf(0), "0 pages"),
        (pdf(password="secret"), "password"),
        (pdf(script=True), "JavaScript"),
        (pdf(launch=True), "command to start"),
        (pdf(named=True), "JavaScript"),
    ],
)
def test_a_file_that_is_no_plain_pdf_is_refused_in_words(open_file, patient, content, words):
    number = open_file.dxa.record(patient, scan())
    assert words in str(refused(open_file.dxa_reports.attach, patient, number, content))
    assert open_file.dxa_reports.of(patient) == ()


def test_a_file_that_is_too_large_or_gone_is_refused(open_file, patient, tmp_path, monkeypatch):
    number = open_file.dxa.record(patient, scan())
    assert "could not be read" in str(
        refused(open_file.dxa_reports.attach_file, patient, number, tmp_path / "gone.pdf")
    )
    monkeypatch.setattr(dxa_reports, "LARGEST", 100)
    path = tmp_path / "large.pdf"
    path.write_bytes(pdf())
    assert "larger than" in str(refused(open_file.dxa_reports.attach_file, patient, number, path))


def test_a_voided_report_is_not_shown_any_more(open_file, patient):
    number = open_file.dxa.record(patient, scan())
    report = open_file.dxa_reports.attach(patient, number, pdf())
    assert refused(open_file.dxa_reports.void, patient, report, "").field == "reason"
    open_file.dxa_reports.void(patient, report, "another person's")
    assert open_file.dxa_reports.of(patient) == ()
    with pytest.raises(NotFoundError):
        open_file.dxa_reports.document(patient, report)


def test_a_report_whose_bytes_changed_is_not_shown(open_file, patient):
    number = open_file.dxa.record(patient, scan())
    report = open_file.dxa_reports.attach(patient, number, pdf())
    with open_file.database.unit_of_work() as work:
        work.dxa_reports._connection.execute(dxa_report.update().values(content=pdf(2)))
    with pytest.raises(DamagedDatabaseError):
        open_file.dxa_reports.document(patient, report)


def test_a_report_needs_a_scan_that_counts(open_file, patient):
    number = open_file.dxa.record(patient, scan())
    open_file.dxa.void(patient, number, "wrong patient")
    with pytest.raises(NotFoundError):
        open_file.dxa_reports.attach(patient, number, pdf())
    assert open_file.dxa.look(patient).scans == ()
