"""One assessment, and ten thousand through the command line."""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from measuring import Aim, Measure, Stopwatch
from samples import screening

NAMES = ("one assessment", "10,000 through the command line")
COUNT = 10_000

# What any program in this language does at least to judge a file: read it, and write as much.
BARE = """
import json, sys
from decimal import Decimal
for text in open(sys.argv[1], encoding="utf-8"):
    read = json.loads(text, parse_float=Decimal)
    sys.stdout.write(json.dumps(read, default=str) + "\\n")
"""


def measures(options: argparse.Namespace) -> Iterator[Measure]:
    from msbone_desktop.environment.resources import shipped
    from msbone_desktop.exchange.json_lines import decode_lines
    from msbone_desktop.exchange.screening_reader import read_screening
    from msbone_desktop.rules.rulebook_loading import load_rulebook

    rulebook = load_rulebook(shipped("resources"))
    texts = [json.dumps(screening(number)) for number in range(200)]
    given = list(decode_lines(iter(f"{text}\n".encode() for text in texts)))
    records = [read_screening(each, rulebook.dictionary).record for each in given]
    turn = cycle(records)
    yield Measure(
        name=NAMES[0],
        unit="us",
        aim=Aim(value=200),
        ours=Stopwatch(lambda: rulebook.assess(next(turn)), repeat=400, scale=1e6),
    )
    lines = options.folder / "screenings.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(screening(number)) + "\n" for number in range(COUNT))
    ours = [sys.executable, "-m", "msbone_desktop", "assess", str(lines)]
    yield Measure(
        name=NAMES[1],
        unit="ms",
        aim=Aim(value=4_000),
        ours=Stopwatch(lambda: _run(ours, options.folder)),
        floor=Stopwatch(lambda: _run([sys.executable, "-c", BARE, str(lines)], options.folder)),
        rounds=5,
    )


def _run(command: list[str], folder: Path) -> None:
    with (folder / "out.jsonl").open("wb") as out:
        done = subprocess.run(command, stdout=out, check=False)
    if done.returncode not in {0, 1}:
        raise RuntimeError(f"exit status {done.returncode}")
    with (folder / "out.jsonl").open("rb") as written:
        count = sum(1 for _ in written)
    if count != COUNT:
        raise RuntimeError(f"{count} lines instead of {COUNT}")
