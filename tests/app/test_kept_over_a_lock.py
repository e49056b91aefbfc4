"""What is kept over a lock, and what is not: said truly, painted first, gone back to by right."""

import gc
import json
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QDialog, QMenu

from msbone_desktop.app.locking import ASKED, NOT_KEPT
from msbone_desktop.app.session import Session
from msbone_desktop.domain.accounts import Role
from msbone_desktop.domain.audit import AuditQuery
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.patients import NOTE_LIMIT, PatientDetails
from msbone_desktop.ui.dxa.entry_dialog import ScanDialog
from msbone_desktop.ui.form_memory import close_dialogs, values_of
from msbone_desktop.ui.kept_place import GoingBack
from msbone_desktop.ui.preferences.people_dialogs import AddPersonDialog, OwnPassphraseDialog
from msbone_desktop.ui.status_line import KEPT
from msbone_desktop.ui.unlock import cover as covers
from msbone_desktop.ui.unlock.cover import Cover
from tests.app.hands import LEAD, NURSE, WORDS, lock, unlock, visible


class BrokenError(Exception):
    """A mistake in the program."""


def said(session):
    return session.unlock_window.page.said.text()


def fill_the_disk(clinic):
    """Let the clinic's file grow no more, as on a full disk."""
    with clinic.database.raw() as raw:  # not beside what the page asks for meanwhile
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {pages}")


def half_typed(qtbot, window, length=8_000):
    """Type a patient halfway, with an address of so many characters."""
    window.run_command("new_patient")
    fields = window.places._page("editor").fields
    qtbot.keyClicks(fields.family_name.field, "Halfway")
    fields.address.field.setPlainText("x" * length)


@pytest.mark.catalogue("A09")
def test_on_a_full_disk_the_unlock_window_says_that_not_everything_was_kept(
    qtbot, session, tmp_path
):
    window = unlock(qtbot, session, LEAD)
    half_typed(qtbot, window)
    fill_the_disk(session._clinic)
    lock(qtbot, session, ASKED)
    assert said(session) == NOT_KEPT
    assert "kept.failed" in (tmp_path / "msbone.log").read_text()
    again = unlock(qtbot, session, LEAD)
    qtbot.wait(300)
    assert again.navigation.key == "today"
    lock(qtbot, session, ASKED)  # and no longer, once everything is kept
    assert said(session) == ASKED


@pytest.mark.catalogue("A09")
def test_on_a_full_disk_the_new_process_is_told_so(qtbot, session):
    asked: list[Any] = []
    session._restart = asked.append
    window = unlock(qtbot, session, LEAD)
    half_typed(qtbot, window)
    fill_the_disk(session._clinic)
    session._lock(ASKED)
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    assert asked[0].words == NOT_KEPT


def draft_in(qtbot, session):
    """Open a new draft; return its page."""
    window = unlock(qtbot, session, NURSE)
    clinic = session._clinic
    person = clinic.patients.get(1)
    window.open_screening(clinic.screenings.start(person.id), person)
    page = window.places._page("screening")
    qtbot.waitUntil(lambda: page.screening is not None)
    return page


@pytest.mark.catalogue("A09")
def test_a_draft_that_a_full_disk_refuses_is_not_said_to_be_kept(qtbot, session):
    page = draft_in(qtbot, session)
    page.form.notes.text.setPlainText("y" * NOTE_LIMIT)
    fill_the_disk(session._clinic)
    lock(qtbot, session, ASKED)
    assert said(session) == NOT_KEPT


def test_a_note_that_is_too_long_for_the_draft_is_not_said_to_be_kept(qtbot, session):
    page = draft_in(qtbot, session)
    page.form.notes.text.setPlainText("y" * (NOTE_LIMIT + 1))
    lock(qtbot, session, ASKED)
    assert said(session) == NOT_KEPT
    again = unlock(qtbot, session, NURSE)
    qtbot.waitUntil(lambda: again.navigation.key == "screening")
    lock(qtbot, session, ASKED)
    assert said(session) == ASKED


