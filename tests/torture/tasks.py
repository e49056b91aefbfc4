"""What is done while a disk fails or a process is killed at a given call, and what may be there then.

Each task is done by the program's own services on a copy of one prepared clinic.
"""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from msbone_desktop.domain.errors import PassphraseHoldsError
from msbone_desktop.domain.screenings import Screening, ScreeningState
from msbone_desktop.services.clinic import Clinic
from tests.torture import clinics
from tests.torture.forking import Child
from tests.torture.hand import Hand
from tests.torture.ledger import RESTORED, WILL, Found, Ledger, as_line, examine, picture, told

NEW_PASSPHRASE = "nine green doors along the canal"


@dataclass
class Prepared:
    """A clinic to copy for each trial.

    Attributes:
        folder: The clinic.
        now: What it holds.
        then: What its one backup holds.
    """

    folder: Path
    now: Ledger = field(default_factory=Ledger)
    then: Ledger = field(default_factory=Ledger)

    @property
    def backup(self) -> str:
        """The name of its backup's folder."""
        (found,) = (self.folder / "backups").iterdir()
        return found.name


Step = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Task:
    """Something that writes.

    Attributes:
        name: For the figures.
        begin: Opens what is needed in the folder and returns what is to be done, which may be
            called again after it was refused. It tells the pipe what it will do and did.
        calls: The system calls that may fail in it, each with the error to give.
        look: Tells what is wrong with the folder afterwards.
        once: When it was done it is refused, for a reason that has nothing to do with disks.
    """

    name: str
    begin: Callable[[Path, int], Step]
    calls: tuple[tuple[str, str], ...]
    look: Callable[[Path, Prepared, Ledger], Found]
    once: bool = False


_made: dict[str, Prepared] = {}


def prepare(folder: Path, seed: str) -> Prepared:
    """Return a clinic with patients, drafts, signed screenings and a backup; made once a seed."""
    if seed not in _made:
        _made[seed] = _prepared(folder, seed)
    return _made[seed]


def _prepared(folder: Path, seed: str) -> Prepared:
    made = Prepared(folder)
    lines = Child(lambda pipe: _fill(folder, seed, pipe))
    states = [made.then, made.now]
    for line in lines.lines():
        states.pop(0).hear(line)
    if lines.end() != 0 or states:
        raise RuntimeError("no clinic could be prepared")
    clinics.remember_key(folder)
    return made


def _fill(folder: Path, seed: str, pipe: int) -> None:
    clinics.make(folder)
    clinic = clinics.open_at(folder)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    hand = Hand(clinic, Random(seed), nowhere, backs_up=False)
    for _ in range(12):
        hand.do_something()
    clinic.backups.back_up()
    os.write(pipe, as_line(picture(clinic.database)))
    hand.do_something()
    while not (hand.has(ScreeningState.DRAFT) and hand.has(ScreeningState.SIGNED)):
        hand.do_something()
    os.write(pipe, as_line(picture(clinic.database)))
    hand.rest()
    clinic.close()


def _with_hand(act: Callable[[Hand, Screening], object]) -> Callable[[Path, int], Step]:
    def begin(folder: Path, pipe: int) -> Step:
        clinic = clinics.open_at(folder)
        hand = Hand(clinic, Random(1), pipe, reads_back=False)
        draft = hand.has(ScreeningState.DRAFT)
        assert draft is not None

        def step() -> None:
            act(hand, draft)

        return step

    return begin


def _begin_backup(folder: Path, pipe: int) -> Step:
    clinic: Clinic = clinics.open_at(folder)

    def step() -> None:
        problem = clinic.backups.back_up().problem
        if problem:
            raise clinics.RefusedError(problem)

    return step


def _begin_restore(folder: Path, pipe: int) -> Step:
    (backup,) = (folder / "backups").glob("*Z")
    vault = clinics.vault(folder)

    def step() -> None:
        os.write(pipe, told(WILL, what="restore", patient=None, about="", mark=""))
        vault.restore(backup, clinics.PASSPHRASE)
        os.write(pipe, told(RESTORED))

    return step


