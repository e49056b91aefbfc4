"""``python3 dev.py bench``: what it costs, beside what it must cost at least.

Every measure is a function of a module named in ``SUBJECTS`` that is given the options and yields
``Measure``. A measure whose target cannot be imported is reported, and fails the run.
"""

import argparse
import importlib
import os
import platform
import shutil
import sys
import tempfile
import time
from pathlib import Path

from measuring import HEAD, line, remark, take

SUBJECTS = (
    *("assessing", "starting", "remembering", "typing_answers"),
    *("paper", "following_up", "opening"),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("words", nargs="*", help="only measures whose names hold one of these")
    parser.add_argument("--rounds", type=int, help="rounds of each measure")
    parser.add_argument(
        "--patients", type=int, default=100_000, help="in the file that is searched"
    )
    options = parser.parse_args()
    options.folder = Path(tempfile.mkdtemp(prefix="msbone-bench-"))
    os.environ["MSBONE_HOME"] = str(options.folder / "home")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    remark(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {_load()}")
    print(HEAD, flush=True)
    try:
        results = [met for subject in SUBJECTS for met in _measured(subject, options)]
    finally:
        shutil.rmtree(options.folder, ignore_errors=True)
    remark(f"load {_load()}")
    met, missed = results.count(True), results.count(False)
    print(f"{met} aims met, {missed} missed")
    return 1 if missed else 0


def _measured(subject: str, options: argparse.Namespace) -> list[bool | None]:
    module = importlib.import_module(subject)
    names = [name.lower() for name in module.NAMES]
    words = [word.lower() for word in options.words]
    if words and not any(word in name for word in words for name in names):
        return []
    started = time.monotonic()
    results: list[bool | None] = []
    try:
        for measure in module.measures(options):
            if words and not any(word in measure.name.lower() for word in words):
                continue
            figure = take(measure, options.rounds)
            print(line(figure), flush=True)
            results.append(figure.is_met)
    except Exception as error:  # noqa: BLE001 - one broken subject must not hide the others
        print(f"{subject}: could not be measured: {type(error).__name__}: {error}", flush=True)
        results.append(False)
    remark(f"  {subject}: {time.monotonic() - started:.0f} s")
    return results


def _load() -> str:
    return " ".join(f"{load:.1f}" for load in os.getloadavg()) if hasattr(os, "getloadavg") else "?"


if __name__ == "__main__":
    sys.exit(main())
