import pytest
from PySide6.QtCore import Qt

from msbone_desktop.domain.errors import StorageError
from msbone_desktop.ui.person_list import LINE_ROLE
from msbone_desktop.ui.today.page import TodayPage
from tests.ui import stubs


@pytest.fixture
def page(qtbot, workplace):
    page = TodayPage(workplace)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.enter()
    return page


def lines(card):
    return [card.list.lines.index(row).data(LINE_ROLE) for row in range(card.list.lines.rowCount())]


def test_the_day_shows_drafts_who_was_opened_and_whose_dxa_is_due(qtbot, page):
    qtbot.waitUntil(lambda: bool(lines(page.drafts)))
    assert [line.title for line in lines(page.drafts)] == ["Dufresne, Dmitri", "Eriksson, Chiara"]
    assert len(lines(page.opened)) == 4
    qtbot.waitUntil(lambda: bool(lines(page.due)))
    assert lines(page.due)[0].trailing == "Overdue since 1 Jan 2026"
    assert page.due.heading.text() == "DXA due: 23"
    assert page.more_due.text() == "and 18 more"


def test_a_draft_is_opened_with_enter(qtbot, page):
    qtbot.waitUntil(lambda: bool(lines(page.drafts)))
    page.drafts.list.select_row(1)
    with qtbot.waitSignal(page.draft_wanted) as wanted:
        qtbot.keyClick(page.drafts.list, Qt.Key.Key_Return)
    screening, row = wanted.args
    assert (screening.patient, row.id) == (14, 14)


def test_empty_lists_say_what_belongs_there_and_offer_the_first_action(qtbot, page, clinic):
    qtbot.waitUntil(lambda: bool(lines(page.drafts)))
    clinic.today.today = stubs.NOTHING_TODAY
    page.enter()
    qtbot.waitUntil(page.drafts.empty.isVisible)
    assert page.opened.empty.isVisible() and page.due.empty.isVisible()
    assert not page.more_due.isVisible()
    with qtbot.waitSignal(page.new_patient_wanted):
        page.opened.action.click()
    with qtbot.waitSignal(page.patients_wanted):
        page.due.action.click()


def test_notices_stand_at_the_top_once(qtbot, page):
    qtbot.waitUntil(lambda: page.notices.count() == 1)
    page.enter()
    qtbot.wait(50)
    assert page.notices.count() == 1


def test_a_day_that_cannot_be_read_says_so(qtbot, page, clinic):
    def fail():
        raise StorageError

    clinic.today.look = fail
    page.enter()
    qtbot.waitUntil(page.problem.isVisible)
    assert page.problem.text() == str(StorageError())
