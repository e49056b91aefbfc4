"""Whose findings change when the rules do: every newest signed screening, judged again.

Nothing that was signed is changed; the list only says before and after.
"""

from collections.abc import Callable
from dataclasses import dataclass

from msbone_desktop.domain.accounts import Permission
from msbone_desktop.domain.errors import CancelledError
from msbone_desktop.domain.findings import Assessment, Severity, Status
from msbone_desktop.domain.patients import PatientId, PatientRow
from msbone_desktop.domain.screenings import Actor, Screening
from msbone_desktop.services.knowledge import Knowledge
from msbone_desktop.services.permission import needs
from msbone_desktop.services.screening import ScreeningService
from msbone_desktop.storage.database import Database

STATUS_WORDS = {
    Status.TRIGGERED: "found",
    Status.POSSIBLE: "possible",
    Status.UNKNOWN: "not judged",
    Status.NOT_TRIGGERED: "not found",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecalledFinding:
    """One finding that the present rules judge otherwise."""

    rule_id: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """One patient whose findings would change, with the rules under which they were signed."""

    person: PatientRow
    screening: Screening
    findings: tuple[RecalledFinding, ...]
    reason: str
    """What is different about the rules, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRecall:
    """Everybody whose findings change, and how many were looked at."""

    judged: int
    same_rules: int
    """Signed under the present rules: nothing can have changed."""
    recalled: tuple[Recalled, ...]


class RuleRecallService:
    """Looks through the whole clinic."""

    def __init__(
        self,
        database: Database,
        knowledge: Knowledge,
        screenings: ScreeningService,
        actor: Actor,
    ) -> None:
        self._actor = actor
        self._database, self._screenings = database, screenings
        self._rulebook = knowledge.rulebook

    @needs(Permission.VIEW)
    def look(
        self,
        *,
        progress: Callable[[int, int], object] = lambda *_: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> RuleRecall:
        """Judge every newest signed screening again under the present rules.

        Raises:
            CancelledError: ``cancelled`` said so.
        """
        with self._database.unit_of_work() as work:
            people = [row for row in work.patients.page_of_all() if row.last_screened_on]
        judged, same, recalled = 0, 0, []
        for done, person in enumerate(people):
            if cancelled():
                raise CancelledError
            progress(done, len(people))
            with self._database.unit_of_work() as work:
                screening = work.screenings.latest_signed(person.id)
            if screening is None:
                continue
            judged += 1
            if self._is_present(screening):
                same += 1
                continue
            findings = self._changes(screening)
            if findings:
                recalled.append(
                    Recalled(
                        person=person,
                        screening=screening,
                        findings=findings,
                        reason=self._reason(screening),
                    )
                )
        progress(len(people), len(people))
        return RuleRecall(judged=judged, same_rules=same, recalled=tuple(recalled))

    @needs(Permission.VIEW)
    def of(self, patient: PatientId) -> tuple[RecalledFinding, ...]:
        """Return what would change for one patient."""
        with self._database.unit_of_work() as work:
            screening = work.screenings.latest_signed(patient)
        if screening is None or self._is_present(screening):
            return ()
        return self._changes(screening)

    def _is_present(self, screening: Screening) -> bool:
        rulebook = self._rulebook
        return (screening.rule_set_hash, screening.profile) == (rulebook.hash, rulebook.profile.id)

    def _reason(self, screening: Screening) -> str:
        rulebook = self._rulebook
        parts = []
        if screening.profile != rulebook.profile.id:
            parts.append(f"profile {screening.profile} → {rulebook.profile.id}")
        if screening.rule_set_version != rulebook.version:
            parts.append(f"rule set {screening.rule_set_version} → {rulebook.version}")
        return "; ".join(parts) or f"rules of set {rulebook.version} were changed"

    def _changes(self, screening: Screening) -> tuple[RecalledFinding, ...]:
        signed = self._screenings.findings_of(screening)
        now = self._rulebook.assess(self._screenings.record_of(screening))
        before, after = _verdicts(signed), _verdicts(now)
        titles = {f.rule_id: f.title for f in (*signed.findings, *now.findings)}
        found = []
        for rule in sorted(before.keys() | after.keys()):
            was, becomes = before.get(rule), after.get(rule)
            is_found = any(v is not None and v[0] is Status.TRIGGERED for v in (was, becomes))
            if was != becomes and is_found:
                found.append(
                    RecalledFinding(
                        rule_id=rule,
                        title=titles.get(rule, rule),
                        before=_words(was),
                        after=_words(becomes),
                    )
                )
        return tuple(found)


def _verdicts(assessment: Assessment) -> dict[str, tuple[Status, Severity | None]]:
    """Return status and, of what is found, how pressing it is."""
    return {
        finding.rule_id: (
            finding.status,
            finding.severity if finding.status is Status.TRIGGERED else None,
        )
        for finding in assessment.findings
    }


def _words(verdict: tuple[Status, Severity | None] | None) -> str:
    if verdict is None:
        return "no such rule"
    status, severity = verdict
    return STATUS_WORDS[status] if severity is None else f"{STATUS_WORDS[status]}, {severity.word}"
