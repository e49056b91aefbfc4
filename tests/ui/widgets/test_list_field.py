"""Lists: none is an answer, an entry that is not whole never counts, and removal can be undone."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.screening import (
    Antiepileptic,
    EdssScore,
    Fracture,
    GaitAidObservation,
    Relapse,
    SteroidCourse,
    VitaminDResult,
    WalkTest,
)
from msbone_desktop.ui.widgets.list_field import ListField

DAY, LATER = date(2026, 3, 2), date(2026, 3, 9)
ENTRIES = {
    "edss_list": ("edss", (EdssScore(DAY, Decimal("6.5")), EdssScore(LATER, Decimal("7.0")))),
    "walk_list": ("timed_25_foot_walk", (WalkTest(DAY, Decimal("8.4"), "none"),)),
    "gait_aid_list": ("gait_aid_history", (GaitAidObservation(DAY, "bilateral"),)),
    "relapse_list": ("relapses", (Relapse(DAY),)),
    "steroid_list": (
        "steroid_courses",
        (
            SteroidCourse("prednisone", "oral", Decimal(5), DAY, None),
            SteroidCourse("methylprednisolone", "iv", None, DAY, LATER),
        ),
    ),
    "drug_list": ("antiepileptics", (Antiepileptic("carbamazepine"),)),
    "text_list": ("disease_modifying_therapies", ("fingolimod", "something new")),
    "vitamin_d_list": ("vitamin_d", (VitaminDResult(DAY, Decimal("49.9"), "nmol/L", "LC-MS/MS"),)),
    "fracture_list": (
        "fractures",
        (Fracture("wrist", DAY, "fall_standing_or_less"), Fracture("hip", pathological=True)),
    ),
}


@pytest.fixture
def make(tools, shown):
    def make(kind):
        fact = ENTRIES[kind][0]
        return shown(ListField(tools, kind, fact, tools.definition(fact).label))

    return make


def type_into(line, text):
    line.setFocus()
    line.clear()
    QTest.keyClicks(line, text)


@pytest.mark.parametrize("kind", ENTRIES)
def test_entries_are_read_back_as_shown_and_after_opening_each(make, kind):
    field = make(kind)
    entries = ENTRIES[kind][1]
    assert field.answer() is Absence.NOT_ASKED
    field.show_answer(entries)
    assert field.answer() == entries
    for row in field.editor.rows:
        row.open()
    assert field.problem() is None
    assert field.answer() == entries
    assert field.words(entries)


@pytest.mark.parametrize("kind", ENTRIES)
def test_none_and_no_answer_are_different(make, kind):
    field = make(kind)
    field.editor.none.click()
    assert field.answer() == ()
    field.editor.none.click()
    assert field.answer() is Absence.NOT_ASKED
    field.show_answer(())
    assert field.answer() == ()
    field.show_answer(Absence.DECLINED)
    assert field.answer() is Absence.DECLINED


def test_an_entry_is_typed_part_by_part_with_enter(make, qtbot):
    field = make("edss_list")
    field.editor.add_row()
    QTest.keyClicks(QApplication.focusWidget(), "2/3/26")  # type: ignore[arg-type]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)  # type: ignore[arg-type]
    QTest.keyClicks(QApplication.focusWidget(), "6.5")  # type: ignore[arg-type]
    with qtbot.waitSignal(field.finished):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)  # type: ignore[arg-type]
    assert field.answer() == (EdssScore(DAY, Decimal("6.5")),)
    assert not field.incomplete()


def test_an_entry_that_is_not_whole_is_left_out_and_told(make):
    field = make("edss_list")
    field.show_answer((EdssScore(DAY, Decimal("6.5")),))
    field.editor.add_row()
    assert not field.incomplete()  # a blank line is nothing
    row = field.editor.rows[1]
    type_into(row._editors["score"].line, "6.3")
    assert field.incomplete()
    assert field.answer() == (EdssScore(DAY, Decimal("6.5")),)
    field.mend_first()
    assert "6.0 and 6.5" in row.complaint.text()


def test_a_removed_entry_can_be_brought_back(make, qtbot):
    field = make("relapse_list")
    field.show_answer((Relapse(DAY), Relapse(LATER)))
    with qtbot.waitSignal(field.edited):
        field.editor.rows[0].removed.emit()
    assert field.answer() == (Relapse(LATER),)
    field.editor.undo.click()
    assert field.answer() == (Relapse(DAY), Relapse(LATER))


@pytest.mark.catalogue("E23")
def test_a_course_that_ends_before_it_starts_is_refused(make):
    field = make("steroid_list")
    field.show_answer((SteroidCourse("prednisone", "oral", Decimal(5), LATER, DAY),))
    field.editor.rows[0].open()
    assert "ends before it starts" in field.problem()


def test_many_years_of_entries_show_the_newest_few(make):
    field = make("relapse_list")
    field.show_answer(tuple(Relapse(date(2000 + year, 1, 1)) for year in range(25)))
    QApplication.processEvents()
    seen = [row.words() for row in field.editor.rows if not row.isHidden()]
    assert seen == ["from 1 Jan 2022", "from 1 Jan 2023", "from 1 Jan 2024"]
    field.editor.older.click()
    assert not any(row.isHidden() for row in field.editor.rows)


@pytest.mark.catalogue("H07")
def test_a_medicine_that_no_rule_knows_is_marked(make):
    field = make("text_list")
    assert "no rule can use it" in field.words(("moonflower extract",))
    assert "no rule" not in field.words(("fingolimod",))


def test_tab_goes_from_the_first_entry_down_to_the_buttons(make):
    field = make("edss_list")
    field.editor.add_row()
    first = field.editor.rows[0]
    type_into(first._editors["date"].line, "2/3/26")
    type_into(first._editors["score"].line, "6.5")
    field.editor.add_row()
    second = field.editor.rows[1]
    second._editors["date"].setFocus()
    seen = []
    for _ in range(12):
        focus = QApplication.focusWidget()
        seen.append(focus)
        if focus is field.editor.add:
            break
        QTest.keyClick(focus, Qt.Key.Key_Tab)  # type: ignore[arg-type]
    assert seen[-1] is field.editor.add
    assert all(second.isAncestorOf(widget) for widget in seen[:2])
    second._editors["date"].setFocus()
    QTest.keyClick(second._editors["date"].line, Qt.Key.Key_Backtab)
    assert first.isAncestorOf(QApplication.focusWidget())


def test_enter_on_the_button_of_a_list_accepts_what_is_offered_and_goes_on(make, qtbot):
    field = make("edss_list")
    field.show_offer(ENTRIES["edss_list"][1], "2 Mar 2026")
    assert "press Enter" in field.offer.text()
    field.editor.add.setFocus()
    with qtbot.waitSignals([field.offer_taken, field.finished], timeout=1000):
        QTest.keyClick(field.editor.add, Qt.Key.Key_Return)
    assert field.answer() == ENTRIES["edss_list"][1]


def test_enter_on_the_button_of_a_list_presses_it_where_nothing_is_offered(make):
    field = make("edss_list")
    QTest.keyClick(field.editor.add, Qt.Key.Key_Return)
    assert len(field.editor.rows) == 1
    assert field.editor.rows[0].isAncestorOf(QApplication.focusWidget())
    field.show_answer(Absence.NOT_ASKED)
    field.editor.none.setFocus()
    QTest.keyClick(field.editor.none, Qt.Key.Key_Enter)
    assert field.answer() == ()
    field.show_answer(ENTRIES["edss_list"][1])
    edit = field.editor.rows[0].focusProxy()
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert field.editor.rows[0]._editors


def test_enter_goes_from_part_to_part_of_an_entry_through_lists_and_boxes(make):
    field = make("fracture_list")
    field.editor.add_row()
    parts = field.editor.rows[0]._editors
    for here, there in (("site", "date"), ("date", "mechanism"), ("mechanism", "pathological")):
        parts[here].setFocus()
        in_hand = QApplication.focusWidget()
        assert in_hand is not None
        QTest.keyClick(in_hand, Qt.Key.Key_Return)
        assert parts[there].isAncestorOf(QApplication.focusWidget())


def test_an_entry_half_entered_is_not_asked_and_none(make):
    field = make("fracture_list")
    field.editor.add_row()
    QTest.keyClicks(field.editor.rows[0]._editors["date"].line, "2 mar 2026")
    assert field.incomplete()
    assert field.answer() is Absence.INVALID
