"""``msbone backup``, ``restore`` and ``check``: backups without a window.

The passphrase comes from MSBONE_PASSPHRASE or is asked for; it is never an argument, which every
other program of this computer could read.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msbone_desktop.app.commands.asking import passphrase, refusal, require_clinic
from msbone_desktop.domain.errors import MsboneError
from msbone_desktop.environment.folders import workstation_folders
from msbone_desktop.environment.resources import shipped

if TYPE_CHECKING:
    from msbone_desktop.services.vault import Vault

DONE, REFUSED = 0, 1


def back_up(folder: Path | None, to: Path | None) -> int:
    """Make a proven backup of a clinic."""

    def work(vault: "Vault", passphrase: str) -> str:
        from msbone_desktop.app.window import utc_now
        from msbone_desktop.domain.accounts import Role
        from msbone_desktop.domain.screenings import Actor
        from msbone_desktop.services.backups import backup_service

        database = vault.open_database(passphrase)
        try:
            service = backup_service(database, Actor("msbone backup", Role.LEAD), utc_now)
            if to is not None:
                service.folder, service.second = to, None
            state = service.back_up()
        finally:
            database.close()
        if state.problem or state.newest is None:
            raise MsboneError(state.problem)
        newest = state.newest
        return f"{newest.folder}: proven, {newest.patients} patients"

    return _run(folder, work)


def restore(folder: Path | None, backup: Path) -> int:
    """Put a backup in place of a clinic; what was there is kept aside."""

    def work(vault: "Vault", passphrase: str) -> str:
        aside = vault.restore(backup, passphrase)
        return f"Restored. What was there before is in {aside}"

    return _run(folder, work, needs_clinic=False)


def check(folder: Path | None, backup: Path | None) -> int:
    """Read every page of a clinic, or prove a backup."""

    def work(vault: "Vault", passphrase: str) -> str:
        if backup is not None:
            found = vault.prove(backup, passphrase)
            return f"{backup}: whole, {found.patients} patients, made {found.made_at.isoformat()}"
        database = vault.open_database(passphrase)
        try:
            database.check()
        finally:
            database.close()
        return "Every page is as it was written."

    return _run(folder, work, needs_clinic=backup is None)


def _run(
    folder: Path | None, work: "Callable[[Vault, str], str]", *, needs_clinic: bool = True
) -> int:
    from msbone_desktop.app.window import utc_now
    from msbone_desktop.services.knowledge import knowledge_source
    from msbone_desktop.services.vault import Vault

    records = folder or workstation_folders().records / "clinic"
    source = knowledge_source(shipped("resources"))
    vault = Vault(records, utc_now, source, migrations=shipped("db"))
    try:
        if needs_clinic:
            require_clinic(vault, records)
        print(work(vault, passphrase()))
    except MsboneError as error:
        print(f"msbone: {error}", file=sys.stderr)
        return REFUSED
    except OSError as error:
        print(f"msbone: {refusal(error)}", file=sys.stderr)
        return REFUSED
    return DONE
