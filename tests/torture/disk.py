"""Failing, full and closed disks: each call of each task fails once, and from then on.

"Not saved" has to be said, nothing may be half, and everything has to work again afterwards. The
same trials kill the process at each call; those count under "kill".
"""

import errno
import json
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from msbone_desktop.domain.errors import DiskFullError, MsboneError, StorageError
from msbone_desktop.services.clinic import Clinic
from tests.torture import clinics, tasks
from tests.torture.faults import ALWAYS, KILL, ONCE, Fault, Trial, calls_of, try_out
from tests.torture.forking import Child, in_lanes
from tests.torture.tasks import OPENING, TASKS, Prepared, Task
from tests.torture.verdict import Verdict

_LEAST = 5
_FEW = 2
"""So many tasks, drawn by lot, when a number of trials is given: counting calls takes time."""
_KILLED_AT = ("pwrite64", "write", "fsync", "unlink", "rename", "mkdir", "sendfile", "openat")
_ROOM = (0, 600, 5_000, 9_000, 20_000, 60_000)
_NOBODY = 65534
Planned = tuple[Task, Fault]


def torture(
    folder: Path, *, seconds: float, trials: int, lanes: int, seed: int, every: bool
) -> Verdict:
    """Let calls fail, in random order, until the time is up or every one has failed.

    Args:
        folder: Where to work.
        seconds: At most; 0 for as long as it takes.
        trials: As many as are wanted in all; 0 leaves it to the time.
        lanes: Trials at a time.
        seed: Of the dice.
        every: Count it as too little when not every call failed.
    """
    verdict = _carried_out("disk", (ONCE, ALWAYS), folder, seconds, trials, lanes, seed)
    for words in _without_room(folder / "limit", _ROOM[1:3] if trials else _ROOM):
        verdict.counts["full at a byte"] += 1
        verdict.blame((), words, "a full disk")
    with tempfile.TemporaryDirectory(prefix="msbone-torture-") as elsewhere:
        Path(elsewhere).chmod(0o711)  # for who is nobody; whoever is root is kept out by no rights
        for words in _closed(Path(elsewhere) / "closed"):
            verdict.counts["closed folders"] += 1
            verdict.blame((), words, "a closed folder")
    verdict.needs("calls that failed", _LEAST, "calls failed")
    if every:
        verdict.needs("calls that failed", verdict.counts["calls there are"], "calls failed")
    return verdict


def kill_at_each_call(
    folder: Path, *, seconds: float, trials: int, lanes: int, seed: int
) -> Verdict:
    """Kill the process at each of its calls while it saves, backs up, restores and so on."""
    return _carried_out("kill", (KILL,), folder, seconds, trials, lanes, seed)


def _carried_out(
    kind: str,
    modes: tuple[str, ...],
    folder: Path,
    seconds: float,
    trials: int,
    lanes: int,
    seed: int,
) -> Verdict:
    verdict = Verdict(kind)
    started = time.monotonic()
    until = started + seconds if seconds else float("inf")
    prepared = tasks.prepare(folder / "prepared", str(seed))
    crashed = _crashed(prepared, folder / "crash")
    dice = Random(seed)
    every = (*TASKS, OPENING)
    chosen = dice.sample(every, _FEW) if trials else every
    plan = list(_plan(modes, chosen, prepared, crashed, folder / "count"))
    dice.shuffle(plan)
    name = "killed at a call" if modes == (KILL,) else "calls that failed"
    verdict.counts[name] = 0
    if modes != (KILL,):
        verdict.counts["calls there are"] = len(plan)

    def lane(number: int, pipe: int) -> None:
        for task, fault in plan[:trials][number::lanes] if trials else plan[number::lanes]:
            if time.monotonic() >= until:
                return
            about = crashed if task is OPENING else prepared
            trial = try_out(task, about, fault, folder / f"lane-{number}")
            os.write(pipe, _line(task, fault, trial))

    for line in in_lanes(lane, lanes):
        said = json.loads(line)
        verdict.counts[name] += said["hit"]
        if modes != (KILL,):
            verdict.counts["refusals in words"] += said["refused"]
        verdict.blame(said["lost"], said["corrupt"], said["where"])
    verdict.seconds = time.monotonic() - started
    return verdict


def _line(task: Task, fault: Fault, trial: Trial) -> bytes:
    where = f"{task.name}, {fault.call} {fault.number} {fault.mode}"
    said = {
        "where": where, "hit": trial.hit, "refused": trial.refused,
        "lost": trial.lost[:2], "corrupt": trial.corrupt[:2],
    }  # fmt: skip
    return json.dumps(said).encode() + b"\n"


