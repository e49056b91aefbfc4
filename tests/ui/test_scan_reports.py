"""A scanning centre's report is shown under its own patient's banner, and never under another."""

from threading import Event

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from msbone_desktop.domain.documents import Document
from msbone_desktop.domain.errors import DamagedDatabaseError
from msbone_desktop.ui.hooks import PageHooks
from msbone_desktop.ui.main_window import MainWindow
from tests.ui import stubs


class ScansOfTheTest(QWidget):
    report_wanted = Signal(int)

    def open_patient(self, patient) -> None:
        self.patient = patient


class StubReports:
    def __init__(self):
        self.wait = lambda: None
        self.asked = []

    def document(self, patient, number):
        self.asked.append((patient, number))
        self.wait()
        return Document(
            patient=patient,
            kind="dxa_report",
            file_name=f"msbone-dxa-report-{number}.pdf",
            content=stubs.pdf_bytes(),
            sha256="0" * 64,
            made_at=stubs.NOW,
            pages=2,
        )


@pytest.fixture
def reports():
    return StubReports()


@pytest.fixture
def window(qtbot, runner, appearance, reports):
    made = stubs.clinic(dxa_reports=reports)
    hooks = PageHooks(dxa=lambda _: ScansOfTheTest())
    window = MainWindow(made, runner, appearance, now=stubs.now, hooks=hooks)
    qtbot.addWidget(window)
    window.show()
    return window


def scans_of(window, qtbot, number):
    window.open_patient(number)
    page = window.places._page("patient")
    qtbot.waitUntil(lambda: page.tabs.isEnabled() and bool(page.banner.name.text()))
    page.show_tab("dxa")
    return page.late["dxa"].content


def test_a_report_is_opened_from_the_scans_and_back_leads_to_them(window, reports, qtbot):
    scans_of(window, qtbot, 7).report_wanted.emit(5)
    preview = window.places._page("preview")
    qtbot.waitUntil(lambda: preview.pdf.pageCount() == 2)
    assert reports.asked == [(7, 5)]
    assert stubs.LONG_NAME in preview.banner.name.text()
    assert preview.offers() == {"back", "preview", "save_copy"}
    preview.closed.emit()
    assert window.navigation.key == "patient"


def test_a_report_that_comes_late_is_dropped_for_another_patients(window, reports, qtbot):
    go = Event()
    reports.wait = lambda: go.wait(5)
    preview = window.places._page("preview")
    first, second = stubs.patient(1), stubs.patient(2)
    window.places.show_report(5, first)
    window.places.show_report(6, second)
    shown = []
    preview.offers_changed.connect(lambda: shown.append(preview._document.patient))
    go.set()
    qtbot.waitUntil(lambda: preview._document is not None)
    assert shown == [2]


def test_a_report_that_cannot_be_shown_says_why(window, reports, qtbot):
    def fail():
        raise DamagedDatabaseError

    reports.wait = fail
    window.places.show_report(5, stubs.patient(1))
    preview = window.places._page("preview")
    qtbot.waitUntil(lambda: "damaged" in preview.message.text())
    assert preview.offers() == {"back"}


def test_without_a_patient_nothing_is_opened(window):
    window.places.show_report(5, None)
    assert window.navigation.key == "today"
