"""Keeps where somebody was, and what she had typed, from locking to her next unlocking."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.services.permission import needs
from msbone_desktop.storage.accounts import name_key
from msbone_desktop.storage.database import Database

_LONGEST = 900_000
_TYPED = ("values", "dialog")


class KeptWorkService:
    """Each person finds her own place again; another one who unlocks meanwhile changes nothing."""

    def __init__(self, database: Database, actor: Actor, now: Callable[[], datetime]) -> None:
        self._database, self._actor, self._now = database, actor, now

    @needs(Permission.VIEW)
    def keep(self, content: dict[str, Any]) -> bool:
        """Keep the place and what was typed there, in the encrypted file.

        Returns:
            Whether all of it was kept: of what is too long, only the place is.
        """
        is_whole = len(json.dumps(content)) <= _LONGEST
        if not is_whole:
            content = {key: value for key, value in content.items() if key not in _TYPED}
        with self._database.unit_of_work() as work:
            work.kept.keep(self._whose, content, self._now())
        return is_whole

    @needs(Permission.VIEW)
    def take(self) -> dict[str, Any] | None:
        """Return what was kept at the last locking, once."""
        with self._database.unit_of_work() as work:
            return work.kept.take(self._whose)

    @property
    def _whose(self) -> str:
        account = self._actor.account
        return f"name:{name_key(self._actor.name)}" if account is None else f"account:{account}"