def test_a_page_that_fails_while_it_is_kept_is_not_said_to_be_kept(qtbot, session, monkeypatch):
    window = unlock(qtbot, session, LEAD)

    def fail():
        raise BrokenError

    monkeypatch.setattr(window, "keep", fail)
    with pytest.raises(BrokenError):
        session._lock(ASKED)
    qtbot.waitUntil(lambda: session.unlock_window is not None, timeout=20_000)
    assert said(session) == NOT_KEPT and session._clinic is None


def test_what_was_not_kept_is_said_beside_what_was_done_meanwhile(qtbot, session):
    window = unlock(qtbot, session, LEAD)
    half_typed(qtbot, window)
    fill_the_disk(session._clinic)
    session._lock("At work…", lambda: session._say("Done."))
    qtbot.waitUntil(lambda: session.unlock_window is not None, timeout=20_000)
    assert said(session) == f"Done. {NOT_KEPT}"


def test_the_file_is_let_go_whatever_goes_wrong_before(qtbot, session):
    unlock(qtbot, session, LEAD)
    clinic = session._clinic

    def fail(_):
        raise BrokenError

    with pytest.raises(BrokenError):
        session._close_clinic(fail)
    assert clinic.database.is_closed


def test_the_cover_is_painted_before_anything_is_closed(qtbot, session, monkeypatch):
    painted: list[bool] = []
    close = Session._close_clinic

    def look_first(self, before):
        painted.extend(each.is_painted for each in visible() if isinstance(each, Cover))
        return close(self, before)

    monkeypatch.setattr(Session, "_close_clinic", look_first)
    unlock(qtbot, session, LEAD)
    session._lock(ASKED)
    assert session._clinic is not None
    qtbot.waitUntil(lambda: session.unlock_window is not None, timeout=20_000)
    assert painted == [True]


def test_a_screen_that_paints_nothing_delays_the_closing_and_does_not_prevent_it(
    qtbot, session, monkeypatch
):
    monkeypatch.setattr(Cover, "paintEvent", lambda *_: None)
    monkeypatch.setattr(covers, "LONGEST_MS", 100)
    unlock(qtbot, session, LEAD)
    lock(qtbot, session, ASKED)
    assert session._clinic is None


def test_the_cover_outlives_a_collection_of_garbage(qtbot, session):
    unlock(qtbot, session, LEAD)
    session._lock(ASKED)
    gc.collect()
    assert [type(each) for each in visible()] == [Cover]
    qtbot.waitUntil(lambda: session.unlock_window is not None, timeout=20_000)
    assert session._cover is None


def test_the_words_of_the_cover_stand_on_one_line(qtbot, session):
    window = unlock(qtbot, session, LEAD)
    made = session.locking.cover(window, session.appearance)
    qtbot.addWidget(made)
    holder = made.layout().itemAt(1).widget()
    assert holder.width() >= 400
    window.show()


def kept_words(session):
    """Return all that is kept over the lock, as it stands in the file."""
    database = session._folder.vault().open_database(WORDS[LEAD])
    with database.unit_of_work() as work:
        found = work.connection.exec_driver_sql("SELECT content FROM kept_work").scalars().all()
    database.close()
    return found


@pytest.mark.catalogue("C01")
def test_passphrases_that_were_being_typed_are_not_kept(qtbot, session):
    window = unlock(qtbot, session, LEAD)
    window.navigation.go("settings")
    page = window.places._page("settings")
    page.name_field.textEdited.emit("North")  # so that the page keeps its fields
    marks = ("marker old words", "marker new words", "marker again words")
    dialogs = []

    def type_and_lock():
        (dialog,) = window.findChildren(OwnPassphraseDialog)
        dialogs.append(dialog)
        fields = (dialog.old, dialog.passphrase.field, dialog.passphrase.again_field)
        for field, words in zip(fields, marks, strict=True):
            qtbot.keyClicks(field, words)
            assert field.text() == words
        assert not any("marker" in str(value) for value in values_of(dialog))
        session._lock(ASKED)

    QTimer.singleShot(200, type_and_lock)
    page.own_passphrase.click()
    qtbot.waitUntil(lambda: session.unlock_window is not None, timeout=20_000)
    assert dialogs
    (content,) = kept_words(session)
    assert json.loads(content)["values"] and "marker" not in content


