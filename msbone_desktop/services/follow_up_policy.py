"""What the clinic decides about reminders, asked once and changed when it likes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.errors import RefusedEntryError
from msbone_desktop.domain.follow_up import FollowUpPolicy
from msbone_desktop.domain.reminder_reasons import MOTOR_LOSS
from msbone_desktop.domain.screenings import Actor
from msbone_desktop.rules.rulebook import BASELINE_RULES
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.permission import needs
from msbone_desktop.storage.database import Database

IMMOBILITY = "MOB-65"
_WORDS_LIMIT = 1000
_LIMITS = {
    "review_months": (1, 60, "months between bone reviews"),
    "due_soon_days": (0, 180, "days before a due date"),
    "grace_days": (0, 180, "days after a due date"),
    "return_days": (1, 90, "days until an unanswered call returns"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finding that may start a yearly DXA. ``by_module``: it does so whatever is chosen."""

    rule_id: str
    title: str
    recommended: bool
    by_module: bool


class FollowUpPolicyService:
    """Reads and keeps the clinic's policy."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        actor: Actor,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._rules = knowledge.rulebook.rules
        self._actor = actor
        self._now = now

    @needs(Permission.VIEW)
    def get(self) -> FollowUpPolicy:
        """Return the policy in force; ``asked`` tells whether anybody has decided yet."""
        with self._database.unit_of_work() as work:
            return work.policy.get()

    @needs(Permission.VIEW)
    def candidates(self) -> tuple[Candidate, ...]:
        """Return the findings that may start a yearly DXA here, the recommended ones first."""
        offered = [MOTOR_LOSS, IMMOBILITY, *sorted(BASELINE_RULES - {IMMOBILITY})]
        return tuple(
            Candidate(
                rule_id=rule,
                title=self._rules[rule].title,
                recommended=rule in (MOTOR_LOSS, IMMOBILITY),
                by_module=rule == MOTOR_LOSS,
            )
            for rule in offered
            if rule in self._rules
        )

    @needs(Permission.CLINICAL_SETTINGS)
    def save(self, policy: FollowUpPolicy, expected_version: int) -> FollowUpPolicy:
        """Keep a policy.

        Raises:
            RefusedEntryError: A number lies outside its limits, or a rule does not exist.
            ChangedElsewhereError: Somebody changed it meanwhile.
        """
        for field, (least, most, words) in _LIMITS.items():
            if not least <= getattr(policy, field) <= most:
                raise RefusedEntryError(field, f"Enter {least} to {most} {words}.")
        known = {candidate.rule_id for candidate in self.candidates()}
        if not known.issuperset(policy.annual_dxa_rules):
            raise RefusedEntryError("annual_dxa_rules", "One of the findings is not on the list.")
        for field in ("booking_words", "transport_words"):
            if len(getattr(policy, field)) > _WORDS_LIMIT:
                raise RefusedEntryError(field, f"At most {_WORDS_LIMIT} characters are kept.")
        kept = replace(
            policy,
            booking_words=policy.booking_words.strip(),
            transport_words=policy.transport_words.strip(),
        )
        with self._database.unit_of_work() as work:
            return work.policy.save(kept, expected_version, self._actor.name, self._now())
