"""The note beside an open database: who has it. It tells, and never locks: the lock is SQLite's.

A note that was left by a program cut off blocks nobody; the next holder writes its own over it, and
checks every page because there was one. It names staff, a computer and a time, and no patient.
"""

import json
import os
import platform
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from msbone_desktop.domain.holding import Holder

_LONGEST = 4096
_SHOWN = 100


def this_seat() -> str:
    """Return the name of this computer."""
    return platform.node()[:_SHOWN]


def write(note: Path, holder: Holder) -> None:
    """Write the note. Only who holds the lock of the database does.

    Raises:
        OSError: The disk refused.
    """
    content = {"name": holder.name, "seat": holder.seat, "pid": os.getpid()}
    if holder.since is not None:
        content["since"] = holder.since.astimezone(UTC).isoformat()
    handle = os.open(note, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(content, file)


def read(note: Path) -> Holder:
    """Return what a note tells. One that is not whole tells nothing."""
    try:
        if note.stat().st_size > _LONGEST:
            return Holder()
        content = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Holder()
    if not isinstance(content, dict):
        return Holder()
    since = None
    with suppress(ValueError, TypeError, KeyError, OverflowError):
        found = datetime.fromisoformat(content["since"])
        since = found.astimezone(UTC) if found.tzinfo is not None else None
    return Holder(name=_plain(content.get("name")), seat=_plain(content.get("seat")), since=since)


def _plain(told: object) -> str:
    """Anybody who may write to the folder may have written this: one short line, no marks."""
    words = "".join(each for each in told if each.isprintable()) if isinstance(told, str) else ""
    return words.strip()[:_SHOWN]
