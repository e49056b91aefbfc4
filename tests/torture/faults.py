"""One trial: a process does a task, and its N-th call of a kind fails, or is its last.

strace takes hold of the process when everything is open and lets go before it tries again, so that
only what is asked for is hit.
"""

import ctypes
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from traceback import extract_tb

from msbone_desktop.domain.errors import MsboneError, UnsureSaveError
from tests.torture.clinics import RefusedError
from tests.torture.forking import Child, HungError
from tests.torture.hand import NotSavedError
from tests.torture.ledger import Found, Ledger, told
from tests.torture.tasks import Prepared, Task, copy

UNSURE = str(UnsureSaveError())
ONCE, ALWAYS, KILL = "once", "always", "kill"
_ANY_TRACER = ctypes.c_ulong(-1)
_PR_SET_PTRACER = 0x59616D61
_ATTACHING_S = 10.0
_LETTING_GO_S = 1.0


@dataclass(frozen=True, slots=True)
class Fault:
    """The ``number``-th ``call`` returns ``error``: once, from then on, or kills the process."""

    call: str
    error: str
    number: int
    mode: str

    @property
    def as_option(self) -> str:
        what = "signal=SIGKILL" if self.mode == KILL else f"error={self.error}"
        more = "+" if self.mode == ALWAYS else ""
        return f"inject={self.call}:{what}:when={self.number}{more}"


@dataclass
class Trial:
    """What one trial showed. ``hit``: the fault was given; ``refused``: the program said so."""

    hit: bool = False
    refused: bool = False
    lost: list[str] = field(default_factory=list)
    corrupt: list[str] = field(default_factory=list)


class _Worker:
    """A process that does a task when it is told to, and again when it is told to."""

    def __init__(self, task: Task, folder: Path) -> None:
        self._task, self._folder = task, folder
        self._go_read, self._go = os.pipe()
        self.child = Child(self._work)
        os.close(self._go_read)

    def go(self) -> None:
        os.write(self._go, b"\n")

    def close(self) -> int:
        os.close(self._go)
        return self.child.end()

    def _work(self, pipe: int) -> None:
        os.close(self._go)
        # A sibling of strace: some systems want to be asked before it may take hold of this one.
        ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANY_TRACER, 0, 0, 0)
        step = self._task.begin(self._folder, pipe)
        os.write(pipe, told("ready"))
        while os.read(self._go_read, 1):
            try:
                step()
                outcome = told("done")
            except (MsboneError, NotSavedError, RefusedError) as error:
                outcome = told("refused", words=str(error))
            except Exception as error:  # noqa: BLE001  whatever it is, it is a finding
                outcome = told("bug", words=f"{type(error).__name__} at {_place(error)}")
            os.write(pipe, outcome)


def try_out(task: Task, prepared: Prepared, fault: Fault | None, place: Path) -> Trial:
    """Do the task with the fault, look at what is on the disk, then let it be done again."""
    folder = copy(prepared, place / "clinic")
    log = place / "strace"
    log.unlink(missing_ok=True)
    ledger = Ledger(**prepared.now.as_json())
    found = Trial()
    worker = _Worker(task, folder)
    lines = worker.child.lines()
    wrong = Found()
    try:
        _until(lines, ledger, "ready")
        with _held(worker.child.pid, fault, log):
            worker.go()
            kind, words = _until(lines, ledger, "done", "refused", "bug")
        found.hit = fault is not None and "INJECTED" in log.read_text()
        found.refused, first = kind == "refused", words
        if kind == "bug":
            wrong.corrupt.append(f"{words} instead of a sentence")
        if kind != "":  # it lives, and is asked once more
            _add(wrong, _look(task, prepared, ledger, folder, place / "seen"))
            worker.go()
            kind, words = _until(lines, ledger, "done", "refused", "bug")
            if kind == "refused" and task.once and (not found.refused or first == UNSURE):
                kind = "done"  # what was done already cannot be done again
            if kind != "done":
                wrong.corrupt.append(f"afterwards it did not work again: {words}")
    except HungError:
        wrong.corrupt.append("it hung")
        worker.child.kill()
    status = worker.close()
    found.hit |= status == -9 and fault is not None and fault.mode == KILL
    if status != 0 and not found.hit:
        wrong.corrupt.append(f"the process ended with {status}")
    _add(wrong, _look(task, prepared, ledger, folder, place / "seen"))
    found.lost, found.corrupt = wrong.lost, wrong.corrupt
    return found


