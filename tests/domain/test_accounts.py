"""Who may do what: one table, whole, with the lead above all and nobody without a role."""

import pytest

from msbone_desktop.domain.accounts import (
    PERMISSION_WORDS,
    ROLE_EXPLAINED,
    ROLE_WORDS,
    WHO_MAY,
    Permission,
    Role,
    may,
)
from msbone_desktop.domain.screenings import Actor


def test_the_table_decides_about_every_permission_and_has_words_for_all():
    assert set(WHO_MAY) == set(Permission) == set(PERMISSION_WORDS)
    assert set(ROLE_WORDS) == set(Role) == set(ROLE_EXPLAINED)


@pytest.mark.parametrize("permission", Permission)
def test_the_lead_may_do_everything_and_who_has_no_role_nothing(permission):
    assert Actor("A. Lead", Role.LEAD).may(permission)
    assert not Actor("Nobody").may(permission)


def test_a_reader_sees_and_does_nothing_else():
    assert [p for p in Permission if may(Role.READER, p)] == [Permission.VIEW]


@pytest.mark.parametrize(
    "permission",
    [Permission.SCREEN, Permission.SIGN, Permission.ENTER_SCANS, Permission.DECIDE_FOLLOW_UP],
)
def test_the_front_desk_decides_nothing_clinical(permission):
    assert not may(Role.FRONT_DESK, permission)
    assert may(Role.NURSE, permission)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD])
def test_only_the_lead_administers(role):
    for permission in (
        Permission.MANAGE_PEOPLE,
        Permission.MANAGE_KEYS,
        Permission.BACKUPS,
        Permission.READ_HISTORY,
        Permission.SETTINGS,
        Permission.PURGE,
    ):
        assert not may(role, permission)
