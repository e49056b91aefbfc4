"""What changed since the screening before: by answers, by scans, by other rules, each apart."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.attention_range import AttentionRange
from msbone_desktop.domain.findings import Assessment, Status
from msbone_desktop.domain.patients import PatientId
from msbone_desktop.domain.screenings import Actor, Screening, ScreeningState
from msbone_desktop.services.answer_changes import answer_changes
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.permission import needs
from msbone_desktop.services.screening import ScreeningService
from msbone_desktop.services.summary_content import day_words
from msbone_desktop.storage.database import Database

if TYPE_CHECKING:
    from msbone_desktop.rules.rulebook import Rulebook


_MOST_ANSWERS = 5
RULES_DIFFER = "The rules changed as well, so part of this may come from them."


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatChanged:
    """Titles of findings; ``not_judged``: found before, and left open by missing answers now."""

    since: date | None
    found: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    not_judged: tuple[str, ...] = ()
    by_rules: tuple[str, ...] = ()
    """Findings that other rules, not other answers, brought or took away."""
    rules_differ: bool = False
    """Both were signed under rules that are gone: what rules did cannot be told from answers."""
    answers: tuple[str, ...] = ()
    """Answers that are others now, each in words."""
    scans: tuple[date, ...] = ()

    def parts(self) -> tuple[tuple[str, str], ...]:
        """Return what changed, a heading and its words each; a heading may be empty."""
        if self.since is None:
            return (("", "This is the first signed screening."),)
        since = f"Since {day_words(self.since)}"
        told = (
            ("Newly found", self.found),
            ("No longer found", self.gone),
            ("Found before, not judged now for want of answers", self.not_judged),
            ("Other answers", _first(self.answers)),
            ("Scanned on", tuple(day_words(day) for day in self.scans)),
            ("Changed by the rules alone", self.by_rules),
        )
        parts = [(heading, _listed(items)) for heading, items in told if items]
        opening = f"{since}:" if parts else f"{since} the findings are the same."
        closing = [("", RULES_DIFFER)] if self.rules_differ else []
        return (("", opening), *parts, *closing)


class ChangeService:
    """Compares the two newest signed screenings of a patient."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        screenings: ScreeningService,
        actor: Actor,
        now: Callable[[], datetime],
    ) -> None:
        self._database, self._screenings, self._now = database, screenings, now
        self._actor = actor
        self._rulebook: Rulebook = knowledge.rulebook

    @needs(Permission.VIEW)
    def of(self, patient: PatientId) -> WhatChanged | None:
        """Return what changed; None without a signed screening."""
        signed = [s for s in self._screenings.of(patient) if s.state is ScreeningState.SIGNED]
        if not signed:
            return None
        if len(signed) == 1:
            return WhatChanged(since=None)
        new, old = signed[0], signed[1]
        with self._database.unit_of_work() as work:
            days = [scan.performed_on for _, scan in work.dxa_scans.of(patient)]
        scans = tuple(sorted(day for day in days if day > old.assessed_on))
        return self._compare(old, new, scans)

    @needs(Permission.VIEW)
    def range_of(self, screening: Screening) -> AttentionRange | None:
        """Return how far missing answers leave open what today's rules find; None undated."""
        return self._rulebook.attention_range(self._screenings.record_of(screening))

    def _compare(self, old: Screening, new: Screening, scans: tuple[date, ...]) -> WhatChanged:
        before, after = self._screenings.findings_of(old), self._screenings.findings_of(new)
        same_rules = old.rule_set_hash == new.rule_set_hash and old.profile == new.profile
        # What the answers of then would find under the rules of now: the rest is the answers'.
        old_record, new_record = self._screenings.record_of(old), self._screenings.record_of(new)
        present = (self._rulebook.hash, self._rulebook.profile.id)
        is_present = (new.rule_set_hash, new.profile) == present
        then = before
        if not same_rules and is_present:
            then = self._rulebook.assess(old_record)
        was, would, is_now = _triggered(before), _triggered(then), _triggered(after)
        titles = _titles(before) | _titles(then) | _titles(after)
        unjudged = {
            finding.rule_id
            for finding in after.findings
            if finding.status in (Status.UNKNOWN, Status.POSSIBLE)
        }
        gone = would - is_now
        return WhatChanged(
            since=old.assessed_on,
            found=_named(is_now - would, titles),
            gone=_named(gone - unjudged, titles),
            not_judged=_named(gone & unjudged, titles),
            by_rules=_named(was ^ would, titles),
            rules_differ=not same_rules and not is_present,
            answers=answer_changes(old_record, new_record, self._rulebook.dictionary),
            scans=scans,
        )


def _triggered(assessment: Assessment) -> set[str]:
    return {finding.rule_id for finding in assessment.of(Status.TRIGGERED)}


def _titles(assessment: Assessment) -> dict[str, str]:
    return {finding.rule_id: finding.title for finding in assessment.findings}


def _named(rules: set[str], titles: dict[str, str]) -> tuple[str, ...]:
    return tuple(titles.get(rule, rule) for rule in sorted(rules))


def _first(answers: tuple[str, ...]) -> tuple[str, ...]:
    more = len(answers) - _MOST_ANSWERS
    return answers if more <= 0 else (*answers[:_MOST_ANSWERS], f"{more} more")


def _listed(items: tuple[str, ...]) -> str:
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]
