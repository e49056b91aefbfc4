"""Who comes in: the name finds a slot, the passphrase opens it, and the slot tells the account."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msbone_desktop.domain.accounts import Permission, Role, may
from msbone_desktop.domain.errors import (
    NotPermittedError,
    RefusedEntryError,
    TooManyTriesError,
    WrongPassphraseError,
)

if TYPE_CHECKING:
    from msbone_desktop.domain.accounts import Account
    from msbone_desktop.storage.database import Database
    from msbone_desktop.storage.keys import KeyFile


@dataclass(frozen=True, slots=True)
class Entry:
    """A way in that was opened."""

    key: bytes
    slot: str
    keys: "KeyFile"

    def __repr__(self) -> str:
        """Leave the key out of logs and tracebacks."""
        return f"Entry({self.slot})"


class Entrance:
    """Opens the key file of one clinic, slower after each wrong try."""

    def __init__(self, keys: Path, now: Callable[[], datetime]) -> None:
        """Look at nothing yet.

        Args:
            keys: The key file.
            now: The clock.
        """
        from msbone_desktop.storage.tries import Tries

        self._keys = keys
        self._now = now
        self._tries = Tries(keys.parent)

    def wait(self, name: str) -> int:
        """Return for how many seconds nothing may be tried under that name."""
        from msbone_desktop.storage.accounts import name_key

        return self._tries.wait(name_key(name), self._now())

    def open(self, passphrase: str, name: str | None = None) -> Entry:
        """Open the data key.

        Args:
            passphrase: As typed.
            name: Whose slot is tried; all of them without a name. A slot that has no name yet is
                tried for everybody, as is the one of a demo clinic. Wrong tries are counted under
                the name in every clinic.

        Raises:
            TooManyTriesError: It is too soon after wrong tries.
            WrongPassphraseError: The passphrase, or the name, is wrong: it is not told which.
            DamagedKeyFileError: The key file is not whole.
        """
        from msbone_desktop.storage.accounts import name_key
        from msbone_desktop.storage.key_slots import PASSPHRASE
        from msbone_desktop.storage.keys import KeyFile

        keys = KeyFile.read(self._keys)
        who = "" if name is None else name_key(name)
        seconds = self._tries.wait(who, self._now())
        if seconds:
            raise TooManyTriesError(seconds)
        slots = keys.of_kind(PASSPHRASE)
        if name is not None:
            slots = tuple(slot for slot in slots if name_key(slot.label) in ("", who))
        try:
            key, slot = keys.opened(passphrase, slots)
        except WrongPassphraseError:
            self._tries.note_wrong(who, self._now())
            raise
        if not slot.public:  # of the first format: give it a box, so that it can follow a new key
            keys = keys.with_slot(key, passphrase, slot.label, identity=slot.id)
            with suppress(OSError):  # the next unlocking tries again
                keys.write(self._keys)
        return Entry(key, slot.id, keys)

    def note_entered(self, name: str) -> int:
        """Forget wrong tries under a name; return how many the history does not know yet.

        Args:
            name: As ``open`` was given it: that is what they were counted under.
        """
        from msbone_desktop.storage.accounts import name_key

        return self._tries.note_right(name_key(name))

    def account(self, database: "Database", entry: Entry, name: str) -> "Account | None":
        """Return who came in. The first to come into a clinic without accounts is its lead.

        In a demo clinic one passphrase opens everybody's account; a name that is none of theirs
        has no account.

        Raises:
            WrongPassphraseError: The slot is of somebody who works here no more.
            RefusedEntryError: The first one gave no name.
        """
        with database.unit_of_work() as work:
            if entry.keys.is_demo:
                found = work.accounts.named(name)
                if found is not None and not found.active:
                    raise WrongPassphraseError
                return found
            found = work.accounts.of_slot(entry.slot)
            if found is None and not work.accounts.all():
                shown = checked_name(name)
                found = work.accounts.add(shown, Role.LEAD, entry.slot, shown, self._now())
            if found is None or not found.active:
                raise WrongPassphraseError
        labelled = entry.keys.slot(entry.slot)
        if labelled is not None and labelled.label != found.name:
            with suppress(OSError):  # the next unlocking tries again
                entry.keys.labelled(entry.slot, found.name).write(self._keys)
        return found

    def require(self, database: "Database", entry: Entry, permission: Permission) -> None:
        """Refuse somebody who came in by a passphrase alone, unless the role includes this.

        A clinic that has no accounts yet lets everybody.

        Raises:
            NotPermittedError: It does not.
        """
        if entry.keys.is_demo:
            return
        with database.unit_of_work() as work:
            found = work.accounts.of_slot(entry.slot)
            anybody = bool(work.accounts.all())
        if anybody and (found is None or not found.active or not may(found.role, permission)):
            raise NotPermittedError


def checked_name(name: str) -> str:
    """Return a person's name as it is kept.

    Raises:
        RefusedEntryError: It is empty, too long, or holds what cannot be printed.
    """
    from msbone_desktop.services.entry_checks import plain_text

    shown = plain_text("name", " ".join(name.split()), 100, "The name")
    if not shown:
        raise RefusedEntryError("name", "Enter the name: what is signed is signed with it.")
    return shown
