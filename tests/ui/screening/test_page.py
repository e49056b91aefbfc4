"""A screening from the first key to the signature, and what must never happen on the way."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
)

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.errors import DiskFullError
from msbone_desktop.domain.findings import Status
from msbone_desktop.domain.screening import ScreeningRecord
from msbone_desktop.domain.screenings import Offer, ScreeningState
from msbone_desktop.ui.screening import saving
from msbone_desktop.ui.screening.dialogs import Question, ReasonQuestion
from msbone_desktop.ui.screening.page import MEND_FIRST
from msbone_desktop.ui.shortcuts_dialog import ON_SCREENING
from tests.ui.screening.stubs import blank_record, full_record, person

LAST_TIME = date(2026, 3, 3)


def titles(page):
    return [row.title for row in page.panel.model.rows()]


def type_into(page, fact, text):
    line = page.form.fields[fact].editor.line
    line.setFocus()
    line.clear()
    QTest.keyClicks(line, text)


def dialog_of(page, qtbot, kind=Question):
    qtbot.waitUntil(lambda: page.findChild(kind) is not None)
    return page.findChild(kind)


def test_a_finding_appears_with_the_keystroke_that_causes_it(page, service):
    page.open(person(), service.add())
    assert "Fear of falling" not in titles(page)
    field = page.form.fields["fear_of_falling"]
    field.setFocus()
    QTest.keyClick(field.editor.buttons["yes"], "y")  # type: ignore[call-overload]
    assert "Fear of falling" in titles(page)  # without waiting for anything
    QTest.keyClick(field.editor.buttons["yes"], Qt.Key.Key_Backspace)
    assert "Fear of falling" not in titles(page)


@pytest.mark.parametrize("record", [blank_record(), full_record()])
def test_the_form_gives_back_the_record_that_it_was_given(page, service, record):
    page.open(person(), service.add(record=record))
    assert page.form.record() == record
    for fact, field in page.form.fields.items():
        assert field.answer() == getattr(record, fact), fact


def test_every_fact_that_is_asked_reaches_the_record_and_the_rest_is_kept(page, service):
    page.open(person(), service.add(record=full_record()))
    for fact, field in page.form.fields.items():
        field.set_absence(Absence.DECLINED)
        assert getattr(page.form.record(), fact) is Absence.DECLINED, fact
    assert page.form.record().date_of_birth == date(1979, 3, 14)


def test_headings_count_what_is_answered(page, service):
    page.open(person(), service.add())
    falls = next(box for box in page.form.sections if box.title == "Falls and fractures")
    assert falls.count.text() == "0 of 6 answered"
    page.form.fields["fear_of_falling"].set_absence(Absence.UNKNOWN)
    assert falls.count.text() == "1 of 6 answered"
    type_into(page, "falls_last_6_months", "1.5")
    assert falls.count.text() == "1 of 6 answered"


def test_a_missing_item_leads_to_its_field(page, service, qtbot):
    page.open(person(), service.add())
    page.panel.field_wanted.emit("egfr")
    line = page.form.fields["egfr"].editor.line
    qtbot.waitUntil(line.hasFocus)
    seen = page.form.area.viewport()
    qtbot.waitUntil(lambda: seen.rect().contains(line.mapTo(seen, line.rect().center())))


def test_a_missing_item_in_a_folded_section_is_unfolded(page, service, qtbot):
    page.open(person(), service.add())
    box = next(box for box in page.form.sections if box.title == "Vitamin D and laboratory")
    box.fold.click()
    assert box.body.isHidden()
    page.go_to("egfr")
    qtbot.waitUntil(page.form.fields["egfr"].editor.line.hasFocus)


def test_the_basis_is_one_key_away_and_escape_comes_back(page, service, qtbot):
    page.open(person(), service.add(record=full_record()))
    page.panel.go_to("MOB-65")
    qtbot.waitUntil(page.panel.view.hasFocus)
    QTest.keyClick(page.panel.view, Qt.Key.Key_F1)
    assert page.side.currentWidget() is page.basis
    said = page.basis.text()
    assert "EDSS: 6.5, 2 Mar 2026" in said
    assert service.rule_words("MOB-65") in said
    assert "S35" in said and "Klein-Nulend" in said
    assert "last reviewed" in said
    QTest.keyClick(page.basis, Qt.Key.Key_Escape)
    assert page.side.currentWidget() is page.panel


def test_help_in_a_field_shows_the_first_rule_that_reads_it(page, service, qtbot):
    page.open(person(), service.add(record=full_record()))
    page.activateWindow()
    page.go_to("physical_activity")
    qtbot.waitUntil(lambda: page.form.fact_in_focus() == "physical_activity")
    page.do("help")
    assert page.basis.rule_id == "ACT-LOW"
    assert "back" in page.offers()
    page.do("back")
    assert page.side.currentWidget() is page.panel


def test_coming_back_to_the_form_goes_on_in_the_field_that_was_left(page, service, qtbot):
    page.open(person(), service.add())
    page.activateWindow()
    line = page.form.fields["egfr"].editor.line
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    page.panel.view.setFocus()
    assert page.panes()[0] is line
    assert page.panes()[1] is page.panel.view


def test_graded_statements_stand_under_treatment_with_their_cautions(page, service):
    page.open(person(), service.add(record=full_record()))
    page.show_basis("ACT-LOW")
    said = page.basis.text()
    assert said.index("About treatment") < said.index("Level 1b")
    assert "Known to be wrong, dated or disputed" in said


def test_an_open_basis_follows_the_answers(page, service):
    page.open(person(), service.add(record=full_record()))
    page.show_basis("FALL-6M")
    type_into(page, "falls_last_6_months", "7")
    assert "Falls in the last 6 months: 7" in page.basis.text()


def test_offers_wait_to_be_accepted_one_by_one_or_by_section(page, service, qtbot):
    service.offered = (
        Offer("fear_of_falling", True, LAST_TIME),
        Offer("heat_intolerance", False, LAST_TIME),
        Offer("limited_sun", True, LAST_TIME),
        Offer("weight_kg", Decimal(70), LAST_TIME),  # the form says: never carried forward
    )
    page.open(person(), service.add())
    sun = page.form.fields["limited_sun"]
    qtbot.waitUntil(sun.has_offer)
    assert not page.form.fields["weight_kg"].has_offer()
    assert page.form.record() == blank_record()
    assert "3 Mar 2026" in sun.offer.text()
    sun.setFocus()
    QTest.keyClick(  # type: ignore[call-overload]
        sun.editor, "a", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    record = page.form.record()
    assert (record.limited_sun, record.heat_intolerance) == (True, False)
    assert record.fear_of_falling is Absence.NOT_ASKED  # another section
    assert set(page.form.carried_forward()) == {"limited_sun", "heat_intolerance"}
    QTest.keyClick(sun.editor, "n")  # type: ignore[call-overload]
    assert page.form.carried_forward() == ("heat_intolerance",)


def test_typing_is_saved_by_itself_and_said_only_when_it_is_true(page, service, qtbot, monkeypatch):
    may_save = Event()
    service.before_save = lambda: may_save.wait(5)
    page.open(person(), service.add())
    page._saver._timer.setInterval(10)
    type_into(page, "weight_kg", "70")
    qtbot.waitUntil(lambda: page.bar.progress.text() == "Saving…")
    assert not service.calls
    may_save.set()
    qtbot.waitUntil(lambda: page.bar.progress.text().startswith("Saved "))
    assert service.records[1].weight_kg == 70


@pytest.mark.catalogue("A09")
def test_a_failed_save_says_so_and_keeps_what_was_typed(page, service, qtbot):
    def full():
        raise DiskFullError

    service.before_save = full
    page.open(person(), service.add())
    type_into(page, "weight_kg", "70")
    page.do("save")
    qtbot.waitUntil(lambda: "disk is full" in page.problem.text())
    assert page.bar.progress.text() == "Not saved"
    assert page.form.record().weight_kg == 70
    assert page.flush() is False
    assert page.may_leave() is False
    service.before_save = lambda: None
    assert page.flush() is True
    assert page.problem.text() == ""


def test_edits_during_a_save_are_saved_after_it_in_order(page, service, qtbot):
    may_save = Event()
    service.before_save = lambda: may_save.wait(5)
    page.open(person(), service.add())
    type_into(page, "weight_kg", "70")
    page.do("save")
    type_into(page, "weight_kg", "71")
    may_save.set()
    assert page.flush() is True
    assert [call[3].weight_kg for call in service.calls] == [70, 71]


@pytest.mark.catalogue("E25")
def test_another_patient_never_gets_what_was_typed_for_the_first(page, service, qtbot):
    page.open(person(1), service.add(1, patient=1))
    type_into(page, "weight_kg", "70")
    assert page.open(person(2, "Bąk"), service.add(2, patient=2))
    assert service.calls[0][:3] == ("save", 1, 1)
    assert page.form.fields["weight_kg"].answer() is Absence.NOT_ASKED
    type_into(page, "weight_kg", "55")
    page.flush()
    assert service.calls[1][:3] == ("save", 2, 2)
    assert service.records[1].weight_kg == 70
    assert "Bąk" in page.banner.name.text()


def test_a_draft_that_cannot_be_saved_is_not_left(page, service, qtbot):
    def full():
        raise DiskFullError

    page.open(person(1), service.add(1, patient=1))
    type_into(page, "weight_kg", "70")
    service.before_save = full
    assert page.open(person(2, "Bąk"), service.add(2, patient=2)) is False
    assert "Adeyemi" in page.banner.name.text()
    assert page.form.record().weight_kg == 70


def test_offers_of_the_patient_before_never_show(page, service, qtbot):
    both_open = Event()

    def late(patient):
        both_open.wait(5)
        service.offered = (Offer("fear_of_falling", patient == 1, LAST_TIME),)

    service.before_offers = late
    page.open(person(1), service.add(1, patient=1))
    page.open(person(2), service.add(2, patient=2))
    shown = []
    field = page.form.fields["fear_of_falling"]
    monkey = field.show_offer
    field.show_offer = lambda value, day: (shown.append(value), monkey(value, day))  # type: ignore[func-returns-value]
    both_open.set()
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == [False]


def test_signing_lists_what_is_open_and_makes_the_page_read_only(page, service, qtbot):
    page.open(person(), service.add())
    type_into(page, "weight_kg", "70")
    page.do("sign")
    dialog = dialog_of(page, qtbot)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Immobility" in said and "A. Nurse" in said
    with qtbot.waitSignal(page.signed) as heard:
        dialog.accept()
    assert heard.args[0].state is ScreeningState.SIGNED
    assert [call[0] for call in service.calls] == ["save", "sign"]
    assert "Signed by A. Nurse" in page.bar.state.text()
    assert not page.form.fields["weight_kg"].editor.isEnabled()
    assert page.offers() >= {"amend", "preview"}
    assert not page.offers() & {"save", "sign"}


def test_a_possible_core_item_is_not_called_unrecorded_before_signing(page, service, qtbot):
    record = replace(blank_record(), gait_aid="bilateral")
    page.open(person(), service.add(record=record))
    possible = [f for f in service.assess(record).of(Status.POSSIBLE) if f.is_core]
    assert possible
    page.do("sign")
    said = [label.text() for label in dialog_of(page, qtbot).findChildren(QLabel)]
    assert f"•  {possible[0].title}" in said
    assert "These core items are not recorded or not decided. The summary names them:" in said


def refusing(may_answer):
    def late(*_):
        may_answer.wait(5)
        raise DiskFullError

    return late


def test_nothing_is_answered_between_signing_and_its_answer(page, service, qtbot, monkeypatch):
    may_answer = Event()
    monkeypatch.setattr(service, "sign", refusing(may_answer))
    page.open(person(), service.add())
    service.offered = (Offer("fear_of_falling", True, LAST_TIME),)
    page.form.show_offers(service.offered)
    type_into(page, "weight_kg", "70")
    page.do("sign")
    dialog_of(page, qtbot).accept()
    line = page.form.fields["weight_kg"].editor.line
    QTest.keyClicks(line, "5")
    for box in page.form.sections:
        box.accept.click()
    page.form.notes.text.setFocus()
    QTest.keyClicks(page.form.notes.text, "seen")
    assert line.text() == "70"
    assert page.form.record().fear_of_falling is Absence.NOT_ASKED
    assert page.form.notes.note() == ""
    may_answer.set()
    qtbot.waitUntil(lambda: "disk is full" in page.problem.text())
    assert line.isEnabled()
    assert line.hasFocus()
    QTest.keyClicks(line, ".5")
    assert page.flush()
    assert service.records[1].weight_kg == Decimal("70.5")


def test_what_could_not_be_saved_before_signing_can_be_mended(page, service, qtbot):
    def full():
        raise DiskFullError

    page.open(person(), service.add())
    type_into(page, "weight_kg", "70")
    service.before_save = full
    page.do("sign")
    dialog_of(page, qtbot).accept()
    qtbot.waitUntil(lambda: page.problem.text().startswith("Not signed"))
    assert page.form.fields["weight_kg"].editor.isEnabled()
    assert not [call for call in service.calls if call[0] == "sign"]


def test_after_a_signed_one_the_next_draft_can_be_answered(page, service, qtbot):
    page.open(person(1), service.add(1))
    page.do("sign")
    with qtbot.waitSignal(page.signed):
        dialog_of(page, qtbot).accept()
    page.open(person(2), service.add(2, patient=2))
    type_into(page, "weight_kg", "55")
    assert page.form.record().weight_kg == 55


def test_a_field_with_a_problem_is_mended_before_signing(page, service, qtbot):
    page.open(person(), service.add())
    type_into(page, "weight_kg", "4000")
    page.form.fields["edss"].setFocus()
    page.do("sign")
    line = page.form.fields["weight_kg"].editor.line
    qtbot.waitUntil(line.hasFocus)
    assert "mend or confirm" in page.problem.text()
    assert page.findChild(Question) is None
    assert not [call for call in service.calls if call[0] == "sign"]


def test_a_confirmed_value_is_saved_with_who_and_when(page, service):
    page.open(person(), service.add())
    type_into(page, "weight_kg", "250")
    QTest.keyClick(page.form.fields["weight_kg"].editor.line, Qt.Key.Key_Return)
    page.flush()
    (confirmation,) = service.kept[1].confirmations
    assert (confirmation.field, confirmation.value, confirmation.confirmed_by) == (
        "weight_kg",
        "250 kg",
        "A. Nurse",
    )


def test_a_signed_screening_is_amended_only_with_a_reason(page, service, qtbot):
    page.open(person(), service.add(record=full_record(), state=ScreeningState.SIGNED))
    page.do("amend")
    dialog = dialog_of(page, qtbot, ReasonQuestion)
    dialog.accept()
    assert not service.calls
    dialog.line.setText("  wrong wrist  ")
    dialog.accept()
    qtbot.waitUntil(lambda: page.screening is not None and page.screening.id == 101)
    assert service.calls == [("amend", 1, 1, "wrong wrist")]
    assert page.form.fields["weight_kg"].editor.isEnabled()


def test_a_signed_screening_can_be_read_whole_and_not_changed(page, service, qtbot):
    page.open(person(), service.add(record=full_record(), state=ScreeningState.SIGNED))
    ratings = page.form.fields["edss"]
    assert ratings.editor.older.isEnabled()
    ratings.editor.older.click()
    assert not any(row.isHidden() for row in ratings.editor.rows)
    assert ratings.editor.add.isHidden()
    field = page.form.fields["fear_of_falling"]
    field.setFocus()
    QTest.keyClick(field, "u", Qt.KeyboardModifier.ControlModifier)  # type: ignore[call-overload]
    QTest.keyClick(field.editor, "n")  # type: ignore[call-overload]
    assert page.form.record() == full_record()
    page.open(person(), service.add(2))
    assert not page.form.fields["edss"].editor.add.isHidden()


def test_a_draft_is_discarded_only_after_a_question(page, service, qtbot):
    page.open(person(), service.add())
    page.do("discard")
    dialog = dialog_of(page, qtbot)
    assert not service.calls
    with qtbot.waitSignal(page.discarded):
        dialog.accept()
    assert service.calls[-1][0] == "discard"
    assert page.banner.name.text() == ""


def test_a_draft_that_could_not_be_discarded_is_saved_as_before(page, service, qtbot, monkeypatch):
    may_answer = Event()
    monkeypatch.setattr(service, "discard_draft", refusing(may_answer))
    page.open(person(), service.add())
    type_into(page, "weight_kg", "70")
    page._saver._timer.setInterval(10)
    page.do("discard")
    dialog_of(page, qtbot).accept()
    assert not page.form.fields["weight_kg"].editor.isEnabled()
    qtbot.wait(50)
    assert not [call for call in service.calls if call[0] == "save"]
    may_answer.set()
    qtbot.waitUntil(lambda: 1 in service.records and service.records[1].weight_kg == 70)
    assert page.form.fields["weight_kg"].editor.isEnabled()
    assert page.form.record().weight_kg == 70


def test_a_note_that_is_too_long_is_told_and_the_rest_is_saved(page, service):
    page.open(person(), service.add(notes="earlier"))
    page.form.notes.text.setPlainText("x" * 20_001)
    type_into(page, "weight_kg", "70")
    assert page.flush()
    assert service.kept[1].notes == "earlier"
    assert service.records[1].weight_kg == 70
    assert "20,001" in page.form.notes.complaint.text()


def test_a_note_is_kept_with_the_draft_and_shown_again(page, service):
    page.open(person(), service.add())
    QTest.keyClicks(page.form.notes.text, "walks the dog")
    page.flush()
    page.open(person(2), service.add(2, patient=2))
    assert page.form.notes.note() == ""
    page.open(person(), service.kept[1])
    assert page.form.notes.note() == "walks the dog"


def test_an_incomplete_entry_never_counts_as_none(page, service):
    page.open(person(), service.add())
    field = page.form.fields["antiepileptics"]
    field.editor.add_row()
    line = field.editor.rows[0]._editors["drug"].line
    QTest.keyClicks(line, "x" * 101)
    assert page.form.record().incomplete == frozenset({"antiepileptics"})
    core = page._assessment.unknown_core
    assert "AED-NAMED" in core


def test_a_question_that_depends_on_another_appears_and_an_answer_is_never_hidden(page, service):
    page.open(person(), service.add())
    menopause = page.form.fields["menopause"]
    assert not menopause.isHidden()
    page.form.fields["sex_for_reference"].editor.choose("male")
    assert menopause.isHidden()
    page.form.fields["sex_for_reference"].editor.choose("female")
    menopause.editor.choose("post")
    page.form.fields["sex_for_reference"].editor.choose("male")
    assert not menopause.isHidden()
    assert "conflict:MENOPAUSE_ENTRY_FOR_MALE" in [row.key for row in page.panel.model.rows()]


def test_every_control_has_a_name_for_people_who_do_not_see_it(page, service):
    page.open(person(), service.add(record=full_record()))
    for fact in ("steroid_courses", "vitamin_d", "fractures", "antiepileptics"):
        page.form.fields[fact].editor.add_row()
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
    nameless = []
    for kind in kinds:
        for control in page.findChildren(kind):
            if control.objectName().startswith("qt_") or control.parent().inherits("QComboBox"):
                continue
            interface = QAccessible.queryAccessibleInterface(control)
            if not interface.text(QAccessible.Text.Name).strip():
                nameless.append(control)
    assert nameless == []


def test_no_label_reads_markup(page, service):
    page.open(person(family="<b>Ann</b>"), service.add(record=full_record()))
    page.show_basis("ACT-LOW")
    formats = {label.textFormat() for label in page.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}


def test_tab_goes_through_the_form_in_visual_order(page, service):
    page.open(person(), service.add())
    page.activateWindow()
    page.form.fields["pdds"].setFocus()
    places = []
    for _ in range(30):
        widget = QApplication.focusWidget()
        if page.form.area.widget().isAncestorOf(widget):
            spot = widget.mapTo(page.form.area.widget(), widget.rect().topLeft())  # type: ignore[union-attr]
            places.append((spot.y() // 20, spot.x()))
        QTest.keyClick(widget, Qt.Key.Key_Tab)  # type: ignore[arg-type]
    assert len(places) == 30
    assert places == sorted(places)


def test_saving_waits_no_longer_than_a_few_seconds():
    assert saving.EVERY_MS <= 5_000


def test_nothing_is_on_the_page_before_a_screening_is_opened(page):
    assert page.form.record() == ScreeningRecord(id="", assessed_on=None)
    assert page.offers() == frozenset()
    assert page.flush() is True


def test_the_findings_show_where_the_keyboard_is_as_soon_as_it_comes_to_them(page, service, qtbot):
    page.open(person(), service.add(record=full_record()))
    view = page.panel.view
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    view.setFocus(Qt.FocusReason.ShortcutFocusReason)
    first = view.currentIndex()
    assert view.selectionModel().isSelected(first)
    with_focus = view.grab().toImage()
    page.form.fields["pdds"].setFocus()
    assert view.grab().toImage() != with_focus


def test_enter_on_what_is_incomplete_goes_to_the_first_core_question(page, service, qtbot):
    page.open(person(), service.add(record=blank_record()))
    view = page.panel.view
    view.setFocus(Qt.FocusReason.ShortcutFocusReason)
    row = page.panel.model.row(view.currentIndex())
    assert row is not None and row.kind == "incomplete"
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert page.form.fact_in_focus() == "edss"


def test_what_cannot_be_read_stays_in_the_draft(page, service):
    draft, other = service.add(), service.add(number=12)
    page.open(person(), draft)
    type_into(page, "height_cm", "1,7O m")
    edss = page.form.fields["edss"].editor
    edss.add_row()
    QTest.keyClicks(edss.rows[0]._editors["date"].line, "2 mar 2026")
    assert page.flush()
    kept = service.kept[draft.id]
    page.open(person(), other)
    assert page.form.fields["height_cm"].editor.blank()
    assert not page.form.fields["edss"].editor.rows
    page.open(person(), kept)
    height = page.form.fields["height_cm"]
    assert height.editor.line.text() == "1,7O m"
    assert height.complaint.text() == height.problem()
    assert page.form.record().height_cm is Absence.INVALID
    assert page.form.record().incomplete == {"edss"}
    page.do("sign")
    assert page.problem.text() == MEND_FIRST
    assert page.findChild(Question) is None


def test_opening_a_draft_with_unreadable_text_saves_nothing(page, service, qtbot):
    half = '{"height_cm": [["1,7O m"]]}'
    draft = service.add(half_typed=half)
    page.open(person(), draft)
    assert page.flush()
    assert service.calls == []
    type_into(page, "pdds", "3")
    assert page.flush()
    assert service.kept[draft.id].half_typed == half
    type_into(page, "height_cm", "170")
    assert page.flush()
    assert service.kept[draft.id].half_typed == ""


def test_the_arrows_stop_at_every_line_of_the_findings_and_at_no_heading(page, service):
    page.open(person(), service.add(record=full_record()))
    view = page.panel.view
    view.setFocus(Qt.FocusReason.ShortcutFocusReason)
    stops = []
    for _ in page.panel.model.rows():
        row = page.panel.model.row(view.currentIndex())
        stops.append(row.key)
        assert view.selectionModel().isSelected(view.currentIndex())
        QTest.keyClick(view, Qt.Key.Key_Down)
    lines = [row.key for row in page.panel.model.rows() if row.kind != "heading"]
    assert list(dict.fromkeys(stops)) == lines
    assert len(lines) < len(page.panel.model.rows())


def test_a_reason_that_is_too_long_is_refused_in_words_and_not_cut(page, service, qtbot):
    page.open(person(), service.add(state=ScreeningState.SIGNED))
    page.do("amend")
    dialog = dialog_of(page, qtbot, ReasonQuestion)
    dialog.line.setText("r" * 501)
    assert len(dialog.line.text()) == 501
    assert dialog.complaint.text() == "Write no more than 500 characters (501 now)."
    assert not dialog.yes.isEnabled()
    dialog.accept()
    assert dialog.isVisible()
    dialog.line.setText("r" * 500)
    assert dialog.complaint.isHidden() and dialog.yes.isEnabled()
    dialog.reject()


def test_every_key_of_the_form_is_in_the_list_of_keys(page):
    """What only a tool tip or a menu of a field says is not found with the mouse put away."""
    listed = " ".join(keys for keys, _ in ON_SCREENING)
    of_fields = {
        action.shortcut().toString()
        for field in page.form.fields.values()
        for action in field.actions()
        if not action.shortcut().isEmpty()
    }
    of_parts = {keys.key().toString() for keys in page.findChildren(QShortcut)}
    missing = {keys for keys in of_fields | of_parts if keys not in listed}
    assert missing <= {"Ctrl+Backspace"}  # Backspace alone does it
