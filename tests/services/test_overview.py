"""What the overview tells: charts, what changed and by what, and whose findings other rules change."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from msbone_desktop.domain.errors import CancelledError
from msbone_desktop.domain.findings import Severity
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.domain.screening import (
    DxaScan,
    DxaSite,
    EdssScore,
    LaboratoryValue,
    Relapse,
    SteroidCourse,
    VitaminDResult,
)
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.clinic import open_clinic
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.services.what_changed import WhatChanged
from msbone_desktop.storage.database import Database
from tests.people import staff

D = Decimal


class Clock:
    moment = datetime(2025, 11, 22, 10, tzinfo=UTC)

    def __call__(self):
        return self.moment


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge(shipped("resources"))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def file(tmp_path):
    database = Database.create(tmp_path / "c.msbone", bytes(range(32)), migrations=shipped("db"))
    yield database
    database.close()


@pytest.fixture
def clinic(file, knowledge, clock):
    opened = open_clinic(file, staff("A. Nurse"), clock, knowledge)
    details = PatientDetails(family_name="Ash", given_name="Ann", born_on=None, clinic_id="c1")
    opened.patients.create(details)
    return opened


def sign(clinic, **answers):
    draft = clinic.screenings.start(1)
    record = replace(clinic.screenings.record_of(draft), **answers)
    kept = clinic.screenings.save_draft(draft.id, 1, draft.version, record, "")
    return clinic.screenings.sign(kept.id, 1, kept.version)


def test_what_changed_tells_answers_from_what_was_not_asked(clinic, clock):
    assert clinic.changes.of(1) is None
    sign(clinic, falls_last_6_months=2, physical_activity="low", calcium_intake="low")
    assert clinic.changes.of(1).parts() == (("", "This is the first signed screening."),)
    clock.moment = datetime(2026, 11, 22, 10, tzinfo=UTC)
    clinic.dxa.record(
        1,
        DxaScan(
            performed_on=date(2026, 5, 1), sites=(DxaSite("total_hip", "left", t_score=D(-1)),)
        ),
    )
    sign(clinic, falls_last_6_months=0, physical_activity="low", motor_decline="rapid")
    changed = clinic.changes.of(1)
    assert "Motor loss" in changed.found
    assert "Repeated falls" in changed.gone
    assert changed.not_judged == ("Low calcium intake",)
    assert changed.by_rules == ()
    told = dict(changed.parts())
    assert told[""] == "Since 22 Nov 2025:"
    assert told["No longer found"] == "Fall in the last 6 months and Repeated falls"
    assert told["Found before, not judged now for want of answers"] == "Low calcium intake"
    assert told["Scanned on"].replace("\u00a0", " ") == "1 May 2026"


@pytest.mark.catalogue("H11")
def test_findings_that_other_rules_brought_are_told_apart_from_answers(clinic, file, clock):
    sign(clinic, motor_decline="none", falls_last_6_months=2)
    other = load_knowledge(shipped("resources"))
    rulebook = other.rulebook
    rulebook._evaluations = tuple(e for e in rulebook._evaluations if e.rule.id != "FALL-REC")
    rulebook.hash = "f" * 64
    later: Any = open_clinic(file, staff("A. Nurse"), clock, other)
    assert [(f.rule_id, f.before, f.after) for f in later.rule_recall.of(1)] == [
        ("FALL-REC", "found, high", "no such rule")
    ]
    recall = later.rule_recall.look()
    assert (recall.judged, recall.same_rules, len(recall.recalled)) == (1, 0, 1)
    assert recall.recalled[0].reason == "rules of set 1.0 were changed"
    clock.moment = datetime(2026, 11, 22, 10, tzinfo=UTC)
    sign(later, motor_decline="none", falls_last_6_months=2)
    changed = later.changes.of(1)
    assert changed.by_rules == ("Repeated falls",)
    assert changed.found == () and changed.gone == ()
    assert ("Changed by the rules alone", "Repeated falls") in changed.parts()


def test_a_finding_that_only_becomes_more_pressing_is_recalled_with_the_reason(clinic, file, clock):
    signed = sign(clinic, falls_last_6_months=1)
    other = load_knowledge(shipped("resources"))
    rulebook = other.rulebook
    for one in rulebook._evaluations:
        if one.rule.id == "FALL-6M":
            object.__setattr__(one.rule, "severity", Severity.URGENT)
    rulebook.hash, rulebook.version = "f" * 64, "1.1"
    later: Any = open_clinic(file, staff("A. Nurse"), clock, other)
    before = later.screenings.findings_of(signed)
    (one,) = later.rule_recall.look().recalled
    assert [(f.rule_id, f.before, f.after) for f in one.findings] == [
        ("FALL-6M", "found, moderate", "found, urgent")
    ]
    assert one.reason == "rule set 1.0 → 1.1"
    assert later.screenings.get(signed.id) == signed
    assert later.screenings.findings_of(signed) == before  # stays as it was signed


def test_what_changed_names_the_answers_that_are_others_now(clinic, clock):
    sign(clinic, falls_last_6_months=2, physical_activity="low", smoker=True)
    clock.moment = datetime(2026, 11, 22, 10, tzinfo=UTC)
    sign(
        clinic,
        falls_last_6_months=0,
        physical_activity="low",
        edss=(EdssScore(date(2026, 10, 1), D("6.5")),),
        pth=LaboratoryValue(D("9.1"), "pmol/L", D(7)),
    )
    changed = clinic.changes.of(1)
    assert changed.answers == (
        "EDSS",
        "Parathyroid hormone (PTH) (not asked → 9.1 pmol/L)",
        "Falls in the last 6 months (2 → 0)",
        "Smokes now (yes → not asked)",
    )
    assert dict(changed.parts())["Other answers"].startswith("EDSS, Parathyroid")


def test_many_other_answers_are_counted_and_the_same_ones_not_told():
    changed = WhatChanged(since=date(2026, 1, 1), answers=tuple("abcdefg"))
    assert changed.parts()[1:] == (("Other answers", "a, b, c, d, e and 2 more"),)
    same = WhatChanged(since=date(2026, 1, 1)).parts()
    assert same == (("", "Since 1 Jan 2026 the findings are the same."),)


def test_where_both_were_signed_under_rules_that_are_gone_nothing_is_put_down_to_answers_alone(
    clinic, file, clock
):
    sign(clinic, falls_last_6_months=2)
    other = load_knowledge(shipped("resources"))
    other.rulebook.hash = "e" * 64
    middle: Any = open_clinic(file, staff("A. Nurse"), clock, other)
    clock.moment = datetime(2026, 11, 22, 10, tzinfo=UTC)
    sign(middle, falls_last_6_months=0)
    assert not middle.changes.of(1).rules_differ
    changed = clinic.changes.of(1)
    assert changed.rules_differ
    assert changed.parts()[-1] == (
        "",
        "The rules changed as well, so part of this may come from them.",
    )


def test_signed_under_the_present_rules_nothing_is_recalled_and_looking_can_be_cancelled(clinic):
    signed = sign(clinic, falls_last_6_months=2)
    told = []
    recall = clinic.rule_recall.look(progress=lambda *d: told.append(d))
    assert (recall.judged, recall.same_rules, recall.recalled) == (1, 1, ())
    assert told == [(0, 1), (1, 1)]
    with pytest.raises(CancelledError):
        clinic.rule_recall.look(cancelled=lambda: True)
    assert clinic.screenings.get(signed.id) == signed


def test_the_charts_hold_what_is_on_file_in_one_unit_with_breaks_between_scanners(clinic):
    sign(
        clinic,
        edss=(EdssScore(date(2025, 3, 1), D("5.0")), EdssScore(date(2025, 10, 1), D("6.5"))),
        vitamin_d=(
            VitaminDResult(date(2025, 2, 1), D("20"), "ng/mL"),
            VitaminDResult(date(2025, 9, 1), D("61"), "nmol/L"),
        ),
        relapses=(Relapse(date(2025, 4, 1)),),
        steroid_courses=(
            SteroidCourse("prednisone", "oral", D(10), date(2025, 4, 2), date(2025, 4, 11)),
        ),
        falls_last_6_months=3,
    )
    for on, scanner in ((date(2023, 5, 1), "A"), (date(2024, 5, 1), "A"), (date(2025, 5, 1), "B")):
        site = DxaSite("total_hip", "left", t_score=D("-1.5"))
        clinic.dxa.record(1, DxaScan(performed_on=on, sites=(site,), scanner_id=scanner))
    line = clinic.timeline.of(1)
    edss, score, vitamin, falls = line.charts
    assert (score.title, score.thresholds) == ("T-score as reported", ())
    assert [p.value for p in edss.points] == [D("5.0"), D("6.5")]
    assert [p.breaks for p in score.series[0].points] == [True, False, True]
    assert [p.value for p in vitamin.points] == [D("49.9"), D("61")]
    assert [p.value for p in falls.points] == [D(3)]
    assert [mark.kind for mark in line.marks] == ["relapse", "steroids"]
    assert line.span.first == date(2023, 5, 1) and line.span.last == date(2025, 11, 22)
    assert [(y.year, y.other_mg) for y in line.steroids] == [(2025, D(100))]


def test_a_patient_of_whom_nothing_is_recorded_has_empty_charts(clinic):
    line = clinic.timeline.of(1)
    assert [chart.points for chart in line.charts] == [()] * 4
    assert all(chart.empty for chart in line.charts)
