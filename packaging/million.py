"""Random screenings with answers taken away: a missing answer must never give a negative result.

Answers go missing as a clinic loses them: not asked, not known, declined, or a list with one entry
that cannot be read.

Usage: python packaging/million.py --count 1000000
"""

import argparse
import json
import random
import sys
import time
from decimal import Decimal
from multiprocessing import Pool
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from msbone_desktop.domain.findings import Status  # noqa: E402
from msbone_desktop.exchange.screening_reader import read_screening  # noqa: E402
from msbone_desktop.rules.rulebook import Rulebook, assess_read  # noqa: E402
from msbone_desktop.rules.rulebook_loading import load_rulebook  # noqa: E402

WORKED = ROOT / "tests" / "exchange" / "worked_cases.json"
EACH = 5_000
SEED = 20261122
ABSENT: tuple[object, ...] = (None, {"absent": "unknown"}, {"absent": "declined"})
FALLS = ("falls_last_6_months", "falls_last_12_months", "injurious_falls_last_6_months")


def _statuses(rulebook: Rulebook, given: dict[str, object]) -> dict[str, Status]:
    findings = assess_read(rulebook, read_screening(given, rulebook.dictionary)).findings
    return {finding.rule_id: finding.status for finding in findings}


def _follows(rule_id: str, left: dict[str, object]) -> bool:
    """Tell whether another answer answers: none in 12 months for 6, and no fall for injuries."""
    six, twelve, injuries = (left.get(name) for name in FALLS)
    no_fall = six == 0 or (not isinstance(six, int) and twelve == 0)
    if rule_id == "FALL-INJ":
        return no_fall and not isinstance(injuries, int)
    return rule_id in ("FALL-6M", "FALL-REC", "VITD-SCREEN") and no_fall and six != 0


def _less(full: dict[str, object], optional: list[str], draw: random.Random) -> dict[str, object]:
    """Return ``full`` with up to twelve answers missing, and some lists damaged."""
    less = dict(full)
    for key in draw.sample(optional, draw.randint(1, 12)):
        kept = less[key]
        if isinstance(kept, list) and kept and draw.random() < 0.5:
            unread = draw.randrange(len(kept))
            less[key] = [5 if at == unread else entry for at, entry in enumerate(kept)]
        else:
            less[key] = draw.choice(ABSENT)
    return less


def _round(job: tuple[int, int]) -> tuple[int, int, int]:
    """Return screenings judged, negative results looked at, and those due to a missing answer."""
    number, count = job
    draw = random.Random(SEED + number)
    rulebook = load_rulebook(ROOT / "resources")
    kept = json.loads(WORKED.read_text(encoding="utf-8"), parse_float=Decimal)
    pools: dict[str, list[object]] = {key: [value] for key, value in kept["base"].items()}
    for case in kept["cases"]:
        for key, value in case["set"].items():
            pools.setdefault(key, []).append(value)
    optional = sorted(set(pools) - {"assessed_on"})
    looked_at = wrong = 0
    for _ in range(count):
        full = {key: draw.choice(pool) for key, pool in pools.items()}
        full["id"] = "random"
        for key in FALLS:
            full[key] = draw.choice((0, 0, 1, 2, 5))
        less = _less(full, optional, draw)
        before, after = _statuses(rulebook, full), _statuses(rulebook, less)
        for rule_id, status in after.items():
            if status is Status.NOT_TRIGGERED:
                looked_at += 1
                changed = before[rule_id] is not Status.NOT_TRIGGERED
                wrong += changed and not _follows(rule_id, less)
    return count, looked_at, wrong


def main() -> int:
    """Judge ``--count`` screenings and print what was looked at."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    jobs = [
        (n, min(EACH, asked.count - start)) for n, start in enumerate(range(0, asked.count, EACH))
    ]
    began = time.monotonic()
    with Pool(asked.workers) as pool:
        results = pool.map(_round, jobs, chunksize=1)
    judged, looked_at, wrong = (sum(column) for column in zip(*results, strict=True))
    print(f"{judged:,} screenings, {looked_at:,} negative results, {wrong:,} from a missing answer")
    print(f"{time.monotonic() - began:.0f} s")
    return 0 if judged == asked.count and looked_at >= asked.count and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
