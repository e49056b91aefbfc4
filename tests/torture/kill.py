"""kill -9 at a random instant of real work; the next process opens the file and misses nothing."""

import json
import os
import shutil
import time
from pathlib import Path
from random import Random

from msbone_desktop.services.clinic import Clinic
from tests.torture import clinics
from tests.torture.broken import break_it
from tests.torture.forking import Child, HungError, in_lanes
from tests.torture.hand import Hand
from tests.torture.ledger import BROKE, CHECKED, DID, Ledger, as_line, examine, problems_of
from tests.torture.verdict import Verdict

CYCLES_A_CLINIC = 15
"""Then a new one: reading a whole history takes longer the longer it is."""
_LEAST_COMMITS = 5
_LEAST_CYCLES = 4
_WHILE_OPENING = 0.12
_LONGEST_WAIT_S = 0.04


def torture(
    folder: Path, *, seconds: float, cycles: int, commits: int, lanes: int, seed: int, build: str
) -> Verdict:
    """Kill until the time is up, or until there were as many cycles and commits.

    Args:
        folder: Where to work; it has to be on a disk like a clinic's.
        seconds: At most; 0 for as long as it takes.
        cycles: Wanted at least, in all lanes together; 0 leaves it to the time.
        commits: Wanted at least, in all lanes together.
        lanes: Clinics at a time.
        seed: Of the dice.
        build: A broken one, or "".
    """
    verdict = Verdict("kill")
    started = time.monotonic()
    until = started + seconds if seconds else float("inf")

    def lane(number: int, pipe: int) -> None:
        place = folder / f"lane-{number}"
        wanted = (cycles / lanes, commits / lanes)
        _Lane(place, Random(f"{seed} {number}"), pipe, build).run(until, wanted)

    for line in in_lanes(lane, lanes):
        told = json.loads(line)
        verdict.counts["cycles"] += 1
        verdict.counts["commits"] += told["commits"]
        verdict.counts["killed while opening"] += told["early"]
        verdict.counts["backups"] += told["backups"]
        verdict.blame(told["lost"], told["corrupt"], f"cycle {verdict.counts['cycles']}")
    verdict.seconds = time.monotonic() - started
    done = verdict.counts
    if not (build and verdict.lost + verdict.corrupt):
        verdict.needs("cycles", max(cycles, _LEAST_CYCLES), "cycles")
        verdict.needs("commits", max(commits, _LEAST_COMMITS * done["cycles"]), "commits")
    return verdict


class _Lane:
    def __init__(self, place: Path, dice: Random, pipe: int, build: str) -> None:
        self._place, self._dice, self._pipe, self._build = place, dice, pipe, build
        self._ledger = Ledger()
        self._age = CYCLES_A_CLINIC
        self._opening = 0.5
        self._was_open = False
        self._commits = 0

    def run(self, until: float, wanted: tuple[float, float]) -> None:
        cycles = 0
        while time.monotonic() < until and (
            wanted[0] <= 0 or cycles < wanted[0] or self._commits < wanted[1]
        ):
            if self._age >= CYCLES_A_CLINIC:
                self._begin_anew()
            told = self._cycle()
            cycles += 1
            self._age += 1
            os.write(self._pipe, json.dumps(told).encode() + b"\n")
            if told["lost"] or told["corrupt"]:
                if self._build:
                    return  # caught: that is all that was asked
                self._age = CYCLES_A_CLINIC

    def _begin_anew(self) -> None:
        shutil.rmtree(self._place, ignore_errors=True)
        made = Child(lambda _pipe: clinics.make(self._place))
        if made.end() != 0:
            raise RuntimeError("no clinic could be made")
        clinics.remember_key(self._place)
        self._ledger, self._age, self._was_open = Ledger(), 0, False

    def _cycle(self) -> dict[str, object]:
        """Let a worker check what is there and work, and kill it; return what was seen."""
        dice, ledger = self._dice, self._ledger
        commits, seed = ledger.commits, dice.random()
        early = dice.random() < _WHILE_OPENING
        child = Child(lambda pipe: self._work(Random(seed), pipe))
        told: dict[str, object] = {"lost": [], "corrupt": [], "early": early, "backups": 0}
        try:
            if early:
                time.sleep(dice.uniform(0, self._opening))
            else:
                self._let_work(child, dice.randint(0, 24), told)
                time.sleep(dice.uniform(0, _LONGEST_WAIT_S))
            child.kill()
            for line in child.lines():
                self._hear(line, told)
        except HungError:
            child.kill()
            told["corrupt"] = ["it hung"]
        status = child.end()
        if status not in {-9, 0} and not told["corrupt"]:
            told["corrupt"] = [f"a worker ended with {status}"]
        told["commits"] = ledger.commits - commits
        self._commits += ledger.commits - commits
        return told

    def _let_work(self, child: Child, acknowledged: int, told: dict[str, object]) -> None:
        before = self._ledger.commits
        for line in child.lines():
            kind = self._hear(line, told)
            if kind == CHECKED:
                self._opening = time.monotonic() - child.started
            if kind == BROKE or (
                kind in {CHECKED, DID} and self._ledger.commits - before >= acknowledged
            ):
                return

    def _hear(self, line: bytes, told: dict[str, object]) -> str:
        kind = self._ledger.hear(line)
        if kind in {CHECKED, BROKE}:
            said = json.loads(line)
            told["lost"], told["corrupt"] = said["lost"], said["corrupt"]
            told["backups"] = said.get("backups", 0)
            self._was_open = True
        return kind

    def _work(self, dice: Random, pipe: int) -> None:
        break_it(self._build)
        try:
            clinic = clinics.open_at(self._place)
            _tell_what_is_there(clinic, self._ledger, self._was_open, pipe)
            hand = Hand(clinic, dice, pipe)
            while True:
                hand.do_something()
        except Exception as error:
            words = f"{type(error).__name__} where none may be"
            told = {"kind": BROKE, "lost": [], "corrupt": [words]}
            os.write(pipe, json.dumps(told).encode() + b"\n")
            raise


def _tell_what_is_there(clinic: Clinic, ledger: Ledger, was_open: bool, pipe: int) -> None:
    found, seen = examine(clinic.database, ledger)
    found.corrupt += problems_of(clinic)
    if was_open and not clinic.database.recovered:
        found.corrupt.append("an unclean end was not noticed")
    backups = clinic.backups.listed()
    if backups:
        clinics.prove(backups[0].folder)
    os.write(pipe, as_line(seen, backups=len(backups), **found.as_json()))
