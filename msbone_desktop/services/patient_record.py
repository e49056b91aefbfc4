"""What is on file about a patient, as a screening record; and what a screening tells of her."""

from dataclasses import replace
from datetime import date

from msbone_desktop.domain.answers import Absence, Answer
from msbone_desktop.domain.patients import Patient, PatientDetails, PatientId
from msbone_desktop.domain.screening import DxaScan, ScreeningRecord
from msbone_desktop.services.scan_reading import read_scans_of
from msbone_desktop.storage.unit_of_work import UnitOfWork


def _born(details: PatientDetails) -> Answer[date]:
    born = details.born_on
    if born is None:
        return Absence.NOT_ASKED
    # Known in part: asked, but no age can be counted from it.
    return Absence.UNKNOWN if born.exact is None else born.exact


def _interval(details: PatientDetails) -> Answer[int]:
    months = details.dxa_interval_months
    return Absence.NOT_ASKED if months is None else months


def _scans(work: UnitOfWork, patient: PatientId, on: date) -> Answer[tuple[DxaScan, ...]]:
    # Oldest first: of two scans of one day the one that was entered later counts.
    found = reversed(read_scans_of(work, patient))
    scans = tuple(scan for _, scan in found if scan.performed_on <= on)
    # No scan on file is not an answer to "have you been scanned elsewhere?".
    return scans or Absence.NOT_ASKED


def first_record(work: UnitOfWork, patient: Patient, identity: str, on: date) -> ScreeningRecord:
    """Return the record with which a screening begins: who she is and her scans on file.

    Menopause is offered, not filled in, while it may still change; after it, it stays.
    """
    details = patient.details
    settled = details.menopause == "post"
    return ScreeningRecord(
        id=identity,
        assessed_on=on,
        date_of_birth=_born(details),
        sex_for_reference=details.sex_for_reference,
        menopause=details.menopause if settled else Absence.NOT_ASKED,
        ms_course=details.ms_course,
        dxa_scans=_scans(work, patient.id, on),
        dxa_interval_months=_interval(details),
    )


def record_from_facts(work: UnitOfWork, patient: PatientId, on: date) -> ScreeningRecord:
    """Return every dated fact on file as a record, as if each list had been asked today."""
    details = work.patients.get(patient).details
    facts = work.facts.facts_of(patient)
    return ScreeningRecord(
        id="on-file",
        assessed_on=on,
        date_of_birth=_born(details),
        sex_for_reference=details.sex_for_reference,
        menopause=details.menopause,
        ms_course=details.ms_course,
        dxa_interval_months=_interval(details),
        dxa_scans=_scans(work, patient, on),
        edss=facts.edss or Absence.NOT_ASKED,
        gait_aid_history=facts.gait_aid_history or Absence.NOT_ASKED,
        timed_25_foot_walk=facts.timed_25_foot_walk or Absence.NOT_ASKED,
        timed_up_and_go=facts.timed_up_and_go or Absence.NOT_ASKED,
        relapses=facts.relapses or Absence.NOT_ASKED,
        steroid_courses=facts.steroid_courses or Absence.NOT_ASKED,
        vitamin_d=facts.vitamin_d or Absence.NOT_ASKED,
        fractures=facts.fractures or Absence.NOT_ASKED,
    )


def details_after(details: PatientDetails, record: ScreeningRecord) -> PatientDetails:
    """Return what is known of the person after a signed screening: only answers change it."""
    found = details
    if not isinstance(record.sex_for_reference, Absence):
        found = replace(found, sex_for_reference=record.sex_for_reference)
    if not isinstance(record.menopause, Absence):
        found = replace(found, menopause=record.menopause)
    if not isinstance(record.ms_course, Absence):
        found = replace(found, ms_course=record.ms_course)
    if not isinstance(record.dxa_interval_months, Absence):
        found = replace(found, dxa_interval_months=record.dxa_interval_months)
    return found
