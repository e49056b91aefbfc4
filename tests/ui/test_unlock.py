import subprocess
import sys
import threading
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from msbone_desktop.domain.errors import DiskFullError
from msbone_desktop.ui.documents.printing import NOT_PRINTED, Printing
from msbone_desktop.ui.unlock.unlock_page import NOT_TOGETHER
from msbone_desktop.ui.unlock.window import UnlockWindow
from tests.ui import stubs

PRINT = "msbone_desktop.ui.documents.printing.print_document"


@pytest.fixture
def open_window(qtbot, runner, appearance):
    def show(vault, name="", remember=str):
        opened: list[Any] = []
        window = UnlockWindow(
            vault,
            runner,
            appearance,
            opened.append,
            working_name=name,
            remember_name=remember,
        )
        qtbot.addWidget(window)
        window.show()
        return window, opened

    return show


def test_the_unlock_window_loads_neither_database_nor_pdf():
    code = (
        "import sys, msbone_desktop.ui.unlock.window, msbone_desktop.ui.appearance;"
        "heavy = {'sqlalchemy', 'reportlab', 'alembic', 'pikepdf', 'PySide6.QtPdf',"
        " 'PySide6.QtSvg', 'msbone_desktop.ui.main_window', 'msbone_desktop.domain.findings'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_right_passphrase_opens_the_clinic_for_who_is_working(qtbot, open_window):
    vault, remembered = stubs.vault(), list[str]()
    window, opened = open_window(vault, "A. Nurse", remembered.append)
    page = window.page
    qtbot.keyClicks(page.passphrase_field, "walk the line slowly")
    qtbot.keyClick(page.passphrase_field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened))
    assert vault.opened_by == ["A. Nurse"]
    assert remembered == ["A. Nurse"]
    assert page.passphrase_field.text() == ""


def test_a_wrong_passphrase_is_said_under_the_field(qtbot, open_window):
    window, opened = open_window(stubs.vault(), "A. Nurse")
    page = window.page
    page.passphrase_field.setText("wrong")
    page.unlock()
    qtbot.waitUntil(page.passphrase.error.isVisible)
    assert page.passphrase.error.text() == NOT_TOGETHER
    assert page.passphrase_field.accessibleDescription() == NOT_TOGETHER
    assert page.passphrase_field.hasFocus() and page.passphrase_field.hasSelectedText()
    assert page.button.isEnabled() and not opened


def test_nothing_can_be_pressed_twice_while_the_key_is_derived(qtbot, open_window):
    let_go = threading.Event()

    class SlowVault(stubs.StubVault):
        def unlock(self, passphrase, name):
            let_go.wait(3)
            return super().unlock(passphrase, name)

    vault = SlowVault()
    window, opened = open_window(vault, "A. Nurse")
    page = window.page
    page.passphrase_field.setText("right")
    page.unlock()
    assert not page.button.isEnabled() and not page.passphrase.isEnabled()
    assert page.progress.isVisible() and page.button.text() == "Unlocking…"
    let_go.set()
    qtbot.waitUntil(lambda: bool(opened))
    assert len(vault.opened_by) == 1


def test_both_fields_are_asked_for_under_the_fields(qtbot, open_window):
    window, _ = open_window(stubs.vault())
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.page.passphrase.focus()
    window.page.unlock()
    assert window.page.name.error.isVisible()
    assert window.page.passphrase.error.isVisible()
    assert window.page.name_field.hasFocus()


def test_a_demo_clinic_says_its_passphrase_and_another_does_not(qtbot, open_window):
    def texts(window):
        return [label.text() for label in window.findChildren(type(window.page.caps_lock))]

    demo, _ = open_window(stubs.vault(demo=True))
    real, _ = open_window(stubs.vault(demo=False))
    assert "walk the line slowly" in texts(demo) and "DEMO" in texts(demo)
    assert "DEMO" not in texts(real)


@pytest.mark.parametrize(
    "letter, shift, warned", [("A", False, True), ("a", True, True), ("a", False, False)]
)
def test_caps_lock_is_noticed_from_what_is_typed(qtbot, open_window, letter, shift, warned):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    window, _ = open_window(stubs.vault())
    field = window.page.passphrase_field
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, modifier, letter))
    assert window.page.caps_lock.isVisible() is warned


def test_a_computer_without_a_clinic_makes_one(qtbot, open_window):
    vault = stubs.vault(exists=False, demo=False)
    window, opened = open_window(vault, "A. Nurse")
    page = window.page
    assert page.isVisible()
    page.create_clinic()
    asked = page.passphrase
    assert page.clinic.error.isVisible() and asked.first.error.isVisible()
    page.clinic_field.setText("Riverside")
    asked.field.setText("riverside nurse")
    page.create_clinic()
    assert "too easily" in asked.first.error.text() and not vault.created_with
    asked.field.setText("several otter lantern words")
    asked.again_field.setText("several otter lantern word")
    page.create_clinic()
    assert "differ" in asked.again.error.text() and not vault.created_with
    asked.again_field.setText("several otter lantern words")
    page.create_clinic()
    qtbot.waitUntil(lambda: bool(opened))
    assert vault.created_with[0][1].name == "Riverside"


def test_the_demo_clinic_is_made_behind_a_page_that_says_how_far_it_is(qtbot, open_window):
    go_on = threading.Event()

    def prepare(progress):
        progress(30, 75)
        go_on.wait(5)
        return stubs.vault(demo=True)

    window, _ = open_window(prepare)
    page = window.preparing
    qtbot.waitUntil(lambda: page.count.text() == "30 of 75 patients")
    assert page.progress.value() == 30 and page.progress.maximum() == 75
    go_on.set()
    qtbot.waitUntil(lambda: window.preparing is None)
    qtbot.keyClicks(window.page.passphrase_field, "walk")
    assert window.page.passphrase_field.text() == "walk"


