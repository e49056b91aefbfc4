"""What the summary takes from the patient's record beside her screening."""

from datetime import date
from decimal import Decimal

import pytest

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.errors import WrongPatientError
from msbone_desktop.domain.external_risk import ExternalRisk
from msbone_desktop.services.subjects import printed_subject
from tests.reports.reading import whole_text
from tests.storage.making import details

FRAX = ExternalRisk(
    tool="FRAX",
    tool_version="4.4",
    country_model="Norway",
    calculated_on=date(2026, 10, 1),
    major_percent=Decimal("12.0"),
    stand_ins=("none",),
)


def summary_text(clinic, screening, patient):
    return whole_text(clinic.documents.summary(screening, patient).content)


@pytest.mark.parametrize(
    ("sex", "printed"),
    [
        ("female", "Sex Female"),
        (Absence.NOT_ASKED, "Sex Not recorded"),
        (Absence.UNKNOWN, "Sex Asked, not known"),
        (Absence.DECLINED, "Sex Declined"),
    ],
)
@pytest.mark.catalogue("E02")
def test_why_no_sex_is_on_record_is_printed_in_words(open_file, enter_patient, sex, printed):
    patient = enter_patient(sex_for_reference=sex)
    draft = open_file.screenings.start(patient)
    assert printed in summary_text(open_file, draft.id, patient)


def test_a_typed_in_result_is_on_the_next_summary_and_a_voided_one_is_not(open_file, enter_patient):
    patient, other = enter_patient(), enter_patient()
    draft = open_file.screenings.start(patient)
    number = open_file.external_risks.record(patient, FRAX)
    assert "FRAX 4.4: in 10 years major fracture 12.0 %" in summary_text(
        open_file, draft.id, patient
    )
    elsewhere = open_file.screenings.start(other)
    assert "12.0 %" not in summary_text(open_file, elsewhere.id, other)
    open_file.external_risks.void(patient, number, "of another patient")
    assert "12.0 %" not in summary_text(open_file, draft.id, patient)


def test_a_declined_or_booked_scan_stays_on_the_summary(open_file, enter_patient):
    patient = enter_patient(dxa_interval_months=12)
    draft = open_file.screenings.start(patient)
    assert "On the list of reminders" not in summary_text(open_file, draft.id, patient)
    open_file.reminders.decline(patient, "dxa", reason="rather not this year")
    assert (
        "On the list of reminders on 22 Nov 2026: declined: rather not this year; back on "
        "22 May 2027." in summary_text(open_file, draft.id, patient)
    )
    other = enter_patient(dxa_interval_months=12)
    elsewhere = open_file.screenings.start(other)
    open_file.reminders.book(other, "dxa", appointment_on=date(2026, 12, 9))
    text = summary_text(open_file, elsewhere.id, other)
    assert "On the list of reminders on 22 Nov 2026: booked for 9 Dec 2026." in text
    assert "declined" not in text


@pytest.mark.catalogue("G05")
def test_a_summary_asked_for_under_another_patient_is_refused(open_file, enter_patient):
    patient, other = enter_patient(), enter_patient()
    draft = open_file.screenings.start(patient)
    with pytest.raises(WrongPatientError):
        open_file.documents.summary(draft.id, other)


def test_the_printed_identity_is_that_of_the_record(open_file, enter_patient):
    patient = enter_patient(family_name="Ash", given_name="Bo", clinic_id="X-7")
    subject = printed_subject(open_file.patients.get(patient), lambda _, word: word)
    assert (subject.patient, subject.family_name, subject.given_name) == (patient, "Ash", "Bo")
    assert (subject.born, subject.clinic_id) == ("14 Mar 1979", "X-7")
    assert details().born_on is not None