def calls_of(task: Task, prepared: Prepared, names: tuple[str, ...], place: Path) -> dict[str, int]:
    """Return how often the task makes each call when nothing fails."""
    folder = copy(prepared, place / "clinic")
    log = place / "strace"
    worker = _Worker(task, folder)
    lines = worker.child.lines()
    _until(lines, Ledger(), "ready")
    with Traced(worker.child.pid, ["-e", f"trace={','.join(names)}"], log):
        worker.go()
        kind, words = _until(lines, Ledger(), "done", "refused", "bug")
    worker.close()
    if kind != "done":
        raise RuntimeError(f"{task.name} does not work even when nothing fails: {words}")
    text = log.read_text()
    return {name: text.count(f" {name}(") for name in names}


def _place(error: BaseException) -> str:
    """Return where in the program it arose."""
    frames = [each for each in extract_tb(error.__traceback__) if "msbone" in each.filename]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "the harness"


def _add(wrong: Found, more: Found) -> None:
    wrong.lost += more.lost
    wrong.corrupt += more.corrupt


def _until(lines: Iterator[bytes], ledger: Ledger, *kinds: str) -> tuple[str, str]:
    """Hear lines until one of these kinds; return it and its words, "" when the process ended."""
    for line in lines:
        kind = ledger.hear(line)
        if kind in kinds:
            return kind, ledger.words
    return "", ""


def _look(task: Task, prepared: Prepared, ledger: Ledger, folder: Path, seen: Path) -> Found:
    """Look at a copy, as the next program would find it if this one ended now."""
    shutil.rmtree(seen, ignore_errors=True)
    shutil.copytree(folder, seen)

    def look(pipe: int) -> None:
        try:
            found = task.look(seen, prepared, ledger)
        except MsboneError as error:
            found = Found(corrupt=[f"refused: {error}"])
        os.write(pipe, told("found", **found.as_json()))

    child = Child(look)
    found = Found(corrupt=["whoever looked died"])
    try:
        for line in child.lines():
            said = json.loads(line)
            found = Found(said["lost"], said["corrupt"])
    except HungError:
        child.kill()
    child.end()
    return found


class Traced:
    """strace holds a process while the block runs."""

    def __init__(self, pid: int, options: list[str], log: Path) -> None:
        self._pid, self._log = pid, log
        self._command = ["strace", "-f", "-qq", "-o", str(log), *options, "-p", str(pid)]

    def __enter__(self) -> None:
        self._tracer = subprocess.Popen(self._command, stderr=subprocess.DEVNULL)
        status = Path(f"/proc/{self._pid}/status")
        deadline = time.monotonic() + _ATTACHING_S
        while "TracerPid:\t0\n" in status.read_text():
            if time.monotonic() > deadline or self._tracer.poll() is not None:
                raise RuntimeError("strace did not take hold")
            time.sleep(0.001)

    def __exit__(self, *_: object) -> None:
        self._tracer.terminate()  # lets go of the process
        try:
            self._tracer.wait(_LETTING_GO_S)
        except subprocess.TimeoutExpired:  # it waits for a process that is gone
            self._tracer.kill()
            self._tracer.wait()


def _held(pid: int, fault: Fault | None, log: Path) -> Traced:
    if fault is None:
        return Traced(pid, ["-e", "trace=none"], log)
    return Traced(pid, ["-e", f"trace={fault.call}", "-e", fault.as_option], log)