def test_a_demo_clinic_that_cannot_be_made_says_why(qtbot, open_window):
    def prepare(_progress):
        raise DiskFullError

    window, _ = open_window(prepare)
    qtbot.waitUntil(lambda: window.preparing.words.text() == str(DiskFullError()))
    assert not window.preparing.progress.isVisible()


def test_closing_the_window_stops_the_making_and_leaves_nothing(
    qtbot, open_window, runner, tmp_path
):
    from datetime import UTC, datetime

    from msbone_desktop.environment.resources import shipped
    from msbone_desktop.services.demo.filling import demo_vault
    from msbone_desktop.services.knowledge import knowledge_source

    started = threading.Event()

    def prepare(progress):
        def tell(done, of):
            started.set()
            progress(done, of)

        return demo_vault(
            tmp_path,
            lambda: datetime(2026, 11, 22, 10, tzinfo=UTC),
            knowledge_source(shipped("resources")),
            migrations=shipped("db"),
            progress=tell,
        )

    window, _ = open_window(prepare)
    qtbot.waitUntil(started.is_set, timeout=15_000)
    window.close()
    runner.finish(lambda: None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.catalogue("C09")
def test_nobody_goes_on_without_the_recovery_sheet(qtbot, open_window, monkeypatch):
    vault = stubs.vault(demo=False)
    vault.people = stubs.StubPeople(due=True)
    window, opened = open_window(vault, "A. Lead")
    window.page.passphrase_field.setText("right")
    window.page.unlock()
    qtbot.waitUntil(lambda: window.sheet is not None and window.sheet.print_button.isEnabled())
    sheet = window.sheet
    sheet.field.setText("ABCD")
    sheet.confirm()
    assert not vault.people.confirmed and not opened, "it was neither printed nor saved"
    for outcome in (Printing.FAILED, Printing.CANCELLED):
        monkeypatch.setattr(PRINT, lambda *_, became=outcome: became)
        sheet.print()
        assert sheet.view.isVisible(), "a sheet that no printer took is still needed"
        sheet.confirm()
        assert not vault.people.confirmed and not opened
    assert sheet.said.text() == NOT_PRINTED
    monkeypatch.setattr(PRINT, lambda *_: Printing.SENT)
    sheet.print()
    assert not sheet.view.isVisible(), "the code can be read off the screen"
    sheet.field.setText("WXYZ")
    sheet.confirm()
    qtbot.waitUntil(sheet.row.error.isVisible)
    assert not opened
    sheet.field.setText("ABCD")
    qtbot.keyClick(sheet.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened))
    assert vault.people.confirmed == [(4, "ABCD")]


def test_a_clinic_closed_at_its_sheet_is_closed_whole(qtbot, open_window):
    closed: list[str] = []
    vault = stubs.vault(demo=False)
    vault.people = stubs.StubPeople(due=True)
    vault.closing = lambda: closed.append("closed")
    window, opened = open_window(vault, "A. Lead")
    window.page.passphrase_field.setText("right")
    window.page.unlock()
    qtbot.waitUntil(lambda: window.sheet is not None and window.sheet.print_button.isEnabled())
    window.close()
    assert closed == ["closed"] and not opened


@pytest.mark.catalogue("C03")
def test_wrong_passphrases_are_followed_by_a_pause_that_counts_down(qtbot, open_window):
    vault = stubs.vault(demo=False)
    vault.seconds = 2
    window, opened = open_window(vault, "A. Nurse")
    page = window.page
    page.passphrase_field.setText("wrong")
    page.unlock()
    qtbot.waitUntil(lambda: page.button.text() == "Wait 2 s")
    page.passphrase_field.setText("right")
    page.unlock()
    assert not page.button.isEnabled() and not vault.opened_by
    qtbot.waitUntil(page.button.isEnabled, timeout=4000)
    page.unlock()
    qtbot.waitUntil(lambda: bool(opened))


def test_the_recovery_sheet_sets_a_passphrase_and_leads_back(qtbot, open_window):
    vault = stubs.vault(demo=False)
    window, _ = open_window(vault, "A. Lead")
    window.page.passphrase_field.setText("wrong")
    window.page.recovery.click()
    page = window.recovering
    page.recover()
    assert page.code.error.isVisible() and page.passphrase.first.error.isVisible()
    page.code_field.setText("9XXX")
    for field in (page.passphrase.field, page.passphrase.again_field):
        field.setText("several otter lantern words")
    page.recover()
    qtbot.waitUntil(lambda: "Group 1" in page.code.error.text())
    page.code_field.setText("3XXX")
    page.recover()
    qtbot.waitUntil(lambda: window.recovering is None)
    assert vault.recovered == [("3XXX", "A. Lead", "several otter lantern words")]
    assert window.page.isVisible() and "new passphrase" in window.page.said.text()
    assert window.page.passphrase_field.text() == ""


def test_the_demo_offers_each_role_to_work_as(qtbot, open_window):
    window, _ = open_window(stubs.vault())
    roles = window.page.roles
    assert roles.count() == 7
    roles.setCurrentIndex(5)
    roles.activated.emit(5)
    assert window.page.name_field.text() == "Demo Reception"


def test_whoever_lost_the_clinics_file_is_told_before_a_new_one_is_made(open_window):
    vault = stubs.vault(exists=False)
    vault.has_lost_its_file = True
    window, _ = open_window(vault)
    words = " ".join(label.text() for label in window.page.findChildren(QLabel))
    assert "lies here without the clinic's file" in words
    assert "no clinic on this computer yet" not in words