def _plan(
    modes: tuple[str, ...],
    chosen: Sequence[Task],
    prepared: Prepared,
    crashed: Prepared,
    place: Path,
) -> Iterator[Planned]:
    place.mkdir(parents=True, exist_ok=True)
    for task in chosen:
        errors = dict(task.calls)
        if modes == (KILL,):
            errors = dict.fromkeys(_KILLED_AT, "")
        counted = calls_of(task, crashed if task is OPENING else prepared, tuple(errors), place)
        for call, count in counted.items():
            for number in range(1, count + 1):
                for mode in modes:
                    yield task, Fault(call, errors[call], number, mode)


def _crashed(prepared: Prepared, place: Path) -> Prepared:
    """Return a clinic whose program was killed while it wrote into the file."""
    save = TASKS[0]
    place.mkdir(parents=True, exist_ok=True)
    writes = calls_of(save, prepared, ("pwrite64",), place)["pwrite64"]
    # The journal is whole by then, and a part of the pages is written.
    fault = Fault("pwrite64", "", writes - 3, KILL)
    trial = try_out(save, prepared, fault, place)
    if not trial.hit or trial.corrupt or trial.lost:
        raise RuntimeError(f"no clinic could be crashed: {trial}")
    found = Prepared(place / "kept", prepared.now, prepared.then)
    shutil.copytree(place / "clinic", found.folder)
    return found


def _without_room(place: Path, rooms: Sequence[int]) -> Iterator[list[str]]:
    """The disk ends at a byte: the system itself refuses to let any file grow beyond."""

    def work(folder: Path, room: int) -> None:
        clinic = clinics.open_at(folder)
        _limit((folder / "clinic.msbone").stat().st_size + room)
        saved, refused = _enter_until_refused(clinic)
        assert refused, "nothing was refused"
        _limit(resource.RLIM_INFINITY)
        _goes_on(clinic, folder, saved)

    for room in rooms:
        yield _in_a_child(place, lambda folder, room=room: work(folder, room))  # type: ignore[misc]


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _closed(place: Path) -> Iterator[list[str]]:
    """The folder, or the file, is closed to writing: while the program works, or before."""

    def while_working(folder: Path) -> None:
        clinic = clinics.open_at(folder)
        folder.chmod(0o500)
        saved, _ = _enter_until_refused(clinic)  # the files that are open may still be written
        assert clinic.backups.back_up().problem, "a backup into a closed folder was no problem"
        folder.chmod(0o700)
        _goes_on(clinic, folder, saved)

    def before_opening(folder: Path, closed: Path, rights: int) -> None:
        before = closed.stat().st_mode
        closed.chmod(rights)
        try:
            clinics.open_at(folder)
        except MsboneError:
            closed.chmod(before)
            _goes_on(clinics.open_at(folder), folder, 0)
            return
        raise AssertionError("it was opened all the same")

    yield _in_a_child(place, while_working, as_nobody=True)
    yield _in_a_child(place, lambda folder: before_opening(folder, folder, 0o500), as_nobody=True)
    yield _in_a_child(
        place,
        lambda folder: before_opening(folder, folder / "clinic.msbone", 0o400),
        as_nobody=True,
    )


def _in_a_child(place: Path, work: Callable[[Path], None], *, as_nobody: bool = False) -> list[str]:
    shutil.rmtree(place, ignore_errors=True)
    clinics.make(place / "clinic")
    clinics.remember_key(place / "clinic")

    def be_nobody_and_work(pipe: int) -> None:
        try:
            if as_nobody:
                _be_nobody(place / "clinic")
            work(place / "clinic")
        except Exception as error:  # noqa: BLE001  whatever it is, it is a finding
            os.write(pipe, f"{type(error).__name__}: {error}\n".encode())

    child = Child(be_nobody_and_work)
    words = [line.decode() for line in child.lines()]
    if child.end() != 0:
        words.append("the process died")
    return words


def _enter_until_refused(clinic: Clinic) -> tuple[int, bool]:
    for saved in range(40):
        try:
            clinics.enter_somebody(clinic)
        except (DiskFullError, StorageError):
            return saved, True
    return 40, False


def _goes_on(clinic: Clinic, folder: Path, saved: int) -> None:
    """Save once more, close, and find exactly what was saved."""
    clinics.enter_somebody(clinic)
    clinic.close()
    again = clinics.open_database(folder)
    again.check()
    with again.unit_of_work() as work:
        there = work.patients.count()
    again.close()
    assert there == saved + 1, f"{there} are there, {saved + 1} were saved"


def _be_nobody(folder: Path) -> None:
    """The folder's rights hold for everybody but root."""
    if os.geteuid() != 0:
        return
    for each in (folder.parent, folder, *folder.iterdir()):
        os.chown(each, _NOBODY, _NOBODY)
    os.setuid(_NOBODY)
    if os.access("/root", os.W_OK):
        raise OSError(errno.EPERM, "still root")
