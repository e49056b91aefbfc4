"""A field starts empty, never guesses, and says what it understood."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.screening import LaboratoryValue
from msbone_desktop.ui.widgets.choice_editors import Picker
from msbone_desktop.ui.widgets.fields import (
    ChoiceField,
    CountField,
    DateField,
    DrugField,
    EdssField,
    LaboratoryField,
    MeasureField,
    PartialDateField,
    QuantityField,
    ThreeWayField,
)
from msbone_desktop.ui.widgets.note_field import NoteField
from msbone_desktop.ui.widgets.number_editors import Measure
from tests.ui.screening.stubs import TODAY

UNKNOWN, DECLINED, NOT_ASKED, INVALID = (
    Absence.UNKNOWN,
    Absence.DECLINED,
    Absence.NOT_ASKED,
    Absence.INVALID,
)


def today():
    return TODAY


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)  # type: ignore[arg-type]


def type_into(line, text):
    line.setFocus()
    line.clear()
    QTest.keyClicks(line, text)


@pytest.fixture
def afraid(appearance, shown):
    return shown(ThreeWayField(appearance, "fear_of_falling", "Afraid of falling"))


@pytest.fixture
def weight(tools, shown):
    definition = tools.definition("weight_kg")
    return shown(QuantityField(tools.appearance, "weight_kg", "Weight", definition))


@pytest.fixture
def vitamin_d(tools, shown):
    definitions = {
        unit: tools.definition(f"vitamin_d.value.{unit}") for unit in ("nmol/L", "ng/mL")
    }
    return shown(MeasureField(tools.appearance, "vitamin_d", "25(OH)D", definitions))


@pytest.mark.catalogue("E01")
def test_a_three_way_question_starts_without_an_answer(afraid):
    assert afraid.answer() is NOT_ASKED
    assert not any(button.isChecked() for button in afraid.editor.buttons.values())


def test_each_letter_answers_and_backspace_clears(qtbot, afraid):
    for key, answer in (("y", True), ("n", False), ("u", UNKNOWN), ("d", DECLINED)):
        with qtbot.waitSignal(afraid.edited):
            press(key)
        assert afraid.answer() is answer
    press(Qt.Key.Key_Backspace)
    assert afraid.answer() is NOT_ASKED
    press("y")
    press(Qt.Key.Key_Backspace)
    assert afraid.answer() is NOT_ASKED


@pytest.mark.catalogue("E02")
def test_a_declined_question_says_so_in_a_word(afraid):
    press("d")
    assert afraid.absent_word.text() == "Declined"
    assert not afraid.absent_word.isHidden()


def test_pressing_the_chosen_word_again_keeps_it(qtbot, afraid):
    for _ in range(2):
        qtbot.mouseClick(afraid.editor.buttons["yes"], Qt.MouseButton.LeftButton)
    assert afraid.answer() is True


def test_tab_stops_once_at_a_question_and_arrows_move_inside_it(afraid):
    stops = [b for b in afraid.editor.buttons.values() if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(stops) == 1
    press(Qt.Key.Key_Right)
    assert afraid.editor.buttons["no"].hasFocus()
    assert afraid.answer() is NOT_ASKED
    press(Qt.Key.Key_Space)
    assert afraid.answer() is False


@pytest.mark.parametrize("answer", [True, False, UNKNOWN, DECLINED, NOT_ASKED])
def test_what_is_shown_is_what_is_read_back(qtbot, afraid, answer):
    with qtbot.assertNotEmitted(afraid.edited):
        afraid.show_answer(answer)
    assert afraid.answer() is answer


def test_a_choice_is_made_by_digit(tools, shown):
    choices = tuple(tools.definition("gait_aid").words.items())
    field = shown(ChoiceField(tools.appearance, "gait_aid", "Walking aid", choices))
    press("3")
    assert field.answer() == "bilateral"
    press("u")
    assert field.answer() is UNKNOWN
    press("1")
    assert field.answer() == "none"


def test_a_quantity_starts_empty_and_is_kept_as_typed(weight):
    assert weight.answer() is NOT_ASKED
    type_into(weight.editor.line, "70,50")
    assert weight.answer() == Decimal("70.50")
    assert str(weight.answer()) == "70.50"


@pytest.mark.catalogue("E07", "E08")
def test_a_quantity_beyond_the_hard_limit_is_refused_under_the_field(weight):
    type_into(weight.editor.line, "401")
    assert weight.answer() is INVALID
    assert weight.complaint.isHidden()  # not while typing: 401 may become 40.1
    press(Qt.Key.Key_Return)
    assert "up to 400 kg" in weight.complaint.text()
    assert not weight.complaint.isHidden()
    type_into(weight.editor.line, "70")
    assert weight.complaint.isHidden()


@pytest.mark.catalogue("E07")
def test_an_unusual_quantity_is_asked_about_once(qtbot, weight):
    type_into(weight.editor.line, "250")
    assert weight.answer() == 250
    assert weight.question() == "250 kg"
    weight.editor.left.emit()
    assert "250 kg" in weight.confirm.text()
    with qtbot.waitSignal(weight.confirmed) as heard:
        press(Qt.Key.Key_Return)
    assert heard.args == ["weight_kg", "250 kg"]
    assert weight.question() is None
    type_into(weight.editor.line, "251")
    assert weight.question() == "251 kg"


def test_a_value_confirmed_earlier_is_not_asked_about_again(weight):
    weight.show_answer(Decimal("250"))
    weight.note_confirmed("250 kg")
    assert weight.question() is None


def test_control_u_and_control_d_answer_any_field_and_typing_takes_it_back(weight):
    press("u", Qt.KeyboardModifier.ControlModifier)
    assert weight.answer() is UNKNOWN
    press("d", Qt.KeyboardModifier.ControlModifier)
    assert weight.answer() is DECLINED
    press(Qt.Key.Key_Backspace)
    assert weight.answer() is NOT_ASKED
    press("u", Qt.KeyboardModifier.ControlModifier)
    type_into(weight.editor.line, "70")
    assert weight.answer() == 70
    assert weight.absent_word.isHidden()


def test_a_count_is_a_whole_number(tools, shown):
    definition = tools.definition("falls_last_6_months")
    field = shown(CountField(tools.appearance, definition.name, definition.label, definition))
    for text, answer in (("0", 0), ("3", 3), ("1.5", INVALID), ("1000", INVALID), ("-1", INVALID)):
        type_into(field.editor.line, text)
        assert field.answer() == answer


@pytest.mark.catalogue("E05")
def test_vitamin_d_has_no_unit_until_one_is_chosen(vitamin_d):
    type_into(vitamin_d.editor.number.line, "30")
    assert vitamin_d.answer() is INVALID
    assert "never guessed" in vitamin_d.problem()
    vitamin_d.editor.unit.choose("ng/mL")
    assert vitamin_d.answer() == Measure(Decimal(30), "ng/mL")
    assert "74.9 nmol/L" in vitamin_d.echo.text()


@pytest.mark.catalogue("E09")
def test_changing_the_unit_clears_the_number_and_says_so(vitamin_d):
    type_into(vitamin_d.editor.number.line, "30")
    vitamin_d.editor.unit.choose("ng/mL")
    vitamin_d.editor.unit.choose("nmol/L")
    assert vitamin_d.editor.number.line.text() == ""
    assert vitamin_d.answer() is INVALID
    assert "cleared" in vitamin_d.complaint.text()
    assert not vitamin_d.complaint.isHidden()


@pytest.mark.parametrize(
    ("number", "unit", "asked", "refused"),
    [
        ("400", "nmol/L", True, False),
        ("5", "nmol/L", True, False),
        ("2", "ng/mL", True, False),
        ("160", "ng/mL", True, False),
        ("1001", "nmol/L", False, True),
        ("50", "nmol/L", False, False),
    ],
)
@pytest.mark.catalogue("E07")
def test_the_limits_belong_to_the_unit(vitamin_d, number, unit, asked, refused):
    vitamin_d.editor.unit.choose(unit)
    type_into(vitamin_d.editor.number.line, number)
    assert bool(vitamin_d.question()) is asked
    assert bool(vitamin_d.problem()) is refused


@pytest.mark.catalogue("E10")
def test_a_laboratory_result_carries_its_own_limit(tools, shown):
    field = shown(
        LaboratoryField(
            tools.appearance,
            "pth",
            "PTH",
            tools.definition("pth.value"),
            tools.definition("pth.upper_limit"),
            ("pmol/L", "pg/mL"),
        )
    )
    type_into(field.editor.measure.number.line, "8")
    assert field.answer() is INVALID
    field.editor.measure.unit.choose("pmol/L")
    assert field.answer() == LaboratoryValue(Decimal(8), "pmol/L", None)
    assert "no rule" in field.echo.text()
    type_into(field.editor.limit.line, "6.9")
    assert field.answer() == LaboratoryValue(Decimal(8), "pmol/L", Decimal("6.9"))


def test_a_date_is_echoed_in_words_with_the_age(appearance, shown):
    field = shown(DateField(appearance, "born", "Born on", today, with_age=True))
    type_into(field.editor.line, "14031979")
    assert field.answer() == date(1979, 3, 14)
    assert field.echo.text() == "14 Mar 1979 · 47 y"


def test_an_ambiguous_date_shows_both_readings(appearance, shown):
    field = shown(DateField(appearance, "day", "Day", today))
    type_into(field.editor.line, "3/4/26")
    assert field.answer() == date(2026, 4, 3)
    assert "3 Apr 2026" in field.echo.text()
    assert "4 Mar 2026" in field.echo.text()


def test_a_partial_date_stays_partial(appearance, shown):
    field = shown(PartialDateField(appearance, "onset", "Onset", today))
    type_into(field.editor.line, "1979")
    assert field.answer() == PartialDate(1979)
    whole = shown(DateField(appearance, "day", "Day", today))
    type_into(whole.editor.line, "1979")
    assert whole.answer() is INVALID


def test_a_brand_becomes_its_generic_and_is_named(tools, shown):
    fact = "antiepileptics"
    field = shown(
        DrugField(
            tools.appearance,
            fact,
            "Medicine",
            lambda prefix: tools.complete_drug(fact, prefix),
            lambda name: tools.recognises_drug(fact, name),
        )
    )
    type_into(field.editor.line, "tegretol")
    press(Qt.Key.Key_Return)
    assert field.answer() == "carbamazepine"
    assert "tegretol is carbamazepine" in field.echo.text()
    type_into(field.editor.line, "moonflower extract")
    assert field.answer() == "moonflower extract"
    assert "no rule can use it" in field.echo.text()


def test_edss_says_what_the_step_stands_for_and_steps_with_arrows(appearance, shown):
    field = shown(EdssField(appearance, "edss", "EDSS"))
    type_into(field.editor.line, "6,5")
    assert field.answer() == Decimal("6.5")
    assert "both sides" in field.echo.text()
    press(Qt.Key.Key_Up)
    assert field.answer() == Decimal("7.0")
    for text in ("0.5", "6.3", "10", "-1"):
        type_into(field.editor.line, text)
        assert field.answer() is INVALID


def test_last_times_answer_counts_only_when_it_is_accepted(qtbot, afraid):
    afraid.show_offer(value=True, day_words="3 Mar 2026")
    assert afraid.answer() is NOT_ASKED
    assert "Last time (3 Mar 2026): Yes" in afraid.offer.text()
    with qtbot.waitSignals([afraid.offer_taken, afraid.edited]):
        press(Qt.Key.Key_F8)
    assert afraid.answer() is True
    assert afraid.offer.isHidden()


def test_enter_accepts_an_offer_in_an_empty_field_only(weight):
    weight.show_offer(Decimal(70), "3 Mar 2026")
    press(Qt.Key.Key_Return)
    assert weight.answer() == 70
    type_into(weight.editor.line, "72")
    press(Qt.Key.Key_Return)
    assert weight.answer() == 72


def test_the_wheel_changes_no_field(qtbot, weight, appearance, shown):
    picker = Picker((("a", "A"), ("b", "B")), "Choose")
    qtbot.addWidget(picker)
    picker.show()
    type_into(weight.editor.line, "70")
    for widget in (weight.editor.line, picker.box):
        wheel = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(0, 0),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, wheel)
    assert weight.answer() == 70
    assert picker.blank()


def test_what_stands_under_a_field_is_told_to_people_who_do_not_see_it(weight):
    type_into(weight.editor.line, "401")
    press(Qt.Key.Key_Return)
    assert weight.editor.line.accessibleName() == "Weight"
    assert "up to 400 kg" in weight.editor.line.accessibleDescription()


def test_markup_in_a_label_is_shown_literally(appearance, shown):
    field = shown(ThreeWayField(appearance, "x", "<b>Ann</b> T <-2.5"))
    assert field.caption.textFormat() is Qt.TextFormat.PlainText
    assert field.caption.text() == "<b>Ann</b> T <-2.5"


@pytest.mark.catalogue("D15")
def test_a_note_is_refused_beyond_its_limit_and_never_cut(qtbot):
    note = NoteField()
    qtbot.addWidget(note)
    note.text.setPlainText("x" * 20_000)
    assert note.problem() is None
    note.text.setPlainText("x" * 20_001)
    assert "20,001" in note.problem()  # type: ignore[operator]
    assert len(note.note()) == 20_001


@pytest.mark.catalogue("D17")
def test_of_a_picture_a_web_page_or_files_that_are_pasted_only_the_text_stays(qtbot, appearance):
    note = NoteField()
    line = DateField(appearance, "day", "Day", today)
    for widget in (note, line):
        qtbot.addWidget(widget)
    pasted = QMimeData()
    pasted.setText("from the web")
    pasted.setHtml("<h1>from <img src='file:///etc/passwd'>the web</h1>")
    pasted.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    pasted.setUrls([QUrl.fromLocalFile("/etc/passwd")])
    QApplication.clipboard().setMimeData(pasted)
    note.text.paste()
    assert note.note() == "from the web"
    edit = line.findChildren(QLineEdit)[0]
    edit.paste()
    assert edit.text() == "from the web"
    QApplication.clipboard().clear()
    only_picture = QMimeData()
    only_picture.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    QApplication.clipboard().setMimeData(only_picture)
    note.text.paste()
    assert note.note() == "from the web"
