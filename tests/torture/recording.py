"""Records the calls by which a process changes files, by strace, in the order they were finished.

Only what is needed to play them again is kept: names, offsets, bytes, and what was synced.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).resolve().parents[2]
_CALLS = (
    "open,openat,creat,close,dup,dup2,dup3,lseek,write,pwrite64,writev,pwritev,sendfile,"
    "copy_file_range,ftruncate,truncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,unlink,"
    "unlinkat,rmdir,mkdir,mkdirat,link,linkat"
)
_LINE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)")
_METHODS = {"open": "_open_at_once"}
_UNFINISHED = " <unfinished ...>"
_RESUMED = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>(.*)")


@dataclass(frozen=True, slots=True)
class Made:
    """A file or folder got a name. ``handle`` stands for what was opened; None of a folder."""

    path: str
    handle: int | None


@dataclass(frozen=True, slots=True)
class Opened:
    path: str
    handle: int
    emptied: bool


@dataclass(frozen=True, slots=True)
class Wrote:
    handle: int
    offset: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Copied:
    """The system copied between two open files without showing the bytes."""

    source: int
    start: int
    handle: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Cut:
    handle: int
    length: int


@dataclass(frozen=True, slots=True)
class Synced:
    handle: int


@dataclass(frozen=True, slots=True)
class Moved:
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Linked:
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Removed:
    path: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line for the ledger."""

    line: bytes


Event: TypeAlias = Made | Opened | Wrote | Copied | Cut | Synced | Moved | Linked | Removed | Told


class UnknownCallError(Exception):
    """The program used a call that the model does not know."""


