"""What the commands that open a clinic ask for, and how they say that the computer refused."""

from __future__ import annotations

import os
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from msbone_desktop.domain.errors import RefusedEntryError

if TYPE_CHECKING:
    from msbone_desktop.services.vault import Vault

VARIABLE = "MSBONE_PASSPHRASE"


def passphrase() -> str:
    """Return the passphrase from the environment, or as it is typed.

    Raises:
        RefusedEntryError: Nobody can type one, as in a job that runs by itself.
    """
    try:
        return os.environ.get(VARIABLE) or getpass("Passphrase: ")
    except EOFError as error:
        raise RefusedEntryError(
            "passphrase", f"No passphrase was given. Type it, or set {VARIABLE}."
        ) from error


def refusal(error: OSError) -> str:
    """Return what the computer refused, and of which file."""
    why = (error.strerror or "refused").lower()
    return why if error.filename is None else f"{error.filename}: {why}"


def require_clinic(vault: Vault, folder: Path) -> None:
    """Look for a clinic before anybody is asked for a passphrase.

    Raises:
        RefusedEntryError: There is none.
        MsboneError: A restore that was cut off cannot be finished.
    """
    vault.finish_restore()  # begun and cut off: the clinic stands aside until then
    if not vault.exists:
        raise RefusedEntryError("folder", f"There is no clinic in {folder}. Name it with --folder.")
