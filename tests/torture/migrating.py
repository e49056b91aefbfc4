"""Updates of an old file that are killed: the file is old or new afterwards, never a mixture.

The process is killed before each statement of the update, and at random calls of it, so that the
copy made first and the commit at the end are hit too. The file is opened with a ready key: the key
file has no part in an update.
"""

import json
import os
import shutil
import signal
import time
from pathlib import Path
from random import Random

import sqlalchemy as sa

from msbone_desktop.domain.errors import MsboneError
from msbone_desktop.storage.database import Database
from msbone_desktop.storage.schema import SCHEMA_VERSION
from tests.storage.making import DB, KEY, schema_text
from tests.storage.old_files import dangling, lost_between, make_old, revision_of, rows_of
from tests.torture.forking import Child, HungError, in_lanes
from tests.torture.ledger import told
from tests.torture.verdict import Verdict

_LEAST = 5
_OLDEST = "0001"
_LATEST_S = 0.25
"""An update takes about as long; a kill at a random instant falls into it."""


def torture(
    folder: Path, *, seconds: float, updates: int, lanes: int, seed: int, every: bool
) -> Verdict:
    """Kill updates before random statements until the time is up, or before every one.

    Args:
        folder: Where to work.
        seconds: At most; 0 for as long as it takes.
        updates: As many as are wanted in all; 0 leaves it to the time.
        lanes: Updates at a time.
        seed: Of the dice.
        every: Count it as too little when not every statement was come to.
    """
    verdict = Verdict("migration")
    started = time.monotonic()
    until = started + seconds if seconds else float("inf")
    folder.mkdir(parents=True, exist_ok=True)
    old = folder / "old.msbone"
    if Child(lambda _pipe: make_old(old, _OLDEST)).end() != 0:
        raise RuntimeError("no old file could be made")
    statements = _count(old, folder / "count")
    plan = list(range(1, statements + 1))
    # As many again are killed at an instant, wherever that falls.
    plan += [0] * (statements if every else _LEAST)
    Random(seed).shuffle(plan)
    if updates:
        plan = plan[:updates]
    verdict.counts["killed updates"] = 0
    verdict.counts["statements there are"] = statements

    def lane(number: int, pipe: int) -> None:
        dice = Random(f"{seed} {number}")
        before, schemas = rows_of(old), _schemas(old, folder / f"new-{number}")
        for statement in plan[number::lanes]:
            if time.monotonic() >= until:
                return
            place = folder / f"lane-{number}"
            was_killed = _kill(old, place, statement, dice.uniform(0, _LATEST_S))
            lost, corrupt = _look(place / "clinic.msbone", before, schemas)
            line = told("update", killed=was_killed, lost=lost, corrupt=corrupt, at=statement)
            os.write(pipe, line)

    at = set()
    for line in in_lanes(lane, lanes):
        said = json.loads(line)
        verdict.counts["killed updates"] += said["killed"]
        at.add(said["at"])
        verdict.blame(said["lost"], said["corrupt"], f"statement {said['at'] or '?'}")
    verdict.seconds = time.monotonic() - started
    verdict.needs("killed updates", _LEAST, "updates were killed")
    if every and len(at - {0}) < statements:
        verdict.too_little.append(f"killed before {len(at - {0})} of {statements} statements")
    return verdict


def _schemas(old: Path, place: Path) -> tuple[str, str]:
    path = _laid(old, place)
    before = schema_text(path)
    Database.open(path, KEY, migrations=DB).close()
    return before, schema_text(path)


def _laid(old: Path, place: Path) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    return Path(shutil.copy(old, place / "clinic.msbone"))


def _count(old: Path, place: Path) -> int:
    """Return how many statements an update has."""
    path = _laid(old, place)
    child = Child(lambda pipe: _update(path, 0, pipe))
    found = max(json.loads(line)["number"] for line in child.lines())
    child.end()
    return int(found)


def _kill(old: Path, place: Path, statement: int, after: float) -> bool:
    """Update a copy and kill it: before a statement, or after some time; tell whether it was."""
    path = _laid(old, place)
    child = Child(lambda pipe: _update(path, statement, pipe))
    if statement == 0:
        time.sleep(after)
        child.kill()
    try:
        for _ in child.lines():
            pass
    except HungError:
        child.kill()
    return child.end() == -signal.SIGKILL


def _update(path: Path, last: int, pipe: int) -> None:
    number = 0

    @sa.event.listens_for(sa.Engine, "before_cursor_execute")
    def _before(*_: object) -> None:
        nonlocal number
        number += 1
        os.write(pipe, told("statement", number=number))
        if number == last:
            os.kill(os.getpid(), signal.SIGKILL)

    Database.open(path, KEY, migrations=DB).close()


def _look(
    path: Path, before: dict[str, list[dict[str, object]]], schemas: tuple[str, str]
) -> tuple[list[str], list[str]]:
    """Look at the file as it is, then have it opened, and look again."""
    lost: list[str] = []
    corrupt: list[str] = []
    try:
        _add(path, before, schemas, lost, corrupt)
        Database.open(path, KEY, migrations=DB).close()
        if revision_of(path) != SCHEMA_VERSION:
            corrupt.append("it was not brought up to date by the next opening")
        _add(path, before, schemas, lost, corrupt)
    except MsboneError as error:
        corrupt.append(f"refused: {error}")
    corrupt += [f"left half made: {each.name}" for each in path.parent.glob("*.tmp")]
    for copy in path.parent.glob("*before-update*"):
        if rows_of(copy) != before:
            corrupt.append("the copy made before the update is not whole")
    return lost, corrupt


def _add(
    path: Path,
    before: dict[str, list[dict[str, object]]],
    schemas: tuple[str, str],
    lost: list[str],
    corrupt: list[str],
) -> None:
    revision = revision_of(path)
    wanted = {_OLDEST: schemas[0], SCHEMA_VERSION: schemas[1]}
    if wanted.get(revision) != schema_text(path):
        corrupt.append(f"it says {revision}, and has the tables of another version")
    lost += lost_between(before, rows_of(path))
    corrupt += [f"a row of {table} points to nothing" for table, *_ in dangling(path)]
