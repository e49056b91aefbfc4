"""Memory that the window holds after one screening was opened, shown, saved and signed."""

import argparse
from collections.abc import Iterator

from measuring import Aim, Measure
from probes import AFTER_SCREENING, BARE_WINDOW_HELD, start

NAMES = ("memory after one screening",)


def measures(options: argparse.Namespace) -> Iterator[Measure]:
    # What the process holds at that moment, so without what deriving the key borrowed for a tenth
    # of a second. The first run makes the demo clinic and is not counted.
    folder = str(options.folder / "demo")
    yield Measure(
        name=NAMES[0],
        unit="MB",
        aim=Aim(ratio=3),
        ours=lambda: float(start(AFTER_SCREENING, folder).told["held_mb"]),
        floor=lambda: float(start(BARE_WINDOW_HELD).told["held_mb"]),
        rounds=3,
    )
