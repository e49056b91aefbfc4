"""Takes answers away from random screenings, and looks for a rule that then says no.

    python packaging/million.py --count 1000000 --workers 4

A rule that says "not triggered" without an answer must say so with it, too: what is missing may
make a rule unknown, and never turns it to no. Exits 1 on any violation, and when fewer rules were
compared than were asked for.
"""

import argparse
import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# Behind the installed libraries: one of them has the name of this folder.
sys.path.append(str(ROOT))

from msbone_desktop.domain.findings import Status  # noqa: E402
from msbone_desktop.exchange.screening_reader import read_screening  # noqa: E402
from msbone_desktop.rules.rulebook import Rulebook, assess_read  # noqa: E402
from msbone_desktop.rules.rulebook_loading import load_rulebook  # noqa: E402

TODAY = date(2026, 11, 22)
PER_SCREENING = 4
"""Reduced copies that are compared with each full screening."""
BATCH = 500
ABSENT: tuple[Any, ...] = (None, {"absent": "unknown"}, {"absent": "declined"}, "??")
"""Not asked, unknown, declined, and a value that cannot be understood."""

AIDS = ("none", "unilateral", "bilateral", "wheelchair_part_time", "wheelchair_full_time")
SCORES = (Decimal(0), *(Decimal(step) / 2 for step in range(2, 20)))
FALL_RULES = frozenset({"FALL-6M", "FALL-REC", "FALL-INJ", "VITD-SCREEN"})
NO_FALLS = ("falls_last_6_months", "falls_last_12_months")
YES_NO = (
    "fear_of_falling",
    "heat_intolerance",
    "limited_sun",
    "gi_limits_dairy",
    "malabsorption",
    "hepatic_failure",
    "musculoskeletal_disease",
    "smoker",
)
INNER = {
    "fractures": ("mechanism", "date"),
    "steroid_courses": ("mg_per_day",),
    "vitamin_d": ("unit", "value", "date"),
    "edss": ("score", "date"),
    "antiepileptics": ("drug",),
    "pth": ("upper_limit", "value"),
    "adjusted_calcium": ("upper_limit", "value"),
}
"""What can go missing inside an answer."""


@dataclass(slots=True)
class Figures:
    """What one batch found."""

    screenings: int = 0
    comparisons: int = 0
    not_triggered: int = 0
    implied: int = 0
    before: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)

    def add(self, other: "Figures") -> None:
        self.screenings += other.screenings
        self.comparisons += other.comparisons
        self.not_triggered += other.not_triggered
        self.implied += other.implied
        self.before += other.before
        self.violations += other.violations


