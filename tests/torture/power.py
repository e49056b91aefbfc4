"""Power cuts: the file calls of real work are recorded once and played to random points.

Each wreck is opened by the program and compared with what was acknowledged before the cut. Some
are opened under strace again, and the power fails once more while the program recovers.
"""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from msbone_desktop.domain.errors import MsboneError
from tests.torture import clinics
from tests.torture.forking import Child, HungError, in_lanes
from tests.torture.ledger import Found, Ledger, examine
from tests.torture.recorded import NEXT
from tests.torture.recording import Event, Told, record
from tests.torture.verdict import Verdict
from tests.torture.wrecks import Disk

FIRST_STEPS, STEPS = 12, 30
PASSES = 4


@dataclass(frozen=True, slots=True)
class Size:
    """Of one pass along a recording.

    Attributes:
        wrecks: How many are made and opened.
        again: How many of them are opened under strace, for another cut.
        cuts: How many random points of each such opening the power fails at.
    """

    wrecks: int
    again: int
    cuts: int


FIRST, LATER = Size(14, 2, 5), Size(60, 8, 10)
"""The first is small, so that a short run has seen everything once."""
_LEAST = 20


def torture(
    folder: Path, *, seconds: float, replays: int, lanes: int, seed: int, build: str
) -> Verdict:
    """Record, wreck and open until the time is up, or until there were as many replays.

    Args:
        folder: Where to work; wrecks are laid into memory where the system has a place for that.
        seconds: At most; 0 for as long as it takes.
        replays: Wanted at least; 0 leaves it to the time.
        lanes: Recordings at a time.
        seed: Of the dice.
        build: A broken one is recorded, or "".
    """
    verdict = Verdict("power")
    started = time.monotonic()
    until = started + seconds if seconds else float("inf")

    def lane(number: int, pipe: int) -> None:
        _Lane(folder / f"lane-{number}", f"{seed} {number}", pipe, build).run(
            until, replays / lanes
        )

    for line in in_lanes(lane, lanes):
        told = json.loads(line)
        for name in ("recordings", "calls recorded", "replays", "of them in a recovery"):
            verdict.counts[name] += told.get(name, 0)
        verdict.blame(told.get("lost", ()), told.get("corrupt", ()), told.get("where", ""))
    verdict.seconds = time.monotonic() - started
    if not (build and verdict.lost + verdict.corrupt):
        verdict.needs("replays", max(replays, _LEAST), "replays")
        verdict.needs("of them in a recovery", 1, "replays in a recovery")
    return verdict


