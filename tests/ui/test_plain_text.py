"""What staff typed is shown letter by letter, whatever it looks like."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from msbone_desktop.domain.patients import SimilarPatient
from msbone_desktop.ui.plain_label import PlainLabel, plain_tooltip
from tests.ui import stubs

MARKUP = "<b>Ann</b><img src=x>&amp;"
PLACES = ("today", "patients", "patient", "editor", "preview", "evidence", "settings")


def rich_labels(widget):
    return [
        (type(label.parent()).__name__, label.text())
        for label in widget.findChildren(QLabel)
        if label.textFormat() is not Qt.TextFormat.PlainText
    ]


@pytest.mark.catalogue("D03")
def test_no_label_of_the_window_guesses_whether_it_holds_markup(qtbot, window):
    for place in PLACES:
        window.navigation.go(place)
    window.places._page("editor").start_edit(stubs.patient(7))
    window.places._page("editor").similar.show_similar(
        (SimilarPatient(stubs.patient_row(3), "Similar"),)
    )
    window.navigation.go("patients")
    window.open_patient(7)
    qtbot.waitUntil(lambda: bool(window.places._page("patient").banner.name.text()))
    assert rich_labels(window) == []


@pytest.mark.catalogue("D03")
def test_a_label_shows_markup_as_it_was_typed(qtbot):
    label = PlainLabel(MARKUP)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == MARKUP


@pytest.mark.catalogue("D03")
def test_a_tool_tip_shows_markup_as_it_was_typed():
    shown = plain_tooltip(MARKUP)
    assert "&lt;b&gt;Ann&lt;/b&gt;" in shown and "<b>" not in shown


@pytest.mark.parametrize("name", [MARKUP, "{0} %s ${x}", "T <-2.5", "a\u202eb"])
def test_names_of_every_kind_reach_the_banner_unchanged(qtbot, workplace, name):
    from msbone_desktop.ui.patients.banner import IdentityBanner

    person = stubs.patient(1)
    banner = IdentityBanner(workplace.appearance, lambda: workplace.today)
    qtbot.addWidget(banner)
    banner.show_patient(replace(person, details=replace(person.details, family_name=name)))
    assert banner.name.text() == f"{name}, Bilal"


def test_dialogs_guess_nothing_either(qtbot, window, monkeypatch):
    from PySide6.QtWidgets import QDialog, QMessageBox

    from msbone_desktop.ui.help_dialogs import ask, show_about, show_help
    from msbone_desktop.ui.patients.reason_dialog import ReasonDialog
    from msbone_desktop.ui.shortcuts_dialog import ShortcutsDialog

    seen = []
    for kind in (QDialog, QMessageBox):
        monkeypatch.setattr(kind, "exec", lambda self: seen.append(rich_labels(self)))
    ask(window, MARKUP, MARKUP, "Go on")
    show_about(window, window.workplace, "Rules 1.0")
    show_help(window)
    ShortcutsDialog(window, []).exec()
    ReasonDialog(window, MARKUP).exec()
    assert seen == [[]] * 5
    QApplication.processEvents()


def test_a_name_from_right_to_left_stands_where_names_stand(qtbot):
    label = PlainLabel("ديمو البستان, ليلى", "title")
    qtbot.addWidget(label)
    label.resize(900, 40)
    image = label.grab().toImage()
    ground = image.pixel(899, 39)
    inked = [x for x in range(900) for y in range(40) if image.pixel(x, y) != ground]
    assert inked and max(inked) < 450
