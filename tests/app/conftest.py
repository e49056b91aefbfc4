"""A clinic of two people and the program on it, for the tests of locking; garbage as in it."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from msbone_desktop.app.session import Session
from msbone_desktop.domain.accounts import Role
from msbone_desktop.domain.calendar import PartialDate
from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.patients import PatientDetails
from msbone_desktop.environment.logs import EventLog
from msbone_desktop.environment.resources import shipped
from msbone_desktop.environment.settings import SettingsFile
from msbone_desktop.services.vault import Vault
from msbone_desktop.ui.collecting import WindowCollector
from tests.app.hands import KNOWLEDGE, LEAD, NURSE, WORDS
from tests.derivations import remembered


@pytest.fixture(scope="session")
def collector(qapp):
    """As in the program: on the worker's thread it would destroy widgets, which can crash."""
    collector = WindowCollector()
    yield collector
    collector.stop()


@pytest.fixture(scope="session")
def clinic_of_two(tmp_path_factory):
    """A clinic of two people, whose recovery sheet is held."""
    folder = tmp_path_factory.mktemp("locking") / "clinic"
    now = lambda: datetime(2026, 11, 22, 10, tzinfo=UTC)  # noqa: E731
    with remembered():
        vault = Vault(folder, now, KNOWLEDGE, migrations=shipped("db"))
        vault.create(WORDS[LEAD], ClinicIdentity(name="North Clinic"))
        clinic = vault.unlock(WORDS[LEAD], LEAD)
        clinic.people.make_sheet()
        assert clinic.people._drawn is not None
        clinic.people.confirm_sheet(1, clinic.people._drawn[1].groups[0])
        clinic.people.add(NURSE, Role.NURSE, WORDS[NURSE])
        born = PartialDate(1970, 3, 4)
        clinic.patients.create(
            PatientDetails(family_name="Ash", given_name="Ann", born_on=born, clinic_id="N-1")
        )
        clinic.close()
    return folder


@pytest.fixture
def records(clinic_of_two, tmp_path):
    return shutil.copytree(clinic_of_two, tmp_path / "clinic")


@pytest.fixture
def session(qtbot, records, tmp_path, qapp, collector) -> Iterator[Session]:
    """The program with its unlock window, on the clinic of two people."""
    log = EventLog(tmp_path, lambda: datetime.now(UTC))
    before = set(QApplication.topLevelWidgets())
    with remembered():
        made = Session(
            qapp,
            records=records,
            resources=shipped("resources"),
            migrations=shipped("db"),
            settings=SettingsFile(tmp_path),
            log=log,
            now=lambda: datetime.now(UTC),
            is_demo=False,
        )
        made.show_unlock()
        yield made
        made.end()
    for window in QApplication.topLevelWidgets():
        # A list that unfolds and a menu go with the widget that holds them: it would look for them.
        if window not in before and window.parentWidget() is None:
            window.hide()
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    log.close()
    collector.collect()
