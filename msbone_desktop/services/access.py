"""What a patient needs so that a DXA scan can be made, and which sites that leaves."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from msbone_desktop.domain.access import (
    AccessCard,
    SuggestedSite,
    booking_questions,
    suggested_sites,
)
from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.answers import Absence
from msbone_desktop.domain.calendar import clinic_day
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.services.entry_checks import plain_text
from msbone_desktop.services.permission import needs
from msbone_desktop.storage.database import Database
from msbone_desktop.storage.unit_of_work import UnitOfWork

NOTE_LIMIT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanPlan:
    """The card with what follows from it for the next scan."""

    card: AccessCard
    edss: Decimal | None
    """The newest score; None when none is recorded."""
    sites: tuple[SuggestedSite, ...]
    questions: tuple[str, ...]
    """What has to be asked before booking."""


class AccessService:
    """Reads and keeps the access-to-scan cards."""

    def __init__(self, database: Database, actor: Actor, now: Callable[[], datetime]) -> None:
        self._database = database
        self._actor = actor
        self._now = now

    @needs(Permission.VIEW)
    def card(self, patient: PatientId) -> AccessCard:
        """Return the patient's card; one on which nothing was asked when none is kept."""
        with self._database.unit_of_work() as work:
            return work.access_cards.of(patient)

    @needs(Permission.VIEW)
    def plan(self, patient: PatientId) -> ScanPlan:
        """Return the card with the sites it leaves and the questions it leaves open."""
        with self._database.unit_of_work() as work:
            card = work.access_cards.of(patient)
            edss = _newest_edss(work, patient)
            scans = [scan for _, scan in work.dxa_scans.of(patient)]
        return ScanPlan(
            card=card,
            edss=edss,
            sites=suggested_sites(card, edss, scans),
            questions=booking_questions(card, clinic_day(self._now())),
        )

    @needs(Permission.ENTER_SCANS)
    def save(self, patient: PatientId, card: AccessCard, expected_version: int) -> AccessCard:
        """Keep the card.

        The day on which pregnancy was asked about is today's when the answer is new and no day
        was given.

        Raises:
            RefusedEntryError: The day lies in the future, or the note is too long.
            ChangedElsewhereError: Somebody changed it meanwhile.
        """
        today = clinic_day(self._now())
        asked = card.pregnancy_asked_on
        if asked is not None and asked > today:
            raise RefusedEntryError("pregnancy_asked_on", "This day is in the future.")
        if card.may_be_pregnant is Absence.NOT_ASKED:
            asked = None
        elif asked is None:
            asked = today
        note = plain_text("note", card.note, NOTE_LIMIT, "The note")
        kept = replace(card, note=note, pregnancy_asked_on=asked)
        with self._database.unit_of_work() as work:
            return work.access_cards.save(
                patient, kept, expected_version, self._actor.name, self._now()
            )


def _newest_edss(work: UnitOfWork, patient: PatientId) -> Decimal | None:
    scores = work.facts.facts_of(patient).edss
    return max(scores, key=lambda each: each.rated_on).score if scores else None