@pytest.mark.catalogue("C01")
def test_passphrases_of_a_person_who_was_being_added_are_not_kept(qtbot, session):
    window = unlock(qtbot, session, LEAD)
    window.navigation.go("people")
    page = window.places._page("people")
    qtbot.waitUntil(lambda: page.table.rowCount() == 2)

    def type_and_lock():
        (dialog,) = window.findChildren(AddPersonDialog)
        for field in (dialog.name, dialog.passphrase.field, dialog.passphrase.again_field):
            qtbot.keyClicks(field, "marker words")
        assert [v for v in values_of(dialog) if "marker" in str(v)] == ["marker words"]
        session._lock(ASKED)

    QTimer.singleShot(200, type_and_lock)
    page.add.click()
    qtbot.waitUntil(lambda: session.unlock_window is not None, timeout=20_000)
    (content,) = kept_words(session)
    assert "marker" not in content
    unlock(qtbot, session, LEAD)
    assert len(session._clinic.people.listed()) == 2


def test_menus_that_are_open_are_closed_and_dialogs_cancelled(qtbot):
    done: list[object] = []
    menu, dialog = QMenu(), QDialog()
    inner = menu.addMenu("More")
    inner.addAction("Do it").triggered.connect(done.append)
    for each in (menu, dialog):
        qtbot.addWidget(each)
    dialog.accepted.connect(lambda: done.append("accepted"))
    dialog.open()
    menu.popup(QPoint(10, 10))
    inner.popup(QPoint(20, 20))
    assert menu.isVisible() and inner.isVisible()
    close_dialogs()
    assert not (menu.isVisible() or inner.isVisible() or dialog.isVisible())
    assert done == []


def test_a_menu_that_was_open_is_in_nobodys_sight_over_a_lock(qtbot, session):
    window = unlock(qtbot, session, LEAD)
    menu = QMenu(window)
    menu.addAction("Ash, Ann")
    menu.popup(window.geometry().center())
    session._lock(ASKED)
    assert [type(each) for each in visible()] == [Cover]
    qtbot.waitUntil(lambda: session.unlock_window is not None, timeout=20_000)


def test_a_scan_dialog_is_cancelled_by_a_lock_and_saves_nothing(qtbot, session):
    window = unlock(qtbot, session, NURSE)
    window.places._open_scans(session._clinic.patients.get(1).id)
    open_ones = lambda: [d for d in window.findChildren(ScanDialog) if d.isVisible()]  # noqa: E731
    qtbot.waitUntil(lambda: len(open_ones()) == 1)
    dialog, kept = open_ones()[0], []
    dialog.keep_wanted.connect(lambda: kept.append("kept"))
    session._lock(ASKED)
    assert not dialog.isVisible() and dialog.result() == 0
    qtbot.waitUntil(lambda: session.unlock_window is not None, timeout=20_000)
    unlock(qtbot, session, NURSE)
    assert kept == [] and session._clinic.dxa.look(1).scans == ()


def change_role(session, name, role):
    """Give somebody another role while the program is locked, as from another computer."""
    clinic = session._folder.vault().unlock(WORDS[LEAD], LEAD)
    person = next(each for each in clinic.people.listed() if each.name == name)
    clinic.people.change_role(person.id, role, person.version)
    clinic.close()


@pytest.mark.catalogue("C19")
def test_nobody_is_led_back_to_a_form_that_her_role_no_longer_includes(qtbot, session):
    window = unlock(qtbot, session, NURSE)
    half_typed(qtbot, window)
    lock(qtbot, session, ASKED)
    change_role(session, NURSE, Role.READER)
    again = unlock(qtbot, session, NURSE)
    qtbot.wait(300)
    assert again.navigation.key == "today"
    with session._clinic.database.unit_of_work() as work:
        assert "denied" not in {each.action for each in work.history.page(AuditQuery(), 1000)}


