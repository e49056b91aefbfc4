"""Puts a proven backup in place of the clinic's file; at every instant there is one of the two.

A note of intent is written before the first file moves; a program that finds it finishes what was
begun. What was in place before is kept aside whole.
"""

import contextlib
import json
import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

from msbone_desktop.domain.errors import BackupRefusedError
from msbone_desktop.storage.backups import DATABASE, KEYS
from msbone_desktop.storage.folders import sync_folder

INTENT = "restore.json"
SUFFIX = ".restored.tmp"
ANCHOR = "clinic.anchor"
MOVED = (DATABASE, KEYS, ANCHOR)
"""What changes places. A restore leaves the anchor, which tells that the file went back; only a
new data key brings a new one."""
_ASIDE = re.compile(r"before-(restore|new-key)-[0-9]{8}-[0-9]{6}Z(-[0-9]{1,6})?")
_BESIDE = ("", "-journal", "-wal", "-shm", ".open")


def restore(backup: Path, clinic: Path, at: datetime) -> Path:
    """Put ``backup``, proven before, in place of what is in ``clinic``, which is closed.

    Returns:
        The folder in which the present files are kept.

    Raises:
        OSError: The disk refused before anything moved; the clinic is as it was.
    """
    clinic.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in (DATABASE, KEYS):
        draft = clinic / f"{name}{SUFFIX}"
        shutil.copyfile(backup / name, draft)
        Path(draft).chmod(0o600)
        sync_file(draft)
    aside = free(clinic / f"before-restore-{at.astimezone(UTC):%Y%m%d-%H%M%SZ}")
    aside.mkdir(mode=0o700)
    write_intent(clinic, aside)
    finish(clinic)
    return aside


def finish(clinic: Path) -> bool:
    """Finish a restore that was begun; does nothing when none was.

    Every step can be repeated: a file that moved already is not there to be moved again.

    Raises:
        BackupRefusedError: The note of intent cannot be read; nothing is moved.
    """
    intent = clinic / INTENT
    if not intent.exists():
        sweep(clinic)
        return False
    try:
        called = json.loads(intent.read_text(encoding="utf-8"))["aside"]
        # A name of ours and nothing else: ".." or "" would put one file over the other.
        if not _ASIDE.fullmatch(called):
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise BackupRefusedError("the note of a restore that was begun cannot be read") from None
    aside = clinic / called
    aside.mkdir(exist_ok=True, mode=0o700)
    for name in MOVED:
        draft = clinic / f"{name}{SUFFIX}"
        if not draft.exists():
            continue  # in place already
        # The old file with all that SQLite keeps beside it: a journal left behind would be
        # played into the new one.
        for suffix in _BESIDE if name == DATABASE else ("",):
            old = clinic / f"{name}{suffix}"
            if old.exists():
                os.replace(old, aside / old.name)
        sync_folder(aside)
        os.replace(draft, clinic / name)
        sync_folder(clinic)
    intent.unlink()
    sync_folder(clinic)
    return True


def sweep(clinic: Path) -> None:
    """Delete copies that were cut off before anything was meant."""
    for stray in (*clinic.glob(f"*{SUFFIX}*"), clinic / f"{INTENT}.tmp"):
        with contextlib.suppress(OSError):  # it is in nobody's way until the next time
            stray.unlink(missing_ok=True)


def write_intent(clinic: Path, aside: Path) -> None:
    """Note that the copies take their places; from here on it is finished, whatever happens."""
    draft = clinic / f"{INTENT}.tmp"
    with draft.open("w", encoding="utf-8") as stream:
        json.dump({"aside": aside.name}, stream)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(draft, clinic / INTENT)
    sync_folder(clinic)


def free(wanted: Path) -> Path:
    """Return ``wanted``, or that name with a number when something has it."""
    number, path = 1, wanted
    while path.exists():
        number += 1
        path = wanted.with_name(f"{wanted.name}-{number}")
    return path


def sync_file(file: Path) -> None:
    """Have the disk keep a file's content."""
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
