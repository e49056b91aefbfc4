"""Random bytes in every file that is read: detected or right, never a wrong value, never a traceback."""

import json
import logging
import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from math import ceil
from pathlib import Path
from random import Random

from tests.torture import tasks
from tests.torture.forking import Child, HungError, in_lanes
from tests.torture.ledger import told
from tests.torture.mutating import PAGE, Mutation, cut_at
from tests.torture.targets import REFUSED, RIGHT, Readers, Target, answer_of
from tests.torture.verdict import Verdict

_AT_A_TIME = 12
_LONGEST_S = 5.0
_LEAST = 20
_Spoiler = tuple[Mutation, float]


def torture(
    folder: Path, *, seconds: float, mutations: float, lanes: int, seed: int, every: bool
) -> Verdict:
    """Spoil files and have them read until the time is up, or as often as wanted.

    Args:
        folder: Where to work.
        seconds: At most; 0 for as long as it takes.
        mutations: How many are wanted of the rarest kind of file, and its share of them of each
            other; 0 leaves it to the time.
        lanes: Files at a time.
        seed: Of the dice.
        every: Cut the database off at each of its pages, too.
    """
    verdict = Verdict("bytes")
    started = time.monotonic()
    until = started + seconds if seconds else float("inf")
    prepared = tasks.prepare(folder / "prepared", str(seed))
    readers = Readers(prepared)
    pages = (prepared.folder / "clinic.msbone").stat().st_size // PAGE

    def lane(number: int, pipe: int) -> None:
        dice = Random(f"{seed} {number}")
        done: Counter[str] = Counter()
        place = folder / f"lane-{number}" / "place"
        if every:
            for some in _some_at_a_time(range(number, pages, lanes)):
                cuts = [(cut_at(page), 0.0) for page in some]
                for line in _spoil(readers, readers.targets()[0], place, cuts):
                    os.write(pipe, line)
        while time.monotonic() < until:
            left = [
                target
                for target in readers.targets()
                if not mutations or done[target.name] < target.share * mutations / lanes
            ]
            if not left:
                return
            # The one that is furthest behind.
            target = min(left, key=lambda each: done[each.name] / each.share)
            count = ceil(target.share * mutations / lanes) if mutations else target.share
            spoilers = [
                (dice.choice(target.mutations), dice.random())
                for _ in range(min(_AT_A_TIME, count))
            ]
            for line in _spoil(readers, target, place, spoilers):
                os.write(pipe, line)
                done[target.name] += 1

    names: Counter[str] = Counter()
    for line in in_lanes(lane, lanes):
        said = json.loads(line)
        names[said["target"]] += 1
        verdict.counts["mutations"] += 1
        verdict.counts[said["answer"] if said["answer"] in {RIGHT, REFUSED} else "wrong"] += 1
        wrong = [] if said["answer"] in {RIGHT, REFUSED} else [said["answer"]]
        verdict.blame((), wrong, said["target"])
    verdict.counts["kinds of files"] = len(names)
    verdict.seconds = time.monotonic() - started
    verdict.needs("mutations", _LEAST, "mutations")
    verdict.needs("kinds of files", len(readers.targets()), "kinds of files")
    return verdict


def _some_at_a_time(numbers: range) -> Iterator[range]:
    for start in range(0, len(numbers), _AT_A_TIME):
        yield numbers[start : start + _AT_A_TIME]


def _spoil(
    readers: Readers, target: Target, place: Path, spoilers: list[_Spoiler]
) -> Iterator[bytes]:
    """Yield the answers to a few spoiled files, read in a process that may hang or die."""
    child = Child(lambda pipe: _read_spoiled(readers, target, place, spoilers, pipe))
    answered = 0
    try:
        for line in child.lines():
            answered += 1
            yield line + b"\n"
    except HungError:
        child.kill()
        yield told("read", target=target.name, answer="it hung")
    if child.end() != 0 or not answered:
        yield told("read", target=target.name, answer="the process died")


def _read_spoiled(
    readers: Readers, target: Target, place: Path, spoilers: list[_Spoiler], pipe: int
) -> None:
    # Libraries say there what they find odd; what counts is the answer.
    logging.disable(logging.WARNING)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    for mutate, seed in spoilers:
        dice = Random(seed)
        place.parent.mkdir(parents=True, exist_ok=True)
        file = readers.lay(place) / target.file
        whole = file.read_bytes()
        spoiled = whole
        while spoiled == whole:  # some leave all as it was; they count for nothing
            spoiled = mutate(whole, dice)
        file.unlink()
        file.write_bytes(spoiled)
        started = time.process_time()  # a busy computer is no fault of the file
        answer = answer_of(target, place)
        if time.process_time() - started > _LONGEST_S:
            answer = f"it took {time.process_time() - started:.0f} s"
        if answer == REFUSED and not _is_as_it_was(target, file, spoiled):
            answer = "a file that was refused was changed"
        os.write(pipe, told("read", target=target.name, answer=answer))
        shutil.rmtree(place)


def _is_as_it_was(target: Target, file: Path, spoiled: bytes) -> bool:
    if target.is_moved and not file.exists():
        file = file.with_suffix(".json.bad")
    return file.exists() and file.read_bytes() == spoiled
