from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.errors import ChangedElsewhereError, DuplicateClinicIdError
from msbone_desktop.domain.patients import SimilarPatient
from msbone_desktop.ui.patients import editor_page
from msbone_desktop.ui.patients.editor_page import GROUPS, PatientEditorPage
from msbone_desktop.ui.person_list import LINE_ROLE
from tests.ui import stubs


@pytest.fixture
def page(qtbot, workplace):
    page: Any = PatientEditorPage(workplace)
    qtbot.addWidget(page)
    page.resize(1100, 900)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.start_new()
    qtbot.waitUntil(lambda: page.fields.clinic_id.field.text() == "MS-00061")
    return page


def type_date(qtbot, field, text):
    line = field.editor.line
    line.clear()
    qtbot.keyClicks(line, text)


def fill(qtbot, page, family="Example"):
    qtbot.keyClicks(page.fields.family_name.field, family)
    qtbot.keyClicks(page.fields.given_name.field, "Ann")
    type_date(qtbot, page.fields.born_on, "14/3/79")


def test_a_new_patient_is_saved_with_everything_that_was_typed(qtbot, page, clinic):
    fill(qtbot, page)
    with qtbot.waitSignal(page.saved):
        page.save()
    made = clinic.patients.created[0]
    assert (made.family_name, made.given_name) == ("Example", "Ann")
    assert made.born_on == PartialDate(1979, 3, 14)
    assert made.sex_for_reference is Absence.NOT_ASKED and made.menopause_on is None


def test_every_detail_survives_being_shown_and_read_back(qtbot, page):
    details = stubs.patient(
        1,
        menopause="post",
        menopause_on=PartialDate(2001, 5),
        ms_course="secondary_progressive",
        ms_onset_on=PartialDate(1999),
        phone="01234 567890",
        email="a@example.org",
        address="1 Road\nTown",
        contact_by="letter",
        contact_note="With carer",
        opted_out=True,
        opted_out_reason="Asked by phone",
        deceased_on=PartialDate(2026, 5, 3),
        dxa_interval_months=18,
    ).details
    page.fields.show_details(details)
    assert page.fields.details() == details


def test_menopause_is_asked_of_the_female_reference_only(qtbot, page):
    fields = page.fields
    assert not fields.menopause.isVisible()
    fields.sex_for_reference.show_answer("female")
    fields.menopause.show_answer("post")
    fields.adapt()
    assert fields.menopause.isVisible() and fields.menopause_on.isVisible()
    fields.sex_for_reference.show_answer("male")
    fields.adapt()
    assert not fields.menopause.isVisible()
    assert fields.details().menopause is Absence.NOT_ASKED


def test_errors_stand_under_their_fields_and_focus_goes_to_the_first(qtbot, page, clinic):
    type_date(qtbot, page.fields.born_on, "31/2/79")
    page.save()
    assert page.fields.family_name.error.isVisible()
    assert page.fields.family_name.field.hasFocus()
    assert QApplication.activeModalWidget() is None
    assert clinic.patients.created == []
    qtbot.keyClicks(page.fields.family_name.field, "Example")
    page.save()
    assert not page.fields.family_name.error.isVisible()
    assert page.fields.born_on.editor.line.hasFocus()


def test_an_ambiguous_date_of_birth_shows_both_readings(qtbot, page):
    type_date(qtbot, page.fields.born_on, "3/4/79")
    assert "3 Apr 1979" in page.fields.born_on.echo.text()
    assert "4 Mar 1979" in page.fields.born_on.echo.text()


def test_a_long_name_is_refused_never_cut(qtbot, page, clinic):
    page.fields.family_name.field.setText("x" * 201)
    page.save()
    assert "201 characters; 200 fit" in page.fields.family_name.error.text()
    assert clinic.patients.created == []


@pytest.mark.catalogue("D10")
def test_someone_similar_is_shown_before_a_second_record_is_made(qtbot, page, clinic):
    clinic.patients.similar = (
        SimilarPatient(stubs.patient_row(3), "Same date of birth, similar name"),
    )
    fill(qtbot, page)
    page.save()
    qtbot.waitUntil(page.similar.isVisible)
    assert clinic.patients.created == []
    line = page.similar.people.lines.index(0).data(LINE_ROLE)
    assert line.trailing == "Same date of birth, similar name"
    with qtbot.waitSignal(page.patient_wanted) as wanted:
        qtbot.keyClick(page.similar.people, Qt.Key.Key_Return)
    assert wanted.args == [3]


