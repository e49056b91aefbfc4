"""What is empty says so to everybody, and invites to fill it only those whose role may."""

import re
from datetime import UTC, date, datetime

import pytest
from PySide6.QtWidgets import QLabel

from msbone_desktop.domain.accounts import Permission, Role, may
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.storage.database import Database
from msbone_desktop.ui.dxa import history_page, risk_panel
from msbone_desktop.ui.patients import list_page, screenings_tab
from msbone_desktop.ui.today import page as today_page
from tests.ui.test_by_role import PLACES, settle

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
INVITES = {
    today_page.ADD_NEW: Permission.EDIT_PEOPLE,
    list_page.ADD_FIRST: Permission.EDIT_PEOPLE,
    screenings_tab.START_FIRST: Permission.SCREEN,
    history_page.ADD_FIRST: Permission.ENTER_SCANS,
    risk_panel.ADD_FIRST: Permission.ENTER_SCANS,
}
EMPTY = (
    today_page.NOBODY_OPENED,
    list_page.NO_PATIENTS,
    screenings_tab.NO_SCREENING,
    history_page.EMPTY,
    risk_panel.EMPTY,
)
ORDERS = re.compile(r"(^|[.;,:] |\bor )(add|start|type in|enter|record|make|fill)\b", re.IGNORECASE)
"""How a sentence would tell somebody to enter something."""


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge(shipped("resources"))


@pytest.fixture
def database(tmp_path):
    return Database.create(tmp_path / "clinic.msbone", bytes(range(32)), migrations=shipped("db"))


def sentences(window):
    return {each.text() for each in window.findChildren(QLabel) if each.isVisible()}


def everything(qtbot, window, database):
    """Go through an empty clinic, then through the page of somebody of whom nothing is known."""
    found: set[str] = set()
    for place in PLACES:
        window.navigation.go(place)
        settle(qtbot, window)
        found |= set() if place in ("evidence", "settings") else sentences(window)
    details = PatientDetails(
        family_name="Ash",
        given_name="Ann",
        born_on=PartialDate.of(date(1970, 3, 4)),
        clinic_id="MOB-1",
    )
    with database.unit_of_work() as work:
        number = work.patients.add(details, "A. Lead", NOW).id
    window.open_patient(number)
    page = window.places._page("patient")
    qtbot.waitUntil(lambda: page.banner.name.text() == "Ash, Ann")
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        settle(qtbot, window)
        found |= sentences(window)
    return found


@pytest.mark.parametrize("role", list(Role), ids=str)
@pytest.mark.catalogue("C19")
def test_what_is_empty_invites_only_those_who_may_enter_it(qtbot, window_of, database, role):
    found = everything(qtbot, window_of(role), database)
    shown = " | ".join(sorted(found))
    for sentence in EMPTY:
        assert sentence in shown, sentence
    for sentence, needed in INVITES.items():
        assert (sentence in shown) is may(role, needed), sentence
    orders = [each for each in found if ORDERS.search(each)]
    if role is Role.READER:
        assert orders == []
    if role is Role.LEAD:
        assert len(orders) >= len(INVITES), "the pattern finds no invitation"
