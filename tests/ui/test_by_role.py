"""What a role may not do is not in its window at all, and what is there is never refused."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton, QToolButton, QWidget

from msbone_desktop.domain.accounts import Permission, Role, may
from msbone_desktop.domain.audit import AuditQuery
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.domain.screening import DxaScan, DxaSite
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.clinic import open_clinic
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.storage.database import Database
from msbone_desktop.ui.by_role import leave_out
from msbone_desktop.ui.form_memory import values_of
from msbone_desktop.ui.kept_place import NEEDED
from tests.people import staff

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
PLACES = ("today", "patients", "reminders", "evidence", "settings")


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge(shipped("resources"))


@pytest.fixture
def database(tmp_path, knowledge):
    """A clinic with one patient who has a signed screening, a draft and a scan."""
    made = Database.create(tmp_path / "clinic.msbone", bytes(range(32)), migrations=shipped("db"))
    clinic = open_clinic(made, staff("A. Lead"), lambda: NOW, knowledge)
    patient = clinic.patients.create(
        PatientDetails(
            family_name="Ash",
            given_name="Ann",
            born_on=PartialDate.of(date(1970, 3, 4)),
            clinic_id="MOB-1",
        )
    ).id
    site = DxaSite(site="femoral_neck", bmd_g_cm2=Decimal("0.8"))
    clinic.dxa.record(patient, DxaScan(performed_on=date(2026, 3, 1), sites=(site,)))
    draft = clinic.screenings.start(patient)
    clinic.screenings.sign(draft.id, patient, draft.version)
    clinic.screenings.start(patient)
    return made


def words(text):
    return text.replace("&", "").partition("\t")[0].rstrip("…").strip()


def in_sight(widget: QWidget) -> set[str]:
    """Return the words of every button, and of the entries of its menu."""
    found = set()
    for button in widget.findChildren(QAbstractButton):
        if not button.isVisible():
            continue
        found.add(words(button.text() or button.accessibleName()))
        if isinstance(button, QPushButton | QToolButton) and button.menu() is not None:
            found |= entries(button.menu())
    return found - {""}


def entries(menu: QMenu) -> set[str]:
    return {words(each.text()) for each in menu.actions() if each.isVisible()} - {""}


def settle(qtbot, window):
    """Wait until what was asked in the background is answered, and what the answers asked."""
    for _ in range(3):
        answered: list[object] = []
        window.workplace.runner.run(
            owner=window, work=lambda: None, on_success=answered.append, on_failure=answered.append
        )
        qtbot.waitUntil(lambda answered=answered: bool(answered), timeout=20_000)
    qtbot.wait(20)


def everything(qtbot, window):
    """Go through the whole window; return all that is offered anywhere."""
    found = set()
    for place in PLACES:
        window.navigation.go(place)
        settle(qtbot, window)
        found |= in_sight(window)
    window.open_patient(1)
    page = window.places._page("patient")
    qtbot.waitUntil(lambda: page.banner.name.text() == "Ash, Ann")
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        settle(qtbot, window)
        found |= in_sight(window) | {words(page.tabs.tabText(tab))}
    for screening in window.workplace.clinic.screenings.of(1):
        page.screening_wanted.emit(screening, page._patient)
        settle(qtbot, window)
        found |= in_sight(window)
    for menu in window.menuBar().findChildren(QMenu):
        found |= entries(menu)
    return found


FOR_LEADS = {"Backups", "History", "People and keys"}
FOR_SENIORS = {
    "DXA scanners", "Follow-up and rules", "Decide", "Bin", "Put into the bin",
    "Join with another record",
}  # fmt: skip
CLINICAL = {
    "New screening", "Save draft", "Sign", "Amend", "Amend with a reason", "Discard this draft",
    "Continue the draft", "Declined", "Add a medicine", "Add a scan", "Correct this scan",
    "Void this scan", "Attach its report", "Void its report", "Add a result", "Edit the card",
    "Record a scan", "Make a reminder", "DXA every 12 months", "Not appropriate",
    "Suspend, for example in pregnancy", "Back on the list now", "End this reminder, with a reason",
}  # fmt: skip
STAFF = {
    "New patient", "Edit", "Edit this patient", "Do", "Booked", "Snooze", "Undo",
    "Undo the last change", "Summary", "Handout", "DXA request", "Preview", "Preview or print",
    "Save a copy", "Print and export", "Recall letters", "Calendar file",
}  # fmt: skip
EVERYBODY = {
    "Today", "Patients", "Reminders", "Evidence", "Settings", "Lock", "Change your passphrase",
    "Open this screening", "Open its report", "Overview", "Screenings", "DXA", "Documents",
}  # fmt: skip
LEFT_OUT = {
    Role.LEAD: set(),
    Role.CLINICIAN: FOR_LEADS,
    Role.PHYSIOTHERAPIST: FOR_LEADS | FOR_SENIORS,
    Role.NURSE: FOR_LEADS | FOR_SENIORS,
    Role.FRONT_DESK: FOR_LEADS | FOR_SENIORS | CLINICAL,
    Role.READER: FOR_LEADS | FOR_SENIORS | CLINICAL | STAFF,
}


@pytest.mark.parametrize("role", list(Role), ids=str)
@pytest.mark.catalogue("C19")
def test_what_a_role_may_not_do_is_nowhere_and_the_rest_is_never_refused(
    qtbot, window_of, database, role
):
    found = everything(qtbot, window_of(role))
    known = FOR_LEADS | FOR_SENIORS | CLINICAL | STAFF | EVERYBODY
    assert known - found == LEFT_OUT[role]
    with database.unit_of_work() as work:
        actions = {each.action for each in work.history.page(AuditQuery(), 1000)}
    assert "denied" not in actions and "viewed" in actions


@pytest.mark.parametrize("role", [Role.READER, Role.FRONT_DESK], ids=str)
def test_a_draft_is_read_and_not_written_by_who_does_not_screen(qtbot, window_of, role):
    window = window_of(role)
    clinic = window.workplace.clinic
    draft = next(each for each in clinic.screenings.of(1) if each.state == "draft")
    window.open_screening(draft, clinic.patients.get(1))
    page = window.places._page("screening")
    qtbot.wait(100)
    assert page.bar.title.text() and page._saver is None
    assert not {"save", "sign", "discard", "amend"} & page.offers()
    for name in ("sign", "discard", "new_screening", "amend"):
        window.run_command(name)
    assert len(clinic.screenings.of(1)) == 2


def test_each_place_says_what_it_needs_to_be_gone_back_to(window_of):
    assert window_of(Role.LEAD).places.makers().keys() == NEEDED.keys()


ALONE = tuple(
    place for place in NEEDED if place not in ("today", "patient", "preview", "screening", "join")
)
"""Places that need nobody and nothing of a patient to be gone back to."""


@pytest.mark.parametrize("role", list(Role), ids=str)
@pytest.mark.catalogue("C19")
def test_after_a_lock_nobody_is_led_to_a_place_that_her_role_lacks(
    qtbot, window_of, database, role
):
    window = window_of(role)
    for place in ALONE:
        window.navigation.go("today")
        window.go_back_to({"place": place, "values": None})
        settle(qtbot, window)
        assert window.navigation.key == (place if may(role, NEEDED[place]) else "today")
    with database.unit_of_work() as work:
        assert "denied" not in {each.action for each in work.history.page(AuditQuery(), 1000)}


def test_what_was_typed_about_the_clinic_is_filled_in_for_the_lead_alone(qtbot, window_of):
    for role in (Role.LEAD, Role.NURSE):
        window = window_of(role)
        page = window.places._page("settings")
        page.name_field.setText("Another name")
        values = values_of(page)
        page.name_field.setText("North")
        window.go_back_to({"place": "settings", "values": values})
        settle(qtbot, window)
        changed, page._changed = page._changed, False
        assert changed is (role is Role.LEAD)


def test_left_out_for_good_however_a_page_shows_it(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    button = QPushButton("Void", page)
    leave_out(staff(role=Role.NURSE), Permission.SCREEN, button)
    page.show()
    assert button.isVisible()
    leave_out(staff(role=Role.READER), Permission.SCREEN, button)
    button.show()
    button.setVisible(True)
    assert not button.isVisible()
    with pytest.raises(ValueError, match="laid out"):
        leave_out(staff(role=Role.READER), Permission.SCREEN, QPushButton())
