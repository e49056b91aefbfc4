"""The command line of the torture harness."""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.torture.broken import BUILDS, CAUGHT_BY
from tests.torture.verdict import Verdict

KINDS = ("kill", "power", "disk", "migration", "bytes")
SECONDS = 60.0
FULL: dict[str, float] = {"cycles": 2_000, "commits": 10_000, "replays": 10_000, "mutations": 40}
SHORT: dict[str, float] = {
    "cycles": 6,
    "commits": 30,
    "replays": 20,
    "trials": 8,
    "updates": 8,
    "mutations": 0.1,
}


def main(arguments: list[str]) -> int:
    """Torture as asked; return 0 when nothing was lost and enough was done."""
    given = _parser().parse_args(arguments)
    kinds = _kinds(given.only, given.broken)
    with tempfile.TemporaryDirectory(prefix="msbone-torture-", dir=given.folder) as folder:
        if given.prove:
            caught = [_is_caught(build, Path(folder), given) for build in BUILDS]
            return 0 if all(caught) else 1
        verdicts = [_tortured(kind, Path(folder) / kind, given) for kind in kinds]
    if given.json:
        _write(Path(given.json), verdicts, given)
    return 0 if all(verdict.passed for verdict in verdicts) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dev.py torture",
        description="Kills, unplugs and spoils, and looks whether anything saved is lost.",
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=None,
        metavar="N",
        help=f"for all kinds together; {SECONDS:g} by default",
    )
    parser.add_argument("--only", default="", metavar="KINDS", help=f"of {','.join(KINDS)}")
    parser.add_argument(
        "--full", action="store_true", help="as much as docs/torture.md states, however long"
    )
    parser.add_argument(
        "--broken", default="", choices=["", *BUILDS], help="torture a broken build"
    )
    parser.add_argument(
        "--short", action="store_true", help="as little as the tests do, however long"
    )
    parser.add_argument(
        "--prove", action="store_true", help="torture each broken build; pass if all are caught"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the dice")
    parser.add_argument("--lanes", type=int, default=min(os.cpu_count() or 1, 4))
    parser.add_argument("--folder", default=None, help="where to work; a disk like the clinic's")
    parser.add_argument("--json", default="", metavar="FILE", help="write the figures there too")
    return parser


def _kinds(only: str, broken: str) -> list[str]:
    wanted = [each for each in only.split(",") if each] or list(KINDS)
    if broken and not only:
        wanted = [CAUGHT_BY[broken]]
    if unknown := set(wanted) - set(KINDS):
        sys.exit(f"There is no kind {', '.join(sorted(unknown))}. There are {', '.join(KINDS)}.")
    return wanted


def _tortured(kind: str, folder: Path, given: argparse.Namespace) -> Verdict:
    from tests.torture import clinics

    folder.mkdir(parents=True, exist_ok=True)
    clinics.warm_up(folder / "warm")  # before the first fork
    verdict = _runner(kind)(folder, given)
    print(verdict.words(), flush=True)
    return verdict


def _runner(kind: str) -> Callable[[Path, argparse.Namespace], Verdict]:
    return {
        "kill": _kill,
        "power": _power,
        "disk": _disk,
        "migration": _migration,
        "bytes": _bytes,
    }[kind]


def _share(given: argparse.Namespace) -> float:
    """Return how long one kind may take; 0 for as long as its numbers need."""
    if given.seconds is None and (given.full or given.short):
        return 0.0
    return float(given.seconds or SECONDS) / len(_kinds(given.only, given.broken))


def _wanted(given: argparse.Namespace, *names: str) -> dict[str, Any]:
    numbers = FULL if given.full else SHORT if given.short else {}
    return {name: numbers.get(name, 0) for name in names}


def _kill(folder: Path, given: argparse.Namespace) -> Verdict:
    from tests.torture import disk, kill
    from tests.torture.recording import strace_works

    verdict = kill.torture(
        folder,
        seconds=_share(given) * 0.7,
        lanes=given.lanes,
        seed=given.seed,
        build=given.broken,
        **_wanted(given, "cycles", "commits"),
    )
    if strace_works() and not given.broken:
        seconds = _share(given) * 0.3
        trials = _wanted(given, "trials")
        at_each = disk.kill_at_each_call(
            folder / "calls", seconds=seconds, lanes=given.lanes, seed=given.seed, **trials
        )
        verdict.add(at_each)
    return verdict


def _power(folder: Path, given: argparse.Namespace) -> Verdict:
    from tests.torture import power
    from tests.torture.recording import strace_works

    if not strace_works():
        return _untraced("power")
    return power.torture(
        folder,
        seconds=_share(given),
        lanes=given.lanes,
        seed=given.seed,
        build=given.broken,
        **_wanted(given, "replays"),
    )


def _disk(folder: Path, given: argparse.Namespace) -> Verdict:
    from tests.torture import disk
    from tests.torture.recording import strace_works

    if not strace_works():
        return _untraced("disk")
    return disk.torture(
        folder,
        seconds=_share(given),
        lanes=given.lanes,
        seed=given.seed,
        every=given.full,
        **_wanted(given, "trials"),
    )


def _migration(folder: Path, given: argparse.Namespace) -> Verdict:
    from tests.torture import migrating

    return migrating.torture(
        folder,
        seconds=_share(given),
        lanes=given.lanes,
        seed=given.seed,
        every=given.full,
        **_wanted(given, "updates"),
    )


def _bytes(folder: Path, given: argparse.Namespace) -> Verdict:
    from tests.torture import spoiling

    return spoiling.torture(
        folder,
        seconds=_share(given),
        lanes=given.lanes,
        seed=given.seed,
        every=given.full,
        **_wanted(given, "mutations"),
    )


def _untraced(kind: str) -> Verdict:
    verdict = Verdict(kind)
    verdict.too_little.append("strace cannot watch a process here, so nothing was done")
    return verdict


def _is_caught(build: str, folder: Path, given: argparse.Namespace) -> bool:
    """Torture a broken build; tell whether it was caught for what it loses or spoils."""
    given.broken = build
    kind = _kinds(given.only, build)[0]
    verdict = _tortured(kind, folder / build, given)
    caught = bool(verdict.lost or verdict.corrupt)
    print(f"{build}: {'caught, as it must be' if caught else 'NOT CAUGHT'}", flush=True)
    return caught


def _write(file: Path, verdicts: list[Verdict], given: argparse.Namespace) -> None:
    about = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "seed": given.seed,
        "broken": given.broken,
        "kinds": [verdict.as_json() for verdict in verdicts],
    }
    file.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
