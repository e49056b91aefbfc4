"""Joining two records on their page, and separating them from the patient's page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from msbone_desktop.domain.accounts import Role
from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.clinic import open_clinic
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.storage.database import Database
from msbone_desktop.ui.joining.separate_dialog import SeparateDialog
from msbone_desktop.ui.joining.wording import value_words, wrapped_words
from msbone_desktop.ui.main_window import MainWindow
from msbone_desktop.ui.typed_dialog import TypedDialog
from tests.people import staff
from tests.services.dxa_clinic import scan
from tests.ui.test_accessibility import nameless

BORN = PartialDate(1979, 3, 14)


class Clock:
    moment = datetime(2026, 11, 22, 10, tzinfo=UTC)

    def __call__(self):
        return self.moment


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def opened(tmp_path, runner, clock):
    database = Database.create(tmp_path / "c.msbone", bytes(range(32)), migrations=shipped("db"))
    knowledge = load_knowledge(shipped("resources"))
    yield lambda role=Role.LEAD: open_clinic(database, staff("A. Lead", role), clock, knowledge)
    runner.finish(database.close)


@pytest.fixture
def clinic(opened) -> Any:
    return opened()


@pytest.fixture
def enter(clinic):
    def add(family, clinic_id, **more):
        details = PatientDetails(
            family_name=family, given_name="Ann", born_on=BORN, clinic_id=clinic_id
        )
        return clinic.patients.create(replace(details, **more))

    return add


@pytest.fixture
def pair(enter):
    return enter("Smith", "MOB-12", phone="0123"), enter("Smyth", "MOB-17", email="a@b.org")


@pytest.fixture
def show(qtbot, runner, appearance, clock):
    def opened(clinic, patient):
        window = MainWindow(clinic, runner, appearance, now=clock)
        qtbot.addWidget(window)
        window.show()
        window.open_patient(patient.id)
        page = window.places._page("patient")
        qtbot.waitUntil(lambda: page.banner.name.text() == patient.name)
        return window

    return opened


@pytest.fixture
def begin(qtbot, clinic, pair, show):
    """Open the page for the first of the pair."""

    def begun():
        window = show(clinic, pair[0])
        window.actions_by_name["join_records"].trigger()
        page = window.places._page("join")
        qtbot.waitUntil(lambda: not page.chooser.words.text().startswith("Looking"))
        return window, page

    return begun


def compare(qtbot, page, other):
    page.compare(other.id)
    qtbot.waitUntil(page.comparison.isVisible)


def test_who_looks_alike_is_offered_and_taken_with_enter(qtbot, begin, pair):
    _, page = begin()
    assert page.whose.text() == "Smith, Ann"
    assert page.chooser.people.lines.rowCount() == 1
    page.chooser.people.select_row(0)
    qtbot.keyClick(page.chooser.people, Qt.Key.Key_Return)
    qtbot.waitUntil(page.comparison.isVisible)
    assert not page.chooser.isVisible()
    assert list(page.grid.choices) == ["family_name", "phone", "email"]


def test_another_record_is_searched_for_but_never_the_kept_one(qtbot, begin, enter):
    _, page = begin()
    enter("Smithson", "MOB-30", born_on=None)
    qtbot.keyClicks(page.chooser.search, "Smith")
    qtbot.waitUntil(lambda: page.chooser.words.text() == "Found by what you typed.")
    lines = page.chooser.people.lines
    names = [lines.data(lines.index(row)) for row in range(lines.rowCount())]
    assert names == ["Smithson, Ann"]
    page.chooser.search.clear()
    qtbot.keyClicks(page.chooser.search, "nobody at all")
    qtbot.waitUntil(lambda: page.chooser.words.text().startswith("Nobody is found"))
    assert not page.chooser.people.isVisible()


def test_joining_takes_a_reason_and_goes_on_to_the_kept_record(qtbot, begin, clinic, pair):
    window, page = begin()
    kept, other = pair
    clinic.dxa.record(other.id, scan())
    compare(qtbot, page, other)
    assert page.moving.text() == "1 DXA scan" and page.clashes.text() == "Nothing is on both."
    taken = page.grid.choices["family_name"].button(1)
    assert taken.accessibleName() == "Family name, other record: Smyth"
    taken.click()
    page.join_button.click()
    assert page.reason_row.error.isVisible()
    page.reason.setPlainText("Same phone")
    page.join_button.click()
    patient = window.places._page("patient")
    qtbot.waitUntil(lambda: patient.banner.name.text() == "Smyth, Ann")
    details = clinic.patients.get(kept.id).details
    assert (details.email, details.phone) == ("a@b.org", "0123")
    assert patient.joined.isVisible()
    (line,) = clinic.merging.joined_into(kept.id)
    assert line.reason == "Same phone"


def test_dates_of_birth_that_differ_are_said_and_the_clinic_id_typed(qtbot, begin, clinic, enter):
    _, page = begin()
    twin = enter("Smith", "MO&B", born_on=PartialDate(1979, 4, 14))
    compare(qtbot, page, twin)
    assert page.warning.isVisible() and "14 Apr 1979 on the other one" in page.warning.text()
    page.reason.setPlainText("Same phone")
    asked = page.join()
    assert isinstance(asked, TypedDialog) and asked.isVisible()
    asked.text.setText("MOB-12")
    asked.go_on.click()
    assert asked.row.error.isVisible()
    asked.text.setText("MO&B")
    with qtbot.waitSignal(page.joined):
        asked.go_on.click()


def test_what_has_to_be_settled_first_is_named_and_blocks(qtbot, begin, clinic, pair):
    _, page = begin()
    for patient in pair:
        clinic.screenings.start(patient.id)
    compare(qtbot, page, pair[1])
    assert page.clashes.text().startswith("Both have a draft.")
    assert not page.join_button.isEnabled()


def test_the_other_record_can_be_the_kept_one(qtbot, begin, pair):
    _, page = begin()
    compare(qtbot, page, pair[1])
    page.swap_button.click()
    qtbot.waitUntil(page.join_button.isEnabled)
    assert page._preview.kept.id == pair[1].id
    assert page.whose.text() == "Smyth, Ann"
    assert page.grid.choices["phone"].checkedId() == 1


def test_a_refusal_is_shown_and_nothing_is_joined(qtbot, begin, clinic, pair):
    _, page = begin()
    compare(qtbot, page, pair[1])
    clinic.bin.put(pair[1].id, "Entered twice")
    page.reason.setPlainText("Same phone")
    page.join_button.click()
    qtbot.waitUntil(page.problem.isVisible)
    assert page.problem.text().startswith("This patient is in the bin.")


def test_whoever_may_not_join_is_not_offered_it(qtbot, opened, pair, show):
    opened().merging.join(pair[0].id, pair[1].id, taken=frozenset(), reason="Same person")
    window = show(opened(Role.NURSE), pair[0])
    page = window.places._page("patient")
    assert "join_records" not in page.offers()
    assert not {"join_records", "put_away"} & window.actions_by_name.keys()
    assert page.joined.isVisible() and page.joined.buttons == []


def test_a_record_that_was_joined_opens_the_one_it_is_part_of(qtbot, clinic, pair, show, enter):
    kept, other = pair
    third = enter("Third", "MOB-40")
    clinic.merging.join(kept.id, other.id, taken=frozenset(), reason="Same person")
    clinic.merging.join(third.id, kept.id, taken=frozenset(), reason="Same person")
    window = show(clinic, third)
    window.open_patient(other.id)
    page = window.places._page("patient")
    qtbot.waitUntil(lambda: page._wanted == third.id)
    qtbot.waitUntil(lambda: page.banner.name.text() == "Third, Ann")
    assert not page.problem.isVisible() and page.joined.isVisible()


def separate_dialog(qtbot, window):
    page = window.places._page("patient")
    qtbot.waitUntil(page.joined.isVisible)
    page.joined.buttons[0].click()
    found = page.joined.findChildren
    qtbot.waitUntil(lambda: any(each.isVisible() for each in found(SeparateDialog)))
    return next(each for each in found(SeparateDialog) if each.isVisible())


def test_separating_shows_what_becomes_of_everything_and_asks_about_later_changes(
    qtbot, clinic, pair, show, clock
):
    kept, other = pair
    clinic.dxa.record(other.id, scan())
    taken = frozenset({"email", "family_name"})
    clinic.merging.join(kept.id, other.id, taken=taken, reason="Same phone")
    clock.moment += timedelta(minutes=1)
    clinic.dxa.record(kept.id, scan())
    person = clinic.patients.get(kept.id)
    clinic.patients.update(kept.id, person.version, replace(person.details, email="new@b.org"))
    window = show(clinic, clinic.patients.get(kept.id))
    asked = separate_dialog(qtbot, window)
    words = "\n".join(label.text() for label in asked.findChildren(type(asked.row.label)))
    for part in (
        "MOB-17 (Smyth, Ann) was joined into this record on 22 Nov 2026 by A. Lead.",
        "The reason was: Same phone",
        "Goes back to Smyth, Ann · MOB-17\n1 DXA scan",
        "Entered since the joining.",
        "Family name: Smith",
    ):
        assert part in words
    assert asked.boxes["email"].text() == "E-mail: Not recorded (now new@b.org)"
    asked.go_on.click()
    assert asked.row.error.isVisible()
    asked.reason.setPlainText("Two sisters")
    asked.go_on.click()
    page = window.places._page("patient")
    qtbot.waitUntil(lambda: page.banner.name.text() == "Smith, Ann")
    qtbot.waitUntil(lambda: not page.joined.isVisible())
    assert clinic.patients.get(kept.id).details.email == "new@b.org"
    assert clinic.patients.get(other.id) == other
    assert len(clinic.dxa.history(kept.id)) == len(clinic.dxa.history(other.id)) == 1


def test_a_ticked_field_gets_back_what_it_said(qtbot, clinic, pair, show, clock):
    kept, other = pair
    clinic.merging.join(kept.id, other.id, taken=frozenset({"email"}), reason="Same phone")
    person = clinic.patients.get(kept.id)
    clinic.patients.update(kept.id, person.version, replace(person.details, email="new@b.org"))
    window = show(clinic, clinic.patients.get(kept.id))
    asked = separate_dialog(qtbot, window)
    asked.boxes["email"].setChecked(True)
    asked.reason.setPlainText("Two sisters")
    asked.go_on.click()
    page = window.places._page("patient")
    qtbot.waitUntil(lambda: page.offers() != frozenset() and not page.joined.isVisible())
    assert clinic.patients.get(kept.id).details.email == ""


@pytest.mark.parametrize(
    ("field", "values", "words"),
    [
        ("opted_out", (True, "wrote to us"), "Not wanted: wrote to us"),
        ("opted_out", (False, "left over"), "Wanted"),
        ("menopause", ("post", PartialDate(2020)), "After, 2020"),
        ("menopause", (Absence.DECLINED, None), "Declined"),
        ("sex_for_reference", (Absence.NOT_ASKED,), "Sex not recorded"),
        ("contact_by", ("", ""), "No preference recorded"),
        ("contact_by", ("phone", "after six"), "Phone, after six"),
        ("dxa_interval_months", (24,), "24"),
        ("address", ("",), "Not recorded"),
        ("left_on", (PartialDate(2026, 2), "moved"), "Feb 2026, moved"),
    ],
)
def test_each_field_says_in_words_what_it_holds(field, values, words):
    assert value_words(field, values) == words


def test_long_text_is_broken_into_lines_and_no_letter_becomes_a_shortcut():
    text = wrapped_words("address", ("Rose & Crown\n" + "word " * 20,))
    assert text.startswith("Rose && Crown\nword")
    assert max(len(line) for line in text.splitlines()) <= 39


def test_everything_on_the_page_has_a_name(qtbot, begin, pair):
    _, page = begin()
    assert nameless(page) == []
    compare(qtbot, page, pair[1])
    assert nameless(page) == []