@pytest.mark.catalogue("C19")
def test_a_scan_half_typed_is_not_opened_again_for_who_may_not_enter_it_any_more(qtbot, session):
    window = unlock(qtbot, session, NURSE)
    window.places._open_scans(session._clinic.patients.get(1).id)
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(ScanDialog)))
    lock(qtbot, session, ASKED)
    change_role(session, NURSE, Role.FRONT_DESK)
    again = unlock(qtbot, session, NURSE)
    qtbot.waitUntil(lambda: again.navigation.key == "patient")
    qtbot.wait(500)
    assert again.findChildren(ScanDialog) == []


def test_another_data_key_is_asked_for_by_whoever_has_the_clinic_open(qtbot, session, monkeypatch):
    asked = []
    monkeypatch.setattr(session.file_work, "change_key", lambda *given: asked.append(given))
    unlock(qtbot, session, LEAD)
    session._workstation.remember_name("Somebody Else")  # as another window may
    session._change_key("words")
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    assert asked == [("words", LEAD)]


def two_patients(session):
    """Return the patient of the clinic and another one."""
    clinic = session._clinic
    born = PartialDate(1981, 2, 3)
    details = PatientDetails(family_name="Birch", given_name="Bea", born_on=born, clinic_id="N-2")
    return clinic.patients.get(1), clinic.patients.create(details)


def half_a_scan(qtbot, session):
    """Type half a scan of the first patient, and lock; return both patients."""
    window = unlock(qtbot, session, LEAD)
    first, other = two_patients(session)
    window.places._open_scans(first.id)
    qtbot.waitUntil(lambda: len(scan_dialogs(window)) == 1)
    qtbot.keyClicks(scan_dialogs(window)[0].day.line, "3.2.2026")
    lock(qtbot, session)
    return first, other


def session_kept(session):
    """Take what is kept for the lead, as if nobody unlocked."""
    vault = session._folder.vault()
    clinic = vault.unlock(WORDS[LEAD], LEAD)
    kept = clinic.kept.take()
    clinic.close()
    return kept


def scan_dialogs(window):
    return [each for each in window.findChildren(ScanDialog) if each.isVisible()]


def test_who_went_to_another_patient_meanwhile_stays_there(qtbot, session):
    window = unlock(qtbot, session, LEAD)
    first, other = two_patients(session)
    draft = session._clinic.screenings.start(first.id)
    window.open_screening(draft, first)
    qtbot.waitUntil(lambda: window.places._page("screening").screening is not None)
    kept = window.keep()
    window.navigation.go("today")
    window.go_back_to(kept)
    window.open_patient(other.id)
    qtbot.waitUntil(lambda: window.places._page("patient").shown_patient == other.id)
    qtbot.wait(300)
    assert window.navigation.key == "patient"
    assert window.places._page("patient").shown_patient == other.id


def test_half_a_scan_is_never_filled_into_the_scan_of_another_patient(qtbot, session):
    first, other = half_a_scan(qtbot, session)
    kept = session_kept(session)
    assert kept["dialog"]["values"] and kept["patient"] == first.id
    window = unlock(qtbot, session, LEAD)
    window.places._open_scans(other.id)
    qtbot.waitUntil(lambda: len(scan_dialogs(window)) == 1)
    going = GoingBack(window, window.workplace, window.places, window.navigation)
    going._fill_dialog(kept)  # as if the patient had been changed under it
    qtbot.wait(300)
    (dialog,) = scan_dialogs(window)
    assert dialog.day.line.text() == ""
    assert KEPT in window.status.words.text() or session._clinic.kept.take() == kept
    dialog.reject()


def test_what_was_typed_waits_when_somebody_has_gone_elsewhere_already(qtbot, session):
    window = unlock(qtbot, session, LEAD)
    window.navigation.go("evidence")
    window.go_back_to({"place": "editor", "values": ["Halfway"]})
    qtbot.waitUntil(lambda: KEPT in window.status.words.text())
    assert window.navigation.key == "evidence"
    assert session._clinic.kept.take() == {"place": "editor", "values": ["Halfway"]}


def test_a_place_alone_is_not_kept_for_later(qtbot, session):
    window = unlock(qtbot, session, LEAD)
    window.navigation.go("evidence")
    window.go_back_to({"place": "reminders"})
    qtbot.wait(200)
    assert window.navigation.key == "evidence" and session._clinic.kept.take() is None
