"""From the command to the first window, and how alive it stays while the rest is loaded."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from measuring import Aim, Measure, remark
from probes import BARE_WINDOW, OUR_WINDOW, start

PASSPHRASE = "a bench of seven words"
NAMES = ("start to the unlock window", "longest pause of the window meanwhile")


def measures(options: argparse.Namespace) -> Iterator[Measure]:
    _make_clinic(options.folder)
    pauses: list[float] = []

    def ours() -> float:
        seen = start(OUR_WINDOW)
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
        ours=lambda: next(known, None) or start(OUR_WINDOW).told["worst_ms"],
        rounds=max(len(pauses) - 2, 9),
    )


def _make_clinic(folder: Path) -> None:
    """Put a clinic where the program looks for it, so that there is something to unlock."""
    from msbone_desktop.domain.clinic import ClinicIdentity
    from msbone_desktop.environment.folders import workstation_folders
    from msbone_desktop.environment.resources import shipped
    from msbone_desktop.services.knowledge import knowledge_source
    from msbone_desktop.services.vault import Vault

    records = workstation_folders().records / "clinic"
    assert records.is_relative_to(folder)
    vault = Vault(
        records,
        lambda: datetime.now(UTC),
        knowledge_source(shipped("resources")),
        migrations=shipped("db"),
    )
    if not vault.exists:
        vault.create(PASSPHRASE, ClinicIdentity(name="Bench"))
