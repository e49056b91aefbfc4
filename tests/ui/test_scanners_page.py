"""The clinic's scanners in the settings: added, changed, measured, stated to agree, and voided."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from msbone_desktop.domain.errors import RefusedEntryError, StorageError
from msbone_desktop.domain.scanners import (
    CrossCalibration,
    PrecisionError,
    Scanner,
    ScannerDetails,
    ScannerId,
    ScannerMove,
)
from msbone_desktop.ui.preferences import scanners_page as module
from msbone_desktop.ui.preferences.scanners_page import ScannersPage
from msbone_desktop.ui.screening.dialogs import ReasonQuestion
from tests.ui import stubs
from tests.ui.screening.stubs import StubScreenings
from tests.ui.test_accessibility import nameless


def made(number, name, maker="Hologic", **more):
    details = ScannerDetails(name=name, manufacturer=maker, serial=f"S{number}", **more)
    return Scanner(id=ScannerId(number), details=details, version=1)


class StubScanners:
    dictionary = StubScreenings().dictionary
    lsc_factor = Decimal("2.77")

    def __init__(self, *kept):
        self.kept = {each.id: each for each in kept}
        self.calls = []
        self.fail = None

    def list(self):
        if self.fail:
            raise self.fail
        return tuple(self.kept.values())

    def add(self, details):
        if not details.name:
            raise RefusedEntryError("name", "Give the scanner a name.")
        number = ScannerId(len(self.kept) + 1)
        self.kept[number] = Scanner(id=number, details=details, version=1)
        return self.kept[number]

    def update(self, number, expected_version, details):
        assert self.kept[number].version == expected_version
        return self._keep(number, details=details, version=expected_version + 1)

    def add_precision(self, number, site, value, on):
        if on == date(2020, 1, 1):
            raise RefusedEntryError("determined_on", "This site has one of that day.")
        error = PrecisionError(
            id=9, site=site, value=value, determined_on=on, entered_by="A. Nurse"
        )
        return self._keep(number, precision=(error, *self.kept[number].precision))

    def void_precision(self, number, error, reason):
        self.calls.append(("void", error, reason))
        return self._keep(number, precision=())

    def say_moved(self, number, on):
        return self._keep(number, moves=(ScannerMove(id=3, moved_on=on, entered_by="A. Nurse"),))

    def void_move(self, number, move, reason):
        self.calls.append(("void move", move, reason))
        return self._keep(number, moves=())

    def state_cross_calibration(self, number, other, on, note=""):
        stated = CrossCalibration(
            id=4, scanner=number, other=other, stated_on=on, note=note, entered_by="A. Nurse"
        )
        return self._keep(number, calibrations=(stated,))

    def void_cross_calibration(self, number, stated, reason):
        self.calls.append(("void statement", stated, reason))
        return self._keep(number, calibrations=())

    def _keep(self, number, **changes):
        self.kept[number] = replace(self.kept[number], **changes)
        return self.kept[number]


@pytest.fixture
def scanners():
    return StubScanners(made(1, "Room 3"), made(2, "Room 9"), made(3, "Mobile unit", "GE"))


@pytest.fixture
def clinic(scanners):
    return stubs.clinic(scanners=scanners)


@pytest.fixture
def page(qtbot, workplace):
    page = ScannersPage(workplace)
    qtbot.addWidget(page)
    page.resize(1100, 900)
    page.show()
    page.enter()
    qtbot.waitUntil(lambda: page.list.count() == len(workplace.clinic.scanners.kept))
    return page


def choose(page, row):
    page.list.setCurrentRow(row)


def set_text(editor, text):
    editor.line.setText(text)
    editor.line.textEdited.emit(text)


def test_an_empty_list_says_what_belongs_here_and_begins_with_a_form(qtbot, workplace, scanners):
    scanners.kept.clear()
    page = ScannersPage(workplace)
    qtbot.addWidget(page)
    page.show()
    page.enter()
    qtbot.waitUntil(page.empty.isVisible)
    assert "No scanner is on the list" in page.empty.text()
    assert page.list.isHidden() and page.precision.isHidden()
    qtbot.keyClicks(page.form.fields["name"], "Room 1")
    qtbot.keyClick(page.form.fields["name"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.list.count() == 1)
    assert page.form.said.text() == "Saved"
    assert page.precision.isVisible()


def test_a_scanner_is_changed_at_its_own_version(page, scanners, qtbot):
    choose(page, 1)
    page.form.fields["software"].setText("5.6")
    page.form.in_use.click()
    page.do("save")
    qtbot.waitUntil(lambda: scanners.kept[2].version == 2)
    assert (scanners.kept[2].details.software, scanners.kept[2].details.in_use) == ("5.6", False)
    qtbot.waitUntil(lambda: "no longer in use" in page.list.item(1).text())


def test_what_is_refused_is_said_under_its_field(page, qtbot):
    page.add.click()
    page.do("save")
    row = page.form.rows["name"]
    qtbot.waitUntil(row.error.isVisible)
    assert row.error.text() == "Give the scanner a name."


def test_what_was_typed_is_not_lost_by_choosing_another(page, qtbot, monkeypatch):
    choose(page, 0)
    qtbot.keyClicks(page.form.fields["name"], " south")
    monkeypatch.setattr(module, "ask", lambda *_: False)
    choose(page, 1)
    assert page.form.fields["name"].text() == "Room 3 south"
    assert page.list.currentRow() == 0
    assert not page.may_leave()
    page.enter()
    qtbot.wait(50)
    assert page.form.fields["name"].text() == "Room 3 south"
    monkeypatch.setattr(module, "ask", lambda *_: True)
    choose(page, 1)
    assert page.form.fields["name"].text() == "Room 9"


def test_a_precision_error_is_added_with_its_day_and_says_from_where_a_change_counts(
    page, scanners, qtbot
):
    choose(page, 0)
    card = page.precision
    assert "cannot be judged" in card.words()
    for problem, mend in (
        ("site", lambda: card.site.show_value("total_hip")),
        ("precision error", lambda: set_text(card.number, "0.009")),
        ("determined on", lambda: set_text(card.day, "10/1/26")),
    ):
        card.add.click()
        assert problem in card.problem.text().lower()
        mend()
    card.add.click()
    qtbot.waitUntil(lambda: "Total hip: 0.009 g/cm², 10 Jan 2026" in card.words())
    assert "least significant change 0.025 g/cm² · entered by A. Nurse" in card.words()
    assert card.number.blank()
    (kept,) = scanners.kept[1].precision
    assert (kept.site, kept.value, kept.determined_on) == (
        "total_hip", Decimal("0.009"), date(2026, 1, 10),
    )  # fmt: skip


def test_an_unusual_precision_error_is_asked_about_once_and_an_impossible_one_refused(
    page, scanners, qtbot
):
    choose(page, 0)
    card = page.precision
    card.site.show_value("total_hip")
    set_text(card.day, "10/1/26")
    set_text(card.number, "0.21")
    card.add.click()
    assert "outside what can be recorded" in card.problem.text()
    set_text(card.number, "0.06")
    card.add.click()
    assert "Unusual" in card.problem.text() and not scanners.kept[1].precision
    card.add.click()
    qtbot.waitUntil(lambda: bool(scanners.kept[1].precision))


def test_a_move_is_entered_with_its_day_and_voided_with_a_reason(page, scanners, qtbot):
    choose(page, 0)
    card = page.moves
    card.add.click()
    assert "moved or repaired on" in card.problem.text()
    set_text(card.day, "10/1/26")
    card.add.click()
    qtbot.waitUntil(lambda: "10 Jan 2026" in card.words())
    void_first(page, card, qtbot, "another scanner")
    qtbot.waitUntil(lambda: scanners.calls == [("void move", 3, "another scanner")])
    qtbot.waitUntil(lambda: "None is entered." in card.words())


def test_a_refused_precision_error_stays_on_the_screen(page, qtbot):
    choose(page, 0)
    card = page.precision
    card.site.show_value("total_hip")
    set_text(card.number, "0.01")
    set_text(card.day, "1/1/2020")
    card.add.click()
    qtbot.waitUntil(lambda: "one of that day" in card.problem.text())
    assert not card.number.blank()


def void_first(page, card, qtbot, reason):
    next(b for b in card.findChildren(QPushButton) if b.text() == "Void…").click()
    dialog = page.findChild(ReasonQuestion)
    dialog.accept()
    assert dialog.isVisible()
    dialog.line.setText(reason)
    dialog.accept()


def test_a_precision_error_is_voided_with_a_reason(page, scanners, qtbot):
    scanners.add_precision(ScannerId(1), "total_hip", Decimal("0.009"), date(2026, 1, 10))
    page.enter()
    qtbot.wait(50)
    choose(page, 0)
    void_first(page, page.precision, qtbot, "typing error")
    qtbot.waitUntil(lambda: scanners.calls == [("void", 9, "typing error")])
    qtbot.waitUntil(lambda: "cannot be judged" in page.precision.words())


def test_a_cross_calibration_is_offered_with_scanners_of_one_maker_only(page, scanners, qtbot):
    choose(page, 0)
    card = page.calibrations
    box = card.other.box
    assert [box.itemText(place) for place in range(box.count())] == ["Room 9"]
    card.add.click()
    assert "other scanner" in card.problem.text()
    card.other.show_value("2")
    set_text(card.day, "2/1/24")
    set_text(card.note, "letter")
    card.add.click()
    qtbot.waitUntil(lambda: "With Room 9, stated on 2 Jan 2024" in card.words())
    assert scanners.kept[1].calibrations[0].note == "letter"
    void_first(page, card, qtbot, "another pair")
    qtbot.waitUntil(lambda: scanners.calls == [("void statement", 4, "another pair")])


def test_a_list_that_cannot_be_read_says_so(page, scanners, qtbot):
    scanners.fail = StorageError()
    page.enter()
    qtbot.waitUntil(page.problem.isVisible)
    assert "disk" in page.problem.text()


def test_everything_that_takes_the_keyboard_has_a_name(page):
    assert nameless(page) == []
    choose(page, 0)
    assert nameless(page) == []


def test_the_settings_lead_to_the_scanners_and_back(qtbot, window):
    window.navigation.go("settings")
    window.navigation.currentWidget().more.buttons["scanners"].click()
    assert window.navigation.key == "scanners"
    window.run_command("back")
    assert window.navigation.key == "settings"
