"""What the commands that open a clinic ask for, and how they say that the computer refused."""

import os
from getpass import getpass

from msbone_desktop.domain.errors import RefusedEntryError

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