class Drawing:
    """Draws screenings; the same seed draws the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def _day(self, most: int = 800) -> str:
        edges = (0, 1, 30, 89, 90, 91, 365, 366, 367)
        near = self.random.random() < 0.4
        days = self.random.choice(edges) if near else self.random.randint(0, most)
        return (TODAY - timedelta(days=days)).isoformat()

    def _number(self, *choices: str) -> Decimal:
        return Decimal(self.random.choice(choices))

    def _some(self, make: Any, most: int = 3) -> list[Any]:
        return [make() for _ in range(self.random.randint(0, most))]

    def _edss(self) -> dict[str, Any]:
        return {"date": self._day(), "score": self.random.choice(SCORES)}

    def _walk(self) -> dict[str, Any]:
        return {"date": self._day(), "seconds": self._number("8", "9.59", "9.6", "10.48", "20")}

    def _course(self) -> dict[str, Any]:
        draw = self.random
        return {
            "drug": draw.choice(("prednisone", "methylprednisolone", "deflazacort")),
            "route": draw.choice(("oral", "iv")),
            "mg_per_day": self._number("2.5", "4.99", "5", "6", "1000"),
            "start": self._day(),
            "end": None,
        }

    def _vitamin_d(self) -> dict[str, Any]:
        return {
            "date": self._day(),
            "value": self._number("11.9", "12", "20", "29.9", "49.9", "50", "75", "100", "251"),
            "unit": self.random.choice(("nmol/L", "ng/mL")),
        }

    def _fracture(self) -> dict[str, Any]:
        draw = self.random
        return {
            "date": draw.choice((self._day(), None)),
            "site": draw.choice(("hip", "wrist", "vertebra", "foot", "hand")),
            "mechanism": draw.choice(
                ("no_trauma", "fall_standing_or_less", "fall_from_height", "high_energy", None)
            ),
            "pathological": draw.random() < 0.2,
        }

    def _scan(self) -> dict[str, Any]:
        return {
            "date": self._day(),
            "sites": [{"site": "total_hip", "t_score": self._number("-2.5", "-1", "0")}],
        }

    def screening(self) -> dict[str, Any]:
        """Draw a screening; about a fifth of its answers were not given."""
        draw, number = self.random, self._number
        born = TODAY - timedelta(days=draw.randint(18 * 365, 95 * 365))
        aeds = ("carbamazepine", "phenytoin", "gabapentin", "a brand")
        therapies = ("fingolimod", "interferon beta-1a", "ocrelizumab", "a brand")
        answers: dict[str, Any] = {
            "date_of_birth": born.isoformat(),
            "sex_for_reference": draw.choice(("female", "male", "other")),
            "menopause": draw.choice(("pre", "peri", "post")),
            "edss": self._some(self._edss),
            "pdds": draw.randint(0, 8),
            "gait_aid": draw.choice(AIDS),
            "gait_aid_history": self._some(
                lambda: {"date": self._day(), "aid": draw.choice(AIDS)}, 2
            ),
            "timed_25_foot_walk": self._some(self._walk),
            "timed_up_and_go": self._some(self._walk),
            "motor_decline": draw.choice(("none", "consistent", "rapid")),
            "steroid_courses": self._some(self._course, 2),
            "antiepileptics": self._some(lambda: {"drug": draw.choice(aeds)}, 2),
            "vitamin_d": self._some(self._vitamin_d),
            "pth": {"value": number("5", "6.9", "8"), "upper_limit": number("6.9")},
            "adjusted_calcium": {"value": number("2.3", "2.7"), "upper_limit": number("2.6")},
            "egfr": number("30", "59", "60", "90"),
            "falls_last_6_months": draw.choice((0, 0, 1, 2, 5)),
            "falls_last_12_months": draw.choice((0, 0, 1, 2, 5)),
            "injurious_falls_last_6_months": draw.choice((0, 0, 1)),
            "fractures": self._some(self._fracture, 2),
            "physical_activity": draw.choice(("adequate", "low")),
            "calcium_intake": draw.choice(("adequate", "low")),
            "bmi": number("18", "24.5", "30", "30.1"),
            "alcohol_units_per_day": number("0", "2", "2.5"),
            "disease_modifying_therapies": self._some(lambda: draw.choice(therapies), 2),
            "dxa_scans": self._some(self._scan, 2),
        }
        answers |= {name: draw.random() < 0.5 for name in YES_NO}
        for name in draw.sample(sorted(answers), draw.randint(0, len(answers) // 5)):
            answers[name] = None
        return {"id": "m", "assessed_on": TODAY.isoformat(), **answers}

    def less(self, full: dict[str, Any]) -> dict[str, Any]:
        """Take one to six answers, or a part of one, away from ``full``."""
        draw, less = self.random, dict(full)
        given = [n for n in full if n not in ("id", "assessed_on") and full[n] is not None]
        for name in draw.sample(given, min(len(given), draw.randint(1, 6))):
            parts = INNER.get(name)
            if parts and full[name] and draw.random() < 0.5:
                less[name] = self._without_part(full[name], draw.choice(parts))
            else:
                less[name] = draw.choice(ABSENT)
        return less

    def _without_part(self, answer: Any, part: str) -> Any:
        if isinstance(answer, dict):
            return {**answer, part: None}
        gone = self.random.randrange(len(answer))
        return [
            {**entry, part: None} if index == gone else entry for index, entry in enumerate(answer)
        ]


def _states(rulebook: Rulebook, screening: dict[str, Any]) -> dict[str, Status]:
    assessment = assess_read(rulebook, read_screening(screening, rulebook.dictionary))
    if any(finding.failed for finding in assessment.findings):
        raise RuntimeError(f"A rule failed on {screening}")
    return {finding.rule_id: finding.status for finding in assessment.findings}


def compare(
    full: dict[str, Any], less: dict[str, Any], before: dict[str, Status], after: dict[str, Status]
) -> Figures:
    """Compare what the rules say with and without some answers."""
    found = Figures()
    no_falls = any(type(less.get(name)) is int and less[name] == 0 for name in NO_FALLS)
    for rule, was in before.items():
        found.comparisons += 1
        found.before[was.value] += 1
        if after[rule] is not Status.NOT_TRIGGERED:
            continue
        found.not_triggered += 1
        if was is Status.NOT_TRIGGERED:
            continue
        if rule in FALL_RULES and no_falls:
            found.implied += 1
            continue
        gone = {name: (full[name], less[name]) for name in full if full[name] != less[name]}
        found.violations.append(f"{rule}: {was.value}, then not_triggered; taken away: {gone}")
    return found


_HELD: list[Rulebook] = []


def batch(seed: int, screenings: int) -> Figures:
    """Draw and compare ``screenings`` screenings."""
    if not _HELD:
        _HELD.append(load_rulebook(ROOT / "resources"))
    rulebook, drawing, found = _HELD[0], Drawing(seed), Figures()
    for _ in range(screenings):
        full = drawing.screening()
        before = _states(rulebook, full)
        found.screenings += 1
        for _ in range(PER_SCREENING):
            less = drawing.less(full)
            found.add(compare(full, less, before, _states(rulebook, less)))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=1_000_000, help="rules to compare, at least")
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=2026)
    arguments = parser.parse_args()
    rules = len(load_rulebook(ROOT / "resources").rules)
    screenings = -(-arguments.count // (rules * PER_SCREENING))
    sizes = [min(BATCH, screenings - start) for start in range(0, screenings, BATCH)]
    seeds = [arguments.seed * 1_000_003 + index for index in range(len(sizes))]
    total, started = Figures(), time.perf_counter()
    with ProcessPoolExecutor(arguments.workers) as pool:
        for found in pool.map(batch, seeds, sizes):
            total.add(found)
    seconds = time.perf_counter() - started
    print(
        f"{total.screenings:,} screenings, {total.comparisons:,} comparisons, seed {arguments.seed}"
    )
    print(f"{seconds:.1f} s, {total.comparisons / seconds:,.0f} comparisons a second")
    print("with every answer: " + ", ".join(f"{n:,} {w}" for w, n in sorted(total.before.items())))
    print(
        f"not triggered without them: {total.not_triggered:,}; no falls implied: {total.implied:,}"
    )
    print(f"violations: {len(total.violations)}")
    for violation in total.violations[:20]:
        print("  " + violation)
    return 1 if total.violations or total.comparisons < arguments.count else 0


if __name__ == "__main__":
    sys.exit(main())
