"""The clinic's own settings, kept in its file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.clinic import ClinicIdentity
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.services.permission import needs
from msbone_desktop.storage.database import Database

NAME_LIMIT = 200
ADDRESS_LIMIT = 1000
PHONE_LIMIT = 60


class SettingsService:
    """Reads and keeps the clinic's name, address, phone, paper and date order."""

    def __init__(self, database: Database, actor: Actor, now: Callable[[], datetime]) -> None:
        self._database = database
        self._actor = actor
        self._now = now

    @needs(Permission.VIEW)
    def identity(self) -> ClinicIdentity:
        """Return the clinic as it appears on screen and paper."""
        with self._database.unit_of_work() as work:
            return work.clinic.identity()

    @property
    @needs(Permission.VIEW)
    def idle_minutes(self) -> int:
        """After how many minutes without a key or the mouse the program locks."""
        with self._database.unit_of_work() as work:
            return work.trust.get().idle_minutes

    @needs(Permission.SETTINGS)
    def save_idle_minutes(self, minutes: int) -> None:
        """Keep after how many minutes the program locks.

        Raises:
            RefusedEntryError: Less than one, or more than an hour.
        """
        if not 1 <= minutes <= 60:
            raise RefusedEntryError("idle_minutes", "From 1 to 60 minutes. Nothing was changed.")
        with self._database.unit_of_work() as work:
            kept = replace(work.trust.get(), idle_minutes=minutes)
            work.trust.save(kept, self._actor.name, self._now())

    @needs(Permission.SETTINGS)
    def save_identity(self, identity: ClinicIdentity) -> ClinicIdentity:
        """Keep the clinic's identity. Whether it is a demo clinic never changes.

        Raises:
            RefusedEntryError: A text is too long, or holds a character that cannot be printed.
        """
        checked = replace(
            identity,
            name=_text("name", identity.name, NAME_LIMIT, "The name"),
            address=_text("address", identity.address, ADDRESS_LIMIT, "The address"),
            phone=_text("phone", identity.phone, PHONE_LIMIT, "The phone number"),
        )
        with self._database.unit_of_work() as work:
            present = work.clinic.identity()
            kept = replace(checked, is_demo=present.is_demo)
            work.clinic.save(kept, self._actor.name, self._now())
        return kept


def _text(field: str, text: str, longest: int, label: str) -> str:
    stripped = text.strip()
    if len(stripped) > longest:
        raise RefusedEntryError(
            field, f"{label} has {len(stripped)} characters; at most {longest} are kept."
        )
    if any(not (c.isprintable() or c == "\n") for c in stripped):
        raise RefusedEntryError(field, f"{label} holds a character that cannot be printed.")
    return stripped
