import threading
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.errors import NotFoundError
from msbone_desktop.domain.findings import DxaReminder, Severity, Status
from msbone_desktop.domain.screenings import ScreeningState
from msbone_desktop.ui.patients.banner import IdentityBanner
from msbone_desktop.ui.patients.finding_row import FindingRow
from msbone_desktop.ui.patients.patient_page import PatientPage
from msbone_desktop.ui.patients.reason_dialog import ReasonDialog
from msbone_desktop.ui.patients.reminder_words import NO_DATE, reminder_source, reminder_words
from msbone_desktop.ui.plain_label import PlainLabel
from tests.ui import stubs


class Scans(QWidget):
    def __init__(self):
        super().__init__()
        self.opened = []

    def open_patient(self, patient):
        self.opened.append(patient.id)


@pytest.fixture
def page(qtbot, workplace):
    page: Any = PatientPage(workplace, {"dxa": lambda _: Scans()}, lambda: 0)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    return page


def texts(widget):
    return [label.text() for label in widget.findChildren(PlainLabel) if not label.isHidden()]


def open_and_wait(qtbot, page, number=1):
    page.open_patient(number)
    qtbot.waitUntil(lambda: bool(page.banner.name.text()))


def test_the_banner_names_the_patient_whole(qtbot, page):
    open_and_wait(qtbot, page, 7)
    assert page.banner.name.text() == f"{stubs.LONG_NAME}, Hye-jin"
    assert "14 Aug 1957 · 69 y" in page.banner.facts.text()
    assert "Female" in page.banner.facts.text() and "ID MS-00007" in page.banner.facts.text()


@pytest.mark.parametrize(
    "details, words",
    [
        ({"born_on": None}, "Date of birth not recorded"),
        ({"born_on": PartialDate(1979)}, "1979 · about 47 y"),
        ({"sex_for_reference": Absence.DECLINED}, "Sex declined"),
        ({"sex_for_reference": Absence.NOT_ASKED}, "Sex not recorded"),
    ],
)
def test_what_the_banner_does_not_know_it_says(qtbot, workplace, details, words):
    banner = IdentityBanner(workplace.appearance, lambda: workplace.today)
    qtbot.addWidget(banner)
    banner.show_patient(stubs.patient(1, **details))
    assert words in banner.facts.text()


def test_a_death_and_an_opt_out_are_marked_in_words(qtbot, workplace):
    banner = IdentityBanner(workplace.appearance, lambda: workplace.today)
    qtbot.addWidget(banner)
    banner.show()
    banner.show_patient(stubs.patient(1, deceased_on=PartialDate(2026, 5, 3), opted_out=True))
    assert banner.deceased.text() == "Deceased 3 May 2026" and banner.deceased.isVisible()
    assert banner.opted_out.isVisible()
    banner.show_patient(stubs.patient(2))
    assert not banner.deceased.isVisible() and not banner.opted_out.isVisible()


def test_switching_patients_never_shows_the_first_ones_record(qtbot, page, clinic):
    both_asked = threading.Event()
    clinic.patients.get = stubs.waiting(both_asked, clinic.patients.get)
    shown: list[Any] = []
    page.banner.show_patient = stubs.noting(shown, page.banner.show_patient)
    page.open_patient(1)
    page.open_patient(2)
    assert page.banner.name.text() == "" and page.screenings.model.rowCount() == 0
    both_asked.set()
    qtbot.waitUntil(lambda: bool(shown))
    qtbot.waitUntil(page.tabs.isEnabled)
    assert [patient.id for (patient,) in shown] == [2]


def test_the_patient_before_is_gone_before_the_next_is_read(qtbot, page, clinic):
    open_and_wait(qtbot, page, 1)
    let_go = threading.Event()
    clinic.patients.get = stubs.waiting(let_go, clinic.patients.get)
    page.open_patient(2)
    assert page.banner.name.text() == ""
    assert page.screenings.model.rowCount() == 0
    assert not page.overview.findChildren(FindingRow) or page.overview._content is None
    assert page.offers() == frozenset()
    let_go.set()
    qtbot.waitUntil(lambda: page.banner.name.text() == "Castellanos, Chiara")


def test_a_problem_with_another_patient_is_not_shown(qtbot, page):
    page.open_patient(999)
    page.open_patient(2)
    qtbot.waitUntil(lambda: bool(page.banner.name.text()))
    assert not page.problem.isVisible()


def test_a_patient_who_is_gone_is_said_in_a_sentence(qtbot, page):
    page.open_patient(999)
    qtbot.waitUntil(page.problem.isVisible)
    assert page.problem.text() == str(NotFoundError())
    assert page.offers() == frozenset()


def test_findings_stand_with_word_and_icon_most_severe_first(qtbot, page):
    open_and_wait(qtbot, page)
    rows = page.overview._content.findChildren(FindingRow)
    names = [row.accessibleName() for row in rows]
    assert [name.split(":")[0] for name in names] == [
        "Urgent",
        "High",
        "Moderate",
        "Low",
        "Possible",
    ]


def test_what_is_not_known_is_listed_with_its_reason(qtbot, page):
    open_and_wait(qtbot, page)
    words = texts(page.overview)
    assert "2 of 6 core items are not settled." in words
    assert "25-hydroxyvitamin D: not asked" in words


