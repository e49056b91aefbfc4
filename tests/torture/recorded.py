"""The process that strace watches: works on one clinic, or opens wrecks one after the other.

``python -m tests.torture.recorded TELL work FOLDER SEED STEPS BUILD``
``python -m tests.torture.recorded TELL recover SEED FOLDER...``
"""

import os
import sys
from pathlib import Path
from random import Random

from tests.torture import clinics
from tests.torture.broken import break_it
from tests.torture.hand import Hand
from tests.torture.ledger import as_line, picture

NEXT = b'{"kind": "next"}'
"""Told after each wreck."""


def _work(folder: Path, seed: str, steps: int, build: str, tell: int) -> None:
    break_it(build)
    clinic = clinics.open_at(folder)
    hand = Hand(clinic, Random(seed), tell)
    for _ in range(steps):
        hand.do_something()
    hand.rest()
    clinic.close()


def _recover(seed: str, folders: list[str], tell: int) -> None:
    for number, folder in enumerate(folders):
        clinic = clinics.open_at(Path(folder))
        os.write(tell, as_line(picture(clinic.database)))
        hand = Hand(clinic, Random(f"{seed} {number}"), tell)
        hand.do_something()
        hand.rest()
        clinic.close()
        os.write(tell, NEXT + b"\n")


def main(arguments: list[str]) -> None:
    tell = os.open(arguments[0], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    clinics.remember_derivations()
    if arguments[1] == "work":
        folder, seed, steps, build = arguments[2:]
        _work(Path(folder), seed, int(steps), build, tell)
    else:
        _recover(arguments[2], arguments[3:], tell)
    sys.stdout.flush()
    os._exit(0)  # what Python does at its end is no part of what is watched


if __name__ == "__main__":
    main(sys.argv[1:])
