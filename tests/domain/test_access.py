"""Which sites a card leaves for a scan; what nobody asked is a question and never a no."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from msbone_desktop.domain.access import AccessCard, booking_questions, suggested_sites
from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.screening import DxaScan, DxaSite

TODAY = date(2026, 11, 22)
FREE = AccessCard(
    transfer="alone",
    wheelchair="no",
    lies_flat=True,
    spasticity=False,
    metal_left_hip=False,
    metal_right_hip=False,
    metal_spine=False,
    metal_left_forearm=False,
    metal_right_forearm=False,
    pump=False,
    may_be_pregnant="does_not_apply",
    version=1,
)


def plan(card=FREE, edss="3.0", scans=()):
    found = suggested_sites(card, None if edss is None else Decimal(edss), scans)
    return {(site.site, site.side): site for site in found}


def uses(**changes):
    return {key: site.use for key, site in plan(replace(FREE, **changes)).items()}


def test_with_nothing_in_the_way_spine_and_one_hip_are_suggested():
    assert uses() == {
        ("lumbar_spine", None): "scan",
        ("total_hip", "left"): "scan",
        ("femoral_neck", "left"): "scan",
    }


def test_metalwork_in_a_hip_moves_the_scan_to_the_other_and_says_so():
    found = plan(replace(FREE, metal_left_hip=True))
    assert found["total_hip", "left"].use == "leave"
    assert found["total_hip", "left"].why == ("metalwork in the left hip",)
    assert found["femoral_neck", "left"].use == "leave"
    assert found["total_hip", "right"].use == "scan"


@pytest.mark.parametrize("nothing", [Absence.NOT_ASKED, Absence.UNKNOWN, Absence.DECLINED])
def test_metalwork_that_is_not_known_is_asked_about_and_never_taken_for_none(nothing):
    found = plan(
        replace(FREE, metal_left_hip=nothing, metal_right_hip=nothing, metal_spine=nothing)
    )
    for key in (("total_hip", "left"), ("femoral_neck", "left"), ("lumbar_spine", None)):
        assert found[key].use == "ask"
        assert any("not known: ask before booking" in why for why in found[key].why)


def test_a_hip_known_to_be_free_comes_before_one_of_which_nothing_is_known():
    assert uses(metal_left_hip=Absence.UNKNOWN)["total_hip", "right"] == "scan"


def test_the_hip_that_was_measured_before_is_measured_again():
    def scan(on, *sites):
        return DxaScan(performed_on=on, sites=sites)

    right = DxaSite("total_hip", "right", Decimal("0.8"))
    scans = (
        scan(date(2020, 1, 1), DxaSite("total_hip", "left", Decimal("0.8"))),
        scan(date(2024, 1, 1), DxaSite("lumbar_spine", None, Decimal("0.9")), right),
        scan(date(2025, 1, 1), DxaSite("total_hip", "left", not_measurable="pain")),
    )
    found = plan(scans=scans)
    assert found["total_hip", "right"].why == ("measured before, so that it can be compared",)
    blocked = plan(replace(FREE, metal_right_hip=True), scans=scans)
    assert blocked["total_hip", "left"].use == "scan"
    assert blocked["total_hip", "left"].why == ("usual site",)


def test_a_pump_and_lying_flat_are_questions_for_the_centre():
    assert uses(pump=True)["lumbar_spine", None] == "ask"
    assert uses(pump=True)["total_hip", "left"] == "scan"
    flat = uses(lies_flat=False)
    assert {flat["lumbar_spine", None], flat["total_hip", "left"]} == {"ask"}
    assert uses(spasticity=True)["total_hip", "left"] == "ask"
    assert uses(spasticity=True)["lumbar_spine", None] == "scan"


def test_metalwork_in_the_spine_leaves_it_out():
    found = plan(replace(FREE, metal_spine=True))
    assert (found["lumbar_spine", None].use, found["lumbar_spine", None].why) == (
        "leave",
        ("metalwork in the spine",),
    )


@pytest.mark.parametrize(("edss", "added"), [("6.5", False), ("7.0", True), ("8.5", True)])
def test_from_edss_7_on_the_sites_of_spinal_cord_injury_are_added_as_an_extension(edss, added):
    found = plan(edss=edss)
    assert (("distal_femur", "left") in found) is added
    assert (("proximal_tibia", "left") in found) is added
    assert all(site.extension == (key[0] in {"distal_femur", "proximal_tibia"})
               for key, site in found.items())  # fmt: skip
    if added:
        assert "not written for MS" in found["distal_femur", "left"].why[1]
        assert f"EDSS {edss}" in found["distal_femur", "left"].why[0]


def test_a_wheelchair_without_an_edss_only_asks_about_those_sites():
    seated = replace(FREE, wheelchair="full_time")
    assert plan(seated, edss=None)["distal_femur", "left"].use == "ask"
    assert ("distal_femur", "left") not in plan(seated, edss="6.5")
    assert ("distal_femur", "left") not in plan(edss=None)


def test_the_forearm_is_offered_where_spine_and_hips_are_left_out_or_she_cannot_lie_flat():
    blocked = replace(FREE, metal_left_hip=True, metal_right_hip=True, metal_spine=True)
    found = plan(blocked)
    assert found["radius_33", "left"].use == "scan"
    assert found["radius_33", "left"].extension
    found = plan(replace(blocked, metal_left_forearm=True, metal_right_forearm=Absence.UNKNOWN))
    assert found["radius_33", "left"].use == "leave"
    assert found["radius_33", "right"].use == "ask"
    assert plan(blocked, edss="8.0")["distal_femur", None].use == "scan"
    assert uses(lies_flat=False)["radius_33", "right"] == "scan"
    assert not any(site == "radius_33" for site, _ in plan(AccessCard()))
    assert not any(site == "radius_33" for site, _ in plan(replace(FREE, metal_spine=True)))


def test_everything_that_nobody_asked_is_a_question_before_booking():
    assert len(booking_questions(AccessCard(), TODAY)) == 8
    assert booking_questions(FREE, TODAY) == ()
    declined = replace(FREE, pump=Absence.DECLINED)
    assert booking_questions(declined, TODAY) == ("an implanted pump",)


def test_pregnancy_is_asked_again_on_another_day_and_a_yes_is_said_first():
    no = replace(FREE, may_be_pregnant="no", pregnancy_asked_on=TODAY)
    assert booking_questions(no, TODAY) == ()
    assert "another day" in booking_questions(no, date(2026, 11, 23))[0]
    yes = replace(FREE, may_be_pregnant="yes", pregnancy_asked_on=TODAY)
    assert "ask before booking" in booking_questions(yes, TODAY)[0]
    unknown = replace(FREE, may_be_pregnant=Absence.UNKNOWN)
    assert booking_questions(unknown, TODAY) == ("whether a pregnancy is possible",)