def test_no_finding_is_never_put_as_reassurance(qtbot, page, clinic):
    clinic.screenings.findings_of = lambda _: stubs.assessment()
    open_and_wait(qtbot, page)
    words = " ".join(texts(page.overview)).casefold()
    assert "no rule applies to what was recorded" in words
    for reassurance in ("low risk", "safe", "normal", "all clear", "no risk"):
        assert reassurance not in words


def test_a_rule_that_failed_is_shown_not_left_out(qtbot, page, clinic):
    broken = replace(
        stubs.finding(status=Status.UNKNOWN, severity=Severity.URGENT), failed=True, message=""
    )
    clinic.screenings.findings_of = lambda _: stubs.assessment(broken)
    open_and_wait(qtbot, page)
    assert any("could not be worked out" in text for text in texts(page.overview))


def test_the_newest_signed_screening_is_shown_and_a_draft_waits_beside_it(qtbot, page):
    open_and_wait(qtbot, page)
    words = texts(page.overview)
    assert any(text.startswith("Screened 4 Nov 2026. Signed by A. Nurse") for text in words)
    assert "A draft is waiting" in words


def test_a_patient_without_a_screening_is_offered_the_first(qtbot, page, clinic):
    clinic.screenings.listed = []
    open_and_wait(qtbot, page)
    assert "Not screened yet" in texts(page.overview)
    with qtbot.waitSignal(page.screening_wanted):
        page.do("new_screening")


def test_the_next_dxa_has_its_source(qtbot, page):
    open_and_wait(qtbot, page)
    words = texts(page.overview)
    assert "Overdue since 1 Sep 2026" in words
    label = stubs.library().statements["S06"].label
    library = replace(stubs.library(), statements={"S33": stubs.library().statements["S06"]})
    assert any(text.startswith("Source: yearly") for text in words)
    annual = DxaReminder("due", None, "module_annual")
    assert reminder_source(annual, library).endswith(f"being lost. {label}")
    first = DxaReminder("due", None, "baseline_extension")
    assert reminder_source(first, library).endswith("Extension, not in the module")
    assert reminder_words(DxaReminder("none", None, None)) == NO_DATE


def test_enter_on_a_finding_asks_for_its_evidence(qtbot, page):
    open_and_wait(qtbot, page)
    row = page.overview._content.findChildren(FindingRow)[0]
    with qtbot.waitSignal(page.evidence_wanted) as wanted:
        qtbot.keyClick(row, Qt.Key.Key_Return)
    assert wanted.args == ["S06"]


def test_screenings_are_listed_with_their_state_in_words(qtbot, page, qtmodeltester):
    open_and_wait(qtbot, page)
    model = page.screenings.model
    qtmodeltester.check(model)
    states = [model.index(row, 1).data() for row in range(model.rowCount())]
    assert states == ["Draft", "Signed", "Amended by a later one"]
    assert model.index(1, 2).data().startswith("Signed by A. Nurse, 22 Nov 2026")


def test_only_a_signed_screening_can_be_amended(qtbot, page):
    open_and_wait(qtbot, page)
    page.tabs.setCurrentIndex(1)
    assert not page.screenings.amend.isEnabled() and "amend" not in page.offers()
    page.screenings.table.selectRow(1)
    assert page.screenings.amend.isEnabled() and "amend" in page.offers()
    page.screenings.table.selectRow(2)
    assert not page.screenings.amend.isEnabled()


def test_an_amendment_needs_a_reason(qtbot, page, clinic):
    open_and_wait(qtbot, page)
    page.screenings.table.selectRow(1)
    page.do("amend")
    dialog = page.findChild(ReasonDialog)
    dialog._give()
    assert dialog.row.error.isVisible() and not clinic.screenings.amended
    dialog.text.setPlainText("The EDSS was of another day")
    with qtbot.waitSignal(page.screening_wanted) as wanted:
        dialog._give()
    assert clinic.screenings.amended == [(3, 1, "The EDSS was of another day")]
    assert wanted.args[0].state is ScreeningState.DRAFT


def test_the_summary_is_of_the_chosen_screening_and_of_this_patient(qtbot, page):
    open_and_wait(qtbot, page)
    page.screenings.table.selectRow(1)
    with qtbot.waitSignal(page.summary_wanted) as wanted:
        page.do("preview")
    assert (wanted.args[0].id, wanted.args[1].id) == (3, 1)


def test_scans_are_loaded_only_when_their_tab_is_opened(qtbot, page):
    open_and_wait(qtbot, page)
    assert page.findChildren(Scans) == []
    page.tabs.setCurrentIndex(2)
    assert page.findChild(Scans).opened == [1]
    page.open_patient(2)
    qtbot.waitUntil(lambda: page.banner.name.text() == "Castellanos, Chiara")
    assert page.tabs.currentIndex() == 0
    page.tabs.setCurrentIndex(2)
    assert page.findChild(Scans).opened == [1, 2]


def test_each_sentence_of_a_finding_stands_with_its_evidence_label(qtbot, page):
    open_and_wait(qtbot, page)
    statement = stubs.library().statements["S06"]
    rows = page.overview._content.findChildren(FindingRow)
    assert len(rows) == 5
    for row in rows:
        assert statement.label in texts(row)
        assert f"{statement.label}. Enter" in row.accessibleDescription()


def test_what_changed_stands_under_its_headings(qtbot, page):
    open_and_wait(qtbot, page)
    words = texts(page.overview)
    at = words.index("Since 22 Nov 2025:")
    assert words[at + 1 : at + 3] == ["Newly found", "Motor loss"]
