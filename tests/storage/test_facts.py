"""A signed screening's dated facts become facts of the patient: once, exactly, and correctable."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.errors import NotFoundError, WrongPatientError
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screening import (
    Antiepileptic,
    DxaScan,
    DxaSite,
    EdssScore,
    Fracture,
    GaitAidObservation,
    LaboratoryValue,
    Relapse,
    ScreeningRecord,
    SteroidCourse,
    VitaminDResult,
    WalkTest,
)
from tests.storage.making import AT, DAY
from tests.storage.test_screenings import _draft, _sign

EARLIER = date(2026, 10, 1)
SCAN = DxaScan(
    performed_on=EARLIER,
    facility="City Hospital",
    manufacturer="Hologic",
    scanner_id="HOL-1",
    software="Apex 5.6",
    reference_database="NHANES III female",
    cross_calibrated=True,
    use_radius_33=True,
    sites=(
        DxaSite("total_hip", "left", Decimal("0.850"), Decimal("-2.50"), None, Decimal("0.010")),
        DxaSite("lumbar_spine", not_measurable="scoliosis"),
    ),
)
WHOLE = ScreeningRecord(
    id="S-1",
    assessed_on=DAY,
    edss=(EdssScore(EARLIER, Decimal("6.50")), EdssScore(date(2025, 1, 1), Decimal("0"))),
    pdds=4,
    gait_aid="bilateral",
    gait_aid_history=(GaitAidObservation(EARLIER, "none"),),
    timed_25_foot_walk=(WalkTest(EARLIER, Decimal("8.40"), "none"),),
    timed_up_and_go=(WalkTest(EARLIER, Decimal("12.0")),),
    relapses=(Relapse(EARLIER),),
    steroid_courses=(SteroidCourse("prednisone", "oral", Decimal("7.5"), EARLIER),),
    antiepileptics=(Antiepileptic("phenytoin"), Antiepileptic("carbamazepine")),
    vitamin_d=(VitaminDResult(EARLIER, Decimal("49.92"), "nmol/L", "LC-MS/MS"),),
    pth=LaboratoryValue(Decimal("8.0"), "pmol/L", Decimal("6.9")),
    adjusted_calcium=LaboratoryValue(Decimal("2.30")),
    egfr=Decimal("58"),
    falls_last_6_months=2,
    falls_last_12_months=3,
    injurious_falls_last_6_months=1,
    falls_needing_care_last_6_months=0,
    fractures=(Fracture("wrist", EARLIER, "fall_standing_or_less"), Fracture("rib")),
    height_cm=Decimal("170.0"),
    weight_kg=Decimal("61.50"),
    bmi=Decimal("21.3"),
    disease_modifying_therapies=("ocrelizumab",),
    dxa_scans=(SCAN,),
)


@pytest.fixture
def ann(enter):
    return enter().id


@pytest.fixture
def sign(database, ann):
    """Sign a record for Ann, and return the screening."""

    def signing(record, **changes):
        with database.unit_of_work() as work:
            draft = _draft(work, ann, assessed_on=record.assessed_on, **changes)
            signed = _sign(work, draft, ann, answers=f'{{"assessed_on": "{record.assessed_on}"}}')
            work.facts.record_facts_of(record, ann, signed.id, "A. Nurse", AT)
            return signed

    return signing


@pytest.fixture
def facts(database, ann):
    def look():
        with database.unit_of_work() as work:
            return work.facts.facts_of(ann)

    return look


@pytest.fixture
def scans(database, ann):
    def look():
        with database.unit_of_work() as work:
            return tuple(scan for _, scan in work.dxa_scans.of(ann))

    return look


@pytest.mark.catalogue("E17")
def test_every_fact_comes_back_exactly_as_it_was_typed(sign, facts, scans):
    sign(WHOLE)
    found = facts()
    assert found.edss == tuple(reversed(WHOLE.edss))
    assert str(found.edss[1].score) == "6.50"
    assert found.pdds == ((DAY, 4),)
    assert found.gait_aid_history == (
        GaitAidObservation(EARLIER, "none"),
        GaitAidObservation(DAY, "bilateral"),
    )
    for name in (
        "timed_25_foot_walk",
        "timed_up_and_go",
        "relapses",
        "steroid_courses",
        "antiepileptics",
        "vitamin_d",
        "disease_modifying_therapies",
    ):
        assert getattr(found, name) == getattr(WHOLE, name), name
    for name in (
        "pth",
        "adjusted_calcium",
        "egfr",
        "falls_last_6_months",
        "falls_last_12_months",
        "injurious_falls_last_6_months",
        "falls_needing_care_last_6_months",
        "height_cm",
        "weight_kg",
        "bmi",
    ):
        assert getattr(found, name) == ((DAY, getattr(WHOLE, name)),), name
    assert set(found.fractures) == set(WHOLE.fractures)
    assert scans() == (SCAN,)
    assert str(scans()[0].sites[0].t_score) == "-2.50"


def test_what_was_not_asked_leaves_no_fact(sign, facts, scans):
    sign(ScreeningRecord(id="S-1", assessed_on=DAY))
    found = facts()
    assert all(getattr(found, each.name) == () for each in fields(found))
    assert scans() == ()


def test_facts_that_are_on_file_are_not_recorded_twice(database, sign, facts, scans):
    sign(WHOLE)
    first = facts()
    sign(replace(WHOLE, id="S-2"))
    assert facts() == first
    assert scans() == (SCAN,)
    with database.unit_of_work() as work:
        for table in ("disability_score", "fracture", "dxa_scan", "dxa_site", "medicine_course"):
            listed = work.facts._connection.execute(
                text(f"SELECT count(*) FROM {table} WHERE 1 = 1")
            ).scalar()
            expected = {"disability_score": 3, "medicine_course": 4, "dxa_scan": 1}
            assert listed == expected.get(table, 2), table


def test_two_like_entries_are_two_facts(sign, facts):
    ribs = (Fracture("rib"), Fracture("rib"))
    sign(replace(WHOLE, fractures=ribs))
    sign(replace(WHOLE, fractures=ribs))
    assert facts().fractures == ribs


def test_a_course_that_has_ended_since_replaces_the_open_one(database, sign, facts):
    sign(WHOLE)
    ended = SteroidCourse("prednisone", "oral", Decimal("7.5"), EARLIER, date(2026, 11, 1))
    sign(replace(WHOLE, id="S-2", steroid_courses=(ended,)))
    assert facts().steroid_courses == (ended,)
    with database.unit_of_work() as work:
        voided = work.facts._connection.execute(
            text("SELECT ended_on, void_reason FROM medicine_course WHERE voided_at IS NOT NULL")
        ).all()
    assert [tuple(row) for row in voided] == [(None, "Replaced by what a later screening recorded")]


@pytest.mark.catalogue("E20")
def test_two_scores_of_one_day_stay_for_the_rules_to_question(sign, facts):
    sign(WHOLE)
    sign(replace(WHOLE, id="S-2", edss=(EdssScore(EARLIER, Decimal("4.0")),)))
    assert [str(each.score) for each in facts().edss if each.rated_on == EARLIER] == ["6.50", "4.0"]


def test_an_amendment_takes_back_what_only_the_old_screening_had_brought(
    database, ann, sign, facts, scans
):
    before = ScreeningRecord(id="S-0", assessed_on=DAY, relapses=(Relapse(date(2024, 1, 1)),))
    sign(before)
    old = sign(WHOLE)
    corrected = replace(
        WHOLE,
        edss=(EdssScore(EARLIER, Decimal("4.0")),),
        relapses=(),
        pdds=WHOLE.dxa_interval_months,
        antiepileptics=(Antiepileptic("phenytoin"),),
        dxa_scans=(),
    )
    sign(corrected, amends=old.id, amendment_reason="another patient's paper")
    found = facts()
    assert found.edss == corrected.edss
    assert found.pdds == ()
    assert found.relapses == before.relapses, "an earlier screening's fact was taken away"
    assert found.antiepileptics == corrected.antiepileptics
    assert found.vitamin_d == WHOLE.vitamin_d
    assert scans() == ()
    with database.unit_of_work() as work:
        reason = work.facts._connection.execute(
            text("SELECT DISTINCT void_reason FROM disability_score WHERE voided_at IS NOT NULL")
        ).scalar_one()
        assert reason == "Amended: another patient's paper"
        assert work.patients.rows([ann])[0].edss == "4.0"


def test_an_amendment_of_an_amendment_reaches_back_to_the_first(sign, facts):
    first = sign(WHOLE)
    second = sign(WHOLE, amends=first.id, amendment_reason="one")
    sign(replace(WHOLE, edss=()), amends=second.id, amendment_reason="two")
    assert facts().edss == ()


def test_a_medicine_is_taken_until_a_screening_says_it_is_not(sign, facts):
    sign(WHOLE)
    later = DAY + timedelta(days=30)
    unasked = ScreeningRecord(id="S-2", assessed_on=later)
    sign(unasked)
    assert facts().antiepileptics == WHOLE.antiepileptics
    sign(replace(unasked, antiepileptics=(), assessed_on=later + timedelta(days=1)))
    assert facts().antiepileptics == ()
    assert facts().disease_modifying_therapies == ("ocrelizumab",)
    sign(replace(unasked, antiepileptics=WHOLE.antiepileptics, assessed_on=date(2027, 6, 1)))
    assert facts().antiepileptics == WHOLE.antiepileptics


def test_an_older_screening_that_is_signed_late_takes_no_medicine_away(sign, facts):
    sign(WHOLE)
    older = ScreeningRecord(id="S-0", assessed_on=DAY - timedelta(days=90), antiepileptics=())
    sign(older)
    assert facts().antiepileptics == WHOLE.antiepileptics


def test_the_list_shows_the_newest_score_and_scan(database, ann, sign):
    sign(WHOLE)
    with database.unit_of_work() as work:
        row = work.patients.rows([ann])[0]
    assert (row.edss, row.edss_on, row.last_dxa_on) == ("6.50", EARLIER, EARLIER)


def test_a_failure_half_way_keeps_neither_signature_nor_facts(database, ann, sign, facts):
    broken = replace(WHOLE, egfr=Decimal("NaN"))
    with pytest.raises(ValueError, match="finite"):
        sign(broken)
    assert facts().edss == ()
    with database.unit_of_work() as work:
        assert work.screenings.of(ann) == ()


@pytest.mark.parametrize(
    "value", ["6,5", "1e3", "abc", "", "1.", "--1", "1-2", "1.2.3", "nan", "inf"]
)
@pytest.mark.catalogue("E03")
def test_no_route_stores_a_number_that_could_not_be_read_again(database, ann, value):
    with pytest.raises(IntegrityError), database.unit_of_work() as work:
        work.facts._connection.execute(
            text(
                "INSERT INTO disability_score (patient_id, scale, observed_on, score, version,"
                " created_by, created_at) VALUES (:who, 'edss', '2026-01-01', :score, 1, 'x',"
                " '2026-01-01T00:00:00+00:00')"
            ),
            {"who": ann, "score": value},
        )


def test_a_scan_is_voided_with_a_reason_and_only_for_its_patient(database, ann, enter):
    eve = enter(given_name="Eve").id
    with database.unit_of_work() as work:
        number = work.dxa_scans.add(ann, SCAN, "A. Nurse", AT)
        with pytest.raises(WrongPatientError):
            work.dxa_scans.void(eve, number, "x", "A. Nurse", AT)
        with pytest.raises(NotFoundError):
            work.dxa_scans.void(ann, 99, "x", "A. Nurse", AT)
        with pytest.raises(NotFoundError):
            work.dxa_scans.add(PatientId(99), SCAN, "A. Nurse", AT)
        assert work.patients.rows([ann])[0].last_dxa_on == EARLIER
        work.dxa_scans.void(ann, number, "wrong patient on the paper", "A. Nurse", AT)
        assert work.dxa_scans.of(ann) == ()
        assert work.patients.rows([ann])[0].last_dxa_on is None


def test_scans_are_newest_first(database, ann):
    with database.unit_of_work() as work:
        for month in (3, 9, 6):
            work.dxa_scans.add(ann, replace(SCAN, performed_on=date(2025, month, 1)), "A", AT)
        months = [scan.performed_on.month for _, scan in work.dxa_scans.of(ann)]
    assert months == [9, 6, 3]


def test_the_clinic_keeps_its_identity(database):
    identity = ClinicIdentity(
        name="Clinic", address="1 Street", paper="Letter", date_order="mdy", logo_png=b"\x89PNG"
    )
    with database.unit_of_work() as work:
        assert work.clinic.identity() == ClinicIdentity()
        work.clinic.save(identity, "A. Nurse", AT)
        work.clinic.save(replace(identity, phone="1"), "A. Nurse", AT)
        assert work.clinic.identity() == replace(identity, phone="1")
