"""Locking: covered at once, what was typed kept encrypted, the place found again."""

import os
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from msbone_desktop.app import desktop_signals
from msbone_desktop.app.desktop_signals import DesktopSignals
from msbone_desktop.app.locking import IDLE, VARIABLE, LockedPlace
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.ui.background import BackgroundRunner
from msbone_desktop.ui.dxa.entry_dialog import ScanDialog
from msbone_desktop.ui.idle_watch import IdleWatch
from msbone_desktop.ui.unlock.cover import Cover
from tests.app.hands import LEAD, NURSE, lock, unlock, visible


def test_the_window_is_covered_at_once_and_the_file_let_go(qtbot, session):
    window = unlock(qtbot, session, LEAD)
    began = time.perf_counter()
    session._lock("Locked.")
    assert not window.isVisible() and session.main_window is None
    assert [type(each).__name__ for each in visible()] == ["Cover"]
    assert time.perf_counter() - began < 1
    qtbot.waitUntil(lambda: session.unlock_window is not None, timeout=20_000)
    assert session._clinic is None
    assert session.unlock_window.page.said.text() == "Locked."
    assert [type(each).__name__ for each in visible()] == ["UnlockWindow"]


def test_a_new_patient_half_typed_is_there_again_and_not_in_the_record(qtbot, session, records):
    window = unlock(qtbot, session, LEAD)
    window.run_command("new_patient")
    page = window.places._page("editor")
    qtbot.waitUntil(lambda: page.fields.clinic_id.field.text() != "")
    qtbot.keyClicks(page.fields.family_name.field, "Marker")
    qtbot.keyClicks(page.fields.born_on.editor.line, "4.3.1971")
    page.fields.address.field.setPlainText("1 Lane\nTown")
    page.fields.phone.focus()
    window.activateWindow()
    qtbot.waitUntil(page.fields.phone.field.hasFocus)
    lock(qtbot, session)
    for each in records.rglob("*"):
        assert not each.is_file() or b"Marker" not in each.read_bytes(), each
    again = unlock(qtbot, session, LEAD)
    page = again.places._page("editor")
    qtbot.waitUntil(lambda: page.fields.family_name.field.text() == "Marker")
    assert page.fields.faults().keys() == {"given_name"} or not page.fields.faults()
    assert page.fields.details().born_on == PartialDate(1971, 3, 4)
    assert page.fields.address.field.toPlainText() == "1 Lane\nTown"
    again.activateWindow()
    qtbot.waitUntil(page.fields.phone.field.hasFocus)
    # Cancel still cancels: nothing of it was saved.
    page._changed = False
    page.cancel_button.click()
    with session._clinic.database.unit_of_work() as work:
        assert work.connection.exec_driver_sql("SELECT count(*) FROM patient").scalar() == 1


def test_another_person_has_her_own_place_and_the_first_ones_is_kept(qtbot, session):
    window = unlock(qtbot, session, LEAD)
    window.run_command("new_patient")
    qtbot.keyClicks(window.places._page("editor").fields.family_name.field, "Halfway")
    lock(qtbot, session)
    nurse = unlock(qtbot, session, NURSE)
    qtbot.wait(300)
    assert nurse.navigation.key == "today"
    lock(qtbot, session)
    again = unlock(qtbot, session, LEAD)
    qtbot.waitUntil(lambda: again.navigation.key == "editor")
    page = again.places._page("editor")
    qtbot.waitUntil(lambda: page.fields.family_name.field.text() == "Halfway")
    lock(qtbot, session)
    unlock(qtbot, session, LEAD)


def test_a_draft_goes_on_at_the_question_in_hand(qtbot, session):
    window = unlock(qtbot, session, NURSE)
    clinic = session._clinic
    person = clinic.patients.get(1)
    draft = clinic.screenings.start(person.id)
    window.open_screening(draft, person)
    page = window.places._page("screening")
    qtbot.waitUntil(lambda: page.screening is not None)
    page.form.go_to("alcohol_units_per_day")
    line = page.form.fields["alcohol_units_per_day"].editor.line
    window.activateWindow()
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClicks(line, "7")
    lock(qtbot, session)
    again = unlock(qtbot, session, NURSE)
    qtbot.waitUntil(lambda: again.navigation.key == "screening")
    page = again.places._page("screening")
    field = page.form.fields["alcohol_units_per_day"]
    qtbot.waitUntil(lambda: str(field.answer()) == "7")
    again.activateWindow()
    qtbot.waitUntil(field.editor.line.hasFocus)


