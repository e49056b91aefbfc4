"""The panel says what was found, what is open, and never that all is well."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pytestqt.qt_compat import qt_api

from msbone_desktop.domain.findings import Status
from msbone_desktop.domain.screening import EdssScore, SteroidCourse, VitaminDResult
from msbone_desktop.ui.screening.panel_model import PanelModel
from msbone_desktop.ui.screening.panel_rows import PanelWords, panel_rows
from tests.ui.screening.stubs import StubScreenings, blank_record, evidence, full_record

SERVICE = StubScreenings()
WORDS = PanelWords(SERVICE.label, SERVICE.value_words, evidence().library, {})


def rows_of(record):
    return panel_rows(SERVICE.assess(record), WORDS)


def keys(rows):
    return [row.key for row in rows]


def quiet_record():
    """Everything answered, nothing found."""
    return replace(
        blank_record(),
        menopause="pre",
        edss=(EdssScore(date(2026, 10, 1), Decimal("6.0")),),
        gait_aid="unilateral",
        motor_decline="none",
        steroid_courses=(),
        antiepileptics=(),
        vitamin_d=(VitaminDResult(date(2026, 9, 1), Decimal(80), "nmol/L"),),
        falls_last_6_months=0,
        falls_last_12_months=0,
        injurious_falls_last_6_months=0,
        fear_of_falling=False,
        fractures=(),
        physical_activity="adequate",
        calcium_intake="adequate",
        heat_intolerance=False,
        limited_sun=False,
        gi_limits_dairy=False,
    )


def test_an_empty_screening_is_incomplete_and_lists_each_missing_item_once():
    rows = rows_of(blank_record())
    incomplete = next(row for row in rows if row.kind == "incomplete")
    assert "6 of 6 core items" in incomplete.title
    targets = [row.target for row in rows if row.kind == "missing"]
    assert len(targets) == len(set(targets))
    assert {"edss", "fractures", "falls_last_6_months"} <= set(targets)


def test_every_item_that_an_unknown_rule_lacks_leads_to_its_field():
    record = replace(full_record(), pth=blank_record().pth)
    assessment = SERVICE.assess(record)
    lacking = {
        item.field.split(".")[0].split("[")[0]
        for finding in assessment.of(Status.UNKNOWN)
        for item in finding.missing
    }
    targets = {row.target for row in panel_rows(assessment, WORDS) if row.kind == "missing"}
    assert lacking <= targets


def test_conflicts_come_first_with_both_values():
    rows = rows_of(full_record())
    assert rows[0].kind == "conflict"
    shown = next(row.details for row in rows if row.key == "conflict:FALLS_6M_GT_12M")
    assert any("3" in detail for detail in shown) and any("2" in detail for detail in shown)


def test_findings_stand_most_severe_first_with_value_day_and_label():
    rows = [row for row in rows_of(full_record()) if row.kind == "finding"]
    assert [r.severity for r in rows] == sorted((r.severity for r in rows), reverse=True)
    immobile = next(row for row in rows if row.rule_id == "MOB-65")
    assert "EDSS: 6.5, 2 Mar 2026" in immobile.details
    assert "not graded" in immobile.label


def test_a_graded_level_is_never_the_level_of_a_finding():
    rows = rows_of(full_record())
    assert any(row.rule_id == "ACT-LOW" for row in rows)
    assert not any("Level 1" in row.label or "Level 2" in row.label for row in rows)


def test_an_old_result_says_that_it_is_old():
    rows = rows_of(full_record())
    text = " ".join(" ".join(row.details) for row in rows)
    assert "12 months" in text


@pytest.mark.catalogue("H05")
def test_a_rule_that_failed_is_a_visible_warning():
    assessment = SERVICE.assess(blank_record())
    broken = replace(assessment.findings[3], failed=True, status=Status.UNKNOWN)
    faulty = replace(assessment, findings=(*assessment.findings, broken))
    first = panel_rows(faulty, WORDS)[0]
    assert first.kind == "warning"
    assert broken.title in first.title


def test_what_needs_a_yes_or_no_is_apart_and_leads_to_the_question():
    record = replace(blank_record(), gait_aid="wheelchair_full_time")
    rows = rows_of(record)
    place = keys(rows).index("heading:possible")
    possible = [row for row in rows[place:] if row.kind == "possible"]
    assert {row.rule_id for row in possible} >= {"MOB-65", "MOB-70"}
    assert any(row.key == "answer:MOB-65" and row.target for row in rows)
    assert all(row.spoken.startswith("possible") for row in possible)


def test_no_finding_is_said_in_words_with_what_was_not_asked():
    rows = rows_of(replace(blank_record(), vitamin_d=quiet_record().vitamin_d))
    statement = next(row for row in rows if row.kind == "statement")
    assert "No finding yet" in statement.message
    assert "no statement about the bones" in statement.message


@pytest.mark.parametrize("record", [blank_record(), full_record(), quiet_record()])
def test_nothing_reassures(record):
    said = " ".join(row.spoken for row in rows_of(record)).casefold()
    for word in ("low risk", "no risk", "safe ", "normal bone", "all clear"):
        assert word not in said


def test_the_list_changes_only_where_the_assessment_changed(qtmodeltester):
    model = PanelModel()
    model.show_rows(rows_of(blank_record()))
    before = model.rows()
    heard: list[str] = []
    model.modelReset.connect(lambda: heard.append("reset"))
    model.rowsInserted.connect(lambda *_: heard.append("inserted"))
    model.rowsRemoved.connect(lambda *_: heard.append("removed"))
    model.dataChanged.connect(lambda *_: heard.append("changed"))
    model.show_rows(rows_of(blank_record()))
    assert heard == []
    model.show_rows(rows_of(replace(blank_record(), fear_of_falling=True)))
    assert "reset" not in heard
    assert len(heard) <= 6
    assert model.rows() != before
    qtmodeltester.check(model, force_py=True)


def test_any_order_of_assessments_ends_in_the_rows_of_the_last(qapp):
    model = PanelModel()
    steroid = SteroidCourse("prednisone", "oral", Decimal(10), date(2026, 1, 1))
    records = [
        blank_record(),
        full_record(),
        quiet_record(),
        replace(full_record(), steroid_courses=(steroid,)),
        blank_record(),
        replace(quiet_record(), gait_aid="bilateral"),
    ]
    for record in [*records, *reversed(records)]:
        rows = rows_of(record)
        model.show_rows(rows)
        assert model.rows() == rows


def test_headings_are_passed_over_by_the_keyboard(qapp):
    model = PanelModel()
    model.show_rows(rows_of(blank_record()))
    can = qt_api.QtCore.Qt.ItemFlag.ItemIsSelectable
    for place, row in enumerate(model.rows()):
        assert bool(model.flags(model.index(place)) & can) is (row.kind != "heading")
