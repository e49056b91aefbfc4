"""What this workstation remembers between starts; nothing about any patient.

The clinic's own settings are records and lie in its encrypted file.
"""

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, TypeAlias, cast, get_args

Scheme: TypeAlias = Literal["system", "light", "dark"]

_LONGEST_NAME = 200
_LARGEST_SIDE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkstationSettings:
    """Tastes and sizes.

    Attributes:
        scheme: Which colours.
        last_actor: Who unlocked last, offered again at the next unlocking.
        window_width: In pixels; 0 when not known.
        window_height: In pixels; 0 when not known.
        is_maximised: Whether the window filled the screen.
    """

    scheme: Scheme = "system"
    last_actor: str = ""
    window_width: int = 0
    window_height: int = 0
    is_maximised: bool = False


class SettingsFile:
    """Keeps the settings in one small JSON file.

    A file that cannot be read never keeps the program from starting: it is set aside and the
    usual settings hold.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "workstation.json"

    def load(self) -> WorkstationSettings:
        """Return what was saved; the usual value for whatever is missing or spoiled."""
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return WorkstationSettings()
        except OSError:
            return WorkstationSettings()  # unreadable now may be readable next time: leave it
        except (ValueError, RecursionError):
            self._set_aside()
            return WorkstationSettings()
        if not isinstance(content, dict):
            self._set_aside()
            return WorkstationSettings()
        return _read(content)

    def save(self, settings: WorkstationSettings) -> bool:
        """Replace the file whole; tell whether the disk took it.

        Losing a taste is no reason to stop anybody's work, so a refusal is an answer, no error.
        """
        text = json.dumps(asdict(settings), ensure_ascii=False, indent=1)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._replace(text)
        except OSError:
            return False
        return True

    def _replace(self, text: str) -> None:
        import tempfile  # late: reading the settings is part of the start, and saving is not

        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".workstation-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise

    def _set_aside(self) -> None:
        with contextlib.suppress(OSError):
            self._path.replace(self._path.with_suffix(".json.bad"))


def _read(content: Mapping[str, object]) -> WorkstationSettings:
    scheme = content.get("scheme")
    actor = content.get("last_actor")
    return WorkstationSettings(
        scheme=cast(Scheme, scheme) if scheme in get_args(Scheme) else "system",
        last_actor=actor if isinstance(actor, str) and _is_a_name(actor) else "",
        window_width=_side(content.get("window_width")),
        window_height=_side(content.get("window_height")),
        is_maximised=content.get("is_maximised") is True,
    )


def _is_a_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and text.isprintable()


def _side(value: object) -> int:
    # True is an int to Python, and no size to anybody.
    if type(value) is int and 0 < value <= _LARGEST_SIDE:
        return value
    return 0
