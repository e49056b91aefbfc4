import pytest

from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.ui.preferences import page as preferences
from msbone_desktop.ui.preferences.page import PreferencesPage


@pytest.fixture
def chosen():
    return []


@pytest.fixture
def page(qtbot, workplace, chosen):
    page = PreferencesPage(workplace, chosen.append)
    qtbot.addWidget(page)
    page.show()
    return page


def test_the_clinic_is_saved_as_typed(qtbot, page, clinic):
    page.name_field.setText("Hill Clinic")
    page.address_field.setPlainText("1 Road\nTown")
    page.paper_box.setCurrentIndex(1)
    page.order_box.setCurrentIndex(1)
    with qtbot.waitSignals([page.saved, page.identity_changed]):
        page.save()
    kept = clinic.settings.kept
    assert (kept.name, kept.address, kept.paper, kept.date_order) == (
        "Hill Clinic",
        "1 Road\nTown",
        "Letter",
        "mdy",
    )
    assert kept.is_demo


def test_a_clinic_without_a_name_is_refused_under_the_field(page):
    page.name_field.setText(" ")
    page.save()
    assert page.rows["name"].error.isVisible()


def test_a_refused_entry_is_said_under_its_field(qtbot, page, clinic):
    def refuse(identity):
        raise RefusedEntryError("phone", "Too long.")

    clinic.settings.save_identity = refuse
    page.save()
    qtbot.waitUntil(page.rows["phone"].error.isVisible)
    assert page.rows["phone"].error.text() == "Too long."


def test_the_appearance_changes_at_once(page, chosen):
    page.schemes.buttons()[2].click()
    assert chosen == ["dark"]


def test_what_was_typed_is_not_lost_by_looking_again(qtbot, page, monkeypatch):
    qtbot.keyClicks(page.phone_field, "9")
    page.enter()
    qtbot.wait(50)
    assert page.phone_field.text() == "01234 5678909"
    monkeypatch.setattr(preferences, "ask", lambda *words: False)
    assert not page.may_leave()


def test_a_changed_order_of_dates_reaches_the_forms(qtbot, window, clinic):
    window.navigation.go("settings")
    page = window.places._page("settings")
    page.order_box.setCurrentIndex(1)
    with qtbot.waitSignal(page.identity_changed):
        page.save()
    assert window.workplace.date_order == "mdy"
