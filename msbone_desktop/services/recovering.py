"""The recovery sheet at work, and changing the data key: both while the clinic is closed."""

import platform
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.audit import AuditContext
from msbone_desktop.domain.errors import (
    NotFoundError,
    RecoveryCodeError,
    RefusedEntryError,
    WrongPassphraseError,
    WrongRecoveryCodeError,
)
from msbone_desktop.domain.recovery import MistypedError, key_id, read_code
from msbone_desktop.services.entrance import Entrance, Entry
from msbone_desktop.services.passphrases import require_strong

if TYPE_CHECKING:
    from msbone_desktop.storage.database import Database

RECOVERED = "access_recovered"
_BY_SHEET = "Recovery sheet"


def recover(
    path: Path,
    typed: str,
    name: str,
    passphrase: str,
    open_with: "Callable[[bytes], Database]",
    now: Callable[[], datetime],
) -> None:
    """Give a person a new passphrase by the sheet, which is used up by it.

    Args:
        path: The key file.
        typed: The code as typed.
        name: Of somebody who works here.
        passphrase: The new one.
        open_with: Opens the database with its key.
        now: The clock.

    Raises:
        RefusedEntryError: Code, name or passphrase will not do; nothing was changed.
        MsboneError: The file cannot be opened, or the disk refused; nothing was changed.
    """
    from msbone_desktop.storage.failures import refused_by_system
    from msbone_desktop.storage.key_slots import CONFIRMED, RECOVERY
    from msbone_desktop.storage.keys import KeyFile

    try:
        code = read_code(typed)
    except MistypedError as error:
        raise RecoveryCodeError(error.groups) from None
    keys = KeyFile.read(path)
    held = tuple(slot for slot in keys.of_kind(RECOVERY) if slot.label == CONFIRMED)
    try:
        key, sheet = keys.opened(code.secret, held)
    except WrongPassphraseError:
        raise WrongRecoveryCodeError from None
    require_strong(passphrase, (name,))
    database = open_with(key)
    try:
        with database.unit_of_work() as work:
            person = work.accounts.named(name)
            if person is None or not person.active:
                raise RefusedEntryError(
                    "name", "Nobody of this name works here. Nothing was changed."
                )
        renewed = keys.with_slot(key, passphrase, person.name, identity=person.slot)
        try:
            # One write closes the sheet and sets the passphrase: cut off, neither happened.
            renewed.without(sheet.id).write(path)
        except OSError as error:
            raise refused_by_system(error) from error
        database.trail.context = _context(_BY_SHEET, None, now)
        with database.unit_of_work() as work:
            work.audit.note(
                RECOVERED,
                "account",
                int(person.id),
                became={"name": person.name, "sheet": key_id(sheet.id)},
            )
    finally:
        database.close()


def change_data_key(entrance: Entrance, database: "Database", entry: Entry, at: datetime) -> None:
    """Encrypt the open clinic anew; it is closed by that. The history names whose way in it was.

    Raises:
        NotPermittedError: The person's role does not include this.
        NotFoundError: The clinic has no accounts, as a demo clinic, so that nobody would be let in.
        MsboneError: The disk refused; the clinic is as it was.
    """
    from msbone_desktop.storage import rekeying
    from msbone_desktop.storage.failures import refused_by_system
    from msbone_desktop.storage.key_slots import CONFIRMED, RECOVERY

    entrance.require(database, entry, Permission.MANAGE_KEYS)
    with database.unit_of_work() as work:
        people = [each for each in work.accounts.all() if each.active]
        own = work.accounts.of_slot(entry.slot)
    if own is None:
        raise NotFoundError
    keep = {each.slot for each in people}
    keep |= {slot.id for slot in entry.keys.of_kind(RECOVERY) if slot.label == CONFIRMED}
    context = _context(own.name, int(own.id), lambda: at)
    try:
        rekeying.rekey(database, entry.keys, keep, context, at)
    except OSError as error:
        raise refused_by_system(error) from error


def _context(actor: str, account: int | None, now: Callable[[], datetime]) -> AuditContext:
    return AuditContext(
        actor=actor,
        account=account,
        session=secrets.token_hex(8),
        seat=platform.node()[:200],
        now=now,
    )
