"""An answer that comes late takes nobody away from the patient she went on to."""

from contextlib import contextmanager
from threading import Event

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.ui.history.why_dialog import WhyDialog


@pytest.fixture
def ash(real):
    return person(real, "Ash")


@pytest.fixture
def birch(real):
    return person(real, "Birch")


def person(real, family_name):
    details = PatientDetails(
        family_name=family_name,
        given_name="Ann",
        born_on=PartialDate(1970, 3, 4),
        clinic_id=family_name,
    )
    return real.patients.create(details)


@contextmanager
def busy(qtbot, runner, owner):
    """Answer nothing before the block ends; go on when all that was asked in it is answered."""
    gate = Event()
    answered: list[object] = []
    runner.run(owner, lambda: gate.wait(30), lambda _: None, lambda _: None)
    yield
    runner.run(owner, lambda: None, answered.append, answered.append)
    gate.set()
    qtbot.waitUntil(lambda: bool(answered))
    qtbot.wait(100)


def in_front(qtbot, whole, patient):
    whole.open_patient(patient.id)
    page = whole.places._page("patient")
    qtbot.waitUntil(lambda: page.shown_patient == patient.id)
    return page


def test_a_late_draft_does_not_replace_that_of_another_patient(
    qtbot, whole, real, runner, ash, birch
):
    other = real.screenings.start(birch.id)
    of_ash = in_front(qtbot, whole, ash)
    page = whole.places._page("screening")
    with busy(qtbot, runner, whole):
        of_ash.do("new_screening")
        whole.places.go("today")
        whole.places.open_screening(other, birch)
        line = page.form.fields["weight_kg"].editor.line
        line.setFocus()
        QTest.keyClicks(line, "70")
    assert page.patient.id == birch.id
    assert page.banner.name.text() == birch.name
    assert page.form.record().weight_kg == 70
    assert page.flush()
    assert real.screenings.record_of(real.screenings.of(birch.id)[0]).weight_kg == 70
    assert {int(draft.patient) for draft, _ in real.screenings.drafts()} == {ash.id, birch.id}


def test_a_late_draft_takes_nobody_away_from_another_page(qtbot, whole, runner, ash):
    of_ash = in_front(qtbot, whole, ash)
    with busy(qtbot, runner, whole):
        of_ash.do("new_screening")
        whole.places.go("today")
    assert whole.navigation.key == "today"


def test_a_draft_opens_where_it_was_begun(qtbot, whole, runner, ash):
    of_ash = in_front(qtbot, whole, ash)
    with busy(qtbot, runner, whole):
        of_ash.do("new_screening")
    assert whole.navigation.key == "screening"
    assert whole.places._page("screening").patient.id == ash.id


def draft_of_today(whole, real, patient):
    draft = real.screenings.start(patient.id)
    row = next(row for each, row in real.screenings.drafts() if each.id == draft.id)
    whole.places.go("today")
    return lambda: whole.places._open_draft(draft, row)


def handout_of_reminders(whole, real, patient):
    whole.places.go("reminders")
    return lambda: whole.places._open_handout(patient.id)


@pytest.mark.parametrize(
    ("prepare", "place"), [(draft_of_today, "screening"), (handout_of_reminders, "preview")]
)
@pytest.mark.parametrize("goes_on", [True, False])
def test_what_was_asked_for_first_does_not_cover_who_was_opened_last(
    qtbot, whole, real, runner, ash, birch, prepare, place, goes_on
):
    ask = prepare(whole, real, ash)
    with busy(qtbot, runner, whole):
        ask()
        if goes_on:
            whole.open_patient(birch.id)
    if goes_on:
        assert whole.navigation.key == "patient"
        assert whole.places._page("patient").shown_patient == birch.id
    else:
        assert whole.navigation.key == place


def test_of_two_drafts_asked_for_the_later_one_is_in_front(qtbot, whole, real, runner, ash, birch):
    first, second = draft_of_today(whole, real, ash), draft_of_today(whole, real, birch)
    with busy(qtbot, runner, whole):
        first()
        second()
    assert whole.navigation.key == "screening"
    assert whole.places._page("screening").patient.id == birch.id


@pytest.mark.parametrize("goes_on", [True, False])
def test_looking_whether_a_reason_is_asked_takes_nobody_away(
    qtbot, whole, real, runner, ash, birch, goes_on
):
    real.audit.switch_asking(True, "A. Lead")
    draft = real.screenings.start(birch.id)
    with busy(qtbot, runner, whole):
        whole.open_patient(ash.id)
        if goes_on:
            whole.places.open_screening(draft, birch)
    asked = [
        w for w in QApplication.topLevelWidgets() if isinstance(w, WhyDialog) and w.isVisible()
    ]
    opened = whole.navigation.key == "patient"
    assert (bool(asked) or opened) is not goes_on
    for dialog in asked:
        dialog.reject()