def test_a_scan_half_typed_opens_again_with_what_was_typed(qtbot, session):
    window = unlock(qtbot, session, NURSE)
    window.places._open_scans(session._clinic.patients.get(1).id)
    find = lambda w: [d for d in w.findChildren(ScanDialog) if d.isVisible()]  # noqa: E731
    qtbot.waitUntil(lambda: len(find(window)) == 1)
    dialog = find(window)[0]
    qtbot.keyClicks(dialog.day.line, "3.2.2026")
    dialog.add_site()
    lock(qtbot, session)
    again = unlock(qtbot, session, NURSE)
    qtbot.waitUntil(lambda: len(find(again)) == 1, timeout=10_000)
    dialog = find(again)[0]
    qtbot.waitUntil(lambda: dialog.day.line.text() == "3.2.2026")
    assert len(dialog.rows) == 4
    dialog.reject()
    assert session._clinic.dxa.look(1).scans == ()


@pytest.mark.catalogue("A19")
def test_what_is_typed_when_the_desktop_ends_its_session_is_there_again(qtbot, session):
    window = unlock(qtbot, session, LEAD)
    window.run_command("new_patient")
    qtbot.keyClicks(window.places._page("editor").fields.family_name.field, "Halfway")
    session.session_ends(None)
    assert session._clinic is None and not window.isVisible()
    session.show_unlock()
    again = unlock(qtbot, session, LEAD)
    qtbot.waitUntil(lambda: again.navigation.key == "editor")
    page = again.places._page("editor")
    qtbot.waitUntil(lambda: page.fields.family_name.field.text() == "Halfway")
    page._changed = False


@pytest.mark.parametrize("end", ["session_ends", "end"])
def test_what_is_typed_is_kept_when_all_ends_between_the_cover_and_the_closing(
    qtbot, session, monkeypatch, end
):
    window = unlock(qtbot, session, LEAD)
    window.run_command("new_patient")
    qtbot.keyClicks(window.places._page("editor").fields.family_name.field, "Halfway")
    monkeypatch.setattr(Cover, "once_painted", lambda *_: None)  # a dark screen paints nothing
    session._lock("Locked.")
    getattr(session, end)()
    assert session._clinic is None
    monkeypatch.undo()
    session._cover.close()
    if end == "end":
        session.runner = BackgroundRunner(session)  # as the next start has one
    session.show_unlock()
    again = unlock(qtbot, session, LEAD)
    qtbot.waitUntil(lambda: again.navigation.key == "editor")
    page = again.places._page("editor")
    qtbot.waitUntil(lambda: page.fields.family_name.field.text() == "Halfway")
    page._changed = False


def test_a_question_that_was_open_is_answered_by_cancel(qtbot, session, monkeypatch):
    from PySide6.QtCore import QTimer

    window = unlock(qtbot, session, LEAD)
    window.navigation.go("people")
    page = window.places._page("people")
    qtbot.waitUntil(lambda: page.table.rowCount() == 2)
    page.table.selectRow(1)
    QTimer.singleShot(200, lambda: session._lock("Locked."))
    page.remove.click()  # a dialog that waits for its answer
    qtbot.waitUntil(lambda: session.unlock_window is not None, timeout=20_000)
    unlock(qtbot, session, LEAD)
    assert all(person.active for person in session._clinic.people.listed())


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.catalogue("C04")
def test_what_was_copied_here_is_cleared_and_nothing_else(qtbot, session, monkeypatch, own):
    clipboard = SimpleNamespace(text="Marker", ownsClipboard=lambda: own)
    clipboard.clear = lambda: setattr(clipboard, "text", "")
    monkeypatch.setattr("msbone_desktop.app.locking.QApplication.clipboard", lambda: clipboard)
    unlock(qtbot, session, LEAD)
    lock(qtbot, session)
    assert clipboard.text == ("" if own else "Marker")


