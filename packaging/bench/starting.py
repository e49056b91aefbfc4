"""From the command to the first window, and how alive it stays while the rest is loaded."""

import argparse
from collections.abc import Iterator

from measuring import Aim, Measure, remark
from probes import BARE_WINDOW, OUR_WINDOW, start

NAMES = ("start to the unlock window", "longest pause of the window meanwhile")


def measures(options: argparse.Namespace) -> Iterator[Measure]:
    clinic = str(options.folder / "clinic")
    pauses: list[float] = []

    def ours() -> float:
        seen = start(OUR_WINDOW, "--folder", clinic)
        pauses.append(float(seen.told["worst_ms"]))
        if len(pauses) == 1:
            remark(f"  loaded beside the window: {', '.join(seen.told['loaded']) or 'nothing'}")
        return seen.ready_ms

    yield Measure(
        name=NAMES[0],
        unit="ms",
        aim=Aim(ratio=1.3),
        ours=ours,
        floor=lambda: start(BARE_WINDOW).ready_ms,
        rounds=9,
    )
    # The same starts tell both, unless only the pauses were asked for.
    known = iter(pauses[1:])
    yield Measure(
        name=NAMES[1],
        unit="ms",
        aim=Aim(value=50),
        ours=lambda: next(known, None) or start(OUR_WINDOW, "--folder", clinic).told["worst_ms"],
        rounds=max(len(pauses) - 2, 9),
    )
