"""Access cards and results of other tools, on a real file."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from msbone_desktop.domain.access import AccessCard
from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.errors import (
    ChangedElsewhereError,
    NotFoundError,
    RefusedEntryError,
    WrongPatientError,
)
from msbone_desktop.domain.external_risk import ExternalRisk
from tests.services.dxa_clinic import OLD, hip, scan

TODAY = date(2026, 11, 22)
CARD = AccessCard(
    transfer="hoist",
    wheelchair="full_time",
    lies_flat=False,
    spasticity=True,
    metal_left_hip=True,
    metal_right_hip=False,
    metal_spine=Absence.UNKNOWN,
    metal_left_forearm=Absence.DECLINED,
    pump=True,
    may_be_pregnant="no",
    note="two carers",
)
FRAX = ExternalRisk(
    tool="FRAX",
    tool_version="4.4",
    country_model="UK",
    with_bmd=True,
    major_percent=Decimal("12.0"),
    stand_ins=("rheumatoid_arthritis",),
    calculated_on=OLD,
)


def refused(work, *given):
    with pytest.raises(RefusedEntryError) as found:
        work(*given)
    return found.value.field


def test_a_card_nobody_filled_in_answers_nothing(open_file, enter_patient):
    assert open_file.access.card(enter_patient()) == AccessCard()


def test_every_answer_and_every_missing_one_comes_back_as_it_was(open_file, enter_patient):
    patient = enter_patient()
    kept = open_file.access.save(patient, CARD, 0)
    assert kept == replace(CARD, version=1, pregnancy_asked_on=TODAY)
    assert open_file.access.card(patient) == kept
    again = open_file.access.save(patient, replace(kept, pump=False, note=""), 1)
    assert (again.pump, again.version, again.pregnancy_asked_on) == (False, 2, TODAY)
    with pytest.raises(ChangedElsewhereError):
        open_file.access.save(patient, CARD, 1)
    with pytest.raises(NotFoundError):
        open_file.access.save(999, CARD, 0)


def test_the_day_pregnancy_was_asked_about_is_kept_only_with_an_answer(open_file, enter_patient):
    patient = enter_patient()
    future = replace(CARD, pregnancy_asked_on=date(2026, 11, 23))
    assert refused(open_file.access.save, patient, future, 0) == "pregnancy_asked_on"
    assert refused(open_file.access.save, patient, replace(CARD, note="x" * 1001), 0) == "note"
    unasked = replace(CARD, may_be_pregnant=Absence.NOT_ASKED, pregnancy_asked_on=OLD)
    assert open_file.access.save(patient, unasked, 0).pregnancy_asked_on is None


def test_the_plan_reads_card_and_scans_together(open_file, enter_patient):
    patient = enter_patient()
    open_file.dxa.record(patient, scan(replace(hip(), side="right")))
    open_file.access.save(patient, replace(CARD, lies_flat=True, spasticity=False), 0)
    plan = open_file.access.plan(patient)
    uses = {(site.site, site.side): site.use for site in plan.sites}
    assert uses["total_hip", "left"] == "leave"
    assert uses["total_hip", "right"] == "scan"
    assert uses["distal_femur", "right"] == "ask"
    assert plan.edss is None
    assert "metalwork in the spine" in plan.questions


def test_a_result_is_kept_as_typed_and_shown_with_its_cautions(open_file, enter_patient):
    patient = enter_patient()
    number = open_file.external_risks.record(patient, FRAX)
    (shown,) = open_file.external_risks.of(patient)
    assert replace(shown.result, id=0, recorded_by="", recorded_at=None) == FRAX
    assert (shown.result.id, shown.result.recorded_by) == (number, "A. Nurse")
    assert str(shown.result.major_percent) == "12.0"
    assert shown.hidden == "" and any("Bisson" in said for said in shown.cautions)


def test_two_results_with_other_stand_ins_are_said_to_be_no_trend(open_file, enter_patient):
    patient = enter_patient()
    open_file.external_risks.record(patient, FRAX)
    newer = replace(FRAX, calculated_on=TODAY, stand_ins=("none",))
    preview = open_file.external_risks.preview(patient, newer)
    open_file.external_risks.record(patient, newer)
    new, old = open_file.external_risks.of(patient)
    assert any("other stand-ins" in said for said in new.cautions)
    assert new.cautions == preview.cautions
    assert not any("trend" in said for said in old.cautions)


def test_a_result_of_somebody_under_40_is_kept_and_not_shown(open_file, enter_patient):
    from msbone_desktop.domain.calendar import PartialDate

    patient = enter_patient(born_on=PartialDate(1990, 1, 1))
    open_file.external_risks.record(patient, FRAX)
    (shown,) = open_file.external_risks.of(patient)
    assert "No validated probability" in shown.hidden


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"tool": " "}, "tool"),
        ({"tool": "x" * 41}, "tool"),
        ({"calculated_on": date(2026, 11, 23)}, "calculated_on"),
        ({"calculated_on": date(1970, 1, 1)}, "calculated_on"),
        ({"major_percent": None}, "major_percent"),
        ({"major_percent": Decimal("100.1")}, "major_percent"),
        ({"hip_percent": Decimal("-1")}, "hip_percent"),
        ({"stand_ins": ("none", "rheumatoid_arthritis")}, "stand_ins"),
        ({"stand_ins": ("smoking",)}, "stand_ins"),
        ({"note": "x" * 1001}, "note"),
    ],
)
def test_a_result_that_cannot_be_is_refused(open_file, enter_patient, changes, field):
    wrong = replace(FRAX, **changes)
    assert refused(open_file.external_risks.record, enter_patient(), wrong) == field


def test_a_result_is_voided_with_a_reason_by_its_own_patient_only(open_file, enter_patient):
    patient, other = enter_patient(), enter_patient()
    number = open_file.external_risks.record(patient, FRAX)
    void = open_file.external_risks.void
    assert refused(void, patient, number, " ") == "reason"
    with pytest.raises(WrongPatientError):
        void(other, number, "why")
    void(patient, number, "another person's")
    assert open_file.external_risks.of(patient) == ()
    with pytest.raises(NotFoundError):
        void(patient, number, "again")
    with pytest.raises(NotFoundError):
        open_file.external_risks.record(999, FRAX)
