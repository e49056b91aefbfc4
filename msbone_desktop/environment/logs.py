"""The technical log: what happened and where in the program, never about whom.

An allow-list decides what reaches the disk: codes, record numbers, counts and places in the
code. A message of an exception may quote what somebody typed, so it is not written.
"""

import contextlib
import json
import logging
import re
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime
from io import BufferedWriter
from pathlib import Path
from typing import Any

_BYTES_IN_A_FILE = 1_000_000
_OLD_FILES_KEPT = 4
_LONGEST_TRACE = 40

_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_WORDS = {
    "rule": re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*"),
    "version": re.compile(r"[0-9]+(\.[0-9a-z]+)*"),
}
_NUMBERS = frozenset({"count", "milliseconds", "bytes", "exit_status", "patient", "screening"})
WITHHELD = "withheld"


class EventLog:
    """Writes one line of JSON an event, into files that make room for one another.

    It never raises: a log that cannot be written must not stop a screening.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._now = now
        self._file = _RotatingFile(folder / "msbone.log")

    def event(self, code: str, **details: object) -> None:
        """Write that something happened: ``event("clinic.unlocked", count=61)``."""
        self._write(logging.INFO, code, {key: _allowed(key, it) for key, it in details.items()})

    def fault(self, code: str, error: BaseException) -> None:
        """Write what kind of error arose where, without its words."""
        self._write(logging.ERROR, code, {"error": list(_kinds(error)), "at": _places(error)})

    def listener(self) -> logging.Handler:
        """Return a handler for Python's root logger, so that libraries' warnings are kept too."""
        return _Listener(self)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _write(self, level: int, code: str, details: dict[str, Any]) -> None:
        line = {
            "at_utc": self._now().isoformat(timespec="milliseconds"),
            "level": logging.getLevelName(level).lower(),
            "event": code if _CODE.fullmatch(code) else WITHHELD,
        }
        # JSON escapes line ends, so nothing can forge a line of its own.
        self._file.append(json.dumps(line | details))


class _RotatingFile:
    """Python's own brings pickle and sockets along, at a tenth of the start of the program."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stream: BufferedWriter | None = None

    def append(self, line: str) -> None:
        # A full disk is told where it matters, when records are saved.
        with self._lock, contextlib.suppress(OSError):
            stream = self._stream or self._open()
            if stream.tell() >= _BYTES_IN_A_FILE:
                stream = self._turn()
            stream.write(f"{line}\n".encode())
            stream.flush()

    def close(self) -> None:
        with self._lock, contextlib.suppress(OSError):
            stream, self._stream = self._stream, None
            if stream is not None:
                stream.close()

    def _open(self) -> BufferedWriter:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._stream = self._path.open("ab")
        return self._stream

    def _turn(self) -> BufferedWriter:
        if self._stream is not None:
            self._stream.close()
            self._stream = None
        for age in range(_OLD_FILES_KEPT, 0, -1):
            younger = self._path.with_suffix(f".log.{age - 1}") if age > 1 else self._path
            if younger.exists():
                younger.replace(self._path.with_suffix(f".log.{age}"))
        return self._open()


class _Listener(logging.Handler):
    def __init__(self, log: EventLog) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        details: dict[str, Any] = {
            "logger": record.name if _is_module(record.name) else WITHHELD,
            "at": [f"{_short(record.pathname)}:{record.lineno}"],
        }
        if record.exc_info and record.exc_info[1]:
            details["error"] = list(_kinds(record.exc_info[1]))
            details["at"] = _places(record.exc_info[1])
        self._log._write(record.levelno, "library.said", details)


def _allowed(key: str, value: object) -> object:
    if isinstance(value, bool) or (isinstance(value, int | float) and key in _NUMBERS):
        return value
    pattern = _WORDS.get(key)
    if pattern is not None and isinstance(value, str) and pattern.fullmatch(value):
        return value
    return WITHHELD


def _kinds(error: BaseException) -> Iterator[str]:
    """Yield the class of an error and of those behind it."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield type(link).__name__
        link = link.__cause__ or link.__context__


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-_LONGEST_TRACE:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(path: str) -> str:
    # The whole path often begins with the name of whoever owns the account.
    return "/".join(Path(path).parts[-3:])


def _is_module(name: str) -> bool:
    return all(part.isidentifier() for part in name.split("."))
