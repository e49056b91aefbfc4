"""Takes each measure in turns with its floor, so that a busy computer slows both alike."""

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Sample = Callable[[], float]


@dataclass(frozen=True, kw_only=True)
class Aim:
    """At most this many times the floor, and at most this much; None where there is no aim."""

    ratio: float | None = None
    value: float | None = None


@dataclass(frozen=True, kw_only=True)
class Measure:
    name: str
    unit: str
    aim: Aim
    ours: Sample
    floor: Sample | None = None
    rounds: int = 11


@dataclass(frozen=True, kw_only=True)
class Figure:
    name: str
    unit: str
    aim: Aim
    ours: list[float]
    floor: list[float]

    @property
    def ratio(self) -> float | None:
        if not self.floor:
            return None
        return statistics.median(self.ours) / statistics.median(self.floor)

    @property
    def least_ratio(self) -> float | None:
        return min(self.ours) / min(self.floor) if self.floor else None

    @property
    def is_met(self) -> bool | None:
        if self.aim.ratio is None and self.aim.value is None:
            return None
        ratio = self.ratio
        within_ratio = self.aim.ratio is None or ratio is None or ratio <= self.aim.ratio
        within_value = self.aim.value is None or statistics.median(self.ours) <= self.aim.value
        return within_ratio and within_value


@dataclass
class Stopwatch:
    """Turns work into a sample in milliseconds, without the collector's pauses."""

    work: Callable[[], object]
    repeat: int = 1
    scale: float = 1e3
    before: Callable[[], object] = field(default=lambda: None)

    def __call__(self) -> float:
        self.before()
        gc.collect()
        was_on = gc.isenabled()
        gc.disable()
        try:
            started = time.perf_counter()
            for _ in range(self.repeat):
                self.work()
            return (time.perf_counter() - started) * self.scale / self.repeat
        finally:
            if was_on:
                gc.enable()


def take(measure: Measure, rounds: int | None = None) -> Figure:
    """Take the rounds of one measure; the first of each side only warms up."""
    sides = {"ours": measure.ours}
    if measure.floor is not None:
        sides["floor"] = measure.floor
    samples: dict[str, list[float]] = {"ours": [], "floor": []}
    for sample in sides.values():
        sample()
    for _ in range(rounds or measure.rounds):
        for side in random.sample(sorted(sides), len(sides)):
            samples[side].append(sides[side]())
    return Figure(name=measure.name, unit=measure.unit, aim=measure.aim, **samples)


HEAD = (
    f"{'measure':<46} {'floor':>16} {'ours':>16} {'ratio':>6} {'(min)':>7} {'aim':>16}  met?\n"
    f"{'(median, minimum in brackets)':<46}"
)


def line(figure: Figure) -> str:
    """Return one row of the table."""
    ratio, least = figure.ratio, figure.least_ratio
    met = {True: "yes", False: "NO", None: "-"}[figure.is_met]
    return (
        f"{figure.name:<46} {_spread(figure.floor):>16} {_spread(figure.ours):>16} "
        f"{'-' if ratio is None else f'{ratio:.2f}':>6} "
        f"{'' if least is None else f'({least:.2f})':>7} {_aim(figure):>16}  {met}"
    )


def _spread(samples: list[float]) -> str:
    if not samples:
        return "-"
    return f"{statistics.median(samples):.1f} ({min(samples):.1f})"


def _aim(figure: Figure) -> str:
    aims = []
    if figure.aim.value is not None:
        aims.append(f"<= {figure.aim.value:g} {figure.unit}")
    if figure.aim.ratio is not None:
        aims.append(f"<= {figure.aim.ratio:g} x")
    return ", ".join(aims) or f"({figure.unit})"


def remark(words: str) -> None:
    """Tell what goes on, where it is not taken for a figure."""
    print(words, file=sys.stderr, flush=True)
