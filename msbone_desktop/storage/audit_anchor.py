"""The anchor: how long the history is and how it ends, kept outside the database.

A history whose tail was cut off, or a whole older file put in place, is sealed perfectly in itself;
only something outside can tell. The anchor is written after each commit, so it may lie behind the
file after a power cut, but never ahead of it.

Two places of one small file are written in turn, in place: a write that is cut off spoils one of
them, and the other still holds.
"""

import hmac
import json
import os
from pathlib import Path

from msbone_desktop.domain.audit import ChainHead
from msbone_desktop.storage.audit_chain import derived_key

NAME = "clinic.anchor"
_PLACE = 256


class Anchor:
    """The anchor beside one database.

    Args:
        path: Of its file.
        data_key: Of the database.
    """

    def __init__(self, path: Path, data_key: bytes) -> None:
        self.path = path
        self._key = derived_key(data_key, "msbone anchor")
        self._turn: int | None = None

    def read(self) -> ChainHead | None:
        """Return what was anchored last; None when there is nothing that this key sealed."""
        found = self._newest()
        self._turn = found[0] if found else 0
        return found[1] if found else None

    def write(self, head: ChainHead, *, lasting: bool = False) -> bool:
        """Anchor ``head``; tell whether the disk took it.

        A refusal is no reason to refuse a change that is kept already: the anchor is behind then,
        and the next write mends it.

        Args:
            head: The end of the history as it is committed.
            lasting: Wait until the disk has it, as before a page is printed.
        """
        if self._turn is None:
            self.read()
        turn = (self._turn or 0) + 1
        text = json.dumps([turn, head.count, head.seal, self._seal(turn, head)])
        try:
            handle = os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600)
            try:
                os.lseek(handle, _PLACE * (turn % 2), os.SEEK_SET)
                os.write(handle, text.encode().ljust(_PLACE - 1) + b"\n")
                if lasting:
                    os.fsync(handle)
            finally:
                os.close(handle)
        except OSError:
            return False
        self._turn = turn
        return True

    def _newest(self) -> tuple[int, ChainHead] | None:
        try:
            with self.path.open("rb") as file:
                content = file.read(2 * _PLACE)
        except OSError:
            return None
        places = (self._opened(content[start : start + _PLACE]) for start in (0, _PLACE))
        return max(filter(None, places), key=lambda found: found[0], default=None)

    def _opened(self, place: bytes) -> tuple[int, ChainHead] | None:
        try:
            turn, count, seal, mark = json.loads(place)
            head = ChainHead(int(count), str(seal))
            whole = hmac.compare_digest(str(mark), self._seal(int(turn), head))
        except (ValueError, TypeError, RecursionError):
            return None
        return (int(turn), head) if whole else None

    def _seal(self, turn: int, head: ChainHead) -> str:
        text = json.dumps([turn, head.count, head.seal])
        return hmac.digest(self._key, text.encode(), "sha256").hex()