def test_a_different_person_is_saved_on_purpose(qtbot, page, clinic):
    clinic.patients.similar = (SimilarPatient(stubs.patient_row(3), "Similar name"),)
    fill(qtbot, page)
    page.save()
    qtbot.waitUntil(page.similar.isVisible)
    with qtbot.waitSignal(page.saved):
        page.similar.save_anyway.click()
    assert len(clinic.patients.created) == 1


def test_a_clinic_id_that_is_taken_is_said_under_its_field(qtbot, page, clinic):
    def refuse(details):
        raise DuplicateClinicIdError

    clinic.patients.create = refuse
    fill(qtbot, page)
    page.save()
    qtbot.waitUntil(page.fields.clinic_id.error.isVisible)
    assert page.fields.clinic_id.error.text() == str(DuplicateClinicIdError())
    assert page.fields.family_name.field.text() == "Example"


@pytest.mark.catalogue("E25")
def test_an_edit_is_saved_to_the_patient_on_the_banner(qtbot, page, clinic):
    saved_to: list[Any] = []
    clinic.patients.update = stubs.noting(saved_to, clinic.patients.update, slice(2))
    page.start_edit(stubs.patient(7))
    assert page.banner.name.text().startswith(stubs.LONG_NAME)
    qtbot.keyClicks(page.fields.phone.field, "0123")
    with qtbot.waitSignal(page.saved):
        page.save()
    assert saved_to == [(7, 1)]


def test_a_record_changed_elsewhere_is_not_overwritten_and_nothing_typed_is_lost(
    qtbot, page, clinic
):
    def refuse(*given):
        raise ChangedElsewhereError

    clinic.patients.update = refuse
    page.start_edit(stubs.patient(7))
    qtbot.keyClicks(page.fields.phone.field, "0123")
    page.save()
    qtbot.waitUntil(page.problem.isVisible)
    assert page.problem.text() == str(ChangedElsewhereError())
    assert page.fields.phone.field.text() == "0123" and page.isEnabled()


def test_leaving_with_something_typed_asks_first(qtbot, page, monkeypatch):
    asked: list[Any] = []
    monkeypatch.setattr(editor_page, "ask", stubs.noting(asked, lambda *words: False))
    assert page.may_leave() and not asked
    qtbot.keyClicks(page.fields.family_name.field, "E")
    assert not page.may_leave()
    assert len(asked) == 1


def test_tab_goes_through_the_form_in_the_order_that_is_seen(qtbot, page):
    wanted = [
        name for _, _, names in GROUPS for name in names if page.fields.rows()[name].isVisible()
    ]
    page.focus_first()
    walked: list[str] = []
    for _ in range(60):
        focus = QApplication.focusWidget()
        for name in wanted:
            row = page.fields.rows()[name]
            if row.isAncestorOf(focus) and (not walked or walked[-1] != name):
                walked.append(name)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        if walked and walked[-1] == wanted[-1]:
            break
    assert walked == wanted


@pytest.mark.catalogue("D10")
def test_someone_similar_is_shown_when_a_name_or_birthday_is_changed_to_theirs(
    qtbot, page, clinic, monkeypatch
):
    clinic.patients.similar = (
        SimilarPatient(stubs.patient_row(3), "Day and month of birth are swapped, same name"),
    )
    page.start_edit(stubs.patient(7))
    page.fields.phone.field.setText("01234 567890")
    page.fields.phone.field.textEdited.emit("01234 567890")
    with qtbot.waitSignal(page.saved):  # twins may have a new telephone
        page.save()
    page.start_edit(stubs.patient(7))
    type_date(qtbot, page.fields.born_on, "4/3/79")
    page.save()
    qtbot.waitUntil(page.similar.isVisible)
    asked: list[str] = []

    def stay(*words):
        asked.append(words[1])
        return False

    monkeypatch.setattr(editor_page, "ask", stay)
    page.similar.people.chosen.emit(3)
    assert not page.may_leave() and asked == ["Leave without saving?"]
    page.save()
    qtbot.waitUntil(page.similar.isVisible)
    with qtbot.waitSignal(page.saved):
        page.similar.save_anyway.click()
