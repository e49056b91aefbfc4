"""Where records, settings and logs lie on this computer."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "MSBONE_HOME"


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """The folders of one workstation; naming them does not make them."""

    records: Path
    settings: Path
    logs: Path

    def make(self) -> None:
        """Make what is missing, closed to the computer's other accounts.

        Raises:
            OSError: The disk refused.
        """
        for folder in (self.records, self.settings, self.logs):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def workstation_folders(environment: Mapping[str, str] = os.environ) -> Folders:
    """Return this desktop's own places for a program's files.

    ``MSBONE_HOME`` names one folder to hold everything instead: for a clinic that carries it on an
    encrypted stick, and for tests.
    """
    if home := environment.get(HOME_VARIABLE):
        base = Path(home).expanduser().absolute()
        return Folders(records=base / "records", settings=base / "settings", logs=base / "logs")
    # Late, because it costs more than all else that the start of the program imports from here.
    from platformdirs import PlatformDirs

    places = PlatformDirs("MSBone", appauthor=False, roaming=False)
    return Folders(
        records=Path(places.user_data_dir) / "records",
        # macOS and Windows keep settings and data in one place: each gets a folder of its own.
        settings=Path(places.user_config_dir) / "settings",
        logs=Path(places.user_log_dir),
    )
