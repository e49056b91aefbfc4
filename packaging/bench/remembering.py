"""Memory after one screening was judged, shown, printed to a page and pictured."""

import argparse
import sys
from collections.abc import Iterator

from measuring import Aim, Measure
from probes import BARE_WINDOW, peak_megabytes

NAMES = ("memory after one screening",)


def measures(options: argparse.Namespace) -> Iterator[Measure]:
    # The whole of the main job, so this counts more than a screening on the screen needs: the
    # libraries that make pages are in it. The first run makes the demo clinic and warms up.
    folder = str(options.folder / "demo")
    ours = [sys.executable, "-m", "msbone_desktop", "--headless-demo", "--folder", folder]
    bare = [sys.executable, "-c", BARE_WINDOW]
    yield Measure(
        name=NAMES[0],
        unit="MB",
        aim=Aim(ratio=3),
        ours=lambda: peak_megabytes(ours),
        floor=lambda: peak_megabytes(bare),
        rounds=3,
    )