def _begin_passphrase(folder: Path, pipe: int) -> Step:
    people = clinics.open_at(folder).people

    def step() -> None:
        with suppress(PassphraseHoldsError):  # changed, and said so
            people.change_own_passphrase(clinics.PASSPHRASE, NEW_PASSPHRASE)

    return step


def _begin_new_key(folder: Path, pipe: int) -> Step:
    vault = clinics.vault(folder)
    return lambda: vault.change_data_key(clinics.PASSPHRASE, clinics.NAME)


def _begin_opening(folder: Path, pipe: int) -> Step:
    def step() -> None:
        clinics.open_database(folder).close()

    return step


def _look_for_one(folder: Path, _prepared: Prepared, ledger: Ledger) -> Found:
    """One state: what was acknowledged, and what was under way or not."""
    clinic = clinics.open_at(folder)
    try:
        found, _ = examine(clinic.database, ledger)
        found.corrupt += _left_about(clinic)
    finally:
        clinic.close()
    for backup in (folder / "backups").glob("*Z"):
        clinics.prove(backup)
    return found


def _look_for_either(folder: Path, prepared: Prepared, ledger: Ledger) -> Found:
    """Two states: the clinic as it was, or as it was backed up; never a mixture."""
    begun = bool(ledger.under_way) or ledger.commits > prepared.now.commits
    is_done = begun and not ledger.under_way
    found = _look_for_one(folder, prepared, prepared.then if is_done else prepared.now)
    if begun and not is_done and not found.is_whole:
        found = _look_for_one(folder, prepared, prepared.then)
    return found


def _look_with_either(folder: Path, prepared: Prepared, ledger: Ledger) -> Found:
    """One state, and one of two passphrases opens it."""
    if not clinics.opens(folder, clinics.PASSPHRASE):
        if not clinics.opens(folder, NEW_PASSPHRASE):
            return Found(lost=["neither passphrase opens the clinic"])
        clinic = clinics.vault(folder).unlock(NEW_PASSPHRASE, clinics.NAME)
        clinic.people.change_own_passphrase(NEW_PASSPHRASE, clinics.PASSPHRASE)
        clinic.close()
    return _look_for_one(folder, prepared, ledger)


def _left_about(clinic: Clinic) -> list[str]:
    clinic.backups.look()
    folder = clinic.database.path.parent
    left = [*folder.glob("backups/*.tmp"), *folder.glob("*-journal")]
    kept_open = [each for each in left if each.name == "clinic.msbone-journal"]
    return [f"left half made: {each.name}" for each in left if each not in kept_open]


def copy(prepared: Prepared, place: Path) -> Path:
    """Lay a copy of the prepared clinic at ``place``."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(prepared.folder, place)
    return place


_FILE = (("pwrite64", "ENOSPC"), ("fsync", "EIO"), ("unlink", "EIO"))
_WHOLE = (("sendfile", "ENOSPC"), ("rename", "EIO"), ("mkdir", "ENOSPC"))

TASKS = (
    Task(
        "save",
        _with_hand(lambda hand, draft: hand.save(draft)),
        (*_FILE, ("pread64", "EIO")),
        _look_for_one,
        once=True,
    ),
    Task("sign", _with_hand(lambda hand, draft: hand.sign(draft)), _FILE, _look_for_one, once=True),
    Task("backup", _begin_backup, (*_FILE, *_WHOLE), _look_for_one),
    Task("restore", _begin_restore, (*_FILE, *_WHOLE), _look_for_either),
    Task("new key", _begin_new_key, (*_FILE, *_WHOLE), _look_for_one),
    Task(
        "passphrase",
        _begin_passphrase,
        (("fsync", "EIO"), ("rename", "EIO")),
        _look_with_either,
        once=True,
    ),
)
OPENING = Task("opening", _begin_opening, (*_FILE, ("pread64", "EIO")), _look_for_one)
"""Of a file whose last program was killed within a commit."""