class _Lane:
    def __init__(self, place: Path, seed: str, pipe: int, build: str) -> None:
        self._place, self._seed, self._pipe, self._build = place, seed, pipe, build
        memory = Path("/dev/shm")
        self._scratch = (memory if memory.is_dir() else place) / f"msbone-torture-{os.getpid()}"
        self._done = 0
        self._size = FIRST
        self._until, self._wanted = 0.0, 0.0
        self._caught = False

    def run(self, until: float, wanted: float) -> None:
        self._until, self._wanted = until, wanted
        number = 0
        try:
            while not self._finished():
                number += 1
                self._record_and_wreck(f"{self._seed} {number}")
        finally:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _finished(self) -> bool:
        enough = self._wanted > 0 and self._done >= self._wanted
        return enough or self._caught or time.monotonic() >= self._until

    def _record_and_wreck(self, seed: str) -> None:
        shutil.rmtree(self._place, ignore_errors=True)
        clinic, kept = self._place / "clinic", self._place / "kept"
        if Child(lambda _pipe: clinics.make(clinic)).end() != 0:
            raise RuntimeError("no clinic could be made")
        clinics.remember_key(clinic)
        shutil.copytree(clinic, kept)
        events = record(
            [
                "work",
                str(clinic),
                seed,
                str(FIRST_STEPS if self._size is FIRST else STEPS),
                self._build,
            ],
            self._place / "strace",
            self._place / "tell",
        )
        self._tell({"recordings": 1, "calls recorded": len(events)})
        for number in range(PASSES):
            if self._finished():
                return
            self._pass(clinic, kept, events, f"{seed} {number}")

    def _pass(self, clinic: Path, kept: Path, events: list[Event], seed: str) -> None:
        """Walk along the recording once and wreck at random points; then wreck some again."""
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._scratch.mkdir()
        self._have(lambda pipe: self._wreck(clinic, kept, events, seed, pipe))
        ledgers = self._scratch / "ledgers.json"
        if ledgers.exists() and not (self._caught or time.monotonic() >= self._until):
            self._wreck_again(json.loads(ledgers.read_text()), seed)
        self._size = LATER

    def _wreck(self, clinic: Path, kept: Path, events: list[Event], seed: str, pipe: int) -> None:
        dice = Random(seed)
        again: dict[str, dict[str, object]] = {}
        for number, (disk, ledger, cut) in enumerate(
            _cuts(Disk(clinic, kept, dice), Ledger(), events, self._size.wrecks, dice)
        ):
            place = self._scratch / f"wreck-{number}"
            _lay(disk, dice, place)
            if len(again) < self._size.again and dice.random() < 0.3 and not self._build:
                aside = self._scratch / f"again-{number}"
                shutil.copytree(place, aside)
                again[str(aside)] = ledger.as_json()
            _tell_of(place, ledger, pipe, f"recording {seed}, call {cut}")
            if time.monotonic() >= self._until:
                break
        (self._scratch / "ledgers.json").write_text(json.dumps(again))

    def _wreck_again(self, ledgers: dict[str, dict[str, object]], seed: str) -> None:
        """Record how the wrecks are opened, and cut the power within that."""
        folders = [Path(each) for each in ledgers]
        kept = {each: each.with_name(f"{each.name}-kept") for each in folders}
        for each, copy in kept.items():
            shutil.copytree(each, copy)
        events = record(
            ["recover", seed, *map(str, folders)], self._place / "strace", self._place / "tell"
        )
        parts = list(_parts(events))

        def wreck(pipe: int) -> None:
            dice = Random(f"{seed} again")
            for each, part in zip(folders, parts, strict=True):
                disk = Disk(each, kept[each], dice)
                ledger = Ledger(**ledgers[str(each)])  # type: ignore[arg-type]
                for _, known, cut in _cuts(disk, ledger, part, self._size.cuts, dice):
                    place = self._scratch / "twice"
                    _lay(disk, dice, place)
                    if time.monotonic() >= self._until:
                        return
                    _tell_of(place, known, pipe, f"recovery {seed}, {each.name}, call {cut}", 1)

        self._have(wreck)

    def _have(self, work: Callable[[int], object]) -> None:
        """Have a process of its own do it: a hang or a crash is a finding, not the end."""
        child = Child(work)
        try:
            for line in child.lines():
                told = json.loads(line)
                self._done += 1
                self._caught |= bool(self._build and (told["lost"] or told["corrupt"]))
                self._tell(told)
        except HungError:
            child.kill()
            self._tell({"corrupt": ["it hung"]})
        if child.end() not in {0, -9}:
            self._tell({"corrupt": ["the process that opened wrecks died"]})

    def _tell(self, told: dict[str, object]) -> None:
        os.write(self._pipe, json.dumps(told).encode() + b"\n")


def _cuts(
    disk: Disk, ledger: Ledger, events: list[Event], count: int, dice: Random
) -> Iterator[tuple[Disk, Ledger, int]]:
    """Play the events, and stop at ``count`` random points."""
    points = sorted(dice.randint(0, len(events)) for _ in range(count))
    done = 0
    for point in points:
        for event in events[done:point]:
            disk.play(event)
            if isinstance(event, Told):
                ledger.hear(event.line)
        done = point
        yield disk, ledger, point


def _parts(events: list[Event]) -> Iterator[list[Event]]:
    part: list[Event] = []
    for event in events:
        if isinstance(event, Told) and event.line == NEXT:
            yield part
            part = []
        else:
            part.append(event)


def _lay(disk: Disk, dice: Random, place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for path, content in disk.wreck(dice):
        if content is None:
            (place / path).mkdir()
        else:
            (place / path).write_bytes(content)


def _tell_of(place: Path, ledger: Ledger, pipe: int, where: str, again: int = 0) -> None:
    found = look(place, ledger)
    told = {"replays": 1, "of them in a recovery": again, "where": where, **found.as_json()}
    os.write(pipe, json.dumps(told).encode() + b"\n")
    shutil.rmtree(place)


def look(place: Path, ledger: Ledger) -> Found:
    """Open a wreck by the program's own way and compare it with what was acknowledged."""
    try:
        database = clinics.open_database(place)
        try:
            found, _ = examine(database, ledger)
        finally:
            database.close()
        for backup in sorted((place / "backups").glob("*Z"))[-2:]:
            clinics.prove(backup)
    except MsboneError as error:
        return Found(corrupt=[f"refused: {error}"])
    except Exception as error:  # noqa: BLE001  whatever it is, it is a finding
        return Found(corrupt=[f"{type(error).__name__} where none may be"])
    return found
