import pytest
from PySide6.QtCore import Qt

from msbone_desktop.ui.evidence.entries import KINDS, entries
from msbone_desktop.ui.evidence.page import EvidencePage
from msbone_desktop.ui.person_list import KEY_ROLE
from msbone_desktop.ui.plain_label import PlainLabel
from tests.ui import stubs


@pytest.fixture
def page(qtbot, workplace):
    page = EvidencePage(workplace)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    return page


def listed(page):
    lines = page.list.lines
    return [lines.index(row).data(KEY_ROLE).id for row in range(lines.rowCount())]


def detail(page):
    return [label.text() for label in page._shown.findChildren(PlainLabel)]


def test_every_kind_of_evidence_can_be_read():
    found = list(entries(stubs.library()))
    assert {entry.kind for entry in found} == {kind for kind, _ in KINDS}
    assert len({entry.id for entry in found}) == len(found)


def test_an_entry_shows_level_citations_cautions_and_what_rests_on_it(page):
    page.show_statement("S06")
    words = detail(page)
    assert "Not graded in the module" in words
    assert "Dobson 2012" in words
    assert "The age given in the table is not the age in the paper." in words
    assert "Needs a walking aid" in words
    assert any(text.startswith("Dobson R, Ramagopalan") for text in words)


def test_a_level_of_an_intervention_is_said_to_be_one(page):
    page.show_statement("S01")
    assert "This label grades an intervention, not the finding." in detail(page)


def test_the_search_finds_entries_with_all_the_words(qtbot, page):
    qtbot.keyClicks(page.search, "hip (7)")
    assert listed(page) == ["S07"]
    page.search.setText("zzz")
    assert listed(page) == [] and page.nothing.isVisible() and page._shown is None


def test_the_arrows_read_one_entry_after_another(qtbot, page):
    page.search.setFocus()
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert detail(page)[1] == "S02"


@pytest.mark.parametrize("number", range(len(KINDS)))
def test_each_list_has_its_entries(page, number):
    page.kinds.buttons()[number].click()
    assert listed(page) and page._shown is not None
