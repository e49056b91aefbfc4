"""A screening as a document of the clinic: drafted, signed, amended."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from msbone_desktop.domain.accounts import AccountId, Permission, Role, may
from msbone_desktop.domain.patients import PatientId

ScreeningId = NewType("ScreeningId", int)

HALF_TYPED_LIMIT = 2_000_000
"""The most characters of ``Screening.half_typed``."""


class ScreeningState(StrEnum):
    """A draft may change; a signed screening is only ever amended by a new one."""

    DRAFT = "draft"
    SIGNED = "signed"
    AMENDED = "amended"
    """Signed, then replaced by a later signed screening that names it."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who does something. Without a role she may do nothing."""

    name: str
    role: Role | None = None
    account: AccountId | None = None

    def may(self, permission: Permission) -> bool:
        """Tell whether she may do something."""
        return may(self.role, permission)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """An unusual value that a person confirmed."""

    field: str
    value: str
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """One screening of one patient.

    ``answers`` is the record in the assess format (canonical JSON); ``findings`` the assessment
    of those answers in the same format, kept from the moment of signing. With
    ``rule_set_version``, ``rule_set_hash`` and ``profile`` they reproduce each other byte for byte.
    """

    id: ScreeningId
    patient: PatientId
    state: ScreeningState
    assessed_on: date
    answers: str
    findings: str | None
    notes: str
    confirmations: tuple[Confirmation, ...]
    carried_forward: tuple[str, ...]
    """Fields whose offered answer from last time was accepted."""
    rule_set_version: str
    rule_set_hash: str
    profile: str
    software_version: str
    version: int
    started_by: str
    started_at: datetime
    saved_at: datetime
    signed_by: str | None = None
    signed_at: datetime | None = None
    amends: ScreeningId | None = None
    amendment_reason: str | None = None
    half_typed: str = ""
    """What stands in fields of a draft and is no answer (yet): JSON, by field; no rule reads it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Last time's answer to one field, to be accepted by a person before it counts."""

    field: str
    value: object
    """A value as in ``ScreeningRecord``."""
    answered_on: date
