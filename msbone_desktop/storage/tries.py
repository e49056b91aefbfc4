"""How often a wrong passphrase was tried, kept beside the clinic's file through restarts.

Whoever can delete this file can also copy the key file and guess elsewhere; what stands against
that is how long one derivation takes. This slows down the person at the keyboard.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

NAME = "clinic.tries"
DELAYS_S = (0, 0, 0, 1, 2, 4, 8, 16, 32, 60)
"""Seconds to wait after so many wrong tries; the last holds for all that follow."""
_MOST = 64
_LONGEST_FILE = 100_000


@dataclass(frozen=True, slots=True)
class Tried:
    """Wrong tries for one name. ``untold``: not yet in the history."""

    times: int
    untold: int
    last: str


class Tries:
    """The wrong tries for each name; names are kept as fingerprints only."""

    def __init__(self, folder: Path) -> None:
        """Look at nothing yet."""
        self._path = folder / NAME

    def wait(self, who: str, now: datetime) -> int:
        """Return for how many more seconds nothing may be tried for that name."""
        tried = self._read().get(fingerprint(who))
        if tried is None:
            return 0
        delay = DELAYS_S[min(tried.times, len(DELAYS_S) - 1)]
        passed = (now - datetime.fromisoformat(tried.last)).total_seconds()
        # A clock that was set back makes it no longer than the delay itself.
        return max(0, min(delay, int(delay - passed + 0.999)))

    def note_wrong(self, who: str, now: datetime) -> None:
        """Count one more wrong try. A folder that cannot be written keeps the count as it is."""
        all_tried = self._read()
        key = fingerprint(who)
        before = all_tried.pop(key, Tried(0, 0, ""))
        at = now.astimezone(UTC).isoformat()
        all_tried[key] = Tried(before.times + 1, before.untold + 1, at)
        self._write(dict(list(all_tried.items())[-_MOST:]))

    def note_right(self, who: str) -> int:
        """Forget the wrong tries for that name; return how many, of all names, are not told yet."""
        all_tried = self._read()
        if not all_tried:
            return 0
        untold = sum(each.untold for each in all_tried.values())
        all_tried.pop(fingerprint(who), None)
        self._write({key: replace(each, untold=0) for key, each in all_tried.items()})
        return untold

    def _read(self) -> dict[str, Tried]:
        try:
            if self._path.stat().st_size > _LONGEST_FILE:
                return {}
            content = json.loads(self._path.read_text(encoding="utf-8"))
            return {
                str(key): Tried(abs(int(one["times"])), abs(int(one["untold"])), _moment(one))
                for key, one in content.items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {}

    def _write(self, all_tried: dict[str, Tried]) -> None:
        draft = self._path.with_name(f"{NAME}.tmp")
        text = json.dumps({key: asdict(each) for key, each in all_tried.items()})
        try:
            if not all_tried:
                self._path.unlink(missing_ok=True)
                return
            draft.unlink(missing_ok=True)
            handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text)
            os.replace(draft, self._path)
        except OSError:
            return  # a full disk must not keep anybody out, nor let guessing stop the program


def fingerprint(who: str) -> str:
    """Return what stands for a name in the file."""
    return hashlib.sha256(f"msbone tries {who}".encode()).hexdigest()[:16]


def _moment(one: dict[str, object]) -> str:
    text = str(one["last"])
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError
    return text
