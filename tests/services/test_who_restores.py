"""A backup is put back by a lead alone: one who is lead today, and was lead on the backup's day."""

import shutil
from datetime import UTC, datetime

import pytest

from msbone_desktop.domain.accounts import Role
from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.errors import NotPermittedError
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.knowledge import knowledge_source
from msbone_desktop.services.vault import Vault
from tests.derivations import remembered

FIRST, SECOND = "A. First", "B. Second"
WORDS = {FIRST: "otter lantern gravel nine", SECOND: "copper violin meadow forty"}
KNOWLEDGE = knowledge_source(shipped("resources"))


def _now():
    return datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture(autouse=True, scope="module")
def _derived_once():
    with remembered():
        yield


def vault_in(folder):
    return Vault(folder, _now, KNOWLEDGE, migrations=shipped("db"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A clinic of a lead and of a second person, whose role a test chooses."""
    folder = tmp_path_factory.mktemp("who restores") / "clinic"
    vault = vault_in(folder)
    vault.create(WORDS[FIRST], ClinicIdentity(name="North Clinic"))
    clinic = vault.unlock(WORDS[FIRST], FIRST)
    clinic.people.add(SECOND, Role.NURSE, WORDS[SECOND])
    clinic.close()
    return folder


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made, tmp_path / "clinic")


def become(folder, role):
    """Have the lead give the second person a role."""
    clinic = vault_in(folder).unlock(WORDS[FIRST], FIRST)
    person = next(each for each in clinic.people.listed() if each.name == SECOND)
    clinic.people.change_role(person.id, role, person.version)
    clinic.close()


def backed_up(folder):
    clinic = vault_in(folder).unlock(WORDS[FIRST], FIRST)
    state = clinic.backups.back_up()
    clinic.close()
    assert state.newest is not None, state.problem
    return state.newest.folder


def databases(folder):
    """Return the clinic's file, and what restoring would have put aside."""
    return (folder / "clinic.msbone").read_bytes(), sorted(folder.glob("before-restore-*"))


@pytest.mark.catalogue("C19")
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD])
def test_who_is_no_lead_today_puts_nothing_back_though_she_was_on_that_day(folder, role):
    become(folder, Role.LEAD)
    backup = backed_up(folder)
    become(folder, role)
    before = databases(folder)
    with pytest.raises(NotPermittedError):
        vault_in(folder).restore(backup, WORDS[SECOND])
    assert databases(folder) == before


@pytest.mark.catalogue("C19")
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD])
def test_who_was_no_lead_on_that_day_puts_nothing_back_though_she_is_today(folder, role):
    become(folder, role)
    backup = backed_up(folder)
    become(folder, Role.LEAD)
    before = databases(folder)
    with pytest.raises(NotPermittedError):
        vault_in(folder).restore(backup, WORDS[SECOND])
    assert databases(folder) == before
    # The same backup, by who was lead on both days.
    assert vault_in(folder).restore(backup, WORDS[FIRST]).is_dir()


def test_who_is_lead_and_was_puts_it_back(folder):
    become(folder, Role.LEAD)
    backup = backed_up(folder)
    assert vault_in(folder).restore(backup, WORDS[SECOND]).is_dir()
    vault_in(folder).unlock(WORDS[SECOND], SECOND).close()
