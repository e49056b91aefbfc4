"""What a new data key does not change is said before it is changed, afterwards, and in the papers."""

import pytest
from PySide6.QtWidgets import QLabel

from msbone_desktop.app.file_work import REKEYED
from msbone_desktop.environment.resources import shipped
from msbone_desktop.ui.preferences import people_page
from msbone_desktop.ui.preferences.people_page import PeoplePage

STILL = "former key"
DOCS = shipped("resources").parent / "docs"


@pytest.fixture
def page(qtbot, workplace):
    made = PeoplePage(workplace)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_page_says_that_copies_of_before_are_still_opened_by_the_former_key(page):
    shown = [each.text() for each in page.findChildren(QLabel) if STILL in each.text()]
    assert len(shown) == 1
    assert "Backups and other copies made before are still opened" in shown[0]
    assert "delete those" in shown[0]


def test_it_is_said_again_where_one_goes_on_and_when_it_is_done(page, monkeypatch):
    asked: list[tuple[object, ...]] = []

    def refuse(*given):
        asked.append(given)
        return False

    monkeypatch.setattr(people_page, "ask", refuse)
    page.new_key.setEnabled(True)
    page.new_key.click()
    ((_, _, question, _),) = asked
    for words in (question, REKEYED):
        assert "copies made before" in str(words) and STILL in str(words)


def test_the_page_for_the_privacy_officer_says_so_and_names_what_is_left():
    text = (DOCS / "privacy.md").read_text(encoding="utf-8")
    (line,) = [each for each in text.splitlines() if each.startswith("| Somebody leaves |")]
    assert "still opened by the former key" in line
    for left in ("backups/", "clinic.before-update-", "restoring leaves"):
        assert left in line
