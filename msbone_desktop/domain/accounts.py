"""Who works in a clinic, in which role, and what each role may do. One table decides it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

AccountId = NewType("AccountId", int)


class Role(StrEnum):
    """What a person is in the clinic."""

    CLINICIAN = "clinician"
    PHYSIOTHERAPIST = "physiotherapist"
    NURSE = "nurse"
    FRONT_DESK = "front_desk"
    LEAD = "lead"
    READER = "reader"


class Permission(StrEnum):
    """One thing that staff do. Everything that a service offers needs one of these."""

    VIEW = "view"
    EDIT_PEOPLE = "edit_people"
    SCREEN = "screen"
    SIGN = "sign"
    ENTER_SCANS = "enter_scans"
    FOLLOW_UP = "follow_up"
    DECIDE_FOLLOW_UP = "decide_follow_up"
    PRINT = "print"
    EXPORT = "export"
    CLINICAL_SETTINGS = "clinical_settings"
    ARCHIVE = "archive"
    MERGE = "merge"
    PURGE = "purge"
    SETTINGS = "settings"
    BACKUPS = "backups"
    READ_HISTORY = "read_history"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_KEYS = "manage_keys"


_EVERYBODY = frozenset(Role)
_STAFF = _EVERYBODY - {Role.READER}
_CLINICAL = frozenset({Role.CLINICIAN, Role.PHYSIOTHERAPIST, Role.NURSE, Role.LEAD})
_SENIOR = frozenset({Role.CLINICIAN, Role.LEAD})
_LEAD = frozenset({Role.LEAD})

WHO_MAY: Mapping[Permission, frozenset[Role]] = {
    Permission.VIEW: _EVERYBODY,
    Permission.EDIT_PEOPLE: _STAFF,
    Permission.SCREEN: _CLINICAL,
    Permission.SIGN: _CLINICAL,
    Permission.ENTER_SCANS: _CLINICAL,
    Permission.FOLLOW_UP: _STAFF,
    Permission.DECIDE_FOLLOW_UP: _CLINICAL,
    Permission.PRINT: _STAFF,
    Permission.EXPORT: _STAFF,
    Permission.CLINICAL_SETTINGS: _SENIOR,
    Permission.ARCHIVE: _SENIOR,
    Permission.MERGE: _SENIOR,
    Permission.PURGE: _LEAD,
    Permission.SETTINGS: _LEAD,
    Permission.BACKUPS: _LEAD,
    Permission.READ_HISTORY: _LEAD,
    Permission.MANAGE_PEOPLE: _LEAD,
    Permission.MANAGE_KEYS: _LEAD,
}
"""The table. The lead may do everything: a clinic of one person has to be able to work."""

PERMISSION_WORDS: Mapping[Permission, str] = {
    Permission.VIEW: "See patients, screenings, findings, scans and reminders",
    Permission.EDIT_PEOPLE: "Enter and correct patients",
    Permission.SCREEN: "Screen: fill in and keep drafts",
    Permission.SIGN: "Sign and amend screenings, release findings to the patient",
    Permission.ENTER_SCANS: "Enter DXA scans, reports and results of other tools",
    Permission.FOLLOW_UP: "Contact, book and put off reminders",
    Permission.DECIDE_FOLLOW_UP: "Decide on follow-up: not appropriate, paused, how often",
    Permission.PRINT: "Print and preview papers",
    Permission.EXPORT: "Save papers and calendars as files that are not encrypted",
    Permission.CLINICAL_SETTINGS: "Change the policy on reminders and the list of scanners",
    Permission.ARCHIVE: "Put patients into the bin and take them out",
    Permission.MERGE: "Join two records of one patient and take that back",
    Permission.PURGE: "Delete for good what lay in the bin long enough",
    Permission.SETTINGS: "Change the clinic's settings",
    Permission.BACKUPS: "Choose where backups go, and restore one",
    Permission.READ_HISTORY: "Read, prove and export the history",
    Permission.MANAGE_PEOPLE: "Add and remove people, change roles, set passphrases",
    Permission.MANAGE_KEYS: "Make a recovery sheet and change the data key",
}

ROLE_WORDS: Mapping[Role, str] = {
    Role.CLINICIAN: "Clinician",
    Role.PHYSIOTHERAPIST: "Physiotherapist",
    Role.NURSE: "Nurse",
    Role.FRONT_DESK: "Front desk",
    Role.LEAD: "Lead",
    Role.READER: "Reader",
}

ROLE_EXPLAINED: Mapping[Role, str] = {
    Role.CLINICIAN: "Screens, signs, decides on follow-up, keeps policy and scanners.",
    Role.PHYSIOTHERAPIST: "Screens, signs and follows up.",
    Role.NURSE: "Screens, signs and follows up.",
    Role.FRONT_DESK: "Keeps the list of patients, works reminders, prints.",
    Role.LEAD: "Does everything, and looks after people, keys, backups, settings and history.",
    Role.READER: "Sees records and changes nothing.",
}


def may(role: Role | None, permission: Permission) -> bool:
    """Tell whether a role may do something; nobody's role may do nothing."""
    return role in WHO_MAY[permission]


def may_restore(roles: Mapping[str, str], slot: str) -> bool:
    """Tell whether who opened a backup by ``slot`` may put it back.

    Args:
        roles: Of who worked there on the day of the backup, by slot; none in a file from before
            there were accounts, which anybody may put back who can open it.
        slot: Of the key file.
    """
    return not roles or (slot in roles and may(Role(roles[slot]), Permission.BACKUPS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who works here, or did. Her own slot of the key file is the only way in."""

    id: AccountId
    name: str
    role: Role
    active: bool
    slot: str
    """Identifies the slot of the key file."""
    version: int
