"""Puts a backup in place of the clinic: who may, and whether the clinic is closed."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msbone_desktop.domain.accounts import Permission, may_restore
from msbone_desktop.domain.errors import DatabaseInUseError, MsboneError, NotPermittedError

if TYPE_CHECKING:
    from msbone_desktop.services.vault import Vault


def put_back(vault: "Vault", backup: Path, clinic: Path, passphrase: str, at: datetime) -> Path:
    """Prove a backup and put it in place; raises as ``Vault.restore``."""
    from msbone_desktop.storage import backups, restoring
    from msbone_desktop.storage.failures import refused_by_system
    from msbone_desktop.storage.key_slots import PASSPHRASE
    from msbone_desktop.storage.keys import KeyFile

    keys = KeyFile.read(backup / backups.KEYS)
    key, slot = keys.opened(passphrase, keys.of_kind(PASSPHRASE))
    backups.prove(backup, key)
    if not keys.is_demo and not may_restore(backups.roles(backup, key), slot.id):
        raise NotPermittedError
    if vault.exists:
        _must_be_closed(vault, passphrase)
    try:
        return restoring.restore(backup, clinic, at)
    except OSError as error:
        raise refused_by_system(error) from error


def _must_be_closed(vault: "Vault", passphrase: str) -> None:
    """Try the present file, if this passphrase opens it: another program may have it open."""
    try:
        vault.open_database(passphrase, Permission.BACKUPS).close()
    except (DatabaseInUseError, NotPermittedError):
        raise
    except MsboneError:
        return  # damaged, or of another passphrase: that is why a backup is wanted
