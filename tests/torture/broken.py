"""Builds that are broken on purpose: the harness must catch each of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any


def sync_off() -> None:
    """Let the file's writes wait in the system's cache, and do not check that setting."""
    from msbone_desktop.storage import connection

    connection._SETTINGS = tuple(
        (name, "OFF", 0) if name == "synchronous" else (name, value, wanted)
        for name, value, wanted in connection._SETTINGS
    )


def no_audit_hook() -> None:
    """Make no triggers: changes of rows are not noticed by the history."""
    from msbone_desktop.storage import audit_capture

    audit_capture._triggers = lambda: ()  # type: ignore[assignment]


def no_draft_saving() -> None:
    """Say that a draft is saved, and save nothing."""
    from msbone_desktop.services.screening import ScreeningService

    def pretend(service: ScreeningService, screening: Any, *given: Any, **named: Any) -> Any:
        return replace(service.get(screening))

    ScreeningService.save_draft = pretend  # type: ignore[method-assign]


BUILDS: dict[str, Callable[[], None]] = {
    "sync-off": sync_off,
    "no-audit-hook": no_audit_hook,
    "no-draft-saving": no_draft_saving,
}
CAUGHT_BY = {"sync-off": "power", "no-audit-hook": "kill", "no-draft-saving": "kill"}


def break_it(build: str) -> None:
    """Break this process's copy of the program; "" leaves it whole."""
    if build:
        BUILDS[build]()
