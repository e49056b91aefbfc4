"""Every method of every service says what it needs, and refuses each role that lacks it."""

import inspect
from dataclasses import fields
from datetime import UTC, datetime

import pytest

from msbone_desktop.domain.accounts import WHO_MAY, Permission, Role, may
from msbone_desktop.domain.errors import NotPermittedError
from msbone_desktop.environment.resources import shipped
from msbone_desktop.services.clinic import open_clinic
from msbone_desktop.services.knowledge import load_knowledge
from msbone_desktop.services.permission import permission_of, states_its_permission
from msbone_desktop.storage.database import Database
from tests.people import staff

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
NO_SERVICES = {"actor", "identity", "database"}


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge(shipped("resources"))


@pytest.fixture
def opened(tmp_path, knowledge):
    database = Database.create(tmp_path / "c.msbone", bytes(range(32)), migrations=shipped("db"))
    yield lambda role: open_clinic(database, staff("A. Person", role), lambda: NOW, knowledge)
    database.close()


def methods(clinic):
    """Return service, name and function of all that a clinic offers."""
    found = []
    for each in fields(clinic):
        if each.name in NO_SERVICES:
            continue
        service = getattr(clinic, each.name)
        for name, method in inspect.getmembers(type(service), inspect.isfunction):
            if not name.startswith("_"):
                found.append((service, name, method))
    return found


def test_every_public_method_says_what_it_needs(opened):
    listed = methods(opened(Role.LEAD))
    assert len(listed) > 80
    silent = [
        f"{type(service).__name__}.{name}"
        for service, name, method in listed
        if not states_its_permission(method)
    ]
    assert silent == []


@pytest.mark.parametrize("role", list(Role), ids=str)
@pytest.mark.catalogue("C19")
def test_each_role_is_refused_what_it_lacks_before_anything_is_done(opened, role):
    clinic, refused = opened(role), 0
    for service, name, method in methods(clinic):
        needed = permission_of(method)
        if needed is None or may(role, needed):
            continue
        signature = inspect.signature(method)
        given = [None] * sum(
            one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD
            for one in list(signature.parameters.values())[1:]
        )
        named = {
            one.name: None
            for one in signature.parameters.values()
            if one.kind is one.KEYWORD_ONLY and one.default is one.empty
        }
        with pytest.raises(NotPermittedError):
            getattr(service, name)(*given, **named)
        refused += 1
    assert (refused == 0) is (role is Role.LEAD)


@pytest.mark.catalogue("C19")
def test_a_refusal_is_entered_in_the_history(opened):
    reader = opened(Role.READER)
    with pytest.raises(NotPermittedError):
        reader.audit.switch_asking(True, "A. Person")
    with reader.database.unit_of_work() as work:
        newest = work.history.newest("denied")
    assert newest is not None and newest.became == {"permission": "settings"}


def test_without_a_role_a_clinic_does_not_even_open(opened):
    with pytest.raises(NotPermittedError):
        opened(None)


def test_nobody_but_the_lead_may_do_everything_and_nobody_without_a_role_anything():
    for permission in Permission:
        assert may(Role.LEAD, permission)
        assert not may(None, permission)
    assert WHO_MAY[Permission.SIGN].isdisjoint({Role.FRONT_DESK, Role.READER})
