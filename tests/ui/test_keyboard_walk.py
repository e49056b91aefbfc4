"""With Tab alone through every page and dialog: each control is reached once, named, and seen."""

from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget

from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.ui.widgets.list_field import ListField

PLACES = (
    "today",
    "patients",
    "reminders",
    "evidence",
    "settings",
    "scanners",
    "follow_up",
    "backups",
    "bin",
    "history",
    "people",
    "editor",
)


def controls(window):
    """Return what Tab has to reach: in sight, usable, and not passing the keyboard on."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.window() is window
    ]


def said(widget):
    return f"{type(widget).__name__} {spoken(widget)!r}"


def spoken(widget):
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def invisible_focus(window):
    """Return the controls that look the same with the keyboard and without it."""
    found = []
    stops = controls(window)
    for widget in stops:
        elsewhere = next(each for each in stops if each is not widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        with_it = widget.grab().toImage()
        elsewhere.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if widget.grab().toImage() == with_it:
            found.append(said(widget))
    return found


def walk(window, back=False):
    """Press Tab until it comes round; return the stops in order."""
    stops = controls(window)
    stops[0].setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    start: QWidget | None = QApplication.focusWidget()
    seen = [start]
    for _ in range(len(stops) + 5):
        here = QApplication.focusWidget()
        assert here is not None
        QTest.keyClick(here, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
        if QApplication.focusWidget() is start:
            return seen
        seen.append(QApplication.focusWidget())
    raise AssertionError(f"Tab never comes round: {[said(each) for each in seen[-4:]]}")


def jumps_back(window, stops):
    """Return where Tab goes up within one field: what is above is read first."""
    found = []
    for one, next_one in pairwise(stops):
        field = _field_of(one)
        if field is not None and field is _field_of(next_one):
            above = next_one.mapTo(window, QPoint(0, 0)).y() + next_one.height()
            if above <= one.mapTo(window, QPoint(0, 0)).y():
                found.append(f"{said(one)} to {said(next_one)}")
    return found


def _field_of(widget):
    while widget is not None and not isinstance(widget, ListField):
        widget = widget.parentWidget()
    return widget


def check(window):
    window.activateWindow()
    QApplication.processEvents()
    stops = walk(window)
    assert {said(each) for each in controls(window)} == {said(each) for each in stops}
    assert len(stops) == len(controls(window))
    assert len(walk(window, back=True)) == len(stops)
    assert [said(each) for each in stops if not spoken(each)] == []
    assert invisible_focus(window) == []
    assert jumps_back(window, stops) == []


@pytest.fixture
def dressed(qapp, appearance, whole):
    appearance.apply(qapp, "light")
    whole.activateWindow()
    return whole


@pytest.fixture
def ash(real):
    return real.patients.create(
        PatientDetails(
            family_name="Ash",
            given_name="Ann",
            born_on=PartialDate.of(date(1970, 3, 4)),
            clinic_id="A-1",
        )
    )


@pytest.mark.parametrize("place", PLACES)
def test_tab_goes_through_every_page(qtbot, dressed, place):
    dressed.navigation.go(place)
    qtbot.wait(150)
    check(dressed)


def test_tab_goes_through_every_tab_of_a_patient(qtbot, dressed, real, ash):
    draft = real.screenings.start(ash.id)
    real.screenings.sign(draft.id, ash.id, draft.version)
    dressed.open_patient(ash.id)
    page = dressed.places._page("patient")
    qtbot.waitUntil(lambda: "edit_patient" in page.offers())
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        qtbot.wait(200)
        check(dressed)


def screening(qtbot, window, real, patient):
    window.open_screening(real.screenings.start(patient.id), patient)
    page = window.places._page("screening")
    qtbot.waitUntil(lambda: page.screening is not None and page.isVisible())
    return page


def test_tab_goes_through_a_screening_with_an_entry_begun_in_every_list(qtbot, dressed, real, ash):
    page = screening(qtbot, dressed, real, ash)
    check(dressed)
    for field in page.form.fields.values():
        if isinstance(field, ListField):
            field.editor.add_row()
    check(dressed)
    page.show_basis(page._assessment.findings[0].rule_id)
    check(dressed)


def test_asked_and_none_can_be_answered_with_tab_and_space(qtbot, dressed, real, ash):
    page = screening(qtbot, dressed, real, ash)
    page.form.fields["fractures"].setFocus()
    none = page.form.fields["fractures"].editor.none
    for stop in walk(dressed):
        if stop is none:
            stop.setFocus(Qt.FocusReason.TabFocusReason)
            QTest.keyClick(stop, Qt.Key.Key_Space)
    assert page.form.record().fractures == ()


def checked_dialogs(qtbot, openers):
    """Open each dialog, walk it, and cancel it; return the titles of those that were walked."""
    walked, faults = [], []

    def look():
        dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)]
        for dialog in (each for each in dialogs if each.isVisible()):
            walked.append(type(dialog).__name__)
            try:
                if len(controls(dialog)) > 1:
                    check(dialog)
            except AssertionError as fault:
                faults.append(f"{type(dialog).__name__}: {fault}")
            finally:
                dialog.reject()

    for opener in openers:
        QTimer.singleShot(150, look)
        opener()
        qtbot.wait(250)
    assert faults == []
    return walked


def test_tab_goes_through_the_dialogs_of_a_screening(qtbot, dressed, real, ash):
    page = screening(qtbot, dressed, real, ash)
    scans = page.form.fields["dxa_scans"].editor
    walked = checked_dialogs(
        qtbot,
        (
            lambda: page.do("sign"),
            lambda: page.do("discard"),
            scans.add_scan,
            lambda: dressed.run_command("shortcuts"),
            lambda: dressed.run_command("about"),
        ),
    )
    assert len(walked) == 5


def test_tab_goes_through_the_dialogs_of_a_patient(qtbot, dressed, real, ash):
    dressed.open_patient(ash.id)
    page = dressed.places._page("patient")
    qtbot.waitUntil(lambda: "edit_patient" in page.offers())
    walked = checked_dialogs(qtbot, (lambda: dressed.run_command("put_away"),))
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        qtbot.wait(200)
        openers = [
            button.click
            for button in page.tabs.currentWidget().findChildren(QPushButton)
            if button.isVisible()
            and button.isEnabled()
            and button.text().endswith("…")
            and button.menu() is None
        ]
        walked += checked_dialogs(qtbot, openers)
    assert {"ScanDialog", "AccessDialog", "RiskDialog", "HandoutDialog"} <= set(walked)
