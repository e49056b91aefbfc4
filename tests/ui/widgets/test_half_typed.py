"""What cannot be read, and what is not whole, is there again when the draft is opened."""

import json

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.questionnaire import Question
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.ui.form_memory import values_of
from msbone_desktop.ui.screening.field_making import make_field
from msbone_desktop.ui.widgets.half_typed import half_typed_in, put_half_typed
from msbone_desktop.ui.widgets.list_field import ListField

QUESTIONS: dict[str, Question] = {
    question.fact: question
    for section in load_knowledge(shipped("resources")).questionnaire.sections
    for question in section.questions
}
TYPED = [q for q in QUESTIONS.values() if q.kind in ("count", "quantity", "laboratory", "date")]
LISTS = [q for q in QUESTIONS.values() if q.kind.endswith("_list") and q.kind != "dxa_list"]
NONSENSE = ["31.02.", "6,55,5", "\u202e5.6\u202c", "one\u2029two", "'; --", "9" * 30_000]


def type_into(line, text):
    line.setText(text)
    line.textEdited.emit(text)


def lines_of(field):
    return [line for line in field.findChildren(QLineEdit) if line.isVisibleTo(field)]


def again(field, question, tools, qtbot):
    """Return a new field, filled from what the first would be kept as."""
    kept = json.loads(json.dumps(half_typed_in(field)))
    other = make_field(question, tools)
    qtbot.addWidget(other)
    put_half_typed(other, kept)
    return other


@pytest.mark.parametrize("question", TYPED, ids=lambda q: q.fact)
@pytest.mark.parametrize("nonsense", NONSENSE, ids=range(len(NONSENSE)))
def test_what_cannot_be_read_comes_back_letter_by_letter(question, nonsense, tools, qtbot):
    field = make_field(question, tools)
    qtbot.addWidget(field)
    line = lines_of(field)[0]
    type_into(line, nonsense)
    typed = line.text()
    other = again(field, question, tools, qtbot)
    assert lines_of(other)[0].text() == typed
    assert field.answer() is other.answer() is Absence.INVALID
    assert other.complaint.text() == field.problem()


@pytest.mark.parametrize("question", LISTS, ids=lambda q: q.fact)
def test_entries_that_are_not_whole_come_back_part_by_part(question, tools, qtbot):
    field = make_field(question, tools)
    qtbot.addWidget(field)
    assert isinstance(field, ListField)
    for _ in range(2):
        row = field.editor.new_row()
        line = lines_of(row)[0]
        type_into(line, "31.02.\N{BULLET}" if line.placeholderText() == "Date" else "x" * 300)
        for box in row.findChildren(QComboBox):
            box.setCurrentIndex(0)
            box.activated.emit(0)
    other = again(field, question, tools, qtbot)
    assert [values_of(row) for row in other.editor.rows] == [
        values_of(row) for row in field.editor.rows
    ]
    assert field.incomplete() and other.incomplete()
    assert all(row.complaint.text() for row in other.editor.rows)


def test_an_answer_is_never_kept_a_second_time(tools, qtbot):
    for question in (QUESTIONS["height_cm"], QUESTIONS["edss"]):
        field = make_field(question, tools)
        qtbot.addWidget(field)
        assert half_typed_in(field) == []
    line = lines_of(make_and_keep := make_field(QUESTIONS["height_cm"], tools))[0]
    qtbot.addWidget(make_and_keep)
    QTest.keyClicks(line, "170")
    assert half_typed_in(make_and_keep) == []


@pytest.mark.parametrize("kept", [None, "x", [3], [["a", "b", "c"]], [[True]], [[]]])
def test_what_does_not_fit_a_field_is_passed_over(kept, tools, qtbot):
    for question in (QUESTIONS["height_cm"], QUESTIONS["edss"]):
        field = make_field(question, tools)
        qtbot.addWidget(field)
        put_half_typed(field, kept)
        assert field.answer() is Absence.NOT_ASKED


def test_a_very_long_text_is_refused_and_not_cut(tools, qtbot):
    field = make_field(QUESTIONS["height_cm"], tools)
    qtbot.addWidget(field)
    (line,) = lines_of(field)
    QApplication.clipboard().setText("9" * 100_000)
    line.paste()
    assert len(line.text()) == 100_000
    assert field.problem() == "That is too long for a number."
    assert lines_of(again(field, QUESTIONS["height_cm"], tools, qtbot))[0].text() == line.text()