def strace_works() -> bool:
    """Tell whether a process can be traced here; some containers forbid it."""
    try:
        tried = subprocess.run(
            ["strace", "-f", "--seccomp-bpf", "-qq", "-o", os.devnull, "-e", "trace=fsync", "true"],
            capture_output=True,
            check=False,
            timeout=20,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0


def record(arguments: list[str], log: Path, tell: Path) -> list[Event]:
    """Run ``python -m tests.torture.recorded`` and return what it did to files.

    Args:
        arguments: Of the module.
        log: Where strace writes; it is deleted.
        tell: The file into which the process writes lines for the ledger.

    Raises:
        RuntimeError: It ended badly.
    """
    command = [
        "strace", "-f", "--seccomp-bpf", "-qq", "-o", str(log), "-xx", "-s", "10000000",
        "-e", f"trace={_CALLS}", "-e", "signal=none",
        sys.executable, "-m", "tests.torture.recorded", str(tell), *arguments,
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"the recorded process ended badly:\n{done.stderr[-2000:]}")
    with log.open(encoding="ascii") as lines:
        events = list(_Reader(str(tell)).events(_joined(lines)))
    log.unlink()
    return events


def _joined(lines: Iterator[str]) -> Iterator[str]:
    """Put the two halves of calls together that another thread interrupted."""
    begun: dict[str, str] = {}
    for whole in lines:
        line = whole.rstrip("\n")
        if line.endswith(_UNFINISHED):
            begun[line.split(maxsplit=1)[0]] = line.removesuffix(_UNFINISHED)
        elif (resumed := _RESUMED.match(line)) is not None:
            yield begun.pop(resumed[1]) + resumed[3]
        else:
            yield line


class _Reader:
    def __init__(self, tell: str) -> None:
        self._tell = tell
        self._open: dict[int, tuple[str, int]] = {}
        self._at: dict[int, int] = {}
        self._handles = 0
        self._telling = b""

    def events(self, lines: Iterator[str]) -> Iterator[Event]:
        for line in lines:
            found = _LINE.match(line)
            if found is None or found[4].startswith("-"):
                continue  # a signal, an end, or a call that failed and changed nothing
            name, arguments, result = found[2], found[3].split(", "), int(found[4])
            method = getattr(self, _METHODS.get(name, f"_{name}"), None)
            if method is None:
                raise UnknownCallError(name)
            yield from method(arguments, result)

    def _path(self, folder: str, name: str) -> str:
        path = _bytes(name).decode()
        if path.startswith("/") or folder == "AT_FDCWD":
            return os.path.normpath(ROOT / path)
        return os.path.normpath(f"{self._open[int(folder)][0]}/{path}")

    def _openat(self, arguments: list[str], result: int) -> Iterator[Event]:
        path, flags = self._path(arguments[0], arguments[1]), arguments[2]
        self._handles += 1
        self._open[result] = (path, self._handles)
        self._at[result] = -1 if "O_APPEND" in flags else 0
        if "O_CREAT" in flags:
            yield Made(path, self._handles)
        yield Opened(path, self._handles, "O_TRUNC" in flags)

    def _open_at_once(self, arguments: list[str], result: int) -> Iterator[Event]:
        return self._openat(["AT_FDCWD", *arguments], result)

    def _close(self, arguments: list[str], _: int) -> Iterator[Event]:
        self._open.pop(int(arguments[0]), None)
        yield from ()

    def _dup(self, arguments: list[str], result: int) -> Iterator[Event]:
        if (known := self._open.get(int(arguments[0]))) is not None:
            self._open[result] = known
            self._at[result] = self._at[int(arguments[0])]
        yield from ()

    _dup2 = _dup3 = _dup

    def _lseek(self, arguments: list[str], result: int) -> Iterator[Event]:
        self._at[int(arguments[0])] = result
        yield from ()

    def _handle(self, number: str) -> int | None:
        known = self._open.get(int(number))
        return None if known is None else known[1]

    def _write(self, arguments: list[str], result: int) -> Iterator[Event]:
        number = int(arguments[0])
        if number not in self._open:
            return
        content = _bytes(arguments[1])[:result]
        path, handle = self._open[number]
        if path == self._tell:
            *whole, self._telling = (self._telling + content).split(b"\n")
            yield from map(Told, whole)
            return
        yield Wrote(handle, self._at[number], content)
        if self._at[number] >= 0:
            self._at[number] += result

    def _pwrite64(self, arguments: list[str], result: int) -> Iterator[Event]:
        if (handle := self._handle(arguments[0])) is not None:
            yield Wrote(handle, int(arguments[3]), _bytes(arguments[1])[:result])

    def _sendfile(self, arguments: list[str], result: int) -> Iterator[Event]:
        out, source = int(arguments[0]), int(arguments[1])
        handle, origin = self._open[out][1], self._open[source][1]
        begun = re.search(r"\[(\d+)\]", arguments[2])
        start = int(begun[1]) if begun else self._at[source]
        yield Copied(origin, start, handle, self._at[out], result)
        self._at[out] += result

    def _copy_file_range(self, arguments: list[str], result: int) -> Iterator[Event]:
        source, out = int(arguments[0]), int(arguments[2])
        if "[" in arguments[1] + arguments[3]:
            raise UnknownCallError("copy_file_range with offsets")
        handle, origin = self._open[out][1], self._open[source][1]
        yield Copied(origin, self._at[source], handle, self._at[out], result)
        self._at[source] += result
        self._at[out] += result

    def _ftruncate(self, arguments: list[str], _: int) -> Iterator[Event]:
        if (handle := self._handle(arguments[0])) is not None:
            yield Cut(handle, int(arguments[1]))

    def _fsync(self, arguments: list[str], _: int) -> Iterator[Event]:
        if (handle := self._handle(arguments[0])) is not None:
            yield Synced(handle)

    _fdatasync = _fsync

    def _rename(self, arguments: list[str], _: int) -> Iterator[Event]:
        yield Moved(self._path("AT_FDCWD", arguments[0]), self._path("AT_FDCWD", arguments[1]))

    def _renameat(self, arguments: list[str], _: int) -> Iterator[Event]:
        yield Moved(self._path(*arguments[:2]), self._path(*arguments[2:4]))

    _renameat2 = _renameat

    def _link(self, arguments: list[str], _: int) -> Iterator[Event]:
        yield Linked(self._path("AT_FDCWD", arguments[0]), self._path("AT_FDCWD", arguments[1]))

    def _linkat(self, arguments: list[str], _: int) -> Iterator[Event]:
        yield Linked(self._path(*arguments[:2]), self._path(*arguments[2:4]))

    def _unlink(self, arguments: list[str], _: int) -> Iterator[Event]:
        yield Removed(self._path("AT_FDCWD", arguments[0]))

    _rmdir = _unlink

    def _unlinkat(self, arguments: list[str], _: int) -> Iterator[Event]:
        yield Removed(self._path(*arguments[:2]))

    def _mkdir(self, arguments: list[str], _: int) -> Iterator[Event]:
        yield Made(self._path("AT_FDCWD", arguments[0]), None)

    def _mkdirat(self, arguments: list[str], _: int) -> Iterator[Event]:
        yield Made(self._path(*arguments[:2]), None)


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.strip('"').replace("\\x", ""))