def test_a_new_process_is_asked_for_after_the_file_was_let_go(qtbot, session):
    asked: list[LockedPlace] = []
    session._restart = asked.append
    unlock(qtbot, session, LEAD)
    session._lock("Locked.")
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    assert session._clinic is None and asked[0].words == "Locked."


def test_the_new_process_knows_where_the_window_stood(monkeypatch):
    place = LockedPlace((10, 20, 1200, 800), IDLE)
    monkeypatch.setenv(VARIABLE, place.as_variable())
    assert LockedPlace.of_environment() == place
    assert LockedPlace.of_environment() is None
    for spoilt in ("", "[", "[1,2]", '"x"', '[1,2,"a",4,"b"]'):
        monkeypatch.setenv(VARIABLE, spoilt)
        assert LockedPlace.of_environment() is None


class Clocks:
    def __init__(self):
        self.wall, self.running = datetime(2026, 11, 22, 10, tzinfo=UTC), 100.0

    def passes(self, seconds, *, asleep=False):
        self.wall += timedelta(seconds=seconds)
        self.running += 0 if asleep else seconds


@pytest.fixture
def watched(qtbot):
    clocks, told = Clocks(), []
    watch = IdleWatch(lambda: clocks.wall, lambda: clocks.running)
    watch.idle.connect(lambda: told.append("idle"))
    watch.slept.connect(lambda: told.append("slept"))
    watch.start(5)
    yield watch, clocks, told
    watch.stop()


@pytest.mark.catalogue("C04")
def test_idle_after_the_minutes_and_not_before(watched):
    watch, clocks, told = watched
    clocks.passes(299)
    watch.look()
    assert told == []
    clocks.passes(1)
    watch.look()
    assert told == ["idle"]


def test_keys_and_mouse_put_it_off(qtbot, watched):
    from PySide6.QtWidgets import QLineEdit

    watch, clocks, told = watched
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    watch._watch(field.windowHandle())
    clocks.passes(299)
    watch.look()
    from PySide6.QtTest import QTest

    QTest.keyClick(field.windowHandle(), Qt.Key.Key_A)
    clocks.passes(299)
    watch.look()
    assert told == []
    clocks.passes(1)
    watch.look()
    assert told == ["idle"]


@pytest.mark.catalogue("A20")
def test_a_computer_that_slept_is_told_of_on_waking(watched):
    watch, clocks, told = watched
    clocks.passes(3600, asleep=True)
    watch.look()
    assert told == ["slept"]


@pytest.mark.catalogue("C04")
def test_the_desktops_signals_lock(qtbot, session):
    unlock(qtbot, session, LEAD)
    session.locking.desktop.screen_saver(False)
    session.locking.desktop.prepares_sleep(False)
    assert session.main_window is not None
    session.locking.desktop.screen_saver(True)
    qtbot.waitUntil(lambda: session.unlock_window is not None, timeout=20_000)


def test_each_signal_of_a_desktop_can_be_asked_for():
    from PySide6.QtDBus import QDBusConnection

    signals, nowhere = DesktopSignals(), QDBusConnection("no bus of this name")
    for _, *each in desktop_signals._SIGNALS:
        assert signals.hear(nowhere, *each) is False  # refused by the bus, not by the call
    assert signals.listen() >= 0


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="there is no D-Bus here")
def test_the_lock_of_a_desktop_is_heard_on_its_bus():
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-m", "tests.app.desktop_child"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    heard, *told = done.stdout.split()
    assert int(heard) >= 5 and told == ["locked"]


@pytest.mark.catalogue("A22")
def test_waiting_in_vain_for_the_desktop_ends_nothing():
    """Each turn of Qt's loop takes a reference from None; thousands of turns took the last one."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.app.desktop_child", "2000"],
        env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout.split()) == (0, ["0"]), done.stderr


def test_the_lead_sets_the_minutes(qtbot, session, monkeypatch):
    window = unlock(qtbot, session, LEAD)
    window.navigation.go("settings")
    card = window.places._page("settings").locking
    qtbot.waitUntil(lambda: card.minutes.value() == 5)
    card.minutes.setValue(12)
    card.button.click()
    qtbot.waitUntil(lambda: "Saved" in card.said.text())
    lock(qtbot, session)
    unlock(qtbot, session, LEAD)
    assert session.locking.watch._limit_s == 720
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("", False))
