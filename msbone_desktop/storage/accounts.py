"""The people who work in a clinic, present and past."""

import unicodedata
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from msbone_desktop.domain.accounts import Account, AccountId, Role
from msbone_desktop.domain.errors import ChangedElsewhereError, NameTakenError, NotFoundError
from msbone_desktop.storage.columns import from_moment
from msbone_desktop.storage.schema_trust import account


class Accounts:
    """Reads and keeps accounts. None is ever deleted: what she did stays under her name."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def all(self) -> tuple[Account, ...]:
        """Return everybody: who works here first, then by name."""
        rows = self._connection.execute(
            sa.select(account).order_by(account.c.active.desc(), account.c.name_key)
        )
        return tuple(_to_domain(row) for row in rows)

    def get(self, identity: AccountId) -> Account:
        """Return one account.

        Raises:
            NotFoundError: There is none.
        """
        row = self._connection.execute(
            sa.select(account).where(account.c.id == identity)
        ).one_or_none()
        if row is None:
            raise NotFoundError
        return _to_domain(row)

    def of_slot(self, slot: str) -> Account | None:
        """Return whose slot of the key file that is."""
        row = self._connection.execute(
            sa.select(account).where(account.c.slot_id == slot)
        ).one_or_none()
        return None if row is None else _to_domain(row)

    def named(self, name: str) -> Account | None:
        """Return who has that name, however it is written."""
        row = self._connection.execute(
            sa.select(account).where(account.c.name_key == name_key(name))
        ).one_or_none()
        return None if row is None else _to_domain(row)

    def add(self, name: str, role: Role, slot: str, by: str, at: datetime) -> Account:
        """Enter somebody new.

        Raises:
            NameTakenError: Somebody has the name, or had it.
        """
        if self.named(name) is not None:
            raise NameTakenError
        made = self._connection.execute(
            account.insert().returning(account.c.id),
            {
                "name": name,
                "name_key": name_key(name),
                "role": role.value,
                "slot_id": slot,
                "active": 1,
                "version": 1,
                "created_by": by,
                "created_at": from_moment(at),
                "changed_by": by,
                "changed_at": from_moment(at),
            },
        )
        return self.get(AccountId(int(made.scalar_one())))

    def save(self, changed: Account, by: str, at: datetime) -> Account:
        """Keep role, slot, and whether she works here.

        Raises:
            ChangedElsewhereError: Somebody changed it meanwhile.
        """
        done = self._connection.execute(
            account.update()
            .where(account.c.id == changed.id, account.c.version == changed.version)
            .values(
                role=changed.role.value,
                slot_id=changed.slot,
                active=int(changed.active),
                version=changed.version + 1,
                changed_by=by,
                changed_at=from_moment(at),
            )
        )
        if done.rowcount != 1:
            raise ChangedElsewhereError
        return self.get(changed.id)


def name_key(name: str) -> str:
    """Return a name as it is compared: in any case, with any gaps, composed in any way."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _to_domain(row: Any) -> Account:
    return Account(
        id=AccountId(row.id),
        name=row.name,
        role=Role(row.role),
        active=bool(row.active),
        slot=row.slot_id,
        version=row.version,
    )
