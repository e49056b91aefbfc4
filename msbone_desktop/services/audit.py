"""The history as the clinic uses it: proved, added to by what is seen and printed, and told."""

import platform
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from msbone_desktop import __version__
from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.audit import AuditContext, ChainHead, ChainReport
from msbone_desktop.domain.errors import DiskFullError, RefusedEntryError
from msbone_desktop.domain.holding import Holder
from msbone_desktop.domain.patients import NOTE_LIMIT, PatientId
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.permission import needs
from msbone_desktop.storage.audit_capture import audited_tables
from msbone_desktop.storage.database import Database

_SEAT_LIMIT = 200


def _untold(_done: int, _of: int) -> None:
    """Nobody watches."""


def verify(database: Database, progress: Callable[[int, int], object] = _untold) -> ChainReport:
    """Prove the whole history: its chain, its anchor, and the rows that it tells of.

    Args:
        database: Open. Others can work between the steps.
        progress: Told how much is done of how much; it may raise to stop.
    """
    check = database.trail.check()
    with database.unit_of_work() as work:
        whole = check.length(work.connection)
    done = 0
    while True:
        with database.unit_of_work() as work:
            found = check.walk(work.connection)
        if not found:
            break
        done += found
        progress(min(done, whole), whole)
    check.against_anchor()
    for table in audited_tables():
        after: int | None = -1
        while after is not None:
            with database.unit_of_work() as work:
                after = check.compare(work.connection, table, after)
            report = check.report()
            progress(min(done + report.rows, whole), whole)
    progress(whole, whole)
    return check.report()


def begin_session(
    database: Database, actor: Actor, now: Callable[[], datetime], knowledge: Knowledge
) -> None:
    """Say from now on who works here, and enter that the clinic was unlocked.

    An end that was not clean, and other rules than last time, are entered with it. On a full disk
    nothing can be entered, and the clinic opens all the same: its records can still be read.
    """
    database.trail.context = AuditContext(
        actor=actor.name,
        account=getattr(actor, "account", None),
        session=secrets.token_hex(8),
        seat=platform.node()[:_SEAT_LIMIT],
        now=now,
    )
    seat = database.trail.context.seat
    database.name_holder(Holder(name=actor.name, seat=seat, since=now()))
    rulebook = knowledge.rulebook
    rules = {"version": rulebook.version, "hash": rulebook.hash, "profile": rulebook.profile.id}
    with suppress(DiskFullError), database.unit_of_work() as work:
        if database.recovered:
            work.audit.note("recovered", "clinic")
        before = work.history.newest("unlocked")
        known = before.became.get("rules") if before is not None else None
        if known is not None and known != rules:
            work.audit.note("rules_changed", "rules", was=known, became=rules)
        work.audit.note("unlocked", "clinic", became={"rules": rules, "program": __version__})


def end_session(database: Database) -> None:
    """Enter that the clinic was locked or closed; does nothing when it is closed already."""
    if database.is_closed:
        return
    with database.unit_of_work() as work:
        work.audit.note("closed", "clinic")


class AuditService:
    """Proves the history, and adds what staff do without changing anything."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        now: Callable[[], datetime],
        is_on_a_list: Callable[[PatientId], bool],
    ) -> None:
        """Prepare.

        Args:
            database: Open.
            actor: Who works here.
            now: The clock.
            is_on_a_list: Whether a patient waits on one of today's lists.
        """
        self._database = database
        self._actor = actor
        self._now = now
        self._is_on_a_list = is_on_a_list
        self._viewed: dict[tuple[PatientId, str], datetime] = {}
        self._reasons: dict[PatientId, str] = {}
        with database.unit_of_work() as work:
            self.asks = work.trust.get().asks_reason
        """Whether this clinic asks why somebody is opened who is on no list of today."""

    @needs(Permission.READ_HISTORY)
    def verify(self, progress: Callable[[int, int], object] = _untold) -> ChainReport:
        """Prove the whole history and enter that it was done."""
        report = verify(self._database, progress)
        self.note("verified", became={"entries": report.head.count, "faults": len(report.faults)})
        return report

    @needs(Permission.VIEW)
    def head(self) -> ChainHead:
        """Return how long the history is and how it ends, and have the disk keep the anchor."""
        with self._database.unit_of_work() as work:
            found = work.history.head()
        self._database.trail.keep_anchor()
        return found

    @needs(Permission.VIEW)
    def note(self, action: str, became: dict[str, Any] | None = None, reason: str = "") -> None:
        """Enter something that changed no row and concerns no single patient."""
        with self._database.unit_of_work() as work:
            work.audit.note(action, "clinic", became=became, reason=reason)

    @needs(Permission.VIEW)
    def asks_reason(self, patient: PatientId) -> bool:
        """Tell whether a reason is wanted before this patient is opened.

        Where the clinic switched that on: for a patient who has no draft, is on no list of today,
        and for whom no reason was given in this session.
        """
        with self._database.unit_of_work() as work:
            self.asks = work.trust.get().asks_reason
            if not self.asks or patient in self._reasons:
                return False
            drafts = work.screenings.drafts()
        if any(draft.patient == patient for draft, _ in drafts):
            return False
        return not self._is_on_a_list(patient)

    @needs(Permission.SETTINGS)
    def switch_asking(self, asks: bool, by: str) -> None:
        """Ask from now on why somebody is opened who is on no list of today, or no longer."""
        with self._database.unit_of_work() as work:
            work.trust.save(replace(work.trust.get(), asks_reason=asks), by, self._now())
        self.asks = asks

    @needs(Permission.VIEW)
    def give_reason(self, patient: PatientId, reason: str) -> None:
        """Keep why a patient is opened who is on no list of today.

        Raises:
            RefusedEntryError: There is no reason.
        """
        if not reason.strip():
            raise RefusedEntryError("reason", "Say why this record is opened; it is kept with it.")
        self._reasons[patient] = reason.strip()[:NOTE_LIMIT]

    @needs(Permission.VIEW)
    def note_viewed(self, patient: PatientId, screen: str = "record") -> None:
        """Enter that a patient's page was seen: once an hour of the session, page by page."""
        now, key = self._now(), (patient, screen)
        before = self._viewed.get(key)
        if before is not None and timedelta() <= now - before < timedelta(hours=1):
            return
        with self._database.unit_of_work() as work:
            work.audit.note(
                "viewed",
                "patient",
                int(patient),
                patient=patient,
                became={"screen": screen},
                reason=self._reasons.get(patient, ""),
            )
        self._viewed[key] = now
