"""The people of a clinic: who works here, in which role, with which way in.

A slot is added to the key file before its account and removed after it, so that a program cut off
between the two leaves a slot that opens nothing, and never an account without a way in.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from msbone_desktop import __version__
from msbone_desktop.domain.accounts import Account, AccountId, Permission, Role
from msbone_desktop.domain.documents import BatchDocument
from msbone_desktop.domain.errors import (
    DemoPeopleError,
    LastLeadError,
    MsboneError,
    NameTakenError,
    PassphraseHoldsError,
    RefusedEntryError,
    WrongPassphraseError,
)
from msbone_desktop.domain.papers import Made
from msbone_desktop.domain.recovery import GROUPS, RecoveryCode, draw_code, key_id
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.services.entrance import checked_name
from msbone_desktop.services.keeping import kept_batch
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.passphrases import require_strong
from msbone_desktop.services.permission import needs
from msbone_desktop.storage.database import Database
from msbone_desktop.storage.failures import refused_by_system
from msbone_desktop.storage.key_slots import CONFIRMED, RECOVERY, sheet_id
from msbone_desktop.storage.keys import KeyFile
from msbone_desktop.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from pathlib import Path

KEYS_NAME = "clinic.keys"
SHEET = "recovery-sheet"


class PeopleService:
    """Keeps accounts and ways in, and makes the recovery sheet."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        actor: Actor,
        now: Callable[[], datetime],
    ) -> None:
        self._database, self._knowledge = database, knowledge
        self._actor, self._now = actor, now
        self._drawn: tuple[str, RecoveryCode] | None = None
        """Slot and code of the sheet that is being made; the code is kept nowhere else."""

    @needs(Permission.MANAGE_PEOPLE)
    def listed(self) -> tuple[Account, ...]:
        """Return everybody who works here, then those who did."""
        with self._database.unit_of_work() as work:
            return work.accounts.all()

    @needs(Permission.MANAGE_PEOPLE)
    def add(self, name: str, role: Role, passphrase: str) -> Account:
        """Let somebody in, with a passphrase that she changes herself later.

        Raises:
            NameTakenError: Somebody has the name, or had it.
            WeakPassphraseError: The passphrase is guessed too easily.
            RefusedEntryError: The name cannot be kept.
        """
        keys = self._keys()
        shown = checked_name(name)
        with self._database.unit_of_work() as work:
            if work.accounts.named(shown) is not None:
                raise NameTakenError
            known = {each.slot for each in work.accounts.all()}
            require_strong(passphrase, (shown, work.clinic.identity().name))
        # Ways in that a cut-off program left without an account go with this write.
        stray = [slot.id for slot in keys.slots if slot.kind != RECOVERY and slot.id not in known]
        renewed = keys.without(*stray).with_slot(self._database.data_key, passphrase, shown)
        self._write(renewed)
        with self._database.unit_of_work() as work:
            return work.accounts.add(
                shown, role, renewed.slots[-1].id, self._actor.name, self._now()
            )

    @needs(Permission.MANAGE_PEOPLE)
    def change_role(self, identity: AccountId, role: Role, version: int) -> Account:
        """Give somebody another role, which holds from when she unlocks next.

        Raises:
            LastLeadError: Nobody would be lead any more.
            ChangedElsewhereError: Somebody changed it meanwhile.
        """
        with self._database.unit_of_work() as work:
            person = work.accounts.get(identity)
            if role is not Role.LEAD:
                _keep_a_lead(work, person)
            changed = replace(person, role=role, version=version)
            return work.accounts.save(changed, self._actor.name, self._now())

    @needs(Permission.MANAGE_PEOPLE)
    def remove(self, identity: AccountId, version: int) -> Account:
        """Close somebody's way in. What she did stays under her name.

        Raises:
            LastLeadError: Nobody would be lead any more.
            ChangedElsewhereError: Somebody changed it meanwhile.
        """
        keys = self._keys()
        with self._database.unit_of_work() as work:
            person = work.accounts.get(identity)
            _keep_a_lead(work, person)
            if person.id == self._actor.account:
                raise RefusedEntryError(
                    "account", "Ask another lead to remove you. Nothing was changed."
                )
            changed = replace(person, active=False, version=version)
            kept = work.accounts.save(changed, self._actor.name, self._now())
        self._write(keys.without(kept.slot))
        return kept

    @needs(Permission.MANAGE_PEOPLE)
    def readmit(self, identity: AccountId, version: int, passphrase: str) -> Account:
        """Let somebody in again who worked here before, with a new passphrase.

        Raises:
            WeakPassphraseError: The passphrase is guessed too easily.
            ChangedElsewhereError: Somebody changed it meanwhile.
        """
        self._set_passphrase(identity, passphrase)
        with self._database.unit_of_work() as work:
            person = replace(work.accounts.get(identity), active=True, version=version)
            return work.accounts.save(person, self._actor.name, self._now())

    @needs(Permission.MANAGE_PEOPLE)
    def reset_passphrase(self, identity: AccountId, passphrase: str) -> None:
        """Set another passphrase for somebody who forgot hers.

        Raises:
            WeakPassphraseError: The passphrase is guessed too easily.
        """
        person = self._set_passphrase(identity, passphrase)
        self._note("passphrase_reset", person)

    @needs(Permission.VIEW)
    def change_own_passphrase(self, old: str, new: str) -> None:
        """Change the passphrase of whoever works here now.

        Raises:
            WrongPassphraseError: ``old`` is not hers.
            WeakPassphraseError: ``new`` is guessed too easily.
        """
        keys = self._keys()
        with self._database.unit_of_work() as work:
            account = self._actor.account
            person = None if account is None else work.accounts.get(account)
        slot = None if person is None else keys.slot(person.slot)
        if person is None or slot is None:
            raise WrongPassphraseError
        keys.opened(old, (slot,))
        self._set_passphrase(person.id, new)
        try:
            self._note("passphrase_changed", person)
        except MsboneError as error:
            raise PassphraseHoldsError from error

    @property
    @needs(Permission.VIEW)
    def sheet_id(self) -> str:
        """The number of the recovery sheet that opens the clinic; "" without one."""
        return sheet_id(KeyFile.read(self._path).slots)

    @needs(Permission.MANAGE_KEYS)
    def sheet_is_due(self) -> bool:
        """Tell whether nobody holds a sheet: nothing would open the clinic without passphrases."""
        keys = KeyFile.read(self._path)
        return not keys.is_demo and not sheet_id(keys.slots)

    @needs(Permission.MANAGE_KEYS)
    def make_sheet(self) -> BatchDocument:
        """Draw a new code and make its sheet. The former sheet holds until this one is confirmed.

        The sheet is not kept: it is on paper or in the file that was saved, and nowhere else.
        """
        from msbone_desktop.reports.paper_texts import load_texts
        from msbone_desktop.reports.recovery_sheet import (
            RecoverySheetContent,
            build_recovery_sheet,
        )

        keys = self._keys()
        code = draw_code(secrets.randbelow)
        unconfirmed = [s.id for s in keys.of_kind(RECOVERY) if s.label != CONFIRMED]
        renewed = keys.without(*unconfirmed).with_slot(
            self._database.data_key, code.secret, kind=RECOVERY
        )
        slot = renewed.slots[-1].id
        at = self._now().astimezone()
        with self._database.unit_of_work() as work:
            clinic = work.clinic.identity()
        resources = self._knowledge.resources
        content = RecoverySheetContent(
            made=Made(clinic=clinic, at=at, by=self._actor.name, software_version=__version__),
            key_id=key_id(slot),
            code=code,
        )
        words = load_texts(resources / "documents", "en", "recovery_sheet")
        raw = build_recovery_sheet(content, words, resources / "fonts")
        sheet = kept_batch(raw, SHEET, at)
        self._write(renewed)
        self._drawn = (slot, code)
        return sheet

    @needs(Permission.MANAGE_KEYS)
    def group_to_confirm(self) -> int:
        """Return which group of the new sheet is to be typed, another one each time it is asked."""
        return 1 + secrets.randbelow(GROUPS)

    @needs(Permission.MANAGE_KEYS)
    def confirm_sheet(self, group: int, typed: str) -> None:
        """Have the new sheet count, and the one before it no longer, once a group of it is typed.

        Raises:
            RefusedEntryError: That is not what stands on the sheet.
        """
        if self._drawn is None or not self._drawn[1].confirms(group, typed):
            raise RefusedEntryError(
                "group", f"That is not group {group} of the sheet. Nothing was changed."
            )
        slot, _ = self._drawn
        keys = self._keys()
        former = [each.id for each in keys.of_kind(RECOVERY) if each.id != slot]
        self._write(keys.without(*former).labelled(slot, CONFIRMED))
        self._drawn = None
        with self._database.unit_of_work() as work:
            work.audit.note("sheet_confirmed", "clinic", became={"sheet": key_id(slot)})

    def _set_passphrase(self, identity: AccountId, passphrase: str) -> Account:
        keys = self._keys()
        with self._database.unit_of_work() as work:
            person = work.accounts.get(identity)
            require_strong(passphrase, (person.name, work.clinic.identity().name))
        key = self._database.data_key
        self._write(keys.with_slot(key, passphrase, person.name, identity=person.slot))
        return person

    def _note(self, action: str, person: Account) -> None:
        with self._database.unit_of_work() as work:
            work.audit.note(action, "account", int(person.id), became={"name": person.name})

    @property
    def _path(self) -> "Path":
        return self._database.path.with_name(KEYS_NAME)

    def _keys(self) -> KeyFile:
        """Return the key file, to be changed.

        Raises:
            DemoPeopleError: It is that of the demo clinic.
        """
        keys = KeyFile.read(self._path)
        if keys.is_demo:
            raise DemoPeopleError
        return keys

    def _write(self, keys: KeyFile) -> None:
        try:
            keys.write(self._path)
        except OSError as error:
            raise refused_by_system(error) from error


def _keep_a_lead(work: UnitOfWork, person: Account) -> None:
    """Refuse to take away the role of the only lead.

    Raises:
        LastLeadError: She is the only one.
    """
    leads = [each for each in work.accounts.all() if each.active and each.role is Role.LEAD]
    if person.active and [each.id for each in leads] == [person.id]:
        raise LastLeadError
